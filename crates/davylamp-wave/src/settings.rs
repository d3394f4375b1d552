use crate::kernel::dispatch::Vectors;
use crate::{Cpml, SpatialOrder, Wavelet};

/// What happens to waves at an edge of the model.
///
/// # Examples
///
/// ```
/// use davylamp_wave::{Edge, Edges};
/// // A model with the air on top and a wall to its left.
/// let edges = Edges { left: Edge::Closed, ..Edges::free_surface() };
/// assert_eq!([edges.top, edges.left, edges.right], [Edge::Free, Edge::Closed, Edge::Absorbing]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Edge {
    /// They go on into an absorbing layer outside the model.
    #[default]
    Absorbing,
    /// They are reflected: the grid ends there, with nothing behind.
    Closed,
    /// They are reflected as by the air: no stress on the edge. The top only.
    Free,
}

/// The four edges.
///
/// # Examples
///
/// ```
/// use davylamp_wave::{Edge, Edges};
/// assert_eq!(Edges::default(), Edges::absorbing());
/// assert_eq!(Edges::free_surface().top, Edge::Free);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Edges {
    /// Along `z = 0`.
    pub top: Edge,
    /// Along the greatest z.
    pub bottom: Edge,
    /// Along `x = 0`.
    pub left: Edge,
    /// Along the greatest x.
    pub right: Edge,
}

impl Edges {
    /// All four absorb.
    #[must_use]
    pub fn absorbing() -> Self {
        Self::default()
    }

    /// A free surface on top, the others absorb.
    #[must_use]
    pub fn free_surface() -> Self {
        Self { top: Edge::Free, ..Self::default() }
    }

    /// All four reflect.
    #[must_use]
    pub fn closed() -> Self {
        Self { top: Edge::Closed, bottom: Edge::Closed, left: Edge::Closed, right: Edge::Closed }
    }
}

/// How the wave equation is solved.
///
/// | Setting | By default |
/// |---|---|
/// | [`order`](Self::order) | 8 |
/// | [`dt`](Self::dt) | 0.95 of the largest stable one |
/// | [`edges`](Self::edges) | all absorb |
/// | [`cpml`](Self::cpml) | thirty cells |
/// | [`time_dispersion`](Self::time_dispersion) | corrected for order 6 and above |
/// | [`coarse`](Self::coarse) | refused |
/// | [`memory_limit`](Self::memory_limit) | what the machine gives |
/// | [`threads`](Self::threads) | 1 |
///
/// # Examples
///
/// ```
/// use davylamp_wave::{Edges, Settings, SpatialOrder, Wavelet};
///
/// let wavelet = Wavelet::ricker(15.0, 0.1)?; // Hz, s
/// let settings = Settings::new(&wavelet)
///     .with_order(SpatialOrder::Four)
///     .with_edges(Edges::free_surface())
///     .with_threads(2);
/// assert_eq!(settings.peak_frequency, 15.0);
/// assert_eq!(settings.dt, None); // the largest stable step, almost
/// # Ok::<(), davylamp_wave::WaveError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Settings {
    /// Frequency at which the wavelets are strongest, in Hz: the absorbing layers are tuned to it.
    pub peak_frequency: f64,
    /// Highest frequency of the wavelets that counts, in Hz: the grid must carry it.
    pub highest_frequency: f64,
    /// Order of the differences in space.
    pub order: SpatialOrder,
    /// Time step in s.
    pub dt: Option<f64>,
    /// What happens at the edges.
    pub edges: Edges,
    /// The layers of absorbing edges.
    pub cpml: Cpml,
    /// Whether to remove what the second order in time does to the waves.
    ///
    /// The leapfrog gives a wave of frequency $\omega$ the phase of one of $\omega_d$,
    /// $\sin(\omega_d \Delta t/2) = \omega \Delta t/2$, whatever the medium. So the wavelet is warped
    /// before, and the traces after: no cost in the time loop, and the order in time is that of the
    /// interpolation. At low orders errors in space and time have opposite signs, and it does not help.
    ///
    /// Koene, Robertsson, Broggini and Andersson (2018), Eliminating time dispersion from seismic wave
    /// modeling, Geophys. J. Int. 213, 169-180, <https://doi.org/10.1093/gji/ggx563>.
    pub time_dispersion: Option<bool>,
    /// Whether fewer points per wavelength than
    /// [`least_points_per_wavelength`](SpatialOrder::least_points_per_wavelength) are accepted.
    pub coarse: bool,
    /// Bytes that a shot may take.
    pub memory_limit: Option<u64>,
    /// Threads of one shot. Gathers do not depend on it.
    pub threads: usize,
    /// Vectors to use; those that the machine lacks are replaced by the best that it has.
    pub vectors: Option<Vectors>,
    /// Steps, and columns of the grid, that are worked on while they are in the cache.
    pub blocking: Option<[usize; 2]>,
}

impl Settings {
    /// For sources of such a wavelet.
    #[must_use]
    pub fn new(wavelet: &Wavelet) -> Self {
        Self {
            peak_frequency: wavelet.peak_frequency(),
            highest_frequency: wavelet.highest_frequency(),
            order: SpatialOrder::default(),
            dt: None,
            edges: Edges::default(),
            cpml: Cpml::default(),
            time_dispersion: None,
            coarse: false,
            memory_limit: None,
            threads: 1,
            vectors: None,
            blocking: None,
        }
    }

    /// With this order.
    #[must_use]
    pub fn with_order(self, order: SpatialOrder) -> Self {
        Self { order, ..self }
    }

    /// With this time step, in s.
    #[must_use]
    pub fn with_dt(self, dt: f64) -> Self {
        Self { dt: Some(dt), ..self }
    }

    /// With these edges.
    #[must_use]
    pub fn with_edges(self, edges: Edges) -> Self {
        Self { edges, ..self }
    }

    /// With these absorbing layers.
    #[must_use]
    pub fn with_cpml(self, cpml: Cpml) -> Self {
        Self { cpml, ..self }
    }

    /// With or without the correction of time dispersion.
    #[must_use]
    pub fn with_time_dispersion(self, corrected: bool) -> Self {
        Self { time_dispersion: Some(corrected), ..self }
    }

    /// However few points there are in a wavelength.
    #[must_use]
    pub fn with_coarse(self, coarse: bool) -> Self {
        Self { coarse, ..self }
    }

    /// Within so many bytes.
    #[must_use]
    pub fn with_memory_limit(self, bytes: u64) -> Self {
        Self { memory_limit: Some(bytes), ..self }
    }

    /// With so many threads for one shot.
    #[must_use]
    pub fn with_threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    /// With these vectors.
    #[must_use]
    pub fn with_vectors(self, vectors: Vectors) -> Self {
        Self { vectors: Some(vectors), ..self }
    }

    /// With so many steps and columns in the cache.
    #[must_use]
    pub fn with_blocking(self, steps: usize, columns: usize) -> Self {
        Self { blocking: Some([steps, columns]), ..self }
    }
}
