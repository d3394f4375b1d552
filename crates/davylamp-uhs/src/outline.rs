//! Closed curves that stand for the edge of a leak.

use crate::UhsError;
use crate::random::Random;

/// Corners of a polygon for each segment, at most.
const FINEST: f64 = 1e4;

/// A closed, smooth curve of cubic Bézier segments.
///
/// Through each point the curve runs at an angle between those of the edges that meet there,
/// $\theta_i = a_{i-1} + w \mathrm{wrap}(a_i - a_{i-1})$ with $w = \frac12 + \arctan(e)/\pi$, and
/// the inner points of a segment lie at a share $r$ of its chord $L$:
///
/// $$ P_i,\quad P_i + r L t_i,\quad P_{i+1} - r L t_{i+1},\quad P_{i+1},
///    \qquad t_i = (\cos\theta_i, \sin\theta_i) $$
///
/// Its bounding box and its area are exact: roots of the derivative, and Green's theorem on the
/// control points,
///
/// $$ A = \frac1{20}\sum \left(6 P_0{\times}P_1 + 3 P_0{\times}P_2 + P_0{\times}P_3
///    + 3 P_1{\times}P_2 + 3 P_1{\times}P_3 + 6 P_2{\times}P_3\right). $$
///
/// Axes: x to the right, z down, in m; the area is positive where the points turn from x towards z.
///
/// # Examples
///
/// ```
/// use davylamp_uhs::{Bend, Outline};
///
/// let round = Outline::through(&[[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]], Bend {
///     radius: 0.39, // four segments are nearest to a circle so
///     edginess: 0.0,
/// })?;
/// assert!((round.area() - std::f64::consts::PI).abs() < 2e-3);
/// # Ok::<(), davylamp_uhs::UhsError>(())
/// ```
///
/// # References
/// Gao et al. (2024) draw leaks with Bézier curves after their reference 55, and give no recipe; this
/// one is ours.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    segments: Vec<[[f64; 2]; 4]>,
}

/// How a curve bends.
///
/// The example of [`Outline`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bend {
    /// Distance of the inner points of a segment from its ends, over its chord.
    pub radius: f64,
    /// How much the tangent leans to the edge that follows: 0 is half way.
    pub edginess: f64,
}

impl Default for Bend {
    fn default() -> Self {
        Self { radius: 0.2, edginess: 0.0 }
    }
}

/// Times that points are drawn again before they are taken as they are.
const REDRAWS: usize = 200;

impl Outline {
    /// A curve through these points, in the order of their angle about their centroid.
    ///
    /// # Errors
    /// [`UhsError::Outline`] for fewer than 3 points, or numbers that are not finite.
    pub fn through(points: &[[f64; 2]], bend: Bend) -> Result<Self, UhsError> {
        let mut numbers = points.iter().flatten().chain([&bend.radius, &bend.edginess]);
        if points.len() < 3 || !numbers.all(|v| v.is_finite()) {
            let reason = format!("{} points, {bend:?}", points.len());
            return Err(UhsError::Outline { reason });
        }
        Ok(Self::of(&sorted(points), bend))
    }

    /// A random curve in a box `[[x_min, z_min], [x_max, z_max]]`, which it touches on all sides.
    pub(crate) fn random(random: &mut Random, points: [usize; 2], to: [[f64; 2]; 2]) -> Self {
        let count = random.count(points);
        let far = 0.7 / count as f64;
        let mut drawn = Vec::new();
        for _ in 0..REDRAWS {
            let raw: Vec<_> = (0..count).map(|_| [random.uniform(), random.uniform()]).collect();
            drawn = sorted(&raw);
            if edges(&drawn).all(|[a, b]| (b[0] - a[0]).hypot(b[1] - a[1]) >= far) {
                break;
            }
        }
        Self::of(&drawn, Bend::default()).mapped(to)
    }

    fn of(points: &[[f64; 2]], bend: Bend) -> Self {
        let n = points.len();
        let angles: Vec<f64> =
            edges(points).map(|[a, b]| (b[1] - a[1]).atan2(b[0] - a[0])).collect();
        let lean = 0.5 + bend.edginess.atan() / std::f64::consts::PI;
        let tangent = |i: usize| {
            let before = angles[(i + n - 1) % n];
            let (sin, cos) = (before + lean * wrap(angles[i] - before)).sin_cos();
            [cos, sin]
        };
        let segments = edges(points).enumerate().map(|(i, [a, b])| {
            let reach = bend.radius * (b[0] - a[0]).hypot(b[1] - a[1]);
            let (t, u) = (tangent(i), tangent((i + 1) % n));
            let inner = [a[0] + reach * t[0], a[1] + reach * t[1]];
            [a, inner, [b[0] - reach * u[0], b[1] - reach * u[1]], b]
        });
        Self { segments: segments.collect() }
    }

    /// `[[x_min, z_min], [x_max, z_max]]`, exactly.
    #[must_use]
    pub fn bounding_box(&self) -> [[f64; 2]; 2] {
        let mut corners = [[f64::INFINITY; 2], [f64::NEG_INFINITY; 2]];
        for segment in &self.segments {
            for axis in 0..2 {
                let [p0, p1, p2, p3] = segment.map(|p| p[axis]);
                let mut see = |value: f64| {
                    corners[0][axis] = corners[0][axis].min(value);
                    corners[1][axis] = corners[1][axis].max(value);
                };
                see(p0);
                see(p3);
                // B'/3 = a t^2 + b t + c.
                let a = p3 - 3.0 * p2 + 3.0 * p1 - p0;
                let (b, c) = (2.0 * (p2 - 2.0 * p1 + p0), p1 - p0);
                for t in roots(a, b, c).into_iter().flatten() {
                    if (0.0..=1.0).contains(&t) {
                        see(point([p0, p1, p2, p3], t));
                    }
                }
            }
        }
        corners
    }

