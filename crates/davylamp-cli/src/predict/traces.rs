//! Images whose truth nobody knows.

use std::fmt::Write as _;

use davylamp::nets::{Label, Model};
use davylamp::picture::{BoxPanel, BoxSheet};
use davylamp::store::NpyArray;
use davylamp::traits::Samples as _;
use serde_json::json;

use super::PredictArgs;
use super::images::Images;
use super::leaks::{cells, corners, head, mass, named};
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
    if args.json {
        let rows = indices.iter().zip(&predicted);
        let sample = |(index, row): (&usize, &Vec<f64>)| json!({ "index": index, "predicted": named(labels, row) });
        let units: serde_json::Map<_, _> =
            labels.iter().map(|l| (l.name.clone(), json!(l.unit))).collect();
        let samples: Vec<_> = rows.map(sample).collect();
        return output::print_json(&json!({ "units": units, "samples": samples }));
    }
    let mut text = head(labels);
    for (index, row) in indices.iter().zip(&predicted) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{index:<8}{}", cells(row));
    }
    output::print(&text)
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
