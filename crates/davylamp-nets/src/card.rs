//! What samples are, so that a model is not used on others.

use serde::{Deserialize, Serialize};

use crate::error::check;
use crate::{Mirror, NetsError};

/// What the samples of a set are: where they come from, and what their labels mean.
///
/// A model keeps the card of the samples that it was trained on, and refuses samples with another.
///
/// # Examples
/// ```
/// use davylamp_nets::{DataCard, Label};
///
/// let card = DataCard {
///     survey: "8 sources, 4 stations, 2 components".to_owned(),
///     labels: vec![Label::new("x_min", "m", 2000.0), Label::new("mass", "kg", 1.5e6)],
///     config: String::new(),
///     mirror: None,
/// };
/// assert!(card.check_same(&card).is_ok());
/// let other = DataCard { survey: "8 stations".to_owned(), ..card.clone() };
/// assert!(card.check_same(&other).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataCard {
    /// The survey, and whatever else must be equal: any text, compared as it is.
    pub survey: String,
    /// What the labels are, in their order.
    pub labels: Vec<Label>,
    /// What the set was made from, as its manifest says it, for those who use the model; empty where
    /// nobody needs it. It is kept and not compared.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub config: String,
    /// What a mirror makes of the samples, where that is known. It follows from the survey, and is not compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mirror: Option<Mirror>,
}

/// A label: samples hold it divided by `scale`.
///
/// The example of [`DataCard`] shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Such as `x_min`.
    pub name: String,
    /// Of the label and of its scale, such as `m`.
    pub unit: String,
    /// What the label is where a sample says 1; positive.
    pub scale: f64,
}

impl Label {
    /// A label of this name, unit and scale.
    #[must_use]
    pub fn new(name: &str, unit: &str, scale: f64) -> Self {
        Self { name: name.to_owned(), unit: unit.to_owned(), scale }
    }
}

impl DataCard {
    /// That the samples of another card are like those of this one.
    ///
    /// # Errors
    /// [`NetsError::OtherData`] with what differs.
    pub fn check_same(&self, other: &Self) -> Result<(), NetsError> {
        let names = |card: &Self| card.labels.iter().map(|l| l.name.clone()).collect::<Vec<_>>();
        let scales = |card: &Self| {
            let scale = |l: &Label| format!("{:e} {}", l.scale, l.unit);
            card.labels.iter().map(scale).collect::<Vec<_>>()
        };
        let differ = |what, found: String, expected: String| {
            if found == expected {
                Ok(())
            } else {
                Err(NetsError::OtherData { what, found, expected })
            }
        };
        differ("survey", other.survey.clone(), self.survey.clone())?;
        differ("list of labels", names(other).join(", "), names(self).join(", "))?;
        differ("scale of the labels", scales(other).join(", "), scales(self).join(", "))
    }

    pub(crate) fn check(&self) -> Result<(), NetsError> {
        for label in &self.labels {
            check("scale of a label", label.scale, f64::MIN_POSITIVE, f64::MAX)?;
        }
        self.mirror.as_ref().map_or(Ok(()), Mirror::check)
    }
}
