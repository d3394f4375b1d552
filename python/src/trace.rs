//! Readings to a source.

use davylamp::RunError;
use davylamp::scene::Scene;
use davylamp::trace::{MeasuredWind, Reading, Readings, ReadingsCsv, TraceError};
use davylamp::tracing::{TraceOptions, Traced};
use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use crate::{refusal, scene};

/// Readings, one entry of each list a reading, and how to trace them.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct TraceInput {
    positions: Vec<[f64; 3]>,
    concentrations: Vec<f64>,
    unit: String,
    detection_limit: Option<Vec<f64>>,
    averaging_time: Option<Vec<f64>>,
    time: Option<Vec<f64>>,
    /// Speed and direction.
    wind: Option<Vec<[f64; 2]>>,
    scene: String,
    optimizer: Option<String>,
    posterior: bool,
    seed: u64,
}

impl TraceInput {
    fn readings(&self, per_si: f64) -> Vec<Reading> {
        let at = |list: &Option<Vec<f64>>, i: usize| list.as_ref()?.get(i).copied();
        let wind = |i: usize| {
            let [speed, from_deg] = *self.wind.as_ref()?.get(i)?;
            Some(MeasuredWind { speed, from_deg })
        };
        let pairs = self.positions.iter().zip(&self.concentrations).enumerate();
        pairs
            .map(|(i, (position, concentration))| Reading {
                detection_limit: at(&self.detection_limit, i).unwrap_or(0.0) / per_si,
                averaging_time: at(&self.averaging_time, i),
                time: at(&self.time, i),
                wind: wind(i),
                ..Reading::new(*position, concentration / per_si)
            })
            .collect()
    }

    fn options(&self) -> PyResult<TraceOptions> {
        let options = TraceOptions::default().with_seed(self.seed).with_posterior(self.posterior);
        Ok(match &self.optimizer {
            Some(name) => options.with_method(name.parse().map_err(refusal)?),
            None => options,
        })
    }

    /// How many of the unit make one kg/m³, as a column of this name has it in a file of readings.
    fn per_si(&self, scene: &Scene) -> PyResult<f64> {
        let per_ppm = || {
            scene.kg_m3_per_ppm().ok_or_else(|| {
                refusal(
                    "unit \"ppm\" or \"ppb\" needs to know the gas: say scene[\"gas\"][\"name\"]",
                )
            })
        };
        Ok(match self.unit.as_str() {
            "kg_m3" => 1.0,
            "g_m3" => 1e3,
            "mg_m3" => 1e6,
            "ug_m3" => 1e9,
            "ppm" => 1.0 / per_ppm()?,
            "ppb" => 1e3 / per_ppm()?,
            other => {
                return Err(refusal(format!(
                    "unit = {other:?} is none of kg_m3, g_m3, mg_m3, ug_m3, ppm, ppb"
                )));
            }
        })
    }
}

/// Where the source may be: centres of the cells along x and y, and the density of each, `[iy][ix]`.
type Map<'py> = [Bound<'py, PyArray1<f64>>; 3];

/// What `davylamp trace --json` prints, and the map of the posterior.
#[pyfunction]
pub(crate) fn trace(py: Python<'_>, input: TraceInput) -> PyResult<(String, Option<Map<'_>>)> {
    let scene = scene(&input.scene)?;
    let (per_si, options) = (input.per_si(&scene)?, input.options()?);
    let traced = py.detach(|| {
        let readings = Readings::new(input.readings(per_si)).map_err(|e| as_given(e, per_si))?;
        Traced::new(&ReadingsCsv::from(readings), &scene, &options)
    });
    let traced = traced.map_err(|error: RunError| refusal(error))?;
    let json = traced.to_json().to_string();
    let map = traced.density.map(|map| [map.x, map.y, map.density].map(|v| v.into_pyarray(py)));
    Ok((json, map))
}

/// A refused concentration in the unit that it was given in.
fn as_given(error: TraceError, per_si: f64) -> TraceError {
    match error {
        TraceError::Reading { index, name, value, allowed }
            if ["concentration", "detection limit"].contains(&name) =>
        {
            TraceError::Reading { index, name, value: value * per_si, allowed }
        }
        other => other,
    }
}
