//! Speeds and densities from files, on the nodes.

use davylamp_traits::ElasticMedium;
use davylamp_wave::{Layer, npy};

use super::{ShotError, ShotScene};

/// Properties by node: from a grid where there is one, else from the layers.
pub(super) struct GridMedium<'a> {
    shape: [usize; 2],
    spacing: f64,
    /// vp, vs, rho, epsilon, delta.
    grids: [Option<Vec<f64>>; 5],
    layers: &'a [Layer],
}

impl<'a> GridMedium<'a> {
    pub(super) fn new(
        toml: &[u8],
        scene: &ShotScene,
        layers: &'a [Layer],
        array: &dyn Fn(&str, &str) -> Result<npy::Array, ShotError>,
    ) -> Result<Self, ShotError> {
        let shape = scene.grid.shape();
        let mut grids = [const { None }; 5];
        let named = scene.grids.as_ref().map(super::GridsSection::named);
        for (grid, (key, name)) in grids.iter_mut().zip(named.into_iter().flatten()) {
            let key = format!("grids.{key}");
            match name {
                Some(name) => {
                    let npy::Array { shape: found, data } = array(&key, name)?;
                    if found != shape {
                        let reason = format!(
                            "{name} has the shape {found:?}, and the grid's nodes are {shape:?} \
                             ([down, to the right])"
                        );
                        return Err(ShotError::file(toml, &key, reason));
                    }
                    *grid = Some(data);
                }
                None if layers.is_empty() && key.contains("_m") => {
                    let reason = "needs a file, for there are no layers to take it from".to_owned();
                    return Err(ShotError::file(toml, &key, reason));
                }
                None => {}
            }
        }
        Ok(Self { shape, spacing: scene.grid.spacing, grids, layers })
    }

    fn node(&self, iz: usize, ix: usize) -> [f64; 5] {
        let depth = iz as f64 * self.spacing;
        let layer = self.layers.iter().rev().find(|layer| layer.top <= depth);
        let ground = layer.or(self.layers.first()).map(|layer| layer.ground);
        let background = ground.map_or([0.0; 5], |g| [g.vp, g.vs, g.rho, g.epsilon, g.delta]);
        let at = iz * self.shape[1] + ix;
        let mut node = background;
        for (value, grid) in node.iter_mut().zip(&self.grids) {
            if let Some(grid) = grid {
                *value = grid[at];
            }
        }
        node
    }
}

impl ElasticMedium for GridMedium<'_> {
    fn shape(&self) -> [usize; 2] {
        self.shape
    }

    fn spacing(&self) -> f64 {
        self.spacing
    }

    fn velocities(&self, iz: usize, ix: usize) -> [f64; 3] {
        let [vp, vs, rho, ..] = self.node(iz, ix);
        [vp, vs, rho]
    }

    fn thomsen(&self, iz: usize, ix: usize) -> [f64; 2] {
        let [.., epsilon, delta] = self.node(iz, ix);
        [epsilon, delta]
    }
}
