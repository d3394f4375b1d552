//! Images of what is known.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod common;

use std::ops::ControlFlow;

use common::SPACING;
use davylamp_traits::ElasticMedium;
use davylamp_wave::{
    Component, Cpml, Edges, Image, Imaging, Mechanism, Medium, Settings, Shot, ShotGather, Solver,
    Source, WaveError, Wavelet,
};

/// Hz and m/s: compressional waves of 200 m, at the peak frequency.
const FREQUENCY: f64 = 15.0;
const SPEED: f64 = 3000.0;
const WAVELENGTH: f64 = SPEED / FREQUENCY;
const WAVELENGTH_CELLS: usize = 20;

/// Nodes of the model, and the middle of it.
const SHAPE: [usize; 2] = [71, 161];
const MIDDLE: f64 = 800.0;

/// One rock, another one from a row on, and harder nodes.
#[derive(Default)]
struct Known {
    reflector: Option<usize>,
    diffractors: Vec<[usize; 2]>,
}

impl ElasticMedium for Known {
    fn shape(&self) -> [usize; 2] {
        SHAPE
    }

    fn spacing(&self) -> f64 {
        SPACING
    }

    fn velocities(&self, iz: usize, ix: usize) -> [f64; 3] {
        let below = self.reflector.is_some_and(|row| iz >= row);
        let hard = if below || self.diffractors.contains(&[iz, ix]) { 1.1 } else { 1.0 };
        [hard * SPEED, hard * 1700.0, hard * 2200.0]
    }
}

fn settings() -> Settings {
    Settings::new(&wavelet()).with_cpml(Cpml::of_cells(10))
}

fn wavelet() -> Wavelet {
    Wavelet::ricker(FREQUENCY, 0.1).unwrap()
}

fn solver(known: &Known) -> Solver<f32> {
    Solver::new(&Medium::new(known).unwrap(), &settings()).unwrap()
}

/// Explosions and geophones within so many metres to either side of the middle.
fn shots(reach: f64) -> Vec<Shot> {
    let shot = |k: i32| Shot {
        sources: vec![Source {
            position: [MIDDLE + 0.5 * f64::from(k) * reach, 20.0],
            mechanism: Mechanism::Explosion(1e9),
            wavelet: wavelet(),
        }],
        receivers: (-20..=20).map(|k| [MIDDLE + 0.05 * f64::from(k) * reach, 20.0]).collect(),
        components: vec![Component::Vx, Component::Vz],
        dt: 4e-3,
        samples: 150,
    };
    (-2..=2).map(shot).collect()
}

/// What `known` changes in the gathers of one rock.
fn change(known: &Known, shots: &[Shot]) -> Vec<ShotGather<f32>> {
    let (before, after) = (solver(&Known::default()), solver(known));
    let one = |shot: &Shot| {
        let mut gather = after.shot(shot).unwrap();
        let before = before.shot(shot).unwrap();
        for (value, before) in gather.data_mut().iter_mut().zip(before.data()) {
            *value -= before;
        }
        gather
    };
    shots.iter().map(one).collect()
}

fn go_on(_: usize) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn image(known: &Known, reach: f64) -> Image {
    let shots = shots(reach);
    let gathers = change(known, &shots);
    solver(&Known::default()).image(&shots, &gathers, &Imaging::default(), &mut go_on).unwrap()
}

/// The place of the greatest value below the rows next to the sources, in m: x, z.
fn brightest(values: &[f32]) -> [f64; 2] {
    let skipped = 12 * SHAPE[1];
    let at = (skipped..values.len()).max_by(|a, b| values[*a].total_cmp(&values[*b])).unwrap();
    [(at % SHAPE[1]) as f64 * SPACING, (at / SHAPE[1]) as f64 * SPACING]
}

