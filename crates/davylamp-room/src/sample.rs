use rand::RngExt;
use rand_distr::StandardNormal;

use crate::random::stream;
use crate::scene::NamedOpening;
use crate::{Leak, Room, RoomError, RoomScene, Sensor, Simulation, Situation, Ventilation};

/// What sensors read of one leak, and what the leak was.
///
/// The example of [`Sampler`] shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Readings, ppm, `[sensor][reading]`.
    pub image: Vec<f32>,
    /// Sensors and readings.
    pub shape: [usize; 2],
    /// Class of the leak's place: `x * ny + y` of the floor grid, or the number of the place.
    pub class: usize,
    /// Everything that was drawn for the room.
    pub truth: Truth,
}

/// What was drawn for a sample.
///
/// The example of [`Sampler`] shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// Where it leaks, m.
    pub position: [f64; 3],
    /// How much, kg/s.
    pub rate: f64,
    /// Diameter of the outlet, m.
    pub outlet_diameter: f64,
    /// When it begins, s from the first reading.
    pub start: f64,
    /// When it ends, s from the first reading; infinite where it does not.
    pub end: f64,
    /// Which layout.
    pub layout: usize,
    /// Forced air changes, 1/h; 0 in a layout without inlets.
    pub changes_per_hour: f64,
    /// Root mean square speed of the eddies, m/s.
    pub stirring: f64,
    /// Each sensor.
    pub sensors: Vec<Sensor>,
}

/// Makes samples of a scene: each a function of scene, seed and number alone.
///
/// The class of a sample is its number modulo the number of classes, so that every run of samples is
/// balanced. Everything else is drawn, from a stream of ChaCha8 that belongs to the number: on how
/// many threads, in which order and how often samples are made does not matter.
///
/// # Examples
/// ```
/// # #[cfg(feature = "scene")] {
/// use davylamp_room::{RoomScene, Sampler};
/// let text = include_str!("../../../examples/room/tank-room.toml");
/// let sampler = Sampler::new(RoomScene::parse(text)?)?;
/// let sample = sampler.sample(2024, 7)?;
/// assert_eq!(sample.shape, [10, 48]);
/// assert_eq!(sample.class, 7);
/// assert_eq!(sampler.sample(2024, 7)?, sample);
/// # }
/// # Ok::<(), davylamp_room::RoomError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Sampler {
    scene: RoomScene,
    room: Room,
}

impl Sampler {
    /// For a scene, which is checked.
    ///
    /// # Errors
    /// [`RoomError`] as [`RoomScene::check`].
    pub fn new(scene: RoomScene) -> Result<Self, RoomError> {
        scene.check()?;
        let room = scene.room.room();
        Ok(Self { scene, room })
    }

    /// The scene.
    #[must_use]
    pub fn scene(&self) -> &RoomScene {
        &self.scene
    }

    /// Sample of a number.
    ///
    /// # Errors
    /// None for a checked scene; [`RoomError`] of the simulation otherwise.
    pub fn sample(&self, seed: u64, number: u64) -> Result<Sample, RoomError> {
        let mut rng = stream(seed, number);
        let truth = self.draw(&mut rng, number);
        let series = self.simulate(&truth, rng.random())?;
        let record = &self.scene.record;
        let mut image = Vec::with_capacity(series.len() * record.samples);
        for (sensor, true_ppm) in truth.sensors.iter().zip(&series) {
            let read = sensor.read_with(true_ppm, record.interval, &mut rng);
            #[expect(clippy::cast_possible_truncation, reason = "an image is single precision")]
            image.extend(read.into_iter().map(|ppm| ppm as f32));
        }
        let shape = [series.len(), record.samples];
        Ok(Sample { image, shape, class: self.class(number), truth })
    }

