//! `davylamp dataset room`

use std::path::Path;
use std::time::Instant;

use davylamp::indoors::{self, RoomSamples};
use davylamp::picture::{ReadingPanel, ReadingSheet};
use davylamp::room::{RoomError, RoomScene, Sampler};
use davylamp::store::{Filled, Plan, SampleSet, StoreError};

use super::RoomArgs;
use super::made::{self, Order};
use crate::failure::Failure;
use crate::{files, output};

/// Samples that are drawn.
const DRAWN: usize = 12;

pub(crate) fn run(args: &RoomArgs) -> Result<(), Failure> {
    let begin = Instant::now();
    let set = &args.set;
    let config = files::text(&set.config)?;
    let samples = samples(&config, args.seed, args.samples)
        .map_err(|error| Failure::in_file(&set.config, error))?;
    let (filled, plan) = fill(&config, &samples, args.shard_size, &set.order())?;
    if filled.finished {
        picture(&set.out)?;
    }
    made::report(&set.out, (&filled, &plan), begin, set.json)
}

/// Those of a scene's text.
pub(crate) fn samples(config: &str, seed: u64, count: usize) -> Result<RoomSamples, RoomError> {
    Ok(RoomSamples::new(Sampler::new(RoomScene::parse(config)?)?, seed, count))
}

/// Makes what is missing.
pub(crate) fn fill(
    config: &str,
    samples: &RoomSamples,
    shard_size: usize,
    order: &Order<'_>,
) -> Result<(Filled, Plan), Failure> {
    let plan = indoors::plan(config, samples, shard_size);
    let filled = made::fill(&plan, samples, None, order)?;
    Ok((filled, plan))
}

/// The first samples of a finished set: `samples.png` in its folder.
pub(crate) fn picture(set: &Path) -> Result<(), Failure> {
    let sheet = sheet(set)?;
    sheet.write(&set.join("samples.png")).map_err(|error| output::picture_failure(&error))
}

fn sheet(folder: &Path) -> Result<ReadingSheet, Failure> {
    let failed = |error: StoreError| made::failure(&error);
    let set = SampleSet::open(folder).map_err(failed)?;
    let plan = set.plan();
    let scene = RoomScene::parse(&plan.config).map_err(|error| Failure::in_file(folder, error))?;
    let mut panels = Vec::new();
    for index in 0..plan.samples.min(DRAWN) {
        let (image, labels) = set.sample(index).map_err(failed)?;
        let greatest = image.iter().copied().fold(0.0, f32::max);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a class, which is a small number"
        )]
        let class = labels.first().and_then(|class| plan.classes.get(*class as usize));
        let name = class.map_or("?", String::as_str);
        panels.push(ReadingPanel { title: format!("{name}, up to {greatest:.0} ppm"), image });
    }
    Ok(ReadingSheet {
        title: "Leaks in the room: class of place, and what each sensor reads".to_owned(),
        sensors: scene.sensors.len(),
        record_s: scene.record.samples as f64 * scene.record.interval,
        panels,
    })
}
