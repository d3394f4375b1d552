use davylamp_optim::OptimError;
use davylamp_plume::PlumeError;
use davylamp_trace::{ReadingsError, TraceError};

use crate::scene::SceneError;

/// Why a scene and its readings gave no result.
///
/// The example of [`ThreatZones`](crate::zones::ThreatZones) ends with one.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The readings were refused.
    #[error(transparent)]
    Readings(#[from] ReadingsError),
    /// The scene was refused.
    #[error(transparent)]
    Scene(#[from] SceneError),
    /// The air was refused.
    #[error(transparent)]
    Plume(#[from] PlumeError),
    /// The tracing was refused or failed.
    #[error(transparent)]
    Trace(#[from] TraceError),
    /// The optimizer was refused or failed.
    #[error(transparent)]
    Optim(#[from] OptimError),
    /// Neither the reading nor the scene says what the wind was.
    #[error(
        "line {line} of the readings has no wind, and the scene has none either: give \
         [wind] speed_m_s and from_deg, or columns wind_speed_m_s and wind_from_deg"
    )]
    NoWind {
        /// The line of the first such reading.
        line: u64,
    },
    /// Every reading was made in calm air.
    #[error(
        "line {line} of the readings: a wind of {speed} m/s is calm (below {calm_speed} m/s, \
         air.calm_speed_m_s), where the plume formula fails, and no reading has more"
    )]
    CalmWind {
        /// The line of the first such reading.
        line: u64,
        /// Its wind, m/s.
        speed: f64,
        /// Below it the air is calm, m/s.
        calm_speed: f64,
    },
    /// A gas without thresholds of its own.
    #[error(
        "{gas} has neither AEGL nor flammable limits: give zones.thresholds = \
         [{{ name = \"...\", ppm = ... }}] in the scene"
    )]
    NoThresholds {
        /// The gas.
        gas: String,
    },
}

impl RunError {
    /// Whether it is the scene that must change, rather than the readings.
    #[must_use]
    pub fn is_about_scene(&self) -> bool {
        matches!(
            self,
            Self::Scene(_)
                | Self::Plume(_)
                | Self::NoThresholds { .. }
                | Self::Trace(TraceError::EmptyBox { .. } | TraceError::OutOfRange { .. })
        )
    }

    /// Whether the input was wrong, rather than the work impossible.
    #[must_use]
    pub fn is_wrong_input(&self) -> bool {
        !matches!(self, Self::Trace(TraceError::AllZero { .. } | TraceError::OutOfReach))
    }
}
