//! A set made in a folder, whatever its kind.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use davylamp::store::{FillOptions, Filled, Plan, Store, StoreError};
use davylamp::traits::Samples;
use serde_json::json;

use super::progress::Bar;
use super::share::Share;
use super::stopwatch::{Log, TimedSamples};
use crate::failure::Failure;
use crate::output::{self, duration};
use crate::stop::Stop;

/// How a set is made; none of it changes the set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order<'a> {
    pub(crate) out: &'a Path,
    pub(crate) share: Share,
    pub(crate) jobs: NonZeroUsize,
}

/// What all samples wait for: in words, and the work.
pub(crate) type First<'a> = (&'static str, &'a (dyn Fn(&Log) + Sync));

/// Makes what is missing.
pub(crate) fn fill(
    plan: &Plan,
    samples: &dyn Samples,
    first: Option<First<'_>>,
    order: &Order<'_>,
) -> Result<Filled, Failure> {
    let mut store = Store::create(order.out, plan).map_err(|error| failure(&error))?;
    let stop = Stop::listen("stopping: the samples in the making are finished first")?;
    let log = Log::new(order.out, order.jobs.get());
    let samples = TimedSamples { set: samples, log: &log };
    let bar = Bar::new(first.map_or("", |(words, _)| words));
    let begun = AtomicBool::new(false);
    let progress = |progress: davylamp::store::Progress| {
        bar.show(progress);
        // The first word comes before any sample is made.
        if !begun.swap(true, Ordering::Relaxed) && progress.done < progress.total {
            if let Some((_, work)) = first {
                work(&log);
            }
            bar.begin();
        }
    };
    let options = FillOptions::default()
        .with_share(order.share.index - 1, order.share.of)
        .with_jobs(order.jobs.get())
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
    Ok(filled)
}

/// Says what was done since `begin`.
pub(crate) fn report(
    out: &Path,
    (filled, plan): (&Filled, &Plan),
    begin: Instant,
    as_json: bool,
) -> Result<(), Failure> {
    let seconds = begin.elapsed().as_secs_f64();
    let Filled { made, reused, repaired, finished, .. } = filled;
    if as_json {
        return output::print_json(&json!({
            "out": out, "samples": plan.samples, "shards": plan.shards(), "made": made,
            "reused": reused, "repaired": repaired, "finished": finished, "seconds": seconds,
        }));
    }
    let state = if *finished { "finished" } else { "not finished: other parts are missing" };
    let sizes: Vec<String> = plan.image_shape.iter().map(ToString::to_string).collect();
    output::print(&format!(
        "Set      {} samples of {} in {}, {state}\n\
         Shards   {made} made, {reused} there before, {repaired} of the set repaired\n\
         Time     {}\n",
        plan.samples,
        sizes.join(" by "),
        out.display(),
        duration(seconds),
    ))
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
pub(crate) fn jobs(asked: Option<NonZeroUsize>) -> NonZeroUsize {
    let cores = || std::thread::available_parallelism().ok();
    asked.or_else(cores).unwrap_or(NonZeroUsize::MIN)
}
