//! Measured and computed curves of all cases, as SVG.

use std::fmt::Write;

use super::cases::{Compared, END};

/// A panel, pixels, and the space around it.
const SIZE: [f64; 2] = [300.0, 200.0];
const MARGIN: [f64; 2] = [55.0, 45.0];

/// Top of the vertical axis, vol %.
const TOP: f64 = 60.0;

/// Sensors that are drawn, from below, with their heights.
const SHOWN: [(usize, &str); 3] = [(6, "0.65 m"), (3, "0.37 m"), (0, "0.09 m")];

const STYLE: &str = "text{font:13px sans-serif;fill:#333}.axis{fill:none;stroke:#999}\
    .grid{stroke:#ddd}.s6{stroke:#c0392b}.s3{stroke:#1e8449}.s0{stroke:#1f618d}\
    .computed{fill:none;stroke-width:2}.measured{fill:none;stroke-width:1.2}";

/// Three sensors of each case: circles measured, lines computed.
#[must_use]
pub fn svg(cases: &[Compared]) -> String {
    let columns = 3;
    let rows = cases.len().div_ceil(columns);
    let (width, height) = (SIZE[0] + MARGIN[0] + 15.0, SIZE[1] + MARGIN[1] + 10.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\">\n<style>{STYLE}</style>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        columns as f64 * width,
        rows as f64 * height + 30.0
    );
    for (at, case) in cases.iter().enumerate() {
        let (column, row) = ((at % columns) as f64, (at / columns) as f64);
        let (x, y) = (column * width + MARGIN[0], row * height + 30.0);
        let _ = writeln!(svg, "<g transform=\"translate({x} {y})\">");
        panel(&mut svg, case);
        svg.push_str("</g>\n");
    }
    let y = rows as f64 * height + 15.0;
    let mut x = MARGIN[0];
    for (sensor, name) in SHOWN {
        let _ = writeln!(
            svg,
            "<path class=\"computed s{sensor}\" d=\"M{x} {y}h30\"/>\
             <circle class=\"measured s{sensor}\" cx=\"{}\" cy=\"{y}\" r=\"3\"/>\
             <text x=\"{}\" y=\"{}\">{name}</text>",
            x + 15.0,
            x + 36.0,
            y + 4.0
        );
        x += 110.0;
    }
    let _ = writeln!(
        svg,
        "<text x=\"{x}\" y=\"{}\">circles: measured, lines: computed; helium, vol %, over minutes\
         </text>\n</svg>",
        y + 4.0
    );
    svg
}

fn place(time: f64, value: f64) -> (f64, f64) {
    (time / END * SIZE[0], SIZE[1] * (1.0 - value.clamp(0.0, TOP) / TOP))
}

fn panel(svg: &mut String, case: &Compared) {
    for percent in [0.0, 20.0, 40.0, 60.0] {
        let (_, y) = place(0.0, percent);
        let _ = writeln!(
            svg,
            "<path class=\"grid\" d=\"M0 {y:.1}H{}\"/>\
             <text x=\"-6\" y=\"{:.1}\" text-anchor=\"end\">{percent}</text>",
            SIZE[0],
            y + 4.0
        );
    }
    for minutes in [0.0, 30.0, 60.0, 90.0, 120.0] {
        let (x, _) = place(minutes * 60.0, 0.0);
        let _ = writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{minutes}</text>",
            SIZE[1] + 16.0
        );
    }
    let title = if case.calibrates() { " (calibration)" } else { "" };
    let _ = writeln!(
        svg,
        "<path class=\"axis\" d=\"M0 0V{}H{}\"/><text x=\"8\" y=\"-8\">{}{title}</text>",
        SIZE[1], SIZE[0], case.measured.case
    );
    for (sensor, _) in SHOWN {
        let mut path = String::new();
        for (time, values) in case.measured.times.iter().zip(&case.computed) {
            let (x, y) = place(*time, values[sensor]);
            let _ = write!(path, "{}{x:.1} {y:.1}", if path.is_empty() { 'M' } else { 'L' });
        }
        let _ = writeln!(svg, "<path class=\"computed s{sensor}\" d=\"{path}\"/>");
        let rows = case.measured.times.iter().zip(&case.measured.values);
        for (time, values) in rows.step_by(5) {
            let (x, y) = place(*time, values[sensor]);
            let _ = writeln!(
                svg,
                "<circle class=\"measured s{sensor}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\"/>"
            );
        }
    }
}
