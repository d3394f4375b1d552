//! Everything that is compared, and the work it takes.

use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use burn::tensor::Device;
use davylamp_nets::rivals::{Elm, KDwt, LabelledImages, Method, Net, Svm, TRIALS, cross_validate};

use crate::curve::{self, Curve, Losses};
use crate::outcome::{Outcome, Task};
use crate::parts::Parts;
use crate::sets::{Kind, halved, leaks, two_dead};
use crate::workers::{self, Job};
use crate::{measured, paper};

/// Of splits, weights and folds; sets have seeds from here on. The methods' settings were tried out on
/// leaks of other seeds.
pub(crate) const SEED: u64 = 2030;

/// Draws that are kept together: what is lost when the work is stopped.
const CHUNK: usize = 10;

/// The samples of (a).
const FEW: usize = paper::SAMPLES[0] + paper::SAMPLES[1];

/// Which samples of the tank room are for what, in this order.
struct Portions {
    /// Trained on and tested, and so the first of them in (a).
    data: Range<usize>,
    /// What chooses the settings of (a) and (b).
    tuning: Range<usize>,
    /// Told in (c), to compare.
    rest: Range<usize>,
    /// The curve trains on the first of all, and tests on the last.
    all: usize,
}

impl Portions {
    fn new(quick: bool) -> Self {
        let [data, rest, all] = if quick { [300, 60, 585] } else { [1000, 250, 3000] };
        let tuned = data + data * 3 / 4;
        Self { data: 0..data, tuning: data..tuned, rest: tuned..tuned + rest, all }
    }
}

/// Training samples along the curve, and test samples.
fn curve_counts(quick: bool) -> (Vec<usize>, usize) {
    if quick { (vec![52, 150, 300], 60) } else { (vec![52, 150, 400, 1000, 2700], 300) }
}

fn select(images: &LabelledImages, range: Range<usize>) -> LabelledImages {
    images.select(&range.collect::<Vec<_>>())
}

/// What is compared.
#[derive(Debug)]
pub(crate) struct Experiment {
    pub(crate) quick: bool,
    /// (a), (b) and, with measured releases, (d); (c) is told with (b).
    pub(crate) tasks: Vec<Task>,
    pub(crate) curve: Curve,
    /// Names of the measured releases.
    pub(crate) releases: Vec<String>,
}

/// What came of it: of each method, in the order of the paper's table.
#[derive(Debug)]
pub(crate) struct Findings {
    /// `[task][method][set]`: cross-validated accuracy of each trial.
    pub(crate) tuning: Vec<Vec<Vec<Vec<f64>>>>,
    /// `[task][method][draw]`.
    pub(crate) outcomes: Vec<Vec<Vec<Outcome>>>,
    /// `[method][count]`: accuracy.
    pub(crate) curve: Vec<Vec<f64>>,
    /// Accuracy of the one nearest neighbour after most training samples.
    pub(crate) nearest: f64,
    pub(crate) losses: Losses,
}

/// The six methods, trained for so many epochs where they train.
pub(crate) fn methods(epochs: usize) -> Vec<Box<dyn Method>> {
    vec![
        Box::new(KDwt),
        Box::new(Net::perceptron(epochs, Device::flex())),
        Box::new(Svm),
        Box::new(Elm),
        Box::new(Net::lstm(epochs, Device::flex())),
        Box::new(Net::resnet(epochs, Device::flex())),
    ]
}

