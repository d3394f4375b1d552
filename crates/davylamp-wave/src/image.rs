//! Elastic reverse-time migration: pictures of the ground from gathers.

mod condition;
mod plan;
mod shot;

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

use crate::adjoint::fits;
use crate::error::in_range;
use crate::kernel::denormals::Flushed;
use crate::kernel::grid::C11;
use crate::run::{age, check};
use crate::solver::check_memory;
use crate::survey::in_order;
use crate::{Real, Shot, ShotGather, Solver, WaveError};

pub use plan::{Imaging, ImagingPlan};

use condition::Sums;
use plan::Plan;

/// Energy of the source below this share of its mean counts no less: where nothing was lit, nothing is seen.
const DARK: f64 = 1e-3;

/// A picture of what in the ground sent waves back, on the nodes of the model, `[iz][ix]`.
///
/// Positive where the ground becomes stiffer or denser downwards. Amplitudes compare within an image only: they
/// are in proportion to those of the gathers, and to the number of receivers.
///
/// The example of [`Solver::image`] shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Nodes down and to the right.
    pub shape: [usize; 2],
    /// Between neighbouring nodes, in m.
    pub spacing: f64,
    /// Compressional waves that came back as compressional waves.
    pub pp: Vec<f32>,
    /// Compressional waves that came back as shear waves.
    pub ps: Vec<f32>,
    /// Energy of the compressional waves of all sources: where it is low, little can be seen.
    pub illumination: Vec<f32>,
}

impl Image {
    /// The same without what is smooth: $-h^2 \nabla^2$ of each picture.
    ///
    /// Waves that travel the same way, forth and back, correlate all along their path and not only where they
    /// were sent back. That leaves broad shadows, in wavenumbers below those of what is looked for; a Laplacian
    /// weighs pictures with the square of the wavenumber. The outermost nodes become zero.
    ///
    /// # References
    ///
    /// Zhang and Sun (2009), Practical issues in reverse time migration: true amplitude gathers, noise removal
    /// and harmonic source encoding, First Break 27, 53-59,
    /// <https://doi.org/10.3997/1365-2397.2009002>.
    #[must_use]
    pub fn without_low_wavenumbers(&self) -> Self {
        let filtered = |values: &[f32]| laplacian(values, self.shape);
        Self { pp: filtered(&self.pp), ps: filtered(&self.ps), ..self.clone() }
    }
}

/// $-h^2 \nabla^2$.
fn laplacian(values: &[f32], [nz, nx]: [usize; 2]) -> Vec<f32> {
    let mut out = vec![0.0; values.len()];
    for iz in 1..nz.saturating_sub(1) {
        for ix in 1..nx.saturating_sub(1) {
            let at = iz * nx + ix;
            let around = values[at - 1] + values[at + 1] + values[at - nx] + values[at + nx];
            out[at] = 4.0 * values[at] - around;
        }
    }
    out
}

