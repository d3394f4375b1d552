//! A task of classes: which sensor reads first, whatever the strength.

use burn::tensor::Device;
use davylamp_nets::{
    DataCard, Depth, Label, LstmConfig, NetworkConfig, PerceptronConfig, ResNetConfig, Scaling,
    Split, Training, TrainingConfig,
};
use davylamp_traits::{SampleError, Samples};

/// Sensors and readings.
pub(crate) const SERIES: [usize; 2] = [4, 20];

/// As many classes as sensors.
pub(crate) const CLASSES: usize = 4;

/// Readings rise at one sensor, then at the others; the label is the first one's number. Strength and
/// beginning differ from sample to sample.
pub(crate) struct Rises {
    pub(crate) count: usize,
}

impl Rises {
    /// Class, strength and beginning of a sample; the sequence of Roberts (2018) in two dimensions.
    fn truth(index: usize) -> (usize, f64, f64) {
        let [a, b] = [0.754_877_666_246_692_7, 0.569_840_290_998_053_2];
        let part = |step: f64| (0.5 + step * index as f64).fract();
        (index % CLASSES, 10_f64.powf(1.0 + part(a)), 2.0 + 8.0 * part(b))
    }
}

impl Samples for Rises {
    fn len(&self) -> usize {
        self.count
    }

    fn image_shape(&self) -> &[usize] {
        &SERIES
    }

    fn label_shape(&self) -> &[usize] {
        &[1]
    }

    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
        if index >= self.count {
            return Err(format!("there is no sample {index}").into());
        }
        let (class, strength, begin) = Self::truth(index);
        for (at, pixel) in image.iter_mut().enumerate() {
            let (sensor, time) = (at / SERIES[1], (at % SERIES[1]) as f64);
            let late = 3.0 * sensor.abs_diff(class) as f64;
            let risen = 1.0 - (-(time - begin - late).max(0.0) / 4.0).exp();
            #[allow(clippy::cast_possible_truncation, reason = "a pixel is an f32")]
            let value = (strength * risen) as f32;
            *pixel = value;
        }
        labels[0] = class as f32;
        Ok(())
    }
}

/// The three networks that tell classes apart, narrow.
pub(crate) fn networks() -> [NetworkConfig; 3] {
    [
        ResNetConfig::new(SERIES, CLASSES).with_depth(Depth::Ten).with_width(4).into(),
        PerceptronConfig::new(SERIES, CLASSES).with_hidden([16]).into(),
        LstmConfig::new(SERIES, CLASSES).with_hidden(8).into(),
    ]
}

/// A short training of one of them.
pub(crate) fn training(samples: &Rises, network: usize, epochs: usize) -> Training<'_> {
    let labels = (0..CLASSES).map(|class| Label::new(&format!("sensor {class}"), "1", 1.0));
    Training {
        network: networks()[network].clone(),
        data: DataCard {
            survey: "rises".to_owned(),
            labels: labels.collect(),
            config: String::new(),
            mirror: None,
        },
        samples,
        split: Split::random(samples.count, [24, 8, 0], 3).unwrap(),
        config: TrainingConfig::default()
            .with_epochs(epochs)
            .with_batch_size(10)
            .with_scaling(Scaling::MinMax)
            .with_seed(5),
        device: Device::flex(),
        folder: None,
    }
}