impl Experiment {
    /// Makes the sets that are not there.
    pub(crate) fn new(
        parts: &Parts,
        releases: Option<&Path>,
        quick: bool,
        jobs: usize,
    ) -> Result<Self> {
        let pick = |full: usize, look: usize| if quick { look } else { full };
        let Portions { data, tuning, rest, all } = Portions::new(quick);
        let usual = leaks(parts, Kind::Usual, all, jobs)?;
        let elsewhere = pick(240, 36);
        let many = data.len();
        let rest = select(&usual, rest);
        let others = vec![
            ("weaker leaks", leaks(parts, Kind::Weak, elsewhere, jobs)?),
            ("stronger leaks", leaks(parts, Kind::Strong, elsewhere, jobs)?),
            ("other ventilation", leaks(parts, Kind::Crossed, elsewhere, jobs)?),
            ("two sensors dead", two_dead(&rest)?),
            ("as in training", rest),
        ];
        let six = halved(&usual)?;
        let mut tasks = vec![
            Task {
                name: "few",
                data: select(&six, 0..FEW),
                tuning: (0..pick(5, 1)).map(|set| select(&six, few_tuning(&tuning, set))).collect(),
                train: paper::SAMPLES[0],
                test: paper::SAMPLES[1],
                draws: pick(100, 8),
                folds: pick(5, 3),
                epochs: pick(150, 60),
                others: vec![],
            },
            Task {
                name: "many",
                data: select(&usual, data),
                tuning: vec![select(&usual, tuning)],
                train: many * 3 / 4,
                test: many / 4,
                draws: pick(5, 2),
                folds: pick(3, 2),
                epochs: pick(60, 30),
                others,
            },
        ];
        let mut names = Vec::new();
        if let Some(folder) = releases {
            let (cases, real) = measured::releases(folder)?;
            names = cases;
            let count = pick(300, 48);
            let data = leaks(parts, Kind::Nist, count + count * 4 / 5, jobs)?;
            tasks.push(Task {
                name: "box",
                tuning: vec![select(&data, count..count + count * 4 / 5)],
                data: select(&data, 0..count),
                train: count * 4 / 5,
                test: count / 5,
                draws: pick(5, 2),
                folds: pick(3, 2),
                epochs: pick(80, 30),
                others: vec![("measured", real)],
            });
        }
        let (counts, test) = curve_counts(quick);
        let curve = Curve { data: six, counts, test, epochs: pick(60, 30) };
        Ok(Self { quick, tasks, curve, releases: names })
    }

    /// Does all that is not done, the longest trainings first, and gathers it.
    pub(crate) fn run(&self, parts: &Parts, jobs: usize) -> Result<Findings> {
        let slowest_first = [4, 5, 1, 2, 3, 0];
        let mut tuning: Vec<Job<'_>> = Vec::new();
        for method in slowest_first {
            for task in &self.tasks {
                for set in 0..task.tuning.len() {
                    for trial in 0..TRIALS {
                        let at = [method, set, trial];
                        tuning.push(Box::new(move || tune(parts, task, at).map(drop)));
                    }
                }
            }
        }
        workers::run(&tuning, jobs)?;
        let mut work: Vec<Job<'_>> = Vec::new();
        for method in slowest_first {
            for task in self.tasks.iter().rev() {
                for chunk in 0..task.draws.div_ceil(CHUNK) {
                    work.push(Box::new(move || draws(parts, task, method, chunk).map(drop)));
                }
            }
            for &count in self.curve.counts.iter().rev() {
                work.push(Box::new(move || self.point(parts, method, count).map(drop)));
            }
        }
        workers::run(&work, jobs)?;
        self.gather(parts)
    }

    fn gather(&self, parts: &Parts) -> Result<Findings> {
        let each = 0..paper::METHODS.len();
        let mut found = Findings {
            tuning: Vec::new(),
            outcomes: Vec::new(),
            curve: Vec::new(),
            nearest: parts.get("nearest", || {
                let most = self.curve.counts.last().copied().unwrap_or(0);
                // Trial 4 is the first with relative logarithms: one neighbour.
                self.curve.accuracy(&KDwt, TRIALS / 2, most)
            })?,
            losses: parts.get("losses", || {
                let (task, best) = (&self.tasks[0], best(parts, &self.tasks[0], [5, 0])?);
                curve::losses(task, &Net::resnet(task.epochs, Device::flex()), best)
            })?,
        };
        for task in &self.tasks {
            let sets = |method: usize| -> Result<Vec<Vec<f64>>> {
                (0..task.tuning.len()).map(|set| trials(parts, task, [method, set])).collect()
            };
            found.tuning.push(each.clone().map(sets).collect::<Result<_>>()?);
            let all = |method: usize| -> Result<Vec<Outcome>> {
                let mut outcomes = Vec::new();
                for chunk in 0..task.draws.div_ceil(CHUNK) {
                    outcomes.extend(draws(parts, task, method, chunk)?);
                }
                ensure!(outcomes.len() == task.draws, "{}: some draws are missing", task.name);
                Ok(outcomes)
            };
            found.outcomes.push(each.clone().map(all).collect::<Result<_>>()?);
        }
        for method in each {
            let counts = self.curve.counts.iter();
            let points = counts.map(|&count| self.point(parts, method, count));
            found.curve.push(points.collect::<Result<_>>()?);
        }
        Ok(found)
    }

