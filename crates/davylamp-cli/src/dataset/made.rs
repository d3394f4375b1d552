//! The set of a scene, made in a folder.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use davylamp::rock::StoreRock;
use davylamp::store::{FillOptions, Filled, Plan, Store, StoreError};
use davylamp::uhs::{Scene, Site, TimeLapse};
use davylamp::underground::{self, UndergroundError, WaveForward};

use super::progress::Bar;
use super::share::Share;
use super::stop::Stop;
use super::stopwatch::{Log, TimedForward, TimedSamples};
use crate::failure::Failure;

/// Everything that samples follow from, checked.
pub(crate) struct Subject {
    /// The scene's text, and the folder from which its files are named.
    config: String,
    folder: PathBuf,
    pub(crate) rock: StoreRock,
    pub(crate) site: Site,
    pub(crate) solver: WaveForward,
}

impl Subject {
    /// Of a scene's text. `samples` counts instead of what the text says.
    pub(crate) fn new(
        config: &str,
        folder: &Path,
        samples: Option<usize>,
    ) -> Result<Self, UndergroundError> {
        let mut scene = Scene::parse(config)?;
        if let Some(samples) = samples {
            scene.samples = samples;
            scene.check()?;
        }
        let rock = underground::rock(&scene)?;
        let site = underground::site(&scene, folder, &rock)?;
        let solver = WaveForward::new(&site)?;
        Ok(Self { config: config.to_owned(), folder: folder.to_owned(), rock, site, solver })
    }

    fn plan(&self, set: &TimeLapse<'_>, shard_size: usize) -> Result<Plan, UndergroundError> {
        let plan = underground::plan(&self.config, &self.folder, set, shard_size)?;
        Ok(Plan { software: self.solver.software(), ..plan })
    }
}

/// How a set is made; none of it changes the set but the size of its shards.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order<'a> {
    pub(crate) out: &'a Path,
    pub(crate) share: Share,
    pub(crate) jobs: usize,
    pub(crate) shard_size: usize,
}

/// Makes what is missing.
pub(crate) fn fill(subject: &Subject, order: &Order<'_>) -> Result<(Filled, Plan), Failure> {
    let forward = TimedForward(&subject.solver);
    let input = |error: UndergroundError| Failure::Input(error.to_string());
    let set = TimeLapse::new(&subject.site, &subject.rock, &forward)
        .map_err(|error| input(error.into()))?;
    let plan = subject.plan(&set, order.shard_size).map_err(input)?;
    let mut store = Store::create(order.out, &plan).map_err(|error| failure(&error))?;

    let stop = Stop::listen()?;
    let samples = TimedSamples::new(&set, Log::new(order.out, order.jobs));
    let (bar, first) = (Bar::new(), AtomicBool::new(true));
    let progress = |progress: davylamp::store::Progress| {
        bar.show(progress);
        // The first word comes before any sample is made, and all of them wait for the baseline.
        if first.swap(false, Ordering::Relaxed) && progress.done < progress.total {
            subject.solver.set_threads(order.jobs);
            samples.baseline();
            subject.solver.set_threads(1);
            bar.begin();
        }
    };
    let options = FillOptions::default()
        .with_share(order.share.index - 1, order.share.of)
        .with_jobs(order.jobs)
        .with_progress(&progress)
        .with_stop(stop.flag());
    let filled = store.fill(&samples, &options);
    bar.end();
    let filled = filled.map_err(|error| failure(&error))?;
    if filled.stopped {
        let out = order.out.display();
        let words =
            format!("stopped; {out} is whole as far as it goes: run the same again to go on");
        return Err(stop.failure(words));
    }
    Ok((filled, plan))
}

/// A folder of another set is wrong input; the rest is work that failed.
pub(crate) fn failure(error: &StoreError) -> Failure {
    match error {
        StoreError::OtherSet { .. }
        | StoreError::OutOfRange { .. }
        | StoreError::Manifest { .. } => Failure::Input(error.to_string()),
        _ => Failure::Work(error.to_string()),
    }
}

/// As many as there are cores.
pub(crate) fn jobs(asked: Option<NonZeroUsize>) -> usize {
    asked.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}
