//! The page about a traced source.

use davylamp_plume::GaussianPlume;
use maud::{Markup, html};
use serde_json::json;

use super::assumed::{self, Fact};
use super::fit::{self, Row, Unit};
use super::map::{Map, colour};
use super::page::{BY_PLUME, Page, number, short};
use super::{Provenance, reach};
use crate::RunError;
use crate::numbers;
use crate::picture::PictureError;
use crate::picture::legend::Scale;
use crate::picture::traced::field;
use crate::picture::view::window_of;
use crate::scene::{Scene, SourceSection, WindSection};
use crate::tracing::{DensityMap, Finding, Traced, TracedSource};
use crate::zones::{ThreatZones, buoyancy};

/// Corners of an ellipse on the page.
const CORNERS: usize = 120;

/// A smaller turn of the wind is not worth a word, degrees.
const LEAST_TURN_DEG: f64 = 0.05;

/// What the shades of a density hold of the probability.
const SHARES: [f64; 3] = [0.99, 0.9, 0.5];

impl Traced {
    /// The estimate as one page in HTML: where the source is, how sure that is, how far it reaches, what
    /// each sensor says to it, and what was assumed. `scene` is what the readings were traced in.
    ///
    /// # Errors
    /// [`PictureError::Drawing`] where the density has no regions to draw.
    pub fn to_report(&self, scene: &Scene, made_by: &Provenance) -> Result<String, PictureError> {
        let zones = self.zones(scene);
        let reached = zones.as_ref().ok().map(|[usual, _]| usual.to_json());
        let mut trace = self.to_json();
        if self.readings.len() > fit::MOST_ROWS
            && let Some(object) = trace.as_object_mut()
        {
            // Thousands of readings would make a page that no telephone opens.
            object.remove("fit");
        }
        let result = json!({ "trace": trace, "zones": reached });
        let rows = fit::rows(self);
        let scale = Scale::of(self.readings.iter().map(|r| r.concentration));
        let unit = Unit::of(scale);
        let body = html! {
            (self.answer())
            (self.maps(&rows, scale, &unit)?)
            (self.reach(&zones))
            section {
                h2 { "What each sensor says to it" }
                (self.fit_words())
                @if let Some(scale) = scale { (fit::chart(&rows, scale, &unit)) }
                (fit::table(&rows, &unit))
                @if self.readings.len() > rows.len() {
                    p.note {
                        "Of " (self.readings.len()) " readings these are the " (rows.len())
                        " where most was read or expected; --json prints all."
                    }
                }
            }
            section {
                h2 { "What was assumed" }
                (assumed::facts(&self.facts(scene)))
            }
        };
        let readings = match self.readings.len() {
            1 => "1 reading".to_owned(),
            count => format!("{count} readings"),
        };
        let page = Page {
            kind: "source report",
            // A line does not end in the middle of an equation.
            title: self
                .title()
                .replace(" = ", "\u{a0}=\u{a0}")
                .replace(" \u{b1} ", "\u{a0}\u{b1}\u{a0}"),
            subtitle: format!("{} · {readings} · {}", made_by.input, self.air_words()),
            warnings: self.all_warnings(scene, zones.as_ref().ok().map(|[usual, _]| usual)),
            body,
            result: &result,
            seed: Some(self.seed),
            computed: BY_PLUME,
            made_by,
        };
        Ok(page.to_html())
    }

    fn all_warnings(&self, scene: &Scene, zones: Option<&ThreatZones>) -> Vec<String> {
        let mut warnings = self.warnings.clone();
        match zones {
            Some(zones) => warnings.extend(zones.warnings.iter().cloned()),
            None => warnings.extend(self.sources().iter().filter_map(|source| {
                let slowest = self.plumes.iter().map(|p| p.input().wind_speed);
                // What makes the question unanswerable has been said when the readings were traced.
                buoyancy(scene, source.rate, slowest.fold(f64::INFINITY, f64::min)).ok().flatten()
            })),
        }
        let mut seen = Vec::new();
        warnings.retain(|warning| {
            let new = !seen.contains(warning);
            seen.push(warning.clone());
            new
        });
        warnings
    }

