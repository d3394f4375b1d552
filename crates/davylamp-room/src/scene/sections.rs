//! The sections of a scene.

use crate::{LightGas, Opening, Room, Wall};

/// A number, or a range that it is drawn from.
///
/// # Examples
///
/// ```
/// use davylamp_room::scene::Span;
///
/// assert_eq!(Span::new(0.5, 2.0).middle(), 1.25);
/// assert_eq!(Span::fixed(3.0), Span { min: 3.0, max: 3.0 });
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// The least value.
    pub min: f64,
    /// The greatest value; the same where the number is fixed.
    pub max: f64,
}

impl Span {
    /// Always the same.
    #[must_use]
    pub const fn fixed(value: f64) -> Self {
        Self { min: value, max: value }
    }

    /// Anything between, evenly.
    #[must_use]
    pub const fn new(min: f64, max: f64) -> Self {
        Self { min, max }
    }

    /// Halfway.
    #[must_use]
    pub fn middle(self) -> f64 {
        f64::midpoint(self.min, self.max)
    }

    /// The value at a part of the way, evenly.
    pub(crate) fn at(self, part: f64) -> f64 {
        self.min + part * (self.max - self.min)
    }

    /// The value at a part of the way, evenly in the logarithm.
    pub(crate) fn at_log(self, part: f64) -> f64 {
        if self.min >= self.max {
            return self.min;
        }
        let (low, high) = (libm::log(self.min), libm::log(self.max));
        libm::exp(low + part * (high - low)).clamp(self.min, self.max)
    }
}

/// `[room]`
///
/// The example of [`RoomScene`](crate::RoomScene) has one.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "scene", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct RoomSection {
    /// `size_m`: length, width and height, m.
    #[cfg_attr(feature = "scene", serde(rename = "size_m"))]
    pub size: [f64; 3],
    /// Cells along each.
    pub cells: [usize; 3],
    /// What leaks: `hydrogen` or `helium`.
    pub gas: LightGas,
    /// `temperature_k`: K; 293.15.
    #[cfg_attr(feature = "scene", serde(rename = "temperature_k", default = "twenty_degrees"))]
    pub temperature: f64,
    /// `pressure_pa`: Pa; 101 325.
    #[cfg_attr(feature = "scene", serde(rename = "pressure_pa", default = "one_atmosphere"))]
    pub pressure: f64,
}

impl RoomSection {
    /// As simulations take it.
    pub(crate) fn room(&self) -> Room {
        let Self { size, cells, gas, temperature, pressure } = *self;
        Room { size, cells, gas, temperature, pressure }
    }
}

#[cfg(feature = "scene")]
fn twenty_degrees() -> f64 {
    293.15
}

#[cfg(feature = "scene")]
fn one_atmosphere() -> f64 {
    101_325.0
}

/// `[leak]`: either `floor_grid` with `height_m`, or `place`s.
///
/// The example of [`RoomScene`](crate::RoomScene) has one.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "scene", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct LeakSection {
    /// Cells of the floor along x and y; each is a class of place.
    pub floor_grid: Option<[usize; 2]>,
    /// Part of a floor cell, about its middle, in which leaks lie; 0.9.
    #[cfg_attr(feature = "scene", serde(default = "nine_tenths"))]
    pub within_cell: f64,
    /// `height_m`: of leaks on the floor grid, m.
    #[cfg_attr(feature = "scene", serde(rename = "height_m"))]
    pub height: Option<Span>,
    /// Named places; each is a class.
    #[cfg_attr(feature = "scene", serde(rename = "place", default))]
    pub places: Vec<Place>,
    /// `jitter_m`: how far from its place a leak may lie along each axis, m; 0.
    #[cfg_attr(feature = "scene", serde(rename = "jitter_m", default))]
    pub jitter: [f64; 3],
    /// `rate_kg_s`: drawn evenly in its logarithm, kg/s.
    #[cfg_attr(feature = "scene", serde(rename = "rate_kg_s"))]
    pub rate: Span,
    /// `start_s`: s; 0.
    #[cfg_attr(feature = "scene", serde(rename = "start_s", default = "zero"))]
    pub start: Span,
    /// `duration_s`: s; to the end of the record where absent.
    #[cfg_attr(feature = "scene", serde(rename = "duration_s"))]
    pub duration: Option<Span>,
    /// `outlet_diameter_m`: m; 0.05. Gas may not leave faster than 300 m/s.
    #[cfg_attr(
        feature = "scene",
        serde(rename = "outlet_diameter_m", default = "five_centimetres")
    )]
    pub outlet_diameter: Span,
}

#[cfg(feature = "scene")]
fn nine_tenths() -> f64 {
    0.9
}

#[cfg(feature = "scene")]
fn zero() -> Span {
    Span::fixed(0.0)
}

#[cfg(feature = "scene")]
fn five_centimetres() -> Span {
    Span::fixed(0.05)
}

