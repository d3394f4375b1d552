//! Where in a room it leaks: of a set, with the truth beside, or of what sensors have read.

use std::fmt::Write as _;

use davylamp::learning::{self, FoundPlace, FoundPlaces, METRICS, SeenRoom, likeliest};
use davylamp::nets::{Confusion, Model};
use davylamp::picture::{FloorPanel, FloorSheet};
use davylamp::traits::Samples as _;

use super::PredictArgs;
use super::images::Images;
use crate::failure::Failure;
use crate::train::{Noise, failure, set_failure};
use crate::{files, output, report};

/// Places beside the likeliest that are named with a sample of a set.
const NEXT: usize = 2;

/// Likeliest places that are listed for a series.
const LISTED: usize = 5;

pub(super) fn run(args: &PredictArgs, model: &Model) -> Result<(), Failure> {
    if !matches!(args.noise, Noise::None) {
        let words = "--noise: only to the traces of a seismic set is noise added";
        return Err(Failure::Input(words.to_owned()));
    }
    let room = SeenRoom::of_card(model.data()).map_err(|error| set_failure(&args.model, &error))?;
    let found = if args.input.is_dir() {
        of_set(args, model, room)?
    } else {
        of_series(args, model, room)?
    };
    if let Some(path) = &args.plot {
        sheet(&found).write(path).map_err(|error| output::picture_failure(&error))?;
    }
    if let Some(path) = &args.report {
        let page = found.to_report(model, &report::provenance(&args.input));
        files::write(path, page.as_bytes())?;
    }
    if args.json { output::print_json(&found.to_json()) } else { output::print(&text(&found)) }
}

fn of_set(args: &PredictArgs, model: &Model, room: SeenRoom) -> Result<FoundPlaces, Failure> {
    let refused = |error| set_failure(&args.input, &error);
    let (other, set) = SeenRoom::open(&args.input).map_err(refused)?;
    room.check_same(&other).map_err(refused)?;
    let indices = args.indices(set.len())?;
    let probabilities = model.predict(&set, &other.card(), &indices);
    let probabilities = probabilities.map_err(|error| failure(&error))?;
    let truths = learning::true_classes(&set, &indices).map_err(|error| failure(&error))?;
    let found = FoundPlaces::new(model, room, &indices, probabilities).with_truths(&truths);
    found.map_err(|error| failure(&error))
}

fn of_series(args: &PredictArgs, model: &Model, room: SeenRoom) -> Result<FoundPlaces, Failure> {
    let bytes = files::read(&args.input)?;
    let image = room.read_series(&bytes).map_err(|error| set_failure(&args.input, &error))?;
    let values = image.into_iter().map(f64::from).collect();
    let images = Images { shape: room.image(), labels: [1], values };
    let indices = args.indices(images.len())?;
    // The file names its sensors, and they are those of the model.
    let probabilities = model.predict(&images, model.data(), &indices);
    let probabilities = probabilities.map_err(|error| failure(&error))?;
    Ok(FoundPlaces::new(model, room, &indices, probabilities))
}

/// The first of them over the floor.
fn sheet(found: &FoundPlaces) -> FloorSheet {
    let flat = |[x, y, _]: [f64; 3]| [x, y];
    let scene = found.room.scene();
    let size = flat(scene.room.size);
    let panel = |sample: &FoundPlace| {
        let told = sample.told();
        let place = found.name(told);
        let title = match sample.truth {
            Some(truth) => {
                format!("Sample {}: {place}, in truth {}", sample.index, found.name(truth))
            }
            None => format!("{place}, {:.0} %", 100.0 * sample.probabilities[told]),
        };
        FloorPanel {
            title,
            probabilities: sample.probabilities.clone(),
            truth: sample.truth.map(|truth| flat(found.places[truth].position)),
        }
    };
    FloorSheet {
        title: "Where it leaks".to_owned(),
        size,
        places: found.places.iter().map(|place| flat(place.position)).collect(),
        cell: scene.floor_cell(),
        sensors: scene.sensors.iter().map(|sensor| flat(sensor.position)).collect(),
        panels: found.samples.iter().take(FloorSheet::MOST).map(panel).collect(),
    }
}

