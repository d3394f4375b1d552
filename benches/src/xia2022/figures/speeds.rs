//! Figures 9 and 10: the misfit over SH and SR.

use std::path::Path;

use anyhow::Result;
use plotters::prelude::*;

use super::super::statistics::quantile;
use super::super::sweep::Sweep;
use super::log;
use crate::chart::{self, Area, BLUE, Panel, RED, axes, band, field, line, write_png};

/// Misfits (logarithms) of the darkest and the brightest colour.
const DARK: f64 = -16.0;
const BRIGHT: f64 = -3.0;

/// Blocks along a side of the smoothed map.
const BLOCKS: usize = 20;

pub(super) fn write(path: &Path, sweep: &Sweep) -> Result<()> {
    let speeds: Vec<f64> = sweep.speeds.iter().map(|s| *s as f64).collect();
    let logs = |i: usize, j: usize| log(sweep.misfits[i][j], 1e-20);
    let shade = |log: f64| (log - DARK) / (BRIGHT - DARK);
    write_png(path, (1400, 1100), |sheet| {
        let (maps, lower) = sheet.split_vertically(1200);
        let (maps, key) = maps.split_horizontally(2520);
        let maps = maps.split_evenly((1, 2));
        let mut single = axes(&maps[0], &square("One run each"))?;
        field(&mut single, (&speeds, &speeds), |i, j| shade(logs(i, j)))?;
        let size = speeds.len().div_ceil(BLOCKS);
        let blocks: Vec<usize> = (0..speeds.len() / size).collect();
        let middles: Vec<f64> =
            blocks.iter().map(|b| 0.5 * (speeds[b * size] + speeds[b * size + size - 1])).collect();
        let median = |a: usize, b: usize| {
            let cells = (0..size * size).map(|k| logs(a * size + k / size, b * size + k % size));
            quantile(cells, 0.5)
        };
        let title = format!("Median of {size} by {size} runs");
        let mut smooth = axes(&maps[1], &square(&title))?;
        field(&mut smooth, (&middles, &middles), |i, j| shade(median(i, j)))?;
        colour_key(&key)?;
        let lower = lower.split_evenly((1, 2));
        marginal(&lower[0], sweep, "SH")?;
        marginal(&lower[1], sweep, "SR")
    })
}

fn square(title: &str) -> Panel<'_> {
    Panel {
        title,
        x: "SH",
        y: "SR",
        x_range: 0.0..1000.0,
        y_range: 0.0..1000.0,
        logarithmic: [false; 2],
    }
}

fn colour_key(area: &Area<'_>) -> Result<()> {
    let steps: Vec<f64> =
        (0..100).map(|k| DARK + (BRIGHT - DARK) * (f64::from(k) + 0.5) / 100.0).collect();
    let mut key = ChartBuilder::on(area)
        .margin_top(72)
        .margin_bottom(94)
        .margin_right(20)
        .y_label_area_size(150)
        .build_cartesian_2d(0.0..1.0, DARK..BRIGHT)?;
    key.configure_mesh()
        .disable_mesh()
        .disable_x_axis()
        .y_desc("misfit, kg²/m⁶")
        .y_label_formatter(&|v| format!("1e{v}").replace('-', "−"))
        .label_style(("sans-serif", 22))
        .axis_desc_style(("sans-serif", 25))
        .draw()?;
    field(&mut key, (&[0.5], &steps), |_, k| (k as f64 + 0.5) / 100.0)
}

/// Median and quartiles over one speed, all values of the other taken together.
fn marginal(area: &Area<'_>, sweep: &Sweep, which: &str) -> Result<()> {
    let quartiles: Vec<[f64; 4]> = sweep
        .speeds
        .iter()
        .map(|speed| {
            let found = sweep.within(*speed..=*speed, which == "SR");
            let at = |share| log(quantile(found.iter().copied(), share), 1e-20);
            [*speed as f64, at(0.25), at(0.5), at(0.75)]
        })
        .collect();
    let title = format!("By {which}");
    let panel = Panel {
        title: &title,
        x: which,
        y: "misfit, kg²/m⁶",
        x_range: 0.0..1000.0,
        y_range: chart::range(quartiles.iter().flat_map(|q| [q[1], q[3]])),
        logarithmic: [false, true],
    };
    let mut axes = axes(area, &panel)?;
    let between: Vec<_> = quartiles.iter().map(|q| (q[0], q[1], q[3])).collect();
    band(&mut axes, &between, BLUE.mix(0.25), "quartiles")?;
    line(&mut axes, quartiles.iter().map(|q| (q[0], q[2])), RED, Some("median"))?;
    chart::legend(&mut axes, SeriesLabelPosition::LowerRight)
}
