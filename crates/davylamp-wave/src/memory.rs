//! Memory that is asked for, not taken for granted.

use crate::WaveError;

/// Room for so many values, if the machine has it.
pub(crate) fn reserve<T>(values: &mut Vec<T>, count: usize) -> Result<(), WaveError> {
    values.try_reserve_exact(count).map_err(|_| WaveError::TooLarge {
        needed: count.saturating_mul(size_of::<T>()) as u64,
        limit: None,
    })
}
