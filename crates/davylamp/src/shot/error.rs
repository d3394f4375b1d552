use davylamp_wave::WaveError;

use super::place;
use crate::scene::SceneError;

/// Why there is no gather. Lines and columns count from 1, as an editor shows them.
///
/// The example of [`PlannedShot`](crate::shot::PlannedShot) ends with one.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ShotError {
    /// The model file says something that it may not.
    #[error(transparent)]
    Model(#[from] SceneError),
    /// A file that the model names cannot be read.
    #[error("{}{key}: {reason}", at(*.place))]
    File {
        /// Line and column of the key.
        place: Option<(usize, usize)>,
        /// The key, with its section.
        key: String,
        /// What is wrong.
        reason: String,
    },
    /// Records that are not what an image can be made of.
    #[error("{reason}")]
    Records {
        /// What is wrong, and with which gather.
        reason: String,
    },
    /// The solver refuses the model, or stopped.
    #[error("{}{error}", at(*.place))]
    Wave {
        /// Line and column of the key to change, where there is one.
        place: Option<(usize, usize)>,
        /// What it says.
        error: WaveError,
    },
}

impl ShotError {
    pub(super) fn file(toml: &[u8], key: &str, reason: String) -> Self {
        Self::File { place: place(toml, &[key]), key: key.to_owned(), reason }
    }

    /// The ground of a layer (the solver gives its number as the row) or of a node.
    pub(super) fn ground(toml: &[u8], grids: bool, error: WaveError) -> Self {
        let key = match &error {
            WaveError::Ground { name, iz, .. } => {
                let of_layer = match *name {
                    "vp" => "vp_m_s",
                    "vs" => "vs_m_s",
                    "rho" => "rho_kg_m3",
                    other => other,
                };
                if grids { format!("grids.{of_layer}") } else { format!("layers.{iz}.{of_layer}") }
            }
            _ => "layers".to_owned(),
        };
        Self::Wave { place: place(toml, &[&key, "grids", "layers"]), error }
    }

    /// What the solver says, at this key or the one that it is about.
    pub(super) fn wave(toml: &[u8], key: Option<&str>, error: WaveError) -> Self {
        let section = key.and_then(|key| key.split('.').next()).unwrap_or_default();
        let keys: &[&str] = match (&key, &error) {
            (Some(key), _) => &[key, section],
            (_, WaveError::Unstable { .. }) => &["solver.dt_s"],
            (_, WaveError::TooCoarse { .. }) => &["grid.spacing_m"],
            (_, WaveError::Outside { name: "source", .. }) => &["source.x_m", "source"],
            (_, WaveError::Outside { .. }) => &["receivers"],
            (_, WaveError::OutOfRange { .. } | WaveError::NotPositive { .. }) => {
                &["record.dt_s", "solver"]
            }
            _ => &[],
        };
        Self::Wave { place: place(toml, keys), error }
    }

    /// Whether the model is to blame, rather than the work.
    #[must_use]
    pub fn is_input(&self) -> bool {
        !matches!(
            self,
            Self::Wave {
                error: WaveError::BlowUp { .. }
                    | WaveError::Stopped { .. }
                    | WaveError::TooLarge { .. },
                ..
            }
        )
    }
}

fn at(place: Option<(usize, usize)>) -> String {
    place.map_or_else(String::new, |(line, column)| format!("line {line}, column {column}: "))
}
