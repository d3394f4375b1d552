//! How burn calls the fused passes, forward and backward.

use burn::backend::autodiff::NodeId;
use burn::backend::autodiff::checkpoint::{base::Checkpointer, strategy::CheckpointStrategy};
use burn::backend::autodiff::grads;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, AutodiffBackend, Backend, Dispatch, Flex, backend_extension};
use burn::tensor::Tensor;
use burn::tensor::module::BatchNormTrainOutput;
use burn_flex::FlexTensor;
use pulp::Arch;
use rayon::prelude::*;

use super::NormSteps;
use super::backward::Gradients;
use super::channel::{Line, by_channel, floor};
use super::forward::{Normalise, Statistics};
use crate::flex::{narrow, sizes, tensor, zeros};

/// With the batch's statistics, for those that have checked the arguments.
pub(super) fn train(
    x: Tensor<4>,
    gamma: Tensor<1>,
    beta: Tensor<1>,
    epsilon: f64,
    steps: NormSteps,
) -> BatchNormTrainOutput<4> {
    let (output, mean, variance) = <Dispatch as FusedNorm>::fused_norm(
        x.into_dispatch(),
        gamma.into_dispatch(),
        beta.into_dispatch(),
        epsilon,
        steps,
    );
    BatchNormTrainOutput {
        output: Tensor::from_dispatch(output),
        mean: Tensor::from_dispatch(mean),
        variance: Tensor::from_dispatch(variance),
    }
}

/// With given statistics and without gradients, for those that have checked the arguments.
pub(super) fn apply(
    x: Tensor<4>,
    [gamma, beta]: [Tensor<1>; 2],
    [mean, variance]: [Tensor<1>; 2],
    epsilon: f64,
    steps: NormSteps,
) -> Tensor<4> {
    let slope = gamma / variance.add_scalar(epsilon).sqrt();
    let offset = beta - mean * slope.clone();
    Tensor::from_dispatch(<Dispatch as FixedNorm>::fixed_norm(
        x.into_dispatch(),
        slope.into_dispatch(),
        offset.into_dispatch(),
        steps,
    ))
}

/// Normalisation with statistics of the batch: output, mean, variance.
#[backend_extension(Flex, Autodiff)]
pub(crate) trait FusedNorm: Backend {
    fn fused_norm(
        x: FloatTensor<Self>,
        gamma: FloatTensor<Self>,
        beta: FloatTensor<Self>,
        epsilon: f64,
        steps: NormSteps,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>);
}

/// Its gradients: of the input, of gamma, of beta.
pub(crate) trait FusedNormGradients: FusedNorm {
    fn gradients(saved: Saved<Self>, dy: FloatTensor<Self>) -> [FloatTensor<Self>; 3];
}

/// What the backward pass needs from the forward pass.
#[derive(Debug)]
pub(crate) struct Saved<B: Backend> {
    x: FloatTensor<B>,
    gamma: FloatTensor<B>,
    beta: FloatTensor<B>,
    mean: FloatTensor<B>,
    variance: FloatTensor<B>,
    epsilon: f64,
    steps: NormSteps,
}

/// Normalisation along given lines, without gradients.
#[backend_extension(Flex)]
pub(crate) trait FixedNorm: Backend {
    fn fixed_norm(
        x: FloatTensor<Self>,
        slope: FloatTensor<Self>,
        offset: FloatTensor<Self>,
        steps: NormSteps,
    ) -> FloatTensor<Self>;
}

impl FusedNorm for Flex {
    fn fused_norm(
        x: FlexTensor,
        gamma: FlexTensor,
        beta: FlexTensor,
        epsilon: f64,
        steps: NormSteps,
    ) -> (FlexTensor, FlexTensor, FlexTensor) {
        let (x, gamma, beta) = (x.to_contiguous(), gamma.to_contiguous(), beta.to_contiguous());
        let (gamma, beta): (&[f32], &[f32]) = (gamma.storage(), beta.storage());
        let arch = Arch::new();
        let (y, statistics) = normalise(arch, &x, steps, |channel, planes| {
            let floor = floor(steps.relu_before);
            let statistics = arch.dispatch(Statistics { planes, floor });
            let line = Line::new([gamma[channel], beta[channel]], statistics, epsilon, steps);
            (line, statistics)
        });
        let channels = [statistics.len()];
        let [mean, variance] =
            [0, 1].map(|which| statistics.iter().map(|both| narrow(both[which])).collect());
        (y, tensor(mean, &channels), tensor(variance, &channels))
    }
}

impl FixedNorm for Flex {
    fn fixed_norm(
        x: FlexTensor,
        slope: FlexTensor,
        offset: FlexTensor,
        steps: NormSteps,
    ) -> FlexTensor {
        let (x, slope, offset) = (x.to_contiguous(), slope.to_contiguous(), offset.to_contiguous());
        let (slope, offset): (&[f32], &[f32]) = (slope.storage(), offset.storage());
        let line = |channel: usize| Line {
            slope: slope[channel],
            offset: offset[channel],
            floor_before: floor(steps.relu_before),
            floor_after: floor(steps.relu_after),
        };
        normalise(Arch::new(), &x, steps, |channel, _| (line(channel), ())).0
    }
}

