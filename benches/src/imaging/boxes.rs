//! Boxes read from images, and how well they fit.

use std::ops::Range;

/// A box: left, right, top and bottom, in m.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Left end.
    pub left: f64,
    /// Right end.
    pub right: f64,
    /// Least depth.
    pub top: f64,
    /// Greatest depth.
    pub bottom: f64,
}

impl Bounds {
    /// Of two opposite corners, x and z.
    #[must_use]
    pub fn of([[left, top], [right, bottom]]: [[f64; 2]; 2]) -> Self {
        Self { left, right, top, bottom }
    }

    fn area(&self) -> f64 {
        (self.right - self.left).max(0.0) * (self.bottom - self.top).max(0.0)
    }

    /// Its edge.
    #[must_use]
    pub fn polygon(&self) -> Vec<[f64; 2]> {
        let Self { left, right, top, bottom } = *self;
        vec![[left, top], [right, top], [right, bottom], [left, bottom]]
    }

    /// Area of what two boxes share over that of what they cover together.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> f64 {
        let shared = Self {
            left: self.left.max(other.left),
            right: self.right.min(other.right),
            top: self.top.max(other.top),
            bottom: self.bottom.min(other.bottom),
        }
        .area();
        shared / (self.area() + other.area() - shared)
    }

    /// Between the middles of two boxes, in m.
    #[must_use]
    pub fn distance(&self, other: &Self) -> f64 {
        let middle = |b: &Self| [f64::midpoint(b.left, b.right), f64::midpoint(b.top, b.bottom)];
        let ([x, z], [other_x, other_z]) = (middle(self), middle(other));
        (x - other_x).hypot(z - other_z)
    }
}

/// The energy of an image, smoothed, where leaks may lie.
#[derive(Debug, Clone)]
pub struct Energy {
    values: Vec<f64>,
    shape: [usize; 2],
    spacing: f64,
}

impl Energy {
    /// Squares of an image, each the mean of those in a square window of this side in m. Nothing outside
    /// `within` counts, neither as a node nor in the window of another: what is bright there, sources and
    /// receivers at the surface, is no leak.
    #[must_use]
    pub fn new(
        image: &[f32],
        shape: [usize; 2],
        spacing: f64,
        (side, within): (f64, Bounds),
    ) -> Self {
        let [nz, nx] = shape;
        let squares: Vec<f64> = image.iter().map(|value| f64::from(*value).powi(2)).collect();
        let half = count(0.5 * side / spacing);
        let mut values = vec![0.0; image.len()];
        let inside = |nodes: usize, [low, high]: [f64; 2]| {
            let before = |node: &usize| (*node as f64) * spacing < low;
            let upto = |node: &usize| (*node as f64) * spacing <= high;
            (0..nodes).take_while(before).count()..(0..nodes).take_while(upto).count()
        };
        let down = inside(nz, [within.top, within.bottom]);
        let across = inside(nx, [within.left, within.right]);
        let window = |node: usize, range: &Range<usize>| {
            node.saturating_sub(half).max(range.start)..(node + half + 1).min(range.end)
        };
        for iz in down.clone() {
            for ix in across.clone() {
                let [rows, columns] = [window(iz, &down), window(ix, &across)];
                let number = (rows.len() * columns.len()) as f64;
                let sum: f64 =
                    rows.map(|row| squares[row * nx..][columns.clone()].iter().sum::<f64>()).sum();
                values[iz * nx + ix] = sum / number;
            }
        }
        Self { values, shape, spacing }
    }

