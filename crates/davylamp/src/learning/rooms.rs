//! Leaks in a room.

use std::fmt::Write as _;
use std::path::Path;

use davylamp_nets::{DataCard, Label, NetsError};
use davylamp_room::{RoomScene, SensorSeries};
use davylamp_store::SampleSet;

use super::LearningError;
use crate::indoors::KIND;

/// How far the interval of a file's readings may be from the scene's, as a part of it.
const UNEVEN: f64 = 1e-3;

/// A room as networks see it: which sensors read how often, and which places there are.
///
/// # Examples
/// ```
/// use davylamp::learning::SeenRoom;
///
/// let room = SeenRoom::parse(include_str!("../../../../examples/room/tank-room.toml"))?;
/// let card = room.card();
/// assert!(card.survey.starts_with("48 readings of ppm, 1 s apart; C1 at 1, 0.8, 2.4 m; "));
/// // The labels of a network that tells classes apart are the probabilities of its classes.
/// assert_eq!((card.labels.len(), card.labels[4].name.as_str()), (12, "1-1"));
/// # Ok::<(), davylamp::learning::LearningError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SeenRoom {
    scene: RoomScene,
    text: String,
}

impl SeenRoom {
    /// From the text of a scene.
    ///
    /// # Errors
    /// [`LearningError::Room`] for what the scene refuses.
    pub fn parse(text: &str) -> Result<Self, LearningError> {
        let scene = RoomScene::parse(text)?;
        scene.check()?;
        Ok(Self { scene, text: text.to_owned() })
    }

    /// The room that a model has learnt, from the card that it keeps
    /// ([`Model::data`](davylamp_nets::Model::data)).
    ///
    /// # Errors
    /// [`LearningError::NoRoom`] for a card of something else, [`LearningError::Room`] for what the scene
    /// refuses, [`LearningError::Nets`] for a card that does not fit its scene.
    ///
    /// # Examples
    /// ```
    /// use davylamp::learning::SeenRoom;
    ///
    /// let room = SeenRoom::parse(include_str!("../../../../examples/room/tank-room.toml"))?;
    /// assert_eq!(SeenRoom::of_card(&room.card())?, room);
    /// # Ok::<(), davylamp::learning::LearningError>(())
    /// ```
    pub fn of_card(card: &DataCard) -> Result<Self, LearningError> {
        if card.config.is_empty() {
            return Err(LearningError::NoRoom { survey: card.survey.clone() });
        }
        let room = Self::parse(&card.config)?;
        card.check_same(&room.card())?;
        Ok(room)
    }

    /// Opens a finished set of leaks in a room, made by `davylamp dataset room`.
    ///
    /// # Errors
    /// As [`SampleSet::open`], and [`LearningError::Kind`] for another set.
    pub fn open(folder: &Path) -> Result<(Self, SampleSet), LearningError> {
        let set = SampleSet::open(folder)?;
        let plan = set.plan();
        if plan.kind != KIND {
            return Err(LearningError::Kind { found: plan.kind.clone(), expected: KIND });
        }
        Ok((Self::parse(&plan.config)?, set))
    }

    /// What it was made from.
    #[must_use]
    pub const fn scene(&self) -> &RoomScene {
        &self.scene
    }

    /// Sensors and readings of an image.
    #[must_use]
    pub fn image(&self) -> [usize; 2] {
        [self.scene.sensors.len(), self.scene.record.samples]
    }

    /// What samples are to a model: sensors with their places, readings, and the classes. It does not name
    /// leaks and ventilation: a model may be asked about others than it learnt from.
    #[must_use]
    pub fn card(&self) -> DataCard {
        let record = &self.scene.record;
        let mut survey = format!("{} readings of ppm, {} s apart", record.samples, record.interval);
        for sensor in &self.scene.sensors {
            let [x, y, z] = sensor.position;
            // Writing to a string cannot fail.
            let _ = write!(survey, "; {} at {x}, {y}, {z} m", sensor.name);
        }
        let names = (0..self.scene.classes()).filter_map(|class| self.scene.class_name(class));
        let labels = names.map(|name| Label::new(&name, "1", 1.0)).collect();
        DataCard { survey, labels, config: self.text.clone(), mirror: None }
    }