/// Normalises each channel along its line, and gives what was found on the way to the lines.
fn normalise<T: Send>(
    arch: Arch,
    x: &FlexTensor,
    steps: NormSteps,
    line: impl Fn(usize, &[&[f32]]) -> (Line, T) + Sync,
) -> (FlexTensor, Vec<T>) {
    let [batch, channels, height, width] = sizes(x);
    let image = height * width;
    let scale = if steps.max_pool { 2 } else { 1 };
    let shape = [batch, channels, height / scale, width / scale];
    let mut y = zeros(shape.iter().product());
    let found = by_channel(x.storage().chunks(image), channels)
        .into_par_iter()
        .zip(by_channel(y.chunks_mut(shape[2] * shape[3]), channels))
        .enumerate()
        .map(|(channel, (x, y))| {
            let (line, found) = line(channel, &x);
            let pooled_width = steps.max_pool.then_some(width);
            arch.dispatch(Normalise { x: &x, y, line, pooled_width });
            found
        })
        .collect();
    (tensor(y, &shape), found)
}

impl FusedNormGradients for Flex {
    fn gradients(saved: Saved<Self>, dy: FlexTensor) -> [FlexTensor; 3] {
        let Saved { x, gamma, beta, mean, variance, epsilon, steps } = saved;
        let [x, gamma, beta] = [x, gamma, beta].map(|tensor| tensor.to_contiguous());
        let dy = dy.to_contiguous();
        let [batch, channels, height, width] = sizes(&x);
        let (gamma, beta): (&[f32], &[f32]) = (gamma.storage(), beta.storage());
        let (mean, variance): (&[f32], &[f32]) = (mean.storage(), variance.storage());
        let [_, _, dy_height, dy_width] = sizes(&dy);
        let mut dx = zeros(batch * channels * height * width);
        let arch = Arch::new();
        let channel_gradients: Vec<[f32; 2]> =
            by_channel(x.storage().chunks(height * width), channels)
                .into_par_iter()
                .zip(by_channel(dy.storage().chunks(dy_height * dy_width), channels))
                .zip(by_channel(dx.chunks_mut(height * width), channels))
                .enumerate()
                .map(|(channel, ((x, dy), dx))| {
                    let statistics = [mean[channel], variance[channel]].map(f64::from);
                    let parameters = [gamma[channel], beta[channel]];
                    arch.dispatch(Gradients {
                        x: &x,
                        dy: &dy,
                        dx,
                        line: Line::new(parameters, statistics, epsilon, steps),
                        mean: mean[channel],
                        inverse_deviation: 1.0 / (statistics[1] + epsilon).sqrt(),
                        pooled_width: steps.max_pool.then_some(width),
                    })
                })
                .collect();
        let [dgamma, dbeta] = [0, 1].map(|which| {
            tensor(channel_gradients.iter().map(|both| both[which]).collect(), &[channels])
        });
        [tensor(dx, &[batch, channels, height, width]), dgamma, dbeta]
    }
}

#[derive(Debug)]
struct Derivative;

/// Where the inputs are kept, the batch's mean and variance, epsilon and the steps.
type State<B> = ([NodeId; 3], [FloatTensor<B>; 2], f64, NormSteps);

impl<B: FusedNormGradients> Backward<B, 3> for Derivative {
    type State = State<B>;

    fn backward(
        self,
        ops: Ops<Self::State, 3>,
        grads: &mut grads::Gradients,
        checkpointer: &mut Checkpointer,
    ) {
        let dy = grads.consume::<B>(&ops.node);
        let (inputs, [mean, variance], epsilon, steps) = ops.state;
        let [x, gamma, beta] =
            inputs.map(|node| checkpointer.retrieve_node_output::<FloatTensor<B>>(node));
        let saved = Saved { x, gamma, beta, mean, variance, epsilon, steps };
        for (node, gradient) in ops.parents.into_iter().zip(B::gradients(saved, dy)) {
            if let Some(node) = node {
                grads.register::<B>(node.id, gradient);
            }
        }
    }
}

impl<B: FusedNormGradients, C: CheckpointStrategy> FusedNorm for Autodiff<B, C> {
    fn fused_norm(
        x: FloatTensor<Self>,
        gamma: FloatTensor<Self>,
        beta: FloatTensor<Self>,
        epsilon: f64,
        steps: NormSteps,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>) {
        let (y, mean, variance) = B::fused_norm(
            x.primitive().clone(),
            gamma.primitive().clone(),
            beta.primitive().clone(),
            epsilon,
            steps,
        );
        let statistics = [mean.clone(), variance.clone()];
        let nodes = [x.node(), gamma.node(), beta.node()];
        let y = match Derivative.prepare::<C>(nodes).compute_bound().stateful() {
            OpsKind::Tracked(mut tracked) => {
                let inputs = [&x, &gamma, &beta].map(|input| tracked.checkpoint(input));
                tracked.finish((inputs, statistics, epsilon, steps), y)
            }
            OpsKind::UnTracked(untracked) => untracked.finish(y),
        };
        (y, Self::from_inner(mean), Self::from_inner(variance))
    }
}
