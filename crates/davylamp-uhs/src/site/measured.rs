//! Measured grids.

use davylamp_traits::RockModel;

use crate::{Scene, UhsError};

/// Measured values at the nodes of the scene's grid, `[iz][ix]`.
///
/// The pores hold brine wherever a leak may come.
///
/// # Examples
///
/// ```
/// use davylamp_rock::{EffectivePressure, StoreInput, StoreRock};
/// use davylamp_traits::{ElasticMedium, RockModel};
/// use davylamp_uhs::{MeasuredGrids, Scene, Site};
///
/// let effective_pressure_floor = EffectivePressure::new(1e6)?; // near the surface
/// let rock = StoreRock::new(StoreInput { effective_pressure_floor, ..StoreInput::paper() })?;
/// let scene = Scene::parse("
///     grid = { width_m = 600, depth_m = 400, spacing_m = 10 }
///     grids = { vp = 'vp.npy', vs = 'vs.npy', rho = 'rho.npy', porosity = 'porosity.npy' }
///     leak = { width_m = [50, 90], height_m = [50, 90], depth_m = [150, 350] }
///     survey = { peak_frequency_hz = 5 }
/// ")?;
/// // What a survey measured: here the same everywhere.
/// let shape @ [nz, nx] = scene.shape();
/// let all = |value: f64| vec![value; nz * nx];
/// let [vp, vs, rho] = rock.rock(250.0, 0.2, 0.0).map(all);
/// let porosity = all(0.2);
/// let grids = MeasuredGrids { shape, vp: &vp, vs: &vs, rho: &rho, porosity: &porosity };
/// let site = Site::measured(&scene, &grids, &rock)?;
/// assert_eq!(site.velocities(20, 30), [vp[0], vs[0], rho[0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct MeasuredGrids<'a> {
    /// `[nz, nx]` of each.
    pub shape: [usize; 2],
    /// Speed of compressional waves, in m/s.
    pub vp: &'a [f64],
    /// Speed of shear waves, in m/s; zero in fluids.
    pub vs: &'a [f64],
    /// Density, in kg/m³.
    pub rho: &'a [f64],
    /// Porosity.
    pub porosity: &'a [f64],
}

impl MeasuredGrids<'_> {
    pub(super) fn cells(&self, expected: [usize; 2]) -> Result<Vec<[f64; 3]>, UhsError> {
        let [nz, nx] = expected;
        let grids =
            [("vp", self.vp), ("vs", self.vs), ("rho", self.rho), ("porosity", self.porosity)];
        for (name, values) in grids {
            if self.shape != expected {
                return Err(UhsError::GridShape { name, found: self.shape.to_vec(), expected });
            }
            crate::error::length(name, values.len(), nz * nx)?;
            let (range, allowed) = match name {
                "vs" => (0.0..=20e3, "0 to 20000 m/s"),
                "vp" => (1.0..=20e3, "1 to 20000 m/s"),
                "rho" => (1.0..=20e3, "1 to 20000 kg/m³"),
                _ => (0.0..=1.0, "0 to 1"),
            };
            if let Some(at) = values.iter().position(|value| !range.contains(value)) {
                let (iz, ix) = (at / nx, at % nx);
                return Err(UhsError::GridValue { name, iz, ix, value: values[at], allowed });
            }
        }
        // K = rho (vp^2 - 4/3 vs^2) is positive in every stable rock.
        let unstable = |(vp, vs): (&f64, &f64)| *vp * *vp <= 4.0 / 3.0 * vs * vs;
        if let Some(at) = self.vp.iter().zip(self.vs).position(unstable) {
            let (iz, ix) = (at / nx, at % nx);
            let allowed = "below the root of 3/4 of vp, or the rock has no stiffness";
            return Err(UhsError::GridValue { name: "vs", iz, ix, value: self.vs[at], allowed });
        }
        let cells = self.vp.iter().zip(self.vs).zip(self.rho);
        Ok(cells.map(|((vp, vs), rho)| [*vp, *vs, *rho]).collect())
    }
}

/// Refuses rock that could not take the strongest leak, before any work.
pub(super) fn check_leaks(
    scene: &Scene,
    cells: &[[f64; 3]],
    porosity: &[f64],
    rock: &dyn RockModel,
) -> Result<(), UhsError> {
    let nx = scene.shape()[1];
    let spacing = scene.grid.spacing_m;
    let gas_saturation = scene.leak.gas_saturation[1];
    let [top, bottom] = scene.leak.depth_m;
    let margin = scene.leak.margin_m;
    let sides = [margin, scene.grid.width_m - margin];
    let near = |value: f64, [from, to]: [f64; 2]| value >= from - spacing && value <= to + spacing;
    for (at, (cell, porosity)) in cells.iter().zip(porosity).enumerate() {
        let (x, depth) = ((at % nx) as f64 * spacing, (at / nx) as f64 * spacing);
        if near(depth, [top, bottom]) && near(x, sides) {
            let leaked = rock.with_gas(depth, *porosity, *cell, gas_saturation);
            if !leaked.iter().all(|value| value.is_finite()) {
                let allowed =
                    "a porosity and speeds between which Gassmann's relation finds a frame";
                let (iz, ix) = (at / nx, at % nx);
                let (name, value) = ("porosity", *porosity);
                return Err(UhsError::GridValue { name, iz, ix, value, allowed });
            }
        }
    }
    Ok(())
}
