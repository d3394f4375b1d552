//! What a network says of leaks underground.

use davylamp_nets::{Label, Model, Validation, r_squared_by_label};
use serde_json::{Map, Value, json};

/// What a network says of leaks underground, and the truth beside where it is known.
///
/// # Examples
///
/// ```no_run
/// use davylamp::learning::{FoundLeaks, Leaks};
/// use davylamp::nets::{Device, Model};
/// use davylamp::uhs::NoiseLevel;
///
/// let model = Model::load("model".as_ref(), &Device::flex())?;
/// let set = Leaks::open("set".as_ref())?;
/// let scales: Vec<f64> = model.data().labels.iter().map(|label| label.scale).collect();
/// let seen = set.seen(4, NoiseLevel::Weak, 0)?.with_scales(&scales)?;
/// let predicted = model.predict(&*seen.samples, &seen.card, &[0, 1])?;
/// let found = FoundLeaks::new(&model, &[0, 1], predicted);
/// println!("{}", found.to_json()["samples"][0]["predicted"]["mass"]);
/// # Ok::<(), davylamp::learning::LearningError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FoundLeaks {
    /// What the numbers of a row are.
    pub labels: Vec<Label>,
    /// What was said of each sample.
    pub leaks: Vec<FoundLeak>,
    /// How far the model was off when it was trained, in the units of the labels, where it knows.
    pub validation: Option<Validation>,
}

/// One of [`FoundLeaks`]; its rows are in the units of the labels.
///
/// The example of [`FoundLeaks`] shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundLeak {
    /// Which sample.
    pub index: usize,
    /// What the network says.
    pub predicted: Vec<f64>,
    /// What is true, where it is known.
    pub truth: Option<Vec<f64>>,
}

impl FoundLeaks {
    /// What a model predicted of these samples, a row for each.
    #[must_use]
    pub fn new(model: &Model, indices: &[usize], predicted: Vec<Vec<f64>>) -> Self {
        let labels = model.data().labels.clone();
        let leak = |(&index, predicted)| FoundLeak { index, predicted, truth: None };
        let leaks = indices.iter().zip(predicted).map(leak).collect();
        let validation = model.validation().map(|shares| shares.in_units(&labels));
        Self { labels, leaks, validation }
    }

    /// The same with a row of the truth for each.
    #[must_use]
    pub fn with_truths(mut self, truths: Vec<Vec<f64>>) -> Self {
        for (leak, truth) in self.leaks.iter_mut().zip(truths) {
            leak.truth = Some(truth);
        }
        self
    }

    /// R² of each label over these samples; `None` of a label whose truths are all equal, and where a truth
    /// is not known.
    #[must_use]
    pub fn scores(&self) -> Option<Vec<Option<f64>>> {
        let truths: Option<Vec<Vec<f64>>> = self.leaks.iter().map(|l| l.truth.clone()).collect();
        let predicted: Vec<Vec<f64>> = self.leaks.iter().map(|l| l.predicted.clone()).collect();
        let scores = r_squared_by_label(&truths?, &predicted).into_iter();
        Some(scores.map(|score| Some(score).filter(|score| score.is_finite())).collect())
    }

    /// Everything in one JSON object, in the units that it names.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let units = self.labels.iter().map(|l| (l.name.clone(), json!(l.unit)));
        let sample = |leak: &FoundLeak| {
            let mut object = Map::new();
            object.insert("index".to_owned(), json!(leak.index));
            object.insert("predicted".to_owned(), self.named(&leak.predicted));
            if let Some(truth) = &leak.truth {
                object.insert("truth".to_owned(), self.named(truth));
            }
            Value::Object(object)
        };
        let mut object = Map::new();
        object.insert("units".to_owned(), Value::Object(units.collect()));
        object.insert("samples".to_owned(), self.leaks.iter().map(sample).collect());
        if let Some(scores) = self.scores() {
            object.insert("r_squared".to_owned(), self.named(&scores));
        }
        if let Some(Validation { samples, errors, .. }) = &self.validation {
            let of = |value: &dyn Fn(&davylamp_nets::LabelError) -> Value| {
                self.named(&errors.iter().map(value).collect::<Vec<_>>())
            };
            let validation = json!({
                "samples": samples,
                "rms": of(&|error| json!(error.rms)),
                "nine_in_ten": of(&|error| json!(error.nine_in_ten)),
                "r_squared": of(&|error| json!(error.r_squared)),
            });
            object.insert("validation".to_owned(), validation);
        }
        Value::Object(object)
    }

    fn named<T: Clone + Into<Value>>(&self, row: &[T]) -> Value {
        let pairs = self.labels.iter().zip(row);
        pairs.map(|(label, value)| (label.name.clone(), value.clone().into())).collect()
    }
}
