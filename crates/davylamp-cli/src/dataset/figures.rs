//! Pictures of a set.

use std::path::Path;

use davylamp::picture::{SamplePanel, SampleSheet};
use davylamp::store::{SampleSet, StoreError};
use davylamp::traits::Samples;
use davylamp::uhs::{NoiseLevel, Scene, Survey, add_noise};

use super::made;
use crate::failure::Failure;
use crate::output;

/// The first samples of a finished set, at each level of noise: `samples.png` in its folder.
pub(crate) fn samples(folder: &Path, scene: &Scene) -> Result<(), Failure> {
    let sheet = sheet(folder, scene).map_err(|error| made::failure(&error))?;
    sheet.write(&folder.join("samples.png")).map_err(|error| output::picture_failure(&error))
}

fn sheet(folder: &Path, scene: &Scene) -> Result<SampleSheet, StoreError> {
    let set = SampleSet::open(folder)?;
    let survey = Survey::new(scene);
    let traces = 2 * survey.sources.len() * survey.receivers.len();
    let mut panels = Vec::new();
    for level in NoiseLevel::ALL {
        for index in 0..set.len().min(3) {
            let (mut image, _) = set.sample(index)?;
            let words = match add_noise(&mut image, traces, level, (scene.seed, index)) {
                Ok(lambda) if lambda > 0.0 => format!(", noise {:.0} %", 100.0 * lambda),
                _ => String::new(),
            };
            panels.push(SamplePanel { title: format!("Leak {index}{words}"), image });
        }
    }
    let title = "What leaks change in the traces, without noise, with weak and with strong noise";
    let record_s = scene.image.record_s;
    Ok(SampleSheet { title: title.to_owned(), traces, record_s, panels })
}