    /// The box around the nodes of at least this share of the greatest energy that hang together with the
    /// node of the greatest; none of an image without any.
    #[must_use]
    pub fn brightest(&self, share: f64) -> Option<Bounds> {
        let [nz, nx] = self.shape;
        let at =
            (0..self.values.len()).max_by(|a, b| self.values[*a].total_cmp(&self.values[*b]))?;
        let least = share * self.values[at];
        if self.values[at] <= 0.0 {
            return None;
        }
        let mut seen = vec![false; self.values.len()];
        let mut open = vec![at];
        seen[at] = true;
        let (mut rows, mut columns) = ([nz, 0], [nx, 0]);
        while let Some(at) = open.pop() {
            let (iz, ix) = (at / nx, at % nx);
            rows = [rows[0].min(iz), rows[1].max(iz)];
            columns = [columns[0].min(ix), columns[1].max(ix)];
            let beside = [
                (iz > 0).then(|| at - nx),
                (iz + 1 < nz).then(|| at + nx),
                (ix > 0).then(|| at - 1),
                (ix + 1 < nx).then(|| at + 1),
            ];
            for next in beside.into_iter().flatten() {
                if !seen[next] && self.values[next] >= least {
                    seen[next] = true;
                    open.push(next);
                }
            }
        }
        let edge = |node: usize, side: f64| (node as f64 + side) * self.spacing;
        Some(Bounds {
            left: edge(columns[0], -0.5),
            right: edge(columns[1], 0.5),
            top: edge(rows[0], -0.5),
            bottom: edge(rows[1], 0.5),
        })
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few nodes")]
fn count(value: f64) -> usize {
    value.max(0.0).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Bounds = Bounds { left: -1e9, right: 1e9, top: -1e9, bottom: 1e9 };

    #[test]
    fn boxes_overlap_as_they_do() {
        let one = Bounds { left: 0.0, right: 2.0, top: 0.0, bottom: 2.0 };
        let other = Bounds { left: 1.0, right: 3.0, top: 0.0, bottom: 2.0 };
        assert!((one.overlap(&other) - 1.0 / 3.0).abs() < 1e-12);
        assert!((one.overlap(&one) - 1.0).abs() < 1e-12);
        assert!((one.distance(&other) - 1.0).abs() < 1e-12);
        let away = Bounds { left: 5.0, right: 6.0, ..one };
        assert!(one.overlap(&away).abs() < 1e-12);
    }

    #[test]
    fn the_brightest_patch_is_found() {
        // A bright patch of 3 by 2 nodes, and a faint one elsewhere.
        let (nz, nx) = (10, 12);
        let mut image = vec![0.0_f32; nz * nx];
        for iz in 4..7 {
            for ix in 5..7 {
                image[iz * nx + ix] = -2.0;
            }
        }
        image[2 * nx + 9] = 1.0;
        let energy = Energy::new(&image, [nz, nx], 10.0, (0.0, ALL));
        let found = energy.brightest(0.5);
        let patch = Bounds { left: 45.0, right: 65.0, top: 35.0, bottom: 65.0 };
        assert_eq!(found, Some(patch));
        // Where leaks cannot be nothing is looked for.
        let within = Bounds { bottom: 30.0, ..ALL };
        let found = Energy::new(&image, [nz, nx], 10.0, (0.0, within)).brightest(0.5);
        assert_eq!(found, Some(Bounds { left: 85.0, right: 95.0, top: 15.0, bottom: 25.0 }));
        let dark = Energy::new(&vec![0.0; nz * nx], [nz, nx], 10.0, (0.0, ALL));
        assert_eq!(dark.brightest(0.5), None);
    }

    #[test]
    fn a_window_spreads_a_point() {
        let mut image = vec![0.0_f32; 81];
        image[40] = 3.0;
        let energy = Energy::new(&image, [9, 9], 1.0, (2.0, ALL));
        assert!((energy.values[40] - 1.0).abs() < 1e-12);
        let around = Bounds { left: 2.5, right: 5.5, top: 2.5, bottom: 5.5 };
        assert_eq!(energy.brightest(0.9), Some(around));
        // What is bright above the depths that are looked at is in no window there.
        image[40] = 0.1;
        image[9..18].fill(9.0);
        let within = Bounds { top: 2.0, ..ALL };
        let energy = Energy::new(&image, [9, 9], 1.0, (2.0, within));
        assert_eq!(energy.brightest(0.9), Some(around));
    }
}
