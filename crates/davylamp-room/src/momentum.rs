//! Momentum of the air: Boussinesq, with what the plume and the openings do to it.

use std::ops::Range;

use crate::grid::Grid;
use crate::plume::GRAVITY;
use crate::transport::{Carrier, fluxes, subtract_divergence};

/// Kinematic viscosity of air at 20 °C and 1 atm, m²/s (Kadoya, Matsunaga and Nagashima 1985,
/// J. Phys. Chem. Ref. Data 14, 947: 18.2 µPa s, over 1.204 kg/m³).
pub(crate) const AIR_VISCOSITY: f64 = 1.51e-5;

/// Arrays that a step writes over.
#[derive(Debug, Clone)]
pub(crate) struct Work {
    pub(crate) flux: Vec<f64>,
    carrier: Vec<f64>,
    spread: Vec<f64>,
}

impl Work {
    pub(crate) fn new(grid: &Grid) -> Self {
        let zeros = || vec![0.0; grid.padded_len()];
        Self { flux: zeros(), carrier: zeros(), spread: zeros() }
    }
}

/// The fields that momentum depends on, ghosts filled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'a> {
    /// What changes.
    pub(crate) velocity: &'a [Vec<f64>; 3],
    /// What carries it: the same and the stirring.
    pub(crate) carrier: &'a [Vec<f64>; 3],
    pub(crate) concentration: &'a [f64],
    pub(crate) viscosity: &'a [f64],
    /// Volume that the plume takes from each cell, a second and volume.
    pub(crate) taken: &'a [f64],
    /// $\kappa$ of the gas.
    pub(crate) buoyancy: f64,
}

/// The fields that a step of the flow is given, ghosts filled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Air<'a> {
    pub(crate) carrier: &'a [Vec<f64>; 3],
    pub(crate) concentration: &'a [f64],
    pub(crate) viscosity: &'a [f64],
}

/// Rate of change of a velocity component on the faces inside the room, without pressure:
/// carrying and mixing of momentum, buoyancy, and what the plume takes away.
///
/// $$ \partial_t u_a = -\nabla \cdot (\mathbf{u} u_a) + \nabla \cdot (\nu \nabla u_a)
/// + g \kappa c \, \delta_{az} - s^- u_a $$
///
/// Gas and air that a source puts into a cell come in at rest.
pub(crate) fn momentum_rate(
    grid: &Grid,
    fields: Fields<'_>,
    axis: usize,
    work: &mut Work,
    rate: &mut [f64],
) {
    rate.fill(0.0);
    let ea = grid.stride[axis];
    let mut inside: [Range<usize>; 3] = grid.cells.map(|n| 0..n);
    inside[axis].start = 1;
    for b in 0..3 {
        let eb = grid.stride[b];
        let mut faces = inside.clone();
        faces[b].end += 1;
        let n = faces[2].len();
        for i in faces[0].clone() {
            for j in faces[1].clone() {
                let at = grid.at(i, j, faces[2].start);
                let u = &fields.carrier[b];
                let (here, behind) = (&u[at..][..n], &u[at - ea..][..n]);
                let nu = |shift: usize| &fields.viscosity[at - shift..][..n];
                let (n0, n1, n2, n3) = (nu(0), nu(ea), nu(eb), nu(ea + eb));
                let carrier = &mut work.carrier[at..][..n];
                let spread = &mut work.spread[at..][..n];
                for k in 0..n {
                    carrier[k] = 0.5 * (here[k] + behind[k]);
                    spread[k] = AIR_VISCOSITY + 0.25 * (n0[k] + n1[k] + n2[k] + n3[k]);
                }
            }
        }
        let carrier = Carrier { velocity: &work.carrier, diffusivity: &work.spread, axis: b };
        fluxes(grid, &fields.velocity[axis], carrier, &faces, &mut work.flux);
        subtract_divergence(grid, b, &work.flux, &inside, rate);
    }
    let lift = if axis == 2 { 0.5 * GRAVITY * fields.buoyancy } else { 0.0 };
    let n = inside[2].len();
    for i in inside[0].clone() {
        for j in inside[1].clone() {
            let at = grid.at(i, j, inside[2].start);
            for (rate, p) in rate[at..at + n].iter_mut().zip(at..) {
                let taken = 0.5 * (fields.taken[p] + fields.taken[p - ea]);
                *rate += lift * (fields.concentration[p] + fields.concentration[p - ea])
                    - taken * fields.velocity[axis][p];
            }
        }
    }
}
