//! The closed forms against what they must obey: the wave equation, momentum, symmetry, limits.

use davylamp_wave::analytic::{FullSpace, HalfSpace};
use davylamp_wave::{WaveError, Wavelet};
use std::f64::consts::{PI, TAU};

const VP: f64 = 3000.0;
const VS: f64 = 1730.0;
const RHO: f64 = 2200.0;

fn ground() -> Result<(FullSpace, Wavelet), WaveError> {
    Ok((FullSpace::new(VP, VS, RHO)?, Wavelet::ricker(20.0, 0.075)?))
}

/// Second derivative of a function from samples at -2h..2h; the error is h^4/90 of the sixth.
fn second(f: impl Fn(f64) -> f64, h: f64) -> f64 {
    (16.0 * (f(h) + f(-h)) - f(2.0 * h) - f(-2.0 * h) - 30.0 * f(0.0)) / (12.0 * h * h)
}

fn first(f: impl Fn(f64) -> f64, h: f64) -> f64 {
    (8.0 * (f(h) - f(-h)) - f(2.0 * h) + f(-2.0 * h)) / (12.0 * h)
}

/// Residual of rho v_tt = (lambda + mu) grad div v + mu laplace v, over the largest term.
fn residual(v: &dyn Fn([f64; 2], f64) -> [f64; 2], [x, z]: [f64; 2], t: f64) -> f64 {
    let (mu, p_modulus) = (RHO * VS * VS, RHO * VP * VP);
    let (h, dt) = (2.0, 5e-4);
    let xx = |i: usize| second(|d| v([x + d, z], t)[i], h);
    let zz = |i: usize| second(|d| v([x, z + d], t)[i], h);
    let xz = |i: usize| first(|a| first(|b| v([x + a, z + b], t)[i], h), h);
    let tt = |i: usize| RHO * second(|d| v([x, z], t + d)[i], dt);
    let ex = p_modulus * xx(0) + (p_modulus - mu) * xz(1) + mu * zz(0) - tt(0);
    let ez = p_modulus * zz(1) + (p_modulus - mu) * xz(0) + mu * xx(1) - tt(1);
    ex.hypot(ez) / tt(0).hypot(tt(1))
}

/// The shortest wave that counts is 1730/50 = 35 m: h^4/90 (2 pi/35)^4 = 2e-4 at its frequency, and
/// (2.5)^4 = 39 times less at the peak frequency.
#[test]
fn they_solve_the_wave_equation() -> Result<(), WaveError> {
    let (ground, wavelet) = ground()?;
    let force = |offset, time| ground.force(&wavelet, [0.3e6, 1e6], offset, time);
    let explosion = |offset, time| ground.explosion(&wavelet, 1e9, offset, time);
    for (offset, time) in
        [([80.0, 130.0], 0.14), ([80.0, 130.0], 0.17), ([-300.0, 40.0], 0.19), ([30.0, -20.0], 0.1)]
    {
        assert!(residual(&force, offset, time) < 2e-4, "force at {offset:?}, {time}");
        assert!(residual(&explosion, offset, time) < 2e-4, "explosion at {offset:?}, {time}");
    }
    Ok(())
}

/// All that the force has given by a time is in the ground: the sum of rho v over the plane.
///
/// On circles the motion is c0 + c2 cos(2 theta), so two directions at right angles give the mean. The
/// midpoint rule over radii converges like (dr)^2; the motion near the source is logarithmic, and its
/// error there a share (dr/r)^2 of the whole.
#[test]
fn the_momentum_is_what_the_force_gave() -> Result<(), WaveError> {
    let (ground, wavelet) = ground()?;
    // At its zero crossing after the peak the wavelet has given s exp(-1/2), all that it ever will.
    let s = 1.0 / (20.0 * PI * 2f64.sqrt());
    let (time, given) = (0.075 + s, s * (-0.5f64).exp());
    let (mut taken, dr) = (0.0, 0.5);
    let mut r = 0.5 * dr;
    while r < VP * time {
        let along = ground.force(&wavelet, [0.0, 1.0], [0.0, r], time)[1];
        let across = ground.force(&wavelet, [0.0, 1.0], [r, 0.0], time)[1];
        taken += RHO * 0.5 * (along + across) * TAU * r * dr;
        r += dr;
    }
    assert!((taken / given - 1.0).abs() < 1e-3, "{taken:e} of {given:e}");
    Ok(())
}

