//! What a residual network is held against, and the same footing for all.
//!
//! | Method | What it is |
//! |---|---|
//! | [`KDwt`] | wavelet features, and the nearest neighbours among them |
//! | [`Net::perceptron`] | ANN: a multilayer perceptron |
//! | [`Svm`] | support vector machines with a Gaussian kernel, one against one, by linfa |
//! | [`Elm`] | extreme learning machine: a random hidden layer, outputs by least squares |
//! | [`Net::lstm`] | long short-term memory over time |
//! | [`Net::resnet`] | the residual network |
//!
//! Each [`Method`] has [`TRIALS`] settings, no more and no less: two ways to scale images
//! ([`Scaling::MinMax`] and [`Scaling::RelativeLog`]) by four of its own. [`cross_validate`] judges one of
//! them on training data alone.
//!
//! # References
//! Wang et al. (2024), section 4.1.1 and Table 1.

mod elm;
mod features;
mod images;
mod k_dwt;
mod net;
mod svm;
mod validation;
mod wavelets;

pub use elm::Elm;
pub use images::LabelledImages;
pub use k_dwt::KDwt;
pub use net::Net;
pub use svm::Svm;
pub use validation::{cross_validate, folds};

use crate::{NetsError, Scaling};

/// Settings that each method has, and so the trials that tuning may make.
pub const TRIALS: usize = 8;

/// A way to learn classes from labelled images.
///
/// # Examples
///
/// ```
/// use davylamp_nets::rivals::{LabelledImages, Method, Svm};
///
/// // Dark and bright images.
/// let images = (0..12).map(|i| vec![(i % 2) as f32 + 0.01 * i as f32; 4]).collect();
/// let all = LabelledImages::new([2, 2], 2, images, (0..12).map(|i| i % 2).collect())?;
/// let classifier = Svm.fit(0, &all, 1)?;
/// assert_eq!(classifier.classify(&all)?, all.labels());
/// # Ok::<(), davylamp_nets::NetsError>(())
/// ```
pub trait Method: Sync {
    /// What the method is called.
    fn name(&self) -> &'static str;

    /// What a trial's settings are, in words.
    fn words(&self, trial: usize) -> String;

    /// Learns from images with the settings of a trial, from 0 to [`TRIALS`] less one. What is drawn at
    /// random follows from `seed`.
    ///
    /// # Errors
    /// [`NetsError::CountOutOfRange`] for a trial that there is not, [`NetsError::RareClass`] where a
    /// class has no sample, and those of a network's training.
    fn fit(
        &self,
        trial: usize,
        images: &LabelledImages,
        seed: u64,
    ) -> Result<Box<dyn Classifier>, NetsError>;
}

/// What a [`Method`] has learnt.
///
/// The example of [`Method`] shows it.
pub trait Classifier: Send {
    /// The class of each image; their own labels are not looked at.
    ///
    /// # Errors
    /// [`NetsError::Shape`] where images have another size than those learnt from.
    fn classify(&self, images: &LabelledImages) -> Result<Vec<usize>, NetsError>;
}

/// The scaling of a trial, and which of a method's own four settings it is.
fn settings(trial: usize) -> Result<(Scaling, usize), NetsError> {
    crate::error::check_count("trial", trial, [0, TRIALS - 1])?;
    let scaling = if trial < TRIALS / 2 { Scaling::MinMax } else { Scaling::RelativeLog };
    Ok((scaling, trial % (TRIALS / 2)))
}

/// The words of a trial's scaling, and those of its own setting.
fn words(trial: usize, own: &[String; TRIALS / 2]) -> String {
    let scaling = if trial < TRIALS / 2 { "min-max" } else { "relative log" };
    format!("{scaling}, {}", own[trial % (TRIALS / 2)])
}
