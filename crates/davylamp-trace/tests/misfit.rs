//! Misfits: the best rate, limits, censored readings, invariance, and which one to choose.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::Park;
use davylamp_optim::{Bounds, Method, minimize};
use davylamp_plume::{DispersionCurves, GaussianPlume, PlumeInput, StabilityClass};
use davylamp_trace::{
    Case, Epoch, FullMisfit, Misfit, Noise, ProjectedMisfit, Reading, Readings, SearchBox, polish,
    search,
};
use davylamp_traits::{Dispersion, Objective};
use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

const TRUTH: [f64; 3] = [8.0, 15.0, 80.0];
const RATE_MAX: f64 = 200.0;

/// Each kind of misfit, for readings whose greatest is this.
fn misfits(greatest: f64) -> [Misfit; 5] {
    [
        Misfit::Linear,
        Misfit::SquareRoot,
        Misfit::Logarithmic { floor: 1e-3 * greatest },
        Misfit::Likelihood(Noise::new(1e-3 * greatest, 0.3).unwrap()),
        Misfit::Likelihood(Noise::new(1e-2 * greatest, 0.0).unwrap()),
    ]
}

/// Readings that err by a factor.
fn lognormal(mut park: Park, std: f64, seed: u64) -> Park {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for c in &mut park.readings {
        let error: f64 = StandardNormal.sample(&mut random);
        *c *= (std * error).exp();
    }
    park
}

/// Whether the best rate is a formula, or a parabola's minimum that one step finds.
fn is_closed(misfit: Misfit) -> bool {
    match misfit {
        Misfit::Linear | Misfit::SquareRoot => true,
        Misfit::Likelihood(noise) => noise.relative() == 0.0,
        _ => false,
    }
}

