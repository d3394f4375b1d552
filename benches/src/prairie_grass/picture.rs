//! A picture of all estimates around the source, as SVG.

use std::fmt::Write;

use super::network::Network;
use super::report::{Results, Trials};

/// Half the side of a panel, m and pixels.
const REACH: f64 = 100.0;
const HALF: f64 = 220.0;

/// Space around a panel, pixels.
const MARGIN: f64 = 50.0;

const STYLE: &str = "text{font:14px sans-serif;fill:#333}.axis{stroke:#999}.ring{fill:none;\
    stroke:#bbb}.source{fill:none;stroke:#c00;stroke-width:2}.one{fill:#06c;fill-opacity:.8}\
    .many{fill:#06c;fill-opacity:.25}";

/// Estimates in the frame of the wind, which blows to the right: one panel for all samplers, one for
/// four that see the plume.
#[must_use]
pub fn svg(results: &Results) -> String {
    let panels = [(Network::All, "one"), (Network::Seeing(4), "many")];
    let (width, height) = (4.0 * (HALF + MARGIN), 2.0 * (HALF + MARGIN));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">\n\
         <style>{STYLE}</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    for (column, (network, class)) in panels.into_iter().enumerate() {
        let middle = MARGIN + HALF + 2.0 * (HALF + MARGIN) * column as f64;
        let _ = writeln!(svg, "<g transform=\"translate({middle} {})\">", MARGIN + HALF);
        frame(&mut svg, &format!("{network}: estimates around the source, m"));
        if let Some(at) = Network::EVERY.iter().position(|n| *n == network) {
            dots(&mut svg, &results.trials[at][0], class);
        }
        svg.push_str("<path class=\"source\" d=\"M-6-6L6 6M-6 6L6-6\"/>\n</g>\n");
    }
    svg.push_str("</svg>\n");
    svg
}

fn frame(svg: &mut String, title: &str) {
    let _ = write!(
        svg,
        "<text x=\"{}\" y=\"{}\">{title}</text>\n\
         <path class=\"axis\" d=\"M{} 0H{HALF}M0 {}V{HALF}\"/>\n\
         <text x=\"{}\" y=\"-6\" text-anchor=\"end\">downwind</text>\n",
        -HALF,
        -HALF - 15.0,
        -HALF,
        -HALF,
        HALF
    );
    for radius in [20.0, 50.0, 100.0] {
        let pixels = radius / REACH * HALF;
        let _ = write!(
            svg,
            "<circle class=\"ring\" r=\"{pixels:.1}\"/>\n<text x=\"4\" y=\"{:.1}\">{radius}</text>\n",
            pixels - 4.0
        );
    }
}

/// Dots inside the panel, and how many lie outside.
fn dots(svg: &mut String, trials: &Trials, class: &str) {
    let mut outside = 0;
    for trial in trials.iter().flatten() {
        if trial.downwind.abs().max(trial.crosswind.abs()) > REACH {
            outside += 1;
            continue;
        }
        let [x, y] = [trial.downwind, -trial.crosswind].map(|m| m / REACH * HALF);
        let _ = writeln!(svg, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>");
    }
    if outside > 0 {
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\">{outside} farther away</text>",
            -HALF,
            HALF + 20.0
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;

    #[test]
    fn every_estimate_is_drawn_or_counted() {
        let at = |downwind| Trial {
            downwind,
            crosswind: -10.0,
            rate_ratio: 1.0,
            within_half: true,
            within_ninety: true,
        };
        let trials = vec![vec![at(5.0), at(-20.0), at(f64::INFINITY)]];
        let every = Network::EVERY.map(|_| [trials.clone(), vec![]]).to_vec();
        let svg = svg(&Results { draws: 3, trials: every });
        assert_eq!(svg.matches("class=\"many\"").count(), 2);
        assert_eq!(svg.matches("1 farther away").count(), 2);
    }
}
