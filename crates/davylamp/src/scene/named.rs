//! The words that a scene may use as values.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

/// What a misfit counts.
///
/// The example of [`NoiseSection`](crate::scene::NoiseSection) shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MisfitName {
    /// The likelihood of the readings under the noise, detection limits included.
    #[default]
    Likelihood,
    /// Squared differences of concentrations.
    Linear,
    /// Squared differences of their square roots.
    SquareRoot,
    /// Squared differences of their logarithms, above a floor.
    Logarithmic,
}

/// How wrong the plume may be.
///
/// The example of [`NoiseSection`](crate::scene::NoiseSection) shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModelError {
    /// As wrong as field experiments show.
    #[default]
    Field,
    /// Exact: for concentrations that a plume model made.
    None,
}

/// A concentration that is there without the leak.
///
/// The example of [`NoiseSection`](crate::scene::NoiseSection) shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Background {
    /// The tenth percentile of the readings.
    Auto,
    /// Known, in the unit of its key.
    Known(f64),
}

impl<'de> Deserialize<'de> for Background {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl de::Visitor<'_> for Either {
            type Value = Background;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or \"auto\"")
            }

            fn visit_f64<E>(self, value: f64) -> Result<Background, E> {
                Ok(Background::Known(value))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Background, E> {
                Ok(Background::Known(value as f64))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Background, E> {
                Ok(Background::Known(value as f64))
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<Background, E> {
                match word {
                    "auto" => Ok(Background::Auto),
                    _ => Err(E::invalid_value(de::Unexpected::Str(word), &self)),
                }
            }
        }
        deserializer.deserialize_any(Either)
    }
}
