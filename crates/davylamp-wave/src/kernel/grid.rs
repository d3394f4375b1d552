//! What the kernels work on.

#![allow(unsafe_code, reason = "rows of one field are written while others are read")]

use super::arrays::Arrays;
use super::layout::{HALO_COLUMNS, Layout};
use crate::cpml::Profile;
use crate::{Real, WaveError};

/// Places of the fields in [`Grid::fields`].
pub(crate) const VX: usize = 0;
pub(crate) const VZ: usize = 1;
pub(crate) const TXX: usize = 2;
pub(crate) const TZZ: usize = 3;
pub(crate) const TXZ: usize = 4;

/// Places of the medium's properties, all times dt/h.
pub(crate) const BX: usize = 0;
pub(crate) const BZ: usize = 1;
pub(crate) const C11: usize = 2;
pub(crate) const C13: usize = 3;
pub(crate) const C33: usize = 4;
pub(crate) const C55: usize = 5;

/// At the nodes and half a cell behind them.
pub(crate) const NODE: usize = 0;
pub(crate) const HALF: usize = 1;

/// The derivatives whose memory the layers keep, by the field that they are of and the axis.
pub(crate) mod memory {
    pub(crate) const TXX_X: usize = 0;
    pub(crate) const TXZ_X: usize = 1;
    pub(crate) const VX_X: usize = 2;
    pub(crate) const VZ_X: usize = 3;
    pub(crate) const TXZ_Z: usize = 0;
    pub(crate) const TZZ_Z: usize = 1;
    pub(crate) const VZ_Z: usize = 2;
    pub(crate) const VX_Z: usize = 3;
}

/// What stays the same from shot to shot: the medium and the layers' profiles.
#[derive(Debug)]
pub(crate) struct Ground<T> {
    pub(crate) layout: Layout,
    /// Weights of the difference.
    pub(crate) weights: Vec<T>,
    media: Arrays<T>,
    /// Whether each property is the same in all columns of each row of a block.
    uniform: Vec<bool>,
    profiles: Arrays<T>,
}

impl<T: Real> Ground<T> {
    /// Of properties by [`BX`] to [`C55`], each `[nz][nx]`, and profiles `[z, x][node, half]`.
    pub(crate) fn new(
        layout: Layout,
        weights: &[f64],
        properties: &[Vec<f64>; 6],
        profiles: &[[Profile; 2]; 2],
    ) -> Result<Self, WaveError> {
        let mut media = Arrays::zeros(&[layout.medium_len(); 6])?;
        for (k, values) in properties.iter().enumerate() {
            let rows = media.get_mut(k).chunks_mut(layout.stride);
            for (row, values) in rows.zip(values.chunks(layout.nx)) {
                for (to, from) in row.iter_mut().zip(values) {
                    *to = T::from_f64(*from);
                }
            }
        }
        let mut tables = Arrays::zeros(&Self::profile_lens(&layout))?;
        for (axis, halves) in profiles.iter().enumerate() {
            for (half, profile) in halves.iter().enumerate() {
                for (k, values) in [&profile.a, &profile.b, &profile.g].into_iter().enumerate() {
                    let table = tables.get_mut(6 * axis + 3 * half + k);
                    for (to, from) in table.iter_mut().zip(values) {
                        *to = T::from_f64(*from);
                    }
                }
            }
        }
        let weights = weights.iter().map(|w| T::from_f64(*w)).collect();
        let uniform = uniform(&layout, &media);
        Ok(Self { layout, weights, media, uniform, profiles: tables })
    }

    fn profile_lens(layout: &Layout) -> [usize; 12] {
        std::array::from_fn(|k| if k < 6 { layout.rows } else { layout.columns })
    }

    /// A property of a node.
    pub(crate) fn property(&self, property: usize, [row, column]: [usize; 2]) -> T {
        self.media.get(property)[row * self.layout.stride + column]
    }

    /// Bytes of it.
    pub(crate) fn bytes(layout: &Layout) -> u64 {
        Arrays::<T>::bytes(&[layout.medium_len(); 6])
            + Arrays::<T>::bytes(&Self::profile_lens(layout))
    }

    fn profile(&self, axis: usize) -> [[*const T; 3]; 2] {
        let table = |half: usize, k: usize| self.profiles.get(6 * axis + 3 * half + k).as_ptr();
        [0, 1].map(|half| [0, 1, 2].map(|k| table(half, k)))
    }
}

/// What a shot changes: the fields and the layers' memory.
#[derive(Debug)]
pub(crate) struct State<T> {
    layout: Layout,
    fields: Arrays<T>,
    along_x: Arrays<T>,
    along_z: Arrays<T>,
}

