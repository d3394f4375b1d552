//! What several tests need.

#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use davylamp_traits::ElasticMedium;
use davylamp_wave::{Component, Mechanism, Medium, Real, Shot, Source, Wavelet};

/// 10 m: the spacing of most tests.
pub(crate) const SPACING: f64 = 10.0;

/// A Ricker wavelet of 12 Hz, strong enough up to 30 Hz.
pub(crate) fn wavelet() -> Wavelet {
    Wavelet::ricker(12.0, 0.12).unwrap()
}

/// An explosion recorded for 0.8 s.
pub(crate) fn shot(position: [f64; 2], receivers: &[[f64; 2]]) -> Shot {
    Shot {
        sources: vec![Source {
            position,
            mechanism: Mechanism::Explosion(1e6),
            wavelet: wavelet(),
        }],
        receivers: receivers.to_vec(),
        components: vec![Component::Vx, Component::Vz],
        dt: 2e-3,
        samples: 400,
    }
}

/// Every node another rock.
pub(crate) struct Random {
    pub(crate) shape: [usize; 2],
    pub(crate) anisotropic: bool,
    pub(crate) seed: u64,
}

impl Random {
    pub(crate) fn medium(&self) -> Medium {
        Medium::new(self).unwrap()
    }

    /// Between 0 and 1, by SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2714064.2660195).
    fn draw(&self, iz: usize, ix: usize, what: u64) -> f64 {
        let place = (iz * self.shape[1] + ix) as u64 * 8 + what;
        let mut z = (self.seed << 32).wrapping_add(place + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ z >> 31) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

impl ElasticMedium for Random {
    fn shape(&self) -> [usize; 2] {
        self.shape
    }

    fn spacing(&self) -> f64 {
        SPACING
    }

    fn velocities(&self, iz: usize, ix: usize) -> [f64; 3] {
        let [speed, ratio, density] = [0, 1, 2].map(|what| self.draw(iz, ix, what));
        let vp = 2000.0 + 5.0 * iz as f64 + 600.0 * speed;
        [vp, vp / (1.6 + 0.5 * ratio), 1900.0 + 500.0 * density]
    }

    fn thomsen(&self, iz: usize, ix: usize) -> [f64; 2] {
        if self.anisotropic {
            [0.2 * self.draw(iz, ix, 3), 0.1 * self.draw(iz, ix, 4)]
        } else {
            [0.0; 2]
        }
    }
}

/// Relative L2 distance.
pub(crate) fn relative_error<T: Real, U: Real>(a: &[T], exact: &[U]) -> f64 {
    let difference: f64 = a.iter().zip(exact).map(|(a, b)| (a.to_f64() - b.to_f64()).powi(2)).sum();
    let size: f64 = exact.iter().map(|b| b.to_f64().powi(2)).sum();
    (difference / size).sqrt()
}
