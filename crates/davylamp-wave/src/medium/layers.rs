use super::averages::{Stiffness, weighted_pile};
use super::{Ground, Medium};
use crate::WaveError;

/// A flat layer: from a depth down to the next layer, or to the end.
///
/// # Examples
///
/// ```
/// use davylamp_wave::{Ground, Layer, Medium};
///
/// let sand = Layer { top: 0.0, ground: Ground::isotropic(1800.0, 900.0, 2000.0) };
/// let rock = Layer { top: 102.5, ground: Ground::isotropic(3000.0, 1700.0, 2300.0) };
/// let medium = Medium::from_layers([41, 61], 5.0, &[sand, rock])?; // the interface cuts a cell
/// assert_eq!(medium.spacing(), 5.0);
/// # Ok::<(), davylamp_wave::WaveError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layer {
    /// Depth of its top, in m. The first layer goes up to the surface and beyond, whatever its top.
    pub top: f64,
    /// What it is made of.
    pub ground: Ground,
}

impl Medium {
    /// Flat layers at any depths, averaged exactly over the cell around each point (Backus 1962): the
    /// error of a reflection is of second order in the spacing wherever the interface lies.
    ///
    /// # Errors
    ///
    /// As [`Medium::new`], with the layer for the node's row; [`WaveError::Empty`] for no layers,
    /// [`WaveError::OutOfRange`] where a layer starts above the one before.
    ///
    /// # Examples
    ///
    /// ```
    /// use davylamp_wave::{Ground, Layer, Medium};
    ///
    /// let layers = [
    ///     Layer { top: 0.0, ground: Ground::isotropic(2000.0, 1000.0, 2000.0) },
    ///     Layer { top: 523.0, ground: Ground::isotropic(3500.0, 2000.0, 2300.0) },
    /// ];
    /// let medium = Medium::from_layers([101, 201], 10.0, &layers)?;
    /// // Eight tenths of the cell around the node at 520 m lie above the interface.
    /// let c33 = medium.properties()[4][52 * 201];
    /// let (above, below) = (2000.0 * 2000.0_f64.powi(2), 2300.0 * 3500.0_f64.powi(2));
    /// assert!((c33 * (0.8 / above + 0.2 / below) - 1.0).abs() < 1e-12);
    /// # Ok::<(), davylamp_wave::WaveError>(())
    /// ```
    pub fn from_layers(
        shape: [usize; 2],
        spacing: f64,
        layers: &[Layer],
    ) -> Result<Self, WaveError> {
        Self::checked_grid(shape, spacing)?;
        if layers.is_empty() {
            return Err(WaveError::Empty { name: "layers" });
        }
        let mut piles = Vec::with_capacity(layers.len());
        let mut above = f64::NEG_INFINITY;
        for (index, layer) in layers.iter().enumerate() {
            let top = crate::error::in_range("top of a layer", layer.top, above, f64::MAX)?;
            above = top;
            let top = if index == 0 { f64::NEG_INFINITY } else { top };
            piles.push((top, layer.ground.stiffness(index, 0)?));
        }
        let mut medium = Self::blank(shape, spacing)?;
        for iz in 0..shape[0] {
            let node = iz as f64 * spacing;
            let here = average(&piles, node - 0.5 * spacing, node + 0.5 * spacing);
            let below = average(&piles, node, node + spacing);
            for _ in 0..shape[1] {
                medium.push([here.rho, below.rho], here, below.c55);
            }
        }
        medium.survey_speeds();
        Ok(medium)
    }
}

/// The average from a depth to another one.
fn average(piles: &[(f64, Stiffness)], from: f64, to: f64) -> Stiffness {
    let mut parts = Vec::new();
    for (index, (top, stiffness)) in piles.iter().enumerate() {
        let bottom = piles.get(index + 1).map_or(f64::INFINITY, |next| next.0);
        let thickness = bottom.min(to) - top.max(from);
        if thickness > 0.0 {
            parts.push((thickness / (to - from), *stiffness));
        }
    }
    match parts.as_slice() {
        [(_, only)] => *only,
        _ => weighted_pile(parts.into_iter()),
    }
}
