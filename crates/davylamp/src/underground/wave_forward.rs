//! The wave solver as a `Forward`.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use davylamp_traits::{ElasticMedium, SampleError};
use davylamp_uhs::{COMPONENTS, Forward, Gathers, Site, Survey};
use davylamp_wave::{
    Component, Cpml, Mechanism, Medium, Settings, Shot, Solver, Source, SpatialOrder, Vectors,
    WaveError, Wavelet,
};

use super::UndergroundError;

/// Share of the largest stable time step.
const STABLE_SHARE: f64 = 0.98;

/// The heaviest brine, saturated with salt, in kg/m³: what a leak replaces weighs no more.
const BRINE: f64 = 1200.0;

/// Cells of the absorbing layers. On leaks of the paper's scene the changes differ from those between layers
/// of sixty cells by 0.03 to 0.11 % (root mean square); with twenty, by 0.004 to 0.03 % and a fifth more time.
const ABSORBING_CELLS: usize = 10;

/// Of the sources, in N for each metre across the section. Traces are in proportion to it; that of a
/// large vibrator, some 0.3 MN, is of this order.
const FORCE: f64 = 1e6;

/// The finite differences of `davylamp-wave` as the solver of a set.
///
/// Order 8 in space, corrected for dispersion in time; all edges absorb, the top too, as in the paper.
/// The time step follows from the site's fastest waves, and those that its leaks may have, and is that of
/// every ground of the set. Each source is a vertical force of 1 MN a metre with a Ricker wavelet that peaks at 1.5 periods.
///
/// Every step is recorded. To let the solver thin the samples out would cost more: its filter needs 32
/// samples of the wider interval behind the last one, which are an eighth more steps.
///
/// # Examples
///
/// ```
/// use davylamp::uhs::{Scene, TimeLapse};
/// use davylamp::underground::{self, WaveForward};
///
/// let scene = Scene::parse("
///     grid = { width_m = 600, depth_m = 400, spacing_m = 10 }
///     layer = [{ top_m = 0, bottom_m = 400, porosity = 0.2 }]
///     leak = { width_m = [50, 90], height_m = [50, 90], depth_m = [150, 350] }
///     survey = { sources = { count = 1, depth_m = 20 }, peak_frequency_hz = 5 }
///     image = { record_s = 0.64, samples = 64 }
/// ")?;
/// let rock = underground::rock(&scene)?;
/// let site = underground::site(&scene, ".".as_ref(), &rock)?;
/// let solver = WaveForward::new(&site)?;
/// let set = TimeLapse::new(&site, &rock, &solver)?;
/// assert!(set.baseline()?.peak() > 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct WaveForward {
    settings: Settings,
    wavelet: Wavelet,
    dt: f64,
    vectors: Vectors,
    threads: AtomicUsize,
}

impl WaveForward {
    /// For all grounds of a set.
    ///
    /// # Errors
    /// [`UndergroundError::Wave`] where the solver refuses the ground before any leak: too coarse for
    /// the wavelet, too large for the memory.
    pub fn new(site: &Site) -> Result<Self, UndergroundError> {
        let frequency = site.scene().survey.peak_frequency_hz;
        let wavelet = Wavelet::ricker(frequency, 1.5 / frequency)?;
        let order = SpatialOrder::Eight;
        let fastest = Medium::new(site)?.fastest().max(fastest_at_leaks(site));
        let dt = STABLE_SHARE * order.courant_limit() * site.spacing() / fastest;
        let vectors = Vectors::best();
        let settings = Settings::new(&wavelet)
            .with_order(order)
            .with_dt(dt)
            .with_cpml(Cpml::of_cells(ABSORBING_CELLS))
            .with_vectors(vectors);
        let forward = Self { settings, wavelet, dt, vectors, threads: AtomicUsize::new(1) };
        forward.solver(site)?;
        Ok(forward)
    }

    /// Makes so many shots at once from now on: one by default, since a set has many samples to make at
    /// once. The gathers do not depend on it.
    pub fn set_threads(&self, threads: NonZeroUsize) {
        self.threads.store(threads.get(), Ordering::Relaxed);
    }

