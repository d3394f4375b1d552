//! Layers on the rows of the grid.

use davylamp_traits::RockModel;

use crate::mixture::Mixture;
use crate::{Layer, Scene, UhsError};

/// The part of a layer in a row of cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Piece {
    /// Of the row's height; the shares of a row add up to one.
    pub(crate) share: f64,
    pub(crate) porosity: f64,
    pub(crate) gas_saturation: f64,
}

/// What the rows of cells are made of, and how deep their nodes lie.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rows {
    spacing: f64,
    rows: Vec<Vec<Piece>>,
}

impl Rows {
    /// Layers from the surface to the last node or below.
    pub(crate) fn new(layers: &[Layer], nz: usize, spacing: f64) -> Self {
        let row = |iz: usize| {
            // The first and the last cell have only their inner half in the ground.
            let top = ((iz as f64 - 0.5) * spacing).max(0.0);
            let last = layers.last().map_or(0.0, |layer| layer.bottom);
            let bottom = ((iz as f64 + 0.5) * spacing).min(last);
            let height = bottom - top;
            let pieces = layers.iter().filter_map(|layer| {
                let share = (layer.bottom.min(bottom) - layer.top.max(top)) / height;
                // What is less comes from rounding.
                let Layer { porosity, gas_saturation, .. } = *layer;
                (share > 1e-12).then_some(Piece { share, porosity, gas_saturation })
            });
            pieces.collect()
        };
        Self { spacing, rows: (0..nz).map(row).collect() }
    }

    pub(crate) fn pieces(&self, iz: usize) -> &[Piece] {
        &self.rows[iz]
    }

    pub(crate) fn porosity(&self, iz: usize) -> f64 {
        self.rows[iz].iter().map(|piece| piece.share * piece.porosity).sum()
    }

    /// The rock of a row, as it is without a leak.
    pub(crate) fn rock(&self, iz: usize, rock: &dyn RockModel) -> Result<[f64; 3], UhsError> {
        let depth = iz as f64 * self.spacing;
        let mut mixture = Mixture::default();
        for piece in &self.rows[iz] {
            mixture.add(piece.share, piece.rock(depth, piece.gas_saturation, rock)?);
        }
        Ok(mixture.rock())
    }

    /// Refuses leaks into gas: what they add there would not be the gas of the leak.
    pub(crate) fn check_free_of_gas(&self, scene: &Scene) -> Result<(), UhsError> {
        let [top, bottom] = scene.leak.depth_m;
        for (iz, row) in self.rows.iter().enumerate() {
            let middle = iz as f64 * self.spacing;
            let inside = middle + 0.5 * self.spacing > top && middle - 0.5 * self.spacing < bottom;
            if inside && row.iter().any(|piece| piece.gas_saturation > 0.0) {
                let allowed = format!("above or below the gas that is at {middle} m already");
                let depths = format!("{:?}", scene.leak.depth_m);
                return crate::error::refuse("leak.depth_m", &depths, allowed);
            }
        }
        Ok(())
    }

    /// The greatest porosity between two depths.
    pub(crate) fn max_porosity(&self, [top, bottom]: [f64; 2]) -> f64 {
        let near = |iz: usize| {
            let middle = iz as f64 * self.spacing;
            middle + self.spacing >= top && middle - self.spacing <= bottom
        };
        let rows = self.rows.iter().enumerate().filter(|(iz, _)| near(*iz));
        rows.flat_map(|(_, row)| row).map(|piece| piece.porosity).fold(0.0, f64::max)
    }
}

impl Piece {
    pub(crate) fn rock(
        &self,
        depth: f64,
        gas_saturation: f64,
        rock: &dyn RockModel,
    ) -> Result<[f64; 3], UhsError> {
        let values = rock.rock(depth, self.porosity, gas_saturation);
        if values.iter().all(|value| value.is_finite()) {
            Ok(values)
        } else {
            Err(UhsError::NoRock { depth, porosity: self.porosity, gas_saturation })
        }
    }
}
