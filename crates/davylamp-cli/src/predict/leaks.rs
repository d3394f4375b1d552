//! Leaks of a set, with the truth beside.

use std::fmt::Write as _;

use davylamp::learning::{self, Leaks};
use davylamp::nets::{Label, Model, r_squared_by_label};
use davylamp::picture::{BoxPanel, BoxSheet};
use serde_json::{Map, Value, json};

use super::PredictArgs;
use crate::failure::Failure;
use crate::output;
use crate::train::{self, number};

/// What was found, beside what is true, in the units of the labels.
struct Found<'a> {
    labels: &'a [Label],
    indices: Vec<usize>,
    predicted: Vec<Vec<f64>>,
    truths: Vec<Vec<f64>>,
    scores: Vec<Option<f64>>,
}

pub(super) fn run(args: &PredictArgs, model: &Model) -> Result<(), Failure> {
    let refused = |error| train::set_failure(&args.input, &error);
    let leaks = Leaks::open(&args.input).map_err(refused)?;
    let traces = model.network().image()[1];
    let Some(stations) = leaks.stations_of(traces) else {
        let words = format!("no stations of the set give the {traces} traces that the model wants");
        return Err(super::refuse(&args.input, words));
    };
    // The model says by what its labels are divided.
    let scales: Vec<f64> = model.data().labels.iter().map(|label| label.scale).collect();
    let seen = leaks.seen(stations, args.noise.into(), 0);
    let seen = seen.and_then(|seen| seen.with_scales(&scales)).map_err(refused)?;
    let (card, samples) = (&seen.card, &*seen.samples);
    let indices = args.indices(samples.len())?;
    let predicted = model.predict(samples, card, &indices);
    let predicted = predicted.map_err(|error| train::failure(&error))?;
    let fractions = learning::truths(samples, &indices);
    let mut truths = fractions.map_err(|error| train::failure(&error))?;
    for row in &mut truths {
        row.iter_mut().zip(&card.labels).for_each(|(value, label)| *value *= label.scale);
    }
    let scores = r_squared_by_label(&truths, &predicted).into_iter();
    let scores = scores.map(|score| Some(score).filter(|score| score.is_finite())).collect();
    let found = Found { labels: &card.labels, indices, predicted, truths, scores };
    if let Some(path) = &args.plot {
        let sheet = found.sheet(&leaks);
        sheet.write(path).map_err(|error| output::picture_failure(&error))?;
    }
    if args.json { output::print_json(&found.object()) } else { output::print(&found.table()) }
}

impl Found<'_> {
    /// The first of them, box over leak.
    fn sheet(&self, leaks: &Leaks) -> BoxSheet {
        let grid = &leaks.scene().grid;
        let rows = self.indices.iter().zip(self.predicted.iter().zip(&self.truths));
        let panels = rows.take(BoxSheet::MOST).map(|(index, (predicted, truth))| {
            let [found, true_mass] = [mass(predicted), mass(truth)];
            BoxPanel {
                title: format!("Leak {index}: {found:.0} kg, in truth {true_mass:.0} kg"),
                predicted: corners(predicted),
                truth: Some(corners(truth)),
                outline: leaks.leak(*index).outline.polygon(0.1 * grid.spacing_m),
            }
        });
        BoxSheet {
            title: "Predicted boxes over leaks".to_owned(),
            extent: [grid.width_m, grid.depth_m],
            panels: panels.collect(),
        }
    }

    fn object(&self) -> Value {
        let rows = self.indices.iter().zip(self.predicted.iter().zip(&self.truths));
        let sample = |(index, (predicted, truth)): (&usize, (&Vec<f64>, &Vec<f64>))| {
            json!({
                "index": index,
                "predicted": named(self.labels, predicted),
                "truth": named(self.labels, truth),
            })
        };
        let units = self.labels.iter().map(|l| (l.name.clone(), json!(l.unit)));
        let scores = self.labels.iter().zip(&self.scores).map(|(l, s)| (l.name.clone(), json!(s)));
        json!({
            "units": units.collect::<Map<_, _>>(),
            "samples": rows.map(sample).collect::<Vec<_>>(),
            "r_squared": scores.collect::<Map<_, _>>(),
        })
    }

    fn table(&self) -> String {
        let mut text = head(self.labels);
        // Writing to a string cannot fail.
        let rows = self.indices.iter().zip(self.predicted.iter().zip(&self.truths));
        for (index, (predicted, truth)) in rows {
            let _ = writeln!(text, "{index:<8}{}", cells(predicted));
            let _ = writeln!(text, "  truth {}", cells(truth));
        }
        if self.indices.len() > 1 {
            let scores: Vec<String> =
                self.scores.iter().map(|score| format!("{:>12}", number(*score))).collect();
            let _ = writeln!(text, "R²      {}", scores.concat());
        }
        text
    }
}

/// Names and units of the columns.
pub(super) fn head(labels: &[Label]) -> String {
    let names = labels.iter().map(|l| format!("{:>12}", format!("{}, {}", l.name, l.unit)));
    format!("Sample  {}\n", names.collect::<String>())
}

pub(super) fn cells(row: &[f64]) -> String {
    row.iter().map(|value| format!("{value:12.1}")).collect::<Vec<_>>().concat()
}

pub(super) fn named(labels: &[Label], row: &[f64]) -> Map<String, Value> {
    labels.iter().zip(row).map(|(label, value)| (label.name.clone(), json!(value))).collect()
}

/// Of a row of labels.
pub(super) fn mass(row: &[f64]) -> f64 {
    row.get(4).copied().unwrap_or(f64::NAN)
}

/// Least and greatest x and z of a row of labels.
pub(super) fn corners(row: &[f64]) -> [[f64; 2]; 2] {
    let at = |k: usize| row.get(k).copied().unwrap_or(f64::NAN);
    [[at(0), at(2)], [at(1), at(3)]]
}
