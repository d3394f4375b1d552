//! Fluxes of a quantity that is carried and diffuses: finite volumes with Koren's limiter.

use std::ops::Range;

use crate::grid::Grid;

/// What carries and what spreads a quantity across the faces of one axis.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Carrier<'a> {
    /// Velocity across the lower face of each control volume, m/s, padded.
    pub(crate) velocity: &'a [f64],
    /// Diffusivity at the same faces, m²/s, padded.
    pub(crate) diffusivity: &'a [f64],
    pub(crate) axis: usize,
}

/// Half of Koren's limiter times the downwind difference, without a division.
///
/// With $a$ the upwind and $d$ the downwind difference: $\tfrac12 \varphi(a/d) d$,
/// $\varphi(r) = \max(0, \min(2r, (1+2r)/3, 2))$ (Koren 1993, *A robust upwind discretization method
/// for advection, diffusion and source terms*, equation 8).
#[inline]
fn limited(a: f64, d: f64) -> f64 {
    let (size_a, size_d) = (a.abs(), d.abs());
    let least = size_a.min((size_d + 2.0 * size_a) / 6.0).min(size_d);
    if a * d > 0.0 { least.copysign(d) } else { 0.0 }
}

/// Flux across the lower face along an axis of every control volume in a block:
/// $F = u q^\ast - D \, \partial q$.
pub(crate) fn fluxes(
    grid: &Grid,
    quantity: &[f64],
    carrier: Carrier<'_>,
    block: &[Range<usize>; 3],
    out: &mut [f64],
) {
    let step = grid.stride[carrier.axis];
    let inverse = 1.0 / grid.h[carrier.axis];
    let n = block[2].len();
    for i in block[0].clone() {
        for j in block[1].clone() {
            let at = grid.at(i, j, block[2].start);
            let row = |shift: usize| &quantity[at + shift - 2 * step..][..n];
            let (far, below, here, above) = (row(0), row(step), row(2 * step), row(3 * step));
            let velocity = &carrier.velocity[at..][..n];
            let diffusivity = &carrier.diffusivity[at..][..n];
            let out = &mut out[at..][..n];
            for k in 0..n {
                let jump = here[k] - below[k];
                let up = below[k] + limited(below[k] - far[k], jump);
                let down = here[k] + limited(here[k] - above[k], -jump);
                let carried = if velocity[k] >= 0.0 { up } else { down };
                out[k] = velocity[k] * carried - diffusivity[k] * jump * inverse;
            }
        }
    }
}

/// Takes the divergence of the fluxes from the rates of a block.
pub(crate) fn subtract_divergence(
    grid: &Grid,
    axis: usize,
    fluxes: &[f64],
    block: &[Range<usize>; 3],
    rate: &mut [f64],
) {
    let step = grid.stride[axis];
    let inverse = 1.0 / grid.h[axis];
    let n = block[2].len();
    for i in block[0].clone() {
        for j in block[1].clone() {
            let at = grid.at(i, j, block[2].start);
            let (lower, upper) = (&fluxes[at..][..n], &fluxes[at + step..][..n]);
            for ((rate, lower), upper) in rate[at..][..n].iter_mut().zip(lower).zip(upper) {
                *rate -= (upper - lower) * inverse;
            }
        }
    }
}

/// Rate of change of a concentration in all cells, carried by a velocity and spread by a diffusivity on
/// the faces; nothing crosses the walls.
pub(crate) fn scalar_rate(
    grid: &Grid,
    quantity: &[f64],
    (velocity, diffusivity): (&[Vec<f64>; 3], &[Vec<f64>; 3]),
    work: &mut [f64],
    rate: &mut [f64],
) {
    rate.fill(0.0);
    let cells: [Range<usize>; 3] = grid.cells.map(|n| 0..n);
    for axis in 0..3 {
        // Wall faces keep the zero that nothing ever writes over.
        work.fill(0.0);
        let mut faces = cells.clone();
        faces[axis].start = 1;
        let carrier = Carrier { velocity: &velocity[axis], diffusivity: &diffusivity[axis], axis };
        fluxes(grid, quantity, carrier, &faces, work);
        subtract_divergence(grid, axis, work, &cells, rate);
    }
}

