//! Figures 2, 3 and 4 of the paper with our numbers.

use std::f64::consts::TAU;
use std::path::Path;

use anyhow::Result;
use davylamp_benches::chart::{
    BLUE, GREEN, GREY, PURPLE, Panel, RED, axes, legend, line, range, write_png,
};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::experiment::{Experiment, Findings};
use crate::outcome::{Task, metrics};
use crate::statistics::mean;
use crate::{floor, paper};

/// A colour a method.
const COLOURS: [RGBColor; 6] = [GREY, BLUE, GREEN, PURPLE, RGBColor(204, 160, 0), RED];

const METRICS: [&str; 4] = ["accuracy", "precision", "recall", "F1"];

/// Draws all figures to a folder.
pub(crate) fn draw(folder: &Path, experiment: &Experiment, found: &Findings) -> Result<()> {
    losses(&folder.join("loss.png"), found)?;
    bars(&folder.join("bars.png"), experiment, found)?;
    radar(&folder.join("radar.png"), experiment, found)?;
    floor::draw(&folder.join("floor.png"), experiment, found)
}

/// Means over draws, `[method][metric]`, of training (0) or test (1) samples.
pub(crate) fn means(
    task: &Task,
    outcomes: &[Vec<crate::outcome::Outcome>],
    part: usize,
) -> Result<Vec<[f64; 4]>> {
    let of_method = |outcomes: &Vec<crate::outcome::Outcome>| -> Result<[f64; 4]> {
        let all: Vec<[f64; 4]> = outcomes
            .iter()
            .enumerate()
            .map(|(draw, outcome)| Ok(metrics(&task.confusions(draw, outcome)?[part])))
            .collect::<Result<_>>()?;
        Ok(std::array::from_fn(|at| mean(&all.iter().map(|m| m[at]).collect::<Vec<_>>())))
    };
    outcomes.iter().map(of_method).collect()
}

/// Figure 2: cross-entropy after each epoch.
fn losses(path: &Path, found: &Findings) -> Result<()> {
    let losses = &found.losses;
    let points = |values: &[f64]| -> Vec<(f64, f64)> {
        values.iter().enumerate().map(|(at, loss)| (at as f64 + 1.0, *loss)).collect()
    };
    let panel = Panel {
        title: "Cross-entropy of the residual network",
        x: "epoch",
        y: "loss",
        x_range: 0.0..losses.train.len() as f64 + 1.0,
        y_range: range(losses.train.iter().chain(&losses.test).copied().chain([0.0])),
        logarithmic: [false; 2],
    };
    write_png(path, (720, 460), |area| {
        let mut axes = axes(area, &panel)?;
        line(&mut axes, points(&losses.train), BLUE, Some("training"))?;
        line(&mut axes, points(&losses.test), RED, Some("test"))?;
        legend(&mut axes, SeriesLabelPosition::UpperRight)
    })
}

/// Figure 3: a bar a method and metric, for test samples of (a) and (b).
fn bars(path: &Path, experiment: &Experiment, found: &Findings) -> Result<()> {
    write_png(path, (1100, 460), |area| {
        let panels = area.split_evenly((1, 2));
        for (at, (title, panel)) in
            ["(a) 52 to learn from", "(b) 750 to learn from"].iter().zip(&panels).enumerate()
        {
            let task = &experiment.tasks[at];
            let title = if experiment.quick { task.name } else { title };
            let means = means(task, &found.outcomes[at], 1)?;
            let axis = Panel {
                title,
                x: "accuracy, precision, recall, F1",
                y: "test samples",
                x_range: 0.0..4.0,
                y_range: 0.0..1.0,
                logarithmic: [false; 2],
            };
            let mut axes = axes(panel, &axis)?;
            for (method, values) in means.iter().enumerate() {
                let colour = COLOURS[method];
                let bar = |metric: usize| {
                    let left = metric as f64 + 0.1 + 0.13 * method as f64;
                    let corners = [(left, 0.0), (left + 0.12, values[metric])];
                    Rectangle::new(corners, colour.filled())
                };
                let series = axes.draw_series((0..4).map(bar))?;
                series.label(paper::METHODS[method]).legend(move |(x, y)| {
                    Rectangle::new([(x, y - 8), (x + 28, y + 8)], colour.filled())
                });
            }
            if at == 0 {
                legend(&mut axes, SeriesLabelPosition::UpperRight)?;
            }
        }
        Ok(())
    })
}

/// Figure 4: the same as a radar chart, paper and ours side by side.
fn radar(path: &Path, experiment: &Experiment, found: &Findings) -> Result<()> {
    let ours = means(&experiment.tasks[0], &found.outcomes[0], 1)?;
    let theirs: Vec<[f64; 4]> = (0..paper::METHODS.len())
        .map(|method| std::array::from_fn(|metric| paper::TABLE[metric].1[1][method]))
        .collect();
    write_png(path, (1000, 560), |area| {
        let panels = area.split_evenly((1, 2));
        for (panel, (title, values)) in
            panels.iter().zip([("Wang et al., Table 1, test", &theirs), ("ours, (a), test", &ours)])
        {
            let mut web = ChartBuilder::on(panel)
                .caption(title, ("sans-serif", 30).into_font().color(&BLACK))
                .margin(18)
                .build_cartesian_2d(-1.35..1.35, -1.35..1.35)?;
            let corner = |metric: usize, radius: f64| {
                let angle = TAU * metric as f64 / 4.0;
                (radius * angle.sin(), radius * angle.cos())
            };
            let ring = |radius: &[f64; 4]| -> Vec<(f64, f64)> {
                (0..=4).map(|metric| corner(metric % 4, radius[metric % 4])).collect()
            };
            let light = RGBColor(210, 210, 210);
            for radius in [0.25, 0.5, 0.75, 1.0] {
                web.draw_series([PathElement::new(ring(&[radius; 4]), light)])?;
            }
            let style = ("sans-serif", 23).into_font().color(&BLACK);
            let style = style.pos(Pos::new(HPos::Center, VPos::Center));
            for (metric, name) in METRICS.iter().enumerate() {
                web.draw_series([PathElement::new(vec![(0.0, 0.0), corner(metric, 1.0)], light)])?;
                let text = Text::new((*name).to_owned(), corner(metric, 1.18), style.clone());
                web.draw_series([text])?;
            }
            for (method, radius) in values.iter().enumerate() {
                let colour = COLOURS[method];
                web.draw_series([PathElement::new(ring(radius), colour.stroke_width(4))])?
                    .label(paper::METHODS[method])
                    .legend(move |(x, y)| {
                        PathElement::new([(x, y), (x + 28, y)], colour.stroke_width(4))
                    });
            }
            legend(&mut web, SeriesLabelPosition::LowerLeft)?;
        }
        Ok(())
    })
}
