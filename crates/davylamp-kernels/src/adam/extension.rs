//! How burn calls the fused step.

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, Flex, backend_extension};
use burn::tensor::Tensor;
use burn_flex::FlexTensor;
use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::Factors;

/// Numbers that a thread takes at once.
const TOGETHER: usize = 16_384;

/// The operation, for those that have checked its arguments.
pub(super) fn update<const D: usize>(
    parameter: Tensor<D>,
    gradient: Tensor<D>,
    [moment_1, moment_2]: [Tensor<D>; 2],
    factors: Factors,
) -> (Tensor<D>, [Tensor<D>; 2]) {
    let (parameter, moment_1, moment_2) = <Dispatch as AdamStep>::adam_step(
        parameter.into_dispatch(),
        gradient.into_dispatch(),
        moment_1.into_dispatch(),
        moment_2.into_dispatch(),
        factors,
    );
    (Tensor::from_dispatch(parameter), [moment_1, moment_2].map(Tensor::from_dispatch))
}

/// A step: parameter and both moments.
#[backend_extension(Flex)]
pub(crate) trait AdamStep: Backend {
    fn adam_step(
        parameter: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        moment_1: FloatTensor<Self>,
        moment_2: FloatTensor<Self>,
        factors: Factors,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>);
}

impl AdamStep for Flex {
    fn adam_step(
        parameter: FlexTensor,
        gradient: FlexTensor,
        moment_1: FlexTensor,
        moment_2: FlexTensor,
        factors: Factors,
    ) -> (FlexTensor, FlexTensor, FlexTensor) {
        let gradient = gradient.to_contiguous();
        let [mut parameter, mut m, mut v] = [parameter, moment_1, moment_2].map(own);
        let arch = Arch::new();
        parameter
            .storage_mut()
            .par_chunks_mut(TOGETHER)
            .zip(m.storage_mut().par_chunks_mut(TOGETHER))
            .zip(v.storage_mut().par_chunks_mut(TOGETHER))
            .zip(gradient.storage().par_chunks(TOGETHER))
            .for_each(|(((x, m), v), g)| arch.dispatch(Step { x, m, v, g, factors }));
        (parameter, m, v)
    }
}

/// The same tensor, dense; in its own memory where nobody else holds it.
fn own(tensor: FlexTensor) -> FlexTensor {
    let dense = tensor.to_contiguous();
    drop(tensor);
    dense
}

struct Step<'a> {
    x: &'a mut [f32],
    m: &'a mut [f32],
    v: &'a mut [f32],
    g: &'a [f32],
    factors: Factors,
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl WithSimd for Step<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        let Self { x, m, v, g, factors } = self;
        let Factors { keep, beta_1, beta_2, step, epsilon } = factors;
        for (((x, m), v), g) in x.iter_mut().zip(m).zip(v).zip(g) {
            *m = beta_1 * *m + (1.0 - beta_1) * g;
            *v = beta_2 * *v + (1.0 - beta_2) * g * g;
            *x = keep * *x - step * *m / (v.sqrt() + epsilon);
        }
    }
}
