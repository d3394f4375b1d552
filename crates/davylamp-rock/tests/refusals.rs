//! Bad input is refused with its name, and never becomes a number.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use davylamp_rock::{
    Brine, BrineInput, ConfiningPressure, EffectivePressure, Gassmann, GassmannInput, GrainPack,
    GrainPackInput, HashinShtrikman, Means, NaturalGas, NaturalGasInput, Part, Phase, PorePressure,
    RockError, SaturatedInput, WaveSpeeds, brie,
};

const NEVER: [f64; 3] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];

/// What the error says was wrong.
fn name<T: std::fmt::Debug>(result: Result<T, RockError>) -> &'static str {
    match result.unwrap_err() {
        RockError::OutOfRange { name, .. } | RockError::NotPositive { name, .. } => name,
        other => panic!("{other}"),
    }
}

fn with<const N: usize>(bad: [f64; N], check: impl Fn(f64)) {
    for value in bad.into_iter().chain(NEVER) {
        check(value);
    }
}

#[test]
fn brine_and_gas() {
    let brine = BrineInput { temperature: 310.0, pressure: 1e7, salinity: 0.03 };
    with([273.0, 700.0], |temperature| {
        assert_eq!(name(Brine::new(BrineInput { temperature, ..brine })), "temperature");
    });
    with([-1.0, 1.1e8], |pressure| {
        assert_eq!(name(Brine::new(BrineInput { pressure, ..brine })), "pressure");
    });
    with([-1e-9, 0.31], |salinity| {
        assert_eq!(name(Brine::new(BrineInput { salinity, ..brine })), "salinity");
    });
    let gas = NaturalGasInput { temperature: 310.0, pressure: 1e7, gravity: 0.6 };
    with([0.0696, 2.0], |gravity| {
        assert_eq!(name(NaturalGas::new(NaturalGasInput { gravity, ..gas })), "gravity");
    });
    with([0.0, 1.1e8], |pressure| {
        assert_eq!(name(NaturalGas::new(NaturalGasInput { pressure, ..gas })), "pressure");
    });
    with([200.0, 700.0], |temperature| {
        assert_eq!(name(NaturalGas::new(NaturalGasInput { temperature, ..gas })), "temperature");
    });
}

#[test]
fn mixtures() {
    let rest = Part { fraction: 0.5, modulus: 1e9 };
    with([-0.1, 1.1], |fraction| {
        assert_eq!(name(Means::new(&[Part { fraction, ..rest }, rest])), "fraction");
    });
    with([-1.0], |modulus| {
        assert_eq!(name(Means::new(&[Part { modulus, ..rest }, rest])), "modulus");
    });
    let parts = [rest, Part { fraction: 0.4, ..rest }];
    assert_eq!(Means::new(&parts), Err(RockError::FractionSum { sum: 0.9 }));
    assert_eq!(Means::new(&[]), Err(RockError::FractionSum { sum: 0.0 }));
    let phase = Phase { fraction: 1.0, k: 1e9, mu: 1e9 };
    with([0.0, -1.0], |k| {
        assert_eq!(name(HashinShtrikman::new(&[Phase { k, ..phase }])), "k");
    });
    with([-1.0], |mu| {
        assert_eq!(name(HashinShtrikman::new(&[Phase { mu, ..phase }])), "mu");
    });
    with([-0.1, 1.1], |saturation| {
        assert_eq!(name(brie(2e9, 1e7, saturation, 3.0)), "gas_saturation");
    });
    with([0.5], |exponent| assert_eq!(name(brie(2e9, 1e7, 0.2, exponent)), "exponent"));
}

fn pack() -> GrainPackInput {
    GrainPackInput {
        k_mineral: 37e9,
        mu_mineral: 44e9,
        contact_poisson: 0.1,
        critical_porosity: 0.4,
        coordination: 9.0,
        effective_pressure: EffectivePressure::new(1e7).unwrap(),
        no_slip_fraction: 1.0,
    }
}

