//! Noise as the paper adds it, when a sample is read.

use davylamp_traits::{SampleError, Samples};

use crate::random::{Purpose, Random};
use crate::survey::COMPONENTS;
use crate::{Survey, UhsError};

/// How much noise.
///
/// # Examples
///
/// ```
/// use davylamp_uhs::NoiseLevel;
/// assert_eq!(NoiseLevel::ALL.map(NoiseLevel::name), ["none", "weak", "strong"]);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum NoiseLevel {
    /// $\lambda = 0$.
    #[default]
    None,
    /// $\lambda \sim U(0, 1/3)$, drawn for each sample.
    Weak,
    /// $\lambda \sim U(1/3, 2/3)$, drawn for each sample.
    Strong,
}

impl NoiseLevel {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::None, Self::Weak, Self::Strong];

    /// "none", "weak" or "strong".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Weak => "weak",
            Self::Strong => "strong",
        }
    }

    fn range(self) -> Option<(Purpose, [f64; 2])> {
        match self {
            Self::None => None,
            Self::Weak => Some((Purpose::WeakNoise, [0.0, 1.0 / 3.0])),
            Self::Strong => Some((Purpose::StrongNoise, [1.0 / 3.0, 2.0 / 3.0])),
        }
    }
}

/// Adds noise to the change that a leak makes.
///
/// $$ \mathbf w \leftarrow N(0, 1), \quad \mathbf w \leftarrow G_{\sigma=(1,0)}[\mathbf w], \quad
///    \mathbf w \leftarrow \mathbf w - \mu(\mathbf w), \quad
///    \mathbf w \leftarrow \frac{\mathbf w}{\max|\mathbf w|}, \quad
///    \mathbf w \leftarrow \max|\Delta \mathbf d| \mathbf w, \qquad
///    \Delta\mathbf d \leftarrow \Delta\mathbf d + \lambda \mathbf w $$
///
/// The image is `[time][trace]`. The smoothing runs along time alone, with a Gaussian of one sample,
/// cut at four and reflected at the ends. Everything follows from `seed`, `index` and the level; the
/// factor $\lambda$ is returned.
///
/// # Errors
/// [`UhsError::WrongLength`] unless the image is a whole number of rows of `traces`.
///
/// # Examples
/// ```
/// use davylamp_uhs::{NoiseLevel, add_noise};
///
/// let mut image = vec![0.0; 256 * 64];
/// image[1000] = 3.0;
/// let lambda = add_noise(&mut image, 64, NoiseLevel::Strong, (7, 0))?;
/// assert!((1.0 / 3.0..2.0 / 3.0).contains(&lambda));
/// let loudest = image.iter().enumerate().filter(|(i, _)| *i != 1000).map(|(_, v)| v.abs());
/// assert!(loudest.fold(0.0_f32, f32::max) <= 2.0);
/// # Ok::<(), davylamp_uhs::UhsError>(())
/// ```
///
/// # References
/// Gao et al. (2024), equations 18 to 23. The ends and the cut are those of SciPy's
/// `gaussian_filter`, since the paper does not say.
#[expect(clippy::cast_possible_truncation, reason = "images are in single precision")]
pub fn add_noise(
    image: &mut [f32],
    traces: usize,
    level: NoiseLevel,
    (seed, index): (u64, usize),
) -> Result<f64, UhsError> {
    let rows = image.len().checked_div(traces).unwrap_or(0);
    crate::error::length("the image", image.len(), rows * traces)?;
    let Some((purpose, range)) = level.range() else { return Ok(0.0) };
    let mut random = Random::new(seed, purpose, index);
    let lambda = random.between(range);
    let noise = noise(&mut random, rows, traces);
    let loudest = image.iter().fold(0.0_f32, |loudest, value| loudest.max(value.abs()));
    let factor = lambda * f64::from(loudest);
    for (value, noise) in image.iter_mut().zip(noise) {
        *value += (factor * noise) as f32;
    }
    Ok(lambda)
}