/// The projected misfit is the full one at the projected rate, and a hundredth more or less of that
/// rate is not better by more than this share of it.
fn check_rate(
    case: &Case<'_>,
    misfit: Misfit,
    [x, y]: [f64; 2],
    share: f64,
) -> Result<(), TestCaseError> {
    let projected = ProjectedMisfit::new(case, misfit);
    let full = FullMisfit::new(case, misfit).unwrap();
    let rate = projected.rate(&[x, y]);
    prop_assert!((0.0..=RATE_MAX).contains(&rate), "{misfit:?}: {rate}");
    let value = projected.value(&[x, y]);
    // The same sum in the same order.
    prop_assert_eq!(value.to_bits(), full.value(&[x, y, rate]).to_bits());
    // Sixteen squares are summed to about as many rounding errors.
    let least = value * (1.0 - share - 16.0 * f64::EPSILON);
    for factor in [0.99, 1.01] {
        let other = full.value(&[x, y, (factor * rate).min(RATE_MAX)]);
        prop_assert!(other >= least, "{misfit:?}: {rate} {value} {other}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_rate_near_the_projected_one_is_better(
        x in 0.0..100.0_f64,
        y in 0.0..100.0_f64,
        seed in 0_u64..50,
        noise in 0.0..0.5_f64,
    ) {
        let case = lognormal(Park::new(4, &[TRUTH], seed), noise, seed).case(RATE_MAX);
        for misfit in misfits(case.readings().max_concentration()) {
            // Where the place is wrong by hundreds of standard deviations, the steps of an iterated
            // rate may end before it is good to a hundredth; what that costs is a small share of a
            // misfit that rules the place out anyway.
            let share = if is_closed(misfit) { 0.0 } else { 1e-3 };
            check_rate(&case, misfit, [x, y], share)?;
        }
    }

    #[test]
    fn near_the_source_no_rate_is_better(
        dx in -5.0..5.0_f64,
        dy in -5.0..5.0_f64,
        seed in 0_u64..50,
        noise in 0.0..0.3_f64,
    ) {
        let case = lognormal(Park::new(4, &[TRUTH], seed), noise, seed).case(RATE_MAX);
        for misfit in misfits(case.readings().max_concentration()) {
            check_rate(&case, misfit, [TRUTH[0] + dx, TRUTH[1] + dy], 0.0)?;
        }
    }

    #[test]
    fn the_closed_forms_are_the_least_over_all_rates(
        x in 0.0..100.0_f64,
        y in 0.0..100.0_f64,
        seed in 0_u64..50,
    ) {
        // Both are parabolas, in the rate and in its root: no other minimum can hide.
        let case = lognormal(Park::new(4, &[TRUTH], seed), 0.3, seed).case(RATE_MAX);
        for misfit in [Misfit::Linear, Misfit::SquareRoot] {
            let projected = ProjectedMisfit::new(&case, misfit);
            let full = FullMisfit::new(&case, misfit).unwrap();
            let value = projected.value(&[x, y]);
            for k in 0..=400 {
                let rate = RATE_MAX * f64::from(k) / 400.0;
                prop_assert!(
                    full.value(&[x, y, rate]) >= value * (1.0 - 16.0 * f64::EPSILON),
                    "{misfit:?}: {rate}",
                );
            }
        }
    }

    #[test]
    fn a_batch_has_the_bits_of_its_parts(seed in 0_u64..50, points in prop::collection::vec(0.0..100.0_f64, 18)) {
        let case = Park::new(4, &[TRUTH], seed).case(RATE_MAX);
        for misfit in misfits(case.readings().max_concentration()) {
            let projected = ProjectedMisfit::new(&case, misfit);
            let full = FullMisfit::new(&case, misfit).unwrap();
            for objective in [&projected as &dyn Objective, &full] {
                let dim = objective.lower().len();
                let mut batch = vec![0.0; points.len() / dim];
                objective.values(&points, &mut batch);
                for (point, value) in points.chunks_exact(dim).zip(&batch) {
                    prop_assert_eq!(objective.value(point).to_bits(), value.to_bits());
                }
            }
        }
    }
}

#[test]
fn at_the_true_place_the_iterated_rate_is_the_least_over_all_rates() {
    // The logarithmic misfit may have several minima over the rate where the place is wrong. At the
    // true one, readings that err by a fifth agree on one rate.
    for seed in 0..50 {
        let case = lognormal(Park::new(4, &[TRUTH], seed), 0.2, seed).case(RATE_MAX);
        let place = [TRUTH[0], TRUTH[1]];
        for misfit in misfits(case.readings().max_concentration()) {
            let value = ProjectedMisfit::new(&case, misfit).value(&place);
            let full = FullMisfit::new(&case, misfit).unwrap();
            for k in 0..=400 {
                let rate = RATE_MAX * 10.0_f64.powf(-4.0 * f64::from(k) / 400.0);
                let other = full.value(&[place[0], place[1], rate]);
                assert!(other >= value * (1.0 - 16.0 * f64::EPSILON), "{seed} {misfit:?} {rate}");
            }
        }
    }
}

#[test]
fn a_rate_is_cut_at_the_greatest_allowed() {
    // Half of the true rate is allowed: the projected rate lies on the bound, for each misfit.
    let case = Park::new(4, &[TRUTH], 3).case(0.5 * TRUTH[2]);
    for misfit in misfits(case.readings().max_concentration()) {
        let rate = ProjectedMisfit::new(&case, misfit).rate(&[TRUTH[0], TRUTH[1]]);
        assert!((rate - 0.5 * TRUTH[2]).abs() <= 1e-9 * TRUTH[2], "{misfit:?}: {rate}");
    }
}

fn air(wind_from_deg: f64) -> GaussianPlume {
    GaussianPlume::new(PlumeInput {
        curves: DispersionCurves::BriggsRural,
        class: StabilityClass::D,
        wind_speed: 3.0,
        wind_from_deg,
    })
    .unwrap()
}

const SOURCE: [f64; 3] = [0.0, 0.0, 0.5];
const RATE: f64 = 2e-3;
const AROUND: SearchBox = SearchBox {
    x: [-60.0, 40.0],
    y: [-50.0, 50.0],
    height: [0.5, 0.5],
    wind_turn_max: 0.0,
    rate_max: f64::INFINITY,
};

/// Nine sensors within two widths of the plume's axis, in a west wind.
fn nine() -> Vec<Reading> {
    let air = air(270.0);
    (0..9)
        .map(|i| {
            let (downwind, across) = (60.0 + 30.0 * f64::from(i / 3), f64::from(i % 3 - 1));
            let place = [downwind, across * 1.2 * air.sigma_y(downwind), 1.5];
            // Factors between 0.8 and 1.25, so that no fit is exact.
            let factor = (0.22 * (2.3 * f64::from(i)).sin()).exp();
            Reading::new(place, factor * RATE * air.unit_concentration(SOURCE, place))
        })
        .collect()
}

fn case_of(readings: Vec<Reading>) -> Case<'static> {
    let count = readings.len();
    let epoch = Epoch { air: Box::new(air(270.0)), readings: 0..count };
    Case::new(Readings::new(readings).unwrap(), vec![epoch], AROUND, 0.0).unwrap()
}

