//! A run saved and read again goes on as if nothing had happened, for every method.
#![allow(clippy::unwrap_used, reason = "a helper of a test may fail as the test may")]
#![cfg(feature = "serde")]

use davylamp_optim::{
    Bounds, CmaEs, CmaEsSettings, DeSettings, DeStrategy, DifferentialEvolution, GaSettings,
    GeneticAlgorithm, GreyWolf, GwoSettings, HarrisHawks, HhoSettings, LShade, LShadeSettings,
    Minimizer, NelderMead, NelderMeadSettings, Omo, OmoSettings, Optimizer, ParticleSwarm,
    PatternSearch, PatternSearchSettings, PsoSettings, Recipe, SaSettings, SalpSwarm,
    SimplexCoefficients, SimulatedAnnealing, SsaSettings, Sweep, TestFunction, TestProblem,
    WhaleOptimization, WoaSettings,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

const SEED: u64 = 11;

fn problem() -> TestProblem {
    TestProblem::new(TestFunction::Ackley, 3).unwrap()
}

fn bounds() -> Bounds {
    Bounds::of(&problem()).unwrap()
}

fn run<M: Optimizer>(mut method: M, iterations: usize) -> M {
    let driver = Minimizer::new().max_iterations(iterations);
    driver.minimize(&problem(), &mut method).unwrap();
    method
}

fn copy<M: Serialize + DeserializeOwned>(method: &M) -> M {
    serde_json::from_str(&serde_json::to_string(method).unwrap()).unwrap()
}

/// Stops at many places, so that every stage and every place in the generator's block is met.
fn assert_resumes<M: Optimizer + Clone + Serialize + DeserializeOwned>(new: &M) {
    let state = |method: &M| serde_json::to_value(method).unwrap();
    let undisturbed = state(&run(new.clone(), 400));
    let mut method = copy(new);
    for stop in 1..=400 {
        method = run(method, 1);
        if stop % 3 == 0 {
            // Asked, and not yet told.
            method.ask();
        }
        method = copy(&method);
    }
    assert_eq!(state(&method), undisturbed);
}

#[test]
fn omo_resumes() {
    for sweep in [Sweep::InPlace, Sweep::Batch] {
        let settings = OmoSettings::default().with_iterations(500).with_sweep(sweep);
        assert_resumes(&Omo::new(settings, &bounds(), SEED).unwrap());
    }
}

#[test]
fn differential_evolution_resumes() {
    for strategy in [DeStrategy::Rand1, DeStrategy::Best1, DeStrategy::CurrentToBest1] {
        let settings = DeSettings::default().with_strategy(strategy);
        assert_resumes(&DifferentialEvolution::new(settings, &bounds(), SEED).unwrap());
    }
}

#[test]
fn nelder_mead_resumes() {
    for coefficients in [SimplexCoefficients::Standard, SimplexCoefficients::Adaptive] {
        let settings = NelderMeadSettings::default()
            .with_coefficients(coefficients)
            .with_place_tolerance(1e-4);
        let new = NelderMead::new(settings, &bounds(), SEED).unwrap();
        assert!(run(new.clone(), 400).restarts() > 0);
        assert_resumes(&new);
    }
}

#[test]
fn swarms_resume() {
    let bounds = bounds();
    assert_resumes(&ParticleSwarm::new(PsoSettings::default(), &bounds, SEED).unwrap());
    let settings = GaSettings::default().with_population(25);
    assert_resumes(&GeneticAlgorithm::new(settings, &bounds, SEED).unwrap());
    // Shorter than the run, so that a method that has finished is saved too.
    let settings = GwoSettings::default().with_iterations(300);
    assert_resumes(&GreyWolf::new(settings, &bounds, SEED).unwrap());
    let settings = SsaSettings::default().with_iterations(300);
    assert_resumes(&SalpSwarm::new(settings, &bounds, SEED).unwrap());
    let settings = WoaSettings::default().with_iterations(300);
    assert_resumes(&WhaleOptimization::new(settings, &bounds, SEED).unwrap());
    // Up to three batches an iteration.
    let settings = HhoSettings::default().with_iterations(110);
    assert_resumes(&HarrisHawks::new(settings, &bounds, SEED).unwrap());
}

#[test]
fn l_shade_resumes() {
    // The population shrinks to its fewest before the end.
    let settings = LShadeSettings::for_evaluations(5_000);
    assert_resumes(&LShade::new(settings, &bounds(), SEED).unwrap());
}

#[test]
fn cma_es_resumes() {
    let settings = CmaEsSettings::default().with_place_tolerance(1e-3);
    let new = CmaEs::new(settings.clone(), &bounds(), SEED).unwrap();
    assert!(run(new.clone(), 400).restarts() > 3);
    assert_resumes(&new);
    assert_resumes(&CmaEs::new(settings.with_restarts(1), &bounds(), SEED).unwrap());
}

#[test]
fn annealing_and_pattern_search_resume() {
    let settings = SaSettings::default().with_cycles(3).with_adjustments(4);
    assert_resumes(&SimulatedAnnealing::new(settings, &bounds(), SEED).unwrap());
    let settings = PatternSearchSettings::default().with_mesh_tolerance(1e-4);
    let new = PatternSearch::new(settings.clone(), &bounds(), SEED).unwrap();
    assert!(run(new.clone(), 400).restarts() > 0);
    assert_resumes(&new);
    assert_resumes(&PatternSearch::new(settings.with_restarts(1), &bounds(), SEED).unwrap());
}

#[test]
fn compositions_resume() {
    let new = PsoSettings::default().many_starts(300).make(&bounds(), SEED).unwrap();
    assert!(run(new.clone(), 400).starts() > 2);
    assert_resumes(&new);
    // The polish takes about 200 evaluations, one at a time.
    let new = DeSettings::default().then_polish(3_000).make(&bounds(), SEED).unwrap();
    let ended = run(new.clone(), 400);
    assert!(ended.is_polishing());
    assert_resumes(&new);
    let recipe = PsoSettings::default().then_polish(600).many_starts(300).with_starts(3);
    let new = recipe.make(&bounds(), SEED).unwrap();
    assert_resumes(&new);
}

#[test]
fn nothing_feasible_can_be_saved() {
    let mut omo = Omo::new(OmoSettings::default(), &bounds(), SEED).unwrap();
    let asked = omo.ask().len() / 3;
    omo.tell(&vec![f64::NAN; asked]);
    let mut read = copy(&omo);
    assert!(read.best().is_none());
    assert_eq!(read.ask(), omo.ask());
}

/// The paths to the numbers and the arrays of a state, but for the settings: others are as good.
fn parts(state: &Value, path: &str) -> Vec<String> {
    match state {
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(name, _)| *name != "settings");
            fields.flat_map(|(name, part)| parts(part, &format!("{path}/{name}"))).collect()
        }
        Value::Number(_) => vec![path.to_owned()],
        Value::Array(entries) if !entries.is_empty() => vec![path.to_owned()],
        _ => vec![],
    }
}