    /// The zones of the source found, at its rate and at the greatest one believed; else why not.
    fn zones(&self, scene: &Scene) -> Result<[ThreatZones; 2], String> {
        let ([source], [plume]) = (self.sources(), &self.plumes[..]) else {
            return Err(match self.sources() {
                [] => "The readings do not tell the source, and so not how far it reaches.",
                [_] => "There were several winds; the zones of each are those of davylamp zones.",
                _ => "There are several sources, whose zones add up.",
            }
            .to_owned());
        };
        let of = |rate: f64| {
            let [x, y, height] = source.position;
            let input = plume.input();
            let mut scene = scene.clone();
            scene.source = SourceSection { x, y, height, rate: Some(rate) };
            scene.wind =
                WindSection { speed: Some(input.wind_speed), from_deg: Some(input.wind_from_deg) };
            scene.air.class = Some(input.class);
            let mut zones = ThreatZones::of(&scene)?;
            zones.stability = self.stability;
            Ok(zones)
        };
        let both = of(source.rate).and_then(|usual| Ok([usual, of(source.rate_interval[1])?]));
        both.map_err(|error: RunError| match error {
            RunError::NoThresholds { gas } => {
                format!("{gas} has neither AEGL nor flammable limits, and the scene gives none.")
            }
            other => other.to_string(),
        })
    }

    fn answer(&self) -> Markup {
        let several = self.sources().len() > 1;
        html! {
            @for (i, source) in self.sources().iter().enumerate() {
                @let at = if several { format!("/trace/sources/{i}") } else { "/trace".to_owned() };
                @if several { h2 { "Source " (i + 1) } }
                (self.source(source, &at))
            }
            @if let Finding::Ridge { points, ellipse, .. } = &self.finding {
                p.lead {
                    "Many sources explain these readings equally well, from a weak one near the sensors to \
                     a strong one far upwind. More sensors, across the wind and at several distances, or \
                     a wind that turns, would tell them apart."
                }
                div.scroll {
                    table {
                        thead { tr { th { "Possible source" } th { "x, m" } th { "y, m" } th { "rate" } } }
                        tbody {
                            @for (i, point) in points.iter().enumerate() {
                                @let key = |name: &str| format!("/trace/ridge/{i}/{name}");
                                tr {
                                    td { (i + 1) }
                                    @for (name, value) in ["x", "y"].into_iter().zip(point.position) {
                                        td { (number(&key(name), value, &numbers::metres(value, 10.0))) }
                                    }
                                    td { (number(&key("rate"), point.rate, &numbers::rate(point.rate))) }
                                }
                            }
                        }
                    }
                }
                @if let Some(ellipse) = ellipse {
                    p {
                        "With " (number("/trace/ellipse/level", ellipse.level, &percent(ellipse.level)))
                        " probability the source lies in an ellipse of "
                        (numbers::short(ellipse.area())) " m²."
                    }
                }
            }
        }
    }

    fn source(&self, source: &TracedSource, at: &str) -> Markup {
        let key = |name: &str| format!("{at}/{name}");
        let [[x, sx], [y, sy]] = source.spread();
        let (factor, unit) = numbers::rate_unit(source.rate);
        let rate = |kg_s: f64| numbers::short(kg_s * factor);
        let [low, high] = source.rate_interval;
        let ellipse = &source.ellipse;
        let level = percent(ellipse.level);
        let height = source.position[2];
        html! {
            p.lead {
                "The readings are explained best by a source at x = "
                (number(&key("x"), x, &numbers::metres(x, sx))) " m, y = "
                (number(&key("y"), y, &numbers::metres(y, sy))) " m, "
                (number(&key("z"), height, &numbers::plain(height)))
                " m above the ground, that gives off "
                (number(&key("rate"), source.rate, &numbers::rate(source.rate))) ". With "
                (number(&key("ellipse/level"), ellipse.level, &level))
                " probability it lies inside the ellipse on the map, and its rate between "
                (number(&key("rate_interval/0"), low, &rate(low))) " and "
                (number(&key("rate_interval/1"), high, &rate(high))) " " (unit) "."
            }
            @if let Some(map) = &self.map { (assumed::on_earth(map, [x, y])) }
            dl.figures {
                div {
                    dt { "Place" }
                    dd.big { "x " (numbers::metres(x, sx)) " m, y " (numbers::metres(y, sy)) " m" }
                    dd.note {
                        "x to the east ± " (numbers::metres(sx, sx)) " m, y to the north ± "
                        (numbers::metres(sy, sy)) " m (standard deviations)"
                    }
                }
                div {
                    dt { "Rate" }
                    dd.big { (rate(source.rate)) " " (unit) }
                    dd.note { (rate(low)) " to " (rate(high)) " " (unit) " with 90 %" }
                }
                div {
                    dt { "Ellipse of " (level) }
                    dd.big { (numbers::short(ellipse.area())) " m²" }
                    dd.note {
                        (short(&key("ellipse/semi_axes_m/0"), ellipse.semi_axes[0])) " m by "
                        (short(&key("ellipse/semi_axes_m/1"), ellipse.semi_axes[1]))
                        " m (half axes), the long one at "
                        (number(&key("ellipse/angle_deg"), ellipse.angle_deg,
                            &numbers::plain(ellipse.angle_deg.round())))
                        "° from east, counter-clockwise"
                    }
                }
            }
        }
    }