/// An entry of `[[leak.place]]`.
///
/// The example of [`Sampler`](crate::Sampler) reads a scene that may have them.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "scene", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Place {
    /// What the class is called.
    pub name: String,
    /// `position_m`: m.
    #[cfg_attr(feature = "scene", serde(rename = "position_m"))]
    pub position: [f64; 3],
}

/// `[air]`
///
/// The example of [`Sampler`](crate::Sampler) reads a scene that has one.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "scene", derive(serde::Deserialize), serde(default, deny_unknown_fields))]
pub struct AirSection {
    /// `changes_per_h`: volumes of the room that forced ventilation moves in an hour; 0. Used by
    /// layouts with inlets and outlets.
    #[cfg_attr(feature = "scene", serde(rename = "changes_per_h"))]
    pub changes_per_hour: Span,
    /// `stirring_m_s`: root mean square speed of random eddies, m/s; 0.
    #[cfg_attr(feature = "scene", serde(rename = "stirring_m_s"))]
    pub stirring: Span,
    /// `spin_up_s`: how long the ventilation ran before the record, s; 20.
    #[cfg_attr(feature = "scene", serde(rename = "spin_up_s"))]
    pub spin_up: f64,
}

impl Default for AirSection {
    fn default() -> Self {
        Self { changes_per_hour: Span::fixed(0.0), stirring: Span::fixed(0.0), spin_up: 20.0 }
    }
}

/// An entry of `[[opening]]`.
///
/// The example of [`RoomScene`](crate::RoomScene) has one.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "scene", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct NamedOpening {
    /// What layouts call it.
    pub name: String,
    /// `x-min`, `x-max`, `y-min` or `y-max`.
    pub wall: Wall,
    /// `centre_m`: along the wall, and height, m.
    #[cfg_attr(feature = "scene", serde(rename = "centre_m"))]
    pub centre: [f64; 2],
    /// `width_m`: m.
    #[cfg_attr(feature = "scene", serde(rename = "width_m"))]
    pub width: f64,
    /// `height_m`: m.
    #[cfg_attr(feature = "scene", serde(rename = "height_m"))]
    pub height: f64,
}

impl NamedOpening {
    /// Without its name.
    #[must_use]
    pub fn opening(&self) -> Opening {
        Opening { wall: self.wall, centre: self.centre, size: [self.width, self.height] }
    }
}

/// An entry of `[[layout]]`: names of openings.
///
/// The example of [`RoomScene`](crate::RoomScene) has one.
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "scene", derive(serde::Deserialize), serde(default, deny_unknown_fields))]
pub struct Layout {
    /// Where forced ventilation blows in.
    pub inlets: Vec<String>,
    /// Where it draws out.
    pub outlets: Vec<String>,
    /// What the weight of the air drives.
    pub natural: Vec<String>,
}

/// An entry of `[[sensor]]`.
///
/// The example of [`RoomScene`](crate::RoomScene) has one.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "scene", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct SensorPlace {
    /// Its name.
    pub name: String,
    /// `position_m`: m.
    #[cfg_attr(feature = "scene", serde(rename = "position_m"))]
    pub position: [f64; 3],
}

/// `[sensor_errors]`: perfect sensors where it is absent.
///
/// The example of [`Sampler`](crate::Sampler) reads a scene that has one.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "scene", derive(serde::Deserialize), serde(default, deny_unknown_fields))]
pub struct SensorSection {
    /// `lag_s`: drawn for each sensor, s; 0.
    #[cfg_attr(feature = "scene", serde(rename = "lag_s"))]
    pub lag: Span,
    /// Standard deviation of the gain's relative error; 0.
    pub gain_sd: f64,
    /// Standard deviation of the zero's error, ppm; 0.
    pub offset_sd_ppm: f64,
    /// Standard deviation of the noise of each reading, ppm; 0.
    pub noise_ppm: f64,
    /// The same, as a part of the reading; 0.
    pub noise_relative: f64,
    /// Steps of readings, ppm; 0: none.
    pub resolution_ppm: f64,
    /// Readings below are 0, ppm; 0.
    pub detection_limit_ppm: f64,
    /// Readings go no further, ppm; 1 000 000.
    pub saturation_ppm: f64,
}

impl Default for SensorSection {
    fn default() -> Self {
        Self {
            lag: Span::fixed(0.0),
            gain_sd: 0.0,
            offset_sd_ppm: 0.0,
            noise_ppm: 0.0,
            noise_relative: 0.0,
            resolution_ppm: 0.0,
            detection_limit_ppm: 0.0,
            saturation_ppm: 1e6,
        }
    }
}

/// `[record]`
///
/// The example of [`Sampler`](crate::Sampler) reads a scene that has one.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "scene", derive(serde::Deserialize), serde(default, deny_unknown_fields))]
pub struct RecordSection {
    /// Readings of each sensor; 48.
    pub samples: usize,
    /// `interval_s`: between readings, s; 1.
    #[cfg_attr(feature = "scene", serde(rename = "interval_s"))]
    pub interval: f64,
}

impl Default for RecordSection {
    fn default() -> Self {
        Self { samples: 48, interval: 1.0 }
    }
}
