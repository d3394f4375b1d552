//! Where in a room it leaks: of a set, with the truth beside, or of what sensors have read.

use std::fmt::Write as _;

use davylamp::learning::SeenRoom;
use davylamp::nets::{Confusion, Model};
use davylamp::picture::{FloorPanel, FloorSheet};
use davylamp::traits::Samples as _;
use serde_json::{Map, Value, json};

use super::PredictArgs;
use super::images::Images;
use crate::classes::{self, METRICS, likeliest, told};
use crate::failure::Failure;
use crate::train::{Noise, failure, set_failure};
use crate::{files, output};

/// Places beside the likeliest that are named with a sample of a set.
const NEXT: usize = 2;

/// Likeliest places that are listed for a series.
const LISTED: usize = 5;

/// A class of place.
struct Place {
    name: String,
    position: [f64; 3],
}

/// What was found of a sample, and what is true where that is known.
struct Row {
    index: usize,
    probabilities: Vec<f64>,
    told: usize,
    truth: Option<usize>,
}

/// What was found.
struct Found<'a> {
    room: &'a SeenRoom,
    places: Vec<Place>,
    rows: Vec<Row>,
    /// Of a set.
    confusion: Option<Confusion>,
}

pub(super) fn run(args: &PredictArgs, model: &Model) -> Result<(), Failure> {
    if !matches!(args.noise, Noise::None) {
        let words = "--noise: only to the traces of a seismic set is noise added";
        return Err(Failure::Input(words.to_owned()));
    }
    if args.report.is_some() {
        let words = "--report: pages are only for models of traces; --plot draws the floor";
        return Err(Failure::Input(words.to_owned()));
    }
    let room = SeenRoom::of_card(model.data()).map_err(|error| set_failure(&args.model, &error))?;
    let found = if args.input.is_dir() {
        of_set(args, model, &room)?
    } else {
        of_series(args, model, &room)?
    };
    if let Some(path) = &args.plot {
        found.sheet().write(path).map_err(|error| output::picture_failure(&error))?;
    }
    if args.json {
        return output::print_json(&found.object());
    }
    output::print(&found.text())
}

fn of_set<'a>(args: &PredictArgs, model: &Model, room: &'a SeenRoom) -> Result<Found<'a>, Failure> {
    let refused = |error| set_failure(&args.input, &error);
    let (other, set) = SeenRoom::open(&args.input).map_err(refused)?;
    room.check_same(&other).map_err(refused)?;
    let indices = args.indices(set.len())?;
    let probabilities = model.predict(&set, &other.card(), &indices);
    let probabilities = probabilities.map_err(|error| failure(&error))?;
    let told: Vec<usize> = probabilities.iter().map(|row| told(row)).collect();
    let truths = classes::truths(&set, &indices)?;
    let confusion = Confusion::of(room.scene().classes(), &truths, &told);
    let confusion = confusion.map_err(|error| failure(&error))?;
    let rows = indices.into_iter().zip(probabilities).zip(told.into_iter().zip(truths));
    let row = |((index, probabilities), (told, truth))| Row {
        index,
        probabilities,
        told,
        truth: Some(truth),
    };
    Ok(Found {
        room,
        places: places(room),
        rows: rows.map(row).collect(),
        confusion: Some(confusion),
    })
}

fn of_series<'a>(
    args: &PredictArgs,
    model: &Model,
    room: &'a SeenRoom,
) -> Result<Found<'a>, Failure> {
    let bytes = files::read(&args.input)?;
    let image = room.read_series(&bytes).map_err(|error| set_failure(&args.input, &error))?;
    let values = image.into_iter().map(f64::from).collect();
    let images = Images { shape: room.image(), labels: [1], values };
    let indices = args.indices(images.len())?;
    // The file names its sensors, and they are those of the model.
    let probabilities = model.predict(&images, model.data(), &indices);
    let probabilities = probabilities.map_err(|error| failure(&error))?;
    let rows = indices.into_iter().zip(probabilities);
    let row = |(index, probabilities): (usize, Vec<f64>)| {
        let told = told(&probabilities);
        Row { index, probabilities, told, truth: None }
    };
    Ok(Found { room, places: places(room), rows: rows.map(row).collect(), confusion: None })
}

fn places(room: &SeenRoom) -> Vec<Place> {
    let scene = room.scene();
    let place = |class| {
        let (name, position) = (scene.class_name(class)?, scene.class_centre(class)?);
        Some(Place { name, position })
    };
    (0..scene.classes()).filter_map(place).collect()
}