#[test]
fn pressures() {
    with([-1.0], |pascals| assert_eq!(name(EffectivePressure::new(pascals)), "effective_pressure"));
    with([0.0, -1.0], |pascals| assert_eq!(name(PorePressure::new(pascals)), "pore_pressure"));
    with([0.0], |pascals| assert_eq!(name(ConfiningPressure::new(pascals)), "confining_pressure"));
    let confining = ConfiningPressure::new(1e6).unwrap();
    let pore = PorePressure::new(2e6).unwrap();
    let error = confining.less(pore).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("effective_pressure = -1e6 is outside [0e0, {:e}]", f64::MAX)
    );
}

#[test]
fn grain_packs() {
    let made = |change: fn(&mut GrainPackInput, f64), value: f64| {
        let mut input = pack();
        change(&mut input, value);
        name(GrainPack::new(input))
    };
    with([0.0, -1.0], |v| assert_eq!(made(|p, v| p.k_mineral = v, v), "k_mineral"));
    with([0.0, -1.0], |v| assert_eq!(made(|p, v| p.mu_mineral = v, v), "mu_mineral"));
    with([0.6, -1.1], |v| assert_eq!(made(|p, v| p.contact_poisson = v, v), "contact_poisson"));
    with([0.0, 1.0], |v| assert_eq!(made(|p, v| p.critical_porosity = v, v), "critical_porosity"));
    with([0.0, 30.0], |v| assert_eq!(made(|p, v| p.coordination = v, v), "coordination"));
    with([-0.1, 1.1], |v| assert_eq!(made(|p, v| p.no_slip_fraction = v, v), "no_slip_fraction"));
    let sand = GrainPack::new(pack()).unwrap();
    with([-0.01, 0.401], |porosity| {
        assert_eq!(name(sand.soft_sand(porosity)), "porosity");
        assert_eq!(name(sand.stiff_sand(porosity)), "porosity");
    });
}

#[test]
fn frames() {
    let input = GassmannInput { k_dry: 12e9, k_mineral: 37e9, k_fluid: 2e9, porosity: 0.25 };
    with([-1.0, 28e9], |k_dry| {
        assert_eq!(name(Gassmann::new(GassmannInput { k_dry, ..input })), "k_dry");
    });
    with([0.0], |k_fluid| {
        assert_eq!(name(Gassmann::new(GassmannInput { k_fluid, ..input })), "k_fluid");
        assert_eq!(name(Gassmann::new(input).unwrap().with_fluid(k_fluid)), "k_fluid");
    });
    with([0.0], |k_mineral| {
        assert_eq!(name(Gassmann::new(GassmannInput { k_mineral, ..input })), "k_mineral");
    });
    with([-0.1, 1.1], |porosity| {
        assert_eq!(name(Gassmann::new(GassmannInput { porosity, ..input })), "porosity");
    });
    // Softer than a suspension, and stiffer than the mineral allows.
    for k_sat in [1e9, 36.9e9] {
        let saturated = SaturatedInput { k_sat, k_mineral: 37e9, k_fluid: 2e9, porosity: 0.25 };
        let error = Gassmann::from_saturated(saturated).unwrap_err();
        assert!(matches!(error, RockError::UnphysicalFrame { .. }), "{error}");
    }
    with([-1.0], |k| assert_eq!(name(WaveSpeeds::new(k, 1e9, 2000.0)), "k"));
    with([-1.0], |mu| assert_eq!(name(WaveSpeeds::new(1e9, mu, 2000.0)), "mu"));
    with([0.0], |rho| assert_eq!(name(WaveSpeeds::new(1e9, 1e9, rho)), "rho"));
}

#[test]
fn public_types_are_send_and_sync() {
    fn check<T: Send + Sync>() {}
    check::<davylamp_rock::Isotherm>();
    check::<Gassmann>();
    check::<GrainPack>();
    check::<RockError>();
}
