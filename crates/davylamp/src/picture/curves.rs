//! How a training went: losses and scores over epochs.

use std::path::Path;

use plotters::prelude::DrawingBackend;

use super::PictureError;
use super::canvas::{Align, Canvas, Ink, Point, Type};
use super::output::{self, Drawing};
use super::ticks::Ticks;

type Drawn = Result<(), PictureError>;

/// Losses above, in decades, and scores below, over the epochs of a training.
///
/// Values that are no finite numbers are left out, in losses those too that are not positive.
///
/// # Examples
///
/// ```no_run
/// use davylamp::picture::{Curve, TrainingPicture};
///
/// let picture = TrainingPicture {
///     title: "HydrogenNet".to_owned(),
///     losses: vec![Curve::new("training", [0.1, 0.05]), Curve::new("validation", [0.1, 0.07])],
///     scores: vec![Curve::new("mass", [0.1, 0.6])],
///     score: "R²".to_owned(),
/// };
/// picture.write("curves.png".as_ref())?;
/// # Ok::<(), davylamp::picture::PictureError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct TrainingPicture {
    /// Above all.
    pub title: String,
    /// At most eight.
    pub losses: Vec<Curve>,
    /// At most eight, each at most one.
    pub scores: Vec<Curve>,
    /// What the scores are, such as R².
    pub score: String,
}

/// A value an epoch, the first epoch being number 1.
///
/// The example of [`TrainingPicture`] shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// In the legend.
    pub name: String,
    /// One an epoch.
    pub values: Vec<f64>,
}

impl Curve {
    /// A curve of this name.
    #[must_use]
    pub fn new(name: &str, values: impl Into<Vec<f64>>) -> Self {
        Self { name: name.to_owned(), values: values.into() }
    }
}

/// Colours that the colour-blind tell apart (Okabe & Ito 2008).
const INKS: [Ink; 8] = [
    Ink::rgb(0, 114, 178),
    Ink::rgb(213, 94, 0),
    Ink::rgb(0, 158, 115),
    Ink::rgb(204, 121, 167),
    Ink::rgb(230, 159, 0),
    Ink::rgb(86, 180, 233),
    Ink::grey(60),
    Ink::grey(150),
];

const LEFT: f64 = 86.0;
const RIGHT: f64 = 824.0;
const LOSSES: [f64; 2] = [64.0, 344.0];
const SCORES: [f64; 2] = [388.0, 668.0];

impl TrainingPicture {
    /// Draws it to a file that ends in `.png` or `.svg`.
    ///
    /// # Errors
    /// [`PictureError::Drawing`] for more curves than there are colours or none with a value,
    /// [`PictureError::UnknownFormat`] for another ending, [`PictureError::Write`] where the file
    /// cannot be written; then nothing is left behind.
    pub fn write(&self, path: &Path) -> Result<(), PictureError> {
        for curves in [&self.losses, &self.scores] {
            if curves.len() > INKS.len() {
                let words = format!("{} curves: at most {} have room", curves.len(), INKS.len());
                return Err(PictureError::Drawing(words));
            }
        }
        if self.epochs() == 0 {
            return Err(PictureError::Drawing("a training without epochs".to_owned()));
        }
        output::write(path, self)
    }

    fn epochs(&self) -> usize {
        self.losses.iter().chain(&self.scores).map(|curve| curve.values.len()).max().unwrap_or(0)
    }
}

impl Drawing for TrainingPicture {
    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        canvas.text(&self.title, [26.0, 26.0], Type::new(17.0).bold())?;
        let finite = |curves: &[Curve]| -> Vec<f64> {
            let values = curves.iter().flat_map(|curve| &curve.values).copied();
            values.filter(|value| value.is_finite()).collect()
        };
        let decades: Vec<f64> =
            finite(&self.losses).iter().filter(|v| **v > 0.0).map(|v| v.log10()).collect();
        let scores = finite(&self.scores);
        let epochs = self.epochs() as f64;
        let losses = Plot { rows: LOSSES, epochs, range: range(&decades), decades: true };
        losses.draw(canvas, "Loss", &self.losses)?;
        // What is far worse than the mean tells nothing.
        let low = scores.iter().copied().fold(0.0, f64::min).max(-0.2);
        let plot = Plot { rows: SCORES, epochs, range: [low, 1.0], decades: false };
        plot.draw(canvas, &self.score, &self.scores)?;
        let below = [0.5 * (LEFT + RIGHT), SCORES[1] + 32.0];
        canvas.text("Epoch", below, Type::new(11.5).align(Align::Center))
    }
}

/// The least and the greatest, a little apart.
fn range(values: &[f64]) -> [f64; 2] {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        return [-1.0, 0.0];
    }
    let margin = 0.04 * (high - low).max(0.1);
    [low - margin, high + margin]
}

/// Axes with curves.
struct Plot {
    /// Top and bottom.
    rows: [f64; 2],
    epochs: f64,
    range: [f64; 2],
    /// Whether the vertical axis has the logarithms of what is drawn.
    decades: bool,
}

