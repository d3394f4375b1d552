//! How a training went, as a picture.

use std::path::Path;

use davylamp::nets::{Epoch, Task, Training};
use davylamp::picture::{Curve, TrainingPicture};

use crate::failure::Failure;
use crate::output;

/// Draws losses and scores; nothing where no epoch is done.
pub(crate) fn draw(
    path: &Path,
    title: &str,
    training: &Training<'_>,
    history: &[Epoch],
) -> Result<(), Failure> {
    if history.is_empty() {
        return Ok(());
    }
    let of = |name: &str, value: &dyn Fn(&Epoch) -> f64| {
        Curve::new(name, history.iter().map(value).collect::<Vec<_>>())
    };
    let r_squared = |(at, label): (usize, &davylamp::nets::Label)| {
        of(&label.name, &|epoch| epoch.r_squared.get(at).copied().flatten().unwrap_or(f64::NAN))
    };
    let (scores, score) = match training.network.task() {
        Task::Regression { .. } => (
            training.data.labels.iter().enumerate().map(r_squared).collect(),
            "R² of the validation samples",
        ),
        Task::Classification { .. } => (
            vec![of("validation", &|epoch| epoch.accuracy.unwrap_or(f64::NAN))],
            "Accuracy of the validation samples",
        ),
    };
    let picture = TrainingPicture {
        title: title.to_owned(),
        losses: vec![
            of("training", &|epoch| epoch.train_loss),
            of("validation", &|epoch| epoch.validation_loss),
        ],
        scores,
        score: score.to_owned(),
    };
    picture.write(path).map_err(|error| output::picture_failure(&error))
}
