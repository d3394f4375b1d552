//! A line an epoch, on standard error.

use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::time::Instant;

use davylamp::nets::{Epoch, Task, Training};

use crate::output::{self, duration};
use crate::quiet;
use crate::stop::Stop;

/// How far a training is.
pub(crate) struct Progress<'a> {
    stop: &'a Stop,
    epochs: usize,
    begin: Instant,
    /// Epochs since the beginning, those before a stop not counted.
    done: usize,
    stopped: bool,
}

impl<'a> Progress<'a> {
    /// Says what is to be learnt.
    pub(crate) fn new(training: &Training<'_>, stop: &'a Stop) -> Self {
        let names: Vec<&str> = training.data.labels.iter().map(|l| l.name.as_str()).collect();
        let learnt = match training.network.task() {
            Task::Regression { .. } => format!("R² of {}", names.join(", ")),
            Task::Classification { classes } => format!("{classes} classes"),
        };
        say(&format!(
            "training on {} samples, {} validate; {learnt}",
            training.split.train.len() / training.config.parts.max(1),
            training.split.validation.len(),
        ));
        let begin = Instant::now();
        Self { stop, epochs: training.config.epochs, begin, done: 0, stopped: false }
    }

    /// Says what an epoch came to, and ends the training if somebody wants its end before its time.
    pub(crate) fn epoch(&mut self, epoch: &Epoch) -> ControlFlow<()> {
        self.done += 1;
        let seconds = self.begin.elapsed().as_secs_f64() / self.done as f64;
        let left = seconds * self.epochs.saturating_sub(epoch.number) as f64;
        say(&line(epoch, self.epochs, &duration(left)));
        if self.stop.flag().load(Ordering::Relaxed) && epoch.number < self.epochs {
            self.stopped = true;
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// Whether the training was ended by a signal.
    pub(crate) const fn stopped(&self) -> bool {
        self.stopped
    }
}

fn say(text: &str) {
    if !quiet::is_set() {
        output::note(text);
    }
}

fn line(epoch: &Epoch, epochs: usize, left: &str) -> String {
    let width = epochs.to_string().len();
    let scores = match epoch.accuracy {
        Some(accuracy) => format!("accuracy {accuracy:.3}  "),
        None if epoch.r_squared.is_empty() => String::new(), // nobody validates
        None => {
            let scores = epoch.r_squared.iter().map(|score| number(*score));
            format!("R² {}  ", scores.collect::<Vec<_>>().join(" "))
        }
    };
    format!(
        "epoch {:width$} of {epochs}  loss {:.2e}  validation {:.2e}  {scores}{left} left",
        epoch.number, epoch.train_loss, epoch.validation_loss,
    )
}

/// A score in six letters.
pub(crate) fn number(score: Option<f64>) -> String {
    score.map_or_else(|| "  none".to_owned(), |score| format!("{score:6.3}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_is_a_line() {
        let epoch = Epoch {
            number: 7,
            learning_rate: 1e-3,
            train_loss: 0.012_34,
            validation_loss: 0.023_46,
            r_squared: vec![Some(0.99), Some(-1.5), None],
            accuracy: None,
        };
        assert_eq!(
            line(&epoch, 60, "9 min 3 s"),
            "epoch  7 of 60  loss 1.23e-2  validation 2.35e-2  R²  0.990 -1.500   none  9 min 3 s left"
        );
        let classes = Epoch { r_squared: Vec::new(), accuracy: Some(0.75), ..epoch };
        assert_eq!(
            line(&classes, 7, "0 s"),
            "epoch 7 of 7  loss 1.23e-2  validation 2.35e-2  accuracy 0.750  0 s left"
        );
        let alone = Epoch { accuracy: None, ..classes };
        assert_eq!(
            line(&alone, 7, "0 s"),
            "epoch 7 of 7  loss 1.23e-2  validation 2.35e-2  0 s left"
        );
    }
}
