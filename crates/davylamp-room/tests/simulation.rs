//! What a simulation keeps to.
#![allow(clippy::unwrap_used, reason = "tests")]

use davylamp_room::{
    Closure, Leak, LightGas, Opening, Room, Simulation, Situation, Ventilation, Wall,
};
use proptest::prelude::*;

fn room() -> Room {
    Room {
        size: [4.0, 3.0, 2.5],
        cells: [12, 9, 8],
        gas: LightGas::Hydrogen,
        temperature: 293.15,
        pressure: 101_325.0,
    }
}

fn vent(wall: Wall, height: f64) -> Opening {
    Opening { wall, centre: [1.5, height], size: [0.4, 0.3] }
}

fn forced(flow: f64) -> Ventilation {
    Ventilation {
        flow,
        inlets: vec![vent(Wall::XMin, 0.45)],
        outlets: vec![vent(Wall::XMax, 2.1)],
        natural: vec![],
    }
}

fn situation(rate: f64, ventilation: Ventilation) -> Situation {
    Situation {
        room: room(),
        leak: Leak {
            position: [1.2, 2.0, 0.6],
            rate,
            outlet_diameter: 0.05,
            start: 2.0,
            end: 12.0,
        },
        ventilation,
        stirring: 0.1,
        seed: 3,
        closure: Closure::default(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn gas_is_kept_and_stays_a_fraction(
        log_rate in -5.0..-1.9_f64,
        flow in 0.0..0.3_f64,
        natural in proptest::bool::ANY,
        x in 0.0..4.0_f64,
        z in 0.0..2.5_f64,
        stirring in 0.0..0.5_f64,
    ) {
        let ventilation = if natural {
            Ventilation {
                natural: vec![vent(Wall::YMin, 0.4), vent(Wall::YMax, 1.2)],
                ..Ventilation::default()
            }
        } else {
            forced(flow)
        };
        let mut situation = situation(10.0_f64.powf(log_rate), ventilation);
        situation.leak.position = [x, 2.9, z];
        situation.stirring = stirring;
        let mut simulation = Simulation::new(&situation).unwrap();
        for time in [1.0, 5.0, 20.0] {
            simulation.advance(time).unwrap();
            let budget = simulation.budget();
            let lost = budget.released - budget.stored - budget.vented;
            prop_assert!(lost.abs() <= 1e-10 * budget.released);
            prop_assert!(simulation.divergence_error() < 1e-12);
            // A fraction, but for what the divergence adds by rounding.
            prop_assert!(simulation.cells().all(|c| (-1e-12..=1.0 + 1e-12).contains(&c)));
        }
        let released = situation.room.gas_volume(situation.leak.rate * 10.0);
        prop_assert!((simulation.budget().released / released - 1.0).abs() < 1e-12);
    }
}

#[test]
fn a_stirred_room_is_the_well_mixed_one() {
    let mut situation = situation(1e-3, forced(0.05));
    situation.leak = Leak { start: 0.0, end: f64::INFINITY, ..situation.leak };
    situation.stirring = 1.0;
    let mut simulation = Simulation::new(&situation).unwrap();
    let (time, volume) = (300.0, 30.0);
    simulation.advance(time).unwrap();
    // V dc/dt = q - (Q + q) c
    let gas = situation.room.gas_volume(1e-3);
    let exchange = (0.05 + gas) / volume;
    let expected = gas / (0.05 + gas) * (1.0 - (-exchange * time).exp());
    let found = simulation.budget().stored / volume;
    // Mixing takes about a turn of the largest eddy, 13 m at 1 m/s; the room differs from a mixed one by
    // that over the time of an exchange, some 500 s.
    let tolerance = 13.0 * exchange;
    assert!((found / expected - 1.0).abs() < tolerance, "{found} {expected}");
}

#[test]
fn gas_collects_under_the_ceiling_and_air_comes_in_below() {
    let natural = vec![vent(Wall::XMin, 0.3), vent(Wall::XMax, 2.2)];
    let ventilation = Ventilation { natural, ..Ventilation::default() };
    let mut situation = situation(1e-3, ventilation);
    situation.stirring = 0.0;
    situation.leak.end = f64::INFINITY;
    let mut simulation = Simulation::new(&situation).unwrap();
    simulation.advance(300.0).unwrap();
    let at = |z: f64| simulation.concentration([2.0, 1.5, z]).unwrap();
    assert!(at(2.4) > 5.0 * at(0.2), "{} {}", at(2.4), at(0.2));
    assert!(simulation.budget().vented > 0.1 * simulation.budget().released);
}

#[test]
fn the_same_seed_gives_the_same_bits() {
    let run = |seed: u64, threads: usize| -> Vec<Vec<u64>> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            use rayon::prelude::*;
            (0..4_u64)
                .into_par_iter()
                .map(|n| {
                    let mut situation = situation(1e-3, forced(0.05));
                    situation.seed = seed + n;
                    let mut simulation = Simulation::new(&situation).unwrap();
                    simulation.advance(5.0).unwrap();
                    simulation.cells().map(f64::to_bits).collect()
                })
                .collect()
        })
    };
    assert_eq!(run(1, 1), run(1, 4));
    assert_ne!(run(1, 1), run(9, 1));
}

