//! Figure 6: one run of OMO.

use std::path::Path;

use anyhow::Result;
use davylamp::optim::OmoSettings;
use plotters::prelude::*;

use super::super::leak::Leak;
use super::super::recording::Recording;
use super::{log, numbered};
use crate::chart::{self, BLUE, GREEN, GREY, PURPLE, Panel, RED, axes, dots, line, write_png};
use crate::park::{Park, SIDE, SOURCE};

/// Which park, and which run on it.
const SEED: u64 = 0;

pub(super) fn write(path: &Path) -> Result<()> {
    let park = Park::new(4, SEED)?;
    let leak = Leak::new(&park);
    let seen = Recording::of(&leak, OmoSettings::default(), SEED)?;
    let iterations = seen.best.len() as f64;
    write_png(path, (1500, 860), |sheet| {
        let panels = sheet.split_evenly((2, 3));
        let over_time = |title, y, y_range, powers| Panel {
            title,
            x: "iteration",
            y,
            x_range: 0.0..iterations,
            y_range,
            logarithmic: [false, powers],
        };
        let best: Vec<f64> = seen.best.iter().map(|v| log(*v, 1e-20)).collect();
        let panel = over_time(
            "Convergence",
            "least misfit, kg²/m⁶",
            chart::range(best.iter().copied()),
            true,
        );
        line(&mut axes(&panels[0], &panel)?, numbered(&best), BLUE, None)?;
        let mean: Vec<f64> = seen.mean.iter().map(|v| log(*v, 1e-20)).collect();
        let range = chart::range(mean.iter().copied());
        let panel = over_time("Mean fitness", "mean misfit of the pack, kg²/m⁶", range, true);
        line(&mut axes(&panels[1], &panel)?, numbered(&mean), BLUE, None)?;
        let panel = over_time("Escape energy", "E", -2.1..2.1, false);
        let mut energy = axes(&panels[2], &panel)?;
        dots(&mut energy, numbered(&seen.energy), (4, PURPLE.mix(0.8)), None)?;
        for sign in [-1.0, 1.0] {
            line(&mut energy, [(0.0, 2.0 * sign), (iterations, 0.0)], GREY, None)?;
        }
        let panel = Panel {
            title: "Search history",
            x: "x0, m",
            y: "y0, m",
            x_range: 0.0..SIDE,
            y_range: 0.0..SIDE,
            logarithmic: [false; 2],
        };
        let mut history = axes(&panels[3], &panel)?;
        let visited = seen.visited.iter().map(|[x, y]| (*x, *y));
        dots(&mut history, visited, (2, BLUE.mix(0.35)), None)?;
        let sensors = park.sensors.iter().map(|s| (s[0], s[1]));
        dots(&mut history, sensors, (7, GREEN.mix(1.0)), Some("sensors"))?;
        dots(&mut history, [(SOURCE[0], SOURCE[1])], (8, RED.mix(1.0)), Some("leak"))?;
        chart::legend(&mut history, SeriesLabelPosition::UpperRight)?;
        for (at, title, values) in
            [(4, "The first predator", &seen.first), (5, "The prey", &seen.prey)]
        {
            let panel = over_time(title, "x0, m", -2.0..SIDE, false);
            let mut trajectory = axes(&panels[at], &panel)?;
            line(&mut trajectory, [(0.0, SOURCE[0]), (iterations, SOURCE[0])], RED, Some("leak"))?;
            line(&mut trajectory, numbered(values), BLUE, Some("x0"))?;
            chart::legend(&mut trajectory, SeriesLabelPosition::UpperRight)?;
        }
        Ok(())
    })
}
