//! The plume above the leak, after Morton, Taylor and Turner, in air that is already stratified.

use std::f64::consts::PI;

use crate::grid::Grid;

/// Standard gravity, m/s² (ISO 80000-3).
pub(crate) const GRAVITY: f64 = 9.806_65;

/// What leaves the outlet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Outlet {
    pub(crate) position: [f64; 3],
    /// m³/s of pure gas.
    pub(crate) flow: f64,
    pub(crate) diameter: f64,
}

/// A cell and a part of something that falls to it.
pub(crate) type Share = (usize, f64);

/// The plume on a grid: where it takes air from and where it ends.
#[derive(Debug, Clone)]
pub(crate) struct Plume {
    outlet: Outlet,
    /// Layer of the outlet.
    first: usize,
    /// For each layer from the first: cells across the plume, shares of one.
    across: Vec<Vec<Share>>,
    entrainment: f64,
    /// $g \kappa$, m/s².
    buoyancy: f64,
    /// Density of the gas over that of air.
    lightness: f64,
    /// Air taken from each cell, m³/s.
    pub(crate) taken: Vec<Share>,
    /// Cells in which the plume ends, shares of one.
    pub(crate) ends: Vec<Share>,
}

impl Plume {
    pub(crate) fn new(grid: &Grid, outlet: Outlet, entrainment: f64, buoyancy: f64) -> Self {
        let lightness = 1.0 - buoyancy;
        let buoyancy = GRAVITY * buoyancy;
        let first = grid.cell_along(2, outlet.position[2]);
        let across = (first..grid.cells[2])
            .map(|layer| {
                let height = ((layer as f64 + 0.5) * grid.h[2] - outlet.position[2]).max(0.0);
                // Radius of a plume from a point, 6 alpha z / 5, on top of the outlet's.
                let radius = 1.2 * entrainment * height + 0.5 * outlet.diameter;
                across(grid, layer, outlet.position, radius)
            })
            .collect();
        let (taken, ends) = (vec![], vec![]);
        Self { outlet, first, across, entrainment, buoyancy, lightness, taken, ends }
    }

    /// Where the plume takes air and ends in a concentration field.
    ///
    /// $$ \frac{dQ}{dz} = 2 \alpha \sqrt{\pi M}, \quad \frac{dM}{dz} = \frac{Q F}{M}, \quad
    /// F = g \kappa (G - c_a Q), \quad \frac{dG}{dz} = c_a \frac{dQ}{dz} $$
    ///
    /// with volume flux Q, momentum flux over the density of air M, buoyancy flux F and flux of gas G, for top-hat
    /// profiles. It ends under the ceiling, or where it has risen to air as light as itself.
    pub(crate) fn update(&mut self, grid: &Grid, concentration: &[f64]) {
        self.taken.clear();
        let area = 0.25 * PI * self.outlet.diameter * self.outlet.diameter;
        let (mut q, mut gas) = (self.outlet.flow, self.outlet.flow);
        // The gas is light: its momentum is that of so much less air.
        let mut momentum = self.lightness * q * q / area;
        let mut z = self.outlet.position[2];
        let mut last = self.first;
        let slope = 2.0 * self.entrainment * PI.sqrt();
        'rise: for (layer, across) in self.across.iter().enumerate() {
            last = self.first + layer;
            let top = (last + 1) as f64 * grid.h[2];
            let ambient: f64 = across.iter().map(|(cell, w)| w * concentration[*cell]).sum();
            let before = q;
            while z < top {
                let force = self.buoyancy * (gas - ambient * q);
                // A tenth of the way to doubling (or stopping) at most.
                let speed = momentum / q;
                let scale = (0.1 * momentum / (force.abs() / speed))
                    .min(0.1 * q / (slope * momentum.sqrt()));
                let dz = scale.max(1e-3 * grid.h[2]).min(top - z);
                let squared = momentum * momentum + 2.0 * q * force * dz;
                if force <= 0.0 {
                    // As light as the air around it: what momentum is left is lost in overshooting.
                    take(&mut self.taken, across, q - before);
                    break 'rise;
                }
                let root = libm::sqrt(libm::sqrt(0.5 * (momentum * momentum + squared)));
                let entrained = slope * root * dz;
                q += entrained;
                gas += ambient * entrained;
                momentum = squared.sqrt();
                z = if dz >= top - z { top } else { z + dz };
            }
            take(&mut self.taken, across, q - before);
        }
        self.ends.clear();
        self.ends.extend_from_slice(&self.across[last - self.first]);
    }

    /// Volume flux at its end, m³/s.
    #[cfg(test)]
    fn end_flow(&self) -> f64 {
        self.outlet.flow + self.taken.iter().map(|(_, flow)| flow).sum::<f64>()
    }
}

