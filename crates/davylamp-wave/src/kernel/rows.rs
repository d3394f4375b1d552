//! Addresses of neighbouring rows.

#![allow(unsafe_code, reason = "pointers into fields, and a barrier to the compiler")]
#![allow(clippy::inline_always, reason = "addresses must stay in registers")]

use super::layout::Layout;

/// Bytes from a row to the next, the third and the fifth.
#[derive(Clone, Copy)]
pub(crate) struct Strides {
    one: usize,
    three: usize,
    five: usize,
}

impl Strides {
    #[inline(always)]
    pub(crate) fn new<T>(layout: &Layout) -> Self {
        let one = layout.stride * size_of::<T>();
        Self { one, three: 3 * one, five: 5 * one }
    }
}

/// Neighbouring rows of an array, at a column that moves on.
///
/// Left to itself, the compiler keeps an address for each row. There are more rows than registers, so
/// most addresses had to be fetched from memory before what they point to, and that is what the loop
/// then waited for. With two addresses that it cannot see through, and strides of which an instruction
/// adds one, two, four or eight, all stay in registers.
pub(crate) struct Rows<T> {
    first: *mut T,
    fifth: *mut T,
    strides: Strides,
}

impl<T> Rows<T> {
    /// Rows from `p` on.
    #[inline(always)]
    pub(crate) fn new(p: *const T, strides: Strides) -> Self {
        let first = p.cast_mut();
        Self { first, fifth: first.wrapping_byte_add(4 * strides.one), strides }
    }

    #[inline(always)]
    pub(crate) fn at(&self, row: usize) -> *mut T {
        let Self { first, fifth, strides: Strides { one, three, five } } = *self;
        match row {
            0 => first,
            1 => first.wrapping_byte_add(one),
            2 => first.wrapping_byte_add(2 * one),
            3 => first.wrapping_byte_add(three),
            4 => first.wrapping_byte_add(4 * one),
            5 => first.wrapping_byte_add(five),
            6 => first.wrapping_byte_add(2 * three),
            7 => fifth.wrapping_byte_add(three),
            8 => first.wrapping_byte_add(8 * one),
            9 => fifth.wrapping_byte_add(five),
            10 => first.wrapping_byte_add(2 * five),
            _ => first.wrapping_byte_add(row * one),
        }
    }

    /// On by so many columns.
    #[inline(always)]
    pub(crate) fn advance(&mut self, columns: usize) {
        self.first = hidden(self.first.wrapping_add(columns));
        self.fifth = hidden(self.fifth.wrapping_add(columns));
    }
}

/// The same pointer, of which the compiler does not know where it comes from.
#[inline(always)]
#[allow(
    clippy::pointers_in_nomem_asm_block,
    reason = "the pointer is handed through, not followed"
)]
fn hidden<T>(p: *mut T) -> *mut T {
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    {
        let same;
        // SAFETY: does nothing.
        unsafe {
            std::arch::asm!(
                "/* {0} */",
                inlateout(reg) p => same,
                options(pure, nomem, nostack, preserves_flags),
            );
        }
        same
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    p
}
