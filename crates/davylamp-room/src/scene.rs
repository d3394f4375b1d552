//! Scenes: what is fixed and what is drawn.

use rand::RngExt;

mod check;
#[cfg(feature = "scene")]
mod parse;
mod sections;

pub use sections::{
    AirSection, Layout, LeakSection, NamedOpening, Place, RecordSection, RoomSection, SensorPlace,
    SensorSection, Span,
};

use crate::{Closure, RoomError};

/// A room, its sensors, and the ranges that leaks and nuisances are drawn from.
///
/// # Examples
/// ```
/// # #[cfg(feature = "scene")] {
/// use davylamp_room::RoomScene;
/// let wrong = RoomScene::parse("
///     [room]
///     size_m = [4, 3, 2.5]
///     cells = [12, 9, 8]
///     gas = 'hydrogen'
///     [leak]
///     floor_grid = [4, 3]
///     height_m = [0.2, 3.0]
///     rate_kg_s = [1e-4, 1e-2]
///     [[opening]]
///     name = 'door'
///     wall = 'x-min'
///     centre_m = [1.5, 1.0]
///     width_m = 0.9
///     height_m = 2.0
///     [[layout]]
///     natural = ['door']
///     [[sensor]]
///     name = 'A'
///     position_m = [1, 1, 2.4]
/// ").unwrap_err();
/// assert_eq!(wrong.to_string(), "leak.height_m = 3 is not allowed: 0 to 2.5 m");
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "scene", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct RoomScene {
    /// The room and its gas.
    pub room: RoomSection,
    /// Where it leaks, how much and when.
    pub leak: LeakSection,
    /// What moves the air.
    #[cfg_attr(feature = "scene", serde(default))]
    pub air: AirSection,
    /// Openings that layouts name.
    #[cfg_attr(feature = "scene", serde(rename = "opening"))]
    pub openings: Vec<NamedOpening>,
    /// Ways to use them; each sample draws one.
    #[cfg_attr(feature = "scene", serde(rename = "layout"))]
    pub layouts: Vec<Layout>,
    /// Where sensors stand, in the order of the rows of an image.
    #[cfg_attr(feature = "scene", serde(rename = "sensor"))]
    pub sensors: Vec<SensorPlace>,
    /// How good they are.
    #[cfg_attr(feature = "scene", serde(default))]
    pub sensor_errors: SensorSection,
    /// How long and how often they are read.
    #[cfg_attr(feature = "scene", serde(default))]
    pub record: RecordSection,
    /// Constants of what is not resolved; not a key of the file.
    #[cfg_attr(feature = "scene", serde(skip))]
    pub closure: Closure,
}

impl RoomScene {
    /// Checks every number and name, and that everything fits into the room.
    ///
    /// # Errors
    /// [`RoomError`] with name, value and what is allowed.
    pub fn check(&self) -> Result<(), RoomError> {
        check::check(self)
    }

    /// How many classes of place there are.
    #[must_use]
    pub fn classes(&self) -> usize {
        match self.leak.floor_grid {
            Some([x, y]) => x.saturating_mul(y),
            None => self.leak.places.len(),
        }
    }

    /// What a class is called: the cell `x-y` of the floor grid, or the name of the place.
    #[must_use]
    pub fn class_name(&self, class: usize) -> Option<String> {
        match self.leak.floor_grid {
            Some([_, y]) => {
                (class < self.classes()).then(|| format!("{}-{}", class / y, class % y))
            }
            None => self.leak.places.get(class).map(|place| place.name.clone()),
        }
    }

    /// Sides of a cell of the floor along x and y, m; `None` where places have names.
    #[must_use]
    pub fn floor_cell(&self) -> Option<[f64; 2]> {
        let [length, width, _] = self.room.size;
        self.leak.floor_grid.map(|[x, y]| [length / x as f64, width / y as f64])
    }

    /// The middle of a class, m: where to point when it is predicted.
    #[must_use]
    pub fn class_centre(&self, class: usize) -> Option<[f64; 3]> {
        match self.leak.floor_grid {
            Some([x, y]) if class < self.classes() => {
                let [length, width, _] = self.room.size;
                let centre = |m: usize, n: usize, side: f64| (m as f64 + 0.5) * side / n as f64;
                let height = self.leak.height.unwrap_or(Span::fixed(0.0)).middle();
                Some([centre(class / y, x, length), centre(class % y, y, width), height])
            }
            Some(_) => None,
            None => self.leak.places.get(class).map(|place| place.position),
        }
    }

    /// A place of a class, drawn.
    pub(crate) fn draw_place(&self, class: usize, rng: &mut impl rand::Rng) -> [f64; 3] {
        let part: [f64; 3] = std::array::from_fn(|_| rng.random::<f64>() - 0.5);
        let centre = self.class_centre(class).unwrap_or([0.0; 3]);
        let size = self.room.size;
        if let Some([x, y]) = self.leak.floor_grid {
            let within = self.leak.within_cell;
            let height = self.leak.height.unwrap_or(Span::fixed(0.0));
            return [
                centre[0] + within * part[0] * size[0] / x as f64,
                centre[1] + within * part[1] * size[1] / y as f64,
                height.at(part[2] + 0.5),
            ];
        }
        std::array::from_fn(|a| {
            (centre[a] + 2.0 * part[a] * self.leak.jitter[a]).clamp(0.0, size[a])
        })
    }
}
