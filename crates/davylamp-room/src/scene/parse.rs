//! Scenes from TOML.

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};

use super::{RoomScene, Span};
use crate::RoomError;

impl RoomScene {
    /// Parses and checks a scene.
    ///
    /// # Errors
    /// [`RoomError`] with the line, or with name, value and what is allowed.
    pub fn parse(text: &str) -> Result<Self, RoomError> {
        let scene: Self = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let before = text.get(..start).unwrap_or(text);
            let line_start = before.rfind('\n').map_or(0, |at| at + 1);
            RoomError::Toml {
                line: 1 + before.matches('\n').count(),
                column: 1 + before[line_start..].chars().count(),
                message: error.message().split_whitespace().collect::<Vec<_>>().join(" "),
            }
        })?;
        scene.check()?;
        Ok(scene)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberOrPair;
        impl<'de> Visitor<'de> for NumberOrPair {
            type Value = Span;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a number or a range [min, max]")
            }

            fn visit_f64<E>(self, value: f64) -> Result<Span, E> {
                Ok(Span::fixed(value))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Span, E> {
                Ok(Span::fixed(value as f64))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Span, A::Error> {
                let mut next = |at| {
                    seq.next_element::<f64>()?.ok_or_else(|| de::Error::invalid_length(at, &self))
                };
                let span = Span::new(next(0)?, next(1)?);
                match seq.next_element::<f64>()? {
                    Some(_) => Err(de::Error::invalid_length(3, &self)),
                    None => Ok(span),
                }
            }
        }
        deserializer.deserialize_any(NumberOrPair)
    }
}
