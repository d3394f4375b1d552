//! Leaks: a shape, a place, and gas in pores that held brine.

use davylamp_traits::{ElasticMedium, RockModel};

use crate::coverage::Coverage;
use crate::mixture::Mixture;
use crate::random::{Purpose, Random};
use crate::site::Pores;
use crate::{Outline, Scene, Site, UhsError};

/// A region whose pores hold gas.
///
/// # Examples
///
/// ```
/// use davylamp_uhs::{Leak, Scene};
///
/// let scene = Scene::parse("leak.gas_saturation = [0.3, 0.3]")?;
/// let leak = Leak::drawn(&scene, 42); // from the scene, its seed and the index alone
/// assert_eq!(leak, Leak::drawn(&scene, 42));
/// assert_eq!(leak.gas_saturation, 0.3);
/// # Ok::<(), davylamp_uhs::UhsError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Leak {
    /// Its edge.
    pub outline: Outline,
    /// Share of the pores that the gas fills, the same everywhere inside.
    pub gas_saturation: f64,
}

impl Leak {
    /// The leak of a sample, from the scene's seed and the index of the sample alone.
    ///
    /// Width, height and place of its bounding box, its saturation and its outline are drawn in this
    /// order, each uniform between the bounds of `scene.leak`.
    ///
    /// # Panics
    /// If the outline's fewest points are more than the most, which [`Scene::check`] refuses.
    #[must_use]
    pub fn drawn(scene: &Scene, index: usize) -> Self {
        let section = &scene.leak;
        let mut random = Random::new(scene.seed, Purpose::Leak, index);
        let width = random.between(section.width_m);
        let height = random.between(section.height_m);
        let [top, bottom] = section.depth_m;
        let x = random.between([section.margin_m, scene.grid.width_m - section.margin_m - width]);
        let z = random.between([top, bottom - height]);
        let gas_saturation = random.between(section.gas_saturation);
        let bounds = [[x, z], [x + width, z + height]];
        let outline = Outline::random(&mut random, section.outline_points, bounds);
        Self { outline, gas_saturation }
    }
}

/// What a leak weighs, and the ground with it.
///
/// | Symbol | What | Unit |
/// |---|---|---|
/// | $w_i$ | share of a cell that the leak covers | |
/// | $h$ | [`ElasticMedium::spacing`] | m |
/// | $b$ | `leak.thickness_m` of the scene | m |
///
/// $$ V = b \sum_i w_i h^2 \phi_i S_g, \qquad M = b \sum_i w_i h^2 \phi_i S_g  \rho_g(z_i) $$
///
/// Only the saturation changes: speeds and density are computed anew by the rock model (in measured
/// rock by Gassmann's relation), never scaled. A cell that the outline cuts is the mixture of both
/// rocks, density arithmetic and moduli harmonic.
///
/// # Examples
///
/// ```
/// use davylamp_rock::{EffectivePressure, StoreInput, StoreRock};
/// use davylamp_traits::{ElasticMedium, RockModel};
/// use davylamp_uhs::{LabelLimits, Labels, Leak, Leaking, Scene, Site};
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
/// let leak = Leak::drawn(&scene, 0);
/// let leaking = Leaking::new(&site, &leak, &rock)?;
/// // The gas is as dense as it is somewhere between the top and the bottom of leaks,
/// let density = leaking.mass() / leaking.volume();
/// assert!((rock.gas_density(150.0)..=rock.gas_density(350.0)).contains(&density));
/// // and what a network learns of it lies between 0 and 1.
/// let labels = Labels::new(&leak, &leaking);
/// let shares = LabelLimits::new(&site, &rock)?.normalised(&labels);
/// assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Leaking<'a> {
    site: &'a Site,
    /// First row and column of the cells that differ, and how many.
    origin: [usize; 2],
    shape: [usize; 2],
    cells: Vec<[f64; 3]>,
    volume: f64,
    mass: f64,
}

