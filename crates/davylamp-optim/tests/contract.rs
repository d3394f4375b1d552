//! What every method promises, and the moves that can be told by hand.
#![allow(clippy::unwrap_used, reason = "a helper of a test may fail as the test may")]

mod common;

use common::{METHODS, make};
use davylamp_optim::{
    Bounds, CmaEs, CmaEsSettings, DeSettings, DeStrategy, DifferentialEvolution, GaSettings,
    GeneticAlgorithm, GreyWolf, GwoSettings, HarrisHawks, HhoSettings, LShade, LShadeSettings,
    Method, Minimizer, Minimum, MultiStart, NelderMead, NelderMeadSettings, Omo, OmoSettings,
    OptimError, Optimizer, ParticleSwarm, PatternSearch, PatternSearchSettings, Polished,
    PolishedSettings, PsoSettings, SaSettings, SalpSwarm, SimulatedAnnealing, SsaSettings, Sweep,
    TestProblem, WhaleOptimization, WoaSettings,
};
use proptest::prelude::*;

fn points(asked: &[f64], dim: usize) -> Vec<Vec<f64>> {
    asked.chunks_exact(dim).map(<[f64]>::to_vec).collect()
}

#[test]
fn public_types_are_send_and_sync() {
    type Nested = PolishedSettings<DeSettings>;
    fn check<T: Send + Sync + Clone + std::fmt::Debug>() {}
    check::<Bounds>();
    check::<Minimizer>();
    check::<Minimum>();
    check::<Method>();
    check::<Omo>();
    check::<DifferentialEvolution>();
    check::<NelderMead>();
    check::<ParticleSwarm>();
    check::<GeneticAlgorithm>();
    check::<SimulatedAnnealing>();
    check::<PatternSearch>();
    check::<GreyWolf>();
    check::<SalpSwarm>();
    check::<WhaleOptimization>();
    check::<HarrisHawks>();
    check::<CmaEs>();
    check::<LShade>();
    check::<MultiStart<Nested>>();
    check::<Polished<DeSettings>>();
    check::<TestProblem>();
    check::<OptimError>();
}