/// Equations 19 to 22: smooth in time, without a mean, at most one.
fn noise(random: &mut Random, rows: usize, traces: usize) -> Vec<f64> {
    let white: Vec<f64> = (0..rows * traces).map(|_| random.normal()).collect();
    let kernel = kernel();
    let reach = kernel.len() - 1;
    let mut smooth = vec![0.0; white.len()];
    for (row, out) in smooth.chunks_exact_mut(traces.max(1)).enumerate() {
        for k in 0..=2 * reach {
            let weight = kernel[k.abs_diff(reach)];
            let from = reflected(row + k, reach, rows) * traces;
            for (out, value) in out.iter_mut().zip(&white[from..from + traces]) {
                *out += weight * value;
            }
        }
    }
    let mean = smooth.iter().sum::<f64>() / smooth.len().max(1) as f64;
    let mut loudest = 0.0_f64;
    for value in &mut smooth {
        *value -= mean;
        loudest = loudest.max(value.abs());
    }
    if loudest > 0.0 {
        for value in &mut smooth {
            *value /= loudest;
        }
    }
    smooth
}

/// Half of a Gaussian of one sample, from its middle, cut at four; the whole adds up to one.
fn kernel() -> [f64; 5] {
    let mut half = [0.0, 1.0, 2.0, 3.0, 4.0].map(|k: f64| (-0.5 * k * k).exp());
    let sum = half[0] + 2.0 * half[1..].iter().sum::<f64>();
    for value in &mut half {
        *value /= sum;
    }
    half
}

/// The row `shifted - reach`, reflected at the edges of the image: d c b a | a b c d | d c b a.
fn reflected(shifted: usize, reach: usize, rows: usize) -> usize {
    let period = 2 * rows;
    let row = (shifted + period * reach.div_ceil(period.max(1)) - reach) % period.max(1);
    if row < rows { row } else { period - 1 - row }
}

/// A set as a sparser survey with noise sees it: some of its stations, and one level.
///
/// One set on disk serves every number of stations and every level.
///
/// # Examples
///
/// ```
/// use davylamp_traits::Samples;
/// use davylamp_uhs::{NoiseLevel, Observed, Survey};
/// # use davylamp_traits::SampleError;
/// # struct Simulated;
/// # impl Samples for Simulated {
/// #     fn len(&self) -> usize { 2 }
/// #     fn image_shape(&self) -> &[usize] { &[4, 2 * 8 * 16] }
/// #     fn label_shape(&self) -> &[usize] { &[6] }
/// #     fn read(&self, i: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
/// #         image.iter_mut().enumerate().for_each(|(k, v)| *v = ((i + k) % 7) as f32);
/// #         labels.fill(0.5);
/// #         Ok(())
/// #     }
/// # }
///
/// // A set of the whole survey (of 8 sources and 16 receivers), seen by four of its geophones, with noise.
/// let survey = Survey::new(&davylamp_uhs::Scene::default());
/// let sparse = Observed::new(Simulated, &survey, (4, NoiseLevel::Weak), 7)?;
/// assert_eq!(sparse.image_shape(), [4, 2 * 8 * 4]);
/// # Ok::<(), davylamp_uhs::UhsError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Observed<S> {
    inner: S,
    /// Columns that are kept.
    columns: Vec<usize>,
    image_shape: [usize; 2],
    level: NoiseLevel,
    seed: u64,
}

impl<S: Samples> Observed<S> {
    /// A set whose traces are those of a survey, seen by `stations` of its receivers, spread evenly.
    ///
    /// # Errors
    /// [`UhsError::NotAllowed`] for more stations than receivers or none, and for a survey without a source,
    /// [`UhsError::WrongLength`] where the set's images are not those of the survey.
    pub fn new(
        inner: S,
        survey: &Survey,
        (stations, level): (usize, NoiseLevel),
        seed: u64,
    ) -> Result<Self, UhsError> {
        let receivers = survey.receivers.len();
        let kept: Vec<usize> = survey.kept(stations)?.collect();
        if survey.sources.is_empty() {
            return crate::error::refuse("sources", &0, "at least 1".to_owned());
        }
        let groups = COMPONENTS * survey.sources.len();
        let &[times, traces] = inner.image_shape() else {
            let found = inner.image_shape().len();
            return Err(UhsError::WrongLength {
                name: "the shape of an image",
                found,
                expected: 2,
            });
        };
        crate::error::length("a row of the image", traces, groups * receivers)?;
        let columns = (0..groups).flat_map(|group| kept.iter().map(move |k| group * receivers + k));
        let columns: Vec<usize> = columns.collect();
        let image_shape = [times, columns.len()];
        Ok(Self { inner, columns, image_shape, level, seed })
    }
}

