//! Hydrogen and rock, place by place.

use davylamp::rock::{
    PorePressure, RockCell, RockError, StoreInput, StoreLayer, StoreRock, Substance,
};
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

use crate::refusal;

type Column<'py> = Bound<'py, PyArray1<f64>>;

/// Density, Z, speed of sound, adiabatic and isothermal modulus, cp and cv at each state.
#[pyfunction]
pub(crate) fn hydrogen<'py>(
    py: Python<'py>,
    pressure: PyReadonlyArray1<'py, f64>,
    temperature: PyReadonlyArray1<'py, f64>,
) -> PyResult<[Column<'py>; 7]> {
    let states = pairs(&pressure, &temperature);
    let found = py.detach(|| {
        let state = |&[pressure, temperature]: &[f64; 2]| {
            let state = Substance::Hydrogen.state(pressure, temperature)?;
            Ok([
                state.density(),
                state.z(),
                state.sound_speed(),
                state.bulk_modulus(),
                state.isothermal_modulus(),
                state.cp(),
                state.cv(),
            ])
        };
        columns(states.iter().map(state))
    });
    Ok(found.map_err(refusal)?.map(|column| column.into_pyarray(py)))
}

/// Where the rock is, and what presses in its pores.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct RockInput<'py> {
    depth: PyReadonlyArray1<'py, f64>,
    porosity: PyReadonlyArray1<'py, f64>,
    gas_saturation: PyReadonlyArray1<'py, f64>,
    pore_pressure: Option<PyReadonlyArray1<'py, f64>>,
    preset: String,
}

/// vp, vs and rho of each cell.
#[pyfunction]
pub(crate) fn rock<'py>(py: Python<'py>, input: RockInput<'py>) -> PyResult<[Column<'py>; 3]> {
    let store = match input.preset.as_str() {
        "paper" => StoreInput::paper(),
        "handbook" => StoreInput::handbook(),
        "lanl" => StoreInput::lanl(),
        _ => {
            let (value, allowed) = (input.preset, "paper, handbook or lanl");
            return Err(refusal(RockError::UnknownName { name: "preset", value, allowed }));
        }
    };
    let cells = pairs(&input.porosity, &input.gas_saturation);
    let depths = input.depth.as_array().to_vec();
    let pressures = input.pore_pressure.map(|array| array.as_array().to_vec());
    let found = py.detach(|| {
        let rock = StoreRock::new(store)?;
        let mut layer = None;
        columns(depths.iter().zip(&cells).enumerate().map(|(index, (depth, cell))| {
            let pressure = pressures.as_ref().and_then(|all| all.get(index)).copied();
            layer_at(&rock, *depth, pressure, &mut layer)?
                .cell(cell[0], cell[1])
                .map(|RockCell { vp, vs, rho }| [vp, vs, rho])
        }))
    });
    Ok(found.map_err(refusal)?.map(|column| column.into_pyarray(py)))
}

/// A layer, and the bits of the depth and the pressure that it was worked out for.
type Known = (StoreLayer, u64, Option<u64>);

/// The layer at a depth: the last one where nothing changed, for its fluids cost more than a cell.
fn layer_at(
    rock: &StoreRock,
    depth: f64,
    pressure: Option<f64>,
    last: &mut Option<Known>,
) -> Result<StoreLayer, RockError> {
    let key = (depth.to_bits(), pressure.map(f64::to_bits));
    if let Some((layer, depth, pressure)) = last
        && (*depth, *pressure) == key
    {
        return Ok(*layer);
    }
    let layer = match pressure {
        Some(pascals) => rock.at_pore_pressure(depth, PorePressure::new(pascals)?)?,
        None => rock.at_depth(depth)?,
    };
    *last = Some((layer, key.0, key.1));
    Ok(layer)
}

/// Two arrays of one length, side by side.
fn pairs(a: &PyReadonlyArray1<'_, f64>, b: &PyReadonlyArray1<'_, f64>) -> Vec<[f64; 2]> {
    a.as_array().iter().zip(b.as_array()).map(|(a, b)| [*a, *b]).collect()
}

/// Rows to columns, up to the first that is refused.
fn columns<const N: usize>(
    rows: impl Iterator<Item = Result<[f64; N], RockError>>,
) -> Result<[Vec<f64>; N], RockError> {
    let mut columns = [const { Vec::new() }; N];
    for row in rows {
        for (column, value) in columns.iter_mut().zip(row?) {
            column.push(value);
        }
    }
    Ok(columns)
}
