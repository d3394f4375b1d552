//! The figures of the paper, of our trainings.

use std::path::Path;

use anyhow::{Context, Result};
use davylamp::learning::Leaks;
use davylamp::picture::{BoxPanel, BoxSheet, Curve, SamplePanel, SampleSheet, TrainingPicture};
use davylamp::uhs::NoiseLevel;

use super::cases::Variant;
use super::outcome::{Outcome, corners};
use super::report::Finished;
use super::scatter::{self, Row};

/// Leaks that Table 1 and Figures 11 and 12 show, the first of the validation samples.
pub const SHOWN: usize = 4;

/// What the pictures of a run are called, and what they show, in the order of the page.
///
/// # Errors
/// A set that cannot be read, a drawing that fails, a file that cannot be written.
pub fn draw(folder: &Path, leaks: &Leaks, finished: &Finished) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("no {}", folder.display()))?;
    losses(&folder.join("losses.png"), finished)?;
    samples(&folder.join("samples.png"), leaks)?;
    for stations in finished.stations() {
        if let Some(outcome) = finished.of(stations, NoiseLevel::None, Variant::TwoD) {
            boxes(&folder.join(format!("boxes-{stations}.png")), leaks, stations, outcome)?;
        }
        let rows = rows(finished, stations, Variant::TwoD);
        let title = format!("HydrogenNet, {stations} stations: predictions over truths");
        scatter::scatter(&folder.join(format!("scatter-{stations}.png")), &title, &rows)?;
        let title = format!("HydrogenNet, {stations} stations: errors of the validation samples");
        scatter::errors(&folder.join(format!("errors-{stations}.png")), &title, &rows)?;
    }
    let rows = rows(finished, 4, Variant::OneD);
    let title = "HydrogenNet-1D, 4 stations: predictions over truths";
    scatter::scatter(&folder.join("scatter-1d.png"), title, &rows)?;
    let title = "HydrogenNet-1D, 4 stations: errors of the validation samples";
    scatter::errors(&folder.join("errors-1d.png"), title, &rows)
}

fn rows(finished: &Finished, stations: usize, variant: Variant) -> Vec<Row<'_>> {
    let row = |level: NoiseLevel| {
        let outcome = finished.of(stations, level, variant)?;
        let name = match level {
            NoiseLevel::None => "no noise".to_owned(),
            _ => format!("{} noise", level.name()),
        };
        Some(Row { name, train: &outcome.train, validation: &outcome.validation })
    };
    NoiseLevel::ALL.into_iter().filter_map(row).collect()
}

/// Figure 10.
fn losses(path: &Path, finished: &Finished) -> Result<()> {
    let mut picture = TrainingPicture {
        title: "Training and validation of HydrogenNet with 4 stations".to_owned(),
        losses: Vec::new(),
        scores: Vec::new(),
        score: "R² of the volume".to_owned(),
    };
    for level in NoiseLevel::ALL {
        let Some(outcome) = finished.of(4, level, Variant::TwoD) else { continue };
        let of = |what: &str, value: &dyn Fn(&davylamp::nets::Epoch) -> f64| {
            let name = format!("{what}, {}", level.name());
            Curve::new(&name, outcome.history.iter().map(value).collect::<Vec<_>>())
        };
        picture.losses.push(of("training", &|epoch| epoch.train_loss));
        picture.losses.push(of("validation", &|epoch| epoch.validation_loss));
        let score = of("noise", &|e| e.r_squared.last().copied().flatten().unwrap_or(f64::NAN));
        picture.scores.push(score);
    }
    Ok(picture.write(path)?)
}

/// Figures 13 to 15, a to c.
fn samples(path: &Path, leaks: &Leaks) -> Result<()> {
    let mut panels = Vec::new();
    let mut traces = 0;
    for level in NoiseLevel::ALL {
        let seen = leaks.seen(4, level, 0)?;
        let shape = seen.samples.image_shape();
        traces = shape[1];
        for index in 0..3 {
            let mut image = vec![0.0; shape.iter().product()];
            let mut labels = vec![0.0; seen.card.labels.len()];
            seen.samples
                .read(index, &mut image, &mut labels)
                .map_err(|error| anyhow::anyhow!("sample {index}: {error}"))?;
            let title = format!("Leak {index}, noise: {}", level.name());
            panels.push(SamplePanel { title, image });
        }
    }
    let title = "Training samples of 4 stations".to_owned();
    let record_s = leaks.scene().image.record_s;
    Ok(SampleSheet { title, traces, record_s, panels }.write(path)?)
}

/// Figures 11 and 12.
fn boxes(path: &Path, leaks: &Leaks, stations: usize, outcome: &Outcome) -> Result<()> {
    let grid = &leaks.scene().grid;
    let answers = &outcome.validation;
    let rows = answers.truths.iter().zip(&answers.predictions);
    let extent = [grid.width_m, grid.depth_m];
    let panel = |(index, (truth, found)): (&usize, (&Vec<f64>, &Vec<f64>))| BoxPanel {
        title: format!("Leak {index}"),
        predicted: corners(found, extent),
        truth: Some(corners(truth, extent)),
        outline: leaks.leak(*index).outline.polygon(0.1 * grid.spacing_m),
    };
    let panels = answers.indices.iter().zip(rows).take(SHOWN).map(panel);
    let title =
        format!("The first validation leaks as {stations} stations see them, without noise");
    Ok(BoxSheet { title, extent, panels: panels.collect() }.write(path)?)
}
