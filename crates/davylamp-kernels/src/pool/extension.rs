//! How burn calls the pooling, forward and backward.

use burn::backend::autodiff::NodeId;
use burn::backend::autodiff::checkpoint::{base::Checkpointer, strategy::CheckpointStrategy};
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, Backend, Dispatch, Flex, backend_extension};
use burn::tensor::Tensor;
use burn_flex::FlexTensor;
use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use crate::flex::{sizes, tensor, zeros};
use crate::squares::chosen;

/// Planes that a thread takes at once, for small ones are not worth a thread.
const TOGETHER: usize = 8;

/// The operation, for those that have checked its argument.
pub(super) fn max_pool2d(x: Tensor<4>) -> Tensor<4> {
    Tensor::from_dispatch(<Dispatch as SquarePool>::square_pool(x.into_dispatch()))
}

/// The largest of each square of 2 by 2.
#[backend_extension(Flex, Autodiff)]
pub(crate) trait SquarePool: Backend {
    fn square_pool(x: FloatTensor<Self>) -> FloatTensor<Self>;
}

/// Its gradient.
pub(crate) trait SquarePoolGradient: SquarePool {
    fn gradient(x: FloatTensor<Self>, dy: FloatTensor<Self>) -> FloatTensor<Self>;
}

impl SquarePool for Flex {
    fn square_pool(x: FlexTensor) -> FlexTensor {
        let x = x.to_contiguous();
        let [batch, channels, height, width] = sizes(&x);
        let (image, small) = (height * width, height * width / 4);
        let arch = Arch::new();
        let mut y = zeros(batch * channels * small);
        y.par_chunks_mut(TOGETHER * small)
            .zip(x.storage().par_chunks(TOGETHER * image))
            .for_each(|(y, x)| arch.dispatch(Largest { x, y, width }));
        tensor(y, &[batch, channels, height / 2, width / 2])
    }
}

impl SquarePoolGradient for Flex {
    fn gradient(x: FlexTensor, dy: FlexTensor) -> FlexTensor {
        let (x, dy) = (x.to_contiguous(), dy.to_contiguous());
        let [batch, channels, height, width] = sizes(&x);
        let (image, small) = (height * width, height * width / 4);
        let arch = Arch::new();
        let mut dx = zeros(batch * channels * image);
        dx.par_chunks_mut(TOGETHER * image)
            .zip(x.storage().par_chunks(TOGETHER * image))
            .zip(dy.storage().par_chunks(TOGETHER * small))
            .for_each(|((dx, x), dy)| arch.dispatch(Chosen { x, dy, dx, width }));
        tensor(dx, &[batch, channels, height, width])
    }
}

struct Largest<'a> {
    x: &'a [f32],
    y: &'a mut [f32],
    width: usize,
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl WithSimd for Largest<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        let width = self.width;
        for (rows, y) in self.x.chunks_exact(2 * width).zip(self.y.chunks_exact_mut(width / 2)) {
            let (upper, lower) = rows.split_at(width);
            for ((upper, lower), y) in upper.chunks_exact(2).zip(lower.chunks_exact(2)).zip(y) {
                *y = upper[0].max(upper[1]).max(lower[0].max(lower[1]));
            }
        }
    }
}

struct Chosen<'a> {
    x: &'a [f32],
    dy: &'a [f32],
    dx: &'a mut [f32],
    width: usize,
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl WithSimd for Chosen<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        let width = self.width;
        for ((rows, dy), dx) in self
            .x
            .chunks_exact(2 * width)
            .zip(self.dy.chunks_exact(width / 2))
            .zip(self.dx.chunks_exact_mut(2 * width))
        {
            let (upper, lower) = rows.split_at(width);
            let (dx_upper, dx_lower) = dx.split_at_mut(width);
            for ((((u, l), dy), du), dl) in upper
                .chunks_exact(2)
                .zip(lower.chunks_exact(2))
                .zip(dy)
                .zip(dx_upper.chunks_exact_mut(2))
                .zip(dx_lower.chunks_exact_mut(2))
            {
                let most = u[0].max(u[1]).max(l[0].max(l[1]));
                let [a, b, c, d] = chosen([u[0], u[1], l[0], l[1]], most);
                let pass = |chosen: bool| if chosen { *dy } else { 0.0 };
                (du[0], du[1]) = (pass(a), pass(b));
                (dl[0], dl[1]) = (pass(c), pass(d));
            }
        }
    }
}

#[derive(Debug)]
struct Derivative;

impl<B: SquarePoolGradient> Backward<B, 1> for Derivative {
    type State = NodeId;

    fn backward(
        self,
        ops: Ops<Self::State, 1>,
        grads: &mut Gradients,
        checkpointer: &mut Checkpointer,
    ) {
        let [node] = ops.parents;
        let dy = grads.consume::<B>(&ops.node);
        let x = checkpointer.retrieve_node_output::<FloatTensor<B>>(ops.state);
        if let Some(node) = node {
            grads.register::<B>(node.id, B::gradient(x, dy));
        }
    }
}

impl<B: SquarePoolGradient, C: CheckpointStrategy> SquarePool for Autodiff<B, C> {
    fn square_pool(x: FloatTensor<Self>) -> FloatTensor<Self> {
        let y = B::square_pool(x.primitive().clone());
        match Derivative.prepare::<C>([x.node()]).compute_bound().stateful() {
            OpsKind::Tracked(mut tracked) => {
                let state = tracked.checkpoint(&x);
                tracked.finish(state, y)
            }
            OpsKind::UnTracked(untracked) => untracked.finish(y),
        }
    }
}