/// Every array of a saved state one entry shorter, and every count far too large: an error, or a
/// method that still works, and never a panic.
#[test]
fn damaged_states_are_refused() {
    fn damage<M: Optimizer + Serialize + DeserializeOwned>(method: M, arrays: usize) {
        let state = serde_json::to_value(run(method, 30)).unwrap();
        let mut refused = 0;
        for path in parts(&state, "") {
            let mut damaged = state.clone();
            let part = damaged.pointer_mut(&path).unwrap();
            *part = match part {
                Value::Array(entries) => entries[1..].into(),
                _ => 1_000_000_u64.into(),
            };
            match serde_json::from_value::<M>(damaged) {
                Ok(read) => drop(run(read, 30)),
                Err(_) => refused += 1,
            }
        }
        assert!(refused >= arrays, "only {refused} refused");
    }
    damage(Omo::new(OmoSettings::default(), &bounds(), SEED).unwrap(), 6);
    damage(DifferentialEvolution::new(DeSettings::default(), &bounds(), SEED).unwrap(), 3);
    damage(NelderMead::new(NelderMeadSettings::default(), &bounds(), SEED).unwrap(), 7);
    damage(ParticleSwarm::new(PsoSettings::default(), &bounds(), SEED).unwrap(), 4);
    damage(GeneticAlgorithm::new(GaSettings::default(), &bounds(), SEED).unwrap(), 3);
    damage(SimulatedAnnealing::new(SaSettings::default(), &bounds(), SEED).unwrap(), 4);
    damage(PatternSearch::new(PatternSearchSettings::default(), &bounds(), SEED).unwrap(), 2);
    damage(GreyWolf::new(GwoSettings::default(), &bounds(), SEED).unwrap(), 3);
    damage(SalpSwarm::new(SsaSettings::default(), &bounds(), SEED).unwrap(), 1);
    damage(WhaleOptimization::new(WoaSettings::default(), &bounds(), SEED).unwrap(), 1);
    damage(HarrisHawks::new(HhoSettings::default(), &bounds(), SEED).unwrap(), 5);
    damage(LShade::new(LShadeSettings::default(), &bounds(), SEED).unwrap(), 6);
    damage(CmaEs::new(CmaEsSettings::default(), &bounds(), SEED).unwrap(), 2);
    damage(PsoSettings::default().many_starts(99).make(&bounds(), SEED).unwrap(), 4);
    damage(DeSettings::default().then_polish(99).make(&bounds(), SEED).unwrap(), 7);

    let bad = r#"{"lower":[0],"upper":[0]}"#;
    let error = serde_json::from_str::<Bounds>(bad).unwrap_err();
    assert!(error.to_string().contains("not a finite interval"), "{error}");
}

#[test]
fn settings_are_read_by_name_and_typing_errors_are_refused() {
    let settings: OmoSettings = serde_json::from_str(r#"{"sh": 4.0, "sweep": "Batch"}"#).unwrap();
    assert_eq!(settings, OmoSettings::default().with_sh(4.0).with_sweep(Sweep::Batch));
    let error = serde_json::from_str::<DeSettings>(r#"{"cr": 0.9}"#).unwrap_err();
    assert!(error.to_string().contains("unknown field `cr`"), "{error}");
}
