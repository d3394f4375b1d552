//! OMO watched from iteration to iteration (figures 4 and 6).

use anyhow::Result;
use davylamp::optim::{Bounds, Objective, Omo, OmoSettings, Optimizer};

/// What is seen at the end of each iteration.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recording {
    /// The best value so far.
    pub best: Vec<f64>,
    /// The mean value of the pack.
    pub mean: Vec<f64>,
    /// The escape energy of the last predator.
    pub energy: Vec<f64>,
    /// The first predator's first unknown.
    pub first: Vec<f64>,
    /// The first unknown of the prey (the best point).
    pub prey: Vec<f64>,
    /// The first two unknowns of every candidate.
    pub visited: Vec<[f64; 2]>,
}

impl Recording {
    /// One run.
    ///
    /// # Errors
    /// What the method refuses.
    pub fn of(objective: &dyn Objective, settings: OmoSettings, seed: u64) -> Result<Self> {
        let bounds = Bounds::of(objective)?;
        let dim = bounds.dim();
        let mut omo = Omo::new(settings, &bounds, seed)?;
        let mut recording = Self::default();
        let mut iteration = omo.iteration();
        loop {
            let asked = omo.ask().to_vec();
            if asked.is_empty() {
                return Ok(recording);
            }
            let values: Vec<f64> = asked.chunks_exact(dim).map(|x| objective.value(x)).collect();
            recording.visited.extend(asked.chunks_exact(dim).map(|x| [x[0], x[1]]));
            omo.tell(&values);
            if omo.iteration() > iteration {
                iteration = omo.iteration();
                recording.note(&omo);
            }
        }
    }

    fn note(&mut self, omo: &Omo) {
        let values = omo.predator_values();
        self.mean.push(values.iter().sum::<f64>() / values.len() as f64);
        self.energy.push(omo.escape_energy());
        self.first.push(omo.predators()[0]);
        if let Some((x, value)) = omo.best() {
            self.best.push(value);
            self.prey.push(x[0]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use davylamp::optim::{TestFunction, TestProblem};

    #[test]
    fn every_iteration_is_seen() {
        let problem = TestProblem::new(TestFunction::Sphere, 2).unwrap();
        let settings = OmoSettings::default().with_iterations(40);
        let seen = Recording::of(&problem, settings, 1).unwrap();
        assert_eq!(
            [seen.best.len(), seen.mean.len(), seen.energy.len(), seen.first.len()],
            [40; 4]
        );
        assert!(seen.best.windows(2).all(|pair| pair[1] <= pair[0]));
        // From 30 and a candidate or two for each predator and iteration.
        assert!((30 + 1200..=30 + 2400).contains(&seen.visited.len()));
        let bound = |t: usize| 2.0 * (1.0 - t as f64 / 40.0);
        assert!(seen.energy.iter().enumerate().all(|(t, e)| e.abs() <= bound(t)));
    }
}
