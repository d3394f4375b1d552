//! How burn calls the direct kernel, forward and backward.

use burn::backend::autodiff::NodeId;
use burn::backend::autodiff::checkpoint::{base::Checkpointer, strategy::CheckpointStrategy};
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, Backend, Dispatch, Flex, TensorMetadata, backend_extension};
use burn::tensor::Tensor;
use burn_flex::FlexTensor;
use pulp::Arch;

use super::gathered::Convolution;
use super::packed::Packed;
use super::sizes::{Sizes, Window};
use super::{bias, direct, weights};
use crate::flex::{sizes, tensor, zeros};

/// The operation, for those that have checked its arguments.
pub(super) fn conv2d(
    x: Tensor<4>,
    weight: Tensor<4>,
    bias: Option<Tensor<1>>,
    window: Window,
) -> Tensor<4> {
    let bias = bias
        .unwrap_or_else(|| Tensor::zeros([weight.dims()[0]], &weight.device().without_autodiff()));
    Tensor::from_dispatch(<Dispatch as FastConv2d>::fast_conv2d(
        x.into_dispatch(),
        weight.into_dispatch(),
        bias.into_dispatch(),
        window,
    ))
}

/// A convolution in one group and without holes.
#[backend_extension(Flex, Autodiff)]
pub(crate) trait FastConv2d: Backend {
    fn fast_conv2d(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        window: Window,
    ) -> FloatTensor<Self>;
}

/// Its gradients, for a gradient `dy` of the output.
pub(crate) trait FastConv2dGradients: FastConv2d {
    fn input_gradient(
        weight: FloatTensor<Self>,
        dy: FloatTensor<Self>,
        sizes: Sizes,
    ) -> FloatTensor<Self>;

    /// Of the weights and of the bias.
    fn weight_gradients(
        x: FloatTensor<Self>,
        dy: FloatTensor<Self>,
        sizes: Sizes,
    ) -> [FloatTensor<Self>; 2];
}

impl FastConv2d for Flex {
    fn fast_conv2d(
        x: FlexTensor,
        weight: FlexTensor,
        bias: FlexTensor,
        window: Window,
    ) -> FlexTensor {
        let (x, weight, bias) = (x.to_contiguous(), weight.to_contiguous(), bias.to_contiguous());
        let (arch, sizes) = (Arch::new(), Sizes::new(sizes(&x), sizes(&weight), window));
        let [batch, _, outputs, taps] = sizes.counts();
        let (x, weight, bias) = (x.storage(), weight.storage(), bias.storage());
        let y = if sizes.is_direct() {
            let packed = Packed::forward(weight, [outputs, sizes.inputs, taps]);
            let y = zeros(batch * outputs * sizes.pixels());
            direct::correlate(arch, x, sizes.planes(), (&packed, bias), y)
        } else {
            Convolution { arch, sizes }.forward(x, weight, bias)
        };
        tensor(y, &sizes.output_shape())
    }
}

impl FastConv2dGradients for Flex {
    fn input_gradient(weight: FlexTensor, dy: FlexTensor, sizes: Sizes) -> FlexTensor {
        let (weight, dy) = (weight.to_contiguous(), dy.to_contiguous());
        let (arch, [batch, inputs, outputs, taps]) = (Arch::new(), sizes.counts());
        let (weight, dy) = (weight.storage(), dy.storage());
        let dx = if sizes.is_direct() {
            let packed = Packed::backward(weight, [outputs, inputs, taps]);
            let dx = zeros(batch * inputs * sizes.pixels());
            direct::correlate(arch, dy, sizes.planes(), (&packed, &vec![0.0; inputs]), dx)
        } else {
            Convolution { arch, sizes }.input_gradient(weight, dy)
        };
        tensor(dx, &sizes.input_shape())
    }

    fn weight_gradients(x: FlexTensor, dy: FlexTensor, sizes: Sizes) -> [FlexTensor; 2] {
        let (x, dy) = (x.to_contiguous(), dy.to_contiguous());
        let (arch, (x, dy)) = (Arch::new(), (x.storage(), dy.storage()));
        let [dw, db] = if sizes.is_direct() {
            weights::gradients(arch, x, dy, sizes)
        } else {
            let db = bias::gradient(arch, dy, sizes.outputs, sizes.pixels());
            [Convolution { arch, sizes }.weight_gradient(x, dy), db]
        };
        [tensor(dw, &sizes.weight_shape()), tensor(db, &[sizes.outputs])]
    }
}

#[derive(Debug)]
struct Derivative;

impl<B: FastConv2dGradients> Backward<B, 3> for Derivative {
    type State = (NodeId, NodeId, Window);

    fn backward(
        self,
        ops: Ops<Self::State, 3>,
        grads: &mut Gradients,
        checkpointer: &mut Checkpointer,
    ) {
        let [x_node, weight_node, bias_node] = ops.parents;
        let dy = grads.consume::<B>(&ops.node);
        let (x, weight, window) = ops.state;
        let x = checkpointer.retrieve_node_output::<FloatTensor<B>>(x);
        let weight = checkpointer.retrieve_node_output::<FloatTensor<B>>(weight);
        let sizes = Sizes::new(x.shape().dims(), weight.shape().dims(), window);
        if let Some(node) = x_node {
            grads.register::<B>(node.id, B::input_gradient(weight, dy.clone(), sizes));
        }
        if weight_node.is_some() || bias_node.is_some() {
            let [dw, db] = B::weight_gradients(x, dy, sizes);
            if let Some(node) = weight_node {
                grads.register::<B>(node.id, dw);
            }
            if let Some(node) = bias_node {
                grads.register::<B>(node.id, db);
            }
        }
    }
}

impl<B: FastConv2dGradients, C: CheckpointStrategy> FastConv2d for Autodiff<B, C> {
    fn fast_conv2d(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        window: Window,
    ) -> FloatTensor<Self> {
        let forward = || {
            B::fast_conv2d(
                x.primitive().clone(),
                weight.primitive().clone(),
                bias.primitive().clone(),
                window,
            )
        };
        let nodes = [x.node(), weight.node(), bias.node()];
        match Derivative.prepare::<C>(nodes).compute_bound().stateful() {
            OpsKind::Tracked(mut tracked) => {
                let state = (tracked.checkpoint(&x), tracked.checkpoint(&weight), window);
                tracked.finish(state, forward())
            }
            OpsKind::UnTracked(untracked) => untracked.finish(forward()),
        }
    }
}
