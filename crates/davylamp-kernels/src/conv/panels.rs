//! A matrix in the order in which the gathering kernel reads and writes it.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

/// Rows of a product that are summed together: with four vectors each they fill 24 of 32 registers.
pub(super) const TILE: usize = 6;

/// Side of the squares that are turned around at a time: each fits four of the narrowest vectors.
const SQUARE: usize = 4;

/// Rows that a thread packs or copies at once.
const TOGETHER: usize = 64;

/// A matrix `[rows, columns]` as `[panel][row][width]`: some columns side by side, row after row,
/// then the next ones. Columns more to a whole panel and rows more to a whole tile have no meaning.
#[derive(Debug)]
pub(super) struct Panels {
    numbers: Vec<f32>,
    rows: usize,
    width: usize,
}

impl Panels {
    /// Zeros, in panels of as many vectors as there are registers for.
    pub(super) fn zeros(arch: Arch, [rows, columns]: [usize; 2]) -> Self {
        let width = arch.dispatch(Width { columns });
        let area = rows.next_multiple_of(TILE) * width;
        let numbers = crate::flex::zeros(columns.div_ceil(width) * area);
        Self { numbers, rows, width }
    }

    /// The matrix whose number in row $k$ and column $q$ lies at place
    /// $\mathrm{row}_k + \mathrm{column}_q$ of a list.
    pub(super) fn gathered(arch: Arch, list: &[f32], rows: &[usize], columns: &[usize]) -> Self {
        let mut panels = Self::zeros(arch, [rows.len(), columns.len()]);
        let width = panels.width;
        panels.panels_mut().zip(columns.par_chunks(width)).for_each(|(panel, columns)| {
            panel.par_chunks_mut(TOGETHER * width).zip(rows.par_chunks(TOGETHER)).for_each(
                |(panel, rows)| {
                    for (into, row) in panel.chunks_exact_mut(width).zip(rows) {
                        let list = &list[*row..];
                        for (into, column) in into.iter_mut().zip(columns) {
                            *into = list[*column];
                        }
                    }
                },
            );
        });
        panels
    }

    /// Some rows, turned around: `into` is `[columns][rows]`.
    pub(super) fn write_turned(&self, first_row: usize, rows: usize, into: &mut [f32]) {
        into.par_chunks_mut(self.width * rows).zip(self.panels()).for_each(|(into, panel)| {
            let columns = into.len() / rows;
            let from = &panel[first_row * self.width..];
            transpose((from, self.width), (into, rows), [rows, columns]);
        });
    }

    /// Some columns as they are: `into` is `[rows][columns]`.
    pub(super) fn write(&self, first_column: usize, columns: usize, into: &mut [f32]) {
        into.par_chunks_mut(TOGETHER * columns).enumerate().for_each(|(chunk, into)| {
            for (k, into) in into.chunks_exact_mut(columns).enumerate() {
                self.write_row(chunk * TOGETHER + k, first_column, into);
            }
        });
    }

    fn write_row(&self, row: usize, first_column: usize, into: &mut [f32]) {
        let mut left = into;
        let mut column = first_column;
        while !left.is_empty() {
            let (panel, lane) = (column / self.width, column % self.width);
            let (here, rest) = left.split_at_mut(left.len().min(self.width - lane));
            let from = &self.numbers[panel * self.area() + row * self.width + lane..];
            here.copy_from_slice(&from[..here.len()]);
            column += here.len();
            left = rest;
        }
    }

    /// Columns side by side.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    fn area(&self) -> usize {
        self.rows.next_multiple_of(TILE) * self.width
    }

    pub(super) fn panels(&self) -> impl IndexedParallelIterator<Item = &[f32]> {
        self.numbers.par_chunks_exact(self.area())
    }

    pub(super) fn panels_mut(&mut self) -> impl IndexedParallelIterator<Item = &mut [f32]> {
        let area = self.area();
        self.numbers.par_chunks_exact_mut(area)
    }
}

/// Writes `into[j][i] = from[i][j]`, the first `[lines, length]` of matrices whose lines lie
/// `from_pitch` and `into_pitch` apart.
fn transpose(
    (from, from_pitch): (&[f32], usize),
    (into, into_pitch): (&mut [f32], usize),
    [lines, length]: [usize; 2],
) {
    let whole = [lines, length].map(|side| side / SQUARE * SQUARE);
    for i in (0..whole[0]).step_by(SQUARE) {
        for j in (0..whole[1]).step_by(SQUARE) {
            let mut square = [[0.0; SQUARE]; SQUARE];
            for (k, line) in square.iter_mut().enumerate() {
                line.copy_from_slice(&from[(i + k) * from_pitch + j..][..SQUARE]);
            }
            for k in 0..SQUARE {
                let line: [f32; SQUARE] = std::array::from_fn(|l| square[l][k]);
                into[(j + k) * into_pitch + i..][..SQUARE].copy_from_slice(&line);
            }
        }
    }
    for j in 0..length {
        let first = if j < whole[1] { whole[0] } else { 0 };
        for i in first..lines {
            into[j * into_pitch + i] = from[i * from_pitch + j];
        }
    }
}

/// How wide a panel is: four vectors, two where there are 16 registers, fewer for few columns.
struct Width {
    columns: usize,
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl WithSimd for Width {
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) -> usize {
        let most = if S::REGISTER_COUNT >= 32 { 4 } else { 2 };
        let vectors = self.columns.div_ceil(S::F32_LANES).next_power_of_two().min(most);
        vectors * S::F32_LANES
    }
}
