//! Images whose truth nobody knows.

use davylamp::learning::FoundLeaks;
use davylamp::nets::{Label, Model};
use davylamp::picture::{BoxPanel, BoxSheet};
use davylamp::report::LeakGround;
use davylamp::store::NpyArray;
use davylamp::traits::Samples as _;

use super::PredictArgs;
use super::images::Images;
use super::leaks::{corners, mass, table};
use crate::failure::Failure;
use crate::train::{self, Noise};
use crate::{files, output};

pub(super) fn run(args: &PredictArgs, model: &Model) -> Result<(), Failure> {
    if !matches!(args.noise, Noise::None) {
        let words = "--noise: only to the samples of a set is noise added";
        return Err(Failure::Input(words.to_owned()));
    }
    files::read(&args.input)?; // says that it is not there as the other commands do
    let array = NpyArray::read(&args.input).map_err(|error| Failure::Input(error.to_string()))?;
    let (&[times, traces] | &[_, times, traces]) = array.shape.as_slice() else {
        let words = format!("an array of {:?}: [sample, time, trace] is needed", array.shape);
        return Err(super::refuse(&args.input, words));
    };
    let labels = &model.data().labels;
    let images = Images { shape: [times, traces], labels: [labels.len()], values: array.data };
    let indices = args.indices(images.len())?;
    // No file says which survey it is of: the user says so by naming it.
    let predicted = model.predict(&images, model.data(), &indices);
    let predicted = predicted.map_err(|error| train::failure(&error))?;
    if let Some(path) = &args.plot {
        let sheet = sheet(labels, &indices, &predicted);
        sheet.write(path).map_err(|error| output::picture_failure(&error))?;
    }
    let found = FoundLeaks::new(model, &indices, predicted);
    super::leaks::write_report(args, model, &found, &LeakGround::of_labels(labels))?;
    if args.json { output::print_json(&found.to_json()) } else { output::print(&table(&found)) }
}

/// The first boxes, in a ground as large as the labels reach.
fn sheet(labels: &[Label], indices: &[usize], predicted: &[Vec<f64>]) -> BoxSheet {
    let limits: Vec<f64> = labels.iter().map(|label| label.scale).collect();
    let panels = indices.iter().zip(predicted).take(BoxSheet::MOST).map(|(index, row)| BoxPanel {
        title: format!("Sample {index}: {:.0} kg", mass(row)),
        predicted: corners(row),
        truth: None,
        outline: Vec::new(),
    });
    BoxSheet {
        title: "Predicted boxes".to_owned(),
        extent: corners(&limits)[1],
        panels: panels.collect(),
    }
}
