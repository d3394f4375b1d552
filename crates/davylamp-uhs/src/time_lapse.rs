//! What a leak changes in the traces of a survey.

use std::sync::OnceLock;

use davylamp_traits::{ElasticMedium, RockModel, SampleError, Samples};

use crate::survey::COMPONENTS;
use crate::{
    Forward, Gathers, LabelLimits, Labels, Leak, Leaking, Resampler, Site, Survey, UhsError,
};

const LABEL_SHAPE: [usize; 1] = [Labels::NAMES.len()];

/// A set of leaks, each with what it changes in the traces: leak minus baseline.
///
/// An image is `[time][trace]`; traces are ordered by component, source and receiver. Labels are
/// between 0 and 1, in the order of [`Labels::NAMES`]. Each sample follows from the scene, its seed
/// and the index alone, and is computed when it is read: put the set into a store to compute it once.
///
/// The baseline is shot when it is first needed, so that what the set will be is known before any work.
///
/// # Examples
///
/// ```
/// use davylamp_traits::Samples;
/// use davylamp_uhs::{Scene, Site, TimeLapse};
/// # use davylamp_rock::{EffectivePressure, StoreInput, StoreRock};
/// # use davylamp_traits::{ElasticMedium, SampleError};
/// # use davylamp_uhs::{COMPONENTS, Forward, Gathers, Survey};
/// #
/// # /// Hears nothing: yours solves the wave equation.
/// # struct Silence;
/// #
/// # impl Forward for Silence {
/// #     fn gathers(&self, _: &dyn ElasticMedium, survey: &Survey) -> Result<Gathers, SampleError> {
/// #         let (dt, samples) = (4e-3, 1 + (survey.duration / 4e-3).ceil() as usize);
/// #         let traces = COMPONENTS * survey.sources.len() * survey.receivers.len();
/// #         Ok(Gathers { dt, samples, data: vec![0.0; traces * samples] })
/// #     }
/// # }
///
/// let scene = Scene::parse("samples = 3\ngrid.spacing_m = 10\nsurvey.peak_frequency_hz = 4")?;
/// # let effective_pressure_floor = EffectivePressure::new(1e6)?;
/// # let rock = StoreRock::new(StoreInput { effective_pressure_floor, ..StoreInput::paper() })?;
/// let site = Site::new(&scene, &rock)?;
///
/// let set = TimeLapse::new(&site, &rock, &Silence)?; // any solver; nothing is shot yet
/// assert_eq!((set.len(), set.image_shape()), (3, &[256, 2 * 8 * 16][..])); // [time][trace]
/// let (mut image, mut labels) = (vec![0.0; 256 * 256], [0.0; 6]);
/// set.read(1, &mut image, &mut labels)?;
/// assert!(labels.iter().all(|label| (0.0..=1.0).contains(label)));
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
pub struct TimeLapse<'a> {
    site: &'a Site,
    rock: &'a dyn RockModel,
    solver: &'a dyn Forward,
    survey: Survey,
    before: OnceLock<Result<Before, UhsError>>,
    limits: LabelLimits,
    image_shape: [usize; 2],
}

/// The traces without a leak, and the filter that fits them.
struct Before {
    gathers: Gathers,
    resampler: Resampler,
}

impl std::fmt::Debug for TimeLapse<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TimeLapse")
            .field("survey", &self.survey)
            .field("limits", &self.limits)
            .field("image_shape", &self.image_shape)
            .finish_non_exhaustive()
    }
}

impl<'a> TimeLapse<'a> {
    /// The set of a site; nothing is shot yet.
    ///
    /// # Errors
    /// As [`LabelLimits::new`].
    pub fn new(
        site: &'a Site,
        rock: &'a dyn RockModel,
        solver: &'a dyn Forward,
    ) -> Result<Self, UhsError> {
        let survey = Survey::new(site.scene());
        let traces = COMPONENTS * survey.sources.len() * survey.receivers.len();
        let limits = LabelLimits::new(site, rock)?;
        let image_shape = [site.scene().image.samples, traces];
        Ok(Self { site, rock, solver, survey, before: OnceLock::new(), limits, image_shape })
    }

