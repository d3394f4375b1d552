//! The leaks of a room as a set of samples, and what that set is.

use davylamp_room::{RoomError, Sampler};
use davylamp_store::Plan;
use davylamp_traits::{SampleError, Samples};

use crate::SOFTWARE;

/// What a manifest calls a set of leaks in a room.
pub const KIND: &str = "room";

/// The first samples of a room's scene: images `[sensor][reading]` in ppm, and one label, the number of
/// the class of place.
///
/// The sample of an index has the bits of [`Sampler::sample`], whoever asks and however often.
///
/// # Examples
/// ```
/// # #[cfg(feature = "scene")] {
/// use davylamp::indoors::{self, RoomSamples};
/// use davylamp::room::{RoomScene, Sampler};
/// use davylamp::store::{FillOptions, SampleSet, Store};
///
/// let text = "
///     [room]
///     size_m = [1.5, 1.5, 0.75]
///     cells = [4, 4, 3]
///     gas = 'helium'
///     [leak]
///     floor_grid = [2, 1]
///     height_m = 0.2
///     rate_kg_s = [1e-5, 1e-4]
///     [[opening]]
///     name = 'vent'
///     wall = 'x-min'
///     centre_m = [0.75, 0.4]
///     width_m = 0.1
///     height_m = 0.1
///     [[layout]]
///     natural = ['vent']
///     [[sensor]]
///     name = 'ceiling'
///     position_m = [0.4, 0.4, 0.7]
///     [record]
///     samples = 5
/// ";
/// let samples = RoomSamples::new(Sampler::new(RoomScene::parse(text)?)?, 2024, 6);
/// let plan = indoors::plan(text, &samples, 3);
/// assert_eq!(plan.classes, ["0-0", "1-0"]);
///
/// let folder = tempfile::tempdir()?;
/// Store::create(folder.path(), &plan)?.fill(&samples, &FillOptions::default())?;
/// let (image, labels) = SampleSet::open(folder.path())?.sample(3)?;
/// assert_eq!((image.len(), labels), (5, vec![1.0]));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct RoomSamples {
    sampler: Sampler,
    seed: u64,
    len: usize,
    shape: [usize; 2],
}

impl RoomSamples {
    /// The samples 0 to `len` of a seed.
    #[must_use]
    pub fn new(sampler: Sampler, seed: u64, len: usize) -> Self {
        let scene = sampler.scene();
        let shape = [scene.sensors.len(), scene.record.samples];
        Self { sampler, seed, len, shape }
    }

    /// What makes them.
    #[must_use]
    pub const fn sampler(&self) -> &Sampler {
        &self.sampler
    }
}

impl Samples for RoomSamples {
    fn len(&self) -> usize {
        self.len
    }

    fn image_shape(&self) -> &[usize] {
        &self.shape
    }

    fn label_shape(&self) -> &[usize] {
        &[1]
    }

    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
        let refuse = |name: &str, value: usize, allowed: String| {
            let (name, value) = (name.to_owned(), value.to_string());
            Err(RoomError::OutOfRange { name, value, allowed }.into())
        };
        if index >= self.len {
            return refuse("index", index, format!("less than {}", self.len));
        }
        let [values, classes] = [self.shape.iter().product(), 1];
        if image.len() != values {
            return refuse("length of the image", image.len(), values.to_string());
        }
        if labels.len() != classes {
            return refuse("length of the labels", labels.len(), classes.to_string());
        }
        let sample = self.sampler.sample(self.seed, index as u64)?;
        image.copy_from_slice(&sample.image);
        labels[0] = sample.class as f32;
        Ok(())
    }
}

/// What a set of leaks in a room is, for its manifest.
///
/// `config` is the text of the scene. The plan names the classes; where each of them lies follows from
/// the scene by [`RoomScene::class_centre`](davylamp_room::RoomScene::class_centre).
#[must_use]
pub fn plan(config: &str, samples: &RoomSamples, shard_size: usize) -> Plan {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let scene = samples.sampler.scene();
    Plan {
        kind: KIND.to_owned(),
        config: config.to_owned(),
        seed: samples.seed,
        software: SOFTWARE.to_owned(),
        samples: samples.len,
        shard_size,
        image_shape: samples.image_shape().to_vec(),
        image_axes: owned(&["sensor", "reading"]),
        label_shape: samples.label_shape().to_vec(),
        label_names: owned(&["class"]),
        classes: (0..scene.classes()).filter_map(|class| scene.class_name(class)).collect(),
        ..Plan::default()
    }
}
