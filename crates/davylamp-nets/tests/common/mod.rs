//! A task without waves: pulses in noise-free images.

#![allow(dead_code, reason = "each test program uses some")]

pub(crate) mod classes;

use burn::tensor::Device;
use davylamp_nets::{
    DataCard, HydrogenNet1dConfig, HydrogenNetConfig, Label, Mirror, NetworkConfig, Split,
    Training, TrainingConfig,
};
use davylamp_traits::{SampleError, Samples};

/// Samples of time and traces.
pub(crate) const IMAGE: [usize; 2] = [32, 16];

/// A pulse along a hyperbola over the traces, as a diffraction is: labels are the trace of its top,
/// its time, and its size, each between 0 and 1.
pub(crate) struct Pulses {
    pub(crate) count: usize,
    /// Samples that may not be read.
    pub(crate) hidden: Vec<usize>,
}

impl Pulses {
    pub(crate) fn new(count: usize) -> Self {
        Self { count, hidden: Vec::new() }
    }

    /// Labels that fill the cube evenly: the sequence of Roberts (2018) in three dimensions.
    pub(crate) fn labels(index: usize) -> [f32; 3] {
        const GOLDEN: [f64; 3] =
            [0.819_172_513_396_164_4, 0.671_043_606_703_789_2, 0.549_700_477_901_970_2];
        GOLDEN.map(|step| {
            #[allow(clippy::cast_possible_truncation, reason = "a label is an f32")]
            let label = (0.5 + step * index as f64).fract() as f32;
            label
        })
    }
}

impl Samples for Pulses {
    fn len(&self) -> usize {
        self.count
    }

    fn image_shape(&self) -> &[usize] {
        &IMAGE
    }

    fn label_shape(&self) -> &[usize] {
        &[3]
    }

    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
        if index >= self.count || self.hidden.contains(&index) {
            return Err(format!("there is no sample {index}").into());
        }
        let [place, time, size] = Self::labels(index);
        let [times, traces] = IMAGE.map(|side| side as f32);
        for (at, pixel) in image.iter_mut().enumerate() {
            let (t, x) = ((at / IMAGE[1]) as f32, (at % IMAGE[1]) as f32);
            let offset = x - place * (traces - 1.0);
            let arrival = ((6.0 + 16.0 * time).powi(2) + offset * offset).sqrt();
            let late = (t - arrival) * 32.0 / times;
            *pixel = (0.5 + size) * (1.0 - late * late / 2.0) * (-late * late / 4.0).exp();
        }
        labels.copy_from_slice(&[place, time, size]);
        Ok(())
    }
}

/// Pulses, with something done to number, image and labels of each.
pub(crate) struct Changed<F>(pub(crate) Pulses, pub(crate) F);

impl<F: Fn(usize, &mut [f32], &mut [f32]) + Sync> Samples for Changed<F> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn image_shape(&self) -> &[usize] {
        self.0.image_shape()
    }

    fn label_shape(&self) -> &[usize] {
        self.0.label_shape()
    }

    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
        self.0.read(index, image, labels)?;
        (self.1)(index, image, labels);
        Ok(())
    }
}

pub(crate) fn card() -> DataCard {
    DataCard {
        survey: "pulses".to_owned(),
        labels: vec![
            Label::new("place", "m", 2000.0),
            Label::new("depth", "m", 800.0),
            Label::new("mass", "kg", 1.5e6),
        ],
        config: String::new(),
        mirror: None,
    }
}

/// Left and right exchanged; the first label is a place on 2000 m.
pub(crate) fn mirror() -> Mirror {
    let columns = (0..IMAGE[1]).rev().map(|from| (from, 1.0)).collect();
    Mirror::new(columns, vec![(0, Some(2000.0)), (1, None), (2, None)]).unwrap()
}

pub(crate) fn mirrored_card() -> DataCard {
    DataCard { mirror: Some(mirror()), ..card() }
}

/// A narrow network in two dimensions.
pub(crate) fn small() -> NetworkConfig {
    HydrogenNetConfig::new(IMAGE, 3).with_channels([8, 16, 16]).with_hidden([32]).into()
}

/// A narrow network in one.
pub(crate) fn small_1d() -> NetworkConfig {
    HydrogenNet1dConfig::new(IMAGE, 3).with_channels([8, 16, 16]).with_hidden([32]).into()
}

/// A short training on the pulses.
pub(crate) fn training(samples: &Pulses, epochs: usize) -> Training<'_> {
    Training {
        network: small(),
        data: card(),
        samples,
        split: Split::random(samples.count, [24, 8, 0], 3).unwrap(),
        config: TrainingConfig::default().with_epochs(epochs).with_batch_size(10).with_seed(5),
        device: Device::flex(),
        folder: None,
    }
}

/// One batch, seen over and over.
pub(crate) fn by_heart(network: NetworkConfig, samples: &Pulses) -> Training<'_> {
    Training {
        network,
        split: Split { train: (0..8).collect(), validation: vec![8], test: vec![] },
        config: TrainingConfig::default()
            .with_epochs(300)
            .with_patience(300)
            .with_batch_size(8)
            .with_learning_rate(3e-3),
        ..training(samples, 1)
    }
}

/// The loss of a batch that is known by heart: the labels' variance is 1/12, and a thousandth of that is
/// learnt.
pub(crate) const BY_HEART: f64 = 1e-3 / 12.0;

/// The bits of predictions: equal for equal weights.
pub(crate) fn bits(rows: &[Vec<f64>]) -> Vec<u64> {
    rows.iter().flatten().map(|value| value.to_bits()).collect()
}
