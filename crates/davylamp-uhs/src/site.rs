//! The ground before any leak.

mod measured;
mod rows;

use davylamp_traits::{ElasticMedium, RockModel};

use crate::scene::GroundKind;
use crate::{Scene, UhsError};
pub use measured::MeasuredGrids;
pub(crate) use rows::Rows;

/// The ground before any leak: speeds and density at each node, and what its pores hold.
///
/// A node stands for the square about it. Where layers meet inside one, density is the arithmetic and
/// moduli are the harmonic mean of their parts.
///
/// # Examples
///
/// ```
/// use davylamp_rock::{EffectivePressure, StoreInput, StoreRock};
/// use davylamp_traits::ElasticMedium;
/// use davylamp_uhs::{Scene, Site};
///
/// let effective_pressure_floor = EffectivePressure::new(1e6)?; // near the surface
/// let rock = StoreRock::new(StoreInput { effective_pressure_floor, ..StoreInput::paper() })?;
/// let scene = Scene::parse("
///     grid = { width_m = 600, depth_m = 400, spacing_m = 10 }
///     layer = [{ top_m = 0, bottom_m = 400, porosity = 0.2 }]
///     leak = { width_m = [50, 90], height_m = [50, 90], depth_m = [150, 350] }
///     survey = { peak_frequency_hz = 5 }
/// ")?;
/// let site = Site::new(&scene, &rock)?;
/// assert_eq!(site.shape(), [41, 61]);
/// assert_eq!(site.velocities(20, 30), rock.at_depth(200.0)?.cell(0.2, 0.0).map(|c| [c.vp, c.vs, c.rho])?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Site {
    scene: Scene,
    shape: [usize; 2],
    cells: Vec<[f64; 3]>,
    pub(crate) pores: Pores,
}

/// What a leak finds.
#[derive(Debug, Clone)]
pub(crate) enum Pores {
    Layers(Rows),
    /// Porosity of each node.
    Measured(Vec<f64>),
}

impl Site {
    /// The ground of a scene of layers, drawn or given.
    ///
    /// # Errors
    /// As [`Scene::check`]; [`UhsError::NoRock`] where the model does not hold,
    /// [`UhsError::TooCoarse`] where the grid cannot carry the wavelet, with the spacing that would,
    /// [`UhsError::NotAllowed`] where leaks may come into a layer that holds gas already,
    /// [`UhsError::IsMeasured`] where the scene's ground is measured.
    pub fn new(scene: &Scene, rock: &dyn RockModel) -> Result<Self, UhsError> {
        scene.check()?;
        if let GroundKind::Grids(_) = scene.ground_kind() {
            return Err(UhsError::IsMeasured);
        }
        let shape @ [nz, nx] = scene.shape();
        let rows = Rows::new(&scene.baseline_layers(), nz, scene.grid.spacing_m);
        rows.check_free_of_gas(scene)?;
        let mut cells = Vec::with_capacity(nz * nx);
        for iz in 0..nz {
            let cell = rows.rock(iz, rock)?;
            cells.extend(std::iter::repeat_n(cell, nx));
        }
        Self::checked(scene, cells, Pores::Layers(rows), shape)
    }

    /// The ground of a scene with measured grids.
    ///
    /// # Errors
    /// As [`Site::new`]; [`UhsError::GridShape`] and [`UhsError::GridValue`] for grids of another
    /// shape and values that no rock has.
    pub fn measured(
        scene: &Scene,
        grids: &MeasuredGrids,
        rock: &dyn RockModel,
    ) -> Result<Self, UhsError> {
        scene.check()?;
        let shape = scene.shape();
        let cells = grids.cells(shape)?;
        measured::check_leaks(scene, &cells, grids.porosity, rock)?;
        Self::checked(scene, cells, Pores::Measured(grids.porosity.to_vec()), shape)
    }

    fn checked(
        scene: &Scene,
        cells: Vec<[f64; 3]>,
        pores: Pores,
        shape: [usize; 2],
    ) -> Result<Self, UhsError> {
        let site = Self { scene: scene.clone(), shape, cells, pores };
        let speed = site.slowest();
        // The spectrum of a Ricker wavelet is x^2 exp(1 - x^2) of its greatest at x times the peak frequency:
        // 3.3 % at 2.5.
        let frequency = 2.5 * scene.survey.peak_frequency_hz;
        let (spacing, points) = (scene.grid.spacing_m, scene.grid.points_per_wavelength);
        let needed = speed / (frequency * points);
        if spacing > needed {
            return Err(UhsError::TooCoarse { spacing, needed, speed, frequency, points });
        }
        Ok(site)
    }

    /// What it was made from.
    #[must_use]
    pub const fn scene(&self) -> &Scene {
        &self.scene
    }

    /// The slowest speed of any wave, in m/s: of shear waves, and in fluids of sound.
    #[must_use]
    pub fn slowest(&self) -> f64 {
        let slower = |[vp, vs, _]: &[f64; 3]| if *vs > 0.0 { *vs } else { *vp };
        self.cells.iter().map(slower).fold(f64::INFINITY, f64::min)
    }

    /// The fastest speed of any wave, in m/s.
    #[must_use]
    pub fn fastest(&self) -> f64 {
        self.cells.iter().map(|cell| cell[0]).fold(0.0, f64::max)
    }

    /// Porosity of the cell about a node, the mean over its height.
    ///
    /// # Panics
    /// Where there is no such node, as slices do.
    #[must_use]
    pub fn porosity(&self, iz: usize, ix: usize) -> f64 {
        match &self.pores {
            Pores::Layers(rows) => rows.porosity(iz),
            Pores::Measured(porosity) => porosity[iz * self.shape[1] + ix],
        }
    }

    pub(crate) fn cell(&self, iz: usize, ix: usize) -> [f64; 3] {
        self.cells[iz * self.shape[1] + ix]
    }

    pub(crate) fn depth(&self, iz: usize) -> f64 {
        iz as f64 * self.scene.grid.spacing_m
    }
}

impl ElasticMedium for Site {
    fn shape(&self) -> [usize; 2] {
        self.shape
    }

    fn spacing(&self) -> f64 {
        self.scene.grid.spacing_m
    }

    fn velocities(&self, iz: usize, ix: usize) -> [f64; 3] {
        self.cell(iz, ix)
    }
}
