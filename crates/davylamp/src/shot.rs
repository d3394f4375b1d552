//! A model of the ground in TOML to a shot gather.

mod check;
mod error;
mod grids;
mod image;
mod sections;

use std::ops::ControlFlow;

use davylamp_wave::{
    Component, Cpml, Edge, Edges, Ground, Layer, Mechanism, Medium, Settings, Shot, ShotGather,
    Solver, Source, SpatialOrder, Wavelet, npy,
};

use crate::scene::{SceneError, from_bytes, position_of};

pub use error::ShotError;
pub use image::change;
pub use sections::{
    ComponentName, GridSection, GridsSection, LayerSection, ReceiversSection, RecordSection,
    ShotScene, SolverSection, SourceSection, WaveletSection,
};

use grids::GridMedium;

/// Reads a file that the model names, as it is written there.
///
/// The example of [`PlannedShot`] gives one that finds no file.
pub type Load<'a> = &'a dyn Fn(&str) -> Result<Vec<u8>, String>;

impl ShotScene {
    /// Parses and checks the bytes of a model file.
    ///
    /// # Errors
    /// [`SceneError`] with line, key, value and what is allowed.
    pub fn parse(bytes: &[u8]) -> Result<Self, SceneError> {
        from_bytes(bytes, check::check)
    }
}

/// A shot that can be made: the ground on its grid, the source, the receivers.
///
/// # Examples
///
/// ```
/// use davylamp::shot::PlannedShot;
///
/// let model = b"
///     grid = { width_m = 600, depth_m = 400, spacing_m = 10 }
///     layers = [{ top_m = 0, vp_m_s = 3000, vs_m_s = 1700, rho_kg_m3 = 2200 }]
///     source = { x_m = 300, z_m = 200, explosion_n_m_s = 1e9 }
///     wavelet = { peak_frequency_hz = 15 }
///     receivers = { first_m = [100, 10], last_m = [500, 10], count = 5 }
///     record = { duration_s = 0.3, dt_s = 0.002 }
/// ";
/// let shot = PlannedShot::new(model, &|name| Err(format!("there is no {name}")))?;
/// let gather = shot.run(&mut |_, _| true)?;
/// assert_eq!(gather.recording().receivers[1], [200.0, 10.0]);
/// # Ok::<(), davylamp::shot::ShotError>(())
/// ```
#[derive(Debug)]
pub struct PlannedShot {
    toml: Vec<u8>,
    solver: Solver<f32>,
    shot: Shot,
}

impl PlannedShot {
    /// Parses, checks and prepares the bytes of a model file; `load` reads the files that it names.
    ///
    /// # Errors
    /// [`ShotError`] with line, key, value and what is allowed.
    pub fn new(toml: &[u8], load: Load<'_>) -> Result<Self, ShotError> {
        let scene = ShotScene::parse(toml)?;
        let at = |key: &'static str| move |error| ShotError::wave(toml, Some(key), error);
        let array = |key: &str, name: &str| {
            let bytes = load(name).map_err(|reason| ShotError::file(toml, key, reason))?;
            npy::from_bytes(&bytes)
                .map_err(|error| ShotError::file(toml, key, format!("{name}: {error}")))
        };
        let wavelet = match &scene.wavelet {
            WaveletSection { file: Some(name), dt: Some(dt), .. } => {
                let samples = array("wavelet.file", name)?.data;
                Wavelet::sampled(*dt, samples).map_err(at("wavelet.file"))?
            }
            WaveletSection { peak_frequency: Some(frequency), peak_time, .. } => {
                let peak_time = peak_time.unwrap_or(1.5 / frequency);
                Wavelet::ricker(*frequency, peak_time).map_err(at("wavelet.peak_time_s"))?
            }
            // The check lets nothing else pass.
            _ => return Err(ShotError::file(toml, "wavelet", "is not given".to_owned())),
        };
        let shape = scene.grid.shape();
        let spacing = scene.grid.spacing;
        let layers: Vec<Layer> = scene.layers.iter().map(LayerSection::layer).collect();
        let medium = if scene.grids.is_some() {
            let grid = GridMedium::new(toml, &scene, &layers, &array)?;
            Medium::new(&grid)
        } else {
            Medium::from_layers(shape, spacing, &layers)
        };
        let medium =
            medium.map_err(|error| ShotError::ground(toml, scene.grids.is_some(), error))?;
        let shot = shot(&scene, &wavelet);
        let settings = settings(&scene, &wavelet, &medium);
        let solver = Solver::<f32>::new(&medium, &settings)
            .map_err(|error| ShotError::wave(toml, None, error))?;
        Ok(Self { toml: toml.to_vec(), solver, shot })
    }

