//! `davylamp hydrogen`

use davylamp::rock::{FluidState, Substance};
use serde_json::json;

use crate::args::HydrogenArgs;
use crate::failure::Failure;
use crate::output;

pub(crate) fn run(args: &HydrogenArgs) -> Result<(), Failure> {
    let state = Substance::Hydrogen
        .state(args.pressure_pa, args.temperature_k)
        .map_err(|error| Failure::Input(error.to_string()))?;
    if args.json {
        output::print_json(&json!({
            "pressure": state.pressure(), "temperature": state.temperature(),
            "density": state.density(), "z": state.z(), "sound_speed": state.sound_speed(),
            "bulk_modulus": state.bulk_modulus(),
            "isothermal_modulus": state.isothermal_modulus(), "cp": state.cp(), "cv": state.cv(),
        }))
    } else {
        output::print(&table(&state))
    }
}

fn table(state: &FluidState) -> String {
    format!(
        "Hydrogen at {} Pa, {} K\n\n\
         density             {:>12.6} kg/m³\n\
         Z                   {:>12.6}\n\
         sound speed         {:>12.3} m/s\n\
         adiabatic modulus   {:>12.6e} Pa\n\
         isothermal modulus  {:>12.6e} Pa\n\
         cp                  {:>12.2} J/(kg K)\n\
         cv                  {:>12.2} J/(kg K)\n",
        state.pressure(),
        state.temperature(),
        state.density(),
        state.z(),
        state.sound_speed(),
        state.bulk_modulus(),
        state.isothermal_modulus(),
        state.cp(),
        state.cv(),
    )
}
