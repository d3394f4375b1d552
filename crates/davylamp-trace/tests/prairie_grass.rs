//! Held against Project Prairie Grass (1956), even-numbered runs whose weather is known.
//!
//! The tables are in the reference data folder beside the checkout; where that is absent the tests
//! are skipped with a word. Barad (1958), Project Prairie Grass, AFCRC-TR-58-235, public domain.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::Path;

use davylamp_plume::{DispersionCurves, GaussianPlume, PlumeInput};
use davylamp_trace::{
    Case, Epoch, ErrorModel, Misfit, ProjectedMisfit, Reading, Readings, SearchBox, Source,
    posterior, search,
};
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The year of the experiment.
const SEED: u64 = 1956;

/// Sides of the box in which the source is sought, m, as in the reference results.
const BOX: f64 = 400.0;

/// How far the middle of the box may lie from the source, along each side, m.
const DISPLACED: f64 = 100.0;

/// A run; the source is at the origin.
struct Run {
    rate: f64,
    height: f64,
    air: GaussianPlume,
    readings: Vec<Reading>,
}

fn rows(name: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/prairie_grass");
    let path = folder.join(name);
    if !path.is_file() {
        #[allow(clippy::print_stdout, reason = "a skipped test says so")]
        {
            println!("skipped: {name} of the Prairie Grass tables is not here");
        }
        return None;
    }
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(&path).unwrap();
    let names = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        names.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    Some(reader.records().map(|record| row(record.unwrap())).collect())
}

/// The runs with wind and class; none where the tables are absent.
fn runs() -> Option<Vec<Run>> {
    let (runs, samplers) = (rows("runs.csv")?, rows("samplers.csv")?);
    let number = |row: &BTreeMap<String, String>, name: &str| row[name].parse::<f64>().unwrap();
    let with_weather = runs.iter().filter(|row| !row["pg_golder"].is_empty());
    let read = |run: &BTreeMap<String, String>| {
        let of_run = samplers.iter().filter(|s| s["run"] == run["run"] && s["used"] == "1");
        let readings = of_run.filter(|s| !s["c_mg_m3"].is_empty()).map(|s| {
            let (sin, cos) = number(s, "azimuth_deg").to_radians().sin_cos();
            let distance = number(s, "distance_m");
            let place = [distance * sin, distance * cos, number(run, "sampler_height_m")];
            Reading::new(place, 1e-6 * number(s, "c_mg_m3"))
        });
        let air = GaussianPlume::new(PlumeInput {
            curves: DispersionCurves::BriggsRural,
            class: run["pg_golder"].parse().unwrap(),
            wind_speed: number(run, "u2m_m_s"),
            wind_from_deg: number(run, "wdir_deg"),
        });
        Run {
            rate: 1e-3 * number(run, "Q_g_s"),
            height: number(run, "source_height_m"),
            air: air.unwrap(),
            readings: readings.collect(),
        }
    };
    let runs: Vec<Run> = with_weather.map(read).collect();
    assert_eq!(runs.len(), 27);
    Some(runs)
}

impl Run {
    fn case(&self, readings: &[Reading], middle: [f64; 2]) -> Case<'static> {
        let around = |middle: f64| [middle - 0.5 * BOX, middle + 0.5 * BOX];
        let bounds = SearchBox {
            x: around(middle[0]),
            y: around(middle[1]),
            height: [self.height; 2],
            wind_turn_max: 0.0,
            rate_max: f64::INFINITY,
        };
        let epoch = Epoch { air: Box::new(self.air), readings: 0..readings.len() };
        let readings = Readings::new(readings.to_vec()).unwrap();
        Case::new(readings, vec![epoch], bounds, 0.0).unwrap()
    }

    fn error(&self, source: &Source) -> Error {
        let [x, y, _] = source.position;
        let [east, north] = self.air.downwind();
        Error {
            place: x.hypot(y),
            crosswind: (y * east - x * north).abs(),
            rate_ratio: source.rate / self.rate,
        }
    }
}

/// How far an estimate is from the truth.
struct Error {
    place: f64,
    crosswind: f64,
    rate_ratio: f64,
}

fn displaced(random: &mut ChaCha8Rng) -> [f64; 2] {
    [(); 2].map(|()| DISPLACED * (2.0 * random.random::<f64>() - 1.0))
}

