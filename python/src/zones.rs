//! Threat zones of a known source.

use davylamp::zones::ThreatZones;
use pyo3::prelude::*;

use crate::{refusal, scene};

/// Closed polygons of one zone.
type Rings = Vec<Vec<[f64; 2]>>;

/// What `davylamp zones --json` prints, and the polygons of each zone.
#[pyfunction]
pub(crate) fn zones(py: Python<'_>, scene_json: &str) -> PyResult<(String, Vec<Rings>)> {
    let scene = scene(scene_json)?;
    let found = py.detach(|| ThreatZones::of(&scene)).map_err(refusal)?;
    let json = found.to_json().to_string();
    Ok((json, found.zones.into_iter().map(|zone| zone.zone.rings).collect()))
}
