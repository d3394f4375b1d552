//! Where the time goes: seconds of each sample, and how many of them the wave solver took.
//!
//! They stand in a file of their own for each run, `log/*.csv` in the set's folder: the set itself has the
//! same bits whoever makes it, and however long it takes.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use davylamp::traits::{ElasticMedium, SampleError, Samples};
use davylamp::uhs::{Forward, Gathers, Survey};
use davylamp::underground::WaveForward;

thread_local! {
    /// Of the sample that this thread makes.
    static IN_SOLVER: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

/// The solver, timed: from a ground on its grid to the gathers.
#[derive(Debug)]
pub(crate) struct TimedForward<'a>(pub(crate) &'a WaveForward);

impl Forward for TimedForward<'_> {
    fn gathers(&self, medium: &dyn ElasticMedium, survey: &Survey) -> Result<Gathers, SampleError> {
        let solver = self.0.solver(medium)?;
        let begin = Instant::now();
        let gathers = self.0.shoot(&solver, survey)?;
        IN_SOLVER.set(IN_SOLVER.get() + begin.elapsed());
        Ok(gathers)
    }
}

/// Samples, timed.
pub(crate) struct TimedSamples<'a> {
    pub(crate) set: &'a dyn Samples,
    pub(crate) log: &'a Log,
}

impl Samples for TimedSamples<'_> {
    fn len(&self) -> usize {
        self.set.len()
    }

    fn image_shape(&self) -> &[usize] {
        self.set.image_shape()
    }

    fn label_shape(&self) -> &[usize] {
        self.set.label_shape()
    }

    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
        self.log.timed(&index.to_string(), || self.set.read(index, image, labels))
    }
}

/// The file of this run.
#[derive(Debug)]
pub(crate) struct Log {
    folder: PathBuf,
    jobs: usize,
    /// Made with its first line. A set can be made without one: where it cannot be written, there is none.
    file: OnceLock<Option<Mutex<File>>>,
}

impl Log {
    /// In the folder of a set.
    pub(crate) fn new(folder: &Path, jobs: usize) -> Self {
        Self { folder: folder.join("log"), jobs, file: OnceLock::new() }
    }

    fn create(&self) -> Option<Mutex<File>> {
        let name = format!("{:.3}-{}.csv", unix(), std::process::id());
        fs::create_dir_all(&self.folder).ok()?;
        let mut file = File::create_new(self.folder.join(name)).ok()?;
        file.write_all(b"sample,jobs,end_unix_s,seconds,solver_seconds\n").ok()?;
        Some(Mutex::new(file))
    }

    /// Does it, and writes down how long it took.
    pub(crate) fn timed<T>(
        &self,
        what: &str,
        work: impl FnOnce() -> Result<T, SampleError>,
    ) -> Result<T, SampleError> {
        IN_SOLVER.set(Duration::ZERO);
        let begin = Instant::now();
        let done = work()?;
        let (all, solver) = (begin.elapsed().as_secs_f64(), IN_SOLVER.get().as_secs_f64());
        if let Some(file) = self.file.get_or_init(|| self.create()) {
            let line = format!("{what},{},{:.3},{all:.4},{solver:.4}\n", self.jobs, unix());
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            // In one piece, or not at all: a line that is lost is no reason to stop.
            file.write_all(line.as_bytes()).ok();
        }
        Ok(done)
    }
}

/// Seconds since 1970.
fn unix() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}
