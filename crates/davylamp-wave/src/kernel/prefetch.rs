//! Bringing the rows to come into the cache.

#![allow(unsafe_code, reason = "addresses are told to the processor")]

use super::grid::Grid;

/// Brings a share of a block's rows of all arrays, columns `from..to`, into the second cache: `[k, n]` is
/// the `k`-th of `n` shares.
pub(crate) fn prefetch<T>(
    grid: &Grid<'_, T>,
    block: usize,
    [from, to]: [usize; 2],
    [share, shares]: [usize; 2],
) {
    let layout = grid.layout;
    if block >= layout.blocks {
        return;
    }
    let rows = (grid.fields.len() + grid.media.len()) * layout.block;
    for index in share * rows / shares..(share + 1) * rows / shares {
        let (array, row) = (index / layout.block, block * layout.block + index % layout.block);
        let start = row * layout.stride;
        let base = match grid.fields.get(array) {
            Some(field) => field.cast_const(),
            None => grid.media[array - grid.fields.len()],
        };
        let mut column = from;
        while column < to {
            hint(base.wrapping_add(start + column));
            column += 64 / size_of::<T>();
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[inline]
fn hint<T>(p: *const T) {
    // SAFETY: a prefetch never faults, whatever the address.
    unsafe { std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T1 }>(p.cast()) }
}

#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn hint<T>(_: *const T) {}