#[test]
fn a_flat_reflector_is_where_it_is() {
    let image = image(&Known { reflector: Some(45), ..Known::default() }, 600.0);
    let column = |values: &[f32], ix: usize| -> Vec<f32> {
        let clear = |(at, value): (usize, &f32)| {
            if at / SHAPE[1] < 12 || at % SHAPE[1] != ix { 0.0 } else { *value }
        };
        values.iter().enumerate().map(clear).collect()
    };
    let filtered = image.without_low_wavenumbers();
    // Between nodes 44 and 45. Harder below: positive.
    for x in [65, 80, 95] {
        for values in [&image.pp, &filtered.pp] {
            let [_, z] = brightest(&column(values, x));
            assert!((z - 445.0).abs() < 0.25 * WAVELENGTH, "PP at {x}: {z}");
        }
        let loud: Vec<f32> = column(&filtered.ps, x).iter().map(|v| v.abs()).collect();
        let [_, z] = brightest(&loud);
        assert!((z - 445.0).abs() < 0.25 * WAVELENGTH, "PS at {x}: {z}");
    }
}

#[test]
fn a_point_is_where_it_is() {
    for [iz, ix] in [[40, 80], [52, 71]] {
        let image = image(&Known { diffractors: vec![[iz, ix]], ..Known::default() }, 500.0);
        let loud: Vec<f32> = image.without_low_wavenumbers().pp.iter().map(|v| v.abs()).collect();
        let [x, z] = brightest(&loud);
        let off = (x - ix as f64 * SPACING).hypot(z - iz as f64 * SPACING);
        assert!(off < 0.5 * WAVELENGTH, "({iz}, {ix}): found at {x}, {z}");
    }
}

/// Waves that come from within 20 degrees to either side tell points apart that are more than
/// `wavelength / (4 sin 20 degrees)` or 0.73 wavelengths apart: a difference of the horizontal wavenumbers
/// between -k and k, k = 2 (2 pi / wavelength) sin 20 degrees, has a period of half that.
#[test]
fn points_are_told_apart_if_they_are_far_enough_apart() {
    let profile = |apart: usize| {
        let cells = apart / 2;
        let columns = [80 - cells, 80 + cells];
        let known = Known { diffractors: columns.map(|ix| [50, ix]).to_vec(), reflector: None };
        let image = image(&known, 480.0 * 20.0_f64.to_radians().tan());
        let row = |ix: usize| image.pp[50 * SHAPE[1] + ix].abs();
        let between: Vec<f32> = (columns[0]..=columns[1]).map(row).collect();
        let least = between.iter().fold(f32::INFINITY, |least, v| least.min(*v));
        let peak = row(columns[0]).min(row(columns[1]));
        (f64::from(row(80) / peak), f64::from(least / peak))
    };
    let (middle, _) = profile(WAVELENGTH_CELLS / 2);
    assert!(middle > 1.0, "half a wavelength apart: {middle} in the middle");
    let (_, dip) = profile(2 * WAVELENGTH_CELLS);
    assert!(dip < 0.5, "two wavelengths apart: a dip to {dip}");
}

#[test]
fn memory_and_threads_make_no_difference_at_all() {
    let shots = shots(300.0);
    let gathers = change(&Known { diffractors: vec![[40, 80]], reflector: None }, &shots);
    let solver = solver(&Known::default());
    let most = solver.imaging_plan(&shots, &Imaging::default()).unwrap();
    assert_eq!((most.stretches, most.kept), (1, most.fields));
    let make = |imaging: &Imaging| solver.image(&shots, &gathers, imaging, &mut go_on).unwrap();
    let all = make(&Imaging::default());
    let mut stretches = Vec::new();
    // The last limits are refused: then the least that does is known.
    for share in 1..20 {
        let limit = most.memory_bytes * (20 - share) / 20;
        let imaging = Imaging::default().with_memory_limit(limit);
        let Ok(plan) = solver.imaging_plan(&shots, &imaging) else { break };
        assert!(plan.memory_bytes <= limit);
        // Forth, nearly all once more, and back.
        assert!(plan.steps <= 3 * plan.steps_forth + 2 * shots.len(), "{plan:?}");
        if stretches.last() != Some(&plan.stretches) {
            assert!(make(&imaging) == all, "{plan:?}");
            stretches.push(plan.stretches);
        }
    }
    assert!(stretches.iter().max().is_some_and(|most| *most > 2), "{stretches:?}");
    for threads in [2, 3, 8] {
        let same = make(&Imaging::default().with_threads(threads)) == all;
        assert!(same, "{threads} threads");
    }
}

