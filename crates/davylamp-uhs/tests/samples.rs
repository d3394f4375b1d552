//! From leaks to images: what changes in the traces, filtered, ordered and with noise.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::float_cmp, reason = "where bits are compared, bits are meant")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small numbers of samples and nodes"
)]

mod common;

use std::sync::atomic::{AtomicUsize, Ordering};

use common::{Convolution, SMALL, rock};
use davylamp_store::{FillOptions, Plan, SampleSet, Store};
use davylamp_traits::{ElasticMedium, SampleError, Samples};
use davylamp_uhs::{
    Forward, Gathers, Labels, Leak, Leaking, NoiseLevel, Observed, Resampler, Scene, Site, Survey,
    TimeLapse, UhsError, add_noise,
};
use proptest::prelude::*;

fn read(samples: &dyn Samples, index: usize) -> (Vec<f32>, Vec<f32>) {
    let mut image = vec![0.0; samples.image_shape().iter().product()];
    let mut labels = vec![0.0; samples.label_shape().iter().product()];
    samples.read(index, &mut image, &mut labels).unwrap();
    (image, labels)
}

#[test]
fn samples_follow_from_the_index() {
    let (scene, rock, solver) = (Scene::parse(SMALL).unwrap(), rock(), Convolution { dt: 2e-3 });
    let site = Site::new(&scene, &rock).unwrap();
    let set = TimeLapse::new(&site, &rock, &solver).unwrap();
    // Two components, three sources, six stations.
    assert_eq!((set.len(), set.image_shape(), set.label_shape()), (12, &[64, 36][..], &[6][..]));
    let all: Vec<_> = (0..12).map(|index| read(&set, index)).collect();
    for (index, sample) in all.iter().enumerate().rev() {
        assert_eq!(&read(&set, index), sample);
        assert!(sample.0.iter().any(|value| *value != 0.0));
    }
    let leak = Leak::drawn(&scene, 3);
    let leaking = Leaking::new(&site, &leak, &rock).unwrap();
    let labels = set.limits().normalised(&Labels::new(&leak, &leaking));
    assert_eq!(all[3].1, labels);
    assert!(set.limits().named().iter().all(|(_, value)| *value > 0.0));
}

#[test]
fn a_leak_without_gas_is_silent() {
    let mut scene = Scene::parse(SMALL).unwrap();
    scene.leak.gas_saturation = [0.0, 0.0];
    let (rock, solver) = (rock(), Convolution { dt: 2e-3 });
    let site = Site::new(&scene, &rock).unwrap();
    let set = TimeLapse::new(&site, &rock, &solver).unwrap();
    let (image, labels) = read(&set, 5);
    assert!(image.iter().all(|value| *value == 0.0));
    assert_eq!(labels, [0.0; 6]);
}

/// Each trace is its own number where there is a leak, and nothing where there is none.
struct Numbered {
    calls: AtomicUsize,
}

impl Forward for Numbered {
    fn gathers(&self, _: &dyn ElasticMedium, survey: &Survey) -> Result<Gathers, SampleError> {
        let leak = self.calls.fetch_add(1, Ordering::Relaxed) > 0;
        let samples = (survey.duration / 1e-3).ceil() as usize + 1;
        let (sources, receivers) = (survey.sources.len(), survey.receivers.len());
        let mut data = Vec::new();
        for (component, source, receiver) in (0..2)
            .flat_map(|c| (0..sources).flat_map(move |s| (0..receivers).map(move |r| (c, s, r))))
        {
            let number = 10_000 * component + 100 * source + receiver;
            data.extend(vec![if leak { number as f32 } else { 0.0 }; samples]);
        }
        Ok(Gathers { dt: 1e-3, samples, data })
    }
}

#[test]
fn traces_are_ordered_by_component_source_and_receiver() {
    let (scene, rock) = (Scene::parse(SMALL).unwrap(), rock());
    let site = Site::new(&scene, &rock).unwrap();
    let solver = Numbered { calls: AtomicUsize::new(0) };
    let set = TimeLapse::new(&site, &rock, &solver).unwrap();
    let survey = set.survey().clone();
    let few = Observed::new(&set, &survey, (3, NoiseLevel::None), 0).unwrap();
    assert_eq!(few.image_shape(), [64, 18]);
    // In the middle of the record, and at its end, since the survey records longer.
    for row in [40, 63] {
        let (image, _) = read(&set, 0);
        let (thin, _) = read(&few, 0);
        for component in 0..2 {
            for source in 0..3 {
                for receiver in 0..6 {
                    let expected = (10_000 * component + 100 * source + receiver) as f32;
                    let found = image[row * 36 + (component * 3 + source) * 6 + receiver];
                    assert!((found - expected).abs() <= 1e-6 * expected, "{found} {expected}");
                    if let Some(kept) = [0, 3, 5].iter().position(|k| *k == receiver) {
                        let at = (component * 3 + source) * 3 + kept;
                        assert_eq!(thin[row * 18 + at], found);
                    }
                }
            }
        }
    }
}