#[test]
fn a_likelihood_without_relative_noise_is_linear() {
    let case = case_of(nine());
    let std = 0.1 * case.readings().max_concentration();
    let linear = ProjectedMisfit::new(&case, Misfit::Linear);
    let likelihood = ProjectedMisfit::new(&case, Misfit::Likelihood(Noise::new(std, 0.0).unwrap()));
    for place in [[0.0, 0.0], [-20.0, 5.0], [30.0, -2.0], [10.0, 20.0]] {
        let expected = linear.value(&place) / (std * std);
        assert!((likelihood.value(&place) / expected - 1.0).abs() < 1e-12, "{place:?}");
        // Values that differ by a rounding error e belong to rates that differ by its root.
        let ratio = likelihood.rate(&place) / linear.rate(&place);
        assert!((ratio - 1.0).abs() < 10.0 * f64::EPSILON.sqrt(), "{place:?}: {ratio}");
    }
}

#[test]
fn a_likelihood_without_additive_noise_is_logarithmic() {
    let case = case_of(nine());
    let least = case.readings().as_slice().iter().map(|r| r.concentration).fold(1.0, f64::min);
    // Places where no sensor is more than three widths off: e^(9/2) is 90, and so even the weakest
    // modelled concentration is more than 1e-3 of the weakest reading.
    let places = [[0.0, 0.0], [-30.0, 2.0], [20.0, -2.0]];
    let relative = 0.3;
    let (additive, floor) = (1e-9 * least, 1e-12 * least);
    let logarithmic = ProjectedMisfit::new(&case, Misfit::Logarithmic { floor });
    let noise = Noise::new(additive, relative).unwrap();
    let likelihood = ProjectedMisfit::new(&case, Misfit::Likelihood(noise));
    for place in places {
        let expected = logarithmic.value(&place) / (relative * relative);
        // asinh t = ln 2t + 1 / 4t^2 + ..., t > 1e5; ln(1 + floor / c) < 1e-9, of residuals of
        // order 1.
        assert!((likelihood.value(&place) / expected - 1.0).abs() < 1e-7, "{place:?}");
        let ratio = likelihood.rate(&place) / logarithmic.rate(&place);
        assert!((ratio - 1.0).abs() < 1e-7, "{place:?}: {ratio}");
    }
}

#[test]
fn a_reading_below_its_limit_pushes_the_source_away() {
    let relative = 0.3;
    let noise =
        Noise::new(0.01 * case_of(nine()).readings().max_concentration(), relative).unwrap();
    let misfit = Misfit::Likelihood(noise);
    let place = [100.0, 9.0, 1.5];
    let without = case_of(nine());
    let free = search(&ProjectedMisfit::new(&without, misfit)).unwrap();
    let expected = free.source.rate * air(270.0).unit_concentration(free.source.position, place);

    let with_limit = |detection_limit: f64| {
        let mut readings = nine();
        readings.push(Reading { detection_limit, ..Reading::new(place, 0.0) });
        let case = case_of(readings);
        let fit = search(&ProjectedMisfit::new(&case, misfit)).unwrap();
        (fit.source.position[1], fit.predicted[9])
    };
    // The sensor lies to the left of the plume: the less it may have read, the farther to the right
    // the source goes, and the less is modelled there.
    let mut last = (free.source.position[1], expected);
    for share in [0.5, 0.3, 0.1] {
        let now = with_limit(share * expected);
        assert!(now.0 < last.0 && now.1 < last.1, "{share}: {now:?} {last:?}");
        last = now;
    }
}

#[test]
fn a_limit_well_above_the_model_says_nothing() {
    let noise = Noise::new(0.01 * case_of(nine()).readings().max_concentration(), 0.3).unwrap();
    let misfit = Misfit::Likelihood(noise);
    let without = case_of(nine());
    let objective = ProjectedMisfit::new(&without, misfit);
    let place = [100.0, 9.0, 1.5];
    let at = [SOURCE[0], SOURCE[1]];
    let model = objective.rate(&at) * air(270.0).unit_concentration(SOURCE, place);
    // Six standard deviations above the model: it reads less with probability 1 - 1e-9, and twice
    // the negative logarithm of that is 2e-9.
    let (mut low, mut high) = (model, 1e6 * model);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if noise.scaled(middle) - noise.scaled(model) < 6.0 { low = middle } else { high = middle }
    }
    let mut readings = nine();
    readings.push(Reading { detection_limit: high, ..Reading::new(place, 0.0) });
    let with = case_of(readings);
    let added = ProjectedMisfit::new(&with, misfit).value(&at) - objective.value(&at);
    assert!((-1e-12..2.1e-9).contains(&added), "{added:e}");
    // What a censored reading says is its limit: the number that stands there changes nothing.
    let mut readings = nine();
    readings.push(Reading { detection_limit: high, ..Reading::new(place, 0.9 * high) });
    let other = case_of(readings);
    assert_eq!(
        ProjectedMisfit::new(&with, misfit).value(&at).to_bits(),
        ProjectedMisfit::new(&other, misfit).value(&at).to_bits(),
    );
}

