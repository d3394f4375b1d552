//! Threat zones on a page: a map, a table, a sentence.

use maud::{Markup, html};

use super::map::{Map, colour};
use super::page::{number, short};
use crate::numbers;
use crate::picture::view::window_of;
use crate::zones::{NamedZone, ThreatZones};

/// Where the zones lie above the ground.
pub(super) fn height_words(found: &ThreatZones) -> String {
    match found.height {
        0.0 => "at the ground".to_owned(),
        height => format!("{} m above the ground", numbers::plain(height)),
    }
}

/// The strongest zone that is anywhere, in words.
pub(super) fn words(found: &ThreatZones) -> String {
    let there = found.zones.iter().rev().find(|named| !named.zone.rings.is_empty());
    match there {
        Some(named) => format!(
            "{} is exceeded up to {} m downwind.",
            named.name,
            numbers::short(named.zone.reach)
        ),
        None => "No threshold is exceeded anywhere.".to_owned(),
    }
}

/// From pale to dark as the threshold rises.
fn inks(count: usize) -> impl Iterator<Item = String> {
    let last = count.saturating_sub(1).max(1) as f64;
    (0..count).map(move |i| colour(colorous::YELLOW_ORANGE_RED, 0.15 + 0.65 * i as f64 / last))
}

/// The zones on a map, with sensors and credible regions where there are some.
pub(super) fn figure(
    found: &ThreatZones,
    sensors: &[[f64; 2]],
    regions: &[Vec<[f64; 2]>],
) -> Markup {
    let source = [found.source[0], found.source[1]];
    let mut places: Vec<[f64; 2]> =
        found.zones.iter().flat_map(|named| &named.zone.rings).flatten().copied().collect();
    let downwind = found.plume.downwind();
    if let Some(extent) = found.extent {
        let along =
            |p: &[f64; 2]| (p[0] - source[0]) * downwind[0] + (p[1] - source[1]) * downwind[1];
        places.retain(|p| along(p) <= extent);
        places.push([source[0] + extent * downwind[0], source[1] + extent * downwind[1]]);
    }
    places.push(source);
    places.extend(sensors);
    places.extend(regions.iter().flatten());
    let mut map = Map::new(window_of(&places, 0.07, 1.0));
    for (named, ink) in found.zones.iter().zip(inks(found.zones.len())) {
        map.regions(&named.zone.rings, &ink, &zone_words(named));
    }
    for place in sensors {
        map.sensor(*place, None, &format!("Sensor at {}", super::map::place_words(*place)));
    }
    for region in regions {
        map.outline(region, "The ellipse of the estimate");
    }
    let said = format!(
        "Source: {} {} m above the ground",
        numbers::rate(found.rate),
        numbers::plain(found.source[2])
    );
    map.source(source, &said);
    let speed = numbers::plain(found.plume.input().wind_speed);
    map.wind(&[downwind], &format!("{speed} m/s"), &places);
    let hint = if sensors.is_empty() {
        "Point at or tap a zone or the source."
    } else {
        "Point at or tap a zone, a sensor or the source."
    };
    html! {
        figure {
            (map.finish("reach", "Map of the threat zones"))
            output.readout { (hint) }
            figcaption {
                "Where concentrations " (height_words(found)) " exceed the thresholds, in the mean over the curves' ten minutes; \
                 single gusts reach farther."
            }
        }
    }
}

fn zone_words(named: &NamedZone) -> String {
    let NamedZone { name, ppm, zone, .. } = named;
    let [ppm, reach, width, area] = [*ppm, zone.reach, zone.width, zone.area].map(numbers::short);
    format!("{name} (above {ppm} ppm): to {reach} m downwind, {width} m wide, {area} m²")
}

/// The zones in a table; `at` is where they stand in the JSON object, `most` the same zones of the
/// greatest rate that is believed.
pub(super) fn table(found: &ThreatZones, at: &str, most: Option<&ThreatZones>) -> Markup {
    let key = |i: usize, name: &str| format!("{at}/zones/{i}/{name}");
    let rows: Vec<_> = found.zones.iter().zip(inks(found.zones.len())).enumerate().collect();
    html! {
        div.scroll {
            table {
                thead {
                    tr {
                        th { "Zone" } th { "reach, m" }
                        @if most.is_some() { th { "reach at most, m" } }
                        th { "from, ppm" } th { "from, mg/m³" } th { "width, m" } th { "area, m²" }
                    }
                }
                tbody {
                    @for (i, (named, ink)) in rows.iter().rev() {
                        tr {
                            td {
                                span.swatch style={ "background:" (ink) } {}
                                (named.name)
                            }
                            td { (extent(&key(*i, "reach"), named, named.zone.reach)) }
                            @if let Some(most) = most.and_then(|most| most.zones.get(*i)) {
                                td { (numbers::short(most.zone.reach)) }
                            }
                            td { (short(&key(*i, "ppm"), named.ppm)) }
                            td {
                                (number(&key(*i, "concentration"), named.level,
                                    &numbers::short(named.level * 1e6)))
                            }
                            td { (extent(&key(*i, "width"), named, named.zone.width)) }
                            td { (extent(&key(*i, "area"), named, named.zone.area)) }
                        }
                    }
                }
            }
        }
    }
}

/// A length or an area of a zone, where there is one.
fn extent(key: &str, named: &NamedZone, value: f64) -> Markup {
    let words = if named.zone.rings.is_empty() { "–".to_owned() } else { numbers::short(value) };
    number(key, value, &words)
}
