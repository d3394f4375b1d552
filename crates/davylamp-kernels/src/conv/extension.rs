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

use super::direct::correlate;
use super::packed::Packed;
use super::planes::Planes;
use super::weights::{self, Sizes};
use crate::flex::{sizes, tensor, zeros};

/// The operation, for those that have checked its arguments.
pub(super) fn conv2d(x: Tensor<4>, weight: Tensor<4>, bias: Option<Tensor<1>>) -> Tensor<4> {
    let bias = bias
        .unwrap_or_else(|| Tensor::zeros([weight.dims()[0]], &weight.device().without_autodiff()));
    Tensor::from_dispatch(<Dispatch as SameConv2d>::same_conv2d(
        x.into_dispatch(),
        weight.into_dispatch(),
        bias.into_dispatch(),
    ))
}

/// A convolution that keeps the size of the image.
#[backend_extension(Flex, Autodiff)]
pub(crate) trait SameConv2d: Backend {
    fn same_conv2d(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
    ) -> FloatTensor<Self>;
}

/// Its gradients, for a gradient `dy` of the output.
pub(crate) trait SameConv2dGradients: SameConv2d {
    fn input_gradient(weight: FloatTensor<Self>, dy: FloatTensor<Self>) -> FloatTensor<Self>;

    /// Of the weights and of the bias.
    fn weight_gradients(
        x: FloatTensor<Self>,
        dy: FloatTensor<Self>,
        kernel_rows: usize,
    ) -> [FloatTensor<Self>; 2];
}

impl SameConv2d for Flex {
    fn same_conv2d(x: FlexTensor, weight: FlexTensor, bias: FlexTensor) -> FlexTensor {
        let (x, weight, bias) = (x.to_contiguous(), weight.to_contiguous(), bias.to_contiguous());
        let [outputs, inputs, rows, columns] = sizes(&weight);
        let packed = Packed::forward(weight.storage(), [outputs, inputs, rows * columns]);
        correlation(&x, &packed, bias.storage(), [rows, columns])
    }
}

impl SameConv2dGradients for Flex {
    fn input_gradient(weight: FlexTensor, dy: FlexTensor) -> FlexTensor {
        let (weight, dy) = (weight.to_contiguous(), dy.to_contiguous());
        let [outputs, inputs, rows, columns] = sizes(&weight);
        let packed = Packed::backward(weight.storage(), [outputs, inputs, rows * columns]);
        correlation(&dy, &packed, &vec![0.0; inputs], [rows, columns])
    }

    fn weight_gradients(x: FlexTensor, dy: FlexTensor, kernel_rows: usize) -> [FlexTensor; 2] {
        let (x, dy) = (x.to_contiguous(), dy.to_contiguous());
        let [batch, inputs, height, width] = sizes(&x);
        let outputs = sizes(&dy)[1];
        let kernel = [kernel_rows, weights::TAPS];
        let sizes = Sizes {
            batch,
            inputs,
            outputs,
            rows: kernel_rows,
            planes: Planes::new([height, width], kernel),
        };
        let [dw, db] = weights::gradients(Arch::new(), x.storage(), dy.storage(), sizes);
        [tensor(dw, &[outputs, inputs, kernel_rows, weights::TAPS]), tensor(db, &[outputs])]
    }
}

fn correlation(x: &FlexTensor, packed: &Packed, bias: &[f32], kernel: [usize; 2]) -> FlexTensor {
    let [batch, _, height, width] = sizes(x);
    let y = correlate(
        Arch::new(),
        x.storage(),
        Planes::new([height, width], kernel),
        (packed, bias),
        zeros(batch * packed.outputs * height * width),
    );
    tensor(y, &[batch, packed.outputs, height, width])
}

#[derive(Debug)]
struct Derivative;

impl<B: SameConv2dGradients> Backward<B, 3> for Derivative {
    type State = (NodeId, NodeId);

    fn backward(
        self,
        ops: Ops<Self::State, 3>,
        grads: &mut Gradients,
        checkpointer: &mut Checkpointer,
    ) {
        let [x_node, weight_node, bias_node] = ops.parents;
        let dy = grads.consume::<B>(&ops.node);
        let (x, weight) = ops.state;
        let x = checkpointer.retrieve_node_output::<FloatTensor<B>>(x);
        let weight = checkpointer.retrieve_node_output::<FloatTensor<B>>(weight);
        let kernel_rows = weight.shape()[2];
        if let Some(node) = x_node {
            grads.register::<B>(node.id, B::input_gradient(weight, dy.clone()));
        }
        if weight_node.is_some() || bias_node.is_some() {
            let [dw, db] = B::weight_gradients(x, dy, kernel_rows);
            if let Some(node) = weight_node {
                grads.register::<B>(node.id, dw);
            }
            if let Some(node) = bias_node {
                grads.register::<B>(node.id, db);
            }
        }
    }
}

impl<B: SameConv2dGradients, C: CheckpointStrategy> SameConv2d for Autodiff<B, C> {
    fn same_conv2d(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let forward = || {
            B::same_conv2d(
                x.primitive().clone(),
                weight.primitive().clone(),
                bias.primitive().clone(),
            )
        };
        let nodes = [x.node(), weight.node(), bias.node()];
        match Derivative.prepare::<C>(nodes).compute_bound().stateful() {
            OpsKind::Tracked(mut tracked) => {
                let state = (tracked.checkpoint(&x), tracked.checkpoint(&weight));
                tracked.finish(state, forward())
            }
            OpsKind::UnTracked(untracked) => untracked.finish(forward()),
        }
    }
}
