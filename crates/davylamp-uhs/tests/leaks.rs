//! What a leak changes, weighs and fills.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::float_cmp, reason = "where bits are compared, bits are meant")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small numbers of samples and nodes"
)]

mod common;

use common::{SMALL, rock};
use davylamp_traits::{ElasticMedium, RockModel};
use davylamp_uhs::{
    CoverageRule, LabelLimits, Labels, Leak, Leaking, MeasuredGrids, Scene, Site, UhsError,
};
use proptest::prelude::*;

fn scene(spacing: f64, coverage: CoverageRule) -> Scene {
    let mut scene = Scene::parse(SMALL).unwrap();
    scene.grid.spacing_m = spacing;
    scene.leak.coverage = coverage;
    scene
}

/// The length of an outline.
fn length(leak: &Leak) -> f64 {
    let polygon = leak.outline.polygon(0.01);
    let next = polygon.iter().cycle().skip(1);
    polygon.iter().zip(next).map(|(a, b)| (b[0] - a[0]).hypot(b[1] - a[1])).sum()
}

#[test]
fn volume_is_that_of_the_exact_area() {
    let rock = rock();
    for spacing in [10.0, 5.0, 2.5] {
        let scene = scene(spacing, CoverageRule::Exact);
        let site = Site::new(&scene, &rock).unwrap();
        for index in 0..60 {
            let leak = Leak::drawn(&scene, index);
            let leaking = Leaking::new(&site, &leak, &rock).unwrap();
            let area = leaking.volume() / (0.25 * leak.gas_saturation);
            // The polygon leaves the curve by a fiftieth of a cell at most.
            let tolerance = spacing / 50.0 * length(&leak);
            let error = area - leak.outline.area();
            assert!(error.abs() < tolerance, "{spacing} {index}: {error}");
        }
    }
}

#[test]
fn a_staircase_errs_less_on_finer_grids() {
    let rock = rock();
    let mut before = f64::INFINITY;
    for spacing in [10.0, 5.0, 2.5] {
        let scene = scene(spacing, CoverageRule::Staircase);
        let site = Site::new(&scene, &rock).unwrap();
        let mut squares = 0.0;
        for index in 0..60 {
            let leak = Leak::drawn(&scene, index);
            let leaking = Leaking::new(&site, &leak, &rock).unwrap();
            let area = leaking.volume() / (0.25 * leak.gas_saturation);
            let error = area - leak.outline.area();
            // A curve of that length cuts at most 2 length / spacing + 4 cells, each wrong by half
            // on average, and never by more than all of it.
            assert!(error.abs() < spacing * (2.0 * length(&leak) + 4.0 * spacing));
            squares += error * error;
        }
        let rms = (squares / 60.0).sqrt();
        // Errors of cells along the edge that are independent: the power 3/2 of the spacing, a factor
        // 2.8; more than 2 with 60 shapes.
        assert!(rms < before / 2.0, "{spacing}: {rms} after {before}");
        before = rms;
    }
}

#[test]
fn mass_is_volume_times_density_between_top_and_bottom() {
    let rock = rock();
    let scene = scene(5.0, CoverageRule::Exact);
    let site = Site::new(&scene, &rock).unwrap();
    for index in 0..30 {
        let leak = Leak::drawn(&scene, index);
        let leaking = Leaking::new(&site, &leak, &rock).unwrap();
        let [[_, z_min], [_, z_max]] = leak.outline.bounding_box();
        let mean = leaking.mass() / leaking.volume();
        let (light, heavy) = (rock.gas_density(z_min - 5.0), rock.gas_density(z_max + 5.0));
        assert!(light < mean && mean < heavy, "{light} {mean} {heavy}");
    }
}