    fn before(&self) -> Result<&Before, UhsError> {
        let made = self.before.get_or_init(|| {
            let gathers = shoot(self.solver, self.site, &self.survey)?;
            let image = &self.site.scene().image;
            let interval = image.record_s / image.samples as f64;
            let samples = [gathers.samples, image.samples];
            let resampler = Resampler::new([gathers.dt, interval], samples)?;
            Ok(Before { gathers, resampler })
        });
        made.as_ref().map_err(Clone::clone)
    }

    /// The ground.
    #[must_use]
    pub const fn site(&self) -> &Site {
        self.site
    }

    /// Sources and receivers.
    #[must_use]
    pub const fn survey(&self) -> &Survey {
        &self.survey
    }

    /// The traces without a leak, shot when they are first asked for.
    ///
    /// # Errors
    /// [`UhsError::Solver`], and [`UhsError::Gathers`] where what the solver gives is not the survey's.
    pub fn baseline(&self) -> Result<&Gathers, UhsError> {
        self.before().map(|before| &before.gathers)
    }

    /// By what the labels were divided.
    #[must_use]
    pub const fn limits(&self) -> &LabelLimits {
        &self.limits
    }

    /// The change that a leak makes, at the solver's time step.
    ///
    /// # Errors
    /// As [`TimeLapse::baseline`].
    pub fn change(&self, leaking: &Leaking<'_>) -> Result<Gathers, UhsError> {
        let baseline = self.baseline()?;
        let mut gathers = shoot(self.solver, leaking, &self.survey)?;
        for (name, found, expected) in [
            ("dt", gathers.dt, baseline.dt),
            ("samples", gathers.samples as f64, baseline.samples as f64),
        ] {
            #[expect(clippy::float_cmp, reason = "other times cannot be subtracted")]
            if found != expected {
                return Err(UhsError::Gathers { name, found, expected });
            }
        }
        for (value, before) in gathers.data.iter_mut().zip(&baseline.data) {
            *value -= before;
        }
        Ok(gathers)
    }

    /// Writes image and labels of the sample `index`.
    ///
    /// # Errors
    /// [`UhsError::NoSample`], [`UhsError::WrongLength`], and as [`TimeLapse::change`].
    pub fn sample(
        &self,
        index: usize,
        image: &mut [f32],
        labels: &mut [f32],
    ) -> Result<(), UhsError> {
        if index >= self.len() {
            return Err(UhsError::NoSample { index, len: self.len() });
        }
        let [times, traces] = self.image_shape;
        crate::error::length("the image", image.len(), times * traces)?;
        crate::error::length("the labels", labels.len(), Labels::NAMES.len())?;
        let leak = Leak::drawn(self.site.scene(), index);
        let leaking = Leaking::new(self.site, &leak, self.rock)?;
        let change = self.change(&leaking)?;
        let resampler = &self.before()?.resampler;
        let mut column = vec![0.0; times];
        for (k, trace) in change.traces().enumerate() {
            resampler.resample(trace, &mut column)?;
            for (row, value) in image.chunks_exact_mut(traces).zip(&column) {
                row[k] = *value;
            }
        }
        let normalised = self.limits.normalised(&Labels::new(&leak, &leaking));
        labels.copy_from_slice(&normalised);
        Ok(())
    }
}

fn shoot(
    solver: &dyn Forward,
    medium: &dyn ElasticMedium,
    survey: &Survey,
) -> Result<Gathers, UhsError> {
    let gathers = solver
        .gathers(medium, survey)
        .map_err(|error| UhsError::Solver { reason: error.to_string() })?;
    gathers.check(survey)?;
    Ok(gathers)
}

impl Samples for TimeLapse<'_> {
    fn len(&self) -> usize {
        self.site.scene().samples
    }

    fn image_shape(&self) -> &[usize] {
        &self.image_shape
    }

    fn label_shape(&self) -> &[usize] {
        &LABEL_SHAPE
    }

    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
        Ok(self.sample(index, image, labels)?)
    }
}