#[test]
fn names_are_read_back() {
    for method in Method::ALL {
        assert_eq!(method.to_string().parse(), Ok(method));
    }
    assert!("OMO".parse::<Method>().unwrap_err().to_string().contains("omo, de, nelder-mead"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a method is told, it asks for points of its box, and the same until it is told.
    #[test]
    fn asks_stay_in_the_box_whatever_is_told(
        method in 0..METHODS.len(),
        seed: u64,
        corner in prop::collection::vec(-1e6..1e6_f64, 1..6),
        width in 1e-9..1e9_f64,
        kinds in prop::collection::vec(0..6_u8, 1..50),
    ) {
        let upper: Vec<f64> = corner.iter().map(|lower| lower + width).collect();
        prop_assume!(corner.iter().zip(&upper).all(|(lower, upper)| lower < upper));
        let bounds = Bounds::new(&corner, &upper).unwrap();
        let mut optimizer = make(METHODS[method], &bounds, 2_000, seed);
        for (k, kind) in kinds.iter().cycle().take(300).enumerate() {
            let asked = points(optimizer.ask(), corner.len());
            prop_assert!(asked.iter().all(|x| bounds.contains(x)));
            prop_assert_eq!(&asked, &points(optimizer.ask(), corner.len()));
            let values: Vec<f64> = asked.iter().enumerate().map(|(i, x)| match kind {
                0 => f64::NAN,
                1 => f64::INFINITY,
                2 => f64::NEG_INFINITY,
                3 => 1.0,
                4 => (k * 31 + i * 17) as f64 % 7.0,
                _ => x.iter().sum(),
            }).collect();
            optimizer.tell(&values);
        }
    }
}

#[test]
fn a_tell_that_does_not_match_is_ignored() {
    let bounds = Bounds::new(&[-1.0; 2], &[1.0; 2]).unwrap();
    for name in METHODS {
        let mut optimizer = make(name, &bounds, 2_000, 1);
        for _ in 0..20 {
            let asked = points(optimizer.ask(), 2);
            optimizer.tell(&[]);
            optimizer.tell(&vec![-9.0; asked.len() + 1]);
            assert_eq!(asked, points(optimizer.ask(), 2), "{name}");
            let values: Vec<f64> = asked.iter().map(|x| x[0] * x[0] + x[1]).collect();
            optimizer.tell(&values);
            optimizer.tell(&[]);
        }
        assert!(optimizer.best().is_some_and(|(_, value)| value > -9.0), "{name}");
    }
}

/// Tells a whole pack and returns it, with its values.
fn tell_pack(optimizer: &mut dyn Optimizer, dim: usize) -> Vec<Vec<f64>> {
    let pack = points(optimizer.ask(), dim);
    let values: Vec<f64> = pack.iter().map(|x| x.iter().map(|x| x * x).sum()).collect();
    optimizer.tell(&values);
    pack
}

#[test]
fn omo_asks_one_predator_at_a_time_or_all() {
    let bounds = Bounds::new(&[-1.0; 3], &[1.0; 3]).unwrap();
    for (sweep, asks) in [(Sweep::InPlace, 1 + 4 * 10), (Sweep::Batch, 1 + 4)] {
        let settings =
            OmoSettings::default().with_population(10).with_iterations(4).with_sweep(sweep);
        let mut omo = Omo::new(settings, &bounds, 1).unwrap();
        assert_eq!((tell_pack(&mut omo, 3).len(), omo.iteration()), (10, 0));
        let mut count = 1;
        loop {
            let asked = omo.ask().len() / 3;
            match (asked, sweep) {
                (0, _) => break,
                (_, Sweep::InPlace) => assert!((1..=2).contains(&asked)),
                _ => assert!((10..=20).contains(&asked)),
            }
            omo.tell(&vec![1.0; asked]);
            count += 1;
        }
        assert_eq!((count, omo.iteration()), (asks, 4));
    }
}

/// Explorers move whatever they are told; mutants are donors where the mutation factor is 0, beside
/// the predator itself where the crossover rate is 0; and as the escape energy falls, |E| < 2 (1 -
/// t/T), besiegers come to the prey: with all of them in a box of half width 1 and beta = ln(2/100),
/// eq. 13 leaves them within 2 E^2 (2 + 2 E^2 |beta BM|) < 20 E^2 of it, |BM| < 5.
#[test]
fn omo_explores_besieges_and_mutates() {
    let bounds = Bounds::new(&[-1.0; 3], &[1.0; 3]).unwrap();
    let (population, iterations) = (8, 200);
    let settings = OmoSettings::default()
        .with_population(population)
        .with_iterations(iterations)
        .with_mutation_factor(0.0)
        .with_crossover_rate(0.0);
    let mut omo = Omo::new(settings, &bounds, 3).unwrap();
    let mut pack = tell_pack(&mut omo, 3);
    let prey = omo.best().map(|(x, _)| x.to_vec()).unwrap();
    let (mut sieges, mut mutants, mut explorers) = (0, 0, 0);
    for t in 0..iterations {
        let energy = 2.0 * (1.0 - t as f64 / iterations as f64);
        for k in 0..population {
            let asked = points(omo.ask(), 3);
            let drawn = omo.escape_energy().abs();
            assert!(drawn <= energy && (drawn >= 1.0) == (asked.len() == 1));
            // Told infeasible, besiegers and mutants stay where they are.
            omo.tell(&vec![f64::NAN; asked.len()]);
            if asked.len() == 1 {
                assert!(energy >= 1.0);
                pack[k].clone_from(&asked[0]);
                explorers += 1;
            } else if asked[1] == pack[k] && pack.contains(&asked[0]) {
                mutants += 1;
            } else {
                let away = asked[0].iter().zip(&prey).map(|(y, prey)| (y - prey).abs());
                let reach = 20.0 * energy * energy;
                assert!(away.fold(0.0, f64::max) < reach);
                sieges += 1;
            }
        }
    }
    // 0.153, 0.423 and 0.423 of 1600 moves, to five standard errors.
    let near = |count: i32, expected: f64| (f64::from(count) - expected).abs() < 100.0;
    assert!(near(explorers, 245.5) && near(mutants, 677.2) && near(sieges, 677.2));
    assert_eq!(omo.best().map(|(x, _)| x), Some(prey.as_slice()));
    assert_eq!(points(omo.predators(), 3), pack);
    assert!(omo.predator_values().len() == population);
}

/// With CR = 0 exactly one coordinate of a trial is not its target's; with F = 0 and CR = 1 a trial
/// is another individual, the best, or the target, as the strategy says.
#[test]
fn differential_evolution_crosses_and_mutates() {
    let bounds = Bounds::new(&[-1.0; 4], &[1.0; 4]).unwrap();
    let trials = |weight, rate, strategy| {
        let settings = DeSettings::default()
            .with_differential_weight(weight)
            .with_crossover_rate(rate)
            .with_strategy(strategy)
            .with_population(12);
        let mut de = DifferentialEvolution::new(settings, &bounds, 5).unwrap();
        let pack = tell_pack(&mut de, 4);
        let leader = pack.iter().position(|x| Some(x.as_slice()) == de.best().map(|b| b.0));
        (points(de.ask(), 4), leader.map(|k| pack[k].clone()).unwrap(), pack)
    };
    let (one, _, pack) = trials(0.5, 0.0, DeStrategy::Rand1);
    for (trial, target) in one.iter().zip(&pack) {
        assert_eq!(trial.iter().zip(target).filter(|(a, b)| a.to_bits() != b.to_bits()).count(), 1);
    }
    let (donors, _, pack) = trials(0.0, 1.0, DeStrategy::Rand1);
    for (trial, target) in donors.iter().zip(&pack) {
        assert!(pack.contains(trial) && trial != target);
    }
    let (leaders, leader, _) = trials(0.0, 1.0, DeStrategy::Best1);
    assert!(leaders.iter().all(|trial| *trial == leader));
    let (targets, _, pack) = trials(0.0, 1.0, DeStrategy::CurrentToBest1);
    assert_eq!(targets, pack);
}

/// A simplex with the vertices (-5, -5), (-4, -5), (-5, -4) in a wide box, told by hand.
fn simplex() -> NelderMead {
    let bounds = Bounds::new(&[-10.0; 2], &[10.0; 2]).unwrap();
    let settings =
        NelderMeadSettings::default().with_start(vec![-5.0, -5.0]).with_initial_step(0.05);
    NelderMead::new(settings, &bounds, 1).unwrap()
}

fn assert_asks(simplex: &mut NelderMead, expected: &[f64]) {
    let asked = simplex.ask();
    assert_eq!(asked.len(), expected.len(), "{asked:?}");
    // The box is scaled to 1: a few roundings of its width.
    assert!(asked.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-13), "{asked:?}");
}

/// Nelder & Mead's moves, computed by hand with reflection 1, expansion 2, contraction and shrinkage
/// a half.
#[test]
fn the_simplex_moves_as_it_should() {
    let start = [-5.0, -5.0, -4.0, -5.0, -5.0, -4.0];
    let begin = || {
        let mut simplex = simplex();
        assert_asks(&mut simplex, &start);
        simplex.tell(&[1.0, 2.0, 3.0]);
        // The centroid of the two best is (-4.5, -5).
        assert_asks(&mut simplex, &[-4.0, -6.0]);
        simplex
    };

    // Better than the best: expand; the expansion is worse, so the reflection stays.
    let mut expands = begin();
    expands.tell(&[0.5]);
    assert_asks(&mut expands, &[-3.5, -7.0]);
    expands.tell(&[0.6]);
    assert_asks(&mut expands, &[-5.0, -6.0]); // (-4, -5) through (-4.5, -5.5)

    // The expansion is better still: it stays.
    let mut expands = begin();
    expands.tell(&[0.5]);
    expands.tell(&[0.4]);
    assert_asks(&mut expands, &[-4.5, -7.0]); // (-4, -5) through (-4.25, -6)

    // Between the best and the second worst: the reflection stays.
    let mut reflects = begin();
    reflects.tell(&[1.5]);
    assert_asks(&mut reflects, &[-5.0, -6.0]);

    // Between the second worst and the worst: contract outside; worse than that: shrink.
    let mut contracts = begin();
    contracts.tell(&[2.5]);
    assert_asks(&mut contracts, &[-4.25, -5.5]);
    contracts.tell(&[2.6]);
    assert_asks(&mut contracts, &[-4.5, -5.0, -5.0, -4.5]);

    // Worse than the worst: contract inside, which is accepted.
    let mut contracts = begin();
    contracts.tell(&[3.5]);
    assert_asks(&mut contracts, &[-4.75, -4.5]);
    contracts.tell(&[2.9]);
    assert_asks(&mut contracts, &[-4.25, -5.5]); // (-4.75, -4.5) through (-4.5, -5)
}

#[test]
fn the_simplex_starts_again_on_a_plateau_and_can_finish() {
    let mut endless = simplex();
    endless.tell(&[7.0; 3]);
    assert_eq!((endless.restarts(), endless.ask().len()), (1, 6));
    endless.tell(&[f64::NAN; 3]);
    assert_eq!((endless.restarts(), endless.ask().len()), (2, 6));

    let bounds = Bounds::new(&[-10.0; 2], &[10.0; 2]).unwrap();
    let settings = NelderMeadSettings::default().with_restarts(0);
    let mut once = NelderMead::new(settings, &bounds, 1).unwrap();
    once.tell(&[7.0; 3]);
    assert!(once.ask().is_empty());
    once.tell(&[]);
    assert!(once.ask().is_empty());
}

#[test]
fn settings_are_checked() {
    let bounds = Bounds::new(&[0.0; 2], &[1.0; 2]).unwrap();
    let name = |error: OptimError| match error {
        OptimError::OutOfRange { name, .. } | OptimError::CountOutOfRange { name, .. } => name,
        _ => "another error",
    };
    let omo = |settings| name(Omo::new(settings, &bounds, 1).unwrap_err());
    let good = OmoSettings::default();
    assert_eq!(omo(good.clone().with_population(2)), "population");
    assert_eq!(omo(good.clone().with_iterations(0)), "iterations");
    assert_eq!(omo(good.clone().with_k_alpha(0.0)), "k_alpha");
    assert_eq!(omo(good.clone().with_k_beta(-1.0)), "k_beta");
    assert_eq!(omo(good.clone().with_sh(f64::NAN)), "sh");
    assert_eq!(omo(good.clone().with_sr(f64::INFINITY)), "sr");
    assert_eq!(omo(good.clone().with_mutation_factor(-0.1)), "mutation_factor");
    assert_eq!(omo(good.clone().with_crossover_rate(1.1)), "crossover_rate");
    assert_eq!(omo(good.with_levy_index(2.0)), "levy_index");

    let de = |settings| name(DifferentialEvolution::new(settings, &bounds, 1).unwrap_err());
    let good = DeSettings::default();
    assert_eq!(de(good.clone().with_population(3)), "population");
    assert_eq!(de(good.clone().with_differential_weight(f64::NAN)), "differential_weight");
    assert_eq!(de(good.with_crossover_rate(-0.1)), "crossover_rate");

    let simplex = |settings| NelderMead::new(settings, &bounds, 1).unwrap_err();
    let good = NelderMeadSettings::default();
    assert_eq!(name(simplex(good.clone().with_initial_step(0.0))), "initial_step");
    assert_eq!(name(simplex(good.clone().with_place_tolerance(-1.0))), "place_tolerance");
    assert_eq!(name(simplex(good.clone().with_value_tolerance(f64::NAN))), "value_tolerance");
    for start in [vec![], vec![0.5], vec![0.5; 4]] {
        let found = start.len();
        let error = simplex(good.clone().with_start(start));
        assert_eq!(error, OptimError::WrongDimension { expected: 2, found });
    }
    let error = simplex(good.with_start(vec![0.5, 1.5]));
    assert!(matches!(error, OptimError::OutsideBounds { index: 1, .. }));

    let pso = |settings| name(ParticleSwarm::new(settings, &bounds, 1).unwrap_err());
    let good = PsoSettings::default();
    assert_eq!(pso(good.clone().with_population(1)), "population");
    assert_eq!(pso(good.clone().with_inertia(1.1)), "inertia");
    assert_eq!(pso(good.clone().with_cognitive(f64::NAN)), "cognitive");
    assert_eq!(pso(good.clone().with_social(-1.0)), "social");
    assert_eq!(pso(good.with_max_velocity(0.0)), "max_velocity");

    let ga = |settings| name(GeneticAlgorithm::new(settings, &bounds, 1).unwrap_err());
    let good = GaSettings::default();
    assert_eq!(ga(good.clone().with_population(1)), "population");
    assert_eq!(ga(good.clone().with_crossover_rate(2.0)), "crossover_rate");
    assert_eq!(ga(good.clone().with_crossover_index(-1.0)), "crossover_index");
    assert_eq!(ga(good.clone().with_mutation_rate(f64::NAN)), "mutation_rate");
    assert_eq!(ga(good.with_mutation_index(f64::INFINITY)), "mutation_index");

    let sa = |settings| SimulatedAnnealing::new(settings, &bounds, 1).unwrap_err();
    let good = SaSettings::default();
    assert_eq!(name(sa(good.clone().with_initial_temperature(0.0))), "initial_temperature");
    assert_eq!(name(sa(good.clone().with_cooling(1.0))), "cooling");
    assert_eq!(name(sa(good.clone().with_cycles(0))), "cycles");
    assert_eq!(name(sa(good.clone().with_adjustments(0))), "adjustments");
    assert_eq!(name(sa(good.clone().with_step_variation(f64::NAN))), "step_variation");
    assert_eq!(sa(SaSettings::paper()), OptimError::WrongDimension { expected: 2, found: 3 });
    assert!(matches!(sa(good.with_start(vec![0.5, 2.0])), OptimError::OutsideBounds { .. }));

    let ps = |settings| PatternSearch::new(settings, &bounds, 1).unwrap_err();
    let good = PatternSearchSettings::default();
    assert_eq!(name(ps(good.clone().with_initial_mesh(0.0))), "initial_mesh");
    assert_eq!(name(ps(good.clone().with_expansion(0.9))), "expansion");
    assert_eq!(name(ps(good.clone().with_contraction(1.0))), "contraction");
    assert_eq!(name(ps(good.clone().with_mesh_tolerance(0.0))), "mesh_tolerance");
    assert!(matches!(ps(good.with_start(vec![])), OptimError::WrongDimension { .. }));

    let lshade = |settings| name(LShade::new(settings, &bounds, 1).unwrap_err());
    let good = LShadeSettings::default();
    assert_eq!(lshade(good.clone().with_population(3)), "population");
    assert_eq!(lshade(good.clone().with_evaluations(0)), "evaluations");
    assert_eq!(lshade(good.clone().with_memory(0)), "memory");
    assert_eq!(lshade(good.clone().with_greed(f64::NAN)), "greed");
    assert_eq!(lshade(good.with_archive(-1.0)), "archive");

    let cma = |settings| name(CmaEs::new(settings, &bounds, 1).unwrap_err());
    let good = CmaEsSettings::default();
    assert_eq!(cma(good.clone().with_population(3)), "population");
    assert_eq!(cma(good.clone().with_initial_step(0.0)), "initial_step");
    assert_eq!(cma(good.clone().with_place_tolerance(-1.0)), "place_tolerance");
    assert_eq!(cma(good.clone().with_value_tolerance(f64::NAN)), "value_tolerance");
    let wide = Bounds::new(&[0.0; 1001], &[1.0; 1001]).unwrap();
    assert_eq!(name(CmaEs::new(good, &wide, 1).unwrap_err()), "unknowns");

    for (population, iterations, field) in [(2, 9, "population"), (3, 0, "iterations")] {
        macro_rules! refused {
            ($method:ident, $settings:ident) => {
                let settings =
                    $settings::default().with_population(population).with_iterations(iterations);
                assert_eq!(name($method::new(settings, &bounds, 1).unwrap_err()), field);
            };
        }
        refused!(GreyWolf, GwoSettings);
        refused!(SalpSwarm, SsaSettings);
        refused!(WhaleOptimization, WoaSettings);
        refused!(HarrisHawks, HhoSettings);
    }

    let message = Omo::new(OmoSettings::default().with_sh(-1.0), &bounds, 1).unwrap_err();
    assert_eq!(message.to_string(), "sh = -1e0 is outside [1e-9, 1e9]");
}