impl<T: Real> Solver<T> {
    /// Migrates gathers in reverse time: a picture of what sent the waves back.
    ///
    /// The solver's medium is what the waves are carried through; what is not in it is what the gathers should
    /// hold: the change between two surveys, or records without their direct waves. Of each shot the sources'
    /// waves $v$ are computed forth, and those of the gather back, $w$, by the exact transpose
    /// ([`adjoint`](Self::adjoint)); the pictures are their correlations,
    ///
    /// $$ I_{PP} = -\frac{\sum \theta_v \theta_w}{\sum \theta_v^2}, \qquad
    ///    I_{PS} = \frac{\sum (\partial_x \theta_v\, \partial_z \omega_w
    ///             - \partial_z \theta_v\, \partial_x \omega_w)}{\sum |\nabla \theta_v|^2} $$
    ///
    /// with sums over times and shots, $\theta = \partial_x v_x + \partial_z v_z$ of compressional and
    /// $\omega = \partial_x v_z - \partial_z v_x$ of shear waves. $\nabla \theta$ and the curl of $\omega$ point along
    /// the motion of either wave, and their product, unlike that of $\theta$ and $\omega$, has the same sign on both
    /// sides of a source. Times are a quarter of the shortest period apart.
    ///
    /// Each thread takes a shot. `taken` hears of each shot in their order, and may end the work. The image
    /// does not depend on the number of threads, nor on the memory that [`Imaging`] grants.
    ///
    /// # Errors
    ///
    /// [`WaveError::OutOfRange`] where there are more or fewer gathers than shots. [`WaveError::Gather`] names the
    /// gather and what is wrong with it: as [`adjoint`](Self::adjoint), or samples too far apart for the highest
    /// frequency. [`WaveError::NoWayBack`] below a free surface; [`WaveError::TooLarge`] where the memory does
    /// not do; [`WaveError::Stopped`], with the shots taken, if `taken` breaks off.
    ///
    /// # References
    ///
    /// Baysal, Kosloff and Sherwood (1983), Reverse time migration, Geophysics 48, 1514-1524,
    /// <https://doi.org/10.1190/1.1441434>; Yan and Sava (2008), Isotropic angle-domain elastic reverse-time
    /// migration, Geophysics 73, S229-S239, <https://doi.org/10.1190/1.2981241>; Du, Zhu and Ba (2012), Polarity
    /// reversal correction for elastic reverse time migration, Geophysics 77, S31-S41,
    /// <https://doi.org/10.1190/geo2011-0348.1>; Gao and Huang (2019), An efficient vector elastic reverse time
    /// migration method in the hybrid time and frequency domain for anisotropic media, Geophysics 84, S511-S522,
    /// <https://doi.org/10.1190/geo2018-0644.1>.
    ///
    /// # Examples
    ///
    /// ```
    /// # use davylamp_wave::{Component, Ground, Imaging, Layer, Mechanism, Medium, Settings, Shot, Solver, Source, Wavelet};
    /// # let ground = Ground::isotropic(3000.0, 1730.0, 2200.0);
    /// let above = Layer { top: 0.0, ground };
    /// let below = Layer { top: 300.0, ground: Ground::isotropic(3300.0, 1900.0, 2300.0) };
    /// let wavelet = Wavelet::ricker(15.0, 0.1)?;
    /// let settings = Settings::new(&wavelet);
    /// let solver = |layers: &[Layer]| {
    ///     Solver::<f32>::new(&Medium::from_layers([61, 81], 10.0, layers)?, &settings)
    /// };
    /// let (one, two) = (solver(&[above])?, solver(&[above, below])?);
    /// # let shot = Shot {
    /// #     sources: vec![Source { position: [400.0, 20.0], mechanism: Mechanism::Explosion(1e9), wavelet }],
    /// #     receivers: (0..41).map(|k| [20.0 * f64::from(k), 20.0]).collect(),
    /// #     components: vec![Component::Vx, Component::Vz],
    /// #     dt: 4e-3,
    /// #     samples: 120,
    /// # };
    /// let mut change = two.shot(&shot)?;
    /// let before = one.shot(&shot)?;
    /// for (change, before) in change.data_mut().iter_mut().zip(before.data()) {
    ///     *change -= before;
    /// }
    /// let image = one.image(&[shot], &[change], &Imaging::default(), &mut |_| {
    ///     std::ops::ControlFlow::Continue(())
    /// })?;
    /// let column: Vec<f32> = (15..61).map(|iz| image.pp[iz * 81 + 40]).collect();
    /// let brightest = (0..46).max_by(|a, b| column[*a].total_cmp(&column[*b])).map(|at| at + 15);
    /// assert!((28..=32).contains(&brightest.unwrap_or(0)), "at 300 m, in row 30");
    /// # Ok::<(), davylamp_wave::WaveError>(())
    /// ```
    pub fn image(
        &self,
        shots: &[Shot],
        gathers: &[ShotGather<T>],
        imaging: &Imaging,
        taken: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<Image, WaveError> {
        let plan = self.checked_plan(shots, imaging)?;
        let count = shots.len() as f64;
        in_range("number of gathers", gathers.len() as f64, count, count)?;
        for (index, (shot, gather)) in shots.iter().zip(gathers).enumerate() {
            self.check_gather(shot, gather)
                .map_err(|error| WaveError::Gather { index, error: Box::new(error) })?;
        }
        check_memory(plan.memory_bytes, &self.settings)?;
        let scale = self.scale(gathers);
        let next = AtomicUsize::new(0);
        let stop = AtomicBool::new(false);
        let (sender, receiver) = mpsc::channel();
        let mut all = Sums::zeros(self.model)?;
        std::thread::scope(|scope| {
            for _ in 0..imaging.threads.min(shots.len()) {
                let (sender, next, stop, plan) = (sender.clone(), &next, &stop, &plan);
                scope.spawn(move || {
                    let _flushed = Flushed::new();
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        if index >= shots.len() || stop.load(Ordering::Relaxed) {
                            return;
                        }
                        let sums =
                            self.image_shot(&shots[index], (&gathers[index], scale), plan, stop);
                        if sender.send((index, sums)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(sender);
            let result = in_order(&receiver, shots.len(), &mut |index, sums| {
                all.add(&sums);
                taken(index)
            });
            stop.store(result.is_err(), Ordering::Relaxed);
            result
        })?;
        Ok(self.normalised(&all, scale))
    }

    fn check_gather(&self, shot: &Shot, gather: &ShotGather<T>) -> Result<(), WaveError> {
        check(self, shot)?;
        fits(shot, gather, self.spacing)?;
        let longest = 0.5 / self.settings.highest_frequency;
        in_range("sample interval, in s,", shot.dt, 0.0, longest)?;
        Ok(())
    }

    /// What imaging these shots takes, of memory and of steps.
    ///
    /// # Errors
    ///
    /// As [`image`](Self::image), for what does not depend on the gathers.
    pub fn imaging_plan(
        &self,
        shots: &[Shot],
        imaging: &Imaging,
    ) -> Result<ImagingPlan, WaveError> {
        Ok(self.checked_plan(shots, imaging)?.summary(self, shots))
    }

    fn checked_plan(&self, shots: &[Shot], imaging: &Imaging) -> Result<Plan, WaveError> {
        in_range("threads", imaging.threads as f64, 1.0, 1024.0)?;
        let cut = self.check_way_back()?;
        if shots.is_empty() {
            return Err(WaveError::Empty { name: "shots" });
        }
        Plan::new(self, cut, shots, imaging)
    }

    /// A power of two by which waves on their way back are about one: products of weak waves would be too
    /// small for single precision.
    fn scale(&self, gathers: &[ShotGather<T>]) -> f64 {
        let step = self.clock.dt / self.spacing;
        let velocity = step * self.buoyancy[0][0];
        let stress = velocity * self.ground.property(C11, [0, 0]).to_f64();
        let mut loudest = 0.0_f64;
        for gather in gathers {
            let recording = gather.recording();
            for (k, component) in recording.components.iter().enumerate() {
                let part = if age(*component) < 1.0 { velocity } else { stress };
                for receiver in 0..recording.receivers.len() {
                    let trace = gather.trace(k, receiver).iter();
                    loudest = trace.fold(loudest, |most, v| most.max(part * v.to_f64().abs()));
                }
            }
        }
        if loudest > 0.0 { (-loudest.log2().floor()).exp2() } else { 1.0 }
    }

    /// Correlations over energies.
    fn normalised(&self, all: &Sums<T>, scale: f64) -> Image {
        let over = |sums: &[T], energy: &[T], factor: f64| -> Vec<f32> {
            let mean = energy.iter().map(|e| e.to_f64()).sum::<f64>() / energy.len() as f64;
            let least = DARK * mean;
            let ratio = |(sum, energy): (&T, &T)| {
                let energy = energy.to_f64() + least;
                #[allow(clippy::cast_possible_truncation, reason = "a picture")]
                let ratio = (factor * sum.to_f64() / energy) as f32;
                if energy > 0.0 { ratio } else { 0.0 }
            };
            sums.iter().zip(energy).map(ratio).collect()
        };
        #[allow(clippy::cast_possible_truncation, reason = "a picture")]
        let illumination = all.dilatation.iter().map(|e| e.to_f64() as f32).collect();
        Image {
            shape: self.model,
            spacing: self.spacing,
            pp: over(&all.pp, &all.dilatation, -scale.recip()),
            ps: over(&all.ps, &all.gradient, scale.recip()),
            illumination,
        }
    }
}
