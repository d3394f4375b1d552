//! `davylamp dataset seismic`

use std::path::Path;
use std::time::Instant;

use davylamp::store::{Filled, Plan};
use serde_json::json;

use super::made::{self, Order, Subject};
use super::progress::duration;
use super::{SeismicArgs, figures};
use crate::failure::Failure;
use crate::{files, output};

pub(crate) fn run(args: &SeismicArgs) -> Result<(), Failure> {
    let begin = Instant::now();
    let config = String::from_utf8(files::read(&args.config)?)
        .map_err(|error| Failure::in_file(&args.config, error))?;
    let folder = args.config.parent().unwrap_or(Path::new(""));
    let subject = Subject::new(&config, folder, args.samples)
        .map_err(|error| Failure::in_file(&args.config, error))?;
    let order = Order {
        out: &args.out,
        share: args.shard.unwrap_or_default(),
        jobs: made::jobs(args.jobs),
        shard_size: args.shard_size,
    };
    let (filled, plan) = made::fill(&subject, &order)?;
    if filled.finished {
        figures::samples(&args.out, subject.site.scene(), &args.out)?;
    }
    if let Some(folder) = &args.figures {
        figures::draw(&subject, folder)?;
        if filled.finished {
            figures::samples(&args.out, subject.site.scene(), folder)?;
        }
    }
    let seconds = begin.elapsed().as_secs_f64();
    if args.json {
        output::print_json(&json!({
            "out": args.out, "samples": plan.samples, "shards": plan.shards(),
            "made": filled.made, "reused": filled.reused, "repaired": filled.repaired,
            "finished": filled.finished, "seconds": seconds,
        }))
    } else {
        output::print(&table(&args.out, (&filled, &plan), seconds))
    }
}

fn table(out: &Path, (filled, plan): (&Filled, &Plan), seconds: f64) -> String {
    let Filled { made, reused, repaired, .. } = filled;
    let state = if filled.finished { "finished" } else { "not finished: other parts are missing" };
    let [times, traces] = [0, 1].map(|k| plan.image_shape.get(k).copied().unwrap_or(1));
    format!(
        "Set      {} samples of {times} by {traces} in {}, {state}\n\
         Shards   {made} made, {reused} there before, {repaired} of the set repaired\n\
         Time     {}\n",
        plan.samples,
        out.display(),
        duration(seconds),
    )
}
