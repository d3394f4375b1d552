//! Scenes in TOML: everything that a readings file does not say.

pub(crate) mod check;
mod conditions;
mod error;
mod named;
mod sections;

pub use error::SceneError;
pub use named::{Background, MisfitName, ModelError};
pub use sections::{
    AirSection, GasSection, MapSection, NoiseSection, SearchSection, SourceSection, ThresholdEntry,
    WindSection, ZonesSection,
};

pub use conditions::{ClassOrigin, Stability};

use check::Complaint;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What is known of gas, wind, air and source, read from TOML and checked.
///
/// Every key is optional. An unknown key, a wrong type or a number outside its range is refused
/// with its line.
///
/// # Examples
///
/// ```
/// use davylamp::scene::Scene;
///
/// let scene = Scene::parse("
///     [gas]
///     name = 'hydrogen'
///     [wind]
///     speed_m_s = 3.5
///     from_deg = 270
/// ")?;
/// assert_eq!(scene.wind.speed, Some(3.5));
/// assert_eq!(scene.air.calm_speed, 0.5); // the default
///
/// let wrong = Scene::parse("[wind]\nspeed_m_s = -2\n").unwrap_err();
/// assert_eq!(
///     wrong.to_string(),
///     "line 2, column 1: wind.speed_m_s = -2 is not allowed: 0 to 100 m/s",
/// );
/// # Ok::<(), davylamp::scene::SceneError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scene {
    /// What leaks; `None` where the scene does not say (then it is hydrogen, but no conversion from
    /// ppm is made).
    pub gas: Option<GasSection>,
    /// The wind, for readings that bring none.
    pub wind: WindSection,
    /// How fast the air mixes.
    pub air: AirSection,
    /// What is known of the source.
    pub source: SourceSection,
    /// Where to look.
    pub search: SearchSection,
    /// How wrong readings and model may be.
    pub noise: NoiseSection,
    /// Where the local origin lies.
    pub map: Option<MapSection>,
    /// What to draw around a known source.
    pub zones: ZonesSection,
}

impl Scene {
    /// Parses and checks a scene.
    ///
    /// # Errors
    /// [`SceneError`] with line, key, value and what is allowed.
    pub fn parse(toml: &str) -> Result<Self, SceneError> {
        from_str(toml, check::check)
    }

    /// Parses and checks the bytes of a scene file.
    ///
    /// # Errors
    /// As [`parse`](Self::parse), and [`SceneError::NotText`].
    pub fn parse_bytes(bytes: &[u8]) -> Result<Self, SceneError> {
        from_bytes(bytes, check::check)
    }

    /// Checks a scene that was put together in a program, or read from another format than TOML.
    ///
    /// # Errors
    /// [`SceneError`] with key, value and what is allowed.
    ///
    /// # Examples
    /// ```
    /// use davylamp::scene::Scene;
    ///
    /// let mut scene = Scene::default();
    /// scene.wind.speed = Some(-2.0);
    /// assert_eq!(
    ///     scene.check().unwrap_err().to_string(),
    ///     "wind.speed_m_s = -2 is not allowed: 0 to 100 m/s",
    /// );
    /// ```
    pub fn check(&self) -> Result<(), SceneError> {
        check::check(self).map_err(|complaint| locate(complaint, ""))
    }
}

/// Something read from TOML and checked.
fn from_str<T: DeserializeOwned>(
    toml: &str,
    check: impl Fn(&T) -> Result<(), Complaint>,
) -> Result<T, SceneError> {
    let read: T = toml::from_str(toml).map_err(|error| {
        let (line, column) = error.span().map(|s| line_column(toml, s.start)).unzip();
        SceneError::Toml { line, column, message: one_line(error.message()) }
    })?;
    check(&read).map_err(|complaint| locate(complaint, toml))?;
    Ok(read)
}

/// The same from the bytes of a file.
pub(crate) fn from_bytes<T: DeserializeOwned>(
    bytes: &[u8],
    check: impl Fn(&T) -> Result<(), Complaint>,
) -> Result<T, SceneError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => from_str(text, check),
        Err(error) => {
            let text = &bytes[..error.valid_up_to()];
            Err(SceneError::NotText { line: text.split(|b| *b == b'\n').count() })
        }
    }
}

/// Finds the line of a complaint by its key.
fn locate(complaint: Complaint, toml: &str) -> SceneError {
    match complaint {
        Complaint::Missing { name, why } => SceneError::Missing { name, why },
        Complaint::OutOfRange { name, value, allowed } => {
            let (line, column) = position_of(toml, &name).unzip();
            SceneError::OutOfRange { line, column, name, value, allowed }
        }
        Complaint::Conflict { first, second } => {
            let (line, column) = position_of(toml, second).unzip();
            let (first, second) = (first.to_owned(), second.to_owned());
            SceneError::Conflict { line, column, first, second }
        }
    }
}

/// Line and column of a key such as `wind.speed_m_s`, or `layers.2.vp_m_s` in the third of an array.
pub(crate) fn position_of(toml: &str, name: &str) -> Option<(usize, usize)> {
    let document = toml::de::DeTable::parse(toml).ok()?;
    let mut table = document.get_ref();
    let mut keys = name.split('.');
    let mut start = None;
    while let Some(key) = keys.next() {
        let (spanned, value) = table.iter().find(|(k, _)| k.get_ref() == key)?;
        start = Some(spanned.span().start);
        let mut value = value.get_ref();
        if let Some(array) = value.as_array() {
            let Some(element) = keys.next().and_then(|k| array.get(k.parse::<usize>().ok()?))
            else {
                break;
            };
            start = Some(element.span().start);
            value = element.get_ref();
        }
        match value.as_table() {
            Some(inner) => table = inner,
            None => break,
        }
    }
    start.map(|start| line_column(toml, start))
}

/// Line and column, from 1, of a byte.
fn line_column(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (1 + before.matches('\n').count(), 1 + before[line_start..].chars().count())
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