/// An image is linear in the gathers, exactly so for powers of two, however weak they are.
#[test]
fn louder_is_brighter() {
    let shots = shots(300.0);
    let mut gathers = change(&Known { diffractors: vec![[40, 80]], reflector: None }, &shots);
    let solver = solver(&Known::default());
    let mut make = |factor: f32| {
        for value in gathers.iter_mut().flat_map(ShotGather::data_mut) {
            *value *= factor;
        }
        solver.image(&shots, &gathers, &Imaging::default(), &mut go_on).unwrap()
    };
    // Each factor is of what the gathers were before.
    let (once, twice, weak, silent) = (make(1.0), make(2.0), make(2.0_f32.powi(-41)), make(0.0));
    for (factor, other) in [(2.0, &twice), (2.0_f32.powi(-40), &weak)] {
        for (once, other) in [(&once.pp, &other.pp), (&once.ps, &other.ps)] {
            let exactly = |(a, b): (&f32, &f32)| (factor * a - b).abs() <= 0.0;
            assert!(once.iter().zip(other).all(exactly), "times {factor}");
        }
    }
    assert!(silent.pp.iter().chain(&silent.ps).all(|value| *value == 0.0));
    assert!(silent.illumination == once.illumination);
}

#[test]
fn what_cannot_be_imaged_is_refused() {
    let shots = shots(300.0);
    let gathers = change(&Known::default(), &shots);
    let known = Medium::new(&Known::default()).unwrap();
    let solver = solver(&Known::default());
    let refused = |shots: &[Shot], gathers: &[ShotGather<f32>], imaging: &Imaging| {
        solver.image(shots, gathers, imaging, &mut go_on).unwrap_err().to_string()
    };
    let usual = Imaging::default();
    assert_eq!(refused(&[], &[], &usual), "there are no shots");
    let words = "number of gathers = 4 is outside [5, 5]";
    assert_eq!(refused(&shots, &gathers[..4], &usual), words);
    assert!(refused(&shots, &gathers, &usual.clone().with_threads(0)).starts_with("threads = 0"));
    let little = refused(&shots, &gathers, &usual.clone().with_memory_limit(1 << 20));
    assert!(little.ends_with("more than the 1048576 allowed"), "{little}");
    // Each of its own shot.
    let mut turned = gathers.clone();
    turned.swap(1, 2);
    let words = "gather 1: its source is at [800.0, 20.0], and that of the shot at [650.0, 20.0]";
    assert_eq!(refused(&shots, &turned, &usual), words);
    let mut outside = shots.clone();
    outside[3].receivers[7] = [2000.0, 20.0];
    let words =
        "gather 3: receiver 7 at (2000, 20) is outside the model: x in [0, 1600], z in [0, 700]";
    assert_eq!(refused(&outside, &gathers, &usual), words);
    // Samples 20 ms apart hold 25 Hz, and the wavelet 37.5 Hz.
    let mut coarse = shots.clone();
    for shot in &mut coarse {
        (shot.dt, shot.samples) = (0.02, 30);
    }
    let coarsely: Vec<_> = coarse.iter().map(|shot| solver.shot(shot).unwrap()).collect();
    let words = refused(&coarse, &coarsely, &usual);
    assert!(words.starts_with("gather 0: sample interval, in s, = 0.02 is outside"), "{words}");
    let free = Solver::new(&known, &settings().with_edges(Edges::free_surface())).unwrap();
    let refused = free.image(&shots, &gathers, &usual, &mut go_on);
    assert_eq!(refused, Err(WaveError::NoWayBack));
    // Told to stop.
    let mut heard = Vec::new();
    let stopped = solver.image(&shots, &gathers, &usual, &mut |index| {
        heard.push(index);
        if index == 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((stopped, heard), (Err(WaveError::Stopped { step: 2 }), vec![0, 1]));
}
