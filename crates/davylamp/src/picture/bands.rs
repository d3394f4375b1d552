//! Nested regions above given levels, by marching squares.

use davylamp_plume::{MapGrid, Ring, isolines};

use super::PictureError;

/// Values over a regular grid of points, `[iy][ix]`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    /// The first point, m.
    pub(super) origin: [f64; 2],
    /// Distance between points, m.
    pub(super) step: [f64; 2],
    /// Points along x and y.
    pub(super) shape: [usize; 2],
    pub(super) values: Vec<f64>,
}

impl Field {
    /// A field of `f` over a window, `count` points along its longer side.
    pub(super) fn sample(
        window: super::view::Window,
        count: usize,
        f: impl Fn([f64; 2]) -> f64,
    ) -> Self {
        let span = [0, 1].map(|axis| window[1][axis] - window[0][axis]);
        let step = span[0].max(span[1]) / count.max(2) as f64;
        let shape = span.map(|s| points_along(s, step));
        let at = |i: usize, axis: usize| window[0][axis] + i as f64 * step;
        let values = (0..shape[1])
            .flat_map(|iy| (0..shape[0]).map(move |ix| [ix, iy]))
            .map(|[ix, iy]| f([at(ix, 0), at(iy, 1)]))
            .collect();
        Self { origin: window[0], step: [step; 2], shape, values }
    }

    /// The edges of the regions where the field is at least `level`, in m: counter-clockwise around
    /// a region, clockwise around a hole in it.
    pub(crate) fn regions(&self, level: f64) -> Result<Vec<Ring>, PictureError> {
        let failed = |error: davylamp_plume::PlumeError| PictureError::Drawing(error.to_string());
        // In steps of the grid, whose cells need not be squares.
        let grid = MapGrid::new([0.0, 0.0], 1.0, self.shape).map_err(failed)?;
        let mut rings = isolines(&grid, &self.values, level).map_err(failed)?;
        for point in rings.iter_mut().flatten() {
            *point = [0, 1].map(|axis| self.origin[axis] + self.step[axis] * point[axis]);
        }
        Ok(rings)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a span is a positive number of steps, a few hundred at most"
)]
fn points_along(span: f64, step: f64) -> usize {
    (span / step).ceil() as usize + 1
}

#[cfg(test)]
mod tests {
    use super::Field;
    use davylamp_plume::ring_area;

    #[test]
    fn the_edge_of_a_hill_is_where_it_has_the_level() {
        let hill = Field::sample([[-2.0, -2.0], [2.0, 2.0]], 80, |[x, y]| (-x * x - y * y).exp());
        let rings = hill.regions((-1.0_f64).exp()).unwrap();
        let [ring] = &rings[..] else { panic!("{rings:?}") };
        assert!(ring_area(ring) > 0.0);
        for [x, y] in ring {
            // Linear interpolation of the logarithm on a grid of 0.05 m.
            assert!((x.hypot(*y) - 1.0).abs() < 1e-3, "{x} {y}");
        }
    }

    #[test]
    fn a_crater_has_a_hole() {
        let window = [[-3.0, -3.0], [3.0, 3.0]];
        let rim = Field::sample(window, 60, |[x, y]| (-(x.hypot(y) - 2.0).abs()).exp());
        let rings = rim.regions(0.6).unwrap();
        assert_eq!(rings.iter().filter(|ring| ring_area(ring) < 0.0).count(), 1);
    }
}
