//! Many shots.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod common;

use std::hint::black_box;
use std::ops::ControlFlow;

use common::{Random, shot, wavelet};
use davylamp_wave::{Settings, Shot, Solver, WaveError};

fn solver() -> Solver<f32> {
    let medium = Random { shape: [40, 60], anisotropic: true, seed: 6 }.medium();
    Solver::new(&medium, &Settings::new(&wavelet()).with_coarse(true)).unwrap()
}

fn shots(count: usize) -> Vec<Shot> {
    (0..count).map(|k| shot([30.0 * k as f64, 50.0], &[[100.0, 20.0], [500.0, 20.0]])).collect()
}

#[test]
fn gathers_come_in_order_and_are_those_of_single_shots() {
    let (solver, shots) = (solver(), shots(7));
    for threads in [1, 2, 5] {
        let mut gathers = Vec::new();
        solver
            .survey(&shots, threads, &mut |index, gather| {
                assert_eq!(index, gathers.len());
                gathers.push(gather);
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(gathers.len(), shots.len());
        for (gather, shot) in gathers.iter().zip(&shots) {
            assert!(*gather == solver.shot(shot).unwrap());
        }
    }
}

#[test]
fn it_ends_with_the_first_shot_that_fails_or_when_told() {
    let solver = solver();
    let mut some = shots(6);
    some[3].receivers.clear();
    let mut taken = 0;
    let result = solver.survey(&some, 2, &mut |_, _| {
        taken += 1;
        ControlFlow::Continue(())
    });
    assert_eq!((result.unwrap_err(), taken), (WaveError::Empty { name: "receivers" }, 3));
    let result = solver.survey(&shots(6), 2, &mut |index, _| {
        if index == 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(result.unwrap_err(), WaveError::Stopped { step: 2 });
    assert!(solver.survey(&[], 2, &mut |_, _| ControlFlow::Continue(())).is_ok());
    assert!(solver.survey(&shots(1), 0, &mut |_, _| ControlFlow::Continue(())).is_err());
}

#[test]
fn the_callers_arithmetic_is_as_before() {
    solver().shot(&shots(1)[0]).unwrap();
    assert!(black_box(f32::MIN_POSITIVE) * black_box(0.5) > 0.0);
}

#[test]
fn what_is_shared_between_threads_may_be() {
    fn shared<T: Send + Sync>() {}
    shared::<Solver<f32>>();
    shared::<Solver<f64>>();
    shared::<Shot>();
    shared::<Settings>();
    shared::<davylamp_wave::Medium>();
}
