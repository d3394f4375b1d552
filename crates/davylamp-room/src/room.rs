use crate::error::within;
use crate::grid::Grid;
use crate::{LightGas, Opening, RoomError};

/// A room: its size, its grid, its air and the gas that leaks.
///
/// The example of [`Simulation`](crate::Simulation) shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// Length, width and height, m: 0.1 to 100.
    pub size: [f64; 3],
    /// Cells along each: 2 to 128.
    pub cells: [usize; 3],
    /// What leaks.
    pub gas: LightGas,
    /// Of air and gas, K: 200 to 400.
    pub temperature: f64,
    /// Of air and gas, Pa: 50 000 to 200 000.
    pub pressure: f64,
}

impl Room {
    pub(crate) fn grid(&self) -> Result<Grid, RoomError> {
        within("room.temperature_k", self.temperature, 200.0..=400.0, "K")?;
        within("room.pressure_pa", self.pressure, 5e4..=2e5, "Pa")?;
        Grid::new(self.size, self.cells)
    }

    /// Volume of gas, at the room's temperature and pressure, of a mass: m³ from kg.
    #[must_use]
    pub fn gas_volume(&self, mass: f64) -> f64 {
        mass / self.gas.density(self.temperature, self.pressure)
    }

    /// How fast a rate (kg/s) leaves a round outlet, m/s.
    pub(crate) fn outflow(&self, rate: f64, diameter: f64) -> Result<f64, RoomError> {
        let area = 0.25 * std::f64::consts::PI * diameter * diameter;
        let name = format!("leak.outlet_diameter_m = {diameter}: speed of the gas");
        within(name, self.gas_volume(rate) / area, 0.0..=FASTEST, "m/s")
    }

    /// Mass of a volume of gas: kg from m³.
    #[must_use]
    pub fn gas_mass(&self, volume: f64) -> f64 {
        volume * self.gas.density(self.temperature, self.pressure)
    }
}

/// The fastest outflow for which gas is a plume of constant density, m/s: a Mach number below a quarter for
/// hydrogen, whose speed of sound is 1.3 km/s. Choked jets from a tank are faster.
const FASTEST: f64 = 300.0;

/// More than any room's ventilation moves, m³/s.
pub(crate) const GREATEST_FLOW: f64 = 100.0;

/// A leak that blows gas upwards from a round outlet, at up to 300 m/s.
///
/// The example of [`Simulation`](crate::Simulation) shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leak {
    /// Where, m.
    pub position: [f64; 3],
    /// How much, kg/s.
    pub rate: f64,
    /// Diameter of the outlet, m.
    pub outlet_diameter: f64,
    /// When it begins, s.
    pub start: f64,
    /// When it ends, s; infinite where it does not.
    pub end: f64,
}

impl Leak {
    pub(crate) fn check(&self, room: &Room, grid: &Grid) -> Result<(), RoomError> {
        grid.inside("leak.position_m", self.position)?;
        within("leak.rate_kg_s", self.rate, 1e-9..=1.0, "kg/s")?;
        within("leak.outlet_diameter_m", self.outlet_diameter, 1e-4..=1.0, "m")?;
        room.outflow(self.rate, self.outlet_diameter)?;
        within("leak.start_s", self.start, 0.0..=1e7, "s")?;
        within("leak.end_s", self.end, self.start..=f64::INFINITY, "s")?;
        Ok(())
    }
}

/// How the room breathes.
///
/// The example of [`Simulation`](crate::Simulation) shows it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ventilation {
    /// Air blown in through the inlets and drawn out through the outlets, m³/s.
    pub flow: f64,
    /// Where it comes in, by area.
    pub inlets: Vec<Opening>,
    /// Where it is drawn out, by area. Without natural openings the leak's volume leaves here too.
    pub outlets: Vec<Opening>,
    /// Openings that the weight of the air drives.
    pub natural: Vec<Opening>,
}