    /// That samples of another room are like those of this one: sensors, where they stand and how often
    /// they are read, and the classes with their places. Leaks and ventilation may differ, as on the
    /// card.
    ///
    /// # Errors
    /// [`LearningError::Nets`] with [`NetsError::OtherData`] and the first thing that differs.
    pub fn check_same(&self, other: &Self) -> Result<(), LearningError> {
        for (ours, theirs) in self.words().into_iter().zip(other.words()) {
            let ((what, expected), (_, found)) = (ours, theirs);
            if expected != found {
                return Err(NetsError::OtherData { what, found, expected }.into());
            }
        }
        Ok(())
    }

    /// What must be equal for a model, each with its name.
    fn words(&self) -> [(&'static str, String); 7] {
        let RoomScene { room, sensors, record, leak, .. } = &self.scene;
        let [length, width, height] = room.size;
        let names = |names: &mut dyn Iterator<Item = String>| names.collect::<Vec<_>>().join(", ");
        let at = |(name, [x, y, z]): (&String, [f64; 3])| format!("{name} at {x}, {y}, {z} m");
        let classes = 0..self.scene.classes();
        let places = match leak.floor_grid {
            Some([x, y]) => format!("{x} by {y} cells of the floor"),
            None => names(&mut leak.places.iter().map(|place| at((&place.name, place.position)))),
        };
        [
            ("list of sensors", names(&mut sensors.iter().map(|sensor| sensor.name.clone()))),
            ("number of readings", record.samples.to_string()),
            ("interval of readings", format!("{} s", record.interval)),
            (
                "list of classes",
                names(&mut classes.filter_map(|class| self.scene.class_name(class))),
            ),
            ("size of the room", format!("{length} by {width} by {height} m")),
            (
                "list of places of sensors",
                names(&mut sensors.iter().map(|s| at((&s.name, s.position)))),
            ),
            ("list of places", places),
        ]
    }

    /// The image of measured series, from a file as [`SensorSeries`] reads it: the first readings of each
    /// sensor, as many as the scene has. Columns may come in any order.
    ///
    /// # Errors
    /// [`LearningError::Series`] for unknown or missing sensors, gaps, rows of unequal length, negative
    /// readings and what is no number; [`LearningError::Readings`] for other intervals or too few
    /// readings. Nothing is filled in.
    pub fn read_series(&self, bytes: &[u8]) -> Result<Vec<f32>, LearningError> {
        let names: Vec<&str> = self.scene.sensors.iter().map(|s| s.name.as_str()).collect();
        let series = SensorSeries::parse(bytes, &names)?;
        let record = &self.scene.record;
        let found = series.values.iter().map(Vec::len).min().unwrap_or(0);
        let is_even = (series.interval - record.interval).abs() <= UNEVEN * record.interval;
        if found < record.samples || !is_even {
            return Err(LearningError::Readings {
                found,
                interval: series.interval,
                expected: record.samples,
                expected_interval: record.interval,
            });
        }
        #[expect(clippy::cast_possible_truncation, reason = "images are single precision")]
        let image = |series: &Vec<f64>| -> Vec<f32> {
            series.iter().take(record.samples).map(|ppm| *ppm as f32).collect()
        };
        Ok(series.values.iter().flat_map(image).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCENE: &str = "
        room = { size_m = [1.5, 1.5, 0.75], cells = [4, 4, 3], gas = 'hydrogen' }
        opening = [{ name = 'door', wall = 'x-min', centre_m = [0.7, 0.3], width_m = 0.5, height_m = 0.6 }]
        layout = [{ natural = ['door'] }]
        sensor = [{ name = 'A', position_m = [1, 1, 0.7] }, { name = 'B', position_m = [0.3, 1, 0.7] }]
        record = { samples = 3, interval_s = 2 }
        leak = { floor_grid = [2, 1], height_m = 0.2, rate_kg_s = 1e-5 }
    ";

    #[test]
    fn series_become_an_image() {
        let room = SeenRoom::parse(SCENE).unwrap();
        // Other order of columns, one reading too many.
        let text = b"time_s,B_ppm,A_ppm\n10,1,5\n12,2,6\n14,3,7\n16,4,8\n";
        assert_eq!(room.read_series(text).unwrap(), [5.0, 6.0, 7.0, 1.0, 2.0, 3.0]);
        assert_eq!(room.image(), [2, 3]);
    }

    #[test]
    fn a_card_brings_the_room_back() {
        let room = SeenRoom::parse(SCENE).unwrap();
        assert_eq!(SeenRoom::of_card(&room.card()).unwrap(), room);
        let bare = DataCard { config: String::new(), ..room.card() };
        let error = SeenRoom::of_card(&bare).unwrap_err().to_string();
        assert!(error.starts_with("a model of \"3 readings of ppm, 2 s apart; A at"), "{error}");
        // A card that somebody changed.
        let mut swapped = room.card();
        swapped.labels.swap(0, 1);
        let error = SeenRoom::of_card(&swapped).unwrap_err().to_string();
        assert!(error.contains("list of labels"), "{error}");
    }

    #[test]
    fn another_room_is_refused_by_what_differs() {
        let room = SeenRoom::parse(SCENE).unwrap();
        let other = |from: &str, to: &str| {
            assert!(SCENE.contains(from), "{from}");
            room.check_same(&SeenRoom::parse(&SCENE.replace(from, to)).unwrap())
        };
        for (from, to, words) in [
            ("name = 'B'", "name = 'C'", "list of sensors of the samples is A, C;"),
            ("samples = 3", "samples = 4", "number of readings of the samples is 4;"),
            ("interval_s = 2", "interval_s = 1", "interval of readings of the samples is 1 s;"),
            (
                "floor_grid = [2, 1]",
                "floor_grid = [1, 2]",
                "list of classes of the samples is 0-0, 0-1;",
            ),
            ("size_m = [1.5,", "size_m = [1.6,", "size of the room of the samples is 1.6 by 1.5"),
            ("[0.3, 1, 0.7]", "[0.4, 1, 0.7]", "A at 1, 1, 0.7 m, B at 0.4, 1, 0.7 m;"),
        ] {
            let error = other(from, to).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
        // Places have names; where they are counts too.
        let grid = "floor_grid = [2, 1], height_m = 0.2";
        let named = SCENE.replace(grid, "place = [{ name = 'tank', position_m = [1, 1, 0.2] }]");
        let moved = named.replace("[1, 1, 0.2]", "[1, 1, 0.3]");
        let [named, moved] = [named, moved].map(|text| SeenRoom::parse(&text).unwrap());
        let error = named.check_same(&moved).unwrap_err().to_string();
        assert!(error.contains("list of places of the samples is tank at 1, 1, 0.3 m;"), "{error}");
        // Other leaks are no other room.
        assert_eq!(other("rate_kg_s = 1e-5", "rate_kg_s = 1e-4"), Ok(()));
        assert_eq!(other("height_m = 0.2", "height_m = 0.3"), Ok(()));
    }

    #[test]
    fn what_does_not_fit_is_refused_by_name() {
        let room = SeenRoom::parse(SCENE).unwrap();
        let refused = |text: &str| room.read_series(text.as_bytes()).unwrap_err().to_string();
        for (text, words) in [
            ("time_s,B_ppm,A_ppm\n0,1,5\n2,2,6\n", "2 readings, 2 s apart: 3, 2 s apart"),
            ("time_s,B_ppm,A_ppm\n0,1,5\n1,2,6\n2,3,7\n", "3 readings, 1 s apart"),
            ("time_s,B_ppm,C_ppm\n0,1,5\n2,2,6\n", "\"C_ppm\" is not allowed"),
            ("time_s,B_ppm\n0,1\n2,2\n", "there is no column A_ppm"),
            ("time_s,B_ppm,A_ppm\n0,1,5\n4,2\n", "line 3: 2 cells"),
            ("time_s,B_ppm,A_ppm\n0,1,-5\n", "\"-5\" is not allowed"),
            ("time_s,B_ppm,A_ppm\n0,1,NaN\n", "\"NaN\" is not allowed"),
            ("time_s,B_ppm,A_ppm\n0,1,\n", "\"\" is not allowed"),
            ("time_s,B_ppm,A_ppm\n0,1,5\n2,2,6\n6,3,7\n", "one interval after"),
        ] {
            assert!(refused(text).contains(words), "{}", refused(text));
        }
        assert!(matches!(SeenRoom::parse("room = 1"), Err(LearningError::Room(_))));
    }
}
