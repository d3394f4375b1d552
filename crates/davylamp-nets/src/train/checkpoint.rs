//! The state of a training on the disk.
//!
//! `training.json` is written last and names the two files that belong to it, with their lengths and
//! sums: it is the moment at which an epoch counts. Older files are then removed.

use std::fs;
use std::path::Path;

use burn::optim::ModuleOptimizer;
use burn::tensor::Bytes;
use serde::{Deserialize, Serialize};

use super::{Epoch, TrainingConfig};
use crate::model::About;
use crate::{NetsError, Split, files};

/// All that a training follows from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plan {
    pub(crate) about: About,
    pub(crate) split: Split,
    pub(crate) config: TrainingConfig,
}

/// All that is needed to go on.
#[derive(Debug)]
pub(crate) struct Checkpoint {
    pub(crate) weights: Vec<u8>,
    pub(crate) moments: Vec<u8>,
    pub(crate) history: Vec<Epoch>,
}

/// What `training.json` says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    plan: Plan,
    history: Vec<Epoch>,
    weights: Content,
    moments: Content,
}

/// What a file holds: its length, and its FNV-1a sum.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    bytes: usize,
    fnv1a: u64,
}

impl Content {
    fn of(bytes: &[u8]) -> Self {
        // Fowler, Noll & Vo, 64 bits: offset basis and prime of RFC 9923.
        let sum = bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum: u64, byte| {
            (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self { bytes: bytes.len(), fnv1a: sum }
    }
}

const STATE: &str = "training.json";

/// The two files of an epoch.
fn names(epoch: usize) -> [String; 2] {
    [format!("last-{epoch:06}.safetensors"), format!("last-{epoch:06}.adam")]
}

impl Checkpoint {
    pub(crate) fn save(&self, folder: &Path, plan: &Plan) -> Result<(), NetsError> {
        let epoch = self.history.len();
        for (name, bytes) in names(epoch).iter().zip([&self.weights, &self.moments]) {
            files::write(&folder.join(name), bytes)?;
        }
        let state = State {
            plan: plan.clone(),
            history: self.history.clone(),
            weights: Content::of(&self.weights),
            moments: Content::of(&self.moments),
        };
        files::write_json(&folder.join(STATE), &state)?;
        for name in names(epoch - 1) {
            let path = folder.join(name);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(files::file_error(&path, &error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The last state in a folder, if there is one; refused if it is of another training.
    pub(crate) fn load(folder: &Path, plan: &Plan) -> Result<Option<Self>, NetsError> {
        fs::create_dir_all(folder).map_err(|error| files::file_error(folder, &error))?;
        let path = folder.join(STATE);
        if !path.exists() {
            return Ok(None);
        }
        let state: State = files::read_json(&path)?;
        let other = |what| Err(NetsError::OtherTraining { path: folder.to_owned(), what });
        if state.plan.about.network != plan.about.network {
            return other("network");
        }
        if state.plan.about != plan.about {
            return other("set of samples");
        }
        if state.plan.split != plan.split {
            return other("split");
        }
        if state.plan.config != plan.config {
            return other("configuration");
        }
        let [weights, moments] = names(state.history.len()).map(|name| folder.join(name));
        Ok(Some(Self {
            weights: content(&weights, &state.weights)?,
            moments: content(&moments, &state.moments)?,
            history: state.history,
        }))
    }
}

fn content(path: &Path, expected: &Content) -> Result<Vec<u8>, NetsError> {
    let bytes = files::read(path)?;
    let found = Content::of(&bytes);
    if found == *expected {
        return Ok(bytes);
    }
    let why = if found.bytes == expected.bytes {
        "its sum is not that of the state".to_owned()
    } else {
        format!("{} bytes instead of {}", found.bytes, expected.bytes)
    };
    Err(files::damaged(path, &why))
}

/// What Adam knows, as burn writes it.
pub(crate) fn moments(optimizer: &ModuleOptimizer, folder: &Path) -> Result<Vec<u8>, NetsError> {
    let bytes = optimizer.into_bytes().map_err(|error| files::damaged(folder, &error))?;
    Ok(bytes.to_vec())
}

/// An optimizer that knows what [`moments`] wrote.
pub(crate) fn optimizer(
    optimizer: ModuleOptimizer,
    folder: &Path,
    moments: Vec<u8>,
) -> Result<ModuleOptimizer, NetsError> {
    optimizer
        .from_bytes(Bytes::from_bytes_vec(moments))
        .map_err(|error| files::damaged(folder, &error))
}
