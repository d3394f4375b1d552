//! The plume formula as the inner loops see it: no branch by class, no call, no allocation.

use pulp::{Arch, WithSimd};

use crate::exponential::exp;
use crate::lid::vertical_with_lid;
use crate::spread::{Law, Spread, within_reach};

/// Where the wind blows, how strong a unit source is, and what happens on the way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    /// The unit vector of the wind.
    pub(crate) east: f64,
    pub(crate) north: f64,
    /// 1 / (pi u), in s/m.
    pub(crate) strength: f64,
    /// Decay per metre travelled.
    pub(crate) decay: f64,
}

/// How the plume is mixed vertically.
trait Vertical: Copy + Sync {
    /// The vertical terms times what has been lost sideways and on the way, `exp(-common)`.
    fn terms(&self, common: f64, z: f64, h: f64, half_iz: f64) -> f64;
}

/// Reflection at the ground, nothing above.
#[derive(Clone, Copy)]
struct Open;

#[allow(clippy::inline_always, reason = "the vector loop must contain it")]
impl Vertical for Open {
    #[inline(always)]
    fn terms(&self, common: f64, z: f64, h: f64, half_iz: f64) -> f64 {
        let (below, above) = (z - h, z + h);
        exp(-(common + below * below * half_iz)) + exp(-(common + above * above * half_iz))
    }
}

/// Source on the ground: both terms are the same number.
#[derive(Clone, Copy)]
struct OnGround;

#[allow(clippy::inline_always, reason = "the vector loop must contain it")]
impl Vertical for OnGround {
    #[inline(always)]
    fn terms(&self, common: f64, z: f64, h: f64, half_iz: f64) -> f64 {
        let above = z + h;
        2.0 * exp(-(common + above * above * half_iz))
    }
}

/// Reflection at the ground and under a lid of this height.
#[derive(Clone, Copy)]
struct Lidded(f64);

impl Vertical for Lidded {
    fn terms(&self, common: f64, z: f64, h: f64, half_iz: f64) -> f64 {
        exp(-common) * vertical_with_lid(z, h, half_iz, self.0)
    }
}

/// Unit concentration at downwind `x`, crosswind `y`.
#[inline(always)]
#[allow(clippy::inline_always, reason = "the vector loop must contain it")]
fn pair<S: Spread, V: Vertical>(
    frame: &Frame,
    spread: &S,
    vertical: &V,
    at: [f64; 3],
    h: f64,
) -> f64 {
    let [x, y, z] = at;
    let distance = within_reach(x);
    let [half_iy, half_iz] = spread.half_inverse_variances(distance);
    let common = y * y * half_iy + frame.decay * distance;
    let value = frame.strength * (half_iy * half_iz).sqrt() * vertical.terms(common, z, h, half_iz);
    if x <= 0.0 { 0.0 } else { value }
}

/// The place of a receptor seen from the source: downwind, crosswind (left of the wind), height.
#[inline(always)]
#[allow(clippy::inline_always, reason = "the vector loop must contain it")]
fn turned(frame: &Frame, source: [f64; 3], receptor: [f64; 3]) -> [f64; 3] {
    let (dx, dy) = (receptor[0] - source[0], receptor[1] - source[1]);
    [dx * frame.east + dy * frame.north, dy * frame.east - dx * frame.north, receptor[2]]
}

/// The loop over receptors, for the widest vectors the machine has.
struct Loop<'a, S, V> {
    frame: Frame,
    spread: S,
    vertical: V,
    source: [f64; 3],
    receptors: &'a [[f64; 3]],
    out: &'a mut [f64],
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl<S: Spread, V: Vertical> WithSimd for Loop<'_, S, V> {
    type Output = ();

    #[inline(always)]
    fn with_simd<I: pulp::Simd>(self, _simd: I) {
        let Self { frame, spread, vertical, source, receptors, out } = self;
        let len = receptors.len().min(out.len());
        let (whole, rest) = receptors[..len].split_at(len - len % LANES);
        let (whole_out, rest_out) = out[..len].split_at_mut(whole.len());
        // The rest fills one more vector, much cheaper than one receptor at a time.
        let mut last = [source; LANES];
        last[..rest.len()].copy_from_slice(rest);
        let mut values = [0.0; LANES];
        let last_out = if rest.is_empty() { &mut values[..0] } else { &mut values[..] };
        for (receptors, out) in [(whole, whole_out), (&last[..], last_out)] {
            for (receptor, value) in receptors.iter().zip(out) {
                let at = turned(&frame, source, *receptor);
                *value = pair(&frame, &spread, &vertical, at, source[2]);
            }
        }
        rest_out.copy_from_slice(&values[..rest.len()]);
    }
}

/// Doubles in the widest vector there is.
const LANES: usize = 8;

