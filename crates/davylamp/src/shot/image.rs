//! Gathers to an image of the ground.

use std::ops::ControlFlow;

use davylamp_wave::{Image, Imaging, Recording, Shot, ShotGather, Source, WaveError, npy, segy};

use super::{PlannedShot, ShotError};

/// How NPY files begin.
const NPY: &[u8] = b"\x93NUMPY";

impl PlannedShot {
    /// The gathers of a file that `davylamp shot` wrote, or another program.
    ///
    /// SEG-Y holds any number of shots, each with its places and times. NPY holds the samples of one,
    /// `[component][receiver][sample]`: all else is as the model has it.
    ///
    /// # Errors
    /// [`ShotError::Records`] for other formats, and arrays that are not of the model's shot.
    pub fn gathers(&self, bytes: &[u8]) -> Result<Vec<ShotGather<f32>>, ShotError> {
        let refuse = |reason: String| ShotError::Records { reason };
        if !bytes.starts_with(NPY) {
            return segy::from_bytes(bytes).map_err(|error| refuse(error.to_string()));
        }
        let array = npy::from_bytes(bytes).map_err(|error| refuse(error.to_string()))?;
        let shot = &self.shot;
        let expected = [shot.components.len(), shot.receivers.len(), shot.samples];
        if array.shape != expected {
            let found = array.shape;
            return Err(refuse(format!(
                "the array has sides {found:?}, and the model's gather {expected:?}: components, receivers, \
                 samples"
            )));
        }
        let mut gather = ShotGather::zeros(Recording {
            source: shot.sources[0].position,
            receivers: shot.receivers.clone(),
            components: shot.components.clone(),
            dt: shot.dt,
            samples: shot.samples,
        })
        .map_err(|error| refuse(error.to_string()))?;
        for (to, from) in gather.data_mut().iter_mut().zip(array.data) {
            #[expect(clippy::cast_possible_truncation, reason = "samples are single precision")]
            {
                *to = from as f32;
            }
        }
        Ok(vec![gather])
    }

    /// Migrates gathers in reverse time through the model, each from where its source was, with the
    /// mechanism and the wavelet of the model's: see [`davylamp_wave::Solver::image`].
    ///
    /// `taken` hears of each shot that is done, and stops the work by saying `false`.
    ///
    /// # Errors
    /// [`ShotError`] for gathers that do not fit the model, by their numbers; for a model with a free surface;
    /// for too little memory; and where `taken` stopped it.
    pub fn image(
        &self,
        gathers: &[ShotGather<f32>],
        imaging: &Imaging,
        taken: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Image, ShotError> {
        let shot = |gather: &ShotGather<f32>| {
            let Recording { source, receivers, components, dt, samples } =
                gather.recording().clone();
            let sources = self.shot.sources.iter().take(1).cloned();
            let sources = sources.map(|known| Source { position: source, ..known }).collect();
            Shot { sources, receivers, components, dt, samples }
        };
        let shots: Vec<Shot> = gathers.iter().map(shot).collect();
        self.solver
            .image(&shots, gathers, imaging, &mut |index| {
                if taken(index) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })
            .map_err(|error| match error {
                WaveError::NoWayBack => {
                    ShotError::wave(&self.toml, Some("solver.free_surface"), error)
                }
                WaveError::Gather { .. } => ShotError::Records { reason: error.to_string() },
                _ => ShotError::wave(&self.toml, None, error),
            })
    }
}

/// What changed from one survey to a later one.
///
/// # Errors
/// [`ShotError::Records`] where they were not recorded alike.
pub fn change(
    after: &[ShotGather<f32>],
    before: &[ShotGather<f32>],
) -> Result<Vec<ShotGather<f32>>, ShotError> {
    if after.len() != before.len() {
        let (after, before) = (after.len(), before.len());
        let reason = format!("there are {after} gathers, and {before} of the survey before");
        return Err(ShotError::Records { reason });
    }
    let pairs = after.iter().zip(before).enumerate();
    pairs
        .map(|(index, (after, before))| {
            if after.recording() != before.recording() {
                let reason =
                    format!("gather {index} and that of the survey before were not recorded alike");
                return Err(ShotError::Records { reason });
            }
            let mut change = after.clone();
            for (value, before) in change.data_mut().iter_mut().zip(before.data()) {
                *value -= before;
            }
            Ok(change)
        })
        .collect()
}
