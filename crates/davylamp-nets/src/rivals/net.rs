//! Networks on burn.

use std::ops::ControlFlow;

use burn::tensor::Device;

use super::{Classifier, LabelledImages, Method, TRIALS, settings, words};
use crate::task::largest;
use crate::{
    DataCard, Depth, Disturbance, Label, LstmConfig, Model, NetsError, NetworkConfig,
    PerceptronConfig, ResNetConfig, Split, Training, TrainingConfig,
};

/// A network, trained for so many epochs by Adam, batches of 16, learning rates along half a cosine; the
/// weights of the last epoch count.
///
/// Each has two sizes, with samples as they are and with samples changed anew in each epoch
/// ([`Disturbance::usual`]). The learning rate is 1e-3 for the perceptron, 3e-3 for the residual network,
/// 5e-3 for the LSTM, which learns slowly.
///
/// The example of [`Method`](super::Method) shows how such a method is used.
#[derive(Debug, Clone)]
pub struct Net {
    kind: Kind,
    epochs: usize,
    device: Device,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Perceptron,
    Lstm,
    ResNet,
}

impl Net {
    /// A perceptron with one hidden layer of 32 or 128.
    #[must_use]
    pub const fn perceptron(epochs: usize, device: Device) -> Self {
        Self { kind: Kind::Perceptron, epochs, device }
    }

    /// Long short-term memory with a state of 24 or 48.
    #[must_use]
    pub const fn lstm(epochs: usize, device: Device) -> Self {
        Self { kind: Kind::Lstm, epochs, device }
    }

    /// A residual network of depth 10 with 16 or 32 channels in its first stage.
    #[must_use]
    pub const fn resnet(epochs: usize, device: Device) -> Self {
        Self { kind: Kind::ResNet, epochs, device }
    }

    fn network(&self, own: usize, images: &LabelledImages) -> NetworkConfig {
        let (shape, classes, size) = (images.shape(), images.classes(), self.sizes()[own / 2]);
        match self.kind {
            Kind::Perceptron => PerceptronConfig::new(shape, classes).with_hidden([size]).into(),
            Kind::Lstm => LstmConfig::new(shape, classes).with_hidden(size).into(),
            Kind::ResNet => {
                ResNetConfig::new(shape, classes).with_depth(Depth::Ten).with_width(size).into()
            }
        }
    }

    const fn sizes(&self) -> [usize; 2] {
        match self.kind {
            Kind::Perceptron => [32, 128],
            Kind::Lstm => [24, 48],
            Kind::ResNet => [16, 32],
        }
    }

    const fn rate(&self) -> f64 {
        match self.kind {
            Kind::Perceptron => 1e-3,
            Kind::ResNet => 3e-3,
            Kind::Lstm => 5e-3,
        }
    }

    /// The training of a trial; `validation` is only looked at.
    ///
    /// # Errors
    /// [`NetsError::CountOutOfRange`] for a trial that there is not.
    pub fn training<'a>(
        &self,
        trial: usize,
        images: &'a LabelledImages,
        split: Split,
        seed: u64,
    ) -> Result<Training<'a>, NetsError> {
        let (scaling, own) = settings(trial)?;
        let config = TrainingConfig::default()
            .with_epochs(self.epochs)
            .with_patience(self.epochs)
            .with_batch_size(16)
            .with_learning_rate(self.rate())
            .with_scaling(scaling)
            .with_seed(seed);
        let disturbance = Disturbance::usual(images.shape()[1]);
        let labels = (0..images.classes()).map(|class| Label::new(&class.to_string(), "1", 1.0));
        Ok(Training {
            network: self.network(own, images),
            data: DataCard {
                survey: String::new(),
                labels: labels.collect(),
                config: String::new(),
                mirror: None,
            },
            samples: images,
            split,
            config: if own % 2 == 0 { config } else { config.with_disturbance(disturbance) },
            device: self.device.clone(),
            folder: None,
        })
    }
}

impl Method for Net {
    fn name(&self) -> &'static str {
        match self.kind {
            Kind::Perceptron => "ANN",
            Kind::Lstm => "LSTM",
            Kind::ResNet => "ResNet",
        }
    }

    fn words(&self, trial: usize) -> String {
        let own = [0, 1, 2, 3].map(|own| {
            let samples = if own % 2 == 0 { "as they are" } else { "disturbed" };
            format!("size {}, {samples}", self.sizes()[own / 2])
        });
        words(trial, &own)
    }

    fn fit(
        &self,
        trial: usize,
        images: &LabelledImages,
        seed: u64,
    ) -> Result<Box<dyn Classifier>, NetsError> {
        let train = (0..images.labels().len()).collect();
        let split = Split { train, validation: vec![], test: vec![] };
        let training = self.training(trial, images, split, seed)?;
        Ok(Box::new(training.run(&mut |_| ControlFlow::Continue(()))?.last))
    }
}

impl Classifier for Model {
    fn classify(&self, images: &LabelledImages) -> Result<Vec<usize>, NetsError> {
        let all: Vec<usize> = (0..images.labels().len()).collect();
        Ok(self.outputs(images, &all)?.iter().map(|scores| largest(scores)).collect())
    }
}

const _: () = assert!(TRIALS == 8, "two scalings, two sizes, disturbed or not");