#[test]
fn only_the_leak_changes_and_as_the_rock_says() {
    let rock = rock();
    let scene = scene(10.0, CoverageRule::Staircase);
    let site = Site::new(&scene, &rock).unwrap();
    let leak = Leak::drawn(&scene, 4);
    let leaking = Leaking::new(&site, &leak, &rock).unwrap();
    assert_eq!(leaking.shape(), site.shape());
    let [nz, nx] = site.shape();
    let mut changed = 0;
    for iz in 0..nz {
        for ix in 0..nx {
            let (before, after) = (site.velocities(iz, ix), leaking.velocities(iz, ix));
            if before != after {
                changed += 1;
                assert_eq!(after, rock.rock(iz as f64 * 10.0, 0.25, leak.gas_saturation));
            }
        }
    }
    let cells = leak.outline.area() / 100.0;
    assert!((f64::from(changed) - cells).abs() < length(&leak) / 10.0, "{changed} {cells}");
}

#[test]
fn cells_that_are_cut_lie_between() {
    let rock = rock();
    let scene = scene(10.0, CoverageRule::Exact);
    let site = Site::new(&scene, &rock).unwrap();
    let leak = Leak::drawn(&scene, 1);
    let leaking = Leaking::new(&site, &leak, &rock).unwrap();
    let [nz, nx] = site.shape();
    let mut cut = 0;
    for (iz, ix) in (0..nz).flat_map(|iz| (0..nx).map(move |ix| (iz, ix))) {
        let dry = site.velocities(iz, ix);
        let full = rock.rock(iz as f64 * 10.0, 0.25, leak.gas_saturation);
        let found = leaking.velocities(iz, ix);
        assert!(found[2] <= dry[2] && found[2] >= full[2]);
        // The harmonic modulus is never above the arithmetic one.
        let share = (dry[2] - found[2]) / (dry[2] - full[2]);
        let modulus = |rock: [f64; 3]| rock[2] * rock[0] * rock[0];
        let arithmetic = (1.0 - share) * modulus(dry) + share * modulus(full);
        assert!(modulus(found) <= arithmetic * (1.0 + 1e-12));
        cut += usize::from(share > 1e-9 && share < 1.0 - 1e-9);
    }
    assert!(cut > 10);
}

#[test]
fn no_gas_is_no_leak() {
    let rock = rock();
    let scene = scene(10.0, CoverageRule::Exact);
    let site = Site::new(&scene, &rock).unwrap();
    let leak = Leak { gas_saturation: 0.0, ..Leak::drawn(&scene, 1) };
    let leaking = Leaking::new(&site, &leak, &rock).unwrap();
    assert_eq!((leaking.mass(), leaking.volume()), (0.0, 0.0));
    let [nz, nx] = site.shape();
    for (iz, ix) in (0..nz).flat_map(|iz| (0..nx).map(move |ix| (iz, ix))) {
        assert_eq!(leaking.velocities(iz, ix), site.velocities(iz, ix));
    }
    assert_eq!(Labels::new(&leak, &leaking), Labels::default());
}

