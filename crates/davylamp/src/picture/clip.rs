//! What lies inside a rectangle.

use super::canvas::Point;

/// The part of a polygon inside a rectangle, by Sutherland and Hodgman (1974), Reentrant polygon
/// clipping, Communications of the ACM 17, 32-42.
pub(super) fn polygon(points: &[Point], [low, high]: [Point; 2]) -> Vec<Point> {
    let mut points = points.to_vec();
    for axis in 0..2 {
        for (bound, sign) in [(low[axis], 1.0), (high[axis], -1.0)] {
            let depth = |p: Point| sign * (p[axis] - bound);
            let mut kept = Vec::with_capacity(points.len() + 4);
            for (i, &current) in points.iter().enumerate() {
                let previous = points[(i + points.len() - 1) % points.len()];
                let (before, now) = (depth(previous), depth(current));
                if (before < 0.0) != (now < 0.0) {
                    kept.push(between(previous, current, before / (before - now)));
                }
                if now >= 0.0 {
                    kept.push(current);
                }
            }
            points = kept;
        }
    }
    points
}

/// The parts of a line inside a rectangle.
pub(super) fn line(points: &[Point], window: [Point; 2]) -> Vec<Vec<Point>> {
    let mut parts: Vec<Vec<Point>> = Vec::new();
    let mut open = false;
    for pair in points.windows(2) {
        let Some([enter, leave]) = segment(pair[0], pair[1], window) else {
            open = false;
            continue;
        };
        // A part that reaches the end of its segment goes on in the next.
        let whole = leave >= 1.0;
        let end = if whole { pair[1] } else { between(pair[0], pair[1], leave) };
        match parts.last_mut() {
            Some(part) if open => part.push(end),
            _ => parts.push(vec![between(pair[0], pair[1], enter), end]),
        }
        open = whole;
    }
    parts
}

/// Where a segment enters a rectangle and leaves it, as parts of its length, by Liang and Barsky (1984), A new concept and method
/// for line clipping, ACM Transactions on Graphics 3, 1-22.
fn segment(a: Point, b: Point, [low, high]: [Point; 2]) -> Option<[f64; 2]> {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        let delta = b[axis] - a[axis];
        for (p, q) in [(-delta, a[axis] - low[axis]), (delta, high[axis] - a[axis])] {
            if p == 0.0 {
                if q < 0.0 {
                    return None;
                }
            } else if p < 0.0 {
                enter = enter.max(q / p);
            } else {
                leave = leave.min(q / p);
            }
        }
    }
    (enter <= leave).then_some([enter, leave])
}

fn between(a: Point, b: Point, t: f64) -> Point {
    [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
}

#[cfg(test)]
mod tests {
    use super::{line, polygon};

    const UNIT: [[f64; 2]; 2] = [[0.0, 0.0], [1.0, 1.0]];

    #[test]
    fn a_polygon_around_the_window_becomes_the_window() {
        let clipped = polygon(&[[-1.0, -1.0], [2.0, -1.0], [2.0, 2.0], [-1.0, 2.0]], UNIT);
        let area: f64 = (0..clipped.len())
            .map(|i| {
                let ([x0, y0], [x1, y1]) = (clipped[i], clipped[(i + 1) % clipped.len()]);
                0.5 * (x0 * y1 - x1 * y0)
            })
            .sum();
        assert!((area - 1.0).abs() < 1e-12, "{clipped:?}");
        assert!(polygon(&[[2.0, 2.0], [3.0, 2.0], [3.0, 3.0]], UNIT).is_empty());
    }

    #[test]
    fn a_line_that_leaves_and_returns_has_two_parts() {
        let zigzag = [[0.5, 0.5], [1.5, 0.5], [1.5, 0.2], [0.5, 0.2]];
        assert_eq!(
            line(&zigzag, UNIT),
            [vec![[0.5, 0.5], [1.0, 0.5]], vec![[1.0, 0.2], [0.5, 0.2]]]
        );
        assert!(line(&[[2.0, 0.0], [3.0, 1.0]], UNIT).is_empty());
    }
}
