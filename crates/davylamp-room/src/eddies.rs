//! Stirring: random eddies that neither make nor lose air.

use std::f64::consts::PI;

use rand::RngExt;
use rand_distr::StandardNormal;

use crate::grid::Grid;

/// Modes of each component of the vector potential.
const MODES: usize = 3;

/// Velocities on faces with the root mean square speed `rms`, as the curl of a vector potential that
/// is given on cell edges and zero on the walls: free of divergence to rounding, no flow through walls.
pub(crate) fn eddies(grid: &Grid, rms: f64, rng: &mut impl rand::Rng) -> [Vec<f64>; 3] {
    let potential: [Vec<f64>; 3] = std::array::from_fn(|axis| edge_potential(grid, axis, rng));
    let mut velocity = [(); 3].map(|()| vec![0.0; grid.padded_len()]);
    let [nx, ny, nz] = grid.cells;
    let mut squares = 0.0;
    for (a, field) in velocity.iter_mut().enumerate() {
        let (b, c) = ((a + 1) % 3, (a + 2) % 3);
        let (step_b, step_c) = (grid.stride[b], grid.stride[c]);
        for i in 0..nx {
            for j in 0..ny {
                for k in 0..nz {
                    if [i, j, k][a] == 0 {
                        continue;
                    }
                    let at = grid.at(i, j, k);
                    let u = (potential[c][at + step_b] - potential[c][at]) / grid.h[b]
                        - (potential[b][at + step_c] - potential[b][at]) / grid.h[c];
                    field[at] = u;
                    squares += u * u;
                }
            }
        }
    }
    let scale = rms / (squares / grid.len() as f64).sqrt();
    velocity.iter_mut().flatten().for_each(|u| *u *= scale);
    velocity
}

/// Sum of random modes: cosines along the edge, sines across it.
fn edge_potential(grid: &Grid, axis: usize, rng: &mut impl rand::Rng) -> Vec<f64> {
    let mut field = vec![0.0; grid.padded_len()];
    for _ in 0..MODES {
        let waves: [u32; 3] = std::array::from_fn(|_| rng.random_range(1..=3));
        let strength: f64 = rng.sample(StandardNormal);
        let along: [Vec<f64>; 3] = std::array::from_fn(|b| {
            let n = grid.cells[b] as f64;
            let k = PI * f64::from(waves[b]) / n;
            let value = |m: usize| {
                if b == axis {
                    libm::cos(k * (m as f64 + 0.5))
                } else if m == 0 || m == grid.cells[b] {
                    0.0 // exactly, on both walls
                } else {
                    libm::sin(k * m as f64)
                }
            };
            (0..=grid.cells[b]).map(value).collect()
        });
        for (i, x) in along[0].iter().enumerate() {
            for (j, y) in along[1].iter().enumerate() {
                for (k, z) in along[2].iter().enumerate() {
                    field[grid.at(i, j, k)] += strength * x * y * z;
                }
            }
        }
    }
    field
}