impl Ventilation {
    pub(crate) fn check(&self, grid: &Grid) -> Result<(), RoomError> {
        within("ventilation.flow_m3_s", self.flow, 0.0..=GREATEST_FLOW, "m3/s")?;
        let lists =
            [("inlets", &self.inlets), ("outlets", &self.outlets), ("natural", &self.natural)];
        for (name, openings) in lists {
            for (at, opening) in openings.iter().enumerate() {
                opening.check(&format!("ventilation.{name}[{at}]"), grid)?;
            }
        }
        if self.flow > 0.0 && (self.inlets.is_empty() || self.outlets.is_empty()) {
            return Err(RoomError::OutOfRange {
                name: "ventilation.flow_m3_s".to_owned(),
                value: self.flow.to_string(),
                allowed: "0 where there are no inlets or no outlets".to_owned(),
            });
        }
        if self.outlets.is_empty() && self.natural.is_empty() {
            return Err(RoomError::Sealed { name: "ventilation".to_owned() });
        }
        Ok(())
    }
}

/// Constants of the parts that the grid does not resolve. One set for all rooms.
///
/// | Constant | Default | From |
/// |---|---|---|
/// | `entrainment` | 0.1 | top-hat coefficient of a plume: 0.10 to 0.16 in experiments (Carazzo, Kaminski and Tait 2006, <https://doi.org/10.1017/S002211200500683X>) |
/// | `discharge` | 0.67 | flow in one direction: 0.6 for sharp edges (Linden 1999, <https://doi.org/10.1146/annurev.fluid.31.1.201>), more in a thick wall; from NIST's case `3600_LC_ULV` |
/// | `exchange` | 0.45 | two-way flow through one opening: 0.4 and more (Kiel and Wilson 1989, ASHRAE Transactions 95); kept after NIST's case `3600_LC_SSV` |
/// | `smagorinsky` | 0.17 | Lilly 1967, for isotropic turbulence |
/// | `schmidt` | 0.7 | turbulent Schmidt number |
///
/// # Examples
/// ```
/// use davylamp_room::Closure;
/// let narrow = Closure::default().with_entrainment(0.09);
/// assert_eq!(narrow.smagorinsky, Closure::default().smagorinsky);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Closure {
    /// Entrainment coefficient $\alpha$ of the plume, top-hat.
    pub entrainment: f64,
    /// Discharge coefficient of an opening with flow in one direction.
    pub discharge: f64,
    /// Coefficient of an opening through which equal flows pass each other.
    pub exchange: f64,
    /// Smagorinsky's constant.
    pub smagorinsky: f64,
    /// Turbulent Schmidt number.
    pub schmidt: f64,
}

impl Default for Closure {
    fn default() -> Self {
        Self { entrainment: 0.1, discharge: 0.67, exchange: 0.45, smagorinsky: 0.17, schmidt: 0.7 }
    }
}

impl Closure {
    /// The same with another entrainment coefficient.
    #[must_use]
    pub fn with_entrainment(self, entrainment: f64) -> Self {
        Self { entrainment, ..self }
    }

    /// The same with other coefficients of openings.
    #[must_use]
    pub fn with_openings(self, discharge: f64, exchange: f64) -> Self {
        Self { discharge, exchange, ..self }
    }

    /// The same with another constant of Smagorinsky's.
    #[must_use]
    pub fn with_smagorinsky(self, smagorinsky: f64) -> Self {
        Self { smagorinsky, ..self }
    }

    pub(crate) fn check(&self) -> Result<(), RoomError> {
        within("closure.entrainment", self.entrainment, 0.01..=0.5, "")?;
        within("closure.discharge", self.discharge, 0.05..=1.0, "")?;
        within("closure.exchange", self.exchange, 0.05..=1.0, "")?;
        within("closure.smagorinsky", self.smagorinsky, 0.0..=0.5, "")?;
        within("closure.schmidt", self.schmidt, 0.1..=2.0, "")?;
        Ok(())
    }
}

/// Everything that a simulation begins from.
///
/// The example of [`Simulation`](crate::Simulation) shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Situation {
    /// The room.
    pub room: Room,
    /// The leak.
    pub leak: Leak,
    /// How the room breathes.
    pub ventilation: Ventilation,
    /// Root mean square speed of the stirring by random eddies, m/s.
    pub stirring: f64,
    /// Seed of the eddies.
    pub seed: u64,
    /// Constants of what is not resolved.
    pub closure: Closure,
}
