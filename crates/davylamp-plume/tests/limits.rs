//! What must hold whatever the numbers: mass, flux, and the limits of one formula in another.

#![allow(clippy::float_cmp, reason = "where bits are compared, bits are meant")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use davylamp_plume::{
    AlignedPoint, AveragingTime, DispersionCurves, FiniteRelease, GaussianPlume, MapGrid,
    PlumeInput, PlumeOptions, Puff, StabilityClass, ZoneInput, isolines, ring_area,
};
use davylamp_traits::Dispersion;

/// The trapezoidal rule on a Gaussian sampled five times a width, cut at eight widths.
const QUADRATURE: f64 = 1e-10;

fn input(curves: DispersionCurves, class: StabilityClass) -> PlumeInput {
    PlumeInput { curves, class, wind_speed: 4.0, wind_from_deg: 270.0 }
}

fn rural_d() -> GaussianPlume {
    GaussianPlume::new(input(DispersionCurves::BriggsRural, StabilityClass::D)).unwrap()
}

/// u times the integral of the concentration over a plane across the wind.
fn flux(plume: &GaussianPlume, downwind: f64, h: f64) -> f64 {
    let (dy, sigma_z) = (plume.sigma_y(downwind) / 5.0, plume.sigma_z(downwind));
    let top = plume.options().mixing_height.unwrap_or(h + 8.0 * sigma_z);
    let steps = (5.0 * top / sigma_z).ceil().max(200.0);
    let dz = top / steps;
    let mut sum = 0.0;
    let mut step = 0.0;
    while step <= steps {
        let end = if step == 0.0 || step == steps { 0.5 } else { 1.0 };
        for i in -40..=40 {
            let at = AlignedPoint { downwind, crosswind: f64::from(i) * dy, height: step * dz };
            sum += end * plume.unit_concentration_at(at, h);
        }
        step += 1.0;
    }
    plume.input().wind_speed * sum * dy * dz
}

#[test]
fn flux_through_a_crosswind_plane_is_the_rate() {
    for curves in DispersionCurves::ALL {
        for class in StabilityClass::ALL {
            for options in
                [PlumeOptions::default(), PlumeOptions::default().with_mixing_height(150.0)]
            {
                let plume = GaussianPlume::with_options(input(curves, class), options).unwrap();
                for downwind in [30.0, 300.0, 3000.0] {
                    let flux = flux(&plume, downwind, 20.0);
                    assert!((flux - 1.0).abs() < QUADRATURE, "{curves} {class} {downwind} {flux}");
                }
            }
        }
    }
}

#[test]
fn decay_takes_half_in_a_half_life() {
    let options = PlumeOptions::default().with_half_life(50.0);
    let plume = GaussianPlume::with_options(*rural_d().input(), options).unwrap();
    assert!((flux(&plume, 200.0, 10.0) - 0.5).abs() < QUADRATURE);
}

#[test]
fn averaging_time_widens_the_plume() {
    let averaging = AveragingTime { time: 3600.0, reference_time: 600.0, exponent: 0.2 };
    let options = PlumeOptions::default().with_averaging_time(averaging);
    let plume = GaussianPlume::with_options(*rural_d().input(), options).unwrap();
    let wider = 6.0_f64.powf(0.2);
    assert!((plume.sigma_y(500.0) / rural_d().sigma_y(500.0) - wider).abs() < 1e-14);
    let axis = AlignedPoint { downwind: 500.0, crosswind: 0.0, height: 1.5 };
    let ratio = rural_d().unit_concentration_at(axis, 1.0) / plume.unit_concentration_at(axis, 1.0);
    assert!((ratio - wider).abs() < 1e-13);
    assert!((flux(&plume, 200.0, 10.0) - 1.0).abs() < QUADRATURE);
}

#[test]
fn a_puff_keeps_its_mass() {
    for options in [PlumeOptions::default(), PlumeOptions::default().with_mixing_height(60.0)] {
        let plume = GaussianPlume::with_options(*rural_d().input(), options).unwrap();
        let puff = Puff::new(&plume, 3.0).unwrap();
        let (source, time) = ([0.0, 0.0, 5.0], 100.0);
        let [x, _, _] = puff.centre(source, time);
        assert_eq!(x, 400.0);
        let (step, dz) = (plume.sigma_y(x) / 4.0, 0.25);
        let top = options.mixing_height.unwrap_or(200.0);
        let mut mass = 0.0;
        for i in -32..=32 {
            for j in -32..=32 {
                let mut z = 0.0;
                while z <= top {
                    let end = if z == 0.0 || z == top { 0.5 } else { 1.0 };
                    let at = [x + f64::from(i) * step, f64::from(j) * step, z];
                    mass += end * puff.concentration(source, at, time) * step * step * dz;
                    z += dz;
                }
            }
        }
        assert!((mass - 3.0).abs() < 1e-9, "{mass}");
    }
}

