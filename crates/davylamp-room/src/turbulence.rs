//! What the grid does not resolve: Smagorinsky's and Lilly's eddy viscosity.

use crate::grid::Grid;
use crate::plume::GRAVITY;

/// Constants of the eddy viscosity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Smagorinsky {
    /// $C_s$
    pub(crate) constant: f64,
    /// Turbulent Schmidt number, for the Prandtl number of the formula too.
    pub(crate) schmidt: f64,
    /// $\kappa$ of the gas.
    pub(crate) buoyancy: f64,
}

/// Fills the eddy viscosity of all cells and their ghosts, and returns the greatest one (m²/s) and
/// the greatest size of the buoyancy frequency squared (1/s²).
///
/// $$ \nu_t = (C_s \Delta)^2 \sqrt{\max(0, |S|^2 - N^2 / Pr_t)}, \quad N^2 = g \kappa \, \partial c / \partial z $$
///
/// Stable layers damp it away, unstable ones raise it (Lilly 1962, Tellus 14, 148-172, equation 2.14).
/// The ghosts of velocities and concentration must be filled.
pub(crate) fn eddy_viscosity(
    grid: &Grid,
    constants: Smagorinsky,
    velocity: &[Vec<f64>; 3],
    concentration: &[f64],
    out: &mut [f64],
) -> [f64; 2] {
    let Smagorinsky { constant, schmidt, buoyancy } = constants;
    let width = libm::cbrt(grid.cell_volume());
    let length_squared = (constant * width) * (constant * width);
    let [mut greatest, mut stratified] = [0.0_f64; 2];
    let stride = grid.stride;
    let nz = grid.cells[2];
    for row in grid.rows() {
        for at in row..row + nz {
            // Gradient of component a along b at the centre of the cell.
            let gradient = |a: usize, b: usize| {
                let (u, ea, eb) = (&velocity[a], stride[a], stride[b]);
                if a == b {
                    return (u[at + ea] - u[at]) / grid.h[a];
                }
                let sum = u[at + eb] + u[at + ea + eb] - u[at - eb] - u[at + ea - eb];
                0.25 * sum / grid.h[b]
            };
            let mut strain = 0.0;
            for a in 0..3 {
                let along = gradient(a, a);
                let b = (a + 1) % 3;
                let across = gradient(a, b) + gradient(b, a);
                strain += 2.0 * along * along + across * across;
            }
            let slope = 0.5 * (concentration[at + 1] - concentration[at - 1]) / grid.h[2];
            let frequency = GRAVITY * buoyancy * slope;
            stratified = stratified.max(frequency.abs());
            let viscosity = length_squared * (strain - frequency / schmidt).max(0.0).sqrt();
            out[at] = viscosity;
            greatest = greatest.max(viscosity);
        }
    }
    grid.fill_ghosts(out, None);
    [greatest, stratified]
}
