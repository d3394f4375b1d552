//! The kernels for every instruction set of this machine beside loops in double precision.

use super::direct::correlate;
use super::packed::Packed;
use super::planes::Planes;
use super::weights::{Sizes, TAPS, gradients};
use crate::flex::arches;

/// Numbers between -1 and 1 that look random.
fn numbers(count: usize, start: f64) -> Vec<f32> {
    let waves = (0..count).map(|i| (start + 1.7 * i as f64 + 0.3 * (i as f64).sqrt()).sin());
    waves.map(crate::flex::narrow).collect()
}

/// Sizes `[batch, inputs, outputs, height, width, kernel rows]` with all kinds of edges: fewer
/// outputs than a block, images narrower and wider than a tile, one row.
const SIZES: [[usize; 6]; 6] = [
    [1, 1, 1, 1, 1, 1],
    [2, 3, 11, 5, 7, 3],
    [9, 2, 8, 16, 16, 3],
    [3, 5, 4, 3, 70, 5],
    [2, 4, 9, 1, 40, 1],
    [17, 2, 3, 4, 2, 3],
];

/// Adds the value at a pixel that may lie in the margin.
fn pixel(x: &[f32], [height, width]: [usize; 2], row: isize, column: isize) -> f64 {
    let inside = |at: isize, size: usize| usize::try_from(at).ok().filter(|at| *at < size);
    match (inside(row, height), inside(column, width)) {
        (Some(row), Some(column)) => f64::from(x[row * width + column]),
        _ => 0.0,
    }
}

/// Every product of the convolution: output index, input pixel's value, weight index.
fn products(
    x: &[f32],
    [batch, inputs, outputs, height, width, rows]: [usize; 6],
    mut each: impl FnMut(usize, f64, usize),
) {
    let image = height * width;
    for b in 0..batch {
        for o in 0..outputs {
            for i in 0..inputs {
                let plane = &x[(b * inputs + i) * image..][..image];
                for at in 0..image {
                    for tap in 0..rows * TAPS {
                        let shift = |a: usize, b: usize, half: usize| {
                            (a + b).cast_signed() - half.cast_signed()
                        };
                        let row = shift(at / width, tap / TAPS, rows / 2);
                        let column = shift(at % width, tap % TAPS, TAPS / 2);
                        let x = pixel(plane, [height, width], row, column);
                        each(
                            (b * outputs + o) * image + at,
                            x,
                            (o * inputs + i) * rows * TAPS + tap,
                        );
                    }
                }
            }
        }
    }
}

fn assert_near(found: &[f32], expected: &[f64], terms: usize) {
    // Products of numbers up to one, added in single precision: half a unit in the last place each.
    let tolerance = f64::from(f32::EPSILON) * (terms as f64 + 2.0);
    for (found, expected) in found.iter().zip(expected) {
        assert!((f64::from(*found) - expected).abs() < tolerance, "{found} {expected}");
    }
}

#[test]
fn sums_of_shifted_inputs() {
    for sizes @ [batch, inputs, outputs, height, width, rows] in SIZES {
        let image = height * width;
        let x = numbers(batch * inputs * image, 0.1);
        let weight = numbers(outputs * inputs * rows * TAPS, 0.2);
        let bias = numbers(outputs, 0.3);
        let mut expected: Vec<f64> =
            (0..batch * outputs * image).map(|at| f64::from(bias[at / image % outputs])).collect();
        products(&x, sizes, |y, x, w| expected[y] += x * f64::from(weight[w]));
        let packed = Packed::forward(&weight, [outputs, inputs, rows * TAPS]);
        let planes = Planes::new([height, width], [rows, TAPS]);
        for arch in arches() {
            let y = vec![f32::NAN; expected.len()];
            let y = correlate(arch, &x, planes, (&packed, &bias), y);
            assert_near(&y, &expected, inputs * rows * TAPS);
        }
    }
}

#[test]
fn gradients_of_weights_and_bias() {
    for sizes @ [batch, inputs, outputs, height, width, rows] in SIZES {
        let image = height * width;
        let x = numbers(batch * inputs * image, 0.4);
        let dy = numbers(batch * outputs * image, 0.5);
        let mut expected = vec![0.0; outputs * inputs * rows * TAPS];
        products(&x, sizes, |y, x, w| expected[w] += x * f64::from(dy[y]));
        let mut bias = vec![0.0; outputs];
        for (at, dy) in dy.iter().enumerate() {
            bias[at / image % outputs] += f64::from(*dy);
        }
        let planes = Planes::new([height, width], [rows, TAPS]);
        let sizes = Sizes { batch, inputs, outputs, rows, planes };
        for arch in arches() {
            let [dw, db] = gradients(arch, &x, &dy, sizes);
            assert_near(&dw, &expected, batch * image);
            assert_near(&db, &bias, batch * image);
        }
    }
}
