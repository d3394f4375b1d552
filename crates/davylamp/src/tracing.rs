//! From readings and a scene to a source: the glue between plume, optimizer and tracer.

mod geojson;
mod json;
mod ridge;
mod run;
mod warnings;

use davylamp_optim::Method;
use davylamp_plume::{GaussianPlume, StabilityClass};
use davylamp_trace::{Ellipse, Reading};

use crate::numbers;
use crate::scene::{MapSection, Stability};

/// How to trace.
///
/// The example of [`Traced`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct TraceOptions {
    /// The method that searches before the polish; `None` for the projected grid.
    pub method: Option<Method>,
    /// Seed of everything random.
    pub seed: u64,
    /// Whether to compute the posterior.
    pub posterior: bool,
    /// The most sources to look for; `None` for what the scene says.
    pub max_sources: Option<usize>,
}

impl Default for TraceOptions {
    fn default() -> Self {
        Self { method: None, seed: 0, posterior: true, max_sources: None }
    }
}

impl TraceOptions {
    /// Searches by this method.
    #[must_use]
    pub fn with_method(self, method: Method) -> Self {
        Self { method: Some(method), ..self }
    }

    /// Seeds everything random.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// With or without the posterior.
    #[must_use]
    pub fn with_posterior(self, posterior: bool) -> Self {
        Self { posterior, ..self }
    }

    /// Looks for up to so many sources.
    #[must_use]
    pub fn with_max_sources(self, max_sources: usize) -> Self {
        Self { max_sources: Some(max_sources), ..self }
    }
}

/// A source that was traced.
///
/// The example of [`Traced`] shows it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TracedSource {
    /// Its place, m.
    pub position: [f64; 3],
    /// Its rate, kg/s.
    pub rate: f64,
    /// Between these rates it lies with 90 %, kg/s.
    pub rate_interval: [f64; 2],
    /// Covariance of x, y (m) and rate (kg/s).
    pub covariance: [[f64; 3]; 3],
    /// Where it lies with 90 %.
    pub ellipse: Ellipse,
}

impl TracedSource {
    /// x and y with their standard deviations, m.
    #[must_use]
    pub fn spread(&self) -> [[f64; 2]; 2] {
        [0, 1].map(|axis| [self.position[axis], self.covariance[axis][axis].max(0.0).sqrt()])
    }
}

/// One of the sources that fit equally well.
///
/// The example of [`Traced`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RidgePoint {
    /// Its place, m.
    pub position: [f64; 3],
    /// Its rate, kg/s.
    pub rate: f64,
    /// How well it fits.
    pub misfit: f64,
}

/// What the readings tell.
///
/// The example of [`Traced`] shows it.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// Where the sources are, the strongest first; at least one.
    Sources(Vec<TracedSource>),
    /// Too little: many sources fit equally well.
    Ridge {
        /// Some of them, from the nearest to the farthest upwind: at each distance the weakest.
        points: Vec<RidgePoint>,
        /// Covariance of x, y (m) and rate (kg/s) in the posterior, where that was asked for.
        covariance: Option<[[f64; 3]; 3]>,
        /// Where the source lies with 90 %, where the posterior was asked for.
        ellipse: Option<Ellipse>,
    },
}

/// Where the source may be: a density over a grid of cells.
///
/// The example of [`Traced`] shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct DensityMap {
    /// Centres of the cells along x, m.
    pub x: Vec<f64>,
    /// Centres of the cells along y, m.
    pub y: Vec<f64>,
    /// Probability density, 1/m², `[iy][ix]`.
    pub density: Vec<f64>,
}