    /// The area that it encloses, exactly, in m².
    #[must_use]
    pub fn area(&self) -> f64 {
        // About a corner, so that the distance from the origin costs no digits.
        let origin = self.segments.first().map_or([0.0; 2], |s| s[0]);
        let area = |segment: &[[f64; 2]; 4]| {
            let [p0, p1, p2, p3] = segment.map(|p| [p[0] - origin[0], p[1] - origin[1]]);
            6.0 * cross(p0, p1)
                + 3.0 * cross(p0, p2)
                + cross(p0, p3)
                + 3.0 * cross(p1, p2)
                + 3.0 * cross(p1, p3)
                + 6.0 * cross(p2, p3)
        };
        self.segments.iter().map(area).sum::<f64>() / 20.0
    }

    /// The same curve stretched into another bounding box.
    #[must_use]
    pub fn mapped(&self, to: [[f64; 2]; 2]) -> Self {
        let from = self.bounding_box();
        let map = |axis: usize, value: f64| {
            let share = (value - from[0][axis]) / (from[1][axis] - from[0][axis]);
            to[0][axis] + (to[1][axis] - to[0][axis]) * share
        };
        let segments = self.segments.iter();
        Self { segments: segments.map(|s| s.map(|p| [map(0, p[0]), map(1, p[1])])).collect() }
    }

    /// Corners of a polygon that nowhere leaves the curve by more than a distance; the finest polygon, ten
    /// thousand corners for each segment, where that is not positive or asks for more.
    #[must_use]
    pub fn polygon(&self, tolerance: f64) -> Vec<[f64; 2]> {
        let mut corners = Vec::new();
        for segment in &self.segments {
            let [p0, p1, p2, p3] = *segment;
            let bent = |a: [f64; 2], b: [f64; 2], c: [f64; 2]| {
                (a[0] - 2.0 * b[0] + c[0]).hypot(a[1] - 2.0 * b[1] + c[1])
            };
            // A chord over dt leaves the curve by at most |B''| dt^2 / 8, and |B''| <= 6 max(...).
            let pieces = (0.75 * bent(p0, p1, p2).max(bent(p1, p2, p3)) / tolerance).sqrt();
            let pieces = if pieces < FINEST { pieces.ceil().max(1.0) } else { FINEST };
            let mut k = 0.0;
            while k < pieces {
                let t = k / pieces;
                corners.push([0, 1].map(|axis| point(segment.map(|p| p[axis]), t)));
                k += 1.0;
            }
        }
        corners
    }
}

fn sorted(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let n = points.len() as f64;
    let middle = [0, 1].map(|axis| points.iter().map(|p| p[axis]).sum::<f64>() / n);
    let angle = |p: &[f64; 2]| (p[1] - middle[1]).atan2(p[0] - middle[0]);
    let mut points = points.to_vec();
    points.sort_by(|a, b| angle(a).total_cmp(&angle(b)));
    points
}

/// Each point with the next one, the last with the first.
fn edges(points: &[[f64; 2]]) -> impl Iterator<Item = [[f64; 2]; 2]> + '_ {
    points.iter().zip(points.iter().cycle().skip(1)).map(|(a, b)| [*a, *b])
}

/// An angle between -pi and pi.
fn wrap(angle: f64) -> f64 {
    use std::f64::consts::{PI, TAU};
    (angle + PI).rem_euclid(TAU) - PI
}

fn cross(a: [f64; 2], b: [f64; 2]) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

/// A cubic Bézier curve at t.
fn point([p0, p1, p2, p3]: [f64; 4], t: f64) -> f64 {
    let s = 1.0 - t;
    s * s * s * p0 + 3.0 * s * s * t * p1 + 3.0 * s * t * t * p2 + t * t * t * p3
}

/// Real roots of a t² + b t + c, without cancellation.
fn roots(a: f64, b: f64, c: f64) -> [Option<f64>; 2] {
    let discriminant = b * b - 4.0 * a * c;
    if discriminant < 0.0 {
        return [None; 2];
    }
    let q = -0.5 * (b + discriminant.sqrt().copysign(b));
    // A division by zero gives no number between 0 and 1.
    [q / a, c / q].map(|t| t.is_finite().then_some(t))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_of_all_kinds() {
        let sorted = |a, b, c| {
            let mut t: Vec<f64> = roots(a, b, c).into_iter().flatten().collect();
            t.sort_by(f64::total_cmp);
            t
        };
        assert_eq!(sorted(1.0, -3.0, 2.0), [1.0, 2.0]);
        assert_eq!(sorted(0.0, 2.0, -1.0), [0.5]);
        assert_eq!(sorted(1.0, 0.0, 1.0), [0.0; 0]);
        assert_eq!(sorted(0.0, 0.0, 1.0), [0.0; 0]);
    }

    #[test]
    fn a_polygon_without_a_tolerance_is_the_finest() {
        let bend = Bend { radius: 0.39, edginess: 0.0 };
        let round = Outline::through(&[[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]], bend).unwrap();
        let corners = |tolerance| round.polygon(tolerance).len();
        assert_eq!([f64::NAN, 0.0, -1.0, 1e-300].map(corners), [30_000; 4]);
        assert_eq!(corners(f64::INFINITY), 3);
    }

    #[test]
    fn angles_wrap() {
        for (angle, wrapped) in
            [(0.5, 0.5), (4.0, 4.0 - std::f64::consts::TAU), (-4.0, std::f64::consts::TAU - 4.0)]
        {
            assert!((wrap(angle) - wrapped).abs() < 1e-15);
        }
    }
}
