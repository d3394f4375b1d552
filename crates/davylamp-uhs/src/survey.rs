//! Who shakes the ground, and who listens.

use std::cmp::Ordering;

use davylamp_traits::{ElasticMedium, SampleError};

use crate::scene::Placement;
use crate::{Scene, UhsError};

/// Places and times of a survey.
///
/// # Examples
///
/// ```
/// use davylamp_uhs::{Scene, Survey};
///
/// let scene = Scene::parse("
///     [survey]
///     sources = { positions_m = [[150, 5], [820, 5]] }
///     receivers = { count = 20, depth_m = 10 }
///     stations = 5
/// ")?;
/// let survey = Survey::new(&scene);
/// assert_eq!(survey.sources, [[150.0, 5.0], [820.0, 5.0]]);
/// assert_eq!(survey.receivers.len(), 5); // spread evenly over the twenty
/// # Ok::<(), davylamp_uhs::UhsError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// Vertical forces: x and z in m.
    pub sources: Vec<[f64; 2]>,
    /// Geophones: x and z in m.
    pub receivers: Vec<[f64; 2]>,
    /// Of the Ricker wavelet, in Hz.
    pub peak_frequency: f64,
    /// How long every geophone records, in s.
    pub duration: f64,
}

impl Survey {
    /// The survey of a scene, with the stations that are kept.
    ///
    /// It records a little longer than the image lasts, so that the filter before resampling does not
    /// meet the end: see [`Resampler`](crate::Resampler).
    ///
    /// # Panics
    /// If stations are to be kept of no receivers, which [`Scene::check`] refuses.
    #[must_use]
    pub fn new(scene: &Scene) -> Self {
        let width = scene.grid.width_m;
        let all = places(&scene.survey.receivers, width);
        let kept = spread(all.len(), scene.survey.stations);
        Self {
            sources: places(&scene.survey.sources, width),
            receivers: kept.map(|k| all[k]).collect(),
            peak_frequency: scene.survey.peak_frequency_hz,
            duration: scene.image.record_s
                + crate::Resampler::half_width(scene.image.record_s / scene.image.samples as f64),
        }
    }

    /// The same with `stations` of the receivers, spread evenly: those whose traces
    /// [`Observed`](crate::Observed) keeps.
    ///
    /// # Errors
    /// [`UhsError::NotAllowed`] for more stations than receivers, or none.
    pub fn thinned(&self, stations: usize) -> Result<Self, UhsError> {
        let receivers = self.kept(stations)?.map(|k| self.receivers[k]).collect();
        Ok(Self { receivers, ..self.clone() })
    }

    /// Which receivers so many stations are, in their order.
    ///
    /// # Errors
    /// [`UhsError::NotAllowed`] for more stations than receivers, or none.
    ///
    /// # Examples
    /// ```
    /// use davylamp_uhs::{Scene, Survey};
    ///
    /// let survey = Survey::new(&Scene::default()); // sixteen receivers
    /// assert_eq!(survey.kept(4)?.collect::<Vec<_>>(), [1, 5, 10, 14]);
    /// # Ok::<(), davylamp_uhs::UhsError>(())
    /// ```
    pub fn kept(&self, stations: usize) -> Result<impl Iterator<Item = usize>, UhsError> {
        let receivers = self.receivers.len();
        if (1..=receivers).contains(&stations) {
            Ok(spread(receivers, stations))
        } else {
            crate::error::refuse("stations", &stations, format!("1 to {receivers}"))
        }
    }
}

fn places(placement: &Placement, width: f64) -> Vec<[f64; 2]> {
    let even = placement.count.unwrap_or(0);
    let z = placement.depth_m.unwrap_or(0.0);
    let x = |i: usize| width * (i as f64 + 0.5) / even as f64;
    let evenly = (0..even).map(|i| [x(i), z]);
    evenly.chain(placement.positions_m.iter().copied()).collect()
}

/// `count` of `of` places, spread evenly: the middles of so many equal parts, and of two that are as near the
/// outer one, so that they lie alike to both sides. Only the one in the middle cannot where there is none.
pub(crate) fn spread(of: usize, count: usize) -> impl Iterator<Item = usize> {
    let left = move |i: usize| ((2 * i + 1) * of).div_ceil(2 * count) - 1;
    (0..count).map(move |i| match (2 * i + 1).cmp(&count) {
        Ordering::Less => left(i),
        Ordering::Equal => of / 2,
        Ordering::Greater => of - 1 - left(count - 1 - i),
    })
}

/// The traces of a survey: `[component][source][receiver][sample]`, horizontal velocity first and
/// vertical second, in m/s; sample `k` belongs to the time `k dt`.
///
/// # Examples
///
/// ```
/// use davylamp_uhs::{COMPONENTS, Gathers};
/// // One source, two geophones, three samples 4 ms apart: horizontal velocity, then vertical.
/// let data = vec![0.0, 1.0, 0.0, 0.0, 0.5, 0.0, 0.0, -3.0, 0.0, 0.0, 2.0, 0.0];
/// let gathers = Gathers { dt: 4e-3, samples: 3, data };
/// assert_eq!(gathers.traces().count(), COMPONENTS * 2);
/// assert_eq!(gathers.peak(), 3.0);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Gathers {
    /// Between samples, in s.
    pub dt: f64,
    /// Of a trace.
    pub samples: usize,
    /// All of them.
    pub data: Vec<f32>,
}

/// Components of a geophone in two dimensions.
pub const COMPONENTS: usize = 2;

