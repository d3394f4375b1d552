use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::error::{count, shape};
use crate::npy::{DIMENSIONS, product};

/// The version of the layout on disk.
pub(crate) const SCHEMA: u32 = 1;

/// What a set will be, before any of it is there.
///
/// # Examples
///
/// ```
/// use davylamp_store::Plan;
///
/// let plan = Plan {
///     kind: "seismic".to_owned(),
///     samples: 1000,
///     shard_size: 8,
///     image_shape: vec![256, 256],
///     image_axes: vec!["time".to_owned(), "trace".to_owned()],
///     label_shape: vec![2],
///     label_names: vec!["mass".to_owned(), "volume".to_owned()],
///     ..Plan::default()
/// };
/// assert_eq!(plan.shards(), 125);
/// assert_eq!(plan.shard_samples(124), 992..1000);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What sort of samples: one word.
    pub kind: String,
    /// The whole configuration that the samples follow from, as text.
    pub config: String,
    /// Files that the configuration names, with their SHA-256: see [`sha256`](crate::sha256).
    pub inputs: BTreeMap<String, String>,
    /// The seed that they follow from.
    pub seed: u64,
    /// Name and version of what computes them; another version may compute other bits.
    pub software: String,
    /// How many there are.
    pub samples: usize,
    /// Samples of a shard; the last may have fewer. A stop loses at most the shards in the making.
    pub shard_size: usize,
    /// Sizes of an image.
    pub image_shape: Vec<usize>,
    /// What each of these sizes counts.
    pub image_axes: Vec<String>,
    /// Sizes of the labels of a sample.
    pub label_shape: Vec<usize>,
    /// What each label is, in C order.
    pub label_names: Vec<String>,
    /// Names of the classes, where a label is the number of one, from 0; none otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
    /// By what the labels were divided, or any other number that gives them back their units.
    pub normalisation: BTreeMap<String, f64>,
}

impl Plan {
    /// How many shards there will be.
    #[must_use]
    pub const fn shards(&self) -> usize {
        if self.shard_size == 0 { 0 } else { self.samples.div_ceil(self.shard_size) }
    }

    /// The samples of a shard.
    #[must_use]
    pub fn shard_samples(&self, shard: usize) -> std::ops::Range<usize> {
        let start = shard.saturating_mul(self.shard_size).min(self.samples);
        start..start.saturating_add(self.shard_size).min(self.samples)
    }

    pub(crate) fn image_len(&self) -> usize {
        self.image_shape.iter().product()
    }

    pub(crate) fn label_len(&self) -> usize {
        self.label_shape.iter().product()
    }

    pub(crate) fn check(&self) -> Result<(), StoreError> {
        /// More makes no sense, and less leaves room for products to be computed.
        const MOST: usize = 1 << 31;
        count("samples", self.samples, 1, MOST)?;
        count("shard_size", self.shard_size, 1, MOST)?;
        for sizes in [&self.image_shape, &self.label_shape] {
            // One more counts the samples of a shard.
            count("dimensions of a sample", sizes.len(), 0, DIMENSIONS - 1)?;
            let values = count("values of a sample", product(sizes), 1, MOST)?;
            // A shard is in memory while it is made.
            let shard = values.saturating_mul(self.shard_size.min(self.samples));
            count("values of a shard", shard, 1, MOST)?;
        }
        shape("image_axes", &[self.image_axes.len()], &[self.image_shape.len()])?;
        shape("label_names", &[self.label_names.len()], &[self.label_len()])?;
        for (name, value) in &self.normalisation {
            if !value.is_finite() {
                return Err(StoreError::Normalisation { name: name.clone(), value: *value });
            }
        }
        Ok(())
    }
}

/// The checksums of one shard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    pub(crate) images: String,
    pub(crate) labels: String,
}

/// What `manifest.json` says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) schema: u32,
    pub(crate) plan: Plan,
    /// Of all shards in their order; none before all are there.
    pub(crate) sha256: Vec<Record>,
}

