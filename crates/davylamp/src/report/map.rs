//! Maps and sections as inline SVG.

use std::fmt::Write as _;

use maud::{Markup, html};

use crate::numbers;
use crate::picture::view::{View, Window, decimals, minus};

/// Width of a map in its own units: a unit is a pixel on a phone that is 400 wide.
const WIDTH: f64 = 400.0;
/// Below the frame, for numbers and a name.
const FOOT: f64 = 50.0;

/// The map's frame on the sheet.
const FRAME: [[f64; 2]; 2] = [[50.0, 10.0], [390.0, 350.0]];

/// A map that is being drawn, from below to above.
pub(super) struct Map {
    view: View,
    names: [&'static str; 2],
    layers: Vec<Markup>,
    /// What may stand over the frame.
    marks: Vec<Markup>,
}

impl Map {
    pub(super) fn new(wanted: Window) -> Self {
        Self::of(View::new(FRAME, wanted), ["x, m to the east", "y, m to the north"])
    }

    /// A section of the ground of this width and depth, from the surface down.
    #[cfg(all(feature = "nets", feature = "uhs"))]
    pub(super) fn section(extent: [f64; 2]) -> Self {
        Self::of(View::section(FRAME, extent), ["x, m", "depth, m"])
    }

    /// A floor of this length and width, from above.
    #[cfg(all(feature = "nets", feature = "room"))]
    pub(super) fn floor(size: [f64; 2]) -> Self {
        Self::of(View::floor(FRAME, size), ["x, m", "y, m"])
    }

