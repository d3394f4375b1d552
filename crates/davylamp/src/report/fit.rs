//! How well the sources explain what each sensor read.

use std::collections::HashMap;

use maud::{Markup, html};

use super::map::{colour, place_words, tenths};
use super::page::number;
use crate::numbers;
use crate::picture::legend::{Scale, decade, unit_of};
use crate::tracing::Traced;

/// A page shows no more readings than this; the rest are in the JSON object that `--json` prints.
pub(super) const MOST_ROWS: usize = 400;

/// Plotted and measured within this factor: the measure FAC2 of Chang and Hanna (2004),
/// doi:10.1007/s00703-003-0070-7.
const FACTOR: f64 = 2.0;

/// One reading beside what the sources make there.
pub(super) struct Row {
    /// Its place among all readings.
    pub(super) index: usize,
    pub(super) name: String,
    pub(super) position: [f64; 3],
    pub(super) time: Option<f64>,
    pub(super) measured: f64,
    pub(super) below_detection: bool,
    pub(super) modelled: f64,
}

/// The unit in which the concentrations of a page stand, and one of it in kg/m³.
pub(super) struct Unit {
    name: &'static str,
    power: f64,
}

impl Unit {
    pub(super) fn of(scale: Option<Scale>) -> Self {
        let (name, power) = unit_of(scale.map_or(-6.0, |scale| scale.high));
        Self { name, power }
    }

    pub(super) fn words(&self, concentration: f64) -> String {
        format!("{} {}", self.figure(concentration), self.name)
    }

    /// The colours of the sensors.
    pub(super) fn bar(&self, scale: Scale) -> Markup {
        let stops: Vec<String> =
            (0..=8).map(|i| colour(colorous::VIRIDIS, 1.0 - f64::from(i) / 8.0)).collect();
        let [low, high] = [scale.low, scale.high].map(|log| decade(log - self.power));
        html! {
            span.bar {
                (low) " "
                span style={ "background:linear-gradient(90deg," (stops.join(",")) ")" } {}
                " " (high) " " (self.name)
            }
        }
    }

    fn figure(&self, concentration: f64) -> String {
        numbers::short(concentration * 10_f64.powf(-self.power))
    }
}

impl Row {
    pub(super) fn words(&self, unit: &Unit) -> String {
        let less = if self.below_detection { "less than the detection limit" } else { "" };
        let read = if less.is_empty() { unit.words(self.measured) } else { less.to_owned() };
        format!("{}: read {read}, modelled {}", self.name, unit.words(self.modelled))
    }

    fn has_gas(&self) -> bool {
        !self.below_detection && self.measured > 0.0
    }

    fn ratio(&self) -> Option<f64> {
        self.has_gas().then_some(self.modelled / self.measured)
    }
}

/// The readings, in their order; of more than [`MOST_ROWS`] those where most was read or expected.
pub(super) fn rows(traced: &Traced) -> Vec<Row> {
    let name = |i: usize, position: [f64; 3]| {
        traced
            .sensors
            .get(i)
            .filter(|name| !name.is_empty())
            .map_or_else(|| place_words([position[0], position[1]]), String::clone)
    };
    let pairs = traced.readings.iter().zip(&traced.predicted).enumerate();
    let mut rows: Vec<Row> = pairs
        .map(|(index, (reading, modelled))| Row {
            index,
            name: name(index, reading.position),
            position: reading.position,
            time: reading.time,
            measured: reading.concentration,
            below_detection: reading.is_censored(),
            modelled: *modelled,
        })
        .collect();
    if rows.len() > MOST_ROWS {
        let most = |row: &Row| row.measured.max(row.modelled);
        rows.sort_by(|a, b| most(b).total_cmp(&most(a)));
        rows.truncate(MOST_ROWS);
        rows.sort_by_key(|row| row.index);
    }
    rows
}

/// Of each place the reading with the most gas, and how many there are of that place.
pub(super) fn places(rows: &[Row]) -> Vec<(&Row, usize)> {
    let mut places: HashMap<[u64; 3], (&Row, usize)> = HashMap::new();
    for row in rows {
        let place = places.entry(row.position.map(f64::to_bits)).or_insert((row, 0));
        place.1 += 1;
        if row.measured > place.0.measured {
            place.0 = row;
        }
    }
    let mut places: Vec<_> = places.into_values().collect();
    places.sort_by_key(|(row, _)| row.index);
    places
}

/// How many readings with gas there are, and how many of them the model meets within a factor of two.
pub(super) fn within_factor(traced: &Traced) -> [usize; 2] {
    let pairs = traced.readings.iter().zip(&traced.predicted);
    let with_gas = pairs.filter(|(r, _)| !r.is_censored() && r.concentration > 0.0);
    let ratios: Vec<f64> = with_gas.map(|(r, modelled)| modelled / r.concentration).collect();
    let near = ratios.iter().filter(|ratio| (1.0 / FACTOR..=FACTOR).contains(*ratio)).count();
    [ratios.len(), near]
}

