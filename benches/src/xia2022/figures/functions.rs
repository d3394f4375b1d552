//! Figure 4: OMO on the six functions of table 6, in two dimensions.

use std::path::Path;

use anyhow::Result;
use davylamp::optim::{Objective, OmoSettings, TestFunction, TestProblem};
use plotters::prelude::*;

use super::super::recording::Recording;
use super::{log, numbered};
use crate::chart::{self, BLUE, Panel, RED, axes, dots, field, line, write_png};

/// Cells of the landscape along a side.
const CELLS: usize = 100;

/// Values that the curve shows no lower.
const LEAST: f64 = 1e-32;

pub(super) fn write(path: &Path) -> Result<()> {
    write_png(path, (1500, 1720), |sheet| {
        let panels = sheet.split_evenly((4, 3));
        for (k, function) in TestFunction::XIA_2022.into_iter().enumerate() {
            let problem = TestProblem::new(function, 2)?;
            let seen = Recording::of(&problem, OmoSettings::default(), 1)?;
            let at = 6 * (k / 3) + k % 3;
            let name = format!("{function:?}");
            landscape(&panels[at], &problem, &seen, &name)?;
            let best: Vec<f64> = seen.best.iter().map(|v| log(*v, LEAST)).collect();
            let panel = Panel {
                title: "",
                x: "iteration",
                y: "least value",
                x_range: 0.0..best.len() as f64,
                y_range: chart::range(best.iter().copied()),
                logarithmic: [false, true],
            };
            line(&mut axes(&panels[at + 3], &panel)?, numbered(&best), BLUE, None)?;
        }
        Ok(())
    })
}

/// Where the run looked, on the function by ranks: bright is low.
fn landscape(
    area: &chart::Area<'_>,
    problem: &TestProblem,
    seen: &Recording,
    name: &str,
) -> Result<()> {
    let (low, high) = (problem.lower()[0], problem.upper()[0]);
    let middles: Vec<f64> =
        (0..CELLS).map(|i| low + (high - low) * (i as f64 + 0.5) / CELLS as f64).collect();
    let value = |i: usize, j: usize| problem.value(&[middles[i], middles[j]]);
    let mut sorted: Vec<f64> = (0..CELLS * CELLS).map(|k| value(k / CELLS, k % CELLS)).collect();
    sorted.sort_by(f64::total_cmp);
    let rank = |v: f64| sorted.partition_point(|s| *s < v) as f64 / sorted.len() as f64;
    let panel = Panel {
        title: name,
        x: "x1",
        y: "x2",
        x_range: low..high,
        y_range: low..high,
        logarithmic: [false; 2],
    };
    let mut map = axes(area, &panel)?;
    field(&mut map, (&middles, &middles), |i, j| 1.0 - rank(value(i, j)))?;
    let visited = seen.visited.iter().map(|[x, y]| (*x, *y));
    dots(&mut map, visited, (2, WHITE.mix(0.45)), None)?;
    let at = problem.minimum_position();
    dots(&mut map, [(at[0], at[1])], (7, RED.mix(1.0)), Some("minimum"))?;
    chart::legend(&mut map, SeriesLabelPosition::UpperRight)
}
