use crate::{Component, Wavelet};

/// What a source does to the ground, each strength times its [`Wavelet`].
///
/// The model is two-dimensional: sources are lines across it, and strengths are for each metre of them.
///
/// $$ \rho\, \partial_t v_i = \partial_j \tau_{ij} + f_i\, \delta(x - x_s)\, \delta(z - z_s), \qquad
///    \partial_t \tau_{ij} = C_{ijkl}\, \partial_k v_l - \dot M_{ij}\, \delta(x - x_s)\, \delta(z - z_s) $$
///
/// Aki and Richards (2002), Quantitative Seismology, 2nd ed., equation 3.20 (the body force of a moment
/// is $-\partial_j M_{ij}$).
///
/// The example of [`Solver`](crate::Solver) shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Mechanism {
    /// A force, in N/m: $[f_x, f_z]$, to the right and downwards.
    Force([f64; 2]),
    /// The rate of a moment that pushes outwards alike in all directions,
    /// $\dot M_{xx} = \dot M_{zz}$, in N m/s for each metre.
    Explosion(f64),
    /// The rate of a moment, in N m/s for each metre.
    Moment {
        /// $\dot M_{xx}$.
        xx: f64,
        /// $\dot M_{zz}$.
        zz: f64,
        /// $\dot M_{xz}$.
        xz: f64,
    },
}

impl Mechanism {
    /// All its numbers, in its own units.
    pub(crate) fn strengths(self) -> [f64; 3] {
        match self {
            Self::Force([x, z]) => [x, z, 0.0],
            Self::Explosion(rate) => [rate, 0.0, 0.0],
            Self::Moment { xx, zz, xz } => [xx, zz, xz],
        }
    }
}

/// A source: what, where and when.
///
/// The example of [`Solver`](crate::Solver) shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// x and z in m, anywhere in the model, on nodes or not.
    pub position: [f64; 2],
    /// What it does.
    pub mechanism: Mechanism,
    /// When: the strength's factor over time.
    pub wavelet: Wavelet,
}

/// An experiment: what sounds, and where one listens.
///
/// Sample `k` of a trace is what the ground does at the time `k * dt`.
///
/// The example of [`Solver`](crate::Solver) shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shot {
    /// The sources, which sound together. The first one's place is the gather's.
    pub sources: Vec<Source>,
    /// Places of the receivers, x and z in m, anywhere in the model.
    pub receivers: Vec<[f64; 2]>,
    /// What each receiver records.
    pub components: Vec<Component>,
    /// Interval of the samples in s, any from a hundredth of the solver's step on. Frequencies above three quarters of what it can carry are
    /// filtered out, so that nothing is folded down when samples are fewer than steps.
    pub dt: f64,
    /// Samples of a trace.
    pub samples: usize,
}
