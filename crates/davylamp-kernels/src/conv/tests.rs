//! The kernels for every instruction set of this machine beside loops in double precision.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::direct::correlate;
use super::gathered::Convolution;
use super::packed::Packed;
use super::sizes::{Sizes, Window};
use super::{bias, weights};
use crate::flex::arches;

/// Numbers between -1 and 1.
fn numbers(count: usize, seed: u64) -> Vec<f32> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    (0..count).map(|_| random.random_range(-1.0..1.0)).collect()
}

/// Convolutions that keep the size, `[batch, inputs, outputs, height, width, kernel rows]`, with all
/// kinds of edges: fewer outputs than a block, images narrower and wider than a tile, one row.
const SAME: [[usize; 6]; 6] = [
    [1, 1, 1, 1, 1, 1],
    [2, 3, 11, 5, 7, 3],
    [9, 2, 8, 16, 16, 3],
    [3, 5, 4, 3, 70, 5],
    [2, 4, 9, 1, 40, 1],
    [17, 2, 3, 4, 2, 3],
];

fn same() -> impl Iterator<Item = Sizes> {
    SAME.into_iter().map(|[batch, inputs, outputs, height, width, rows]| {
        let window = Window { stride: [1, 1], padding: [rows / 2, 1] };
        Sizes::new([batch, inputs, height, width], [outputs, inputs, rows, 3], window)
    })
}

/// Others: strides that leave pixels out, more outputs than windows and fewer, more than a panel,
/// more terms than are summed at a time, kernels of even sides, more margin than kernel.
fn strided() -> impl Iterator<Item = Sizes> {
    [
        ([3, 3, 7, 9], [5, 3, 3, 3], [2, 2], [1, 1]),
        ([2, 5, 6, 5], [70, 5, 1, 1], [2, 2], [0, 0]),
        ([2, 2, 11, 13], [20, 2, 7, 7], [2, 3], [3, 3]),
        ([9, 31, 2, 3], [9, 31, 3, 3], [1, 1], [1, 1]),
        ([1, 31, 2, 2], [130, 31, 3, 3], [1, 1], [1, 1]),
        ([1, 1, 5, 4], [1, 1, 2, 2], [3, 1], [0, 1]),
        ([2, 1, 3, 4], [2, 1, 1, 2], [1, 2], [2, 3]),
    ]
    .into_iter()
    .map(|(x, weight, stride, padding)| Sizes::new(x, weight, Window { stride, padding }))
}

/// Every product of the convolution: the places of output, input and weight.
fn products(sizes: Sizes, mut each: impl FnMut(usize, usize, usize)) {
    let Sizes { batch, inputs, outputs, image, kernel, window } = sizes;
    let output = sizes.output();
    let inside = |d: usize, at: usize, tap: usize| {
        let shifted = (at * window.stride[d] + tap).checked_sub(window.padding[d])?;
        (shifted < image[d]).then_some(shifted)
    };
    for b in 0..batch {
        for (o, i) in (0..outputs).flat_map(|o| (0..inputs).map(move |i| (o, i))) {
            for at in 0..sizes.pixels() {
                for tap in 0..sizes.taps() {
                    let row = inside(0, at / output[1], tap / kernel[1]);
                    let column = inside(1, at % output[1], tap % kernel[1]);
                    if let (Some(row), Some(column)) = (row, column) {
                        each(
                            (b * outputs + o) * sizes.pixels() + at,
                            ((b * inputs + i) * image[0] + row) * image[1] + column,
                            (o * inputs + i) * sizes.taps() + tap,
                        );
                    }
                }
            }
        }
    }
}

/// Input, weights, bias, gradient of the output.
fn tensors(sizes: Sizes) -> [Vec<f32>; 4] {
    let [batch, inputs, outputs, taps] = sizes.counts();
    [
        numbers(batch * inputs * sizes.image[0] * sizes.image[1], 1),
        numbers(outputs * inputs * taps, 2),
        numbers(outputs, 3),
        numbers(batch * outputs * sizes.pixels(), 4),
    ]
}

/// The output.
fn expected_output(sizes: Sizes, [x, weight, bias, dy]: &[Vec<f32>; 4]) -> Vec<f64> {
    let channel = |at: usize| at / sizes.pixels() % sizes.outputs;
    let mut y: Vec<f64> = (0..dy.len()).map(|at| f64::from(bias[channel(at)])).collect();
    products(sizes, |to, from, w| y[to] += f64::from(x[from]) * f64::from(weight[w]));
    y
}

/// The gradients of input, weights and bias.
fn expected_gradients(sizes: Sizes, [x, weight, bias, dy]: &[Vec<f32>; 4]) -> [Vec<f64>; 3] {
    let [mut dx, mut dw, mut db] = [x, weight, bias].map(|of| vec![0.0; of.len()]);
    products(sizes, |to, from, w| {
        dx[from] += f64::from(dy[to]) * f64::from(weight[w]);
        dw[w] += f64::from(dy[to]) * f64::from(x[from]);
    });
    for (at, dy) in dy.iter().enumerate() {
        db[at / sizes.pixels() % sizes.outputs] += f64::from(*dy);
    }
    [dx, dw, db]
}

fn assert_near(found: &[f32], expected: &[f64], terms: usize) {
    // Products of numbers up to one, added in single precision: half a unit in the last place each.
    let tolerance = f64::from(f32::EPSILON) * (terms as f64 + 2.0);
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((f64::from(*found) - expected).abs() < tolerance, "{found} {expected}");
    }
}

#[test]
fn sums_of_shifted_inputs() {
    for sizes in same() {
        let tensors = tensors(sizes);
        let expected = expected_output(sizes, &tensors);
        let [x, weight, bias, _] = &tensors;
        let [_, inputs, outputs, taps] = sizes.counts();
        let packed = Packed::forward(weight, [outputs, inputs, taps]);
        for arch in arches() {
            let y = vec![f32::NAN; expected.len()];
            let y = correlate(arch, x, sizes.planes(), (&packed, bias), y);
            assert_near(&y, &expected, inputs * taps);
        }
    }
}

#[test]
fn gradients_of_weights_and_bias() {
    for sizes in same() {
        let tensors = tensors(sizes);
        let [_, dw, db] = expected_gradients(sizes, &tensors);
        let [x, _, _, dy] = &tensors;
        let terms = sizes.batch * sizes.pixels();
        for arch in arches() {
            let [weight, bias] = weights::gradients(arch, x, dy, sizes);
            assert_near(&weight, &dw, terms);
            assert_near(&bias, &db, terms);
        }
    }
}

#[test]
fn products_of_gathered_matrices() {
    for sizes in same().chain(strided()) {
        let tensors = tensors(sizes);
        let expected = expected_output(sizes, &tensors);
        let [dx, dw, db] = expected_gradients(sizes, &tensors);
        let [x, weight, bias, dy] = &tensors;
        let [batch, inputs, outputs, taps] = sizes.counts();
        let windows = batch * sizes.pixels();
        for arch in arches() {
            let convolution = Convolution { arch, sizes };
            assert_near(&convolution.forward(x, weight, bias), &expected, inputs * taps);
            assert_near(&convolution.input_gradient(weight, dy), &dx, outputs * taps);
            assert_near(&convolution.weight_gradient(x, dy), &dw, windows);
            assert_near(&bias::gradient(arch, dy, outputs, sizes.pixels()), &db, windows);
        }
    }
}

#[test]
fn small_and_strided_images_are_gathered() {
    assert!(same().any(Sizes::is_direct));
    assert!(!same().all(Sizes::is_direct));
    assert!(!strided().any(Sizes::is_direct));
}
