//! The passes give the same bits for every instruction set: each lane does the same operations.

use super::NormSteps;
use super::backward::Gradients;
use super::channel::Line;
use super::forward::{Normalise, Statistics};
use crate::flex::arches;

const WIDTH: usize = 22;

/// Two planes of 6 rows: longer than the lanes, and no multiple of them.
fn planes(start: f32) -> Vec<Vec<f32>> {
    let plane = |k: usize| (0..6 * WIDTH).map(move |i| (start + (i + 200 * k) as f32).sin());
    (0..2).map(|k| plane(k).collect()).collect()
}

#[test]
fn every_instruction_set_gives_the_same_bits() {
    let pooled = NormSteps::default().with_relu_before(true).with_max_pool(true);
    for (steps, gamma) in [
        (NormSteps::default(), 0.7),
        (NormSteps::default().with_relu_after(true), -0.7),
        (pooled, 0.7),
        (pooled.with_relu_after(true), -0.7),
    ] {
        let (x, dy) = (planes(0.3), planes(0.9));
        let x: Vec<&[f32]> = x.iter().map(Vec::as_slice).collect();
        let small = if steps.max_pool { x[0].len() / 4 } else { x[0].len() };
        let dy: Vec<&[f32]> = dy.iter().map(|plane| &plane[..small]).collect();
        let pooled_width = steps.max_pool.then_some(WIDTH);
        let results = arches().into_iter().map(|arch| {
            let floor = super::channel::floor(steps.relu_before);
            let statistics = arch.dispatch(Statistics { planes: &x, floor });
            let line = Line::new([gamma, 0.1], statistics, 1e-5, steps);
            let mut y = vec![vec![f32::NAN; small]; 2];
            let slices = y.iter_mut().map(Vec::as_mut_slice).collect();
            arch.dispatch(Normalise { x: &x, y: slices, line, pooled_width });
            let mut dx = vec![vec![f32::NAN; x[0].len()]; 2];
            let slices = dx.iter_mut().map(Vec::as_mut_slice).collect();
            let gradients = arch.dispatch(Gradients {
                x: &x,
                dy: &dy,
                dx: slices,
                line,
                mean: 0.2,
                inverse_deviation: 1.3,
                pooled_width,
            });
            let all = y.into_iter().chain(dx).flatten().chain(gradients);
            let bits: Vec<u32> = all.map(f32::to_bits).collect();
            assert!(bits.iter().all(|bits| f32::from_bits(*bits).is_finite()));
            (bits, statistics.map(f64::to_bits))
        });
        let results: Vec<_> = results.collect();
        for result in &results {
            assert!(*result == results[0], "{steps:?}");
        }
    }
}