#[test]
fn a_finite_release_is_a_sum_of_puffs() {
    // The midpoint rule in the age, with a million puffs, errs by its step squared.
    let plume = rural_d();
    let (source, receptor) = ([0.0, 0.0, 2.0], [150.0, 6.0, 1.5]);
    let release = FiniteRelease::new(&plume, 0.5, 30.0).unwrap();
    let puffs = 1_000_000;
    let each = Puff::new(&plume, 0.5 * 30.0 / f64::from(puffs)).unwrap();
    for time in [20.0, 38.0, 45.0, 66.0, 75.0] {
        let sum: f64 = (0..puffs)
            .map(|i| (f64::from(i) + 0.5) * 30.0 / f64::from(puffs))
            .map(|begin| each.concentration(source, receptor, time - begin))
            .sum();
        let ours = release.concentration(source, receptor, time);
        assert!((ours - sum).abs() <= 1e-8 * sum, "{time}: {ours:e} {sum:e}");
    }
    assert_eq!(release.concentration(source, receptor, 0.0), 0.0);
    assert_eq!(release.concentration(source, receptor, -1.0), 0.0);
}

#[test]
fn dose_of_a_finite_release_is_that_of_its_puffs() {
    // Integrated over time, a release of any duration gives the dose of one puff of its mass.
    let plume = rural_d();
    let (source, receptor) = ([0.0, 0.0, 2.0], [150.0, 6.0, 1.5]);
    let puff = Puff::new(&plume, 15.0).unwrap();
    let release = FiniteRelease::new(&plume, 0.5, 30.0).unwrap();
    let dose = |f: &dyn Fn(f64) -> f64| (0..40_000).map(|i| f(f64::from(i) * 0.01)).sum::<f64>();
    let one = dose(&|time| puff.concentration(source, receptor, time));
    let many = dose(&|time| release.concentration(source, receptor, time));
    assert!((one / many - 1.0).abs() < 1e-6, "{one} {many}");
}

#[test]
fn near_lids_and_far_lids() {
    let high = PlumeOptions::default().with_mixing_height(1e6);
    let under = GaussianPlume::with_options(*rural_d().input(), high).unwrap();
    let at = AlignedPoint { downwind: 700.0, crosswind: 20.0, height: 3.0 };
    let (free, lidded) =
        (rural_d().unit_concentration_at(at, 10.0), under.unit_concentration_at(at, 10.0));
    assert!((free / lidded - 1.0).abs() < 1e-13);

    // Far downwind the gas fills the layer: 1 / (sqrt(2 pi) u sigma_y L).
    let low = PlumeOptions::default().with_mixing_height(20.0);
    let under = GaussianPlume::with_options(*rural_d().input(), low).unwrap();
    let at = AlignedPoint { downwind: 2e4, crosswind: 0.0, height: 3.0 };
    let uniform = 1.0 / ((2.0 * std::f64::consts::PI).sqrt() * 4.0 * under.sigma_y(2e4) * 20.0);
    assert!((under.unit_concentration_at(at, 10.0) / uniform - 1.0).abs() < 1e-12);
    let above = AlignedPoint { height: 21.0, ..at };
    assert_eq!(under.unit_concentration_at(above, 10.0), 0.0);
}

#[test]
fn nothing_upwind_and_nothing_wild_at_the_source() {
    let plume = rural_d();
    let source = [10.0, 20.0, 0.0];
    for receptor in [[9.999, 20.0, 0.0], [10.0, 20.0, 0.0], [10.0, 25.0, 1.0], [-1e6, 20.0, 0.0]] {
        assert_eq!(plume.unit_concentration(source, receptor), 0.0);
    }
    for curves in DispersionCurves::ALL {
        for class in StabilityClass::ALL {
            for options in
                [PlumeOptions::default(), PlumeOptions::default().with_mixing_height(50.0)]
            {
                let plume = GaussianPlume::with_options(input(curves, class), options).unwrap();
                for x in [1e-300, 1e-12, 1e-6, 1e-3, 1e9, 1e100, 1e300] {
                    for [y, z] in [[0.0, 0.0], [1.0, 2.0], [1e300, 2.0], [1.0, 1e300]] {
                        let value = plume.unit_concentration([0.0; 3], [x, y, z]);
                        assert!(value >= 0.0 && value.is_finite(), "{x} {y} {z} {value}");
                    }
                }
            }
        }
    }
    for i in 0..3 {
        let mut receptor = [100.0, 1.0, 1.0];
        receptor[i] = f64::NAN;
        assert!(plume.unit_concentration([0.0; 3], receptor).is_nan());
    }
}