    /// Samples of numbers from zero, without end.
    pub fn samples(&self, seed: u64) -> impl Iterator<Item = Result<Sample, RoomError>> + '_ {
        (0..).map(move |number| self.sample(seed, number))
    }

    /// What a room of this kind does without sensor errors: true concentrations, ppm,
    /// `[sensor][reading]`. `eddies` is the seed of the stirring.
    ///
    /// # Errors
    /// [`RoomError`] for a truth that lies outside of what is allowed.
    pub fn simulate(&self, truth: &Truth, eddies: u64) -> Result<Vec<Vec<f64>>, RoomError> {
        let scene = &self.scene;
        let spin_up = scene.air.spin_up;
        let ventilation = self.ventilation(truth)?;
        let mut simulation = Simulation::new(&Situation {
            room: self.room,
            leak: Leak {
                position: truth.position,
                rate: truth.rate,
                outlet_diameter: truth.outlet_diameter,
                start: spin_up + truth.start,
                end: spin_up + truth.end,
            },
            ventilation,
            stirring: truth.stirring,
            seed: eddies,
            closure: scene.closure,
        })?;
        let mut series = vec![Vec::with_capacity(scene.record.samples); scene.sensors.len()];
        for reading in 0..scene.record.samples {
            simulation.advance(spin_up + reading as f64 * scene.record.interval)?;
            for (values, sensor) in series.iter_mut().zip(&scene.sensors) {
                values.push(1e6 * simulation.concentration(sensor.position)?);
            }
        }
        Ok(series)
    }

    fn class(&self, number: u64) -> usize {
        let classes = self.scene.classes().max(1);
        #[expect(clippy::cast_possible_truncation, reason = "less than the number of classes")]
        let class = (number % classes as u64) as usize;
        class
    }

    fn draw(&self, rng: &mut impl rand::Rng, number: u64) -> Truth {
        let scene = &self.scene;
        let (leak, errors) = (&scene.leak, &scene.sensor_errors);
        let position = scene.draw_place(self.class(number), rng);
        let rate = leak.rate.at_log(rng.random());
        let outlet_diameter = leak.outlet_diameter.at(rng.random());
        let start = leak.start.at(rng.random());
        let lasts: f64 = rng.random();
        let end = leak.duration.map_or(f64::INFINITY, |span| start + span.at(lasts));
        let layout = rng.random_range(0..scene.layouts.len());
        let forced = !scene.layouts[layout].inlets.is_empty();
        let changes: f64 = scene.air.changes_per_hour.at(rng.random());
        let stirring = scene.air.stirring.at(rng.random());
        let sensors = scene
            .sensors
            .iter()
            .map(|_| {
                let lag = errors.lag.at(rng.random());
                let gain: f64 = rng.sample(StandardNormal);
                let offset: f64 = rng.sample(StandardNormal);
                Sensor {
                    lag,
                    // A gain beyond nought is a dead sensor, not a negative one.
                    gain_error: (errors.gain_sd * gain).max(-0.999),
                    offset_ppm: errors.offset_sd_ppm * offset,
                    noise_ppm: errors.noise_ppm,
                    noise_relative: errors.noise_relative,
                    resolution_ppm: errors.resolution_ppm,
                    detection_limit_ppm: errors.detection_limit_ppm,
                    saturation_ppm: errors.saturation_ppm,
                }
            })
            .collect();
        Truth {
            position,
            rate,
            outlet_diameter,
            start,
            end,
            layout,
            changes_per_hour: if forced { changes } else { 0.0 },
            stirring,
            sensors,
        }
    }

    fn ventilation(&self, truth: &Truth) -> Result<Ventilation, RoomError> {
        let scene = &self.scene;
        let layout = scene.layouts.get(truth.layout).ok_or_else(|| RoomError::OutOfRange {
            name: "layout".to_owned(),
            value: truth.layout.to_string(),
            allowed: format!("0 to {}", scene.layouts.len().saturating_sub(1)),
        })?;
        let named = |names: &[String]| {
            let chosen = scene.openings.iter().filter(|opening| names.contains(&opening.name));
            chosen.map(NamedOpening::opening).collect()
        };
        let volume: f64 = self.room.size.iter().product();
        Ok(Ventilation {
            flow: truth.changes_per_hour * volume / 3600.0,
            inlets: named(&layout.inlets),
            outlets: named(&layout.outlets),
            natural: named(&layout.natural),
        })
    }
}
