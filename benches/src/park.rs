//! The park of Xia et al. (2022), Sensors 22(1):71, section 3: their leak, drawn anew for each seed.

use davylamp::plume::{
    DispersionCurves, GaussianPlume, PlumeError, PlumeInput, PlumeOptions, StabilityClass,
};
use davylamp::trace::{Case, Epoch, Reading, Readings, SearchBox, TraceError};
use davylamp::traits::Dispersion;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Side of the park, m.
pub const SIDE: f64 = 100.0;

/// The greatest rate that is considered, kg/s.
pub const RATE_MAX: f64 = 200.0;

/// Where the leak is, m.
pub const SOURCE: [f64; 3] = [8.0, 15.0, 1.0];

/// How much leaks, kg/s.
pub const RATE: f64 = 80.0;

/// A step of the sensors, kg/m³.
const RESOLUTION: f64 = 1e-8;

/// One sensor on the ground in each of equal cells, and what they read.
#[derive(Debug, Clone)]
pub struct Park {
    /// The air: class D, Briggs urban, from the west.
    pub plume: GaussianPlume,
    /// Places of the sensors, m.
    pub sensors: Vec<[f64; 3]>,
    /// What they read, kg/m³.
    pub readings: Vec<f64>,
}

impl Park {
    /// Draws `cells` by `cells` sensors and a wind below 10 m/s.
    ///
    /// # Errors
    /// None of the inputs here is refused; the plume's own error otherwise.
    pub fn new(cells: u32, seed: u64) -> Result<Self, PlumeError> {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let size = SIDE / f64::from(cells);
        let mut place = |cell: u32| (f64::from(cell) + random.random::<f64>()) * size;
        let sensors: Vec<[f64; 3]> =
            (0..cells * cells).map(|i| [place(i / cells), place(i % cells), 0.0]).collect();
        let input = PlumeInput {
            curves: DispersionCurves::BriggsUrban,
            class: StabilityClass::D,
            wind_speed: 10.0 * random.random::<f64>(),
            wind_from_deg: 270.0,
        };
        // The paper draws winds that the plume would call calm.
        let plume =
            GaussianPlume::with_options(input, PlumeOptions::default().with_min_wind_speed(1e-6))?;
        let mut readings = vec![0.0; sensors.len()];
        plume.unit_concentrations(SOURCE, &sensors, &mut readings);
        for reading in &mut readings {
            *reading = (RATE * *reading / RESOLUTION).round() * RESOLUTION;
        }
        Ok(Self { plume, sensors, readings })
    }

    /// What a search is given: the readings, the air, and the paper's box.
    ///
    /// # Errors
    /// [`TraceError::AllZero`] where the wind carries nothing to any sensor.
    pub fn case(&self) -> Result<Case<'static>, TraceError> {
        let pairs = self.sensors.iter().zip(&self.readings);
        let readings: Vec<Reading> = pairs.map(|(s, r)| Reading::new(*s, *r)).collect();
        let epoch = Epoch { air: Box::new(self.plume), readings: 0..readings.len() };
        let bounds = SearchBox {
            x: [0.0, SIDE],
            y: [0.0, SIDE],
            height: [SOURCE[2]; 2],
            wind_turn_max: 0.0,
            rate_max: RATE_MAX,
        };
        Case::new(Readings::new(readings)?, vec![epoch], bounds, 0.0)
    }
}

/// What a unit rate at `source` gives at `receptor` in the wind of a park, s/m³: for programs that
/// compute the plume themselves.
#[must_use]
pub fn unit_concentration(park: &Park, source: [f64; 3], receptor: [f64; 3]) -> f64 {
    park.plume.unit_concentration(source, receptor)
}
