//! Networks of sensors: which samplers of a run the tracer is shown.

use std::fmt;

use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::tables::{Run, Sampler};

/// Seed of all draws.
pub const SEED: u64 = 1956;

/// A sampler sees the plume where it reads this share of the run's greatest reading.
pub const SEES: f64 = 0.01;

/// The box in which the source is sought has sides of this length, m.
pub const BOX: f64 = 400.0;

/// How far the middle of the box may lie from the source, along each side, m.
pub const DISPLACED: f64 = 150.0;

/// Which samplers a network may consist of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// All of them.
    All,
    /// So many, drawn from those that see the plume.
    Seeing(u8),
    /// So many, drawn from those that read anything above zero.
    Any(u8),
}

impl Network {
    /// The networks of the experiment.
    pub const EVERY: [Self; 7] = [
        Self::All,
        Self::Seeing(16),
        Self::Seeing(9),
        Self::Seeing(4),
        Self::Any(16),
        Self::Any(9),
        Self::Any(4),
    ];
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all samplers"),
            Self::Seeing(count) => write!(f, "{count} that see the plume"),
            Self::Any(count) => write!(f, "{count} of any reading"),
        }
    }
}

/// What one draw gives the tracer.
#[derive(Debug, Clone, PartialEq)]
pub struct Draw {
    /// The samplers of the network.
    pub samplers: Vec<Sampler>,
    /// The box in which to look: west and east end, south and north end, m.
    pub bounds: [[f64; 2]; 2],
}

impl Draw {
    /// The draw of this number, always the same one.
    #[must_use]
    pub fn new(run: &Run, network: Network, number: u8) -> Self {
        let (kind, count) = match network {
            Network::All => (0, run.samplers.len()),
            Network::Seeing(count) => (1, usize::from(count)),
            Network::Any(count) => (2, usize::from(count)),
        };
        let seed = [u64::from(run.number), kind, count as u64, u64::from(number)]
            .into_iter()
            .fold(SEED, |seed, part| (seed << 10) ^ part);
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let bounds = [(); 2].map(|()| {
            let middle = DISPLACED * (2.0 * random.random::<f64>() - 1.0);
            [middle - 0.5 * BOX, middle + 0.5 * BOX]
        });
        let greatest = run.samplers.iter().map(|s| s.concentration).fold(0.0, f64::max);
        let may_be_drawn = |sampler: &&Sampler| match network {
            Network::All => true,
            Network::Seeing(_) => sampler.concentration >= SEES * greatest,
            Network::Any(_) => sampler.concentration > 0.0,
        };
        let mut samplers: Vec<Sampler> =
            run.samplers.iter().filter(may_be_drawn).copied().collect();
        let (chosen, _) = samplers.partial_shuffle(&mut random, count);
        Self { samplers: chosen.to_vec(), bounds }
    }
}

#[cfg(test)]
mod tests {
    use davylamp::plume::StabilityClass;

    use super::*;

    fn run() -> Run {
        let sampler =
            |i: u32| Sampler { position: [f64::from(i), 0.0, 1.5], concentration: f64::from(i) };
        Run {
            number: 46,
            rate: 0.1,
            height: 0.46,
            sampler_height: 1.5,
            wind_from_deg: 270.0,
            wind_speed: 3.0,
            class: StabilityClass::D,
            samplers: (0..=1000).map(sampler).collect(),
            arcs: vec![],
        }
    }

    #[test]
    fn a_draw_is_a_function_of_its_number() {
        let run = run();
        let draw = |number| Draw::new(&run, Network::Seeing(9), number);
        assert_eq!(draw(3), draw(3));
        assert_ne!(draw(3), draw(4));
    }

    #[test]
    fn networks_hold_what_they_say() {
        let run = run();
        for network in Network::EVERY {
            let mut seen: Vec<f64> =
                Draw::new(&run, network, 0).samplers.iter().map(|s| s.concentration).collect();
            seen.sort_by(f64::total_cmp);
            let (count, least) = match network {
                Network::All => (1001, 0.0),
                Network::Seeing(count) => (usize::from(count), 10.0),
                Network::Any(count) => (usize::from(count), 1.0),
            };
            assert!(seen.len() == count && seen[0] >= least, "{network}");
            assert!(seen.windows(2).all(|pair| pair[0] < pair[1]), "{network}: one sampler twice");
        }
    }

    #[test]
    fn the_source_lies_in_the_box() {
        let run = run();
        for number in 0..100 {
            for [low, high] in Draw::new(&run, Network::All, number).bounds {
                assert!(low <= -50.0 && high >= 50.0 && (high - low - BOX).abs() < 1e-9);
            }
        }
    }
}
