//! Predictions over truths, and histograms of what lies between them.

use std::path::Path;

use anyhow::Result;
use davylamp::uhs::Labels;
use davylamp_benches::chart::{Area, BLUE, GREY, RED, write_png};
use plotters::prelude::*;

use super::outcome::{Answers, Errors};

/// Bars of a histogram.
const BARS: usize = 20;
/// Pixels of a panel, and of what stands above all.
const PANEL: (u32, u32) = (250, 250);
const HEAD: u32 = 34;

/// A row of panels, one a label.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// Beside it, such as "weak noise".
    pub name: String,
    /// What the network learnt from.
    pub train: &'a Answers,
    /// What it did not learn from.
    pub validation: &'a Answers,
}

/// Draws predictions over truths, training samples grey and validation samples blue.
///
/// # Errors
/// A drawing that fails, a file that cannot be written.
pub fn scatter(path: &Path, title: &str, rows: &[Row<'_>]) -> Result<()> {
    sheet(path, title, rows, |area, row, label| {
        let scores = [row.train.r_squared()[label], row.validation.r_squared()[label]];
        let words =
            format!("{}: R² {:.3}, training {:.3}", Labels::NAMES[label], scores[1], scores[0]);
        let mut axes = panel(area, &words, 0.0..1.0, 0.0..1.0)?;
        axes.draw_series([PathElement::new([(0.0, 0.0), (1.0, 1.0)], RED.stroke_width(2))])?;
        for (answers, ink, size) in
            [(row.train, GREY.mix(0.25), 3), (row.validation, BLUE.mix(0.8), 4)]
        {
            let dots = answers.pairs(label).into_iter();
            let dots = dots.map(|[truth, found]| Circle::new((truth, found), size, ink.filled()));
            axes.draw_series(dots)?;
        }
        Ok(())
    })
}

/// Draws histograms of the errors of the validation samples with the Gaussian that fits them.
///
/// # Errors
/// A drawing that fails, a file that cannot be written.
pub fn errors(path: &Path, title: &str, rows: &[Row<'_>]) -> Result<()> {
    sheet(path, title, rows, |area, row, label| {
        let errors = row.validation.errors(label);
        let Errors { mean, deviation, .. } = errors;
        let half = (1.05 * errors.largest()).max(4.0 * deviation).max(1e-6);
        let bars = bars(&errors.values, half);
        let width = 2.0 * half / BARS as f64;
        let fitted = |x: f64| {
            let z = (x - mean) / deviation;
            (-0.5 * z * z).exp() / (deviation * (2.0 * std::f64::consts::PI).sqrt())
        };
        let top = bars.iter().copied().fold(fitted(mean), f64::max);
        let words = format!("{}: {mean:.3} ± {deviation:.3}", Labels::NAMES[label]);
        let mut axes = panel(area, &words, -half..half, 0.0..1.1 * top)?;
        axes.draw_series(bars.iter().enumerate().map(|(at, density)| {
            let left = at as f64 * width - half;
            Rectangle::new([(left, 0.0), (left + 0.92 * width, *density)], BLUE.mix(0.7).filled())
        }))?;
        let curve = (0..=200).map(|k| half * (f64::from(k) / 100.0 - 1.0)).map(|x| (x, fitted(x)));
        axes.draw_series([PathElement::new(curve.collect::<Vec<_>>(), RED.stroke_width(3))])?;
        Ok(())
    })
}

/// How densely errors lie in each of equal parts of ±`half`; the whole is one.
fn bars(values: &[f64], half: f64) -> [f64; BARS] {
    let width = 2.0 * half / BARS as f64;
    let mut bars = [0.0; BARS];
    for value in values {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "inside the range"
        )]
        let at = ((value + half) / width).max(0.0) as usize;
        bars[at.min(BARS - 1)] += 1.0 / (values.len() as f64 * width);
    }
    bars
}

type Axes<'a, 'b> = ChartContext<
    'a,
    BitMapBackend<'b>,
    Cartesian2d<plotters::coord::types::RangedCoordf64, plotters::coord::types::RangedCoordf64>,
>;

fn sheet<'r>(
    path: &Path,
    title: &str,
    rows: &'r [Row<'r>],
    draw: impl Fn(&Area<'_>, &Row<'_>, usize) -> Result<()>,
) -> Result<()> {
    let count = Labels::NAMES.len();
    let across = u32::try_from(count)?;
    let down = u32::try_from(rows.len())?;
    write_png(path, (PANEL.0 * across, HEAD + (PANEL.1 + HEAD) * down), |area| {
        let (head, rest) = area.margin(10, 0, 0, 0).split_vertically(2 * HEAD);
        head.titled(title, ("sans-serif", 34))?;
        for (row, area) in rows.iter().zip(rest.split_evenly((rows.len(), 1))) {
            let (name, panels) = area.split_vertically(2 * HEAD);
            name.titled(&row.name, ("sans-serif", 28))?;
            for (label, panel) in panels.split_evenly((1, count)).iter().enumerate() {
                draw(panel, row, label)?;
            }
        }
        Ok(())
    })
}

fn panel<'a, 'b>(
    area: &'a Area<'b>,
    title: &str,
    x: std::ops::Range<f64>,
    y: std::ops::Range<f64>,
) -> Result<Axes<'a, 'b>> {
    let mut axes = ChartBuilder::on(area)
        .caption(title, ("sans-serif", 22))
        .margin(10)
        .x_label_area_size(34)
        .y_label_area_size(56)
        .build_cartesian_2d(x, y)?;
    axes.configure_mesh()
        .x_labels(4)
        .y_labels(4)
        .x_label_formatter(&|value| short(*value))
        .y_label_formatter(&|value| short(*value))
        .label_style(("sans-serif", 19))
        .light_line_style(TRANSPARENT)
        .bold_line_style(RGBColor(228, 228, 228))
        .axis_style(GREY)
        .draw()?;
    Ok(axes)
}

fn short(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').replace('-', "−")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn bars_cover_one() {
        let values = [-0.5, -0.1, 0.0, 0.2, 0.5];
        let bars = bars(&values, 0.5);
        assert!((bars.iter().sum::<f64>() * 0.05 - 1.0).abs() < 1e-12);
        assert!((bars[0] - 0.2 / 0.05).abs() < 1e-12);
        assert!((bars[BARS - 1] - 0.2 / 0.05).abs() < 1e-12);
    }

    #[test]
    fn both_sheets_are_drawn() {
        let answers = Answers {
            indices: vec![0, 1, 2],
            truths: vec![vec![0.1; 6], vec![0.3; 6], vec![0.8; 6]],
            predictions: vec![vec![0.1; 6], vec![0.2; 6], vec![0.9; 6]],
        };
        let row = Row { name: "no noise".to_owned(), train: &answers, validation: &answers };
        let folder = tempfile::tempdir().unwrap();
        for draw in [scatter, errors] {
            let path = folder.path().join("a.png");
            draw(&path, "4 stations", &[row.clone(), row.clone()]).unwrap();
            assert!(std::fs::metadata(&path).unwrap().len() > 1000);
        }
    }
}
