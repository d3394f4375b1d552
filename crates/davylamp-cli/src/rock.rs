//! `davylamp rock`

use davylamp::rock::{StoreInput, StoreRock};
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
    let cell = StoreRock::new(input)
        .and_then(|rock| rock.at_depth(args.depth_m))
        .and_then(|layer| layer.cell(args.porosity, args.gas_saturation))
        .map_err(|error| Failure::Input(error.to_string()))?;
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