/// What is left for good is the static field of a centre of dilatation, M / (2 pi rho alpha^2 r).
#[test]
fn an_explosion_leaves_its_static_field() -> Result<(), WaveError> {
    let ground = FullSpace::new(VP, VS, RHO)?;
    // A moment rate that is not zero on average: a Hann pulse of 0.1 s, whose area is 0.05 s.
    let pulse = (0..=100).map(|k| 0.5 - 0.5 * (TAU * f64::from(k) / 100.0).cos()).collect();
    let wavelet = Wavelet::sampled(1e-3, pulse)?;
    let moment = 0.05 * 1e9;
    for r in [10.0, 40.0] {
        let mut displacement = 0.0;
        let (mut t, dt) = (0.0, 2e-3);
        // After the pulse the rest goes as (r/ct)^2/2: 1.4e-4 of it is left after 0.8 s at 40 m. The pulse
        // has nothing of note above 50 Hz, so that a sum at 2 ms is its integral.
        while t < 0.8 {
            displacement += dt * ground.explosion(&wavelet, 1e9, [r, 0.0], t)[0];
            t += dt;
        }
        let fixed = moment / (TAU * RHO * VP * VP * r);
        assert!((displacement / fixed - 1.0).abs() < 1e-3, "{r}: {displacement:e} of {fixed:e}");
    }
    Ok(())
}

/// Pressure is -(lambda + mu) div u, so its rate is that of the velocity's divergence.
#[test]
fn pressure_follows_the_divergence() -> Result<(), WaveError> {
    let (ground, wavelet) = ground()?;
    let v = |x: f64, z: f64, t: f64| ground.explosion(&wavelet, 1e9, [x, z], t);
    let (x, z, t, h) = (120.0, 70.0, 0.14, 1.0);
    let divergence = first(|d| v(x + d, z, t)[0], h) + first(|d| v(x, z + d, t)[1], h);
    let rate = first(|d| ground.explosion_pressure(&wavelet, 1e9, [x, z], t + d), 1e-4);
    let expected = -RHO * (VP * VP - VS * VS) * divergence;
    assert!((rate / expected - 1.0).abs() < 1e-4, "{rate:e} {expected:e}");
    Ok(())
}

#[test]
fn forces_are_reciprocal_and_even() -> Result<(), WaveError> {
    let (ground, wavelet) = ground()?;
    for (offset, time) in [([80.0, 130.0], 0.15), ([-30.0, 4.0], 0.09), ([500.0, -200.0], 0.4)] {
        let [_, zx] = ground.force(&wavelet, [1e6, 0.0], offset, time);
        let [xz, _] = ground.force(&wavelet, [0.0, 1e6], offset, time);
        let [back, _] = ground.force(&wavelet, [0.0, 1e6], [-offset[0], -offset[1]], time);
        assert!((zx - xz).abs() <= 1e-12 * xz.abs() && (back - xz).abs() <= 1e-12 * xz.abs());
    }
    Ok(())
}

fn peak(v: impl Fn(f64) -> f64, from: f64) -> f64 {
    (0..400).map(|k| v(from + f64::from(k) * 5e-4).abs()).fold(0.0, f64::max)
}

/// Far away, amplitudes fall as the root of the distance, P shakes along the ray and S across it, in the
/// ratio (vs/vp)^(3/2): r/c^2 times (c/r)^(1/2), the half derivative of a line source. The near field
/// is c/(2 pi f r) of it.
#[test]
fn far_away_p_and_s_part() -> Result<(), WaveError> {
    let (ground, wavelet) = ground()?;
    let r = 6e4;
    let near = VP / (TAU * 20.0 * r);
    let p = |r: f64| peak(|t| ground.force(&wavelet, [0.0, 1e6], [0.0, r], t)[1], r / VP);
    let s = |r: f64| peak(|t| ground.force(&wavelet, [0.0, 1e6], [r, 0.0], t)[1], r / VS);
    assert!((p(r) / p(2.0 * r) / 2f64.sqrt() - 1.0).abs() < 4.0 * near);
    assert!((s(r) / s(2.0 * r) / 2f64.sqrt() - 1.0).abs() < 4.0 * near);
    assert!((p(r) / s(r) / (VS / VP).powf(1.5) - 1.0).abs() < 4.0 * near);
    // No P across the force.
    let leak = peak(|t| ground.force(&wavelet, [0.0, 1e6], [r, 0.0], t)[1], r / VP);
    assert!(leak < 4.0 * near * p(r));
    Ok(())
}

