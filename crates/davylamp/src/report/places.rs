//! The page about where a network says that it leaks in a room.

use davylamp_nets::{ClassError, Model, Validation};
use davylamp_room::{LightGas, RoomScene};
use maud::{Markup, html};
use serde_json::json;

use super::Provenance;
use super::assumed::{self, Fact, fact};
use super::map::{Map, colour};
use super::page::{Page, number, short};
use crate::learning::{FoundPlace, FoundPlaces, METRICS, likeliest, metrics};
use crate::numbers;
use crate::picture::place_corners;

/// So many samples are drawn.
const MOST_FIGURES: usize = 12;
/// A page shows no more samples than this; `--json` has all.
const MOST_ROWS: usize = 200;
/// The blue of a certain place; letters and sensors must be seen on it.
const DARKEST: f64 = 0.8;

impl FoundPlaces {
    /// The places as one page in HTML: where it leaks, how sure that is by the samples that validated the
    /// model, and what was assumed.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use davylamp::learning::{FoundPlaces, SeenRoom};
    /// use davylamp::nets::{Device, Model};
    /// use davylamp::report::Provenance;
    ///
    /// let model = Model::load("model".as_ref(), &Device::flex())?;
    /// let room = SeenRoom::of_card(model.data())?;
    /// let (_, set) = SeenRoom::open("set".as_ref())?;
    /// let probabilities = model.predict(&set, &room.card(), &[7])?;
    /// let found = FoundPlaces::new(&model, room, &[7], probabilities);
    /// std::fs::write("room.html", found.to_report(&model, &Provenance::new("set")))?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_report(&self, model: &Model, made_by: &Provenance) -> String {
        // Thousands of rows would make a page that no telephone opens.
        let shown = Self {
            samples: self.samples.iter().take(MOST_ROWS).cloned().collect(),
            ..self.clone()
        };
        let mut object = shown.to_json();
        if let Some(confusion) = &self.confusion {
            object["metrics"] = metrics(self.samples.len(), confusion);
        }
        let result = json!({ "predict": object });
        let body = html! {
            @for (at, sample) in shown.samples.iter().enumerate().take(MOST_FIGURES) {
                (self.sample_section(at, sample))
            }
            @if shown.samples.len() > 1 {
                section {
                    h2 { "All samples" }
                    @if self.samples.len() > shown.samples.len() {
                        p {
                            "Of " (self.samples.len()) " samples these are the first " (MOST_ROWS)
                            "; " code { "--json" } " has all."
                        }
                    }
                    (shown.samples_table())
                    (self.worth())
                }
            }
            (self.certainty())
            section {
                h2 { "What was assumed" }
                (assumed::facts(&facts(model, self.room.scene())))
            }
        };
        let page = Page {
            kind: "a leak in a room",
            title: self.title(),
            subtitle: format!("found by {} in the readings of sensors", model.network().name()),
            warnings: self.warnings(),
            body,
            result: &result,
            seed: None,
            computed: "Computed by a network that learnt from simulated leaks.",
            made_by,
        };
        page.to_html()
    }

    fn title(&self) -> String {
        match self.samples.as_slice() {
            [sample] => format!("It leaks at {}", self.name(sample.told())),
            samples => format!("Leaks of {} samples", samples.len()),
        }
    }

    fn error(&self) -> Option<(usize, ClassError)> {
        let Validation { samples, classes, .. } = self.validation.as_ref()?;
        Some((*samples, (*classes)?))
    }

    fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        match self.error() {
            None => warnings.push(
                "the folder of the model does not say how often it was right on leaks that it did not learn \
                 from: nothing is known of how sure this is"
                    .to_owned(),
            ),
            Some((samples, ClassError { nine_in_ten: None, .. })) => warnings.push(format!(
                "the model was validated on {samples} leaks: too few to say which places hold the leak in \
                 nine cases of ten"
            )),
            Some(_) => {}
        }
        let chance = 1.0 / self.places.len() as f64;
        if self.error().is_some_and(|(_, error)| error.accuracy <= chance) {
            warnings.push(
                "on the leaks that validated the model its word was worth no more than a guess"
                    .to_owned(),
            );
        }
        for sample in self.samples.iter().filter(|s| self.likely(s).is_some_and(|l| l.is_empty())) {
            warnings.push(format!(
                "the readings of sample {} are unlike those that the model knows: no place is likely enough",
                sample.index
            ));
        }
        warnings
    }

    /// One sample in words, on the floor, and in figures; `at` is its place in the object.
    fn sample_section(&self, at: usize, sample: &FoundPlace) -> Markup {
        let told = sample.told();
        let position = self.places.get(told).map_or([f64::NAN; 3], |place| place.position);
        let metre = |k: usize| {
            let key = format!("/predict/samples/{at}/position_m/{k}");
            number(&key, position[k], &format!("{:.2}", position[k]))
        };
        let likely = self.likely(sample);
        html! {
            section {
                h2 { "Sample " (sample.index) }
                p.lead {
                    "Most likely at " b { (self.name(told)) } ", about x = " (metre(0)) ", y = " (metre(1))
                    " m, " (metre(2)) " m high: " (self.percent(at, sample, told)) "."
                }
                @if let Some(likely) = &likely { p { (self.likely_words(likely)) } }
                @if let Some(truth) = sample.truth { p { "In truth it leaks at " (self.name(truth)) "." } }
                div.reach-side {
                    (self.floor(sample, likely.as_deref()))
                    dl.figures {
                        @for class in likeliest(&sample.probabilities).into_iter().take(4) {
                            div {
                                dt { (self.name(class)) }
                                dd.big { (self.percent(at, sample, class)) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// A probability, in per cent.
    fn percent(&self, at: usize, sample: &FoundPlace, class: usize) -> Markup {
        // A key of an object in a JSON pointer (RFC 6901).
        let name = self.name(class).replace('~', "~0").replace('/', "~1");
        let value = sample.probabilities.get(class).copied().unwrap_or(f64::NAN);
        let key = format!("/predict/samples/{at}/probabilities/{name}");
        number(&key, value, &percent_words(value))
    }

    /// The floor from above, places the darker the likelier.
    fn floor(&self, sample: &FoundPlace, likely: Option<&[usize]>) -> Markup {
        let scene = self.room.scene();
        let [length, width, _] = scene.room.size;
        let size = [length, width];
        let cell = scene.floor_cell();
        let corners = |[x, y, _]: [f64; 3]| place_corners(size, cell, [x, y]);
        let mut map = Map::floor(size);
        for (place, probability) in self.places.iter().zip(&sample.probabilities) {
            let tip = format!("{}: {}", place.name, percent_words(*probability));
            let fill = colour(colorous::BLUES, DARKEST * probability);
            map.regions(&[corners(place.position).to_vec()], &fill, &tip);
        }
        for class in likely.unwrap_or_default() {
            if let Some(place) = self.places.get(*class) {
                let tip = format!("{}: one of the places of nine cases in ten", place.name);
                map.edge(&corners(place.position), "off", &tip);
            }
        }
        if let Some(place) = sample.truth.and_then(|truth| self.places.get(truth)) {
            let tip = format!("{}: where it leaks in truth", place.name);
            map.edge(&corners(place.position), "truth", &tip);
        }
        for sensor in &scene.sensors {
            let [x, y, z] = sensor.position;
            let tip = format!("Sensor {} at x = {x} m, y = {y} m, {z} m high", sensor.name);
            map.mark([x, y], None, &tip);
        }
        let mut caption = "Blue: the darker, the likelier; rings: sensors".to_owned();
        if likely.is_some_and(|likely| !likely.is_empty()) {
            caption += "; dashed: the places of nine cases in ten";
        }
        if sample.truth.is_some() {
            caption += "; outlined in blue: where it leaks in truth";
        }
        html! {
            figure.section {
                (map.finish(&format!("floor-{}", sample.index), "Floor plan"))
                output.readout { "Point at or tap a place or a sensor." }
                figcaption { (caption) "." }
            }
        }
    }

    fn samples_table(&self) -> Markup {
        let is_known = self.samples.iter().any(|sample| sample.truth.is_some());
        let has_likely = self.samples.iter().any(|sample| self.likely(sample).is_some());
        html! {
            div.scroll {
                table {
                    thead {
                        tr {
                            th { "Sample" } th { "most likely at" } th { "probability" }
                            @if has_likely { th { "nine cases in ten" } }
                            @if is_known { th { "in truth" } }
                        }
                    }
                    tbody {
                        @for (at, sample) in self.samples.iter().enumerate() {
                            tr {
                                td { (sample.index) }
                                td { (self.name(sample.told())) }
                                td { (self.percent(at, sample, sample.told())) }
                                @if let Some(likely) = self.likely(sample) {
                                    td {
                                        (likely.iter().map(|c| self.name(*c)).collect::<Vec<_>>().join(", "))
                                    }
                                }
                                @if let Some(truth) = sample.truth { td { (self.name(truth)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// What telling these samples was worth.
    fn worth(&self) -> Markup {
        let Some(confusion) = &self.confusion else { return html! {} };
        html! {
            dl.figures {
                @for (name, of) in METRICS {
                    div {
                        dt { (name) }
                        dd.big { (short(&format!("/predict/metrics/{}", name.to_lowercase()), of(confusion))) }
                    }
                }
            }
        }
    }

    /// What the validation of the model says.
    fn certainty(&self) -> Markup {
        let words = match self.error() {
            None => html! {
                "Not known: the folder of the model says nothing of its errors. A model that was trained anew \
                 with samples to validate has them."
            },
            Some((samples, error)) => html! {
                "The model was held against "
                (number("/predict/validation/samples", samples as f64, &samples.to_string()))
                " simulated leaks that it had not learnt from, and told the place of "
                (number("/predict/validation/accuracy", error.accuracy, &percent_words(error.accuracy)))
                " of them rightly. "
                @if let Some(least) = error.nine_in_ten {
                    "In nine cases of ten the right place had a probability of at least "
                    (number("/predict/validation/nine_in_ten", least, &percent_words(least)))
                    ": places that have it are those of nine cases in ten. "
                }
                "That holds of leaks of the same kind in the same room with sensors of the same errors. The \
                 weights were chosen on these leaks, so it is a little too good; of another room, other \
                 ventilation or broken sensors it says nothing."
            },
        };
        html! { section { h2 { "How sure it is" } p { (words) } } }
    }
}

/// A part of one in per cent: nothing is said to be certain, or impossible, that is not.
fn percent_words(part: f64) -> String {
    match 100.0 * part {
        percent if percent > 99.0 && percent < 100.0 => "over 99 %".to_owned(),
        percent if percent > 0.0 && percent < 1.0 => "under 1 %".to_owned(),
        percent => format!("{percent:.0} %"),
    }
}

fn facts(model: &Model, scene: &RoomScene) -> Vec<Fact> {
    let [length, width, height] = scene.room.size.map(numbers::plain);
    let gas = match scene.room.gas {
        LightGas::Hydrogen => "hydrogen",
        LightGas::Helium => "helium",
        _ => "a light gas",
    };
    let [least, most] = [scene.leak.rate.min, scene.leak.rate.max].map(numbers::rate);
    let ways = match scene.layouts.len() {
        1 => "one way".to_owned(),
        ways => format!("{ways} ways"),
    };
    vec![
        fact("Network", model.network().name()),
        fact("Sensors", model.data().survey.as_str()),
        fact(
            "Room",
            format!("{length} by {width} m, {height} m high, as the model learnt it: empty"),
        ),
        fact("Leak", format!("one, of {gas}; learnt from leaks of {least} to {most}")),
        fact("Ventilation", format!("learnt in {ways} to use the openings of the room")),
    ]
}

#[cfg(test)]
mod tests {
    use super::percent_words;

    #[test]
    fn nothing_is_certain_that_is_not() {
        let words = [0.0, 0.004, 0.126, 0.99, 0.999, 1.0].map(percent_words);
        assert_eq!(words, ["0 %", "under 1 %", "13 %", "99 %", "over 99 %", "100 %"]);
    }
}