impl Gathers {
    /// Checks that these are the gathers of a survey.
    ///
    /// # Errors
    /// [`UhsError::Gathers`] where their number of samples or their duration does not fit.
    pub fn check(&self, survey: &Survey) -> Result<(), UhsError> {
        let counts = [survey.sources.len(), survey.receivers.len(), self.samples];
        // What does not fit a usize is the length of no vector.
        let expected = counts.into_iter().fold(COMPONENTS, usize::saturating_mul);
        let wrong = |name, found, expected| Err(UhsError::Gathers { name, found, expected });
        if self.data.len() != expected || self.samples == 0 {
            return wrong("values", self.data.len() as f64, expected as f64);
        }
        if !(self.dt > 0.0 && self.dt.is_finite()) {
            return wrong("dt", self.dt, survey.duration / self.samples as f64);
        }
        let duration = self.dt * self.samples as f64;
        if duration < survey.duration * (1.0 - 1e-9) {
            return wrong("duration", duration, survey.duration);
        }
        Ok(())
    }

    /// One trace after the other.
    pub fn traces(&self) -> impl Iterator<Item = &[f32]> {
        self.data.chunks_exact(self.samples.max(1))
    }

    /// The greatest amplitude.
    #[must_use]
    pub fn peak(&self) -> f32 {
        self.data.iter().fold(0.0, |peak, value| peak.max(value.abs()))
    }
}

/// A wave solver: ground and survey in, traces out.
///
/// The same solver must give the same `dt` for every ground of a set, and the same bits for the same
/// ground.
///
/// # Examples
///
/// ```
/// use davylamp_traits::{ElasticMedium, SampleError};
/// use davylamp_uhs::{COMPONENTS, Forward, Gathers, Survey};
///
/// /// Hears nothing: yours solves the wave equation.
/// struct Silence;
///
/// impl Forward for Silence {
///     fn gathers(&self, _: &dyn ElasticMedium, survey: &Survey) -> Result<Gathers, SampleError> {
///         let (dt, samples) = (4e-3, 1 + (survey.duration / 4e-3).ceil() as usize);
///         let traces = COMPONENTS * survey.sources.len() * survey.receivers.len();
///         Ok(Gathers { dt, samples, data: vec![0.0; traces * samples] })
///     }
/// }
///
/// let survey = Survey::new(&davylamp_uhs::Scene::default());
/// # struct Void;
/// # impl ElasticMedium for Void {
/// #     fn shape(&self) -> [usize; 2] { [2, 2] }
/// #     fn spacing(&self) -> f64 { 5.0 }
/// #     fn velocities(&self, _: usize, _: usize) -> [f64; 3] { [2000.0, 1000.0, 2000.0] }
/// # }
/// # let ground = Void;
/// assert_eq!(Silence.gathers(&ground, &survey)?.traces().count(), 2 * 8 * 16);
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
pub trait Forward: Sync {
    /// Shoots every source of the survey once, and records all its receivers for its duration.
    ///
    /// # Errors
    /// Whatever the solver refuses.
    fn gathers(&self, medium: &dyn ElasticMedium, survey: &Survey) -> Result<Gathers, SampleError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stations_are_spread_and_nested() {
        let of = |count| spread(400, count).collect::<Vec<_>>();
        assert_eq!(of(4), [49, 149, 250, 350]);
        assert_eq!(of(16)[..3], [12, 37, 62]);
        assert_eq!(of(16)[15], 387);
        assert_eq!(of(400), (0..400).collect::<Vec<_>>());
        // Fewer are chosen among the sixteen that are kept.
        assert_eq!(spread(16, 8).collect::<Vec<_>>(), [0, 2, 4, 6, 9, 11, 13, 15]);
        assert_eq!(spread(16, 4).collect::<Vec<_>>(), [1, 5, 10, 14]);
    }

    #[test]
    fn stations_lie_alike_to_both_sides_each_in_its_part() {
        for of in 1..=40 {
            for count in 1..=of {
                let kept: Vec<usize> = spread(of, count).collect();
                for (i, &at) in kept.iter().enumerate() {
                    let opposite = kept[count - 1 - i];
                    let in_the_middle = 2 * i + 1 == count && of % 2 == 0;
                    assert!(at + opposite == of - 1 || in_the_middle, "{count} of {of}: {kept:?}");
                    // Its own width of 1 touches the middle of its part.
                    let off = (2 * at + 1) * count; // in units of 1 / (2 count)
                    assert!(off.abs_diff((2 * i + 1) * of) <= count, "{count} of {of}: {kept:?}");
                }
                assert!(kept.is_sorted_by(|a, b| a < b), "{count} of {of}: {kept:?}");
            }
        }
    }

    #[expect(clippy::float_cmp, reason = "tens of metres are exact")]
    #[test]
    fn the_papers_survey() {
        let survey = Survey::new(&Scene::default());
        assert_eq!(survey.sources.len(), 8);
        assert_eq!((survey.sources[0], survey.sources[7]), ([250.0, 10.0], [3750.0, 10.0]));
        assert_eq!(survey.receivers.len(), 16);
        assert_eq!(survey.receivers[0], [125.0, 10.0]); // 5 + 10 * 12
        let mut scene = Scene::default();
        scene.survey.stations = 400;
        let all = Survey::new(&scene).receivers;
        assert_eq!((all[0], all[399]), ([5.0, 10.0], [3995.0, 10.0]));
        let four = survey.thinned(4).unwrap();
        assert_eq!(four.receivers, [1, 5, 10, 14].map(|k| survey.receivers[k]));
        assert_eq!(four.sources, survey.sources);
        for wrong in [0, 17] {
            let error = survey.thinned(wrong).unwrap_err().to_string();
            assert_eq!(error, format!("stations = {wrong} is not allowed: 1 to 16"));
        }
    }
}