impl Found<'_> {
    /// The first of them over the floor.
    fn sheet(&self) -> FloorSheet {
        let flat = |[x, y, _]: [f64; 3]| [x, y];
        let scene = self.room.scene();
        let size = flat(scene.room.size);
        let panel = |row: &Row| {
            let told = &self.places[row.told].name;
            let truth = row.truth.map(|truth| &self.places[truth]);
            let title = match truth {
                Some(truth) => format!("Sample {}: {told}, in truth {}", row.index, truth.name),
                None => format!("{told}, {:.0} %", 100.0 * row.probabilities[row.told]),
            };
            FloorPanel {
                title,
                probabilities: row.probabilities.clone(),
                truth: truth.map(|truth| flat(truth.position)),
            }
        };
        FloorSheet {
            title: "Where it leaks".to_owned(),
            size,
            places: self.places.iter().map(|place| flat(place.position)).collect(),
            cell: scene.leak.floor_grid.map(|[x, y]| [size[0] / x as f64, size[1] / y as f64]),
            sensors: scene.sensors.iter().map(|sensor| flat(sensor.position)).collect(),
            panels: self.rows.iter().take(FloorSheet::MOST).map(panel).collect(),
        }
    }

    fn object(&self) -> Value {
        let place = |place: &Place| json!({ "name": place.name, "position_m": place.position });
        let sample = |row: &Row| {
            let names = self.places.iter().map(|place| place.name.clone());
            let probabilities = names.zip(row.probabilities.iter().map(|p| json!(p)));
            let mut sample = json!({
                "index": row.index,
                "place": self.places[row.told].name,
                "position_m": self.places[row.told].position,
                "probabilities": probabilities.collect::<Map<_, _>>(),
            });
            if let Some(truth) = row.truth {
                sample["truth"] = json!(self.places[truth].name);
            }
            sample
        };
        let mut object = json!({
            "classes": self.places.iter().map(place).collect::<Vec<_>>(),
            "samples": self.rows.iter().map(sample).collect::<Vec<_>>(),
        });
        if let Some(confusion) = &self.confusion {
            object["metrics"] = classes::metrics(self.rows.len(), confusion);
            object["confusion"] = json!(confusion.counts());
        }
        object
    }

    fn text(&self) -> String {
        match (&self.confusion, &self.rows[..]) {
            (None, [row]) => self.list(row),
            _ => self.table(),
        }
    }

    /// The likeliest places of a series, a line each.
    fn list(&self, row: &Row) -> String {
        let wide = self.wide();
        let mut text = format!("{:<wide$}{}  probability\n", "Place", POSITION);
        for class in likeliest(&row.probabilities).into_iter().take(LISTED) {
            let (place, probability) = (&self.places[class], row.probabilities[class]);
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "{:<wide$}{}  {probability:>11.3}",
                place.name,
                cells(place.position)
            );
        }
        if self.places.len() > LISTED {
            let _ = writeln!(text, "These are the likeliest of {} places.", self.places.len());
        }
        text
    }

    /// A line a sample, what all are worth, and what each class is taken for.
    fn table(&self) -> String {
        let wide = self.wide();
        let mut text = format!(
            "{:<8}{:<wide$}{POSITION}  probability  {:<wide$}next\n",
            "Sample", "place", "truth"
        );
        for row in &self.rows {
            let place = &self.places[row.told];
            let truth = row.truth.map_or("", |truth| &self.places[truth].name);
            let next = likeliest(&row.probabilities).into_iter().skip(1).take(NEXT);
            let next =
                next.map(|at| format!("{} {:.3}", self.places[at].name, row.probabilities[at]));
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "{:<8}{:<wide$}{}  {:>11.3}  {truth:<wide$}{}",
                row.index,
                place.name,
                cells(place.position),
                row.probabilities[row.told],
                next.collect::<Vec<_>>().join(", "),
            );
        }
        if let (Some(confusion), [_, _, ..]) = (&self.confusion, &self.rows[..]) {
            let metrics = METRICS.map(|(name, of)| format!("{name} {:.3}", of(confusion)));
            let _ = writeln!(text, "\n{} samples: {}\n", self.rows.len(), metrics.join(", "));
            self.taken(confusion, &mut text);
        }
        text
    }

    /// What leaks of each place are taken for.
    fn taken(&self, confusion: &Confusion, text: &mut String) {
        let wide = self.wide();
        let _ = writeln!(text, "{:<wide$}{:>8}  taken for", "Truth", "right");
        for (truth, counts) in confusion.counts().iter().enumerate() {
            let all: usize = counts.iter().sum();
            if all == 0 {
                continue;
            }
            let mut wrong: Vec<usize> =
                (0..counts.len()).filter(|&told| told != truth && counts[told] > 0).collect();
            wrong.sort_by_key(|&told| std::cmp::Reverse(counts[told]));
            let wrong =
                wrong.iter().map(|&told| format!("{} {}", self.places[told].name, counts[told]));
            let right = format!("{} of {all}", counts[truth]);
            let (name, wrong) = (&self.places[truth].name, wrong.collect::<Vec<_>>().join(", "));
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}", format!("{name:<wide$}{right:>8}  {wrong}").trim_end());
        }
    }

    /// Letters of a column of names.
    fn wide(&self) -> usize {
        let names = self.places.iter().map(|place| place.name.chars().count());
        2 + names.max().unwrap_or(0).max("place".len())
    }
}

/// The head of [`cells`].
const POSITION: &str = "   x, m   y, m   z, m";

fn cells(position: [f64; 3]) -> String {
    position.map(|side| format!("{side:7.2}")).concat()
}
