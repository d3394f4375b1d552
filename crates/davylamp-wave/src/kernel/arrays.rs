use crate::memory::reserve;
use crate::{Real, WaveError};

/// Numbers between the starts of neighbouring arrays beyond their lengths, in cache lines, so that the
/// same place of different arrays falls into different sets of the cache.
const SKEW: usize = 3;
const LINE: usize = super::layout::LINE;

/// Arrays in one piece of memory, each at the start of a cache line.
#[derive(Debug)]
pub(crate) struct Arrays<T> {
    storage: Vec<T>,
    starts: Vec<usize>,
    lens: Vec<usize>,
}

impl<T: Real> Arrays<T> {
    /// Arrays of zeros of these lengths.
    pub(crate) fn zeros(lens: &[usize]) -> Result<Self, WaveError> {
        let total = Self::numbers(lens);
        let mut storage = Vec::new();
        reserve(&mut storage, total)?;
        super::huge::advise(&mut storage);
        storage.resize(total, T::default());
        // Aligned loads and stores depend on it, so it is computed and not asked for: `align_offset` may refuse.
        let address = storage.as_ptr().addr();
        let mut start = (address.next_multiple_of(64) - address) / size_of::<T>();
        let mut starts = Vec::with_capacity(lens.len());
        for len in lens {
            starts.push(start);
            start += room(*len);
        }
        Ok(Self { storage, starts, lens: lens.to_vec() })
    }

    /// Bytes that arrays of these lengths take.
    pub(crate) fn bytes(lens: &[usize]) -> u64 {
        (Self::numbers(lens) * size_of::<T>()) as u64
    }

    fn numbers(lens: &[usize]) -> usize {
        lens.iter().map(|len| room(*len)).sum::<usize>() + LINE
    }

    pub(crate) fn get(&self, array: usize) -> &[T] {
        &self.storage[self.starts[array]..self.starts[array] + self.lens[array]]
    }

    pub(crate) fn get_mut(&mut self, array: usize) -> &mut [T] {
        &mut self.storage[self.starts[array]..self.starts[array] + self.lens[array]]
    }

    /// The first number of each array. All are made of one pointer, so that they may be used side by side:
    /// to borrow an array would be the end of what was borrowed of the others.
    pub(crate) fn pointers(&mut self) -> impl Fn(usize) -> *mut T {
        let (first, starts) = (self.storage.as_mut_ptr(), &self.starts);
        move |array| first.wrapping_add(starts[array])
    }

    /// Takes over the numbers of arrays of the same lengths.
    pub(crate) fn copy_from(&mut self, other: &Self) {
        for array in 0..self.lens.len() {
            self.get_mut(array).copy_from_slice(other.get(array));
        }
    }

    pub(crate) fn clear(&mut self) {
        self.storage.fill(T::default());
    }
}

fn room(len: usize) -> usize {
    len.next_multiple_of(LINE) + SKEW * LINE
}
