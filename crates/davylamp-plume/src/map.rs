use rayon::prelude::*;

use crate::error::{finite, in_range, positive};
use crate::{GaussianPlume, PlumeError};

/// A square grid on the map: values lie at its nodes, `[row][column]`, rows from the south, columns
/// from the west.
///
/// # Examples
///
/// ```
/// use davylamp_plume::MapGrid;
///
/// let grid = MapGrid::new([0.0, -50.0], 10.0, [21, 11])?;
/// assert_eq!(grid.len(), 231);
/// assert_eq!(grid.node(22), [10.0, -40.0]);
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapGrid {
    origin: [f64; 2],
    spacing: f64,
    columns: usize,
    rows: usize,
}

/// The most nodes of a grid: 0.8 GB of values.
const MOST_NODES: usize = 100_000_000;

impl MapGrid {
    /// A grid with its south-west node at `origin`, `[columns, rows]` nodes and a spacing in m.
    ///
    /// # Errors
    ///
    /// [`PlumeError::NotFinite`] or [`PlumeError::NotPositive`] for coordinates and spacing that are
    /// not; [`PlumeError::OutOfRange`] unless there are at least 2 columns and rows, and at most
    /// 10⁸ nodes.
    pub fn new(
        origin: [f64; 2],
        spacing: f64,
        [columns, rows]: [usize; 2],
    ) -> Result<Self, PlumeError> {
        finite("grid origin x", origin[0])?;
        finite("grid origin y", origin[1])?;
        positive("grid spacing", spacing)?;
        let most = MOST_NODES as f64;
        in_range("grid columns", columns as f64, 2.0, most)?;
        in_range("grid rows", rows as f64, 2.0, most)?;
        in_range("grid nodes", columns as f64 * rows as f64, 4.0, most)?;
        Ok(Self { origin, spacing, columns, rows })
    }

    /// Number of columns.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// Number of rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Distance between neighbours, in m.
    #[must_use]
    pub const fn spacing(&self) -> f64 {
        self.spacing
    }

    /// Number of nodes.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "a grid has at least four nodes")]
    pub const fn len(&self) -> usize {
        self.columns * self.rows
    }

    /// East coordinate of a column, in m.
    #[must_use]
    pub fn x(&self, column: usize) -> f64 {
        self.origin[0] + column as f64 * self.spacing
    }

    /// North coordinate of a row, in m.
    #[must_use]
    pub fn y(&self, row: usize) -> f64 {
        self.origin[1] + row as f64 * self.spacing
    }

    /// Place of the node whose value is the i-th.
    #[must_use]
    pub fn node(&self, i: usize) -> [f64; 2] {
        [self.x(i % self.columns), self.y(i / self.columns)]
    }

    pub(crate) fn check_len(&self, name: &'static str, len: usize) -> Result<(), PlumeError> {
        if len == self.len() {
            Ok(())
        } else {
            Err(PlumeError::WrongLength { name, len, expected: self.len() })
        }
    }
}

/// From this many nodes on, rows are shared among threads.
const PARALLEL_FROM: usize = 32_768;

impl GaussianPlume {
    /// Concentration per unit rate over a map at one height, in s/m³.
    ///
    /// `out` holds `[row][column]` as [`MapGrid`] says. Where the wind blows along a side of the grid
    /// the widths are computed once a column or row, and each node costs one exponential; results
    /// then equal those of [`unit_concentrations`](davylamp_traits::Dispersion::unit_concentrations)
    /// to rounding.
    ///
    /// # Errors
    ///
    /// [`PlumeError::WrongLength`] unless `out` has the length of the grid.
    ///
    /// # Examples
    ///
    /// ```
    /// # use davylamp_plume::*;
    /// # let plume = GaussianPlume::new(PlumeInput {
    /// #     curves: DispersionCurves::BriggsRural, class: StabilityClass::D,
    /// #     wind_speed: 4.0, wind_from_deg: 270.0 })?;
    /// let grid = MapGrid::new([0.0, -100.0], 5.0, [101, 41])?;
    /// let mut map = vec![0.0; grid.len()];
    /// plume.unit_map([0.0, 0.0, 2.0], &grid, 1.5, &mut map)?;
    /// assert_eq!(map[0], 0.0); // the source's own column
    /// # Ok::<(), PlumeError>(())
    /// ```
    pub fn unit_map(
        &self,
        source: [f64; 3],
        grid: &MapGrid,
        height: f64,
        out: &mut [f64],
    ) -> Result<(), PlumeError> {
        grid.check_len("map", out.len())?;
        let [east, north] = self.downwind();
        let columns = grid.columns();
        if north == 0.0 {
            let strips: Vec<_> = (0..columns)
                .map(|i| self.kernel.strip(east * (grid.x(i) - source[0]), height, source[2]))
                .collect();
            let (amplitudes, spreads): (Vec<_>, Vec<_>) = strips.into_iter().unzip();
            rows(out, columns, |row, out| {
                let y = grid.y(row) - source[1];
                self.kernel.across(&amplitudes, &spreads, &vec![y * y; columns], out);
            });
        } else if east == 0.0 {
            let squares: Vec<_> = (0..columns).map(|i| (grid.x(i) - source[0]).powi(2)).collect();
            rows(out, columns, |row, out| {
                let x = north * (grid.y(row) - source[1]);
                let (amplitude, spread) = self.kernel.strip(x, height, source[2]);
                self.kernel.across(
                    &vec![amplitude; columns],
                    &vec![spread; columns],
                    &squares,
                    out,
                );
            });
        } else {
            rows(out, columns, |row, out| {
                let y = grid.y(row);
                let receptors: Vec<_> = (0..columns).map(|i| [grid.x(i), y, height]).collect();
                self.kernel.units(source, &receptors, out);
            });
        }
        Ok(())
    }
}

fn rows(out: &mut [f64], columns: usize, fill: impl Fn(usize, &mut [f64]) + Sync) {
    if out.len() < PARALLEL_FROM {
        out.chunks_mut(columns).enumerate().for_each(|(row, out)| fill(row, out));
    } else {
        out.par_chunks_mut(columns).enumerate().for_each(|(row, out)| fill(row, out));
    }
}