    fn of(view: View, names: [&'static str; 2]) -> Self {
        Self { view, names, layers: Vec::new(), marks: Vec::new() }
    }

    /// Regions with holes, of one colour; `tip` is said when they are pointed at.
    pub(super) fn regions(&mut self, rings: &[Vec<[f64; 2]>], fill: &str, tip: &str) {
        if rings.is_empty() {
            return;
        }
        let d: String = rings.iter().map(|ring| self.path(ring, true)).collect();
        self.layers.push(html! {
            path.hot.zone d=(d) fill=(fill) fill-rule="evenodd" stroke="#5c1a00"
                stroke-opacity="0.55" stroke-width="0.9" tabindex="0" role="img" aria-label=(tip)
                data-tip=(tip) { title { (tip) } }
        });
    }

    /// Places of a density, without an edge of their own.
    pub(super) fn shade(&mut self, rings: &[Vec<[f64; 2]>], fill: &str, tip: &str) {
        if rings.is_empty() {
            return;
        }
        let d: String = rings.iter().map(|ring| self.path(ring, true)).collect();
        self.layers.push(html! {
            path.hot d=(d) fill=(fill) fill-rule="evenodd" data-tip=(tip) { title { (tip) } }
        });
    }

    /// A closed line with a halo.
    pub(super) fn outline(&mut self, ring: &[[f64; 2]], tip: &str) {
        self.edge(ring, "region", tip);
    }

    /// The same in a style of its own.
    pub(super) fn edge(&mut self, ring: &[[f64; 2]], style: &str, tip: &str) {
        let d = self.path(ring, true);
        self.layers.push(html! {
            path.halo d=(d) {}
            path class={ "hot " (style) } d=(d) data-tip=(tip) { title { (tip) } }
        });
    }

    /// Bands across the whole section, each from a depth to another, of one colour.
    #[cfg(all(feature = "nets", feature = "uhs"))]
    pub(super) fn bands(&mut self, bands: &[[f64; 2]], fill: &str) {
        let [[left, _], [right, _]] = self.view.frame;
        let mut d = String::new();
        for [top, bottom] in bands {
            let [top, bottom] = [*top, *bottom].map(|depth| self.view.place([0.0, depth])[1]);
            // Writing to a string cannot fail.
            let _ = write!(d, "M{left} {top:.2}H{right}V{bottom:.2}H{left}Z");
        }
        self.layers.push(html! { path d=(d) fill=(fill) shape-rendering="crispEdges" {} });
    }

    /// An open line.
    pub(super) fn trace(&mut self, places: &[[f64; 2]], tip: &str) {
        let d = self.path(places, false);
        self.layers.push(html! {
            path.halo d=(d) {}
            path.hot.ridge d=(d) data-tip=(tip) { title { (tip) } }
        });
    }

    /// A sensor; without a colour it is an empty ring.
    pub(super) fn sensor(&mut self, place: [f64; 2], fill: Option<&str>, tip: &str) {
        if self.view.shows(place) {
            let disc = self.disc(place, fill, tip);
            self.layers.push(disc);
        }
    }

    /// The same over the frame: at the edge of a section it is still whole.
    #[cfg(all(feature = "nets", any(feature = "uhs", feature = "room")))]
    pub(super) fn mark(&mut self, place: [f64; 2], fill: Option<&str>, tip: &str) {
        let disc = self.disc(place, fill, tip);
        self.marks.push(disc);
    }

    fn disc(&self, place: [f64; 2], fill: Option<&str>, tip: &str) -> Markup {
        let [x, y] = self.at(place);
        html! {
            g.hot data-tip=(tip) {
                circle.reach cx=(x) cy=(y) r="9" {}
                circle.dot cx=(x) cy=(y) r="4.2" fill=(fill.unwrap_or("#fff"))
                    stroke=(if fill.is_some() { "#1c2126" } else { "#6b747d" })
                    stroke-width="1" {}
            }
        }
    }

    /// A source: a cross.
    pub(super) fn source(&mut self, place: [f64; 2], tip: &str) {
        if !self.view.shows(place) {
            return;
        }
        let [x, y] = self.view.place(place);
        let cross = |reach: f64| {
            let [w, e, n, s] = [x - reach, x + reach, y - reach, y + reach];
            format!("M{w:.1} {n:.1}L{e:.1} {s:.1}M{w:.1} {s:.1}L{e:.1} {n:.1}")
        };
        self.layers.push(html! {
            g.hot tabindex="0" role="img" aria-label=(tip) data-tip=(tip) {
                title { (tip) }
                circle.reach cx=(tenths(x)) cy=(tenths(y)) r="10" {}
                path.halo d=(cross(7.0)) {}
                path.source d=(cross(6.5)) {}
            }
        });
    }

    /// Arrows where the wind blows to, in the corner that is farthest from these places.
    pub(super) fn wind(&mut self, directions: &[[f64; 2]], words: &str, places: &[[f64; 2]]) {
        const RADIUS: f64 = 20.0;
        // Half of what a wind takes in words, "12.3 m/s from 270°".
        const HALF_WORDS: f64 = 56.0;
        let [[left, _], [right, _]] = self.view.frame;
        let [x, y] = self.view.quiet_corner(places);
        let x = x.clamp(left + HALF_WORDS, right - HALF_WORDS);
        let mut d = String::new();
        for [east, north] in directions {
            let [u, v] = [RADIUS * east, -RADIUS * north];
            let (tail, tip) = ([x - u, y - v], [x + u, y + v]);
            let barb = |turn: f64| {
                let (sin, cos) = turn.sin_cos();
                [tip[0] - 0.4 * (u * cos - v * sin), tip[1] - 0.4 * (u * sin + v * cos)]
            };
            let [left, right] = [barb(0.5), barb(-0.5)];
            // Writing to a string cannot fail.
            let _ = write!(
                d,
                "M{:.1} {:.1}L{:.1} {:.1}M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}",
                tail[0],
                tail[1],
                tip[0],
                tip[1],
                left[0],
                left[1],
                tip[0],
                tip[1],
                right[0],
                right[1]
            );
        }
        let below = tenths(y + RADIUS + 14.0);
        self.layers.push(html! {
            circle cx=(tenths(x)) cy=(tenths(y)) r="24" fill="#fff" fill-opacity="0.8" {}
            path.wind d=(d) stroke-opacity=(if directions.len() > 1 { "0.4" } else { "1" }) {}
            text.windwords x=(tenths(x)) y=(below) text-anchor="middle" { (words) }
        });
    }

    /// The map, named `id`, with grid and axes.
    pub(super) fn finish(self, id: &str, label: &str) -> Markup {
        let [[left, top], [right, bottom]] = self.view.frame;
        let clip = format!("{id}-frame");
        let ticks = |axis: usize| -> Vec<(String, String)> {
            let digits = decimals(self.view.step(axis));
            let place = |tick: f64| {
                let mut ground = self.view.window[0];
                ground[axis] = tick;
                self.view.place(ground)[axis]
            };
            // Adding 0.0 turns -0 into 0.
            let words = |tick: f64| minus(&format!("{:.digits$}", tick + 0.0));
            self.view.ticks(axis).map(|tick| (tenths(place(tick)), words(tick))).collect()
        };
        let (across, up) = (ticks(0), ticks(1));
        html! {
            svg viewBox={ "0 0 " (WIDTH) " " (tenths(bottom + FOOT)) } role="group" aria-label=(label)
                xmlns="http://www.w3.org/2000/svg" {
                defs { clipPath id=(clip) { rect x=(left) y=(top) width=(right - left)
                    height=(bottom - top) {} } }
                @for (x, _) in &across { line.grid x1=(x) x2=(x) y1=(top) y2=(bottom) {} }
                @for (y, _) in &up { line.grid x1=(left) x2=(right) y1=(y) y2=(y) {} }
                g clip-path={ "url(#" (clip) ")" } { @for layer in &self.layers { (layer) } }
                rect.frame x=(left) y=(top) width=(right - left) height=(bottom - top) {}
                @for (x, words) in &across {
                    text x=(x) y=(bottom + 15.0) text-anchor="middle" { (words) }
                }
                @for (y, words) in &up {
                    text x=(left - 5.0) y=(y) dy="3.5" text-anchor="end" { (words) }
                }
                text x=(0.5 * (left + right)) y=(bottom + 33.0) text-anchor="middle" {
                    (self.names[0])
                }
                text transform={ "translate(12 " (0.5 * (top + bottom)) ") rotate(-90)" }
                    text-anchor="middle" { (self.names[1]) }
                @for mark in &self.marks { (mark) }
            }
        }
    }

    fn at(&self, place: [f64; 2]) -> [String; 2] {
        self.view.place(place).map(tenths)
    }

    /// A path through these places; those that fall together on the sheet are drawn once.
    fn path(&self, places: &[[f64; 2]], closed: bool) -> String {
        let mut d = String::new();
        let mut last = None;
        for place in places {
            let at = self.at(*place);
            if last.as_ref() == Some(&at) {
                continue;
            }
            d.push(if d.is_empty() { 'M' } else { 'L' });
            d.push_str(&at[0]);
            d.push(' ');
            d.push_str(&at[1]);
            last = Some(at);
        }
        if closed {
            d.push('Z');
        }
        d
    }
}

/// A length on the sheet, to a tenth.
pub(super) fn tenths(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A place in words.
pub(super) fn place_words([x, y]: [f64; 2]) -> String {
    format!("x = {} m, y = {} m", numbers::plain(x), numbers::plain(y))
}

/// A colour of a map of colours, at 0 to 1, as CSS has it.
pub(super) fn colour(gradient: colorous::Gradient, at: f64) -> String {
    format!("#{:x}", gradient.eval_continuous(at.clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::{Map, colour, tenths};

    #[test]
    fn lengths_are_short() {
        assert_eq!([12.04, 12.0, -0.26].map(tenths), ["12", "12", "-0.3"]);
    }

    #[test]
    fn colours_are_css() {
        assert_eq!(colour(colorous::VIRIDIS, 0.0), "#440154");
    }

    #[test]
    fn places_that_fall_together_are_drawn_once() {
        let map = Map::new([[0.0, 0.0], [340.0, 340.0]]);
        assert_eq!(map.path(&[[0.0, 0.0], [0.01, 0.0], [340.0, 0.0]], true), "M50 350L390 350Z");
    }

    #[test]
    fn names_are_escaped() {
        let mut map = Map::new([[0.0, 0.0], [1.0, 1.0]]);
        map.sensor([0.5, 0.5], None, "\"><script>alert(1)</script>");
        let svg = map.finish("m", "map").into_string();
        assert!(!svg.contains("<script") && svg.contains("&lt;script"), "{svg}");
    }
}