/// The best estimate, and whether the 90 % ellipse holds the source.
fn traced(run: &Run, case: &Case<'_>) -> (Error, bool) {
    let model = ErrorModel::field();
    let misfit = Misfit::Likelihood(model.noise(case).unwrap());
    let near = search(&ProjectedMisfit::new(case, misfit)).unwrap().source;
    let found = posterior(case, &model, near).unwrap();
    (run.error(&found.best), found.ellipse(0.9).contains([0.0, 0.0]))
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { 0.5 * (sorted[middle - 1] + sorted[middle]) }
}

fn share_within_factor_two(errors: &[Error]) -> f64 {
    let within = errors.iter().filter(|e| (0.5..=2.0).contains(&e.rate_ratio)).count();
    within as f64 / errors.len() as f64
}

#[test]
fn least_squares_is_as_in_the_reference_results() {
    let Some(runs) = runs() else { return };
    let errors: Vec<Error> = runs
        .iter()
        .map(|run| {
            let case = run.case(&run.readings, [0.0, 0.0]);
            run.error(&search(&ProjectedMisfit::new(&case, Misfit::Linear)).unwrap().source)
        })
        .collect();
    // The reference: an independent program, grid start and simplex, printed to 0.1 m and two
    // digits; its simplex stops somewhat before the minimum, hence half a metre and 0.02.
    let place = median(errors.iter().map(|e| e.place));
    assert!((place - 17.8).abs() <= 0.5, "{place}");
    let crosswind = median(errors.iter().map(|e| e.crosswind));
    assert!((crosswind - 1.4).abs() <= 0.5, "{crosswind}");
    let ratio = median(errors.iter().map(|e| e.rate_ratio));
    assert!((ratio - 1.46).abs() <= 0.02, "{ratio}");
    let within = share_within_factor_two(&errors);
    assert!((within - 0.78).abs() <= 0.01, "{within}");
}

#[test]
fn all_samplers_find_the_source_and_know_how_well() {
    let Some(runs) = runs() else { return };
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let traced: Vec<(Error, bool)> = runs
        .iter()
        .map(|run| traced(run, &run.case(&run.readings, displaced(&mut random))))
        .collect();
    let held = traced.iter().filter(|(_, held)| *held).count();
    let errors: Vec<Error> = traced.into_iter().map(|(error, _)| error).collect();
    // What is expected of all samplers: better than 13 m, where least squares has 17.8.
    let place = median(errors.iter().map(|e| e.place));
    assert!(place < 13.0, "{place}");
    // Least squares has 1.4 m; the logarithmic misfit, to which this likelihood is closer, 2.3 m.
    let crosswind = median(errors.iter().map(|e| e.crosswind));
    assert!(crosswind < 2.3, "{crosswind}");
    // The logarithmic misfit has 0.96, the others 0.78 to 0.81.
    let within = share_within_factor_two(&errors);
    assert!(within >= 0.90, "{within}");
    // A 90 % ellipse should hold the source in 80 to 97 % of runs. Of 27 runs one more or less is
    // 3.7 %, so that all of them are not yet too many.
    let share = held as f64 / errors.len() as f64;
    assert!((0.80..=1.0).contains(&share), "{held} of {}", errors.len());
}

#[test]
fn four_samplers_that_see_the_plume_find_the_source() {
    let Some(runs) = runs() else { return };
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let errors = runs.iter().map(|run| {
        let greatest = run.readings.iter().map(|r| r.concentration).fold(0.0, f64::max);
        let mut sees: Vec<Reading> =
            run.readings.iter().filter(|r| r.concentration >= 0.01 * greatest).cloned().collect();
        median((0..3).map(|_| {
            let (four, _) = sees.partial_shuffle(&mut random, 4);
            let case = run.case(four, displaced(&mut random));
            traced(run, &case).0.place
        }))
    });
    // Expected: under 20 m with 20 draws a run, where least squares has 30.4. Three draws scatter:
    // the error of a draw is about its own median wide, its median of 81 about a ninth of that
    // (1.25 / sqrt(81)), and two of these are 5 m.
    let place = median(errors);
    assert!(place < 25.0, "{place}");
}
