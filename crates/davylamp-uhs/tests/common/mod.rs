//! A rock, a reference table, and a solver that is cheap.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small numbers of samples and nodes"
)]

use davylamp_rock::{EffectivePressure, StoreInput, StoreRock};
use davylamp_traits::{ElasticMedium, SampleError};
use davylamp_uhs::{COMPONENTS, Forward, Gathers, Survey};

/// The paper's rock, with the scene's default floor of the effective pressure.
pub(crate) fn rock() -> StoreRock {
    let effective_pressure_floor = EffectivePressure::new(1e6).unwrap();
    StoreRock::new(StoreInput { effective_pressure_floor, ..StoreInput::paper() }).unwrap()
}

/// A small ground of one rock.
pub(crate) const SMALL: &str = "
    samples = 12
    grid = { width_m = 600, depth_m = 500, spacing_m = 10 }
    layer = [{ top_m = 0, bottom_m = 500, porosity = 0.25 }]
    leak = { width_m = [60, 150], height_m = [60, 150], depth_m = [100, 450], margin_m = 50 }
    survey.sources = { count = 3, depth_m = 10 }
    survey.receivers = { count = 12, depth_m = 10 }
    survey.stations = 6
    survey.peak_frequency_hz = 5
    image = { samples = 64, record_s = 1.0 }
";

/// Reflections straight up and down below the middle between source and receiver, without loss:
/// of compressional waves on the second component, of shear waves on the first.
pub(crate) struct Convolution {
    pub(crate) dt: f64,
}

impl Forward for Convolution {
    fn gathers(&self, medium: &dyn ElasticMedium, survey: &Survey) -> Result<Gathers, SampleError> {
        let samples = (survey.duration / self.dt).ceil() as usize + 1;
        let [nz, nx] = medium.shape();
        let mut data = Vec::new();
        for component in 0..COMPONENTS {
            let wave = 1 - component; // vs for vx, vp for vz
            for source in &survey.sources {
                for receiver in &survey.receivers {
                    let middle = 0.5 * (source[0] + receiver[0]) / medium.spacing();
                    let ix = (middle.round() as usize).min(nx - 1);
                    let mut trace = vec![0.0_f32; samples];
                    let mut time = 0.0;
                    for iz in 1..nz {
                        let above = medium.velocities(iz - 1, ix);
                        let below = medium.velocities(iz, ix);
                        time += 2.0 * medium.spacing() / above[wave];
                        let (a, b) = (above[wave] * above[2], below[wave] * below[2]);
                        let reflection = (b - a) / (b + a);
                        if reflection != 0.0 {
                            for (k, value) in trace.iter_mut().enumerate() {
                                let at = k as f64 * self.dt - time;
                                let u = std::f64::consts::PI * survey.peak_frequency * at;
                                *value +=
                                    (reflection * (1.0 - 2.0 * u * u) * (-u * u).exp()) as f32;
                            }
                        }
                    }
                    data.extend(trace);
                }
            }
        }
        Ok(Gathers { dt: self.dt, samples, data })
    }
}