impl<T: Real> State<T> {
    /// At rest.
    pub(crate) fn new(layout: &Layout) -> Result<Self, WaveError> {
        let [fields, along_x, along_z] = Self::lens(layout);
        Ok(Self {
            layout: layout.clone(),
            fields: Arrays::zeros(&[fields; 5])?,
            along_x: Arrays::zeros(&[along_x; 4])?,
            along_z: Arrays::zeros(&[along_z; 4])?,
        })
    }

    fn lens(layout: &Layout) -> [usize; 3] {
        [layout.field_len(), layout.rows * layout.strip(), layout.layer_rows() * layout.stride]
    }

    /// Bytes of it.
    pub(crate) fn bytes(layout: &Layout) -> u64 {
        let [fields, along_x, along_z] = Self::lens(layout);
        Arrays::<T>::bytes(&[fields; 5])
            + Arrays::<T>::bytes(&[along_x; 4])
            + Arrays::<T>::bytes(&[along_z; 4])
    }

    /// Back to rest.
    pub(crate) fn clear(&mut self) {
        self.fields.clear();
        self.along_x.clear();
        self.along_z.clear();
    }

    /// Takes over what another one of the same layout holds.
    pub(crate) fn copy_from(&mut self, other: &Self) {
        self.fields.copy_from(&other.fields);
        self.along_x.copy_from(&other.along_x);
        self.along_z.copy_from(&other.along_z);
    }

    /// A row of a field with the halo to its sides, or of the halo above or below.
    pub(crate) fn row_in_halo(&self, field: usize, row: isize) -> &[T] {
        let before = (self.layout.field_origin() - HALO_COLUMNS).cast_signed();
        let start = (before + row * self.layout.stride.cast_signed()).cast_unsigned();
        &self.fields.get(field)[start..start + self.layout.stride]
    }

    /// A row of a field, without halo.
    pub(crate) fn row(&self, field: usize, row: usize) -> &[T] {
        let start = self.layout.field_origin() + row * self.layout.stride;
        &self.fields.get(field)[start..start + self.layout.nx]
    }
}

/// Both, as the kernels see them: pointers to the first node of each array.
#[derive(Debug)]
pub(crate) struct Grid<'a, T> {
    pub(crate) layout: &'a Layout,
    pub(crate) weights: &'a [T],
    /// Of each block, whether its rows are of one material each.
    pub(crate) uniform: &'a [bool],
    pub(crate) fields: [*mut T; 5],
    pub(crate) media: [*const T; 6],
    /// Memory of derivatives along x, `[row][column of the strips]`, and along z, `[row of the
    /// layers][column]`.
    pub(crate) along_x: [*mut T; 4],
    pub(crate) along_z: [*mut T; 4],
    /// The profiles' a, b and g at nodes and behind them.
    pub(crate) profile_x: [[*const T; 3]; 2],
    pub(crate) profile_z: [[*const T; 3]; 2],
}

// SAFETY: the pointers are to memory that the borrows in `new` keep alive and to itself. Threads write
// through them as `schedule` orders, never where another one reads or writes at the same time.
unsafe impl<T: Sync> Sync for Grid<'_, T> {}

impl<'a, T: Real> Grid<'a, T> {
    pub(crate) fn new(ground: &'a Ground<T>, state: &'a mut State<T>) -> Self {
        let layout = &ground.layout;
        let origin = layout.field_origin();
        let fields = state.fields.pointers();
        let (along_x, along_z) = (state.along_x.pointers(), state.along_z.pointers());
        Self {
            layout,
            weights: &ground.weights,
            uniform: &ground.uniform,
            fields: std::array::from_fn(|k| fields(k).wrapping_add(origin)),
            media: std::array::from_fn(|k| ground.media.get(k).as_ptr()),
            along_x: std::array::from_fn(along_x),
            along_z: std::array::from_fn(along_z),
            profile_x: ground.profile(1),
            profile_z: ground.profile(0),
        }
    }

    /// The same pointers once more.
    pub(crate) fn same(&self) -> Self {
        Self { ..*self }
    }
}

/// Which blocks hold rows of one material each, between the layers at the left and the right end.
fn uniform<T: Real>(layout: &Layout, media: &Arrays<T>) -> Vec<bool> {
    // Columns of vacuum that fill up the last cache line must not lie between the layers.
    let filled = layout.nx == layout.columns || layout.right < layout.nx;
    let constant = |row: usize| {
        let start = row * layout.stride;
        (0..6).all(|k| {
            let values = &media.get(k)[start..start + layout.nx];
            values.iter().all(|value| *value == values[0])
        })
    };
    (0..layout.blocks)
        .map(|block| filled && (block * layout.block..(block + 1) * layout.block).all(constant))
        .collect()
}
