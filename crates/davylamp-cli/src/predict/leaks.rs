//! Leaks of a set, with the truth beside.

use std::fmt::Write as _;

use davylamp::learning::{self, FoundLeak, FoundLeaks, Leaks};
use davylamp::nets::{Label, Model};
use davylamp::picture::{BoxPanel, BoxSheet};
use davylamp::report::LeakGround;

use super::PredictArgs;
use crate::failure::Failure;
use crate::train::{self, number};
use crate::{files, output, report};

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
    let found = FoundLeaks::new(model, &indices, predicted).with_truths(truths);
    if let Some(path) = &args.plot {
        let sheet = sheet(&found, &leaks);
        sheet.write(path).map_err(|error| output::picture_failure(&error))?;
    }
    if args.report.is_some() {
        let ground = LeakGround::of_set(&leaks, stations, args.noise.into());
        let ground = ground.map_err(|error| Failure::in_file(&args.input, error))?;
        write_report(args, model, &found, &ground)?;
    }
    if args.json { output::print_json(&found.to_json()) } else { output::print(&table(&found)) }
}

/// Writes the page that is asked for, if one is.
pub(super) fn write_report(
    args: &PredictArgs,
    model: &Model,
    found: &FoundLeaks,
    ground: &LeakGround,
) -> Result<(), Failure> {
    let Some(path) = &args.report else { return Ok(()) };
    let page = found.to_report(model, ground, &report::provenance(&args.input));
    let page = page.map_err(|error| Failure::in_file(&args.model, error))?;
    files::write(path, page.as_bytes())
}

/// The first of them, box over leak.
fn sheet(found: &FoundLeaks, leaks: &Leaks) -> BoxSheet {
    let grid = &leaks.scene().grid;
    let panel = |FoundLeak { index, predicted, truth }: &FoundLeak| {
        let in_truth = truth.as_ref().map(|t| format!(", in truth {:.0} kg", mass(t)));
        let in_truth = in_truth.unwrap_or_default();
        BoxPanel {
            title: format!("Leak {index}: {:.0} kg{in_truth}", mass(predicted)),
            predicted: corners(predicted),
            truth: truth.as_deref().map(corners),
            outline: leaks.leak(*index).outline.polygon(0.1 * grid.spacing_m),
        }
    };
    BoxSheet {
        title: "Predicted boxes over leaks".to_owned(),
        extent: [grid.width_m, grid.depth_m],
        panels: found.leaks.iter().take(BoxSheet::MOST).map(panel).collect(),
    }
}

/// A line for each leak, and one for the truth where it is known.
pub(super) fn table(found: &FoundLeaks) -> String {
    let mut text = head(&found.labels);
    // Writing to a string cannot fail.
    for FoundLeak { index, predicted, truth } in &found.leaks {
        let _ = writeln!(text, "{index:<8}{}", cells(predicted));
        if let Some(truth) = truth {
            let _ = writeln!(text, "  truth {}", cells(truth));
        }
    }
    if let (2.., Some(scores)) = (found.leaks.len(), found.scores()) {
        let scores: Vec<String> =
            scores.iter().map(|score| format!("{:>12}", number(*score))).collect();
        let _ = writeln!(text, "R²      {}", scores.concat());
    }
    text
}

/// Names and units of the columns.
fn head(labels: &[Label]) -> String {
    let names = labels.iter().map(|l| format!("{:>12}", format!("{}, {}", l.name, l.unit)));
    format!("Sample  {}\n", names.collect::<String>())
}

fn cells(row: &[f64]) -> String {
    row.iter().map(|value| format!("{value:12.1}")).collect::<Vec<_>>().concat()
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
