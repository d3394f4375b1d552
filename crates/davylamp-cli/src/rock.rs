//! `davylamp rock`

use davylamp::rock::{PorePressure, RockCell, RockError, StoreInput, StoreRock};
use serde_json::json;

use crate::args::RockArgs;
use crate::failure::Failure;
use crate::output;

pub(crate) fn run(args: &RockArgs) -> Result<(), Failure> {
    let input = match args.preset.as_str() {
        "handbook" => StoreInput::handbook(),
        "lanl" => StoreInput::lanl(),
        _ => StoreInput::paper(),
    };
    let cell = cell(args, input).map_err(|error| Failure::Input(error.to_string()))?;
    if args.json {
        return output::print_json(&json!({
            "preset": args.preset, "depth": args.depth_m, "porosity": args.porosity,
            "gas_saturation": args.gas_saturation,
            "vp": cell.vp, "vs": cell.vs, "rho": cell.rho,
        }));
    }
    output::print(&format!(
        "vp   {:>9.2} m/s\nvs   {:>9.2} m/s\nrho  {:>9.2} kg/m³\n",
        cell.vp, cell.vs, cell.rho
    ))
}

fn cell(args: &RockArgs, input: StoreInput) -> Result<RockCell, RockError> {
    let rock = StoreRock::new(input)?;
    let layer = match args.pore_pressure_pa {
        Some(pascals) => rock.at_pore_pressure(args.depth_m, PorePressure::new(pascals)?)?,
        None => rock.at_depth(args.depth_m)?,
    };
    layer.cell(args.porosity, args.gas_saturation)
}