/// What readings and a scene say about the source.
///
/// # Examples
///
/// ```
/// use davylamp::scene::Scene;
/// use davylamp::trace::ReadingsCsv;
/// use davylamp::tracing::{Finding, TraceOptions, Traced};
///
/// let scene = Scene::parse("
///     wind = { speed_m_s = 3.2, from_deg = 250 }
///     air.class = 'C'
///     source.height_m = 1
/// ")?;
/// let readings = |csv: &str| ReadingsCsv::parse(csv.as_bytes(), scene.kg_m3_per_ppm());
/// let header = "x_m,y_m,z_m,concentration_mg_m3\n";
/// let six = "40,18,2,76.1\n46,26,2,53.9\n55,22,2,56.1\n80,30,2,47.5\n78,42,2,22.4\n88,20,2,0.35\n";
///
/// let options = TraceOptions::default().with_seed(7);
/// let traced = Traced::new(&readings(&format!("{header}{six}"))?, &scene, &options)?;
/// let Finding::Sources(sources) = &traced.finding else { panic!("six readings tell") };
/// assert!(sources[0].ellipse.contains([22.0, 14.0])); // where the leak of these readings is
/// let map = traced.density.as_ref().unwrap();
/// assert_eq!(map.density.len(), map.x.len() * map.y.len());
///
/// // One reading does not: many sources fit it, the farther upwind the stronger.
/// let traced = Traced::new(&readings(&format!("{header}40,18,2,76.1\n"))?, &scene, &options)?;
/// let Finding::Ridge { points, .. } = &traced.finding else { panic!("one reading does not tell") };
/// assert!(points.last().unwrap().rate > points[0].rate);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Traced {
    /// What the readings tell.
    pub finding: Finding,
    /// Misfit of the best source.
    pub misfit: f64,
    /// How often the search evaluated a misfit.
    pub evaluations: usize,
    /// What searched: `projected` or the name of a method.
    pub optimizer: String,
    /// Seed of everything random.
    pub seed: u64,
    /// The stability class (of the first wind) and how it was found.
    pub stability: Stability,
    /// Concentration that was taken to be there without the leak, kg/m³.
    pub background: f64,
    /// By how much the wind fits better when turned, degrees counter-clockwise.
    pub wind_turn_deg: f64,
    /// Where the source may be, if the posterior was asked for.
    pub density: Option<DensityMap>,
    /// The readings that were used.
    pub readings: Vec<Reading>,
    /// The name of the sensor of each; empty when there are none.
    pub sensors: Vec<String>,
    /// What the sources found (or the best of those that fit equally well) make at each reading, in
    /// the air that fits best and with the background, kg/m³.
    pub predicted: Vec<f64>,
    /// One plume a wind.
    pub plumes: Vec<GaussianPlume>,
    /// What a careful reader should know.
    pub warnings: Vec<String>,
    /// Where the local origin lies.
    pub map: Option<MapSection>,
}

impl Traced {
    /// The sources, the strongest first; none where the readings tell too little.
    #[must_use]
    pub fn sources(&self) -> &[TracedSource] {
        match &self.finding {
            Finding::Sources(sources) => sources,
            Finding::Ridge { .. } => &[],
        }
    }

    /// Sources that fit equally well; none where the readings tell the source.
    #[must_use]
    pub fn ridge(&self) -> &[RidgePoint] {
        match &self.finding {
            Finding::Sources(_) => &[],
            Finding::Ridge { points, .. } => points,
        }
    }

    /// Wind and air in words.
    #[must_use]
    pub fn air_words(&self) -> String {
        let inputs = || self.plumes.iter().map(GaussianPlume::input);
        let speeds = inputs().map(|i| i.wind_speed);
        let wind = match &self.plumes[..] {
            [one] => {
                let input = one.input();
                let [speed, from] = [input.wind_speed, input.wind_from_deg].map(numbers::plain);
                format!("wind {speed} m/s from {from}°")
            }
            many => format!(
                "{} winds of {} to {} m/s",
                many.len(),
                numbers::plain(speeds.clone().fold(f64::INFINITY, f64::min)),
                numbers::plain(speeds.fold(0.0, f64::max)),
            ),
        };
        let mut classes: Vec<StabilityClass> = inputs().map(|i| i.class).collect();
        classes.sort_unstable();
        classes.dedup();
        let classes: Vec<String> = classes.iter().map(ToString::to_string).collect();
        let curves = inputs().next().map_or_else(String::new, |i| format!(", {}", i.curves));
        format!("{wind}, class {} ({}){curves}", classes.join(", "), self.stability.origin)
    }
}