    fn maps(
        &self,
        rows: &[Row],
        scale: Option<Scale>,
        unit: &Unit,
    ) -> Result<Markup, PictureError> {
        let sensors = rows.iter().map(|row| [row.position[0], row.position[1]]);
        let mut near: Vec<[f64; 2]> = self.source_places();
        near.extend(self.regions().into_iter().flatten());
        near.extend(self.ridge_places());
        let all: Vec<[f64; 2]> = sensors.chain(near.iter().copied()).collect();
        let mut wide = Map::new(window_of(&all, 0.07, 1.0));
        self.draw_estimate(&mut wide)?;
        for (row, count) in fit::places(rows) {
            let part = scale.filter(|_| row.measured > 0.0 && !row.below_detection).map(|scale| {
                let at = (row.measured.log10() - scale.low) / (scale.high - scale.low);
                colour(colorous::VIRIDIS, 1.0 - at)
            });
            let mut tip = row.words(unit);
            if count > 1 {
                tip = format!("{tip} (the most of {count} readings)");
            }
            wide.sensor([row.position[0], row.position[1]], part.as_deref(), &tip);
        }
        self.draw_sources(&mut wide);
        let winds: Vec<[f64; 2]> = self.plumes.iter().map(GaussianPlume::downwind).collect();
        wide.wind(&winds, &self.wind_words(), &all);
        let mut close = Map::new(window_of(&near, 0.25, 0.1));
        self.draw_estimate(&mut close)?;
        self.draw_sources(&mut close);
        Ok(html! {
            section {
                h2 { "Where it is" }
                div.side {
                    figure {
                        (wide.finish("wide", "Map of sensors and source"))
                        output.readout { "Point at or tap a sensor, a region or the source." }
                        figcaption {
                            @if let Some(scale) = scale { (unit.bar(scale)) }
                            "Sensors, coloured by what they read (empty: nothing, or less than the \
                             detection limit), and the estimate (cross)."
                        }
                    }
                    figure {
                        (close.finish("close", "Map of the surroundings of the source"))
                        output.readout { "Point at or tap a region or the source." }
                        figcaption {
                            "The surroundings of the estimate: the line is the ellipse"
                            @if self.density.is_some() {
                                "; the shades hold the source with 50, 90 and 99 % probability"
                            }
                            "."
                        }
                    }
                }
            }
        })
    }

    /// Density, ellipses and ridge.
    fn draw_estimate(&self, map: &mut Map) -> Result<(), PictureError> {
        if let Some((density, field)) = self.density.as_ref().and_then(|d| Some((d, field(d)?))) {
            for (share, tint) in SHARES.into_iter().zip([0.2, 0.4, 0.65]) {
                let rings = field.regions(density_at_share(density, share))?;
                let tip = format!("Holds the source with {}", percent(share));
                map.shade(&rings, &colour(colorous::PURPLES, tint), &tip);
            }
        }
        for (ellipse, region) in self.ellipses().zip(self.regions()) {
            let [major, minor] = ellipse.semi_axes.map(numbers::short);
            let tip = format!(
                "Ellipse that holds the source with {}: half axes {major} m and {minor} m, {} m²",
                percent(ellipse.level),
                numbers::short(ellipse.area())
            );
            map.outline(&region, &tip);
        }
        if !self.ridge().is_empty() {
            map.trace(&self.ridge_places(), "Sources that fit equally well");
        }
        Ok(())
    }