    /// The accuracy of a method after so many of the curve's samples, with the settings of (b).
    fn point(&self, parts: &Parts, method: usize, count: usize) -> Result<f64> {
        let trial = best(parts, &self.tasks[1], [method, 0])?;
        parts.get(&format!("curve-{}-{count}", paper::METHODS[method]), || {
            self.curve.accuracy(methods(self.curve.epochs)[method].as_ref(), trial, count)
        })
    }
}

/// The samples of one of several sets that choose the settings of (a).
fn few_tuning(tuning: &Range<usize>, set: usize) -> Range<usize> {
    let begin = tuning.start + set * paper::SAMPLES[0];
    begin..begin + paper::SAMPLES[0]
}

/// The cross-validated accuracy of a method's trial on samples that no draw has.
fn tune(parts: &Parts, task: &Task, [method, set, trial]: [usize; 3]) -> Result<f64> {
    parts.get(&format!("{}-tune-{}-{set}-{trial}", task.name, paper::METHODS[method]), || {
        let all = methods(task.epochs);
        Ok(cross_validate(all[method].as_ref(), trial, &task.tuning[set], task.folds, SEED)?)
    })
}

/// The same of all trials of a method with one set.
fn trials(parts: &Parts, task: &Task, [method, set]: [usize; 2]) -> Result<Vec<f64>> {
    (0..TRIALS).map(|trial| tune(parts, task, [method, set, trial])).collect()
}

/// The trial of a method with the greatest accuracy, cross-validated on one set; of equal ones the first.
pub(crate) fn best(parts: &Parts, task: &Task, at: [usize; 2]) -> Result<usize> {
    best_of(&trials(parts, task, at)?).context("there are no trials")
}

pub(crate) fn best_of(accuracies: &[f64]) -> Option<usize> {
    (0..accuracies.len()).reduce(
        |best, next| {
            if accuracies[next] > accuracies[best] { next } else { best }
        },
    )
}

/// Some draws of a task.
fn draws(parts: &Parts, task: &Task, method: usize, chunk: usize) -> Result<Vec<Outcome>> {
    let trial = best(parts, task, [method, chunk % task.tuning.len()])?;
    parts.get(&format!("{}-{}-{chunk}", task.name, paper::METHODS[method]), || {
        let all = methods(task.epochs);
        let draws = chunk * CHUNK..((chunk + 1) * CHUNK).min(task.draws);
        draws
            .map(|draw| {
                let [train, test] = task.split(draw)?;
                let learnt = all[method].fit(trial, &train, SEED + draw as u64)?;
                let others = task.others.iter().map(|(_, images)| learnt.classify(images));
                Ok(Outcome {
                    train: learnt.classify(&train)?,
                    test: learnt.classify(&test)?,
                    others: others.collect::<Result<_, _>>()?,
                })
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What chooses settings is neither tested on in a draw, nor told in (c), nor at the curve's end.
    #[test]
    fn what_chooses_settings_tests_nothing() {
        for quick in [false, true] {
            let Portions { data, tuning, rest, all } = Portions::new(quick);
            assert!(FEW <= data.end && data.end <= tuning.start);
            assert!(tuning.end <= rest.start && rest.end <= all);
            // As many as teach in a draw.
            assert_eq!(tuning.len(), data.len() * 3 / 4);
            assert!(few_tuning(&tuning, if quick { 0 } else { 4 }).end <= tuning.end);
            let (counts, test) = curve_counts(quick);
            assert!(counts.iter().all(|count| count + test <= all));
            assert!(tuning.end <= all - test);
        }
    }
}
