//! More than one source, by model comparison.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::Park;
use davylamp_trace::{ErrorModel, Misfit, ProjectedMisfit, TraceError, search, sources};

const FIRST: [f64; 3] = [8.0, 15.0, 80.0];
const SECOND: [f64; 3] = [30.0, 60.0, 40.0];

fn found(park: &Park, most: usize) -> davylamp_trace::SourceSet {
    let case = park.case(200.0);
    let greatest = case.readings().max_concentration();
    let model = ErrorModel::exact_air(1e-6 * greatest, 0.01);
    let misfit = Misfit::Likelihood(model.noise(&case).unwrap());
    let near = search(&ProjectedMisfit::new(&case, misfit)).unwrap().source;
    sources(&case, &model, near, most).unwrap()
}

#[test]
fn two_sources_are_told_apart() {
    // The prototype's two-source experiment: exact readings of 25 sensors.
    let mut both = 0;
    for seed in 0..20 {
        let set = found(&Park::new(5, &[FIRST, SECOND], seed), 4);
        let near = |truth: [f64; 3]| {
            set.sources.iter().any(|s| {
                (s.position[0] - truth[0]).hypot(s.position[1] - truth[1]) < 1.0
                    && (s.rate / truth[2] - 1.0).abs() < 0.05
            })
        };
        both += usize::from(set.sources.len() == 2 && near(FIRST) && near(SECOND));
    }
    assert!(both >= 16, "{both} of 20");
}

#[test]
fn one_source_is_not_split() {
    for seed in 0..20 {
        let set = found(&Park::new(4, &[FIRST], seed), 3);
        assert_eq!(set.sources.len(), 1, "seed {seed}: {:?}", set.sources);
    }
}

#[test]
fn the_number_of_sources_is_limited() {
    let case = Park::new(4, &[FIRST], 0).case(200.0);
    let near = davylamp_trace::Source { position: [8.0, 15.0, 1.0], rate: 80.0 };
    for most in [0, 5] {
        let refused = sources(&case, &ErrorModel::field(), near, most);
        assert!(matches!(refused, Err(TraceError::OutOfRange { name: "number of sources", .. })));
    }
}
