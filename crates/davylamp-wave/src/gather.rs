use crate::error::positive;
use crate::memory::reserve;
use crate::{Real, WaveError};

/// What a receiver records.
///
/// The example of [`Solver`](crate::Solver) shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Component {
    /// Particle velocity to the right, in m/s.
    Vx,
    /// Particle velocity downwards, in m/s.
    Vz,
    /// Pressure, $-(\tau_{xx} + \tau_{zz})/2$, in Pa.
    Pressure,
    /// Normal stress $\tau_{xx}$, in Pa, tension positive.
    Txx,
    /// Normal stress $\tau_{zz}$, in Pa, tension positive.
    Tzz,
    /// Shear stress $\tau_{xz}$, in Pa.
    Txz,
}

/// Where and how a shot is recorded: everything of a gather but its samples.
///
/// Sample `k` of a trace belongs to the time `k * dt` after the shot.
///
/// # Examples
///
/// ```
/// use davylamp_wave::{Component, Recording, ShotGather};
///
/// let mut gather = ShotGather::<f32>::zeros(Recording {
///     source: [300.0, 10.0],
///     receivers: vec![[100.0, 5.0], [200.0, 5.0], [400.0, 5.0]],
///     components: vec![Component::Vx, Component::Vz],
///     dt: 2e-3,
///     samples: 500,
/// })?;
/// gather.trace_mut(1, 2)[499] = 1.0; // vertical, the last receiver, at the end
/// assert_eq!(gather.data().len(), 2 * 3 * 500);
/// assert_eq!(gather.data().last(), Some(&1.0));
/// # Ok::<(), davylamp_wave::WaveError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// Place of the source: x, z in m.
    pub source: [f64; 2],
    /// Places of the receivers: x, z in m.
    pub receivers: Vec<[f64; 2]>,
    /// What each receiver records.
    pub components: Vec<Component>,
    /// Sample interval, in s.
    pub dt: f64,
    /// Samples of a trace.
    pub samples: usize,
}

/// The record of one shot: one trace for each component and receiver.
///
/// Samples lie in memory as `[component][receiver][sample]`.
///
/// The example of [`Recording`] shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct ShotGather<T = f32> {
    recording: Recording,
    data: Vec<T>,
}

impl<T: Real> ShotGather<T> {
    /// A gather of silence.
    ///
    /// # Errors
    ///
    /// Places that are not finite, a sample interval that is not positive and finite, no receivers,
    /// no components or no samples; [`WaveError::TooLarge`] for more samples than the machine has memory for.
    pub fn zeros(recording: Recording) -> Result<Self, WaveError> {
        check(&recording)?;
        let traces = recording.components.len().saturating_mul(recording.receivers.len());
        let count = traces.saturating_mul(recording.samples);
        let mut data = Vec::new();
        reserve(&mut data, count)?;
        data.resize(count, T::default());
        Ok(Self { recording, data })
    }

    /// Where and how it was recorded.
    #[must_use]
    pub fn recording(&self) -> &Recording {
        &self.recording
    }

    /// The trace of a component and a receiver, both by their places in [`Recording`].
    ///
    /// # Panics
    ///
    /// Where there is no such component or receiver, as slices do.
    #[must_use]
    pub fn trace(&self, component: usize, receiver: usize) -> &[T] {
        let start = self.start(component, receiver);
        &self.data[start..start + self.recording.samples]
    }

    /// The same, to be written.
    ///
    /// # Panics
    ///
    /// Where there is no such component or receiver, as slices do.
    pub fn trace_mut(&mut self, component: usize, receiver: usize) -> &mut [T] {
        let start = self.start(component, receiver);
        &mut self.data[start..start + self.recording.samples]
    }

    /// All samples, as `[component][receiver][sample]`.
    #[must_use]
    pub fn data(&self) -> &[T] {
        &self.data
    }

    /// The same, to be written.
    pub fn data_mut(&mut self) -> &mut [T] {
        &mut self.data
    }

    fn start(&self, component: usize, receiver: usize) -> usize {
        let receivers = self.recording.receivers.len();
        assert!(receiver < receivers, "receiver {receiver} of {receivers}");
        (component * receivers + receiver) * self.recording.samples
    }
}

fn check(recording: &Recording) -> Result<(), WaveError> {
    let Recording { source, receivers, components, dt, samples } = recording;
    place("source", 0, *source)?;
    for (index, receiver) in receivers.iter().enumerate() {
        place("receiver", index, *receiver)?;
    }
    positive("dt", *dt)?;
    for (name, empty) in [
        ("receivers", receivers.is_empty()),
        ("components", components.is_empty()),
        ("samples", *samples == 0),
    ] {
        if empty {
            return Err(WaveError::Empty { name });
        }
    }
    Ok(())
}

fn place(name: &'static str, index: usize, [x, z]: [f64; 2]) -> Result<(), WaveError> {
    if x.is_finite() && z.is_finite() {
        Ok(())
    } else {
        Err(WaveError::NoPlace { name, index, x, z })
    }
}
