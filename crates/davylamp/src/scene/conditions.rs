//! Gas and air of a scene, as the models take them.

use std::fmt;

use davylamp_plume::{
    Ambient, AveragingTime, ClassRange, Gas, GaussianPlume, PlumeError, PlumeInput, PlumeOptions,
    Sky, StabilityClass, golder_class, pasquill_class,
};
use davylamp_trace::MeasuredWind;

use super::{GasSection, Scene};

/// A stability class, and how it was found.
///
/// # Examples
///
/// ```
/// use davylamp::plume::StabilityClass;
/// use davylamp::scene::{ClassOrigin, Scene};
///
/// let known = Scene::parse("air.class = 'E'")?.stability(3.0)?;
/// assert_eq!((known.class, known.origin), (StabilityClass::E, ClassOrigin::Given));
/// let unknown = Scene::default().stability(3.0)?;
/// assert_eq!((unknown.class, unknown.origin), (StabilityClass::D, ClassOrigin::Assumed));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stability {
    /// The class.
    pub class: StabilityClass,
    /// How it was found.
    pub origin: ClassOrigin,
}

/// How a stability class was found.
///
/// The example of [`Stability`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum ClassOrigin {
    /// The scene says so.
    Given,
    /// Among the classes of `search.classes`, it fits best.
    BestFit,
    /// From Monin-Obukhov length and roughness.
    Golder,
    /// From wind and sky; of two neighbours the more stable one, whose plume is narrower.
    Pasquill(ClassRange),
    /// Nothing is known: neutral air.
    Assumed,
}

impl fmt::Display for ClassOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given => f.write_str("given"),
            Self::BestFit => f.write_str("fits best"),
            Self::Golder => f.write_str("Golder"),
            Self::Pasquill(range) => write!(f, "Pasquill: {range}"),
            Self::Assumed => f.write_str("assumed"),
        }
    }
}

impl Scene {
    /// The gas section, or the default one.
    pub(crate) fn gas_or_default(&self) -> GasSection {
        self.gas.clone().unwrap_or_default()
    }

    /// The gas by name; `None` where the scene gives a molar mass instead.
    #[must_use]
    pub fn named_gas(&self) -> Option<Gas> {
        let gas = self.gas_or_default();
        match gas.molar_mass {
            Some(_) => None,
            None => Some(gas.name.unwrap_or(Gas::Hydrogen)),
        }
    }

    /// Molar mass of the gas, kg/mol.
    #[must_use]
    pub fn molar_mass(&self) -> f64 {
        let gas = self.gas_or_default();
        gas.molar_mass.unwrap_or_else(|| gas.name.unwrap_or(Gas::Hydrogen).molar_mass())
    }

    /// The air's temperature and pressure.
    ///
    /// # Errors
    /// [`PlumeError::NotPositive`] for a scene that was changed after it was parsed.
    pub fn ambient(&self) -> Result<Ambient, PlumeError> {
        let gas = self.gas_or_default();
        Ambient::new(gas.temperature, gas.pressure)
    }

    /// What a part per million of the gas weighs, kg/m³; `None` where the scene has no `[gas]`.
    #[must_use]
    pub fn kg_m3_per_ppm(&self) -> Option<f64> {
        self.gas.as_ref()?;
        self.ambient().ok().map(|ambient| ambient.density_of_ppm(self.molar_mass(), 1.0))
    }

    /// The stability class in a wind of this speed (m/s), by what `[air]` says.
    ///
    /// # Errors
    /// [`PlumeError::OutOfRange`] for a wind that Pasquill's table does not know.
    pub fn stability(&self, wind_speed: f64) -> Result<Stability, PlumeError> {
        let air = &self.air;
        let pasquill = |sky| {
            pasquill_class(wind_speed, sky).map(|range| Stability {
                class: range.stable(),
                origin: ClassOrigin::Pasquill(range),
            })
        };
        if let Some(class) = air.class {
            Ok(Stability { class, origin: ClassOrigin::Given })
        } else if let (Some(length), Some(roughness)) = (air.monin_obukhov_length, air.roughness) {
            golder_class(length, roughness)
                .map(|class| Stability { class, origin: ClassOrigin::Golder })
        } else if let Some(insolation) = air.insolation {
            pasquill(Sky::Day(insolation))
        } else if let Some(eighths) = air.night_cloud_eighths {
            pasquill(Sky::night(eighths)?)
        } else {
            Ok(Stability { class: StabilityClass::D, origin: ClassOrigin::Assumed })
        }
    }

    /// The plume in this wind and class, averaged over this time (s).
    ///
    /// # Errors
    /// [`PlumeError::CalmWind`] below `air.calm_speed_m_s`; [`PlumeError::OutOfRange`] for a wind
    /// direction beyond two turns.
    pub fn plume(
        &self,
        wind: MeasuredWind,
        class: StabilityClass,
        averaging_time: Option<f64>,
    ) -> Result<GaussianPlume, PlumeError> {
        let air = &self.air;
        let mut options = PlumeOptions::default().with_min_wind_speed(air.calm_speed);
        if let Some(lid) = air.lid {
            options = options.with_mixing_height(lid);
        }
        if let Some(half_life) = air.half_life {
            options = options.with_half_life(half_life);
        }
        if let (Some(time), true) = (averaging_time, air.averaging_exponent > 0.0) {
            options = options.with_averaging_time(AveragingTime {
                time,
                reference_time: air.averaging_reference,
                exponent: air.averaging_exponent,
            });
        }
        let input = PlumeInput {
            curves: air.curves,
            class,
            wind_speed: wind.speed,
            wind_from_deg: wind.from_deg,
        };
        GaussianPlume::with_options(input, options)
    }
}
