use std::collections::BTreeMap;

use crate::error::positive;
use crate::{MapGrid, PlumeError};

/// A closed line on the map, in m; the first point is repeated at the end.
///
/// The example of [`isolines`] shows it.
pub type Ring = Vec<[f64; 2]>;

/// Area that a ring encloses, in m²: positive if it runs counter-clockwise.
#[must_use]
pub fn ring_area(ring: &[[f64; 2]]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    // Relative to the first point, so that far coordinates do not cancel.
    let cross = |pair: &[[f64; 2]]| {
        (pair[0][0] - first[0]) * (pair[1][1] - first[1])
            - (pair[1][0] - first[0]) * (pair[0][1] - first[1])
    };
    0.5 * ring.windows(2).map(cross).sum::<f64>()
}

/// Where a map of concentrations exceeds a level: closed rings by marching squares.
///
/// Rings run with the higher values on their left: counter-clockwise around a zone, clockwise around
/// a hole in it. Between nodes the logarithm is interpolated linearly, since concentrations fall by
/// decades. A zone that leaves the grid is closed along its edge.
///
/// # Errors
///
/// [`PlumeError::WrongLength`] unless there is one value a node; [`PlumeError::NotPositive`] unless
/// the level is positive and finite. NaN counts as below the level.
///
/// # Examples
///
/// ```
/// use davylamp_plume::{MapGrid, isolines, ring_area};
///
/// let grid = MapGrid::new([-3.0, -3.0], 0.1, [61, 61])?;
/// let bell: Vec<f64> = (0..grid.len())
///     .map(|i| {
///         let [x, y] = grid.node(i);
///         (-0.5 * (x * x + y * y)).exp()
///     })
///     .collect();
/// let rings = isolines(&grid, &bell, (-0.5_f64).exp())?;
/// assert_eq!(rings.len(), 1); // the circle of radius one
/// assert!((ring_area(&rings[0]) - std::f64::consts::PI).abs() < 0.02);
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
///
/// # References
///
/// Lorensen and Cline (1987), Marching cubes, Computer Graphics 21, 163-169, in two dimensions;
/// saddles are settled by the mean of their four corners.
pub fn isolines(grid: &MapGrid, values: &[f64], level: f64) -> Result<Vec<Ring>, PlumeError> {
    grid.check_len("values", values.len())?;
    positive("level", level)?;
    Ok(Field { grid, values, level }.rings())
}

/// An edge between two nodes of the grid, or of the border around it: its lower left node, counted
/// from one, and whether it goes up.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    row: usize,
    column: usize,
    up: bool,
}

struct Field<'a> {
    grid: &'a MapGrid,
    values: &'a [f64],
    level: f64,
}

/// The logarithm is cut this far below the level, so that zeros can be interpolated.
const CUT: f64 = 1e-12;

impl Field<'_> {
    /// Height over the level at a node counted from one; the border lies below everything.
    fn height(&self, row: usize, column: usize) -> f64 {
        if row == 0 || column == 0 || row > self.grid.rows() || column > self.grid.columns() {
            return f64::NEG_INFINITY;
        }
        let value = self.values[(row - 1) * self.grid.columns() + (column - 1)];
        (value / self.level).max(CUT).ln()
    }

    fn rings(&self) -> Vec<Ring> {
        let mut next = BTreeMap::new();
        for row in 0..=self.grid.rows() {
            for column in 0..=self.grid.columns() {
                self.cell(row, column, &mut next);
            }
        }
        let mut rings = Vec::new();
        while let Some((start, mut edge)) = next.pop_first() {
            let mut ring: Ring = vec![self.crossing(start)];
            while edge != start {
                push_unlike(&mut ring, self.crossing(edge));
                // Every edge that is entered is left again.
                let Some(following) = next.remove(&edge) else { break };
                edge = following;
            }
            let first = ring[0];
            push_unlike(&mut ring, first);
            if ring.len() > 3 {
                rings.push(ring);
            }
        }
        rings
    }

    /// The line through one cell, from edge to edge with the inside on its left.
    fn cell(&self, row: usize, column: usize, next: &mut BTreeMap<Edge, Edge>) {
        let corners = [
            self.height(row, column),
            self.height(row, column + 1),
            self.height(row + 1, column + 1),
            self.height(row + 1, column),
        ];
        let [bl, br, tr, tl] = corners.map(|height| height >= 0.0);
        let bottom = Edge { row, column, up: false };
        let top = Edge { row: row + 1, column, up: false };
        let left = Edge { row, column, up: true };
        let right = Edge { row, column: column + 1, up: true };
        let high_middle = || corners.iter().sum::<f64>() >= 0.0;
        let (line, second) = match (bl, br, tr, tl) {
            (false, false, false, false) | (true, true, true, true) => return,
            (true, false, false, false) => ((bottom, left), None),
            (false, true, false, false) => ((right, bottom), None),
            (true, true, false, false) => ((right, left), None),
            (false, false, true, false) => ((top, right), None),
            (false, true, true, false) => ((top, bottom), None),
            (true, true, true, false) => ((top, left), None),
            (false, false, false, true) => ((left, top), None),
            (true, false, false, true) => ((bottom, top), None),
            (true, true, false, true) => ((right, top), None),
            (false, false, true, true) => ((left, right), None),
            (true, false, true, true) => ((bottom, right), None),
            (false, true, true, true) => ((left, bottom), None),
            (true, false, true, false) if high_middle() => ((bottom, right), Some((top, left))),
            (true, false, true, false) => ((bottom, left), Some((top, right))),
            (false, true, false, true) if high_middle() => ((left, bottom), Some((right, top))),
            (false, true, false, true) => ((right, bottom), Some((left, top))),
        };
        next.insert(line.0, line.1);
        if let Some((from, to)) = second {
            next.insert(from, to);
        }
    }

    /// Where the level crosses an edge; at the border, the node inside.
    fn crossing(&self, edge: Edge) -> [f64; 2] {
        let Edge { row, column, up } = edge;
        let (row2, column2) = if up { (row + 1, column) } else { (row, column + 1) };
        let (a, b) = (self.height(row, column), self.height(row2, column2));
        let part = if a == f64::NEG_INFINITY {
            1.0
        } else if b == f64::NEG_INFINITY {
            0.0
        } else {
            a / (a - b)
        };
        let along = |from: usize, to: usize| from as f64 - 1.0 + part * (to as f64 - from as f64);
        let [west, south] = self.grid.node(0);
        let spacing = self.grid.spacing();
        [west + spacing * along(column, column2), south + spacing * along(row, row2)]
    }
}

fn push_unlike(ring: &mut Ring, point: [f64; 2]) {
    if ring.last() != Some(&point) {
        ring.push(point);
    }
}
