//! Figure 8: misfit and time by the number of predators and of iterations.

use std::path::Path;

use anyhow::Result;
use plotters::prelude::*;

use super::super::paper::{BY_ITERATIONS, BY_POPULATION};
use super::super::report::seconds;
use super::super::results::Results;
use super::super::runs::Run;
use super::super::statistics::Misfits;
use super::log;
use crate::chart::{self, Area, BLUE, Panel, RED, axes, band, dots, line, write_png};

/// Misfits that are shown no lower.
const LEAST: f64 = 1e-20;

/// Sizes with the paper's misfit and time, our runs, and what they are called.
type Study<'a> = (&'a [(usize, f64, f64)], &'a [Vec<Run>], &'a str);

pub(super) fn write(path: &Path, results: &Results) -> Result<()> {
    let studies: [Study<'_>; 2] = [
        (&BY_POPULATION, &results.by_population, "predators N (T = 300)"),
        (&BY_ITERATIONS, &results.by_iterations, "iterations T (N = 30)"),
    ];
    write_png(path, (1300, 900), |sheet| {
        let panels = sheet.split_evenly((2, 2));
        for (column, study) in studies.into_iter().enumerate() {
            misfits(&panels[column], study)?;
            times(&panels[2 + column], study)?;
        }
        Ok(())
    })
}

fn misfits(area: &Area<'_>, (printed, runs, what): Study<'_>) -> Result<()> {
    let ours: Vec<Misfits> = runs.iter().map(|runs| Misfits::of(runs)).collect();
    let sizes = || printed.iter().map(|(size, ..)| log(*size as f64, 1.0));
    let batches: Vec<_> = sizes()
        .zip(&ours)
        .map(|(size, m)| (size, log(m.batches[0], LEAST), log(m.batches[2], LEAST)))
        .collect();
    let paper: Vec<_> =
        sizes().zip(printed).map(|(size, (_, misfit, _))| (size, log(*misfit, LEAST))).collect();
    let shown = batches.iter().flat_map(|b| [b.1, b.2]).chain(paper.iter().map(|p| p.1));
    let panel = Panel {
        title: "Accuracy",
        x: what,
        y: "misfit, kg²/m⁶",
        x_range: chart::range(sizes()),
        y_range: chart::range(shown),
        logarithmic: [true; 2],
    };
    let mut axes = axes(area, &panel)?;
    band(&mut axes, &batches, BLUE.mix(0.2), "ours, batches of 50")?;
    let all = sizes().zip(&ours).map(|(size, m)| (size, log(m.all, LEAST)));
    line(&mut axes, all, BLUE, Some("ours, all runs"))?;
    dots(&mut axes, paper, (8, RED.mix(1.0)), Some("paper"))?;
    chart::legend(&mut axes, SeriesLabelPosition::UpperRight)
}

fn times(area: &Area<'_>, (printed, runs, what): Study<'_>) -> Result<()> {
    let sizes = || printed.iter().map(|(size, ..)| log(*size as f64, 1.0));
    let ours: Vec<_> =
        sizes().zip(runs).map(|(size, runs)| (size, log(1e3 * seconds(runs), 1e-3))).collect();
    let paper: Vec<_> = sizes()
        .zip(printed)
        .map(|(size, (_, _, time))| (size, log(1e3 * time / 50.0, 1e-3)))
        .collect();
    let panel = Panel {
        title: "Time",
        x: what,
        y: "ms a run",
        x_range: chart::range(sizes()),
        y_range: chart::range(ours.iter().chain(&paper).map(|p| p.1)),
        logarithmic: [true; 2],
    };
    let mut axes = axes(area, &panel)?;
    line(&mut axes, ours.iter().copied(), BLUE, None)?;
    dots(&mut axes, ours, (6, BLUE.mix(1.0)), Some("ours"))?;
    dots(&mut axes, paper, (8, RED.mix(1.0)), Some("paper"))?;
    chart::legend(&mut axes, SeriesLabelPosition::LowerRight)
}
