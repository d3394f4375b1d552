//! One shot: forth, back, and their correlation.

use std::sync::atomic::{AtomicBool, Ordering};

use super::condition::{Sums, dilatation, rotation, zeros};
use super::plan::Plan;
use crate::adjoint::{Back, BackState, Forth};
use crate::kernel::grid::State;
use crate::run::steps;
use crate::{Real, Shot, ShotGather, Solver, WaveError};

/// The sources' waves, and what is kept of them.
struct Waves<'a, T: Real> {
    solver: &'a Solver<T>,
    plan: &'a Plan,
    forth: Forth<'a, T>,
    state: State<T>,
    /// Fields of a stretch.
    kept: Vec<T>,
    stop: &'a AtomicBool,
}

impl<T: Real> Waves<'_, T> {
    /// Goes through a stretch, the fields `from + 1..=to`, and keeps them if so wished.
    fn stretch(&mut self, from: usize, to: usize, keep: bool) -> Result<(), WaveError> {
        let nodes = self.solver.model[0] * self.solver.model[1];
        for field in from..to {
            let every = self.plan.every;
            self.forth.advance(&mut self.state, field * every, (field + 1) * every)?;
            if keep {
                let start = (field - from) * nodes;
                dilatation(self.solver, &self.state, &mut self.kept[start..start + nodes]);
            }
            wanted(self.stop)?;
        }
        Ok(())
    }
}

fn wanted(stop: &AtomicBool) -> Result<(), WaveError> {
    // The caller hears of what made it stop, not of this.
    if stop.load(Ordering::Relaxed) { Err(WaveError::Stopped { step: 0 }) } else { Ok(()) }
}

impl<T: Real> Solver<T> {
    pub(super) fn image_shot(
        &self,
        shot: &Shot,
        (gather, scale): (&ShotGather<T>, f64),
        plan: &Plan,
        stop: &AtomicBool,
    ) -> Result<Sums<T>, WaveError> {
        let steps = steps(&self.clock, shot);
        let nodes = self.model[0] * self.model[1];
        // Field j is that after j * every steps.
        let fields = steps / plan.every;
        let stretches = fields.div_ceil(plan.kept);
        let bounds = |stretch: usize| (stretch * plan.kept, fields.min((stretch + 1) * plan.kept));
        let mut waves = Waves {
            solver: self,
            plan,
            forth: Forth::new(self, shot, steps),
            state: State::new(&self.ground.layout)?,
            kept: zeros(plan.kept.min(fields) * nodes)?,
            stop,
        };
        // How the stretches began, but for the first, which began at rest, and the last, which is kept.
        let mut starts = Vec::new();
        for stretch in 0..stretches {
            let last = stretch + 1 == stretches;
            if stretch > 0 && !last {
                let mut start = State::new(&self.ground.layout)?;
                start.copy_from(&waves.state);
                starts.push(start);
            }
            let (from, to) = bounds(stretch);
            waves.stretch(from, to, last)?;
        }
        let back = Back::new(self, &plan.cut, (gather, scale), (steps, Vec::new()));
        let mut back_state = BackState::new(&plan.cut)?;
        let mut nothing = vec![T::default(); steps + 1];
        let [mut dilated, mut rotated] = [zeros(nodes)?, zeros(nodes)?];
        let mut sums = Sums::zeros(self.model)?;
        let mut at = 0;
        for stretch in (0..stretches).rev() {
            let (from, to) = bounds(stretch);
            if stretch + 1 < stretches {
                match starts.pop() {
                    Some(start) => waves.state = start,
                    None => waves.state.clear(),
                }
                waves.stretch(from, to, true)?;
            }
            for field in (from..to).rev() {
                // Velocities of step n, forth, are those of step `steps - n` back: see `adjoint`.
                let until = steps + 2 - (field + 1) * plan.every;
                back.advance(&mut back_state, (&mut nothing, 1), at, until)?;
                at = until;
                dilatation(self, &back_state.state, &mut dilated);
                rotation(self, &back_state.state, &mut rotated);
                let start = (field - from) * nodes;
                sums.correlate(&waves.kept[start..start + nodes], [&dilated, &rotated]);
                wanted(stop)?;
            }
        }
        Ok(sums)
    }
}
