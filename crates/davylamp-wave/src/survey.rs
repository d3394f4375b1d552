use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

use crate::kernel::grid::State;
use crate::run::Run;
use crate::solver::check_memory;
use crate::{Real, Shot, ShotGather, Solver, WaveError};

/// Steps between looks whether the survey is still wanted.
const LOOK_EVERY: usize = 256;

impl<T: Real> Solver<T> {
    /// Makes many shots, each on one thread: for surveys that is as fast as many threads for each shot,
    /// and simpler.
    ///
    /// `take` is given the gathers on the calling thread and in the order of the shots; it may end the
    /// survey. Gathers do not depend on the number of threads.
    ///
    /// # Errors
    ///
    /// Of the first shot that fails, as [`shot`](Self::shot); [`WaveError::OutOfRange`] for no threads;
    /// [`WaveError::TooLarge`] if one shot on each thread takes more memory than the limit;
    /// [`WaveError::Stopped`], with the shots taken, if `take` breaks off.
    ///
    /// # Examples
    ///
    /// ```
    /// # use davylamp_wave::{Component, Ground, Layer, Mechanism, Medium, Settings, Shot, Solver, Source, Wavelet};
    /// # let ground = Ground::isotropic(3000.0, 1730.0, 2200.0);
    /// # let medium = Medium::from_layers([50, 60], 10.0, &[Layer { top: 0.0, ground }])?;
    /// # let wavelet = Wavelet::ricker(15.0, 0.1)?;
    /// # let solver = Solver::<f32>::new(&medium, &Settings::new(&wavelet))?;
    /// let shots: Vec<Shot> = [100.0, 300.0, 500.0]
    ///     .map(|x| Shot {
    ///         sources: vec![Source {
    ///             position: [x, 50.0],
    ///             mechanism: Mechanism::Explosion(1e9),
    ///             wavelet: wavelet.clone(),
    ///         }],
    ///         receivers: vec![[200.0, 20.0], [400.0, 20.0]],
    ///         components: vec![Component::Vz],
    ///         dt: 2e-3,
    ///         samples: 100,
    ///     })
    ///     .into();
    /// let mut gathers = Vec::new();
    /// solver.survey(&shots, 2, &mut |_, gather| {
    ///     gathers.push(gather);
    ///     std::ops::ControlFlow::Continue(())
    /// })?;
    /// assert_eq!(gathers.len(), 3);
    /// # Ok::<(), davylamp_wave::WaveError>(())
    /// ```
    pub fn survey(
        &self,
        shots: &[Shot],
        threads: usize,
        take: &mut dyn FnMut(usize, ShotGather<T>) -> ControlFlow<()>,
    ) -> Result<(), WaveError> {
        crate::error::in_range("threads", threads as f64, 1.0, 1024.0)?;
        let threads = threads.min(shots.len());
        let largest = shots.iter().map(|shot| self.shot_bytes(shot)).max().unwrap_or(0);
        let all = largest.saturating_mul(threads as u64);
        check_memory(self.ground_bytes().saturating_add(all), &self.settings)?;
        let next = AtomicUsize::new(0);
        let stop = AtomicBool::new(false);
        let (sender, receiver) = mpsc::channel();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let (sender, next, stop) = (sender.clone(), &next, &stop);
                scope.spawn(move || self.work(shots, next, stop, &sender));
            }
            drop(sender);
            let result = in_order(&receiver, shots.len(), take);
            stop.store(result.is_err(), Ordering::Relaxed);
            result
        })
    }

    /// Makes shots until there are no more.
    fn work(
        &self,
        shots: &[Shot],
        next: &AtomicUsize,
        stop: &AtomicBool,
        sender: &mpsc::Sender<(usize, Result<ShotGather<T>, WaveError>)>,
    ) {
        let mut state = None;
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= shots.len() || stop.load(Ordering::Relaxed) {
                return;
            }
            let gather = self.one(&shots[index], &mut state, stop);
            if sender.send((index, gather)).is_err() {
                return;
            }
        }
    }

    /// A shot in memory that is used again for the next one.
    fn one(
        &self,
        shot: &Shot,
        state: &mut Option<State<T>>,
        stop: &AtomicBool,
    ) -> Result<ShotGather<T>, WaveError> {
        let state = match state {
            Some(state) => {
                state.clear();
                state
            }
            None => state.insert(State::new(&self.ground.layout)?),
        };
        Run::new(self, shot)?.on_one_thread().finish(state, LOOK_EVERY, &mut |_| {
            if stop.load(Ordering::Relaxed) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
    }
}

/// Hands what shots gave on in their order, each as soon as those before it are there.
pub(crate) fn in_order<G>(
    receiver: &mpsc::Receiver<(usize, Result<G, WaveError>)>,
    shots: usize,
    take: &mut dyn FnMut(usize, G) -> ControlFlow<()>,
) -> Result<(), WaveError> {
    let mut early = BTreeMap::new();
    let mut due = 0;
    while due < shots {
        let Ok((index, given)) = receiver.recv() else { break };
        early.insert(index, given);
        while let Some(given) = early.remove(&due) {
            due += 1;
            if take(due - 1, given?).is_break() && due < shots {
                return Err(WaveError::Stopped { step: due });
            }
        }
    }
    Ok(())
}