    fn draw_sources(&self, map: &mut Map) {
        for source in self.sources() {
            let [[x, sx], [y, sy]] = source.spread();
            let tip = format!(
                "Source: x = {}, y = {}, {}",
                numbers::metres_with_spread(x, sx),
                numbers::metres_with_spread(y, sy),
                numbers::rate(source.rate)
            );
            map.source([x, y], &tip);
        }
    }

    fn reach(&self, zones: &Result<[ThreatZones; 2], String>) -> Markup {
        html! {
            section {
                h2 { "How far it reaches" }
                @match zones {
                    Ok([usual, most]) => {
                        p {
                            "At " (numbers::rate(usual.rate)) ", " (reach::words(usual))
                            " The column \"reach at most\" takes the upper end of the rate, "
                            (numbers::rate(most.rate)) "."
                        }
                        div.reach-side {
                            (reach::figure(usual, &self.some_sensors(), &self.regions()))
                            (reach::table(usual, "/zones", Some(most)))
                        }
                    }
                    Err(why) => { p { (why) } }
                }
            }
        }
    }

    fn fit_words(&self) -> Markup {
        let [with_gas, near] = fit::within_factor(self);
        let air = if self.wind_turn_deg.abs() < LEAST_TURN_DEG {
            Markup::default()
        } else {
            html! {
                " The wind fits best when turned by "
                (number("/trace/wind_turn_deg", self.wind_turn_deg,
                    &numbers::metres(self.wind_turn_deg, 1.0)))
                "° counter-clockwise."
            }
        };
        html! {
            p {
                (self.readings.len()) " readings, " (with_gas) " with gas; the model meets " (near)
                " of these within a factor of two. Misfit "
                (short("/trace/misfit", self.misfit)) " after " (self.evaluations)
                " evaluations (" (self.optimizer) ")." (air)
            }
        }
    }

    fn facts(&self, scene: &Scene) -> Vec<Fact> {
        let mut facts = assumed::gas(scene);
        facts.push(assumed::fact("Air", self.air_words()));
        let place = scene.search.height.map_or_else(
            || {
                format!(
                    "released {} m above the ground, known",
                    numbers::plain(scene.source.height)
                )
            },
            |[low, high]| {
                let [low, high] = [low, high].map(numbers::plain);
                format!("released {low} to {high} m above the ground")
            },
        );
        facts.push(assumed::fact("Source", format!("steady, at one place, {place}")));
        if let (Some(x), Some(y)) = (scene.search.x, scene.search.y) {
            let ([x0, x1], [y0, y1]) = (x.map(numbers::plain), y.map(numbers::plain));
            facts.push(assumed::fact("Searched", format!("x {x0} to {x1} m, y {y0} to {y1} m")));
        }
        let background = if self.background > 0.0 {
            format!("{} mg/m³ are there without the leak", numbers::short(self.background * 1e6))
        } else {
            "none: all gas is the leak's".to_owned()
        };
        facts.push(assumed::fact("Background", background));
        facts.extend(assumed::errors(scene));
        facts.extend(assumed::air(scene));
        facts
    }

    fn regions(&self) -> Vec<Vec<[f64; 2]>> {
        self.ellipses().map(|ellipse| ellipse.outline(CORNERS)).collect()
    }

    fn source_places(&self) -> Vec<[f64; 2]> {
        self.sources().iter().map(|s| [s.position[0], s.position[1]]).collect()
    }

    fn ridge_places(&self) -> Vec<[f64; 2]> {
        self.ridge().iter().map(|p| [p.position[0], p.position[1]]).collect()
    }

    fn some_sensors(&self) -> Vec<[f64; 2]> {
        self.sensor_places().into_iter().map(|(place, _)| place).take(fit::MOST_ROWS).collect()
    }
}

/// The density that bounds the smallest region with this share of the probability, 1/m².
fn density_at_share(map: &DensityMap, share: f64) -> f64 {
    let mut sorted = map.density.clone();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let total: f64 = sorted.iter().sum();
    let mut sum = 0.0;
    for density in sorted {
        sum += density;
        if sum >= share * total {
            return density;
        }
    }
    0.0
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}