/// A solver that gives what it is told to.
struct Given(Gathers);

impl Forward for Given {
    fn gathers(&self, _: &dyn ElasticMedium, _: &Survey) -> Result<Gathers, SampleError> {
        if self.0.samples == 7 { Err("seven".into()) } else { Ok(self.0.clone()) }
    }
}

#[test]
fn gathers_that_do_not_fit_are_refused() {
    let (scene, rock) = (Scene::parse(SMALL).unwrap(), rock());
    let site = Site::new(&scene, &rock).unwrap();
    let good = Gathers { dt: 1e-3, samples: 3000, data: vec![0.0; 3000 * 36] };
    let baseline = |gathers: Gathers| {
        let given = Given(gathers);
        TimeLapse::new(&site, &rock, &given).unwrap().baseline().cloned()
    };
    let refused = |gathers: Gathers| baseline(gathers).unwrap_err();
    assert_eq!(baseline(good.clone()).unwrap(), good);
    let error = refused(Gathers { data: vec![0.0; 3000 * 35], ..good.clone() });
    assert!(matches!(error, UhsError::Gathers { name: "values", .. }), "{error}");
    let error = refused(Gathers { dt: 1e-4, ..good.clone() });
    assert!(matches!(error, UhsError::Gathers { name: "duration", .. }), "{error}");
    let error = refused(Gathers { dt: f64::NAN, ..good.clone() });
    assert!(matches!(error, UhsError::Gathers { name: "dt", .. }), "{error}");
    let error = refused(Gathers { samples: 7, ..good });
    assert_eq!(error, UhsError::Solver { reason: "seven".to_owned() });
}

