//! What is in a set.

use std::path::Path;

use anyhow::{Result, ensure};
use davylamp::store::{Plan, SampleSet, Store};
use davylamp::traits::Samples;
use davylamp::uhs::{Labels, Scene};

/// Numbers of every sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// What the set is.
    pub plan: Plan,
    /// The scene that it follows from.
    pub scene: Scene,
    /// Labels in their units, in the order of [`Labels::NAMES`]: one list a label.
    pub labels: Vec<Vec<f64>>,
    /// The sum of squares over all traces and times, times the interval, of the two components, in
    /// (m/s)² s.
    pub energies: [Vec<f64>; 2],
    /// The greatest amplitude, in m/s.
    pub peaks: Vec<f64>,
    /// Bytes of the shards, their checksums and the manifest.
    pub bytes: u64,
}

impl Set {
    /// Reads a finished set, every file of it compared with its checksum.
    ///
    /// # Errors
    /// A set that is not whole, or not of leaks.
    pub fn read(folder: &Path) -> Result<Self> {
        let store = Store::open(folder)?;
        let report = store.verify()?;
        ensure!(report.is_whole(), "{} is not whole: {report:?}", folder.display());
        let plan = store.plan().clone();
        ensure!(plan.kind == "seismic", "{} is a set of kind {}", folder.display(), plan.kind);
        let scene = Scene { samples: plan.samples, ..Scene::parse(&plan.config)? };
        let set = SampleSet::open(folder)?;
        let traces = set.image_shape()[1];
        let interval = scene.image.record_s / scene.image.samples as f64;
        let mut read = Self {
            labels: vec![Vec::new(); Labels::NAMES.len()],
            energies: [Vec::new(), Vec::new()],
            peaks: Vec::new(),
            bytes: bytes(folder)?,
            plan,
            scene,
        };
        for index in 0..set.len() {
            let (image, labels) = set.sample(index)?;
            for ((values, name), label) in
                read.labels.iter_mut().zip(&read.plan.label_names).zip(labels)
            {
                values.push(f64::from(label) * read.plan.normalisation[name]);
            }
            for (component, energies) in read.energies.iter_mut().enumerate() {
                let half = image.chunks_exact(traces / 2).skip(component).step_by(2);
                let squares = half.flatten().map(|value| f64::from(*value).powi(2));
                energies.push(squares.sum::<f64>() * interval);
            }
            let peak = image.iter().fold(0.0_f32, |peak, value| peak.max(value.abs()));
            read.peaks.push(f64::from(peak));
        }
        Ok(read)
    }

    /// The energies of both components together.
    #[must_use]
    pub fn energy(&self) -> Vec<f64> {
        let [vx, vz] = &self.energies;
        vx.iter().zip(vz).map(|(a, b)| a + b).collect()
    }
}

/// Of the files that make the set: not the log, nor pictures.
fn bytes(folder: &Path) -> Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let counts = |ending: &&str| path.extension().is_some_and(|found| found == *ending);
        if ["npy", "sha256", "json"].iter().any(counts) {
            sum += path.metadata()?.len();
        }
    }
    Ok(sum)
}

/// The value below which this share of some numbers lies; they are sorted for it.
#[must_use]
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place")]
    let at = (share * sorted.len().saturating_sub(1) as f64).round() as usize;
    sorted.get(at).copied().unwrap_or(f64::NAN)
}

/// Spearman's rank correlation of two lists without ties.
#[must_use]
pub fn rank_correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let (a, b) = (ranks(a), ranks(b));
    let squares: f64 = a.iter().zip(&b).map(|(a, b)| (a - b).powi(2)).sum();
    1.0 - 6.0 * squares / (n * (n * n - 1.0))
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, index) in order.into_iter().enumerate() {
        ranks[index] = rank as f64;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::{quantile, rank_correlation};

    #[test]
    fn ranks_correlate() {
        let values = [3.0, 1.0, 2.0, 50.0];
        assert!((rank_correlation(&values, &values) - 1.0).abs() < 1e-12);
        assert!((rank_correlation(&values, &[-3.0, -1.0, -2.0, -9.0]) + 1.0).abs() < 1e-12);
        // Ranks 3 1 2 4 and 1 2 3 4: 1 - 6 * (4 + 1 + 1) / 60.
        assert!((rank_correlation(&values, &[1.0, 2.0, 3.0, 4.0]) - 0.4).abs() < 1e-12);
    }

    #[expect(clippy::float_cmp, reason = "values are found, not computed")]
    #[test]
    fn quantiles() {
        let values = [3.0, 1.0, 2.0, 5.0, 4.0];
        assert_eq!([0.0, 0.5, 1.0].map(|share| quantile(&values, share)), [1.0, 3.0, 5.0]);
        assert!(quantile(&[], 0.5).is_nan());
    }
}
