use crate::RoomError;
use crate::error::within;

/// Layers of ghost cells around the room: the limiter looks two cells upwind.
const GHOST: usize = 2;

/// A box cut into equal cells, numbered from the corner x = y = z = 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Grid {
    pub(crate) size: [f64; 3],
    pub(crate) cells: [usize; 3],
    /// Sides of a cell, m.
    pub(crate) h: [f64; 3],
    /// Steps in memory along x, y and z; z is contiguous.
    pub(crate) stride: [usize; 3],
}

impl Grid {
    pub(crate) fn new(size: [f64; 3], cells: [usize; 3]) -> Result<Self, RoomError> {
        for side in size {
            within("room.size_m", side, 0.1..=100.0, "m")?;
        }
        for n in cells {
            within("room.cells", n as f64, 2.0..=128.0, "")?;
        }
        let h = std::array::from_fn(|a| size[a] / cells[a] as f64);
        let padded = cells.map(|n| n + 2 * GHOST);
        Ok(Self { size, cells, h, stride: [padded[1] * padded[2], padded[2], 1] })
    }

    /// Length of an array with its ghosts.
    pub(crate) fn padded_len(&self) -> usize {
        (self.cells[0] + 2 * GHOST) * self.stride[0]
    }

    pub(crate) fn len(&self) -> usize {
        self.cells.iter().product()
    }

    pub(crate) fn cell_volume(&self) -> f64 {
        self.h.iter().product()
    }

    /// Area of a face across an axis.
    pub(crate) fn face_area(&self, axis: usize) -> f64 {
        self.cell_volume() / self.h[axis]
    }

    /// Where a cell stands in a padded array.
    pub(crate) fn at(&self, i: usize, j: usize, k: usize) -> usize {
        (i + GHOST) * self.stride[0] + (j + GHOST) * self.stride[1] + k + GHOST
    }

    /// First index of each row along z, x before y.
    pub(crate) fn rows(&self) -> impl Iterator<Item = usize> + use<> {
        let grid = *self;
        (0..grid.cells[0]).flat_map(move |i| (0..grid.cells[1]).map(move |j| grid.at(i, j, 0)))
    }

    /// The cell that holds a place along an axis; a place on the far wall belongs to the last cell.
    pub(crate) fn cell_along(&self, axis: usize, x: f64) -> usize {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place inside the room, checked before"
        )]
        let cell = (x / self.h[axis]) as usize;
        cell.min(self.cells[axis] - 1)
    }

    /// Whether a place lies in the room.
    pub(crate) fn inside(&self, name: &str, place: [f64; 3]) -> Result<(), RoomError> {
        for (axis, letter) in ["x", "y", "z"].into_iter().enumerate() {
            within(format!("{name}, {letter}"), place[axis], 0.0..=self.size[axis], "m")?;
        }
        Ok(())
    }

    /// Copies the nearest value into the ghosts. `extra` is the axis along which there is one value
    /// more than cells: that of a velocity.
    pub(crate) fn fill_ghosts(&self, field: &mut [f64], extra: Option<usize>) {
        for axis in 0..3 {
            let last = GHOST + self.cells[axis] - usize::from(extra != Some(axis));
            let padded = self.cells[axis] + 2 * GHOST;
            let step = self.stride[axis];
            let (u, v) = match axis {
                0 => (1, 2),
                1 => (0, 2),
                _ => (0, 1),
            };
            for p in 0..self.cells[u] + 2 * GHOST {
                let base = p * self.stride[u];
                for q in 0..self.cells[v] + 2 * GHOST {
                    let at = base + q * self.stride[v];
                    for ghost in 0..GHOST {
                        field[at + ghost * step] = field[at + GHOST * step];
                    }
                    for ghost in last + 1..padded {
                        field[at + ghost * step] = field[at + last * step];
                    }
                }
            }
        }
    }

    /// Value at a place between cell centres, trilinear; up to half a cell from a wall that of the
    /// nearest centres. The ghosts must be filled.
    pub(crate) fn interpolate(&self, field: &[f64], place: [f64; 3]) -> f64 {
        let mut at = self.at(0, 0, 0);
        let mut part = [0.0; 3];
        for axis in 0..3 {
            let cells = self.cells[axis];
            let x = (place[axis] / self.h[axis] - 0.5).clamp(0.0, (cells - 1) as f64);
            let cell = self.cell_along(axis, x * self.h[axis]);
            part[axis] = (x - cell as f64).clamp(0.0, 1.0);
            at += cell * self.stride[axis];
        }
        let mut value = 0.0;
        for corner in 0..8_usize {
            let mut weight = 1.0;
            let mut index = at;
            for (axis, part) in part.into_iter().enumerate() {
                if (corner >> axis) & 1 == 1 {
                    weight *= part;
                    index += self.stride[axis];
                } else {
                    weight *= 1.0 - part;
                }
            }
            value += weight * field[index];
        }
        value
    }
}
