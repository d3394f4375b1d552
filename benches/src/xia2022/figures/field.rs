//! The modern field beside OMO at equal evaluations.

use std::path::Path;

use anyhow::Result;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::super::paper::PARKS;
use super::super::report::near;
use super::super::results::{BUDGETS, Named, Results};
use super::super::statistics::Misfits;
use super::log;
use crate::chart::{Area, BLUE, GREY, RED, write_png};

/// Misfits that are shown no lower.
const LEAST: f64 = 1e-24;

pub(super) fn write(path: &Path, results: &Results) -> Result<()> {
    write_png(path, (1500, 900), |sheet| {
        let panels = sheet.split_evenly((2, 3));
        for (row, parks) in results.modern.iter().enumerate() {
            for (column, methods) in parks.iter().enumerate() {
                let sensors = PARKS[column] * PARKS[column];
                let budget = BUDGETS[row];
                let title = format!("{sensors} sensors, {budget} evaluations");
                draw(&panels[3 * row + column], &title, methods)?;
            }
        }
        Ok(())
    })
}

/// One line a method: quartiles, median, geometric mean, and the share within a metre as a number.
fn draw(area: &Area<'_>, title: &str, methods: &[Named]) -> Result<()> {
    let ours: Vec<Misfits> = methods.iter().map(|(_, runs)| Misfits::of(runs)).collect();
    let shown = ours.iter().flat_map(|m| [m.quartiles[0], m.quartiles[2], m.all]);
    let range = crate::chart::range(shown.map(|v| log(v, LEAST)));
    let count = methods.len() as f64;
    let mut chart = ChartBuilder::on(area)
        .caption(title, ("sans-serif", 30))
        .margin(14)
        .margin_right(90)
        .x_label_area_size(76)
        .y_label_area_size(230)
        .build_cartesian_2d(range.clone(), -0.5..count - 0.5)?;
    chart
        .configure_mesh()
        .disable_y_mesh()
        .disable_y_axis()
        .light_line_style(TRANSPARENT)
        .bold_line_style(RGBColor(228, 228, 228))
        .x_labels(5)
        .x_desc("misfit: quartiles, median (bar), geometric mean (dot)")
        .x_label_formatter(&|v| format!("1e{v:.0}").replace('-', "−"))
        .label_style(("sans-serif", 21))
        .axis_desc_style(("sans-serif", 22))
        .draw()?;
    for (k, ((name, runs), misfits)) in methods.iter().zip(&ours).enumerate() {
        let y = count - 1.0 - k as f64;
        let colour = if name == "omo" { RED } else { BLUE };
        let [low, median, high] = misfits.quartiles.map(|v| log(v, LEAST));
        let whisker = [(low, y - 0.16), (high, y + 0.16)];
        chart.draw_series([Rectangle::new(whisker, colour.mix(0.35).filled())])?;
        let bar = [(median, y - 0.3), (median, y + 0.3)];
        chart.draw_series([PathElement::new(bar, colour.stroke_width(6))])?;
        chart.draw_series([Circle::new((log(misfits.all, LEAST), y), 8, colour.filled())])?;
        let short = name
            .replace("de polished, many starts", "de polished")
            .replace("projected search", "projected");
        for (text, x, anchor, shift) in [
            (short, range.start, HPos::Right, -12),
            (format!("{:.0} %", 100.0 * near(runs)), range.end, HPos::Left, 10),
        ] {
            let style = TextStyle::from(("sans-serif", 23))
                .color(&GREY)
                .pos(Pos::new(anchor, VPos::Center));
            let at = EmptyElement::at((x, y)) + Text::new(text, (shift, 0), style);
            chart.draw_series([at])?;
        }
    }
    Ok(())
}