    /// The time step, in s.
    #[must_use]
    pub const fn dt(&self) -> f64 {
        self.dt
    }

    /// What computes, for a manifest: wider vectors may round otherwise.
    #[must_use]
    pub fn software(&self) -> String {
        format!("{}, {:?} vectors", crate::SOFTWARE, self.vectors)
    }

    /// The solver for one ground.
    ///
    /// # Errors
    /// [`UndergroundError::TooFast`] where the set's time step is too long for the ground's fastest
    /// waves, and [`UndergroundError::Wave`] where the solver refuses it otherwise.
    pub fn solver(&self, ground: &dyn ElasticMedium) -> Result<Solver, UndergroundError> {
        let medium = Medium::new(ground)?;
        let longest = medium.max_stable_dt(self.settings.order);
        if self.dt > longest {
            let found = medium.fastest();
            return Err(UndergroundError::TooFast { found, allowed: found * longest / self.dt });
        }
        Ok(Solver::new(&medium, &self.settings)?)
    }

    /// Shoots every source of a survey.
    ///
    /// # Errors
    /// [`UndergroundError::Wave`].
    pub fn shoot(&self, solver: &Solver, survey: &Survey) -> Result<Gathers, UndergroundError> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "positive, and what is too many has no room in memory"
        )]
        let samples = (survey.duration / self.dt).ceil() as usize;
        let shot = |position: &[f64; 2]| Shot {
            sources: vec![Source {
                position: *position,
                mechanism: Mechanism::Force([0.0, FORCE]),
                wavelet: self.wavelet.clone(),
            }],
            receivers: survey.receivers.clone(),
            components: vec![Component::Vx, Component::Vz],
            dt: self.dt,
            samples,
        };
        let shots: Vec<Shot> = survey.sources.iter().map(shot).collect();
        let mut data = zeros([COMPONENTS, shots.len(), survey.receivers.len(), samples])?;
        let gather = survey.receivers.len() * samples;
        let threads = self.threads.load(Ordering::Relaxed);
        solver.survey(&shots, threads, &mut |index, shot| {
            for component in 0..COMPONENTS {
                let start = (component * shots.len() + index) * gather;
                let from = &shot.data()[component * gather..][..gather];
                data[start..start + gather].copy_from_slice(from);
            }
            ControlFlow::Continue(())
        })?;
        Ok(Gathers { dt: self.dt, samples, data })
    }
}

/// As many zeros as there are samples, if they find room.
fn zeros(counts: [usize; 4]) -> Result<Vec<f32>, WaveError> {
    let numbers = counts.into_iter().fold(1, usize::saturating_mul);
    let mut all = Vec::new();
    all.try_reserve_exact(numbers).map_err(|_| WaveError::TooLarge {
        needed: (numbers as u64).saturating_mul(4),
        limit: None,
    })?;
    all.resize(numbers, 0.0);
    Ok(all)
}

/// How fast waves may become at the edge of a leak, in m/s: gas makes rock lighter, and where a node inside
/// meets one outside, the solver has the stiffness of this one and the mean density of both.
fn fastest_at_leaks(site: &Site) -> f64 {
    let leak = &site.scene().leak;
    let [top, bottom] = leak.depth_m;
    let [nz, nx] = site.shape();
    let spacing = site.spacing();
    let near = |iz: &usize| (top - spacing..=bottom + spacing).contains(&(*iz as f64 * spacing));
    let nodes = (0..nz).filter(near).flat_map(|iz| (0..nx).map(move |ix| (iz, ix)));
    let speeds = nodes.map(|(iz, ix)| {
        let [vp, _, rho] = site.velocities(iz, ix);
        let lighter = 0.5 * site.porosity(iz, ix) * leak.gas_saturation[1] * BRINE;
        // Rock is heavier than the brine in half of its pores.
        vp * (rho / (rho - lighter).max(0.5 * rho)).sqrt()
    });
    speeds.fold(0.0, f64::max)
}

impl Forward for WaveForward {
    fn gathers(&self, medium: &dyn ElasticMedium, survey: &Survey) -> Result<Gathers, SampleError> {
        Ok(self.shoot(&self.solver(medium)?, survey)?)
    }
}