/// The longest step for which concentrations keep to their bounds, s.
///
/// Koren's limiter carries at most twice the upwind value out of a cell, hence the factor one half in
/// front of the outflow; diffusion alone allows $2 D \sum h^{-2} \Delta t \le 1$. A sum of both with
/// `courant` up to 1/2 and `fourier` up to 1 is convex, so no concentration leaves [0, 1].
pub(crate) fn longest_step(
    greatest_outflow: f64,
    greatest_diffusivity: f64,
    grid: &Grid,
    courant: f64,
    fourier: f64,
) -> f64 {
    let spread: f64 = grid.h.iter().map(|h| 1.0 / (h * h)).sum();
    1.0 / (greatest_outflow / courant + 2.0 * greatest_diffusivity * spread / fourier)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    const SIZE: [f64; 3] = [1.2, 0.9, 0.75];
    const D: f64 = 1e-3;
    /// The source fills this part of the room, whole cells on each grid.
    const FROM: [f64; 3] = [0.4, 0.3, 0.25];
    const TO: [f64; 3] = [0.6, 0.45, 0.375];
    const TIME: f64 = 10.0;
    /// Blocks along each side over which concentrations are averaged: cells of the coarsest grid.
    const BLOCKS: usize = 12;

    /// Mean over a block of the cosines' series for a source that gives off one unit a second.
    fn series() -> Vec<f64> {
        let modes = 60;
        let mean_cosine = |k: f64, from: f64, to: f64| {
            if k == 0.0 { 1.0 } else { ((k * to).sin() - (k * from).sin()) / (k * (to - from)) }
        };
        // [axis][mode]: square of the wave number, and the mode's mean over each block.
        let factors: Vec<Vec<(f64, Vec<f64>)>> = (0..3)
            .map(|a| {
                (0..modes)
                    .map(|mode| {
                        let k = PI * f64::from(mode) / SIZE[a];
                        let norm = if mode == 0 { 1.0 } else { 2.0 } / SIZE[a];
                        let source = norm * mean_cosine(k, FROM[a], TO[a]);
                        let side = SIZE[a] / BLOCKS as f64;
                        let block = |m: usize| {
                            source * mean_cosine(k, m as f64 * side, (m + 1) as f64 * side)
                        };
                        (k * k, (0..BLOCKS).map(block).collect())
                    })
                    .collect()
            })
            .collect();
        let mut means = vec![0.0; BLOCKS * BLOCKS * BLOCKS];
        for (kx, fx) in &factors[0] {
            for (ky, fy) in &factors[1] {
                for (kz, fz) in &factors[2] {
                    let decay = D * (kx + ky + kz);
                    let growth =
                        if decay == 0.0 { TIME } else { -(-decay * TIME).exp_m1() / decay };
                    for (at, mean) in means.iter_mut().enumerate() {
                        let (i, j, k) = (at / (BLOCKS * BLOCKS), at / BLOCKS % BLOCKS, at % BLOCKS);
                        *mean += growth * fx[i] * fy[j] * fz[k];
                    }
                }
            }
        }
        means
    }

    /// Root mean square difference from the series, of means over blocks, with `fine` cells a block.
    fn error(fine: usize, series: &[f64]) -> f64 {
        let n = BLOCKS * fine;
        let grid = Grid::new(SIZE, [n, n, n]).unwrap();
        let still = [(); 3].map(|()| vec![0.0; grid.padded_len()]);
        let diffusivity = [(); 3].map(|()| vec![D; grid.padded_len()]);
        let volume = (0..3).map(|a| TO[a] - FROM[a]).product::<f64>();
        let [mut work, mut rate] = [(); 2].map(|()| vec![0.0; grid.padded_len()]);
        let mut c = vec![0.0; grid.padded_len()];
        let inside = |axis: usize, cell: usize| {
            let x = (cell as f64 + 0.5) * grid.h[axis];
            (FROM[axis]..TO[axis]).contains(&x)
        };
        let cells: Vec<[usize; 3]> =
            (0..n * n * n).map(|at| [at / (n * n), at / n % n, at % n]).collect();
        let steps = (TIME / longest_step(0.0, D, &grid, 0.4, 0.9)).ceil();
        let dt = TIME / steps;
        let mut stage = |c: &mut Vec<f64>| {
            grid.fill_ghosts(c, None);
            scalar_rate(&grid, c, (&still, &diffusivity), &mut work, &mut rate);
            for [i, j, k] in cells.iter().copied() {
                let at = grid.at(i, j, k);
                let source = inside(0, i) && inside(1, j) && inside(2, k);
                c[at] += dt * (rate[at] + if source { 1.0 / volume } else { 0.0 });
            }
        };
        let mut done = 0.0;
        while done < steps {
            let before = c.clone();
            stage(&mut c);
            stage(&mut c);
            c.iter_mut().zip(&before).for_each(|(c, b)| *c = 0.5 * (*c + b));
            done += 1.0;
        }
        let mut means = vec![0.0; series.len()];
        for [i, j, k] in cells.iter().copied() {
            let block = (i / fine * BLOCKS + j / fine) * BLOCKS + k / fine;
            means[block] += c[grid.at(i, j, k)] / (fine * fine * fine) as f64;
        }
        let squares = means.iter().zip(series).map(|(mean, exact)| (mean - exact).powi(2));
        (squares.sum::<f64>() / series.len() as f64).sqrt()
    }

    #[test]
    fn a_source_in_a_sealed_box_is_its_cosine_series_to_second_order() {
        let series = series();
        let errors = [1, 2, 4].map(|fine| error(fine, &series));
        let orders = [(errors[0] / errors[1]).log2(), (errors[1] / errors[2]).log2()];
        // The source is one cell of the coarsest grid: the finer pair is the asymptotic one.
        assert!((orders[1] - 2.0).abs() < 0.1, "{errors:?} {orders:?}");
        assert!(orders[0] > 1.5, "{errors:?} {orders:?}");
    }

    #[test]
    fn koren_s_limiter_is_written_without_its_division() {
        for r in [-1.0, 0.0, 0.1, 0.3, 1.0, 2.0, 2.5, 10.0_f64] {
            for d in [-2.0, 0.5] {
                let koren = (2.0 * r).min((1.0 + 2.0 * r) / 3.0).clamp(0.0, 2.0);
                assert!((limited(r * d, d) - 0.5 * koren * d).abs() < 1e-15);
            }
        }
    }
}
