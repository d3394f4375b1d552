//! `davylamp dataset seismic`

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Instant;

use davylamp::rock::StoreRock;
use davylamp::store::{Filled, Plan};
use davylamp::traits::SampleError;
use davylamp::uhs::{Scene, Site, TimeLapse};
use davylamp::underground::{self, UndergroundError, WaveForward};

use super::made::{self, Order};
use super::stopwatch::{Log, TimedForward};
use super::{SeismicArgs, figures};
use crate::failure::Failure;
use crate::files;

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

pub(crate) fn run(args: &SeismicArgs) -> Result<(), Failure> {
    let begin = Instant::now();
    let set = &args.set;
    let config = files::text(&set.config)?;
    let folder = set.config.parent().unwrap_or(Path::new(""));
    let subject = Subject::new(&config, folder, args.samples)
        .map_err(|error| Failure::in_file(&set.config, error))?;
    let (filled, plan) = fill(&subject, args.shard_size, &set.order())?;
    let scene = subject.site.scene();
    if filled.finished {
        figures::samples(&set.out, scene, &set.out)?;
    }
    if let Some(folder) = &args.figures {
        figures::draw(&subject, folder)?;
        if filled.finished {
            figures::samples(&set.out, scene, folder)?;
        }
    }
    made::report(&set.out, (&filled, &plan), begin, set.json)
}

/// Makes what is missing.
pub(crate) fn fill(
    subject: &Subject,
    shard_size: usize,
    order: &Order<'_>,
) -> Result<(Filled, Plan), Failure> {
    let forward = TimedForward(&subject.solver);
    let input = |error: UndergroundError| Failure::Input(error.to_string());
    let set = TimeLapse::new(&subject.site, &subject.rock, &forward)
        .map_err(|error| input(error.into()))?;
    let plan = subject.plan(&set, shard_size).map_err(input)?;
    // If it fails, the first sample says so.
    let baseline = |log: &Log| {
        subject.solver.set_threads(order.jobs);
        log.timed("baseline", || set.baseline().map(|_| ()).map_err(SampleError::from)).ok();
        subject.solver.set_threads(NonZeroUsize::MIN);
    };
    let first = ("the ground without a leak comes first", &baseline as &(dyn Fn(&Log) + Sync));
    let filled = made::fill(&plan, &set, Some(first), order)?;
    Ok((filled, plan))
}

/// The first samples of a finished set, in its folder.
pub(crate) fn picture(set: &Path, plan: &Plan) -> Result<(), Failure> {
    let scene = Scene::parse(&plan.config).map_err(|error| Failure::in_file(set, error))?;
    figures::samples(set, &scene, set)
}
