//! Profiles of the absorbing layer: convolutional perfectly matched, with complex frequency shift, its
//! memory advanced by the auxiliary differential equation of Zhang and Shen (2010), Unsplit
//! complex-frequency-shifted PML implementation using auxiliary differential equations for seismic wave
//! modeling, Geophysics 75, T141-T154, doi:10.1190/1.3463431.

use std::f64::consts::PI;

use crate::WaveError;
use crate::error::{in_range, positive};

/// The absorbing layer: complex-frequency-shifted, perfectly matched, unsplit.
///
/// Each derivative $D$ across the layer becomes $D/\kappa + \psi$ with
///
/// $$ \partial_t \psi + \left(\alpha + \frac{d}{\kappa}\right) \psi = -\frac{d}{\kappa^2} D $$
///
/// advanced by Crank and Nicolson. With $u$ from 0 at the model's edge to 1 at the outside,
///
/// $$ d = -\frac{(p+1) v_p \ln R}{2L} u^p, \qquad \kappa = 1 + (\kappa_{max} - 1) u^p,
///    \qquad \alpha = \pi f_0 (1 - u) $$
///
/// where $L$ is the layer's width, $v_p$ the fastest speed of the model and $f_0$ the peak frequency of
/// the wavelet. The layer lies outside the model, whose outermost values go on into it.
///
/// # Examples
///
/// ```
/// use davylamp_wave::{Cpml, Settings, Wavelet};
///
/// // A third of the default width: a little less is absorbed, and the grid is smaller.
/// let thin = Cpml::of_cells(10);
/// assert_eq!((thin.cells, thin.reflection), (10, Cpml::default().reflection));
/// let settings = Settings::new(&Wavelet::ricker(15.0, 0.1)?).with_cpml(thin);
/// assert_eq!(settings.cpml.cells, 10);
/// # Ok::<(), davylamp_wave::WaveError>(())
/// ```
///
/// # References
///
/// Komatitsch and Martin (2007), An unsplit convolutional perfectly matched layer improved at grazing
/// incidence for the seismic wave equation, Geophysics 72, SM155-SM167,
/// <https://doi.org/10.1190/1.2757586>; Zhang and Shen (2010), Geophysics 75, T141-T154,
/// <https://doi.org/10.1190/1.3463431>.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cpml {
    /// Width in cells, 1 to 1000. Ten leave about -71 dB, twenty -72 dB, thirty -78 dB of the strongest wave, at
    /// 7.5 cells per wavelength of P waves at the peak frequency, where waves graze the layer for 186 cells; no
    /// more where they do not.
    pub cells: usize,
    /// $R$: what a wave at right angles would keep in theory, 1e-30 to 0.999.
    pub reflection: f64,
    /// $\kappa_{max}$, 1 to 100. More than 2 costs at less than about 15 points per wavelength.
    pub kappa_max: f64,
    /// $p$, the exponent of the profiles, positive.
    pub power: f64,
}

impl Default for Cpml {
    /// Thirty cells, $R = 10^{-6}$, $\kappa = 1$, $p = 3$: chosen by trying pairs of $R$ and $p$ on the ground of
    /// `tests/boundaries.rs`, where no other left less at ten cells. ($R = 10^{-5}$ and $p = 2$ leave -57, -59
    /// and -65 dB at ten, twenty and thirty.)
    fn default() -> Self {
        Self { cells: 30, reflection: 1e-6, kappa_max: 1.0, power: 3.0 }
    }
}

impl Cpml {
    /// Of this width, the rest as by default.
    #[must_use]
    pub fn of_cells(cells: usize) -> Self {
        Self { cells, ..Self::default() }
    }

    pub(crate) fn check(&self) -> Result<(), WaveError> {
        let Self { cells, reflection, kappa_max, power } = *self;
        in_range("cells of the absorbing layer", cells as f64, 1.0, 1000.0)?;
        in_range("reflection of the absorbing layer", reflection, 1e-30, 0.999)?;
        in_range("kappa_max of the absorbing layer", kappa_max, 1.0, 100.0)?;
        positive("power of the absorbing layer", power)?;
        Ok(())
    }
}

/// What the profiles need to know beside the layer's settings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waves {
    pub(crate) vp: f64,
    pub(crate) spacing: f64,
    pub(crate) dt: f64,
    pub(crate) peak_frequency: f64,
}

/// How a derivative and its memory change at each place along an axis: with $p = b\psi$,
/// $\psi' = p + aD$ and the stretched derivative $p + gD$, where $g = a + 1/\kappa$.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Profile {
    pub(crate) a: Vec<f64>,
    pub(crate) b: Vec<f64>,
    pub(crate) g: Vec<f64>,
}

/// Cells of the layer at the two ends of an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ends {
    pub(crate) low: usize,
    pub(crate) high: usize,
}

impl Profile {
    /// Along an axis of `n` nodes, at the nodes (`half = 0`) or half a cell behind them (`half = 0.5`).
    pub(crate) fn new(cpml: &Cpml, waves: &Waves, n: usize, ends: Ends, half: f64) -> Self {
        let mut profile = Self { a: vec![0.0; n], b: vec![0.0; n], g: vec![1.0; n] };
        let last = n as f64 - 1.0;
        for i in 0..n {
            let x = i as f64 + half;
            let depths =
                [(ends.low as f64 - x, ends.low), (x - (last - ends.high as f64), ends.high)];
            for (depth, cells) in depths {
                if cells > 0 && depth > 0.0 {
                    let u = (depth / cells as f64).min(1.0);
                    let [a, b, g] = coefficients(cpml, waves, cells, u);
                    (profile.a[i], profile.b[i], profile.g[i]) = (a, b, g);
                }
            }
        }
        profile
    }
}

fn coefficients(cpml: &Cpml, waves: &Waves, cells: usize, u: f64) -> [f64; 3] {
    let width = cells as f64 * waves.spacing;
    let d0 = -(cpml.power + 1.0) * waves.vp * cpml.reflection.ln() / (2.0 * width);
    let rise = u.powf(cpml.power);
    let d = d0 * rise;
    let kappa = 1.0 + (cpml.kappa_max - 1.0) * rise;
    let alpha = PI * waves.peak_frequency * (1.0 - u);
    let half = 0.5 * waves.dt * (alpha + d / kappa);
    let a = -d / (kappa * kappa) * waves.dt / (1.0 + half);
    let b = (1.0 - half) / (1.0 + half);
    [a, b, a + kappa.recip()]
}