impl<'a> Leaking<'a> {
    /// A site with a leak in it.
    ///
    /// # Errors
    /// [`UhsError::NotAllowed`] for a leak that is not wholly in the ground or a saturation outside 0
    /// to 1, [`UhsError::NoRock`] where the rock model does not hold.
    pub fn new(site: &'a Site, leak: &Leak, rock: &dyn RockModel) -> Result<Self, UhsError> {
        let grid = &site.scene().grid;
        crate::error::within("the leak's gas saturation", leak.gas_saturation, [0.0, 1.0])?;
        let [[x_min, z_min], [x_max, z_max]] = leak.outline.bounding_box();
        for (name, [min, max], side) in [
            ("the leak's extent in x", [x_min, x_max], grid.width_m),
            ("the leak's extent in z", [z_min, z_max], grid.depth_m),
        ] {
            if !(min >= 0.0 && max <= side) {
                let allowed = format!("within 0 to {side} m");
                return crate::error::refuse(name, &format!("[{min}, {max}]"), allowed);
            }
        }
        // A fiftieth of a cell is far below what the grid resolves.
        let polygon = leak.outline.polygon(grid.spacing_m / 50.0);
        let rule = site.scene().leak.coverage;
        let coverage = Coverage::new(&polygon, grid.spacing_m, site.shape(), rule);
        let mut cells = Vec::with_capacity(coverage.share.len());
        let (mut volume, mut mass) = (0.0, 0.0);
        let cell_volume = site.scene().leak.thickness_m * grid.spacing_m * grid.spacing_m;
        for (iz, shares) in coverage.rows() {
            let depth = site.depth(iz);
            let mut row_volume = 0.0;
            for (k, share) in shares.iter().enumerate() {
                let ix = coverage.origin[1] + k;
                row_volume += share * site.porosity(iz, ix);
                cells.push(if leak.gas_saturation == 0.0 {
                    site.cell(iz, ix)
                } else {
                    cell(site, [iz, ix], (*share, leak.gas_saturation), rock)?
                });
            }
            row_volume *= cell_volume * leak.gas_saturation;
            volume += row_volume;
            if row_volume > 0.0 {
                let density = rock.gas_density(depth);
                if !density.is_finite() {
                    let gas_saturation = leak.gas_saturation;
                    let porosity = site.porosity(iz, coverage.origin[1]);
                    return Err(UhsError::NoRock { depth, porosity, gas_saturation });
                }
                mass += row_volume * density;
            }
        }
        Ok(Self { site, origin: coverage.origin, shape: coverage.shape, cells, volume, mass })
    }

    /// Volume of the gas in the pores, where it is, in m³.
    #[must_use]
    pub const fn volume(&self) -> f64 {
        self.volume
    }

    /// Mass of the gas, in kg.
    #[must_use]
    pub const fn mass(&self) -> f64 {
        self.mass
    }
}

/// A cell of which a share is leaked into.
fn cell(
    site: &Site,
    [iz, ix]: [usize; 2],
    (share, gas): (f64, f64),
    rock: &dyn RockModel,
) -> Result<[f64; 3], UhsError> {
    let before = site.cell(iz, ix);
    if share <= 0.0 {
        return Ok(before);
    }
    let depth = site.depth(iz);
    let mut mixture = Mixture::default();
    match &site.pores {
        Pores::Layers(rows) => {
            for piece in rows.pieces(iz) {
                let dry = piece.share * (1.0 - share);
                mixture.add(dry, piece.rock(depth, piece.gas_saturation, rock)?);
                mixture.add(piece.share * share, piece.rock(depth, gas, rock)?);
            }
        }
        Pores::Measured(_) => {
            let porosity = site.porosity(iz, ix);
            let leaked = rock.with_gas(depth, porosity, before, gas);
            if !leaked.iter().all(|value| value.is_finite()) {
                return Err(UhsError::NoRock { depth, porosity, gas_saturation: gas });
            }
            mixture.add(1.0 - share, before);
            mixture.add(share, leaked);
        }
    }
    Ok(mixture.rock())
}

impl ElasticMedium for Leaking<'_> {
    fn shape(&self) -> [usize; 2] {
        self.site.shape()
    }

    fn spacing(&self) -> f64 {
        self.site.spacing()
    }

    fn velocities(&self, iz: usize, ix: usize) -> [f64; 3] {
        let row = iz.checked_sub(self.origin[0]).filter(|row| *row < self.shape[0]);
        let column = ix.checked_sub(self.origin[1]).filter(|column| *column < self.shape[1]);
        match (row, column) {
            (Some(row), Some(column)) => self.cells[row * self.shape[1] + column],
            _ => self.site.cell(iz, ix),
        }
    }
}