#[test]
fn one_set_on_disk_serves_all_levels_and_stations() {
    let (scene, rock, solver) = (Scene::parse(SMALL).unwrap(), rock(), Convolution { dt: 2e-3 });
    let site = Site::new(&scene, &rock).unwrap();
    let set = TimeLapse::new(&site, &rock, &solver).unwrap();
    let plan = Plan {
        kind: "seismic".to_owned(),
        config: toml::to_string(&scene).unwrap(),
        seed: scene.seed,
        samples: set.len(),
        shard_size: 5,
        image_shape: set.image_shape().to_vec(),
        image_axes: vec!["time".to_owned(), "trace".to_owned()],
        label_shape: vec![6],
        label_names: Labels::NAMES.map(str::to_owned).to_vec(),
        normalisation: set.limits().named().into_iter().map(|(k, v)| (k.to_owned(), v)).collect(),
        ..Plan::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(folder.path(), &plan).unwrap();
    store.fill(&set, &FillOptions::default().with_jobs(2)).unwrap();
    let stored = SampleSet::open(folder.path()).unwrap();
    for level in NoiseLevel::ALL {
        for stations in [2, 3, 6] {
            let seen =
                |samples| Observed::new(samples, set.survey(), (stations, level), 9).unwrap();
            let (disk, memory): (&dyn Samples, &dyn Samples) = (&stored, &set);
            for index in [0, 11] {
                assert_eq!(read(&seen(disk), index), read(&seen(memory), index));
            }
        }
    }
}

#[test]
fn observers_that_make_no_sense() {
    let (scene, rock, solver) = (Scene::parse(SMALL).unwrap(), rock(), Convolution { dt: 2e-3 });
    let site = Site::new(&scene, &rock).unwrap();
    let set = TimeLapse::new(&site, &rock, &solver).unwrap();
    for stations in [0, 7] {
        let error = Observed::new(&set, set.survey(), (stations, NoiseLevel::None), 0).unwrap_err();
        assert!(error.to_string().ends_with("is not allowed: 1 to 6"), "{error}");
    }
    let silent = Survey { sources: Vec::new(), ..set.survey().clone() };
    let error = Observed::new(&set, &silent, (4, NoiseLevel::None), 0).unwrap_err();
    assert!(error.to_string().ends_with("is not allowed: at least 1"), "{error}");
    let other = Survey::new(&Scene::default());
    let error = Observed::new(&set, &other, (4, NoiseLevel::None), 0).unwrap_err();
    assert!(matches!(error, UhsError::WrongLength { .. }), "{error}");
    let error = set.sample(12, &mut [], &mut []).unwrap_err();
    assert_eq!(error, UhsError::NoSample { index: 12, len: 12 });
    let error = set.sample(0, &mut [], &mut []).unwrap_err();
    assert!(matches!(error, UhsError::WrongLength { name: "the image", .. }), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn noise_is_as_loud_as_its_level(seed in any::<u64>(), index in 0_usize..10_000, peak in 1e-12..1e3_f32) {
        let mut clean = vec![0.0_f32; 64 * 9];
        clean[100] = -peak;
        let mut lambdas = Vec::new();
        for (level, range) in [
            (NoiseLevel::None, 0.0..=0.0),
            (NoiseLevel::Weak, 0.0..=1.0 / 3.0),
            (NoiseLevel::Strong, 1.0 / 3.0..=2.0 / 3.0),
        ] {
            let (mut one, mut two) = (clean.clone(), clean.clone());
            let lambda = add_noise(&mut one, 9, level, (seed, index)).unwrap();
            prop_assert_eq!(lambda, add_noise(&mut two, 9, level, (seed, index)).unwrap());
            prop_assert_eq!(&one, &two);
            prop_assert!(range.contains(&lambda));
            lambdas.push(lambda);
            // The greatest noise is lambda times the greatest change, to single precision of the sum.
            let loudest = one.iter().zip(&clean).map(|(a, b)| f64::from((a - b).abs()));
            let loudest = loudest.fold(0.0, f64::max);
            let expected = lambda * f64::from(peak);
            prop_assert!((loudest - expected).abs() <= 2e-7 * f64::from(peak), "{loudest} {expected}");
            let mut other = clean.clone();
            add_noise(&mut other, 9, level, (seed, index + 1)).unwrap();
            prop_assert_eq!(other == one, level == NoiseLevel::None);
        }
        prop_assert!(lambdas[1] > 0.0 && lambdas[2] > lambdas[1]);
    }
}

#[test]
fn silence_stays_silent() {
    let mut image = vec![0.0; 90];
    add_noise(&mut image, 9, NoiseLevel::Strong, (1, 1)).unwrap();
    assert!(image.iter().all(|value| *value == 0.0));
    let error = add_noise(&mut image, 7, NoiseLevel::Strong, (1, 1)).unwrap_err();
    assert!(matches!(error, UhsError::WrongLength { .. }), "{error}");
    assert!(add_noise(&mut image, 0, NoiseLevel::Weak, (1, 1)).is_err());
}

/// The greatest amplitude of a cosine of this frequency after resampling from 1 to 10 ms, away from
/// the ends, and its greatest difference from the cosine itself.
fn response(frequency: f64) -> [f64; 2] {
    let wave = |time: f64| (std::f64::consts::TAU * frequency * time + 0.3).cos();
    let trace: Vec<f32> = (0..4000).map(|n| wave(f64::from(n) * 1e-3) as f32).collect();
    let resampler = Resampler::new([1e-3, 10e-3], [4000, 400]).unwrap();
    let mut coarse = vec![0.0; 400];
    resampler.resample(&trace, &mut coarse).unwrap();
    let inner = (50..350).map(|k| (f64::from(coarse[k]), wave(k as f64 * 10e-3)));
    inner.fold([0.0; 2], |[peak, error], (value, exact)| {
        [peak.max(value.abs()), error.max((value - exact).abs())]
    })
}

#[test]
fn the_filter_passes_what_fits_and_stops_what_would_fold() {
    // 60 dB: a thousandth in both bands, by Kaiser's formula; doubled for its tenth of a percent and
    // for single precision.
    for frequency in [0.0, 5.0, 10.0, 25.0, 39.0] {
        assert!(response(frequency)[1] < 2e-3, "{frequency} Hz: {:?}", response(frequency));
    }
    for frequency in [51.0, 60.0, 75.0, 99.0, 130.0, 260.0, 499.0] {
        assert!(response(frequency)[0] < 2e-3, "{frequency} Hz: {:?}", response(frequency));
    }
}

#[test]
fn resampling_that_changes_nothing() {
    // Band-limited far below both rates, the same rate: the trace itself.
    let trace: Vec<f32> = (0..400).map(|n| (-((n as f32 - 200.0) / 12.0).powi(2)).exp()).collect();
    let mut same = vec![0.0; 400];
    Resampler::new([1e-3, 1e-3], [400, 400]).unwrap().resample(&trace, &mut same).unwrap();
    for (a, b) in trace.iter().zip(&same) {
        assert!((a - b).abs() < 2e-3);
    }
    // Onto a finer grid: between the samples.
    let mut fine = vec![0.0; 800];
    Resampler::new([1e-3, 0.5e-3], [400, 800]).unwrap().resample(&trace, &mut fine).unwrap();
    for (k, value) in fine.iter().enumerate() {
        let exact = (-((k as f32 * 0.5 - 200.0) / 12.0).powi(2)).exp();
        assert!((value - exact).abs() < 2e-3, "{k}: {value} {exact}");
    }
    for (bad, sizes) in [
        ([0.0, 1.0], [4, 4]),
        ([1.0, f64::NAN], [4, 4]),
        ([1.0, 1.0], [0, 4]),
        // No end of terms.
        ([1e-300, 1.0], [4, 4]),
    ] {
        assert!(Resampler::new(bad, sizes).is_err());
    }
    let resampler = Resampler::new([1.0, 1.0], [4, 4]).unwrap();
    assert!(resampler.resample(&[0.0; 3], &mut [0.0; 4]).is_err());
}