fn take(taken: &mut Vec<Share>, across: &[Share], flow: f64) {
    if flow > 0.0 {
        taken.extend(across.iter().map(|(cell, share)| (*cell, share * flow)));
    }
}

/// Shares of the cells of a layer in a round Gaussian $e^{-r^2/b^2}$, cut at 1 per mille, or at a tenth
/// of the greatest share where all are small: where cells are far narrower than the plume.
fn across(grid: &Grid, layer: usize, centre: [f64; 3], radius: f64) -> Vec<Share> {
    let along = |axis: usize| -> Vec<f64> {
        let edge = |cell: usize| libm::erf((cell as f64 * grid.h[axis] - centre[axis]) / radius);
        (0..grid.cells[axis]).map(|cell| 0.5 * (edge(cell + 1) - edge(cell))).collect()
    };
    let (x, y) = (along(0), along(1));
    let greatest = |shares: &[f64]| shares.iter().copied().fold(0.0, f64::max);
    let cut = f64::min(1e-3, 0.1 * greatest(&x) * greatest(&y));
    let mut shares: Vec<Share> = Vec::new();
    for (i, wx) in x.iter().enumerate() {
        for (j, wy) in y.iter().enumerate() {
            if wx * wy > cut {
                shares.push((grid.at(i, j, layer), wx * wy));
            }
        }
    }
    let sum: f64 = shares.iter().map(|(_, w)| w).sum();
    for (_, share) in &mut shares {
        *share /= sum;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plume(grid: &Grid, alpha: f64) -> Plume {
        let outlet = Outlet { position: [2.0, 2.0, 0.0], flow: 1e-5, diameter: 0.002 };
        Plume::new(grid, outlet, alpha, 0.9)
    }

    #[test]
    fn in_pure_air_it_is_the_plume_of_morton_taylor_and_turner() {
        // Q = (6 alpha / 5) (9 alpha / 10)^(1/3) pi^(2/3) B^(1/3) z^(5/3), far above the outlet.
        let grid = Grid::new([4.0, 4.0, 4.0], [16, 16, 16]).unwrap();
        let alpha = 0.1;
        let mut plume = plume(&grid, alpha);
        plume.update(&grid, &vec![0.0; grid.padded_len()]);
        let b: f64 = GRAVITY * 0.9 * 1e-5;
        let point = 1.2 * alpha * (0.9 * alpha * b).cbrt() * PI.powf(2.0 / 3.0);
        let expected = point * 4.0_f64.powf(5.0 / 3.0);
        // The outlet's own flow and steps of a tenth leave a few per cent.
        assert!((plume.end_flow() / expected - 1.0).abs() < 0.05, "{}", plume.end_flow());
    }

    #[test]
    fn it_reaches_the_ceiling_of_a_hall_over_narrow_cells() {
        // Under the ceiling its radius is 0.84 m and a cell is 3 cm wide: each holds less than one
        // per mille of it.
        let grid = Grid::new([4.0, 4.0, 8.0], [128, 128, 4]).unwrap();
        let mut plume = plume(&grid, 0.1);
        plume.update(&grid, &vec![0.0; grid.padded_len()]);
        for shares in plume.across.iter().chain([&plume.ends]) {
            let sum: f64 = shares.iter().map(|(_, share)| share).sum();
            // A thousand and more of them are added.
            assert!((sum - 1.0).abs() < 1e-12, "{sum} in {} cells", shares.len());
        }
        // Half the Gaussian is within 0.83 of its radius: those cells at least take part.
        let radius = 1.2 * 0.1 * 7.0;
        let within = PI * (0.83 * radius / grid.h[0]).powi(2);
        assert!(plume.ends.len() as f64 > within, "{} cells", plume.ends.len());
    }

    #[test]
    fn it_ends_in_air_as_light_as_itself() {
        let grid = Grid::new([4.0, 4.0, 4.0], [16, 16, 16]).unwrap();
        let mut plume = plume(&grid, 0.1);
        let mut field = vec![0.0; grid.padded_len()];
        for row in grid.rows() {
            field[row + 8..row + 16].fill(0.5);
        }
        plume.update(&grid, &field);
        assert!(plume.ends.iter().all(|(cell, _)| grid.rows().any(|row| *cell == row + 8)));
    }
}
