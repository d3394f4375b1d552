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

    /// A network with weights drawn from `seed`, evenly in ±1/√`hidden`, as PyTorch's, but for the bias of
    /// the forget gate: it is one, so that the memory lasts until there is a reason to forget (Jozefowicz,
    /// Zaremba & Sutskever 2015, section 2.2, <https://proceedings.mlr.press/v37/jozefowicz15.html>).
    ///
    /// # Errors
    /// As [`ResNetConfig::init`](crate::ResNetConfig::init).
    pub fn init(&self, seed: u64, device: &Device) -> Result<Lstm, NetsError> {
        self.check()?;
        let mut maker = Maker::new(seed, device);
        let Self { image: [sensors, _], classes, hidden } = *self;
        let mut input = maker.linear([sensors, 4 * hidden], hidden);
        let biases = [0.0, 1.0, 0.0, 0.0].map(|bias| Tensor::<1>::full([hidden], bias, device));
        input.bias = Some(maker.parameter(Tensor::cat(biases.to_vec(), 0)));
        Ok(Lstm {
            input,
            state: maker.linear([hidden, 4 * hidden], hidden),
            last: maker.linear([hidden, classes], hidden),
        })
    }

    pub(crate) fn check(&self) -> Result<(), NetsError> {
        check_room(self.image, self.classes)?;
        check_count("size of the state", self.hidden, [1, 1 << 12])
    }
}

/// Long short-term memory over the readings, and a linear layer on the mean of its states.
///
/// $$ i, f, o = \sigma(\cdot), \quad g = \tanh(\cdot), \quad c_t = f c_{t-1} + i g, \quad h_t = o
/// \tanh c_t $$
///
/// where each dot is a linear function of its own of the reading $x_t$ and the state $h_{t-1}$. The mean
/// over time, for the last state alone would have to remember what came first where, while all readings
/// count. Made by [`LstmConfig::init`].
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
        let [mut h, mut c, mut sum] =
            [(); 3].map(|()| Tensor::<2>::zeros([batch, hidden], &device));
        for time in 0..readings {
            let x: Tensor<2> = inputs.clone().narrow(1, time, 1).squeeze_dim(1);
            let all = x + self.state.forward(h);
            let gates = sigmoid(all.clone().narrow(1, 0, 3 * hidden));
            let [i, f, o] = [0, 1, 2].map(|at| gates.clone().narrow(1, at * hidden, hidden));
            let g = all.narrow(1, 3 * hidden, hidden).tanh();
            c = f * c + i * g;
            h = o * c.clone().tanh();
            sum = sum + h.clone();
        }
        self.last.forward(sum / readings as f64)
    }
}

#[cfg(test)]
mod tests {
    use burn::tensor::TensorData;

    use super::*;

    fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f64> {
        let numbers: Vec<f32> = tensor.into_data().try_to_vec().unwrap();
        numbers.into_iter().map(f64::from).collect()
    }

    /// The bias and the weights of column `to` times the inputs.
    fn linear(layer: &Linear, inputs: &[f64], to: usize) -> f64 {
        let (weight, bias) =
            (numbers(layer.weight.val()), numbers(layer.bias.as_ref().unwrap().val()));
        let products = inputs.iter().enumerate();
        products.map(|(at, x)| x * weight[at * bias.len() + to]).sum::<f64>() + bias[to]
    }

    #[test]
    fn as_its_equations_in_loops() {
        let (sensors, readings, hidden) = (3, 7, 4);
        let device = Device::flex();
        let config = LstmConfig::new([sensors, readings], 5).with_hidden(hidden);
        let network = config.init(1, &device).unwrap();
        let image: Vec<f64> = (0..21).map(|at| f64::from(at * 13 % 21) / 10.0 - 1.0).collect();
        let sigma = |x: f64| 1.0 / (1.0 + (-x).exp());
        let [mut h, mut c, mut mean] = [[0.0; 4]; 3];
        for time in 0..readings {
            let x: Vec<f64> = (0..sensors).map(|sensor| image[sensor * readings + time]).collect();
            let all: Vec<f64> = (0..4 * hidden)
                .map(|to| linear(&network.input, &x, to) + linear(&network.state, &h, to))
                .collect();
            for at in 0..hidden {
                let [i, f, o] = [0, 1, 2].map(|gate| sigma(all[gate * hidden + at]));
                c[at] = f * c[at] + i * all[3 * hidden + at].tanh();
                h[at] = o * c[at].tanh();
                mean[at] += h[at] / readings as f64;
            }
        }
        let data = TensorData::from(image.as_slice()).convert::<f32>();
        let scores = network.forward(Tensor::<1>::from_data(data, &device).reshape([1, 3, 7]));
        for (class, score) in numbers(scores).into_iter().enumerate() {
            // Seven steps of some ten roundings each to f32.
            assert!((score - linear(&network.last, &mean, class)).abs() < 70.0 * 1.2e-7);
        }
    }

    #[test]
    fn a_new_network_remembers() {
        let network = LstmConfig::new([2, 3], 2).with_hidden(2).init(1, &Device::flex()).unwrap();
        let biases = numbers(network.input.bias.as_ref().unwrap().val());
        assert_eq!(biases, [0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
    }
}