fn zone_input(level: f64) -> ZoneInput {
    ZoneInput { source: [5.0, -3.0, 2.0], emission_rate: 0.7, level, height: 1.5 }
}

#[test]
fn the_rim_of_a_zone_is_at_its_level() {
    for curves in DispersionCurves::ALL {
        for class in StabilityClass::ALL {
            let plume =
                GaussianPlume::new(PlumeInput { wind_from_deg: 200.0, ..input(curves, class) })
                    .unwrap();
            let zone = plume.zone(zone_input(1e-5)).unwrap();
            assert!(!zone.rings.is_empty() && !zone.cut);
            let [east, north] = plume.downwind();
            for ring in &zone.rings {
                assert_eq!(ring.first(), ring.last());
                assert!(ring_area(ring) > 0.0);
                for [x, y] in ring {
                    let value = 0.7 * plume.unit_concentration([5.0, -3.0, 2.0], [*x, *y, 1.5]);
                    let downwind = (x - 5.0) * east + (y + 3.0) * north;
                    // ISC3's widths jump, so that a rim may stand on the step.
                    let step = curves == DispersionCurves::Isc3Rural && value > 1e-5;
                    assert!(
                        (value / 1e-5 - 1.0).abs() < 1e-9 || step || downwind < 1e-3,
                        "{curves} {class}: {value:e} at {downwind}"
                    );
                }
            }
        }
    }
}

#[test]
fn zones_grow_and_vanish() {
    let plume = rural_d();
    let mut last = 0.0;
    for level in [1e-3, 1e-4, 1e-5, 1e-6] {
        let zone = plume.zone(zone_input(level)).unwrap();
        assert!(zone.area > last && zone.width > 0.0 && zone.reach > 0.0);
        last = zone.area;
    }
    let none = plume.zone(zone_input(10.0)).unwrap();
    assert!(none.rings.is_empty() && none.area == 0.0 && none.reach == 0.0);
    assert!(plume.zone(zone_input(1e-15)).unwrap().cut);
}

#[test]
fn marching_squares_find_the_same_zone() {
    let plume = rural_d();
    let zone = plume.zone(zone_input(2e-5)).unwrap();
    let grid = MapGrid::new([-20.0, -203.0], 1.0, [1500, 401]).unwrap();
    let mut map = vec![0.0; grid.len()];
    plume.unit_map([5.0, -3.0, 2.0], &grid, 1.5, &mut map).unwrap();
    let rings = isolines(&grid, &map, 2e-5 / 0.7).unwrap();
    assert_eq!(rings.len(), 1);
    assert!((ring_area(&rings[0]) / zone.area - 1.0).abs() < 1e-3);
    // Every point lies at the analytic half-width; linear interpolation of a logarithm that curves
    // by 1 / sigma_y^2 errs by spacing^2 / (8 y), and near the tips the rim turns within a cell.
    for [x, y] in &rings[0] {
        let downwind = x - 5.0;
        let axis = AlignedPoint { downwind, crosswind: 0.0, height: 1.5 };
        let excess = 0.7 * plume.unit_concentration_at(axis, 2.0) / 2e-5;
        if excess > 1.3 && downwind > 100.0 {
            let half_width = plume.sigma_y(downwind) * (2.0 * excess.ln()).sqrt();
            assert!(((y + 3.0).abs() - half_width).abs() < 0.03, "{x} {y} {half_width}");
        }
    }
}

#[test]
fn isolines_keep_holes_apart() {
    // A ring-shaped ridge: an outer ring to the left, an inner one to the right.
    let grid = MapGrid::new([-10.0, -10.0], 0.25, [81, 81]).unwrap();
    let ridge: Vec<f64> = (0..grid.len())
        .map(|i| {
            let [x, y] = grid.node(i);
            (-(x.hypot(y) - 5.0).powi(2)).exp()
        })
        .collect();
    let mut areas: Vec<f64> = isolines(&grid, &ridge, (-1.0_f64).exp())
        .unwrap()
        .iter()
        .map(|ring| ring_area(ring))
        .collect();
    areas.sort_by(f64::total_cmp);
    assert_eq!(areas.len(), 2);
    assert!((areas[0] / (-std::f64::consts::PI * 16.0) - 1.0).abs() < 0.01);
    assert!((areas[1] / (std::f64::consts::PI * 36.0) - 1.0).abs() < 0.01);
    // Everything above the level: the edge of the grid.
    let all = isolines(&grid, &vec![1.0; grid.len()], 0.5).unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(ring_area(&all[0]), 400.0);
    assert!(isolines(&grid, &vec![0.0; grid.len()], 0.5).unwrap().is_empty());
}
