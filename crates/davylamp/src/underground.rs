//! The ground of a scene, with the rock it names and the grids it measured, and what a set of it is.

#[cfg(feature = "wave")]
mod wave_forward;

use std::collections::BTreeMap;
use std::path::Path;

use davylamp_rock::{EffectivePressure, RockError, StoreInput, StoreRock};
use davylamp_store::{NpyArray, Plan, StoreError, sha256};
use davylamp_traits::{RockModel, Samples};
use davylamp_uhs::{
    GroundKind, Labels, MeasuredGrids, RockPreset, Scene, Site, TimeLapse, UhsError,
};

use crate::SOFTWARE;

#[cfg(feature = "wave")]
pub use wave_forward::WaveForward;

/// What a manifest calls a set of time-lapse samples.
pub const KIND: &str = "seismic";

/// Why a scene gave no ground, or the ground no waves.
///
/// The example of [`rock`] ends with one.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum UndergroundError {
    /// The scene, or what it describes, was refused.
    #[error(transparent)]
    Uhs(#[from] UhsError),
    /// The rock was refused.
    #[error(transparent)]
    Rock(#[from] RockError),
    /// A grid cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The wave solver refused the ground, or failed.
    #[cfg(feature = "wave")]
    #[error(transparent)]
    Wave(#[from] davylamp_wave::WaveError),
    /// A leak made the ground faster than the time step of the set allows.
    #[cfg(feature = "wave")]
    #[error(
        "the ground has waves of {found:.1} m/s, and the time step of the set is stable up to \
         {allowed:.1} m/s"
    )]
    TooFast {
        /// In m/s.
        found: f64,
        /// In m/s.
        allowed: f64,
    },
}

/// The rock that a scene names.
///
/// # Errors
/// As [`StoreRock::new`].
///
/// # Examples
/// ```
/// use davylamp::traits::RockModel;
/// use davylamp::{uhs::Scene, underground};
///
/// let rock = underground::rock(&Scene::default())?;
/// assert!((rock.rock(1025.0, 0.3, 0.8)[0] - 1682.0).abs() < 1.0);
/// # Ok::<(), davylamp::underground::UndergroundError>(())
/// ```
pub fn rock(scene: &Scene) -> Result<StoreRock, UndergroundError> {
    let preset = match scene.rock.preset {
        RockPreset::Paper => StoreInput::paper(),
        RockPreset::Handbook => StoreInput::handbook(),
        RockPreset::Lanl => StoreInput::lanl(),
    };
    let floor = EffectivePressure::new(scene.rock.effective_pressure_floor_pa)?;
    let salinity = scene.rock.salinity;
    Ok(StoreRock::new(StoreInput { salinity, effective_pressure_floor: floor, ..preset })?)
}

/// The ground of a scene; grids are looked for from `folder`, which is that of the scene's file.
///
/// # Errors
/// As [`Site::new`], [`Site::measured`] and [`NpyArray::read`].
pub fn site(scene: &Scene, folder: &Path, rock: &dyn RockModel) -> Result<Site, UndergroundError> {
    let GroundKind::Grids(files) = scene.ground_kind() else {
        return Ok(Site::new(scene, rock)?);
    };
    let read = |name: &'static str, path: &Path| {
        let array = NpyArray::read(&folder.join(path))?;
        let expected = scene.shape();
        if array.shape == expected {
            Ok(array.data)
        } else {
            let found = array.shape;
            Err(UndergroundError::Uhs(UhsError::GridShape { name, found, expected }))
        }
    };
    let grids = MeasuredGrids {
        shape: scene.shape(),
        vp: &read("vp", &files.vp)?,
        vs: &read("vs", &files.vs)?,
        rho: &read("rho", &files.rho)?,
        porosity: &read("porosity", &files.porosity)?,
    };
    Ok(Site::measured(scene, &grids, rock)?)
}

/// What a set of time-lapse samples is, for its manifest.
///
/// `config` is the text of the scene, whose file lies in `folder`. The set belongs to this version of
/// the program, since another may compute other bits, and to the grids as they are now.
///
/// # Errors
/// [`UndergroundError::Store`] where a grid cannot be read.
pub fn plan(
    config: &str,
    folder: &Path,
    set: &TimeLapse<'_>,
    shard_size: usize,
) -> Result<Plan, UndergroundError> {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let scene = set.site().scene();
    let mut inputs = BTreeMap::new();
    if let GroundKind::Grids(files) = scene.ground_kind() {
        for file in [&files.vp, &files.vs, &files.rho, &files.porosity] {
            inputs.insert(file.display().to_string(), sha256(&folder.join(file))?);
        }
    }
    Ok(Plan {
        kind: KIND.to_owned(),
        config: config.to_owned(),
        inputs,
        seed: scene.seed,
        software: SOFTWARE.to_owned(),
        samples: set.len(),
        shard_size,
        image_shape: set.image_shape().to_vec(),
        image_axes: owned(&["time", "trace"]),
        label_shape: set.label_shape().to_vec(),
        label_names: owned(&Labels::NAMES),
        classes: Vec::new(),
        normalisation: set.limits().named().into_iter().map(|(k, v)| (k.to_owned(), v)).collect(),
    })
}
