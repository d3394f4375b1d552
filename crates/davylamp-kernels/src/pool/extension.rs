//! How burn calls the pooling, forward and backward.

use burn::backend::autodiff::NodeId;
use burn::backend::autodiff::checkpoint::{base::Checkpointer, strategy::CheckpointStrategy};
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, Backend, Dispatch, Flex, backend_extension};
use burn::tensor::Tensor;
use burn_flex::FlexTensor;
use pulp::Arch;
use rayon::prelude::*;

use super::squares;
use super::windows::{self, Planes, Windows};
use crate::flex::{sizes, tensor, zeros};

/// Planes that a thread takes at once, for small ones are not worth a thread.
const TOGETHER: usize = 8;

/// The operation, for those that have checked its arguments.
pub(super) fn max_pool2d(x: Tensor<4>, windows: Windows) -> Tensor<4> {
    Tensor::from_dispatch(<Dispatch as WindowPool>::window_pool(x.into_dispatch(), windows))
}

/// The largest of each window.
#[backend_extension(Flex, Autodiff)]
pub(crate) trait WindowPool: Backend {
    fn window_pool(x: FloatTensor<Self>, windows: Windows) -> FloatTensor<Self>;
}

/// Its gradient.
pub(crate) trait WindowPoolGradient: WindowPool {
    fn gradient(x: FloatTensor<Self>, dy: FloatTensor<Self>, windows: Windows)
    -> FloatTensor<Self>;
}

impl WindowPool for Flex {
    fn window_pool(x: FlexTensor, windows: Windows) -> FlexTensor {
        let x = x.to_contiguous();
        let [batch, channels, height, width] = sizes(&x);
        let image = [height, width];
        let [rows, columns] = windows.output(image);
        let arch = Arch::new();
        let mut y = zeros(batch * channels * rows * columns);
        y.par_chunks_mut(TOGETHER * rows * columns)
            .zip(x.storage().par_chunks(TOGETHER * height * width))
            .for_each(|(y, x)| {
                if windows.are_squares(image) {
                    arch.dispatch(squares::Largest { x, y, width });
                } else {
                    arch.dispatch(windows::Largest { planes: Planes { x, image, windows }, y });
                }
            });
        tensor(y, &[batch, channels, rows, columns])
    }
}

impl WindowPoolGradient for Flex {
    fn gradient(x: FlexTensor, dy: FlexTensor, windows: Windows) -> FlexTensor {
        let (x, dy) = (x.to_contiguous(), dy.to_contiguous());
        let [batch, channels, height, width] = sizes(&x);
        let image = [height, width];
        let [rows, columns] = windows.output(image);
        let arch = Arch::new();
        let mut dx = zeros(batch * channels * height * width);
        dx.par_chunks_mut(TOGETHER * height * width)
            .zip(x.storage().par_chunks(TOGETHER * height * width))
            .zip(dy.storage().par_chunks(TOGETHER * rows * columns))
            .for_each(|((dx, x), dy)| {
                if windows.are_squares(image) {
                    arch.dispatch(squares::Chosen { x, dy, dx, width });
                } else {
                    let planes = Planes { x, image, windows };
                    arch.dispatch(windows::Chosen { planes, dy, dx });
                }
            });
        tensor(dx, &[batch, channels, height, width])
    }
}

#[derive(Debug)]
struct Derivative;

impl<B: WindowPoolGradient> Backward<B, 1> for Derivative {
    type State = (NodeId, Windows);

    fn backward(
        self,
        ops: Ops<Self::State, 1>,
        grads: &mut Gradients,
        checkpointer: &mut Checkpointer,
    ) {
        let ([node], (x, windows)) = (ops.parents, ops.state);
        let dy = grads.consume::<B>(&ops.node);
        let x = checkpointer.retrieve_node_output::<FloatTensor<B>>(x);
        if let Some(node) = node {
            grads.register::<B>(node.id, B::gradient(x, dy, windows));
        }
    }
}

impl<B: WindowPoolGradient, C: CheckpointStrategy> WindowPool for Autodiff<B, C> {
    fn window_pool(x: FloatTensor<Self>, windows: Windows) -> FloatTensor<Self> {
        let y = B::window_pool(x.primitive().clone(), windows);
        match Derivative.prepare::<C>([x.node()]).compute_bound().stateful() {
            OpsKind::Tracked(mut tracked) => {
                let state = (tracked.checkpoint(&x), windows);
                tracked.finish(state, y)
            }
            OpsKind::UnTracked(untracked) => untracked.finish(y),
        }
    }
}
