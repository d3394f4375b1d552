//! The wave solver as the solver of a set.
#![cfg(all(feature = "uhs", feature = "wave"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::float_cmp, reason = "where bits are compared, bits are meant")]

use davylamp::traits::ElasticMedium;
use davylamp::uhs::{Forward, Gathers, Leak, Leaking, Scene, Site, Survey, TimeLapse};
use davylamp::underground::{self, UndergroundError, WaveForward};

const SCENE: &str = "
    grid = { width_m = 600, depth_m = 400, spacing_m = 10 }
    layer = [
        { top_m = 0, bottom_m = 200, porosity = 0.3 },
        { top_m = 200, bottom_m = 400, porosity = 0.1 },
    ]
    leak = { width_m = [50, 90], height_m = [50, 90], depth_m = [100, 350], gas_saturation = [0.8, 0.8] }
    image = { record_s = 0.4, samples = 40 }
    [survey]
    sources = { positions_m = [[300, 20], [100, 20]] }
    receivers = { positions_m = [[200, 0], [300, 0], [400, 0]] }
    stations = 3
    peak_frequency_hz = 5
";

fn with_site<T>(test: impl FnOnce(&Site, &dyn davylamp::traits::RockModel) -> T) -> T {
    let scene = Scene::parse(SCENE).unwrap();
    let rock = underground::rock(&scene).unwrap();
    let site = underground::site(&scene, ".".as_ref(), &rock).unwrap();
    test(&site, &rock)
}

fn trace(gathers: &Gathers, component: usize, source: usize, receiver: usize) -> &[f32] {
    gathers.traces().nth((component * 2 + source) * 3 + receiver).unwrap()
}

fn peak(trace: &[f32]) -> f32 {
    trace.iter().fold(0.0, |peak, value| peak.max(value.abs()))
}

/// A vertical force moves the ground to either side of it up and down alike, and apart: what lies to the
/// left is vx mirrored, and above the force there is none.
#[test]
fn vx_comes_first_and_is_odd() {
    with_site(|site, _| {
        let survey = Survey::new(site.scene());
        let gathers = WaveForward::new(site).unwrap().gathers(site, &survey).unwrap();
        gathers.check(&survey).unwrap();
        // The grid is the same from both sides, the nodes of vx and vz are not: to 1e-4 in single precision.
        for (component, sign) in [(0, -1.0), (1, 1.0)] {
            let [left, right] = [0, 2].map(|receiver| trace(&gathers, component, 0, receiver));
            let size = peak(left);
            assert!(size > 0.0);
            for (a, b) in left.iter().zip(right) {
                assert!((a - sign * b).abs() <= 1e-4 * size, "component {component}: {a} {b}");
            }
        }
        let [vx, vz] = [0, 1].map(|component| peak(trace(&gathers, component, 0, 1)));
        assert!(vx < 1e-4 * vz, "{vx} {vz}");
        // The other source lies to the left: the left receiver hears it first and loudest.
        let [near, far] = [0, 2].map(|receiver| peak(trace(&gathers, 1, 1, receiver)));
        assert!(near > far, "{near} {far}");
    });
}

#[test]
fn every_ground_of_a_set_has_its_time_step() {
    with_site(|site, rock| {
        let forward = WaveForward::new(site).unwrap();
        let survey = Survey::new(site.scene());
        for index in 0..5 {
            let leak = Leak::drawn(site.scene(), index);
            let leaking = Leaking::new(site, &leak, rock).unwrap();
            let solver = forward.solver(&leaking).unwrap();
            assert_eq!(solver.dt(), forward.dt());
        }
        let gathers = forward.gathers(site, &survey).unwrap();
        assert_eq!(gathers.dt, forward.dt());
        // Threads change nothing.
        forward.set_threads(3.try_into().unwrap());
        assert_eq!(forward.gathers(site, &survey).unwrap(), gathers);
    });
}

/// The ground with one node that is faster.
struct Faster<'a>(&'a Site);

impl ElasticMedium for Faster<'_> {
    fn shape(&self) -> [usize; 2] {
        self.0.shape()
    }
    fn spacing(&self) -> f64 {
        self.0.spacing()
    }
    fn velocities(&self, iz: usize, ix: usize) -> [f64; 3] {
        let [vp, vs, rho] = self.0.velocities(iz, ix);
        if (iz, ix) == (20, 30) { [2.0 * vp, vs, rho] } else { [vp, vs, rho] }
    }
}

#[test]
fn a_ground_that_is_too_fast_for_the_step_is_refused() {
    with_site(|site, _| {
        let forward = WaveForward::new(site).unwrap();
        let error = forward.solver(&Faster(site)).unwrap_err();
        let UndergroundError::TooFast { found, allowed } = error else { panic!("{error}") };
        // The step is 0.98 of what the fastest waves of the site, or of a leak's edge, allow.
        assert!(found >= 2.0 * site.velocities(20, 30)[0]);
        assert!(allowed >= site.fastest() && allowed < 1.2 * site.fastest(), "{allowed}");
        let words = UndergroundError::TooFast { found, allowed }.to_string();
        assert!(words.contains("the time step of the set is stable up to"), "{words}");
    });
}

/// Nothing changes before a wave can have been at the leak and back.
#[test]
fn a_leak_changes_the_traces_after_the_wave_was_there() {
    with_site(|site, rock| {
        let forward = WaveForward::new(site).unwrap();
        let set = TimeLapse::new(site, rock, &forward).unwrap();
        let leak = Leak::drawn(site.scene(), 0);
        let leaking = Leaking::new(site, &leak, rock).unwrap();
        let change = set.change(&leaking).unwrap();
        let top = leak.outline.bounding_box()[0][1];
        // Down to the leak and up again, no wave is faster than the fastest. Before, all there is comes
        // from differences that see nodes further than waves run: nothing to single precision.
        let earliest = 2.0 * (top - 20.0) / site.fastest();
        let loudest = peak(&change.data);
        assert!(loudest > 0.0 && earliest > 0.03);
        for trace in change.traces() {
            let before =
                trace.iter().enumerate().filter(|(k, _)| (*k as f64) * change.dt < earliest);
            for (k, value) in before {
                assert!(value.abs() < 1e-4 * loudest, "sample {k}: {value} of {loudest}");
            }
        }
    });
}
