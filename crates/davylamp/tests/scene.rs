//! Scenes as people write them, good and bad.
#![cfg(feature = "scene")]

use davylamp::plume::{DispersionCurves, Gas, StabilityClass};
use davylamp::scene::{Background, MisfitName, ModelError, Scene, SceneError};

#[test]
fn an_empty_scene_is_the_default() {
    let scene = Scene::parse("").unwrap();
    assert_eq!(scene, Scene::default());
    assert_eq!(scene.air.curves, DispersionCurves::BriggsRural);
    assert_eq!(scene.noise.misfit, MisfitName::Likelihood);
    assert_eq!(scene.noise.model_error, ModelError::Field);
}

#[test]
fn every_key_is_read() {
    let scene = Scene::parse(
        r#"
        [gas]
        name = "sulphur-dioxide"
        temperature_k = 300
        pressure_pa = 90000
        background_ppm = "auto"
        [wind]
        speed_m_s = 3
        from_deg = 225.5
        [air]
        class = "C"
        curves = "briggs-urban"
        lid_m = 800
        half_life_s = 3600
        averaging_exponent = 0.2
        averaging_reference_s = 600
        calm_speed_m_s = 0.3
        [source]
        x_m = 1
        y_m = 2
        height_m = 3
        rate_kg_s = 0.1
        [search]
        x_m = [-100, 100]
        y_m = [0, 50.5]
        height_m = [0, 10]
        wind_turn_max_deg = 10
        classes = ["A", "b", "C"]
        rate_max_kg_s = 5
        max_sources = 3
        [noise]
        misfit = "square-root"
        floor_kg_m3 = 1e-9
        additive_kg_m3 = 1e-8
        relative = 0.1
        model_error = "none"
        [map]
        latitude_deg = 42.49
        longitude_deg = -98.57
        [zones]
        extent_m = 2000
        height_m = 1.5
        thresholds = [{ name = "smell", ppm = 0.5 }, { name = "limit", kg_m3 = 1e-3 }]
        "#,
    )
    .unwrap();
    let gas = scene.gas.unwrap();
    assert_eq!(gas.name, Some(Gas::SulphurDioxide));
    assert_eq!(gas.background_ppm, Some(Background::Auto));
    assert_eq!(scene.air.class, Some(StabilityClass::C));
    assert_eq!(scene.search.classes, [StabilityClass::A, StabilityClass::B, StabilityClass::C]);
    assert_eq!(scene.search.y, Some([0.0, 50.5]));
    assert_eq!(scene.zones.thresholds[1].kg_m3, Some(1e-3));
    assert_eq!(scene.noise.misfit, MisfitName::SquareRoot);
}

#[test]
fn what_is_refused_says_where_and_what_is_allowed() {
    for (toml, says) in [
        (
            "[wnd]\nspeed_m_s = 1",
            "line 1, column 2: unknown field `wnd`, expected one of `gas`, `wind`",
        ),
        (
            "[wind]\nspeed = 1",
            "line 2, column 1: unknown field `speed`, expected `speed_m_s` or `from_deg`",
        ),
        (
            "[wind]\nspeed_m_s = \"fast\"",
            "line 2, column 13: invalid type: string \"fast\", expected f64",
        ),
        ("[wind]\nspeed_m_s = ", "line 2, column 13"),
        (
            "[wind]\nspeed_m_s = nan",
            "line 2, column 1: wind.speed_m_s = NaN is not allowed: 0 to 100 m/s",
        ),
        (
            "[wind]\nfrom_deg = 400",
            "line 2, column 1: wind.from_deg = 400 is not allowed: -360 to 360",
        ),
        (
            "[air]\nclass = \"G\"",
            "line 2, column 9: stability class = \"G\" is none of A, B, C, D, E, F",
        ),
        ("[air]\ncurves = \"urban\"", "none of briggs-rural, briggs-urban, isc3-rural"),
        (
            "[gas]\nname = \"air\"",
            "line 2, column 8: gas = \"air\" is none of hydrogen, helium, methane",
        ),
        ("[gas]\nbackground_ppm = \"none\"", "expected a number or \"auto\""),
        (
            "[gas]\nname = \"helium\"\nmolar_mass_kg_mol = 0.004",
            "line 3, column 1: gas.name and gas.molar_mass_kg_mol say the same thing",
        ),
        ("[air]\nmonin_obukhov_length_m = -20", "the scene lacks air.roughness_m"),
        ("[search]\nx_m = [10, 10]", "line 2, column 1: search.x_m = [10, 10] is not allowed"),
        ("[search]\nx_m = [10]", "line 2, column 7"),
        ("[search]\nmax_sources = 5", "search.max_sources = 5 is not allowed: 1 to 4"),
        ("[search]\nmax_sources = -1", "line 2, column 15: invalid value: integer `-1`"),
        ("[map]\nlatitude_deg = 10", "missing field `longitude_deg`"),
        ("[zones]\nthresholds = [{ name = \"x\" }]", "the scene lacks zones.thresholds.ppm"),
        ("wind.speed_m_s = 500", "line 1, column 6: wind.speed_m_s = 500 is not allowed"),
    ] {
        let found = Scene::parse(toml).unwrap_err().to_string();
        assert!(found.contains(says), "{toml:?}: {found}");
        assert!(!found.contains('\n'), "{found}");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    assert_eq!(Scene::parse_bytes(b"[wind]\n\xff\xfe"), Err(SceneError::NotText { line: 2 }));
    assert_eq!(Scene::parse_bytes(b"\xef\xbb\xbf"), Ok(Scene::default()));
}

#[test]
fn scenes_of_other_formats_are_checked_too() {
    let read = |json: &str| serde_json::from_str::<Scene>(json).unwrap();
    // JSON has whole numbers without a sign, which TOML has not.
    let gas = read(r#"{ "gas": { "background_ppm": 2 } }"#).gas.unwrap();
    assert_eq!(gas.background_ppm, Some(Background::Known(2.0)));
    let scene = read(r#"{ "search": { "max_sources": 5 } }"#);
    let wrong = scene.check().unwrap_err();
    assert_eq!(wrong.to_string(), "search.max_sources = 5 is not allowed: 1 to 4");
    assert_eq!(Scene::default().check(), Ok(()));
}