#[test]
fn how_often_one_asks_changes_little() {
    // Heun's method is of second order: cutting steps in between changes what it makes of them.
    let [mut once, mut often] =
        [(); 2].map(|()| Simulation::new(&situation(1e-3, forced(0.05))).unwrap());
    once.advance(10.0).unwrap();
    for step in 1..=100 {
        often.advance(f64::from(step) * 0.1).unwrap();
    }
    let [a, b] = [&once, &often].map(|s| s.budget().stored);
    assert!((a / b - 1.0).abs() < 1e-3, "{a} {b}");
}

#[test]
fn what_is_out_of_range_is_refused_by_name() {
    let refused = |change: fn(&mut Situation)| {
        let mut situation = situation(1e-3, forced(0.05));
        change(&mut situation);
        Simulation::new(&situation).unwrap_err().to_string()
    };
    for (says, found) in [
        (
            "leak.position_m, z = 2.6 is not allowed: 0 to 2.5 m",
            refused(|s| s.leak.position[2] = 2.6),
        ),
        ("leak.rate_kg_s = NaN", refused(|s| s.leak.rate = f64::NAN)),
        ("leak.rate_kg_s = -1", refused(|s| s.leak.rate = -1.0)),
        (
            "leak.outlet_diameter_m = 0.001: speed of the gas = 1",
            refused(|s| s.leak.outlet_diameter = 1e-3),
        ),
        ("leak.end_s = 1 is not allowed: 2 to inf s", refused(|s| s.leak.end = 1.0)),
        ("room.cells = 1 ", refused(|s| s.room.cells[1] = 1)),
        ("room.size_m = 0 ", refused(|s| s.room.size[0] = 0.0)),
        ("room.temperature_k = 20 ", refused(|s| s.room.temperature = 20.0)),
        ("air.stirring_m_s = 3 ", refused(|s| s.stirring = 3.0)),
        ("closure.entrainment = 0 ", refused(|s| s.closure.entrainment = 0.0)),
        (
            "ventilation.inlets[0].centre_m = 9 ",
            refused(|s| s.ventilation.inlets[0].centre[0] = 9.0),
        ),
        ("ventilation.flow_m3_s = 0.05", refused(|s| s.ventilation.inlets.clear())),
        ("has no way out", refused(|s| s.ventilation = Ventilation::default())),
    ] {
        assert!(found.contains(says), "{found}");
    }
    let mut simulation = Simulation::new(&situation(1e-3, forced(0.05))).unwrap();
    assert!(simulation.advance(f64::NAN).is_err());
    assert!(simulation.concentration([0.0, 0.0, 3.0]).is_err());
}

#[test]
fn simulations_go_between_threads() {
    fn both<T: Send + Sync>() {}
    both::<Simulation>();
    both::<davylamp_room::Sampler>();
}
