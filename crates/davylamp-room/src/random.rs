//! The generator: ChaCha8, one stream for each sample.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// A stream of its own for each number, of one seed.
pub(crate) fn stream(seed: u64, number: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(number);
    rng
}
