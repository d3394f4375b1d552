//! The page about leaks underground that a network found.

use davylamp_nets::{LabelError, Model, Validation};
use davylamp_uhs::Labels;
use maud::{Markup, html};
use serde_json::json;

use super::Provenance;
use super::assumed::{self, Fact, fact};
use super::ground::{Boxes, LeakGround};
use super::page::{Page, number, short};
use crate::learning::{FoundLeak, FoundLeaks, LearningError};
use crate::numbers;

/// So many leaks are drawn.
const MOST_FIGURES: usize = 12;
/// A page shows no more leaks than this; `--json` has all.
const MOST_ROWS: usize = 200;
/// Of the labels, in the order of [`Labels::NAMES`].
const NAMES: [&str; 6] =
    ["left end", "right end", "top", "bottom", "mass of hydrogen", "gas in the pores"];

impl FoundLeaks {
    /// The leaks as one page in HTML: where each is and how much gas it holds, how sure that is by the
    /// samples that validated the model, and what was assumed.
    ///
    /// # Errors
    /// [`LearningError::Labels`] unless the labels are [`Labels::NAMES`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use davylamp::learning::{FoundLeaks, Leaks};
    /// use davylamp::nets::{Device, Model};
    /// use davylamp::report::{LeakGround, Provenance};
    /// use davylamp::uhs::NoiseLevel;
    ///
    /// let model = Model::load("model".as_ref(), &Device::flex())?;
    /// let set = Leaks::open("set".as_ref())?;
    /// let scales: Vec<f64> = model.data().labels.iter().map(|label| label.scale).collect();
    /// let seen = set.seen(4, NoiseLevel::Weak, 0)?.with_scales(&scales)?;
    /// let predicted = model.predict(&*seen.samples, &seen.card, &[7])?;
    /// let found = FoundLeaks::new(&model, &[7], predicted);
    /// let ground = LeakGround::of_set(&set, 4, NoiseLevel::Weak)?;
    /// std::fs::write("leak.html", found.to_report(&model, &ground, &Provenance::new("set"))?)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_report(
        &self,
        model: &Model,
        ground: &LeakGround,
        made_by: &Provenance,
    ) -> Result<String, LearningError> {
        let names: Vec<&str> = self.labels.iter().map(|label| label.name.as_str()).collect();
        if names != Labels::NAMES {
            let [found, expected] = [names.join(", "), Labels::NAMES.join(", ")];
            return Err(LearningError::Labels { found, expected });
        }
        // Thousands of rows would make a page that no telephone opens.
        let shown =
            Self { leaks: self.leaks.iter().take(MOST_ROWS).cloned().collect(), ..self.clone() };
        let mut object = shown.to_json();
        if let (Some(all), Some(object)) = (self.to_json().get("r_squared"), object.as_object_mut())
        {
            object.insert("r_squared".to_owned(), all.clone());
        }
        let result = json!({ "predict": object });
        let body = html! {
            @for (at, leak) in shown.leaks.iter().enumerate().take(MOST_FIGURES) {
                (self.leak(at, leak, ground))
            }
            @if shown.leaks.len() > 1 {
                section {
                    h2 { "All samples" }
                    @if self.leaks.len() > shown.leaks.len() {
                        p {
                            "Of " (self.leaks.len()) " samples these are the first " (MOST_ROWS)
                            "; " code { "--json" } " has all."
                        }
                    }
                    (shown.table())
                }
            }
            (self.certainty())
            section {
                h2 { "What was assumed" }
                (assumed::facts(&facts(model, ground)))
            }
        };
        let page = Page {
            kind: "leaks underground",
            title: self.title(),
            subtitle: format!("found by {} in seismic traces", model.network().name()),
            warnings: self.warnings(),
            body,
            result: &result,
            seed: ground.seed,
            computed: "Computed by a network that learnt from simulated leaks.",
            made_by,
        };
        Ok(page.to_html())
    }

    fn title(&self) -> String {
        match self.leaks.as_slice() {
            [leak] => {
                let [_, _, top, _, mass, _] = row(&leak.predicted).map(numbers::short);
                format!("{mass} kg of hydrogen from {top} m deep")
            }
            leaks => format!("Leaks of {} samples", leaks.len()),
        }
    }

    fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        match &self.validation {
            None => warnings.push(
                "the folder of the model does not say how far off it was on leaks that it did not learn \
                 from: nothing is known of how sure this is"
                    .to_owned(),
            ),
            Some(Validation { samples, errors, .. }) => {
                if errors.iter().any(|error| error.nine_in_ten.is_none()) {
                    warnings.push(format!(
                        "the model was validated on {samples} leaks: too few to say how far off it is in \
                         nine cases of ten"
                    ));
                }
                let poor = |error: &LabelError| error.r_squared.is_some_and(|score| score <= 0.0);
                let poor: Vec<&str> = NAMES.into_iter().zip(errors).filter(|(_, e)| poor(e)).map(|(n, _)| n).collect();
                if !poor.is_empty() {
                    warnings.push(format!(
                        "on the leaks that validated the model its word was worth no more than the mean of all \
                         leaks for: {}",
                        poor.join(", ")
                    ));
                }
            }
        }
        for leak in &self.leaks {
            let [left, right, top, bottom, ..] = row(&leak.predicted);
            if left > right || top > bottom {
                warnings.push(format!(
                    "sample {}: the ends of its box are the wrong way round",
                    leak.index
                ));
            }
        }
        warnings
    }

    /// One sample in words, on a section of the ground, and in figures; `at` is its place in the object.
    fn leak(&self, at: usize, leak: &FoundLeak, ground: &LeakGround) -> Markup {
        let values = row(&leak.predicted);
        let value = |k: usize| {
            short(&format!("/predict/samples/{at}/predicted/{}", Labels::NAMES[k]), values[k])
        };
        let [x_off, z_off, mass_off, volume_off] =
            [[0, 1], [2, 3], [4, 4], [5, 5]].map(|k| self.off_words(k));
        let truth = leak.truth.as_deref().map(row);
        let in_truth =
            |k: [usize; 2]| truth.map(|truth| truth_words(truth, k, &self.labels[k[0]].unit));
        let boxes = Boxes {
            index: leak.index,
            predicted: corners(values),
            off: self.off().map(corners),
            truth: truth.map(corners),
        };
        html! {
            section {
                h2 { "Sample " (leak.index) }
                p.lead {
                    "About " (value(4)) " kg of hydrogen, " (value(5)) " m³ of gas in the pores, between x = "
                    (value(0)) " and " (value(1)) " m, " (value(2)) " to " (value(3)) " m deep."
                }
                div.reach-side {
                    (ground.figure(&boxes))
                    dl.figures {
                        (figure("Across", &html! { (value(0)) " to " (value(1)) " m" }, [x_off, in_truth([0, 1])]))
                        (figure("Depth", &html! { (value(2)) " to " (value(3)) " m" }, [z_off, in_truth([2, 3])]))
                        (figure("Mass of hydrogen", &html! { (value(4)) " kg" }, [mass_off, in_truth([4, 4])]))
                        (figure("Gas in the pores", &html! { (value(5)) " m³" }, [volume_off, in_truth([5, 5])]))
                    }
                }
            }
        }
    }

    /// How far each label is off in one case of ten, where all are known.
    fn off(&self) -> Option<[f64; 6]> {
        let errors = &self.validation.as_ref()?.errors;
        let off: Option<Vec<f64>> = errors.iter().map(|error| error.nine_in_ten).collect();
        off.map(|off| row(&off))
    }

    fn off_words(&self, [a, b]: [usize; 2]) -> Option<String> {
        let off = self.off()?;
        let unit = &self.labels[a].unit;
        let [first, second] = [off[a], off[b]].map(numbers::short);
        Some(if a == b {
            format!("± {first} {unit} in nine cases of ten")
        } else {
            format!("the ends ± {first} and ± {second} {unit} in nine cases of ten")
        })
    }

    fn table(&self) -> Markup {
        let known = self.leaks.iter().any(|leak| leak.truth.is_some());
        let cells = |key: String, values: [f64; 6]| {
            html! {
                @for (name, value) in Labels::NAMES.into_iter().zip(values) {
                    td { (short(&format!("{key}/{name}"), value)) }
                }
            }
        };
        html! {
            div.scroll {
                table {
                    thead {
                        tr {
                            th { "Sample" }
                            @for (name, label) in NAMES.into_iter().zip(&self.labels) {
                                th { (name) ", " (label.unit) }
                            }
                        }
                    }
                    tbody {
                        @for (at, leak) in self.leaks.iter().enumerate() {
                            @let key = |name: &str| format!("/predict/samples/{at}/{name}");
                            tr {
                                td { (leak.index) @if known { ", found" } }
                                (cells(key("predicted"), row(&leak.predicted)))
                            }
                            @if let Some(truth) = &leak.truth {
                                tr.truth { td { (leak.index) ", in truth" } (cells(key("truth"), row(truth))) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// What the validation of the model says.
    fn certainty(&self) -> Markup {
        let Some(Validation { samples, errors, .. }) = &self.validation else {
            return html! {
                section {
                    h2 { "How sure it is" }
                    p {
                        "Not known: the folder of the model says nothing of its errors. A model that was \
                         trained anew with samples to validate has them."
                    }
                }
            };
        };
        let key = |kind: &str, k: usize| format!("/predict/validation/{kind}/{}", Labels::NAMES[k]);
        let cell = |kind: &str, k: usize, value: Option<f64>| {
            value.map_or_else(|| html! { "–" }, |value| short(&key(kind, k), value))
        };
        html! {
            section {
                h2 { "How sure it is" }
                p {
                    "The model was held against "
                    (number("/predict/validation/samples", *samples as f64, &samples.to_string()))
                    " simulated leaks that it had not learnt from. Leaks of the same kind, with the same noise, \
                     are off by no more than the last column in nine cases of ten. The weights were chosen on \
                     these leaks, so this is a little too good; of another ground, other noise and real traces \
                     it says nothing."
                }
                div.scroll {
                    table {
                        thead {
                            tr {
                                th { "Label" } th { "R²" } th { "off in the root mean square" }
                                th { "in nine of ten within" }
                            }
                        }
                        tbody {
                            @for (k, error) in errors.iter().enumerate() {
                                tr {
                                    td { (NAMES[k]) ", " (self.labels[k].unit) }
                                    td { (cell("r_squared", k, error.r_squared)) }
                                    td { (cell("rms", k, Some(error.rms))) }
                                    td { (cell("nine_in_ten", k, error.nine_in_ten)) }
                                }
                            }
                        }
                    }
                }
                p.note { "R² is 1 where all is right, and 0 where the mean of all leaks does as well." }
            }
        }
    }
}

fn figure(name: &str, value: &Markup, notes: [Option<String>; 2]) -> Markup {
    html! {
        div {
            dt { (name) }
            dd.big { (value) }
            @for note in notes.into_iter().flatten() { dd.note { (note) } }
        }
    }
}

fn truth_words(truth: [f64; 6], [a, b]: [usize; 2], unit: &str) -> String {
    let [first, second] = [truth[a], truth[b]].map(numbers::short);
    if a == b {
        format!("in truth {first} {unit}")
    } else {
        format!("in truth {first} to {second} {unit}")
    }
}

/// A row of labels, of which there are six.
fn row(values: &[f64]) -> [f64; 6] {
    std::array::from_fn(|k| values.get(k).copied().unwrap_or(f64::NAN))
}

/// Least and greatest x and z.
fn corners([x0, x1, z0, z1, ..]: [f64; 6]) -> [[f64; 2]; 2] {
    [[x0, z0], [x1, z1]]
}

fn facts(model: &Model, ground: &LeakGround) -> Vec<Fact> {
    let [times, traces] = model.network().image();
    let words = format!(
        "{}, images of {times} times and {traces} traces: what a leak changes in the records",
        model.network().name()
    );
    let mut facts = vec![fact("Network", words), fact("Learnt from", model.data().survey.as_str())];
    facts.extend(ground.facts.iter().cloned());
    facts
}
