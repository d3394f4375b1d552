//! The page about the threat zones of a known source.

use maud::html;
use serde_json::json;

use super::assumed::{self, Fact};
use super::page::{BY_PLUME, Page, number, short};
use super::{Provenance, reach};
use crate::numbers;
use crate::scene::Scene;
use crate::zones::ThreatZones;

impl ThreatZones {
    /// The zones as one page in HTML; `scene` is what they were computed from, and is said under what was
    /// assumed.
    #[must_use]
    pub fn to_report(&self, scene: &Scene, made_by: &Provenance) -> String {
        let result = json!({ "zones": self.to_json() });
        let gas = self.gas.replace('-', " ");
        let [x, y, height] = self.source;
        let body = html! {
            p.lead {
                "A source of " (number("/zones/rate", self.rate, &numbers::rate(self.rate)))
                " of " (gas) ", "
                (number("/zones/z", height, &numbers::plain(height))) " m above the ground at x = "
                (number("/zones/x", x, &numbers::plain(x))) " m, y = "
                (number("/zones/y", y, &numbers::plain(y))) " m. " (reach::words(self))
            }
            @if let Some(map) = &self.map { (assumed::on_earth(map, [x, y])) }
            dl.figures {
                @for (i, named) in self.zones.iter().enumerate().rev() {
                    div {
                        dt { (named.name) }
                        dd.big {
                            @if named.zone.rings.is_empty() { "nowhere" } @else {
                                (short(&format!("/zones/zones/{i}/reach"), named.zone.reach)) " m"
                            }
                        }
                        dd.note {
                            "downwind, where there is more than "
                            (numbers::short(named.ppm)) " ppm"
                        }
                    }
                }
            }
            section {
                h2 { "How far it reaches" }
                div.reach-side {
                    (reach::figure(self, &[], &[]))
                    (reach::table(self, "/zones", None))
                }
            }
            section {
                h2 { "What was assumed" }
                (assumed::facts(&self.facts(scene)))
            }
        };
        let page = Page {
            kind: "threat zones",
            title: format!("{} of {gas}: how far it reaches", numbers::rate(self.rate)),
            subtitle: self.air_words(),
            warnings: self.warnings.clone(),
            body,
            result: &result,
            seed: None,
            computed: BY_PLUME,
            made_by,
        };
        page.to_html()
    }

    fn air_words(&self) -> String {
        let input = self.plume.input();
        let [speed, from] = [input.wind_speed, input.wind_from_deg].map(numbers::plain);
        let (class, origin, curves) = (input.class, self.stability.origin, input.curves);
        format!("wind {speed} m/s from {from}°, class {class} ({origin}), {curves}")
    }

    fn facts(&self, scene: &Scene) -> Vec<Fact> {
        let mut facts = vec![
            assumed::fact("Source", "steady, at one place, without a jet of its own"),
            assumed::fact("Air", self.air_words()),
            assumed::fact("Zones", format!("concentrations {}", reach::height_words(self))),
        ];
        facts.extend(assumed::gas(scene));
        facts.extend(assumed::air(scene));
        facts
    }
}