fn text(found: &FoundPlaces) -> String {
    match (&found.confusion, &found.samples[..]) {
        (None, [sample]) => list(found, sample),
        _ => table(found),
    }
}

/// The likeliest places of a series, a line each.
fn list(found: &FoundPlaces, sample: &FoundPlace) -> String {
    let wide = wide(found);
    let mut text = format!("{:<wide$}{POSITION}  probability\n", "Place");
    // Writing to a string cannot fail.
    for class in likeliest(&sample.probabilities).into_iter().take(LISTED) {
        let (place, probability) = (&found.places[class], sample.probabilities[class]);
        let position = cells(place.position);
        let _ = writeln!(text, "{:<wide$}{position}  {probability:>11.3}", place.name);
    }
    if found.places.len() > LISTED {
        let _ = writeln!(text, "These are the likeliest of {} places.", found.places.len());
    }
    if let Some(likely) = found.likely(sample) {
        let _ = writeln!(text, "{}", found.likely_words(&likely));
    }
    text
}

/// A line a sample, what all are worth, and what each class is taken for.
fn table(found: &FoundPlaces) -> String {
    let wide = wide(found);
    let mut text = format!(
        "{:<8}{:<wide$}{POSITION}  probability  {:<wide$}next\n",
        "Sample", "place", "truth"
    );
    for sample in &found.samples {
        let told = sample.told();
        let place = &found.places[told];
        let truth = sample.truth.map_or("", |truth| found.name(truth));
        let next = likeliest(&sample.probabilities).into_iter().skip(1).take(NEXT);
        let next = next.map(|at| format!("{} {:.3}", found.name(at), sample.probabilities[at]));
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:<8}{:<wide$}{}  {:>11.3}  {truth:<wide$}{}",
            sample.index,
            place.name,
            cells(place.position),
            sample.probabilities[told],
            next.collect::<Vec<_>>().join(", "),
        );
    }
    if let (Some(confusion), [_, _, ..]) = (&found.confusion, &found.samples[..]) {
        let metrics = METRICS.map(|(name, of)| format!("{name} {:.3}", of(confusion)));
        let _ = writeln!(text, "\n{} samples: {}\n", found.samples.len(), metrics.join(", "));
        taken(found, confusion, &mut text);
    }
    text
}

/// What leaks of each place are taken for.
fn taken(found: &FoundPlaces, confusion: &Confusion, text: &mut String) {
    let wide = wide(found);
    let _ = writeln!(text, "{:<wide$}{:>8}  taken for", "Truth", "right");
    for (truth, counts) in confusion.counts().iter().enumerate() {
        let all: usize = counts.iter().sum();
        if all == 0 {
            continue;
        }
        let mut wrong: Vec<usize> =
            (0..counts.len()).filter(|&told| told != truth && counts[told] > 0).collect();
        wrong.sort_by_key(|&told| std::cmp::Reverse(counts[told]));
        let wrong = wrong.iter().map(|&told| format!("{} {}", found.name(told), counts[told]));
        let right = format!("{} of {all}", counts[truth]);
        let (name, wrong) = (found.name(truth), wrong.collect::<Vec<_>>().join(", "));
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", format!("{name:<wide$}{right:>8}  {wrong}").trim_end());
    }
}

/// Letters of a column of names.
fn wide(found: &FoundPlaces) -> usize {
    let names = found.places.iter().map(|place| place.name.chars().count());
    2 + names.max().unwrap_or(0).max("place".len())
}

/// The head of [`cells`].
const POSITION: &str = "   x, m   y, m   z, m";

fn cells(position: [f64; 3]) -> String {
    position.map(|side| format!("{side:7.2}")).concat()
}