/// One plume, ready to be evaluated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Kernel {
    pub(crate) frame: Frame,
    pub(crate) law: Law,
    pub(crate) lid: Option<f64>,
    pub(crate) arch: Instructions,
}

/// The instruction set found when the plume was made.
#[derive(Clone, Copy)]
pub(crate) struct Instructions(Arch);

impl Instructions {
    pub(crate) fn detect() -> Self {
        Self(Arch::new())
    }
}

impl PartialEq for Instructions {
    /// Results do not depend on the instruction set, so neither does equality.
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl std::fmt::Debug for Instructions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Instructions")
    }
}

impl Kernel {
    /// Unit concentration in the frame of the wind, at `[downwind, crosswind, z]`.
    pub(crate) fn aligned(&self, at: [f64; 3], h: f64) -> f64 {
        match (&self.law, self.lid) {
            (Law::Briggs(spread), None) => pair(&self.frame, spread, &Open, at, h),
            (Law::Briggs(spread), Some(lid)) => pair(&self.frame, spread, &Lidded(lid), at, h),
            (Law::Isc3(spread), None) => pair(&self.frame, spread, &Open, at, h),
            (Law::Isc3(spread), Some(lid)) => pair(&self.frame, spread, &Lidded(lid), at, h),
            (Law::GrownBriggs(spread), None) => pair(&self.frame, spread, &Open, at, h),
            (Law::GrownBriggs(spread), Some(lid)) => pair(&self.frame, spread, &Lidded(lid), at, h),
            (Law::GrownIsc3(spread), None) => pair(&self.frame, spread, &Open, at, h),
            (Law::GrownIsc3(spread), Some(lid)) => pair(&self.frame, spread, &Lidded(lid), at, h),
        }
    }

    /// A receptor seen from a source: `[downwind, crosswind, z]`.
    pub(crate) fn turned(&self, source: [f64; 3], receptor: [f64; 3]) -> [f64; 3] {
        turned(&self.frame, source, receptor)
    }

    /// Unit concentration between two places on the map.
    pub(crate) fn unit(&self, source: [f64; 3], receptor: [f64; 3]) -> f64 {
        self.aligned(self.turned(source, receptor), source[2])
    }

    /// The same for many receptors, on this thread.
    pub(crate) fn units(&self, source: [f64; 3], receptors: &[[f64; 3]], out: &mut [f64]) {
        let frame = self.frame;
        match (self.law, self.lid) {
            (Law::Briggs(spread), None) if source[2] == 0.0 => {
                let vertical = OnGround;
                self.arch.0.dispatch(Loop { frame, spread, vertical, source, receptors, out });
            }
            (Law::Briggs(spread), None) => {
                let vertical = Open;
                self.arch.0.dispatch(Loop { frame, spread, vertical, source, receptors, out });
            }
            (Law::GrownBriggs(spread), None) => {
                let vertical = Open;
                self.arch.0.dispatch(Loop { frame, spread, vertical, source, receptors, out });
            }
            _ => {
                for (receptor, value) in receptors.iter().zip(out) {
                    *value = self.unit(source, *receptor);
                }
            }
        }
    }
}

impl Kernel {
    /// The same plume in air that differs.
    pub(crate) fn in_air(&self, air: &davylamp_traits::AirError) -> Self {
        let (sin, cos) = air.wind_turn.sin_cos();
        let Frame { east, north, strength, decay } = self.frame;
        Self {
            frame: Frame {
                east: east * cos - north * sin,
                north: east * sin + north * cos,
                strength: strength / air.wind_speed_factor,
                decay: decay / air.wind_speed_factor,
            },
            law: self
                .law
                .widened(air.sigma_y_factor, air.sigma_z_factor)
                .grown(air.sigma_y_growth, air.sigma_z_growth),
            ..*self
        }
    }
}

/// The loop across a plume whose axis and width are known.
struct Across<'a> {
    amplitudes: &'a [f64],
    spreads: &'a [f64],
    squares: &'a [f64],
    out: &'a mut [f64],
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl WithSimd for Across<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<I: pulp::Simd>(self, _simd: I) {
        let Self { amplitudes, spreads, squares, out } = self;
        for (((amplitude, spread), square), value) in
            amplitudes.iter().zip(spreads).zip(squares).zip(out)
        {
            *value = amplitude * exp(-(square * spread));
        }
    }
}

impl Kernel {
    /// Concentration on the axis at a distance, and 1 / (2 sigma_y^2) there.
    pub(crate) fn strip(&self, x: f64, z: f64, h: f64) -> (f64, f64) {
        (self.aligned([x, 0.0, z], h), self.law.half_inverse_variances(x)[0])
    }

    /// Concentrations at squared distances from the axis.
    pub(crate) fn across(
        &self,
        amplitudes: &[f64],
        spreads: &[f64],
        squares: &[f64],
        out: &mut [f64],
    ) {
        self.arch.0.dispatch(Across { amplitudes, spreads, squares, out });
    }
}
