//! The sheet: what every page has.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

use super::Provenance;
use crate::numbers;

/// Nothing is loaded from anywhere, whatever somebody manages to write into a name.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/// Of plumes.
pub(super) const BY_PLUME: &str = "Computed with a Gaussian plume over flat, open ground.";

/// What a page is made of.
pub(super) struct Page<'a> {
    /// What kind of report it is.
    pub(super) kind: &'static str,
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) warnings: Vec<String>,
    pub(super) body: Markup,
    /// Everything in numbers.
    pub(super) result: &'a Value,
    /// Seed of everything random, where something is.
    pub(super) seed: Option<u64>,
    /// What computed it, in a sentence.
    pub(super) computed: &'static str,
    pub(super) made_by: &'a Provenance,
}

impl Page<'_> {
    pub(super) fn to_html(&self) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="generator" content=(concat!("davylamp ", env!("CARGO_PKG_VERSION")));
                    title { (self.title) }
                    style { (PreEscaped(include_str!("page.css"))) }
                }
                body {
                    header {
                        p.kind { "Davylamp · " (self.kind) }
                        h1 { (self.title) }
                        p.subtitle { (self.subtitle) }
                    }
                    main {
                        (warnings(&self.warnings))
                        (self.body)
                        (self.origin())
                    }
                    footer {
                        p {
                            (self.computed) " It is an estimate for people who decide, not an alarm, and \
                             no instrument has been certified by it."
                        }
                    }
                    script type="application/json" id="result" { (embedded(self.result)) }
                    script { (PreEscaped(include_str!("page.js"))) }
                }
            }
        };
        page.into_string()
    }

    fn origin(&self) -> Markup {
        html! {
            section {
                h2 { "How this page was made" }
                dl.facts {
                    dt { "Read" } dd { (self.made_by.input) }
                    @if let Some(command) = &self.made_by.command {
                        dt { "Command" } dd { code { (command) } }
                    }
                    @if let Some(seed) = self.seed {
                        dt { "Seed" } dd { (seed) ": the same input and seed give the same page" }
                    }
                    dt { "Program" } dd { "davylamp " (env!("CARGO_PKG_VERSION")) }
                }
            }
        }
    }
}

fn warnings(warnings: &[String]) -> Markup {
    html! {
        @if !warnings.is_empty() {
            section.warnings aria-label="Warnings" {
                h2 { @if warnings.len() == 1 { "Warning" } @else { "Warnings" } }
                ul { @for warning in warnings { li { (sentence(warning)) } } }
            }
        }
    }
}

/// JSON that no browser takes for the end of its script.
fn embedded(value: &Value) -> Markup {
    let text = value.to_string();
    let safe = text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    PreEscaped(safe)
}

/// A number as people read it, with its full value and its place in the JSON object.
pub(super) fn number(key: &str, value: f64, words: &str) -> Markup {
    html! { data data-key=(key) value=(value) { (words) } }
}

/// The same with three digits.
pub(super) fn short(key: &str, value: f64) -> Markup {
    number(key, value, &numbers::short(value))
}

/// With a capital and a full stop.
pub(super) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{embedded, sentence};
    use serde_json::json;

    #[test]
    fn json_cannot_end_its_script() {
        let value = json!({ "name": "</script><script>alert(1)</script>&" });
        let text = embedded(&value).into_string();
        assert!(!text.contains(['<', '>', '&']), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }

    #[test]
    fn warnings_are_sentences() {
        assert_eq!(sentence("the gas is dense"), "The gas is dense.");
    }
}