#[test]
fn nothing_comes_before_the_arrival_and_no_number_from_nonsense() -> Result<(), WaveError> {
    let (ground, wavelet) = ground()?;
    assert!(ground.force(&wavelet, [1.0; 2], [300.0, 0.0], 0.0999).iter().all(|v| v.abs() == 0.0));
    assert!(ground.force(&wavelet, [1.0; 2], [0.0; 2], 0.1)[0].is_nan());
    assert!(ground.explosion(&wavelet, f64::NAN, [9.0; 2], 0.1)[0].is_nan());
    assert!(ground.explosion(&wavelet, 1.0, [9.0; 2], f64::NAN)[0].is_nan());
    Ok(())
}

/// In Laplace's domain the surface's motion is an integral over real wave numbers: no path in the
/// complex plane, and the response of the surface solved from its two tractions for each of them.
fn garvin_by_wave_numbers(depth: f64, distance: f64, s: f64) -> [f64; 2] {
    let (mut x, mut z) = (0.0, 0.0);
    let dq = 2e-7;
    for k in 0..400_000 {
        // p = iq: every slowness below is real but p itself.
        let q = (f64::from(k) + 0.5) * dq;
        let (eta_p, eta_s) = ((q * q + VP.powi(-2)).sqrt(), (q * q + VS.powi(-2)).sqrt());
        // The surface reflects a of P and -i b of S, such that neither traction is left:
        let bend = VS.powi(-2) + 2.0 * q * q;
        // bend (1 + a) + 2 q eta_s b = 0;  2 q eta_p (1 - a) = bend b.
        let b = 4.0 * q * eta_p * bend / (bend * bend - 4.0 * q * q * eta_p * eta_s);
        let one_plus_a = -2.0 * q * eta_s * b / bend;
        let one_minus_a = bend * b / (2.0 * q * eta_p);
        assert!((one_plus_a + one_minus_a - 2.0).abs() < 1e-9);
        let decay = (-s * eta_p * depth).exp() / eta_p * dq;
        x += (s * q * distance).sin() * (eta_s * b + q * one_plus_a) * decay;
        z += (s * q * distance).cos() * (eta_p * one_minus_a - q * b) * decay;
    }
    [x, -z].map(|v| v / (TAU * RHO * VP * VP))
}

/// Laplace's transform of the time series by the trapezoidal rule, over that of the moment's second
/// derivative, is the integral above.
#[test]
fn garvin_agrees_with_a_sum_over_wave_numbers() -> Result<(), WaveError> {
    let (solid, wavelet) = ground()?;
    let surface = HalfSpace::new(solid);
    let (s, dt) = (40.0, 5e-4);
    for (depth, distance) in [(50.0, 0.0), (60.0, 80.0), (60.0, -80.0), (30.0, 250.0)] {
        let (mut sum, mut source) = ([0.0; 2], 0.0);
        for k in 0..1200 {
            let t = f64::from(k) * dt;
            let weight = (-s * t).exp() * dt;
            let v = surface.explosion(&wavelet, 1.0, [distance, -depth], t)?;
            for (sum, v) in sum.iter_mut().zip(v) {
                *sum += weight * v;
            }
            source += weight * wavelet.derivative(t);
        }
        let expected = garvin_by_wave_numbers(depth, distance, s).map(|v| v * source);
        let size = expected[0].hypot(expected[1]);
        for (sum, expected) in sum.iter().zip(expected) {
            assert!(
                (sum - expected).abs() < 1e-4 * size,
                "{depth} {distance}: {sum:e} {expected:e}"
            );
        }
    }
    Ok(())
}