impl<S: Samples> Samples for Observed<S> {
    fn len(&self) -> usize {
        self.inner.len()
    }

    fn image_shape(&self) -> &[usize] {
        &self.image_shape
    }

    fn label_shape(&self) -> &[usize] {
        self.inner.label_shape()
    }

    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
        let [times, traces] = self.image_shape;
        crate::error::length("the image", image.len(), times * traces)?;
        let width = self.inner.image_shape()[1];
        let mut whole = vec![0.0; times * width];
        self.inner.read(index, &mut whole, labels)?;
        for (out, row) in image.chunks_exact_mut(traces).zip(whole.chunks_exact(width)) {
            for (out, column) in out.iter_mut().zip(&self.columns) {
                *out = row[*column];
            }
        }
        add_noise(image, traces, self.level, (self.seed, index))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_reflected() {
        // Three rows, reach 4: -4 -3 -2 -1 | 0 1 2 | 3 4.
        let rows: Vec<_> = (0..9).map(|k| reflected(k, 4, 3)).collect();
        assert_eq!(rows, [2, 2, 1, 0, 0, 1, 2, 2, 1]);
        assert_eq!(reflected(0, 4, 1), 0);
    }

    #[test]
    fn the_kernel_is_a_gaussian() {
        let kernel = kernel();
        assert!((kernel[0] + 2.0 * kernel[1..].iter().sum::<f64>() - 1.0).abs() < 1e-15);
        assert!((kernel[1] / kernel[0] - (-0.5_f64).exp()).abs() < 1e-15);
    }

    #[test]
    fn noise_has_no_mean_and_is_at_most_one() {
        for index in 0..20 {
            let mut random = Random::new(5, Purpose::WeakNoise, index);
            let noise = noise(&mut random, 256, 64);
            let mean = noise.iter().sum::<f64>() / noise.len() as f64;
            let loudest = noise.iter().fold(0.0_f64, |loudest, v| loudest.max(v.abs()));
            assert!(mean.abs() < 1e-15 * noise.len() as f64, "{mean}");
            assert!((loudest - 1.0).abs() < 1e-15, "{loudest}");
        }
    }

    #[test]
    fn noise_is_smooth_in_time_alone() {
        // White noise through a kernel g has the autocorrelation sum g_j g_{j+k} / sum g_j^2.
        let half = kernel();
        let g: Vec<f64> = (0..9_usize).map(|k| half[k.abs_diff(4)]).collect();
        let product = |lag: usize| g.iter().zip(&g[lag..]).map(|(a, b)| a * b).sum::<f64>();
        let (rows, traces) = (256, 256);
        let mut random = Random::new(11, Purpose::StrongNoise, 3);
        let noise = noise(&mut random, rows, traces);
        let correlation = |down: usize, right: usize| {
            let (mut both, mut one) = (0.0, 0.0);
            // Away from the ends, where it is reflected.
            for row in 8..rows - 16 {
                for column in 0..traces - 8 {
                    let a = noise[row * traces + column];
                    both += a * noise[(row + down) * traces + column + right];
                    one += a * a;
                }
            }
            both / one
        };
        // Five standard deviations of a mean over that many values, of which one in four is free.
        let tolerance = 5.0 * (4.0 / (232.0 * 248.0_f64)).sqrt();
        for lag in 1..9 {
            let expected = product(lag) / product(0);
            let found = correlation(lag, 0);
            assert!((found - expected).abs() < tolerance, "lag {lag}: {found} {expected}");
            let across = correlation(0, lag.min(7));
            assert!(across.abs() < tolerance, "trace {lag}: {across}");
        }
    }
}