#[test]
fn turning_and_moving_the_world_turns_and_moves_the_source() {
    let turn = 37.0_f64;
    let moved = [1200.0, -340.0];
    let (sin, cos) = turn.to_radians().sin_cos();
    let turned =
        |[x, y, z]: [f64; 3]| [moved[0] + x * cos - y * sin, moved[1] + x * sin + y * cos, z];
    let side = 200.0;
    let around = |centre: [f64; 2]| SearchBox {
        x: [centre[0] - 0.5 * side, centre[0] + 0.5 * side],
        y: [centre[1] - 0.5 * side, centre[1] + 0.5 * side],
        ..AROUND
    };
    let greatest = case_of(nine()).readings().max_concentration();
    for misfit in misfits(greatest) {
        let offset = |readings: Vec<Reading>, wind_from_deg: f64, centre: [f64; 2]| {
            let epoch = Epoch { air: Box::new(air(wind_from_deg)), readings: 0..9 };
            let readings = Readings::new(readings).unwrap();
            let case = Case::new(readings, vec![epoch], around(centre), 0.0).unwrap();
            let fit = search(&ProjectedMisfit::new(&case, misfit)).unwrap();
            let [x, y, _] = fit.source.position;
            ([x - centre[0], y - centre[1]], fit.source.rate, fit.misfit)
        };
        let (here, rate, value) = offset(nine(), 270.0, [0.0, 0.0]);
        let there: Vec<Reading> =
            nine().into_iter().map(|r| Reading { position: turned(r.position), ..r }).collect();
        // Counter-clockwise by `turn`; winds are counted clockwise.
        let (there, rate_there, value_there) = offset(there, 270.0 - turn, moved);
        let back = [there[0] * cos + there[1] * sin, there[1] * cos - there[0] * sin];
        let off = (back[0] - here[0]).hypot(back[1] - here[1]);
        assert!(off < 1e-6 * side, "{misfit:?}: {here:?} {back:?}");
        assert!((here[0].hypot(here[1]) - there[0].hypot(there[1])).abs() < 1e-6 * side);
        assert!((rate_there / rate - 1.0).abs() < 1e-6, "{misfit:?}: {rate} {rate_there}");
        assert!((value_there / value - 1.0).abs() < 1e-9, "{misfit:?}: {value} {value_there}");
    }
}

/// Median distance between the source found and the true one.
fn median_error(misfit: impl Fn(f64) -> Misfit, park: impl Fn(u64) -> Park) -> f64 {
    let mut errors: Vec<f64> = (0..30)
        .map(|seed| {
            let case = park(seed).case(RATE_MAX);
            let greatest = case.readings().max_concentration() - case.background();
            let fit = search(&ProjectedMisfit::new(&case, misfit(greatest))).unwrap();
            let [x, y, _] = fit.source.position;
            (x - TRUTH[0]).hypot(y - TRUTH[1])
        })
        .collect();
    errors.sort_by(f64::total_cmp);
    0.5 * (errors[14] + errors[15])
}

#[test]
fn the_misfit_that_follows_the_noise_is_better() {
    let linear = |_| Misfit::Linear;
    let logarithmic = |greatest: f64| Misfit::Logarithmic { floor: 1e-6 * greatest };

    let relative = |seed| lognormal(Park::new(4, &[TRUTH], seed), 0.3, 100 + seed);
    let (a, b) = (median_error(logarithmic, relative), median_error(linear, relative));
    assert!(a < b, "relative noise: logarithmic {a} m, linear {b} m");

    // 20 dB: a tenth of the root mean square reading (Xia et al. 2022, Table 15).
    let additive = |seed| Park::new(4, &[TRUTH], seed).with_noise(0.1, 200 + seed).0;
    let (a, b) = (median_error(linear, additive), median_error(logarithmic, additive));
    assert!(a < b, "additive noise: linear {a} m, logarithmic {b} m");
}

#[test]
fn any_optimizer_and_the_polish_find_what_the_search_finds() {
    let case = Park::new(4, &[TRUTH], 5).case(RATE_MAX);
    let objective = ProjectedMisfit::new(&case, Misfit::Linear);
    let found = search(&objective).unwrap();
    let bounds = Bounds::of(&objective).unwrap();
    for method in [Method::Omo, Method::De, Method::NelderMead] {
        let mut optimizer = method.build(&bounds, 2_000, 7).unwrap();
        let best = minimize(&objective, optimizer.as_mut(), 2_000).unwrap();
        let fit = polish(&objective, &best.x).unwrap();
        assert!(fit.misfit <= best.value, "{method}: {} {}", fit.misfit, best.value);
        for axis in 0..2 {
            let off = (fit.source.position[axis] - found.source.position[axis]).abs();
            assert!(off < 1e-3, "{method}: {:?} {:?}", fit.source, found.source);
        }
    }
}