/// What is left for good is 4(1 - nu) times the field of a full space: Kausel and Martin (2014),
/// doi:10.1016/j.ijsolstr.2014.01.006.
#[test]
fn garvin_leaves_the_static_field_of_a_half_space() -> Result<(), WaveError> {
    let surface = HalfSpace::new(FullSpace::new(VP, VS, RHO)?);
    let pulse = (0..=100).map(|k| 0.5 - 0.5 * (TAU * f64::from(k) / 100.0).cos()).collect();
    let wavelet = Wavelet::sampled(1e-3, pulse)?;
    let (depth, distance) = (20.0, 15.0);
    let (mut moved, mut t, dt) = ([0.0; 2], 0.0, 2e-3);
    while t < 0.8 {
        let v = surface.explosion(&wavelet, 1e9, [distance, -depth], t)?;
        for (moved, v) in moved.iter_mut().zip(v) {
            *moved += v * dt;
        }
        t += dt;
    }
    let square = (VS / VP).powi(2);
    let poisson = (1.0 - 2.0 * square) / (2.0 * (1.0 - square));
    let full = 4.0 * (1.0 - poisson) * 0.05 * 1e9 / (TAU * RHO * VP * VP);
    let r2 = depth * depth + distance * distance;
    assert!((moved[0] / (full * distance / r2) - 1.0).abs() < 2e-3, "{moved:?}");
    assert!((moved[1] / (-full * depth / r2) - 1.0).abs() < 2e-3, "{moved:?}");
    Ok(())
}

/// Far along the surface the largest motion travels at Rayleigh's speed, the root of
/// (2 - c^2/vs^2)^2 = 4 sqrt(1 - c^2/vp^2) sqrt(1 - c^2/vs^2).
#[test]
fn garvin_sends_a_rayleigh_wave() -> Result<(), WaveError> {
    let (solid, wavelet) = ground()?;
    let (mut low, mut high) = (0.5 * VS, VS);
    while high - low > 1e-9 * VS {
        let c = 0.5 * (low + high);
        let left = (2.0 - (c / VS).powi(2)).powi(2);
        let right = 4.0 * ((1.0 - (c / VP).powi(2)) * (1.0 - (c / VS).powi(2))).sqrt();
        if left < right { high = c } else { low = c }
    }
    let surface = HalfSpace::new(solid);
    let crest = |distance: f64| -> Result<f64, WaveError> {
        let (mut best, mut at) = (0.0, 0.0);
        for k in 0..600 {
            let t = distance / low + f64::from(k) * 2.5e-4;
            let vz = surface.explosion(&wavelet, 1e9, [distance, -10.0], t)?[1];
            if vz > best {
                (best, at) = (vz, t);
            }
        }
        Ok(at)
    };
    let speed = 400.0 / (crest(1200.0)? - crest(800.0)?);
    // Samples of 0.25 ms on a travel time of 0.25 s.
    assert!((speed / low - 1.0).abs() < 1.5e-3, "{speed} {low}");
    let depth = surface.explosion(&wavelet, 1e9, [10.0, 0.0], 0.1);
    assert!(matches!(depth, Err(WaveError::NotPositive { name: "depth", .. })));
    let far = surface.explosion(&wavelet, 1e9, [1e5, -1.0], 0.1);
    assert!(matches!(far, Err(WaveError::OutOfRange { name: "distance", .. })));
    Ok(())
}

#[test]
fn ground_that_is_none_is_refused() {
    assert!(matches!(
        FullSpace::new(-1.0, 1.0, 1.0),
        Err(WaveError::NotPositive { name: "vp", .. })
    ));
    assert!(matches!(
        FullSpace::new(9.0, 0.0, 1.0),
        Err(WaveError::NotPositive { name: "vs", .. })
    ));
    assert!(matches!(
        FullSpace::new(9.0, 1.0, f64::NAN),
        Err(WaveError::NotPositive { name: "rho", .. })
    ));
    assert!(matches!(FullSpace::new(9.0, 8.0, 1.0), Err(WaveError::OutOfRange { name: "vs", .. })));
}
