//! Equations of state in the Helmholtz energy.

mod carbon_dioxide;
mod critical;
mod density;
mod equation;
mod helmholtz;
mod hydrogen;
mod isotherm;
mod methane;
mod residual;
mod slopes;
mod state;
mod substance;
mod water;

pub use helmholtz::Helmholtz;
pub use isotherm::Isotherm;
pub use slopes::{Slope, StateSlopes};
pub use state::FluidState;
pub use substance::Substance;