    /// Time steps that it takes.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.solver.steps(&self.shot)
    }

    /// Time step in s.
    #[must_use]
    pub fn dt(&self) -> f64 {
        self.solver.dt()
    }

    /// Nodes of the grid with its absorbing layers, `[nz, nx]`.
    #[must_use]
    pub fn grid_shape(&self) -> [usize; 2] {
        self.solver.grid_shape()
    }

    /// Bytes of memory that it takes.
    #[must_use]
    pub fn memory_bytes(&self) -> u64 {
        self.solver.memory_bytes(&self.shot)
    }

    /// Makes the shot; `progress` hears steps taken and steps altogether about a hundred times, and stops
    /// it by saying `false`.
    ///
    /// # Errors
    /// [`ShotError`] for sources and receivers outside the model, for a wave that blows up, and where
    /// `progress` stopped it.
    pub fn run(
        &self,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<ShotGather<f32>, ShotError> {
        let every = self.steps().div_ceil(100).max(1);
        self.solver
            .shot_observed(&self.shot, every, &mut |snapshot| {
                if progress(snapshot.step(), snapshot.steps()) {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            })
            .map_err(|error| ShotError::wave(&self.toml, None, error))
    }
}

fn shot(scene: &ShotScene, wavelet: &Wavelet) -> Shot {
    let SourceSection { x, z, explosion, force, moment } = &scene.source;
    let mechanism = match (explosion, force, moment) {
        (_, Some(force), _) => Mechanism::Force(*force),
        (_, _, Some([xx, zz, xz])) => Mechanism::Moment { xx: *xx, zz: *zz, xz: *xz },
        (rate, None, None) => Mechanism::Explosion(rate.unwrap_or_default()),
    };
    Shot {
        sources: vec![Source { position: [*x, *z], mechanism, wavelet: wavelet.clone() }],
        receivers: scene.receivers.places(),
        components: scene.record.components.iter().map(|name| name.component()).collect(),
        dt: scene.record.dt,
        samples: scene.record.samples(),
    }
}

fn settings(scene: &ShotScene, wavelet: &Wavelet, medium: &Medium) -> Settings {
    let solver = &scene.solver;
    let order = SpatialOrder::of(solver.order).unwrap_or_default();
    let top = if solver.free_surface { Edge::Free } else { Edge::Absorbing };
    let dt = solver.dt.unwrap_or_else(|| medium.dt_dividing(scene.record.dt, order));
    Settings::new(wavelet)
        .with_order(order)
        .with_dt(dt)
        .with_edges(Edges { top, ..Edges::absorbing() })
        .with_cpml(Cpml::of_cells(solver.absorbing_cells))
        .with_threads(solver.threads)
}

impl LayerSection {
    fn layer(&self) -> Layer {
        let Self { top, vp, vs, rho, epsilon, delta } = *self;
        Layer { top, ground: Ground { vp, vs, rho, epsilon, delta } }
    }
}

impl ComponentName {
    fn component(self) -> Component {
        match self {
            Self::Vx => Component::Vx,
            Self::Vz => Component::Vz,
            Self::Pressure => Component::Pressure,
            Self::Txx => Component::Txx,
            Self::Tzz => Component::Tzz,
            Self::Txz => Component::Txz,
        }
    }
}

/// Line and column of the first of these keys that is there.
fn place(toml: &[u8], keys: &[&str]) -> Option<(usize, usize)> {
    let text = std::str::from_utf8(toml).ok()?;
    keys.iter().find_map(|key| position_of(text, key))
}
