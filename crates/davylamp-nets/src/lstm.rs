//! A recurrent network over time, the sensors being its inputs.

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::activation::sigmoid;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use crate::NetsError;
use crate::error::{check_count, check_room};
use crate::layers::Maker;

/// How an [`Lstm`] is built.
///
/// # Examples
/// ```
/// use davylamp_nets::{LstmConfig, NetworkConfig};
///
/// let config = LstmConfig::new([10, 48], 12).with_hidden(16);
/// assert_eq!(NetworkConfig::from(config).image(), [10, 48]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LstmConfig {
    /// Sensors and readings of an image: `[P, S]`.
    pub image: [usize; 2],
    /// Classes to tell apart.
    pub classes: usize,
    /// Size of the state.
    pub hidden: usize,
}

impl LstmConfig {
    /// With a state of 32.
    #[must_use]
    pub const fn new(image: [usize; 2], classes: usize) -> Self {
        Self { image, classes, hidden: 32 }
    }

    /// With another size of the state, [`hidden`](Self::hidden).
    #[must_use]
    pub const fn with_hidden(mut self, hidden: usize) -> Self {
        self.hidden = hidden;
        self
    }

    /// A network with weights drawn from `seed`, evenly in ±1/√`hidden`, as PyTorch's.
    ///
    /// # Errors
    /// As [`ResNetConfig::init`](crate::ResNetConfig::init).
    pub fn init(&self, seed: u64, device: &Device) -> Result<Lstm, NetsError> {
        self.check()?;
        let mut maker = Maker::new(seed, device);
        let Self { image: [sensors, _], classes, hidden } = *self;
        Ok(Lstm {
            input: maker.linear([sensors, 4 * hidden], hidden),
            state: maker.linear([hidden, 4 * hidden], hidden),
            last: maker.linear([hidden, classes], hidden),
        })
    }

    pub(crate) fn check(&self) -> Result<(), NetsError> {
        check_room(self.image, self.classes)?;
        check_count("size of the state", self.hidden, [1, 1 << 12])
    }
}

/// Long short-term memory over the readings, and a linear layer on its last state.
///
/// $$ i, f, o = \sigma(\cdot), \quad g = \tanh(\cdot), \quad c_t = f c_{t-1} + i g, \quad h_t = o
/// \tanh c_t $$
///
/// where each dot is a linear function of its own of the reading $x_t$ and the state $h_{t-1}$. Made by
/// [`LstmConfig::init`].
///
/// The example of [`LstmConfig`] shows it.
///
/// # References
/// Hochreiter & Schmidhuber (1997), <https://doi.org/10.1162/neco.1997.9.8.1735>; with the forget gate
/// of Gers, Schmidhuber & Cummins (2000), <https://doi.org/10.1162/089976600300015015>.
#[derive(Module, Debug)]
pub struct Lstm {
    input: Linear,
    state: Linear,
    last: Linear,
}

impl Lstm {
    /// Scores of classes, `[batch, classes]`, of images `[batch, sensor, reading]`.
    #[must_use]
    pub fn forward(&self, images: Tensor<3>) -> Tensor<2> {
        let [batch, _, readings] = images.dims();
        let hidden = self.state.weight.dims()[0];
        let device = images.device();
        let inputs = self.input.forward(images.swap_dims(1, 2)); // [batch, reading, 4 hidden]
        let [mut h, mut c] = [(); 2].map(|()| Tensor::<2>::zeros([batch, hidden], &device));
        for time in 0..readings {
            let x: Tensor<2> = inputs.clone().narrow(1, time, 1).squeeze_dim(1);
            let all = x + self.state.forward(h);
            let gates = sigmoid(all.clone().narrow(1, 0, 3 * hidden));
            let [i, f, o] = [0, 1, 2].map(|at| gates.clone().narrow(1, at * hidden, hidden));
            let g = all.narrow(1, 3 * hidden, hidden).tanh();
            c = f * c + i * g;
            h = o * c.clone().tanh();
        }
        self.last.forward(h)
    }
}
