//! Wavelet features and their nearest neighbours.

use super::features::Features;
use super::wavelets::features;
use super::{Classifier, LabelledImages, Method, TRIALS, words};
use crate::NetsError;
use crate::error::check_shape;

/// K-DWT: each sensor's series by Haar's wavelets, and the class that most of the k nearest training
/// samples have, by distance between these features; of equally many the nearest one's.
///
/// The paper says "K-DWT" and no more; wavelets with nearest neighbours is our reading. k is 1, 3, 5 or
/// 7, the transform goes 3 levels deep.
///
/// The example of [`Method`](super::Method) shows how such a method is used.
///
/// # References
/// Cover & Hart (1967), <https://doi.org/10.1109/TIT.1967.1053964>; Mallat (1989),
/// <https://doi.org/10.1109/34.192463>.
#[derive(Debug, Clone, Copy, Default)]
pub struct KDwt;

const NEIGHBOURS: [usize; TRIALS / 2] = [1, 3, 5, 7];
const LEVELS: usize = 3;

impl Method for KDwt {
    fn name(&self) -> &'static str {
        "K-DWT"
    }

    fn words(&self, trial: usize) -> String {
        words(trial, &NEIGHBOURS.map(|k| format!("k = {k}")))
    }

    fn fit(
        &self,
        trial: usize,
        images: &LabelledImages,
        _seed: u64,
    ) -> Result<Box<dyn Classifier>, NetsError> {
        let (scale, own) = Features::of_trial(trial, images)?;
        let neighbours = Neighbours {
            k: NEIGHBOURS[own],
            points: wavelets(scale, images)?,
            labels: images.labels().to_vec(),
            classes: images.classes(),
            scale,
        };
        Ok(Box::new(neighbours))
    }
}

fn wavelets(scale: Features, images: &LabelledImages) -> Result<Vec<Vec<f64>>, NetsError> {
    let readings = images.shape()[1];
    let transform =
        |row: Vec<f64>| row.chunks(readings).flat_map(|series| features(series, LEVELS)).collect();
    Ok(scale.rows(images)?.into_iter().map(transform).collect())
}

struct Neighbours {
    k: usize,
    points: Vec<Vec<f64>>,
    labels: Vec<usize>,
    classes: usize,
    scale: Features,
}

impl Classifier for Neighbours {
    fn classify(&self, images: &LabelledImages) -> Result<Vec<usize>, NetsError> {
        check_shape("classes", &[images.classes()], &[self.classes])?;
        Ok(wavelets(self.scale, images)?.iter().map(|point| self.vote(point)).collect())
    }
}

impl Neighbours {
    fn vote(&self, point: &[f64]) -> usize {
        let distance =
            |other: &Vec<f64>| point.iter().zip(other).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
        let mut near: Vec<(f64, usize)> =
            self.points.iter().map(distance).zip(self.labels.iter().copied()).collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        near.truncate(self.k);
        let votes = |class: usize| near.iter().filter(|(_, label)| *label == class).count();
        let most = (0..self.classes).map(votes).max().unwrap_or(0);
        near.iter().map(|(_, label)| *label).find(|label| votes(*label) == most).unwrap_or(0)
    }
}