#[test]
fn leaks_out_of_the_ground_are_refused() {
    let rock = rock();
    let site = Site::new(&scene(10.0, CoverageRule::Exact), &rock).unwrap();
    let leak = Leak::drawn(site.scene(), 0);
    for to in [
        [[-5.0, 100.0], [50.0, 200.0]],
        [[500.0, 100.0], [601.0, 200.0]],
        [[5.0, 450.0], [50.0, 500.5]],
    ] {
        let out = Leak { outline: leak.outline.mapped(to), ..leak.clone() };
        let error = Leaking::new(&site, &out, &rock).unwrap_err();
        assert!(error.to_string().contains("the leak's extent in"), "{error}");
    }
    let error = Leaking::new(&site, &Leak { gas_saturation: 1.2, ..leak }, &rock).unwrap_err();
    assert!(error.to_string().contains("gas saturation = 1.2"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn labels_are_between_0_and_1_and_come_back(seed in any::<u64>()) {
        let rock = rock();
        let mut scene = scene(10.0, CoverageRule::Exact);
        scene.seed = seed;
        let site = Site::new(&scene, &rock).unwrap();
        let limits = LabelLimits::new(&site, &rock).unwrap();
        let leak = Leak::drawn(&scene, 7);
        let labels = Labels::new(&leak, &Leaking::new(&site, &leak, &rock).unwrap());
        let normalised = limits.normalised(&labels);
        prop_assert!(normalised.iter().all(|y| (0.0..=1.0).contains(y)), "{normalised:?}");
        let restored = limits.restored(normalised);
        // Half a unit of the last place of single precision, twice for the product.
        let near = |a: f64, b: f64| (a - b).abs() <= 1.2e-7 * b.abs();
        prop_assert!(near(restored.x_min, labels.x_min) && near(restored.z_max, labels.z_max));
        prop_assert!(near(restored.mass, labels.mass) && near(restored.volume, labels.volume));
    }
}

/// The grids of a site, as if measured.
fn grids(site: &Site) -> [Vec<f64>; 4] {
    let [nz, nx] = site.shape();
    let nodes = || (0..nz).flat_map(|iz| (0..nx).map(move |ix| (iz, ix)));
    let value = |k: usize| nodes().map(|(iz, ix)| site.velocities(iz, ix)[k]).collect();
    [value(0), value(1), value(2), nodes().map(|(iz, ix)| site.porosity(iz, ix)).collect()]
}

const MEASURED: &str =
    "grids = { vp = 'vp.npy', vs = 'vs.npy', rho = 'rho.npy', porosity = 'porosity.npy' }";

fn measured_scene() -> Scene {
    let toml =
        SMALL.lines().filter(|line| !line.contains("layer =")).collect::<Vec<_>>().join("\n");
    Scene::parse(&format!("{MEASURED}\n{toml}")).unwrap()
}

#[test]
fn measured_ground_leaks_like_the_ground_it_was_measured_from() {
    let rock = rock();
    let layered = Site::new(&Scene::parse(SMALL).unwrap(), &rock).unwrap();
    let [vp, vs, rho, porosity] = grids(&layered);
    let shape = layered.shape();
    let grids = MeasuredGrids { shape, vp: &vp, vs: &vs, rho: &rho, porosity: &porosity };
    let measured = Site::measured(&measured_scene(), &grids, &rock).unwrap();
    for index in 0..5 {
        let leak = Leak::drawn(measured.scene(), index);
        let [one, two] = [&layered, &measured].map(|s| Leaking::new(s, &leak, &rock).unwrap());
        assert_eq!((one.mass(), one.volume()), (two.mass(), two.volume()));
        for (iz, ix) in (0..shape[0]).flat_map(|iz| (0..shape[1]).map(move |ix| (iz, ix))) {
            for (a, b) in one.velocities(iz, ix).iter().zip(two.velocities(iz, ix)) {
                // The inverse of Gassmann's relation loses about a digit.
                assert!((a / b - 1.0).abs() < 1e-11, "{a} {b}");
            }
        }
    }
}

#[test]
fn bad_measurements_are_refused() {
    let rock = rock();
    let layered = Site::new(&Scene::parse(SMALL).unwrap(), &rock).unwrap();
    let good = grids(&layered);
    let shape = layered.shape();
    let scene = measured_scene();
    let site = |grids: &[Vec<f64>; 4], shape| {
        let [vp, vs, rho, porosity] = grids;
        Site::measured(&scene, &MeasuredGrids { shape, vp, vs, rho, porosity }, &rock)
    };
    for (k, name, value) in [
        (0, "vp", f64::NAN),
        (0, "vp", -3.0),
        (1, "vs", f64::INFINITY),
        (1, "vs", 3000.0),
        (2, "rho", 0.0),
        (3, "porosity", f64::NAN),
        (3, "porosity", 1.5),
    ] {
        let mut bad = good.clone();
        bad[k][20 * shape[1] + 30] = value;
        let error = site(&bad, shape).unwrap_err();
        assert!(
            matches!(error, UhsError::GridValue { name: n, iz: 20, ix: 30, .. } if n == name),
            "{error}"
        );
    }
    // Far too stiff for its porosity: no frame.
    let mut bad = good.clone();
    bad[0][20 * shape[1] + 30] = 9000.0;
    let error = site(&bad, shape).unwrap_err();
    assert!(error.to_string().contains("Gassmann"), "{error}");
    let error = site(&good, [shape[1], shape[0]]).unwrap_err();
    assert!(matches!(error, UhsError::GridShape { name: "vp", .. }), "{error}");
    let error = Site::new(&scene, &rock).unwrap_err();
    assert!(error.to_string().contains("Site::measured"), "{error}");
}
