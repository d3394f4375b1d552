//! The reference tables, computed in double precision by an independent script.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use std::path::Path;

use common::{Row, Table};
use davylamp_plume::{
    AlignedPoint, DispersionCurves, GaussianPlume, Insolation, NetRadiationIndex, PlumeInput,
    PlumeOptions, PlumeRise, Puff, RiseRegime, Sky, StabilityClass, StackInput, pasquill_class,
    turner_class, xia_class,
};

/// Both sides round a dozen operations; the exponent of a far tail multiplies that.
const DOUBLE: f64 = 1e-12;

/// A lid's series is cut by both sides.
const WITH_LID: f64 = 1e-10;

fn table(name: &str) -> Table {
    Table::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name))
}

fn curves(row: &Row) -> DispersionCurves {
    match row.text("scheme") {
        "pg_isc3_rural" => DispersionCurves::Isc3Rural,
        name => name.parse().unwrap(),
    }
}

fn class(row: &Row) -> StabilityClass {
    row.text("class").parse().unwrap()
}

fn assert_close(ours: f64, theirs: f64, tolerance: f64, what: &str) {
    // Below 1e-290 the reference leaves the normal numbers.
    assert!(
        (ours - theirs).abs() <= tolerance * theirs.abs() + 1e-290,
        "{what}: {ours:e} and {theirs:e} differ by {:e}",
        (ours / theirs - 1.0).abs()
    );
}

#[test]
fn sigmas() {
    let table = table("sigmas.csv");
    assert_eq!(table.rows().count(), 414);
    for row in table.rows() {
        let x = row.number("x_m");
        let what = format!("{} {} {x}", row.text("scheme"), row.text("class"));
        let (curves, class) = (curves(&row), class(&row));
        assert_close(curves.sigma_y(class, x), row.number("sigma_y_m"), DOUBLE, &what);
        assert_close(curves.sigma_z(class, x), row.number("sigma_z_m"), DOUBLE, &what);
    }
}

#[test]
fn plume_concentrations() {
    let table = table("plume_concentrations.csv");
    assert_eq!(table.rows().count(), 2000);
    for row in table.rows() {
        let mut options = PlumeOptions::default().with_min_wind_speed(0.1);
        options.mixing_height = row.maybe("lid_m");
        options.half_life = row.maybe("half_life_s");
        let plume = GaussianPlume::with_options(
            PlumeInput {
                curves: curves(&row),
                class: class(&row),
                wind_speed: row.number("u_m_s"),
                wind_from_deg: 270.0,
            },
            options,
        )
        .unwrap();
        let at = AlignedPoint {
            downwind: row.number("x_m"),
            crosswind: row.number("y_m"),
            height: row.number("z_m"),
        };
        let tolerance = if options.mixing_height.is_some() { WITH_LID } else { DOUBLE };
        let ours = row.number("Q_kg_s") * plume.unit_concentration_at(at, row.number("h_m"));
        assert_close(ours, row.number("c_kg_m3"), tolerance, &format!("{plume:?} {at:?}"));
    }
}

#[test]
fn puff_concentrations() {
    let table = table("puff_concentrations.csv");
    assert_eq!(table.rows().count(), 750);
    for row in table.rows() {
        let plume = GaussianPlume::new(PlumeInput {
            curves: curves(&row),
            class: class(&row),
            wind_speed: row.number("u_m_s"),
            wind_from_deg: 270.0,
        })
        .unwrap();
        let at = AlignedPoint {
            downwind: row.number("x_m"),
            crosswind: row.number("y_m"),
            height: row.number("z_m"),
        };
        let puff = Puff::new(&plume, row.number("M_kg")).unwrap();
        let ours = puff.concentration_at(at, row.number("h_m"), row.number("t_s"));
        assert_close(ours, row.number("c_kg_m3"), DOUBLE, &format!("{puff:?} {at:?}"));
    }
}

#[test]
fn plume_rise() {
    let table = table("plume_rise.csv");
    assert_eq!(table.rows().count(), 400);
    for row in table.rows() {
        let rise = PlumeRise::new(StackInput {
            diameter: row.number("stack_d_m"),
            exit_speed: row.number("vs_m_s"),
            gas_temperature: row.number("Ts_K"),
            air_temperature: row.number("Ta_K"),
            wind_speed: row.number("u_m_s"),
            class: class(&row),
        })
        .unwrap();
        let what = format!("{rise:?}");
        assert_close(rise.buoyancy_flux(), row.number("Fb_m4_s3"), DOUBLE, &what);
        assert_close(rise.momentum_flux(), row.number("Fm_m4_s2"), DOUBLE, &what);
        assert_close(rise.crossover(), row.number("dT_crossover_K"), DOUBLE, &what);
        assert_close(rise.final_rise(), row.number("dh_final_m"), DOUBLE, &what);
        assert_eq!(rise.stability().is_some(), row.maybe("s_1_s2").is_some());
        if let (Some(ours), Some(theirs)) = (rise.stability(), row.maybe("s_1_s2")) {
            assert_close(ours, theirs, DOUBLE, &what);
        }
        let buoyant = row.text("regime") == "buoyant";
        assert_eq!(rise.regime() == RiseRegime::Buoyant, buoyant, "{what}");
        if let Some(distance) = row.maybe("xf_m") {
            assert_close(rise.final_distance(), distance, DOUBLE, &what);
        }
    }
}

#[test]
fn stability_classes() {
    let table = table("stability_classes.csv");
    assert_eq!(table.rows().count(), 22);
    for row in table.rows() {
        let sky = match row.text("condition") {
            "strong" => Sky::Day(Insolation::Strong),
            "moderate" => Sky::Day(Insolation::Moderate),
            "slight" => Sky::Day(Insolation::Slight),
            "night_ge_4_8_cloud" => Sky::NightCloudy,
            "night_le_3_8_cloud" => Sky::NightClear,
            other => panic!("{other}"),
        };
        let wind = row.number("u10_m_s");
        let pasquill = pasquill_class(wind, sky).unwrap().to_string();
        assert_eq!(pasquill, row.text("pasquill_noaa"), "{wind} {sky:?}");
        let xia = xia_class(wind, sky).unwrap().to_string();
        assert_eq!(xia, row.text("paper_table4"), "{wind} {sky:?}");
    }
}

#[test]
fn turner_classes() {
    let table = table("turner1964_classes.csv");
    assert_eq!(table.rows().count(), 52);
    for row in table.rows() {
        let (knots, index) = (row.number("wind_knots"), row.text("net_radiation_index"));
        let index = NetRadiationIndex::new(index.parse().unwrap()).unwrap();
        let class = turner_class(knots * 1852.0 / 3600.0, index).unwrap();
        assert_eq!(class.number().to_string(), row.text("class_1_to_7"), "{knots} {index:?}");
    }
}
