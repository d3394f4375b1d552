//! The plume against the greatest reading of each arc.

use anyhow::Result;
use davylamp::plume::{AlignedPoint, DispersionCurves, GaussianPlume, PlumeInput, Scores};

use super::tables::Run;

/// The scores of a set of curves over all arcs of all runs.
///
/// # Errors
/// What the plume refuses, such as a calm wind.
pub fn scores(runs: &[Run], curves: DispersionCurves) -> Result<Scores> {
    let (mut observed, mut predicted) = (Vec::new(), Vec::new());
    for run in runs {
        let plume = plume(run, curves)?;
        for arc in &run.arcs {
            let axis =
                AlignedPoint { downwind: arc.distance, crosswind: 0.0, height: run.sampler_height };
            predicted.push(run.rate * plume.unit_concentration_at(axis, run.height));
            observed.push(arc.greatest);
        }
    }
    Ok(Scores::new(&observed, &predicted)?)
}

/// The plume in the weather of a run.
///
/// # Errors
/// What the plume refuses, such as a calm wind.
pub fn plume(run: &Run, curves: DispersionCurves) -> Result<GaussianPlume> {
    Ok(GaussianPlume::new(PlumeInput {
        curves,
        class: run.class,
        wind_speed: run.wind_speed,
        wind_from_deg: run.wind_from_deg,
    })?)
}
