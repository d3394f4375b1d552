//! Weights in the order in which the direct kernel reads them.

use rayon::prelude::*;

/// Output channels that are computed together.
pub(super) const BLOCK: usize = 8;

/// Weights as `[output / 8][input][tap][8]`, with zeros where there are fewer outputs.
#[derive(Debug)]
pub(super) struct Packed {
    weights: Vec<f32>,
    pub(super) outputs: usize,
    pub(super) inputs: usize,
    taps: usize,
}

impl Packed {
    /// For the forward pass: `weight` is `[outputs, inputs, taps]`.
    pub(super) fn forward(weight: &[f32], [outputs, inputs, taps]: [usize; 3]) -> Self {
        Self::pack(outputs, inputs, taps, |o, i, tap| weight[(o * inputs + i) * taps + tap])
    }

    /// For the gradient of the input, which is the correlation of the gradient of the output with
    /// the kernel turned around: inputs and outputs change places, the last tap is the first.
    pub(super) fn backward(weight: &[f32], [outputs, inputs, taps]: [usize; 3]) -> Self {
        Self::pack(inputs, outputs, taps, |o, i, tap| {
            weight[(i * inputs + o) * taps + taps - 1 - tap]
        })
    }

    fn pack(
        outputs: usize,
        inputs: usize,
        taps: usize,
        weight: impl Fn(usize, usize, usize) -> f32 + Sync,
    ) -> Self {
        let block = inputs * taps * BLOCK;
        let mut weights = vec![0.0; outputs.div_ceil(BLOCK) * block];
        weights.par_chunks_mut(block).enumerate().for_each(|(number, block)| {
            let first = number * BLOCK;
            for (at, eight) in block.chunks_exact_mut(BLOCK).enumerate() {
                for (into, o) in eight.iter_mut().zip(first..outputs) {
                    *into = weight(o, at / taps, at % taps);
                }
            }
        });
        Self { weights, outputs, inputs, taps }
    }

    /// The blocks of eight outputs, one after the other: `[input][tap][8]` each.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &[f32]> {
        self.weights.chunks_exact(self.inputs * self.taps * BLOCK)
    }
}
