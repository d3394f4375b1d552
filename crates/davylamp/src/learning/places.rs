//! What a network says of where it leaks in a room.

use davylamp_nets::{Confusion, Model, NetsError, Validation};
use davylamp_room::scene::Place;
use serde_json::{Map, Value, json};

use super::{SeenRoom, classes};

/// What a network says of where it leaks in a room, and the truth beside where it is known.
///
/// # Examples
///
/// ```no_run
/// use davylamp::learning::{FoundPlaces, SeenRoom};
/// use davylamp::nets::{Device, Model};
///
/// let model = Model::load("model".as_ref(), &Device::flex())?;
/// let room = SeenRoom::of_card(model.data())?;
/// let (_, set) = SeenRoom::open("set".as_ref())?;
/// let probabilities = model.predict(&set, &room.card(), &[0])?;
/// let found = FoundPlaces::new(&model, room, &[0], probabilities);
/// println!("{}", found.name(found.samples[0].told()));
/// # Ok::<(), davylamp::learning::LearningError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FoundPlaces {
    /// The room that the model knows.
    pub room: SeenRoom,
    /// The classes of place, each with its middle.
    pub places: Vec<Place>,
    /// What was said of each sample.
    pub samples: Vec<FoundPlace>,
    /// What each place was taken for, where the truth of all samples is known.
    pub confusion: Option<Confusion>,
    /// How often the model was right when it was trained, where it knows.
    pub validation: Option<Validation>,
}

/// One of [`FoundPlaces`].
///
/// The example of [`FoundPlaces`] shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundPlace {
    /// Which sample.
    pub index: usize,
    /// Of each place, between 0 and 1.
    pub probabilities: Vec<f64>,
    /// The place where it leaks, where that is known.
    pub truth: Option<usize>,
}

impl FoundPlace {
    /// The likeliest place.
    #[must_use]
    pub fn told(&self) -> usize {
        classes::told(&self.probabilities)
    }
}

impl FoundPlaces {
    /// The probabilities of places that a model gave these samples, a row for each.
    #[must_use]
    pub fn new(
        model: &Model,
        room: SeenRoom,
        indices: &[usize],
        probabilities: Vec<Vec<f64>>,
    ) -> Self {
        let scene = room.scene();
        let place = |class| {
            let (name, position) = (scene.class_name(class)?, scene.class_centre(class)?);
            Some(Place { name, position })
        };
        let sample = |(&index, probabilities)| FoundPlace { index, probabilities, truth: None };
        Self {
            places: (0..scene.classes()).filter_map(place).collect(),
            samples: indices.iter().zip(probabilities).map(sample).collect(),
            confusion: None,
            validation: model.validation().cloned(),
            room,
        }
    }

    /// The same with the true class of each.
    ///
    /// # Errors
    /// [`NetsError::Shape`] for another number of truths than of samples,
    /// [`NetsError::CountOutOfRange`] for a class that the room has not.
    pub fn with_truths(mut self, truths: &[usize]) -> Result<Self, NetsError> {
        let told: Vec<usize> = self.samples.iter().map(FoundPlace::told).collect();
        self.confusion = Some(Confusion::of(self.places.len(), truths, &told)?);
        for (sample, truth) in self.samples.iter_mut().zip(truths) {
            sample.truth = Some(*truth);
        }
        Ok(self)
    }

    /// What a class is called; nothing where there is none of that number.
    #[must_use]
    pub fn name(&self, class: usize) -> &str {
        self.places.get(class).map_or("", |place| &place.name)
    }

    /// The places that hold the leak of a sample in nine cases of ten; `None` where the model does not know.
    #[must_use]
    pub fn likely(&self, sample: &FoundPlace) -> Option<Vec<usize>> {
        self.validation.as_ref()?.classes?.likely(&sample.probabilities)
    }

    /// What [`likely`](Self::likely) says, in words.
    #[must_use]
    pub fn likely_words(&self, likely: &[usize]) -> String {
        let names: Vec<&str> = likely.iter().map(|class| self.name(*class)).collect();
        match names.as_slice() {
            [] => {
                "These readings are unlike those that the model knows: no place is likely enough."
                    .to_owned()
            }
            [one] => format!("In nine cases of ten it leaks there: {one}."),
            all => format!("In nine cases of ten it leaks at one of {}.", all.join(", ")),
        }
    }

    /// Everything in one JSON object.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let place = |place: &Place| json!({ "name": place.name, "position_m": place.position });
        let mut object = json!({
            "classes": self.places.iter().map(place).collect::<Vec<_>>(),
            "samples": self.samples.iter().map(|sample| self.sample(sample)).collect::<Vec<_>>(),
        });
        if let Some(confusion) = &self.confusion {
            object["metrics"] = classes::metrics(self.samples.len(), confusion);
            object["confusion"] = json!(confusion.counts());
        }
        if let Some(Validation { samples, classes: Some(error), .. }) = &self.validation {
            object["validation"] = json!({
                "samples": samples,
                "accuracy": error.accuracy,
                "nine_in_ten": error.nine_in_ten,
            });
        }
        object
    }

    fn sample(&self, sample: &FoundPlace) -> Value {
        let name = |class: usize| self.name(class).to_owned();
        let probabilities = sample.probabilities.iter().enumerate();
        let told = sample.told();
        let mut object = json!({
            "index": sample.index,
            "place": name(told),
            "position_m": self.places.get(told).map(|place| place.position),
            "probabilities": probabilities.map(|(at, p)| (name(at), json!(p))).collect::<Map<_, _>>(),
        });
        if let Some(likely) = self.likely(sample) {
            object["likely"] = likely.into_iter().map(name).collect();
        }
        if let Some(truth) = sample.truth {
            object["truth"] = json!(name(truth));
        }
        object
    }
}