pub(super) fn table(rows: &[Row], unit: &Unit) -> Markup {
    let timed = rows.iter().any(|row| row.time.is_some());
    html! {
        div.scroll {
            table {
                thead {
                    tr {
                        th { "Sensor" }
                        @if timed { th { "time, s" } }
                        th { "read, " (unit.name) } th { "modelled, " (unit.name) }
                        th { "modelled / read" }
                        th { "x, m" } th { "y, m" } th { "z, m" }
                    }
                }
                tbody { @for row in rows { (line(row, unit, timed)) } }
            }
        }
    }
}

fn line(row: &Row, unit: &Unit, timed: bool) -> Markup {
    let key = |name: &str| format!("/trace/fit/{}/{name}", row.index);
    let plain = |name: &str, value: f64| number(&key(name), value, &numbers::plain(value));
    let read = unit.figure(row.measured);
    let read = if row.below_detection { format!("< limit ({read})") } else { read };
    html! {
        tr {
            td { (row.name) }
            @if timed { td { @if let Some(time) = row.time { (plain("time", time)) } } }
            td { (number(&key("measured"), row.measured, &read)) }
            td { (number(&key("modelled"), row.modelled, &unit.figure(row.modelled))) }
            td { @if let Some(ratio) = row.ratio() { (numbers::short(ratio)) } @else { "–" } }
            @for (name, value) in ["x", "y", "z"].into_iter().zip(row.position) {
                td { (plain(name, value)) }
            }
        }
    }
}

/// Modelled beside read, both on logarithmic axes; what lies below them sits on the edge.
pub(super) fn chart(rows: &[Row], scale: Scale, unit: &Unit) -> Markup {
    const FRAME: [[f64; 2]; 2] = [[52.0, 12.0], [380.0, 340.0]];
    let [[left, top], [right, bottom]] = FRAME;
    let part = |concentration: f64| {
        let log = concentration.max(f64::MIN_POSITIVE).log10();
        ((log - scale.low) / (scale.high - scale.low)).clamp(0.0, 1.0)
    };
    let across = |c: f64| left + part(c) * (right - left);
    let up = |c: f64| bottom - part(c) * (bottom - top);
    let [low, high] = [scale.low, scale.high].map(|log| 10_f64.powf(log));
    let decades: Vec<f64> = (0_u32..12)
        .map(|i| scale.low + f64::from(i))
        .take_while(|l| *l <= scale.high + 1e-9)
        .collect();
    html! {
        figure.chart {
            svg viewBox="0 0 400 392" role="group" aria-label="Chart of modelled and read concentrations"
                xmlns="http://www.w3.org/2000/svg" {
                @for log in &decades {
                    @let (x, y) = (tenths(across(10_f64.powf(*log))), tenths(up(10_f64.powf(*log))));
                    line.grid x1=(x) x2=(x) y1=(top) y2=(bottom) {}
                    line.grid x1=(left) x2=(right) y1=(y) y2=(y) {}
                    text x=(x) y=(bottom + 15.0) text-anchor="middle" { (decade(log - unit.power)) }
                    text x=(left - 5.0) y=(y) dy="3.5" text-anchor="end" {
                        (decade(log - unit.power))
                    }
                }
                line.same x1=(across(low)) y1=(up(low)) x2=(across(high)) y2=(up(high)) {}
                line.double x1=(across(low)) y1=(up(low * FACTOR))
                    x2=(tenths(across(high / FACTOR))) y2=(up(high)) {}
                line.double x1=(tenths(across(low * FACTOR))) y1=(up(low))
                    x2=(across(high)) y2=(tenths(up(high / FACTOR))) {}
                rect.frame x=(left) y=(top) width=(right - left) height=(bottom - top) {}
                @for row in rows {
                    @let tip = row.words(unit);
                    @let (x, y) = (tenths(across(row.measured)), tenths(up(row.modelled)));
                    g.hot data-tip=(tip) {
                        circle.reach cx=(x) cy=(y) r="9" {}
                        circle.dot cx=(x) cy=(y) r="3.8"
                            fill=(if row.has_gas() { "#0b4f8a" } else { "#fff" })
                            fill-opacity="0.75" stroke="#1c2126" stroke-width="0.8" {}
                    }
                }
                text x=(0.5 * (left + right)) y=(bottom + 34.0) text-anchor="middle" {
                    "read, " (unit.name)
                }
                text transform={ "translate(12 " (0.5 * (top + bottom)) ") rotate(-90)" }
                    text-anchor="middle" { "modelled, " (unit.name) }
            }
            output.readout { "Point at or tap a reading." }
            figcaption {
                "On the solid line the model says what was read; between the dashed ones within a factor \
                 of two. Open dots read nothing or less than the detection limit; what is off the scale \
                 sits on the edge."
            }
        }
    }
}
