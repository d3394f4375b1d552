//! Histograms of labels and signal.

use std::path::Path;

use anyhow::Result;
use plotters::prelude::*;

use super::set::Set;
use crate::chart::{self, Area, BLUE, GREEN, Panel, axes, write_png};

/// Bars of a histogram.
const BARS: usize = 20;

/// Draws the histograms to a PNG file.
///
/// # Errors
/// A drawing that fails, a file that cannot be written.
pub fn draw(path: &Path, set: &Set) -> Result<()> {
    write_png(path, (1500, 700), |area| {
        let areas = area.split_evenly((2, 4));
        let names = ["left end, m", "right end, m", "top, m", "bottom, m", "mass, t", "volume, m³"];
        for (k, (values, name)) in set.labels.iter().zip(names).enumerate() {
            let scale = if k == 4 { 1e-3 } else { 1.0 };
            let values: Vec<f64> = values.iter().map(|value| scale * value).collect();
            histogram(&areas[k], &values, (name, BLUE, false))?;
        }
        let logarithm = |values: Vec<f64>| -> Vec<f64> {
            values.into_iter().filter(|value| *value > 0.0).map(f64::log10).collect()
        };
        let energy = logarithm(set.energy());
        histogram(&areas[6], &energy, ("energy of the change, (m/s)² s", GREEN, true))?;
        let peaks = logarithm(set.peaks.clone());
        histogram(&areas[7], &peaks, ("greatest change, m/s", GREEN, true))
    })
}

fn histogram(
    area: &Area<'_>,
    values: &[f64],
    (name, colour, powers): (&str, RGBColor, bool),
) -> Result<()> {
    let range = chart::range(values.iter().copied());
    let (counts, width) = counted(values, [range.start, range.end]);
    let highest = counts.iter().copied().max().unwrap_or(0) as f64;
    let mut axes = axes(
        area,
        &Panel {
            title: "",
            x: name,
            y: "leaks",
            x_range: range.clone(),
            y_range: 0.0..1.08 * highest.max(1.0),
            logarithmic: [powers, false],
        },
    )?;
    axes.draw_series(counts.iter().enumerate().map(|(k, count)| {
        let left = range.start + k as f64 * width;
        Rectangle::new([(left, 0.0), (left + 0.92 * width, *count as f64)], colour.filled())
    }))?;
    Ok(())
}

/// How many values fall into each of equal parts of a range, and how wide these are.
fn counted(values: &[f64], [low, high]: [f64; 2]) -> (Vec<usize>, f64) {
    let width = (high - low) / BARS as f64;
    let mut counts = vec![0; BARS];
    for value in values {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "inside the range"
        )]
        let at = ((value - low) / width).max(0.0) as usize;
        counts[at.min(BARS - 1)] += 1;
    }
    (counts, width)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_value_is_counted_once() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        let (counts, width) = super::counted(&values, [0.0, 99.0]);
        assert_eq!(counts.iter().sum::<usize>(), 100);
        assert_eq!(counts[0], 5); // 0 to 4.95
        assert!((width - 4.95).abs() < 1e-12);
    }
}