impl Manifest {
    pub(crate) fn bytes(&self, path: &Path) -> Result<Vec<u8>, StoreError> {
        let mut text =
            serde_json::to_string_pretty(self).map_err(|error| complaint(path, &error))?;
        text.push('\n');
        Ok(text.into_bytes())
    }

    /// `None` where there is no such file.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, StoreError> {
        let bytes = match std::fs::read(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(|error| StoreError::io("read", path, &error))?,
        };
        let manifest: Self =
            serde_json::from_slice(&bytes).map_err(|error| complaint(path, &error))?;
        let wrong = |field, ours: usize, theirs: usize| StoreError::OtherSet {
            path: path.to_owned(),
            field,
            ours: ours.to_string(),
            theirs: theirs.to_string(),
        };
        if manifest.schema != SCHEMA {
            return Err(wrong("schema", SCHEMA as usize, manifest.schema as usize));
        }
        manifest.plan.check()?;
        let (shards, recorded) = (manifest.plan.shards(), manifest.sha256.len());
        if recorded != 0 && recorded != shards {
            return Err(wrong("number of checksums", shards, recorded));
        }
        Ok(Some(manifest))
    }

    /// Checks that the set is this one, and names the first field in which it is not.
    pub(crate) fn check_plan(&self, path: &Path, plan: &Plan) -> Result<(), StoreError> {
        let (theirs, ours) = (&self.plan, plan);
        let numbers = |names: &BTreeMap<String, f64>| format!("{names:?}");
        let fields = [
            ("kind", ours.kind.clone(), theirs.kind.clone()),
            ("config", ours.config.clone(), theirs.config.clone()),
            ("input files", lines(&ours.inputs), lines(&theirs.inputs)),
            ("seed", ours.seed.to_string(), theirs.seed.to_string()),
            ("software", ours.software.clone(), theirs.software.clone()),
            ("number of samples", ours.samples.to_string(), theirs.samples.to_string()),
            ("shard size", ours.shard_size.to_string(), theirs.shard_size.to_string()),
            (
                "image",
                words(&ours.image_shape, &ours.image_axes),
                words(&theirs.image_shape, &theirs.image_axes),
            ),
            (
                "labels",
                words(&ours.label_shape, &ours.label_names),
                words(&theirs.label_shape, &theirs.label_names),
            ),
            ("classes", ours.classes.join("\n"), theirs.classes.join("\n")),
            ("normalisation", numbers(&ours.normalisation), numbers(&theirs.normalisation)),
        ];
        for (field, ours, theirs) in fields {
            if ours != theirs {
                let (ours, theirs) = first_difference(&ours, &theirs);
                return Err(StoreError::OtherSet { path: path.to_owned(), field, ours, theirs });
            }
        }
        Ok(())
    }
}

fn words(sizes: &[usize], names: &[String]) -> String {
    format!("{sizes:?} of {names:?}")
}

fn lines(inputs: &BTreeMap<String, String>) -> String {
    let lines: Vec<_> = inputs.iter().map(|(name, digest)| format!("{digest}  {name}")).collect();
    lines.join("\n")
}

/// The first line in which two texts differ, so that a long configuration does not hide it.
fn first_difference(ours: &str, theirs: &str) -> (String, String) {
    let (mut a, mut b) = (ours.lines(), theirs.lines());
    loop {
        match (a.next(), b.next()) {
            (Some(a), Some(b)) if a == b => {}
            (None, None) => return (format!("{ours:?}"), format!("{theirs:?}")),
            (a, b) => {
                let line = |line: Option<&str>| line.map_or("nothing".into(), |l| format!("{l:?}"));
                return (line(a), line(b));
            }
        }
    }
}

fn complaint(path: &Path, error: &serde_json::Error) -> StoreError {
    StoreError::Manifest {
        path: path.to_owned(),
        line: error.line(),
        column: error.column(),
        reason: error.to_string(),
    }
}
