//! Cross-validation on training data.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::{LabelledImages, Method};
use crate::error::check_count;
use crate::{Confusion, NetsError};

/// Deals samples into parts of nearly equal size with as many of each class as can be; which part each
/// sample is in. `seed` governs the draw.
///
/// # Errors
/// [`NetsError::CountOutOfRange`] for less than two parts, [`NetsError::RareClass`] where a class has
/// fewer samples than there are parts.
///
/// # Examples
/// ```
/// let parts = davylamp_nets::rivals::folds(&[0, 0, 1, 1], 2, 2, 7)?;
/// assert_ne!(parts[0], parts[1]);
/// assert_ne!(parts[2], parts[3]);
/// # Ok::<(), davylamp_nets::NetsError>(())
/// ```
pub fn folds(
    labels: &[usize],
    classes: usize,
    parts: usize,
    seed: u64,
) -> Result<Vec<usize>, NetsError> {
    check_count("parts", parts, [2, usize::MAX])?;
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut part = vec![0; labels.len()];
    let mut next = 0;
    for class in 0..classes {
        let of_class = (0..labels.len()).filter(|&index| labels[index] == class);
        let mut of_class: Vec<usize> = of_class.collect();
        if of_class.len() < parts {
            let (class, count) = (class.to_string(), of_class.len());
            return Err(NetsError::RareClass { class, count, needed: parts });
        }
        of_class.shuffle(&mut random);
        for index in of_class {
            part[index] = next % parts;
            next += 1;
        }
    }
    Ok(part)
}

/// The accuracy of a trial on training data: each part is classified by what the others teach, and the
/// samples rightly told are counted together.
///
/// # Errors
/// As [`folds`] and [`Method::fit`].
///
/// # References
/// Stone (1974), <https://doi.org/10.1111/j.2517-6161.1974.tb00994.x>; parts balanced by class: Kohavi
/// (1995), IJCAI 2:1137.
pub fn cross_validate(
    method: &dyn Method,
    trial: usize,
    images: &LabelledImages,
    parts: usize,
    seed: u64,
) -> Result<f64, NetsError> {
    let part = folds(images.labels(), images.classes(), parts, seed)?;
    let (mut truths, mut predictions) = (Vec::new(), Vec::new());
    for held in 0..parts {
        let (inside, outside): (Vec<usize>, Vec<usize>) =
            (0..part.len()).partition(|&index| part[index] == held);
        let held = images.select(&inside);
        let learnt = method.fit(trial, &images.select(&outside), seed)?;
        truths.extend_from_slice(held.labels());
        predictions.extend(learnt.classify(&held)?);
    }
    Ok(Confusion::of(images.classes(), &truths, &predictions)?.accuracy())
}
