//! Poisson's equation with Neumann walls, solved directly by cosine transforms.

use std::f64::consts::PI;

use crate::grid::Grid;

/// Solves $\nabla_h^2 \varphi = s$ for the seven-point Laplacian with zero flux through the walls.
///
/// The eigenvectors of that matrix are the cosines of DCT-II, so three small matrix products take the
/// right-hand side to them, a division solves, and three take it back. For the grids of a room, a few
/// tens of cells a side, products beat a fast transform.
#[derive(Debug, Clone)]
pub(crate) struct Poisson {
    cells: [usize; 3],
    /// For each axis the orthonormal DCT-II matrix, `[mode][cell]`, and its transpose.
    forward: [Vec<f64>; 3],
    backward: [Vec<f64>; 3],
    /// For each mode one over its eigenvalue; zero for the constant.
    inverse: Vec<f64>,
    work: [Vec<f64>; 2],
}

impl Poisson {
    pub(crate) fn new(grid: &Grid) -> Self {
        let cells = grid.cells;
        let forward = cells.map(dct);
        let backward = std::array::from_fn(|a| transpose(&forward[a], cells[a]));
        let eigenvalues: [Vec<f64>; 3] = std::array::from_fn(|a| {
            (0..cells[a])
                .map(|mode| {
                    let sine = libm::sin(0.5 * PI * mode as f64 / cells[a] as f64);
                    -4.0 * sine * sine / (grid.h[a] * grid.h[a])
                })
                .collect()
        });
        let mut inverse = Vec::with_capacity(grid.len());
        for x in &eigenvalues[0] {
            for y in &eigenvalues[1] {
                inverse.extend(eigenvalues[2].iter().map(|z| 1.0 / (x + y + z)));
            }
        }
        inverse[0] = 0.0;
        let work = [vec![0.0; grid.len()], vec![0.0; grid.len()]];
        Self { cells, forward, backward, inverse, work }
    }

    /// Replaces the right-hand side, `[x][y][z]` without ghosts, by the solution of mean zero.
    pub(crate) fn solve(&mut self, field: &mut [f64]) {
        let [one, two] = &mut self.work;
        let [nx, ny, nz] = self.cells;
        along_z(&self.backward[2], nz, field, one);
        for (from, to) in one.chunks_exact(ny * nz).zip(two.chunks_exact_mut(ny * nz)) {
            combine(&self.forward[1], ny, nz, from, to);
        }
        combine(&self.forward[0], nx, ny * nz, two, one);
        for (value, inverse) in one.iter_mut().zip(&self.inverse) {
            *value *= inverse;
        }
        combine(&self.backward[0], nx, ny * nz, one, two);
        for (from, to) in two.chunks_exact(ny * nz).zip(one.chunks_exact_mut(ny * nz)) {
            combine(&self.backward[1], ny, nz, from, to);
        }
        along_z(&self.forward[2], nz, one, field);
    }
}

fn dct(n: usize) -> Vec<f64> {
    let mut matrix = Vec::with_capacity(n * n);
    for mode in 0..n {
        let norm = if mode == 0 { 1.0 } else { 2.0 };
        let scale = (norm / n as f64).sqrt();
        let angle = |cell: usize| PI * mode as f64 * (cell as f64 + 0.5) / n as f64;
        matrix.extend((0..n).map(|cell| scale * libm::cos(angle(cell))));
    }
    matrix
}

fn transpose(matrix: &[f64], n: usize) -> Vec<f64> {
    (0..n * n).map(|at| matrix[at % n * n + at / n]).collect()
}

/// Each row of `to` is the sum of the rows of `from`, weighted by a row of the matrix.
fn combine(matrix: &[f64], n: usize, row: usize, from: &[f64], to: &mut [f64]) {
    for (weights, sum) in matrix.chunks_exact(n).zip(to.chunks_exact_mut(row)) {
        sum.fill(0.0);
        for (weight, values) in weights.iter().zip(from.chunks_exact(row)) {
            for (s, v) in sum.iter_mut().zip(values) {
                *s += weight * v;
            }
        }
    }
}

/// The transform within each row along z; `matrix` is the transpose of what `combine` would take.
fn along_z(matrix: &[f64], n: usize, from: &[f64], to: &mut [f64]) {
    for (values, sum) in from.chunks_exact(n).zip(to.chunks_exact_mut(n)) {
        sum.fill(0.0);
        for (value, weights) in values.iter().zip(matrix.chunks_exact(n)) {
            for (s, w) in sum.iter_mut().zip(weights) {
                *s += value * w;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_laplacian_of_the_solution_is_the_right_hand_side() {
        let grid = Grid::new([3.0, 2.0, 1.5], [7, 5, 6]).unwrap();
        let [nx, ny, nz] = grid.cells;
        let mut side: Vec<f64> =
            (0..grid.len()).map(|i| (i as f64 * 0.618_034).fract() - 0.5).collect();
        let mean = side.iter().sum::<f64>() / side.len() as f64;
        for value in &mut side {
            *value -= mean;
        }
        let mut phi = side.clone();
        Poisson::new(&grid).solve(&mut phi);
        let at = |i: usize, j: usize, k: usize| (i * ny + j) * nz + k;
        for i in 0..nx {
            for j in 0..ny {
                for k in 0..nz {
                    let here = phi[at(i, j, k)];
                    let mut sum = 0.0;
                    for (inside, there, h) in [
                        (i > 0, at(i.max(1) - 1, j, k), grid.h[0]),
                        (i + 1 < nx, at((i + 1).min(nx - 1), j, k), grid.h[0]),
                        (j > 0, at(i, j.max(1) - 1, k), grid.h[1]),
                        (j + 1 < ny, at(i, (j + 1).min(ny - 1), k), grid.h[1]),
                        (k > 0, at(i, j, k.max(1) - 1), grid.h[2]),
                        (k + 1 < nz, at(i, j, (k + 1).min(nz - 1)), grid.h[2]),
                    ] {
                        if inside {
                            sum += (phi[there] - here) / (h * h);
                        }
                    }
                    // Rounding in sums of some hundred terms of size one.
                    assert!((sum - side[at(i, j, k)]).abs() < 1e-12);
                }
            }
        }
    }
}
