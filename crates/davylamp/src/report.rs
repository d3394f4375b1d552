//! One page in HTML about a traced source, threat zones, or leaks that a network found underground or in a
//! room, for a phone and for paper.
//!
//! The page is one file: no network, no other file, a few hundred kilobytes at the most. A map and a
//! chart say what lies under the pointer or the finger; without a script the page still says everything
//! in words and tables. Each number carries its full value (`<data value="...">`), named by its place in
//! the JSON object that the page holds too (`data-key`, an RFC 6901 pointer), and that object is what
//! `--json` prints. What comes from outside, names of files, sensors and thresholds, is escaped.
//!
//! # Examples
//!
//! ```
//! use davylamp::{report::Provenance, scene::Scene, zones::ThreatZones};
//!
//! let scene = Scene::parse("
//!     gas.name = 'ammonia'
//!     wind = { speed_m_s = 3, from_deg = 240 }
//!     air.class = 'E'
//!     source = { height_m = 2, rate_kg_s = 0.5 }
//! ")?;
//! let made_by = Provenance::new("tank.toml").with_command("davylamp zones tank.toml --report tank.html");
//! let page = ThreatZones::of(&scene)?.to_report(&scene, &made_by);
//! assert!(page.starts_with("<!DOCTYPE html>") && page.contains("AEGL-3"));
//! # Ok::<(), davylamp::RunError>(())
//! ```

mod assumed;
mod fit;
#[cfg(all(feature = "nets", feature = "uhs"))]
mod ground;
#[cfg(all(feature = "nets", feature = "uhs"))]
mod leaks;
mod map;
mod page;
#[cfg(all(feature = "nets", feature = "room"))]
mod places;
mod reach;
mod traced;
mod zones;

#[cfg(all(feature = "nets", feature = "uhs"))]
pub use ground::LeakGround;

/// Where a page comes from: what a reader needs to make it again.
///
/// # Examples
///
/// ```
/// use davylamp::report::Provenance;
/// let made_by = Provenance::new("run.csv").with_command("davylamp trace run.csv --report run.html");
/// assert_eq!(made_by.input, "run.csv");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Provenance {
    /// The name of what was read.
    pub input: String,
    /// The command that made the page; `None` where a program did.
    pub command: Option<String>,
}

impl Provenance {
    /// Of an input with this name.
    #[must_use]
    pub fn new(input: impl Into<String>) -> Self {
        Self { input: input.into(), command: None }
    }

    /// Made by this command.
    #[must_use]
    pub fn with_command(self, command: impl Into<String>) -> Self {
        Self { command: Some(command.into()), ..self }
    }
}
