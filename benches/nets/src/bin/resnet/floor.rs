//! Confusion matrices over the floor plan.

use std::path::Path;

use anyhow::Result;
use davylamp::room::RoomScene;
use davylamp_benches::chart::{Area, RED, write_png};
use davylamp_nets::Confusion;
use plotters::prelude::*;

use crate::experiment::{Experiment, Findings};
use crate::sets::TANK_ROOM;

/// Cells of the floor along x and y.
const GRID: [usize; 2] = [4, 3];

/// A small floor plan for each cell of the floor: where leaks of that cell are told to be. All draws of (b)
/// together, the worst and the best method of the paper's table among them.
pub(crate) fn draw(path: &Path, experiment: &Experiment, found: &Findings) -> Result<()> {
    let (task, outcomes) = (&experiment.tasks[1], &found.outcomes[1]);
    let scene = RoomScene::parse(TANK_ROOM)?;
    let pooled = |method: usize| -> Result<Confusion> {
        let (mut truths, mut told) = (Vec::new(), Vec::new());
        for (draw, outcome) in outcomes[method].iter().enumerate() {
            truths.extend_from_slice(task.split(draw)?[1].labels());
            told.extend_from_slice(&outcome.test);
        }
        Ok(Confusion::of(task.data.classes(), &truths, &told)?)
    };
    write_png(path, (1100, 900), |area| {
        let panels = area.split_evenly((2, 2));
        let chosen = [(5, "ResNet"), (4, "LSTM"), (2, "SVM"), (0, "K-DWT")];
        for (panel, (method, name)) in panels.iter().zip(chosen) {
            plan(panel, name, &pooled(method)?, &scene)?;
        }
        Ok(())
    })
}

fn plan(area: &Area<'_>, name: &str, confusion: &Confusion, scene: &RoomScene) -> Result<()> {
    let [length, width, _] = scene.room.size;
    let title = format!("{name}: {:.0} % right", 100.0 * confusion.accuracy());
    let mut floor = ChartBuilder::on(area)
        .caption(title, ("sans-serif", 30).into_font().color(&BLACK))
        .margin(18)
        .build_cartesian_2d(0.0..length, 0.0..width)?;
    let [dx, dy] = [length / GRID[0] as f64, width / GRID[1] as f64];
    let cell = |class: usize| ((class / GRID[1]) as f64, (class % GRID[1]) as f64);
    for (truth, row) in confusion.counts().iter().enumerate() {
        let total = row.iter().sum::<usize>().max(1) as f64;
        let (x, y) = cell(truth);
        let (left, low) = ((x + 0.04) * dx, (y + 0.04) * dy);
        let [wide, high] = [0.92 * dx / GRID[0] as f64, 0.92 * dy / GRID[1] as f64];
        for (told, count) in row.iter().enumerate() {
            let (i, j) = cell(told);
            let corners = [
                (left + i * wide, low + j * high),
                (left + (i + 1.0) * wide, low + (j + 1.0) * high),
            ];
            let shade = colorous::BLUES.eval_continuous((*count as f64 / total).sqrt());
            let colour = RGBColor(shade.r, shade.g, shade.b);
            floor.draw_series([Rectangle::new(corners, colour.filled())])?;
            if told == truth {
                floor.draw_series([Rectangle::new(corners, RED.stroke_width(3))])?;
            }
        }
        let frame = [(x * dx, y * dy), ((x + 1.0) * dx, (y + 1.0) * dy)];
        floor.draw_series([Rectangle::new(frame, BLACK.stroke_width(2))])?;
    }
    let sensors = scene.sensors.iter().map(|sensor| {
        let [x, y, _] = sensor.position;
        Circle::new((x, y), 7, BLACK.stroke_width(3))
    });
    floor.draw_series(sensors)?;
    Ok(())
}
