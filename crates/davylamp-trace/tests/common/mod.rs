//! Instances that several tests share.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use davylamp_plume::{DispersionCurves, GaussianPlume, PlumeInput, StabilityClass};
use davylamp_trace::{Case, Epoch, Reading, Readings, SearchBox};
use davylamp_traits::Dispersion;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// The paper's scenario: a park of 100 m, sources (x, y, rate) at 1 m, class D urban.
pub(crate) struct Park {
    pub(crate) wind_speed: f64,
    pub(crate) places: Vec<[f64; 3]>,
    pub(crate) readings: Vec<f64>,
}

pub(crate) fn plume(wind_speed: f64) -> GaussianPlume {
    GaussianPlume::new(PlumeInput {
        curves: DispersionCurves::BriggsUrban,
        class: StabilityClass::D,
        wind_speed,
        wind_from_deg: 270.0,
    })
    .unwrap()
}

impl Park {
    /// One sensor somewhere in each of `side` x `side` cells, readings exact.
    pub(crate) fn new(side: usize, sources: &[[f64; 3]], seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let wind_speed = 1.0 + 9.0 * random.random::<f64>();
        let air = plume(wind_speed);
        let cell = 100.0 / side as f64;
        let places: Vec<[f64; 3]> = (0..side * side)
            .map(|i| {
                let x = ((i / side) as f64 + random.random::<f64>()) * cell;
                let y = ((i % side) as f64 + random.random::<f64>()) * cell;
                [x, y, 0.0]
            })
            .collect();
        let readings = places
            .iter()
            .map(|p| {
                let each = |[x, y, q]: &[f64; 3]| q * air.unit_concentration([*x, *y, 1.0], *p);
                sources.iter().map(each).sum()
            })
            .collect();
        Self { wind_speed, places, readings }
    }

    /// Noise of this standard deviation as a share of the root mean square reading, and what it was.
    pub(crate) fn with_noise(mut self, share: f64, seed: u64) -> (Self, f64) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let squares: f64 = self.readings.iter().map(|c| c * c).sum();
        let std = share * (squares / self.readings.len() as f64).sqrt();
        for c in &mut self.readings {
            let error: f64 = StandardNormal.sample(&mut random);
            *c += std * error;
        }
        (self, std)
    }

    /// The case; the background lifts readings that noise made negative.
    pub(crate) fn case(&self, rate_max: f64) -> Case<'static> {
        let lowest = self.readings.iter().copied().fold(0.0, f64::min);
        let lift = -lowest;
        let readings: Vec<Reading> = self
            .places
            .iter()
            .zip(&self.readings)
            .map(|(p, c)| Reading::new(*p, c + lift))
            .collect();
        let count = readings.len();
        let bounds = SearchBox {
            x: [0.0, 100.0],
            y: [0.0, 100.0],
            height: [1.0, 1.0],
            wind_turn_max: 0.0,
            rate_max,
        };
        let epoch = Epoch { air: Box::new(plume(self.wind_speed)), readings: 0..count };
        Case::new(Readings::new(readings).unwrap(), vec![epoch], bounds, lift).unwrap()
    }
}