impl Plot {
    fn place(&self, epoch: f64, value: f64) -> Point {
        let across = (epoch - 1.0) / (self.epochs - 1.0).max(1.0);
        let up = (value - self.range[0]) / (self.range[1] - self.range[0]);
        let [top, bottom] = self.rows;
        [LEFT + across * (RIGHT - LEFT), bottom - up * (bottom - top)]
    }

    fn draw<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        name: &str,
        curves: &[Curve],
    ) -> Drawn {
        self.axes(canvas, name)?;
        for (k, (curve, ink)) in curves.iter().zip(INKS).enumerate() {
            // A value that cannot be shown breaks the line.
            let mut line = Vec::new();
            for (at, value) in curve.values.iter().enumerate() {
                let value = if self.decades { value.log10() } else { *value };
                if value.is_finite() {
                    line.push(self.place(at as f64 + 1.0, value.max(self.range[0])));
                } else {
                    canvas.line(&line, ink, 1.6)?;
                    line.clear();
                }
            }
            canvas.line(&line, ink, 1.6)?;
            let y = self.rows[0] + 10.0 + 18.0 * k as f64;
            canvas.line(&[[RIGHT + 14.0, y], [RIGHT + 36.0, y]], ink, 2.4)?;
            canvas.text(&curve.name, [RIGHT + 42.0, y], Type::new(11.0))?;
        }
        Ok(())
    }

    fn axes<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, name: &str) -> Drawn {
        const TICK: f64 = 4.0;
        let [top, bottom] = self.rows;
        let ink = Ink::grey(90);
        let small = Type::new(10.5).ink(ink);
        for (value, label) in self.numbers() {
            let y = self.place(1.0, value)[1];
            canvas.line(&[[LEFT, y], [RIGHT, y]], Ink::grey(232), 0.5)?;
            canvas.line(&[[LEFT - TICK, y], [LEFT, y]], ink, 0.8)?;
            canvas.text(&label, [LEFT - TICK - 3.0, y], small.align(Align::Right))?;
        }
        for (epoch, _) in Ticks::of([1.0, self.epochs.max(2.0)], RIGHT - LEFT, 80.0).labels() {
            let x = self.place(epoch, 0.0)[0];
            if epoch.fract() == 0.0 && x <= RIGHT {
                canvas.line(&[[x, bottom], [x, bottom + TICK]], ink, 0.8)?;
                canvas.text(
                    &format!("{epoch:.0}"),
                    [x, bottom + TICK + 8.0],
                    small.align(Align::Center),
                )?;
            }
        }
        canvas.ring([[LEFT, top], [RIGHT, bottom]], ink, 0.8)?;
        let beside = [LEFT - 62.0, 0.5 * (top + bottom)];
        canvas.text(name, beside, Type::new(11.5).align(Align::Center).upright())
    }

    /// Where numbers stand on the vertical axis, and which.
    fn numbers(&self) -> Vec<(f64, String)> {
        let [low, high] = self.range;
        if !self.decades {
            return Ticks::of(self.range, self.rows[1] - self.rows[0], 45.0).labels().collect();
        }
        let decades = [low.floor(), high.floor()];
        let count = (decades[1] - decades[0]).clamp(0.0, 40.0);
        let powers = (0..=40).map(f64::from).take_while(|k| *k <= count).map(|k| decades[0] + k);
        let digits: &[f64] = if high - low > 3.0 { &[1.0] } else { &[1.0, 2.0, 5.0] };
        powers
            .flat_map(|power| digits.iter().map(move |digit| digit * 10_f64.powf(power)))
            .filter(|value| (low..=high).contains(&value.log10()))
            .map(|value| (value.log10(), format!("{value:.0e}").replace('-', "\u{2212}")))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(values: &[f64]) -> TrainingPicture {
        TrainingPicture {
            title: "A training".to_owned(),
            losses: vec![Curve::new("training", values)],
            scores: vec![Curve::new("mass", values)],
            score: "R²".to_owned(),
        }
    }

    #[test]
    fn any_training_is_drawn() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.svg");
        // One epoch; what has no logarithm; what is no number.
        for values in [&[0.5][..], &[0.0, -1.0, 0.2], &[f64::NAN, 0.1, f64::INFINITY, 1e-9]] {
            picture(values).write(&path).unwrap();
            assert!(std::fs::read_to_string(&path).unwrap().contains("mass"));
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        let path = Path::new("never.svg");
        let words = |picture: TrainingPicture| picture.write(path).unwrap_err().to_string();
        assert!(words(picture(&[])).contains("without epochs"));
        let curve = Curve::new("many", [1.0]);
        let many = TrainingPicture { scores: vec![curve; 9], ..picture(&[1.0]) };
        assert!(words(many).contains("9 curves"));
        assert!(!path.exists());
    }

    #[test]
    fn decades_have_numbers() {
        let plot = Plot { rows: LOSSES, epochs: 2.0, range: [-2.5, -0.9], decades: true };
        let labels: Vec<String> = plot.numbers().into_iter().map(|n| n.1).collect();
        assert_eq!(labels, ["5e−3", "1e−2", "2e−2", "5e−2", "1e−1"]);
    }
}
