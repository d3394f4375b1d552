//! Readings files as people and instruments write them, good and bad.
#![expect(clippy::float_cmp, reason = "a conversion of units is exact to the last bit")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use davylamp_trace::{MeasuredWind, ReadingsCsv, ReadingsError};

fn parse(csv: &str) -> Result<ReadingsCsv, ReadingsError> {
    ReadingsCsv::parse(csv.as_bytes(), None)
}

fn message(csv: &str) -> String {
    parse(csv).unwrap_err().to_string()
}

#[test]
fn every_column_arrives_in_si_units() {
    let csv = "\u{feff}# a comment\r\n\r\nsensor, time ,wind_from_deg,wind_speed_m_s,z_m,y_m,x_m,\
        detection_limit_ug_m3,averaging_time_s,concentration_mg_m3\r\n\
        north,1970-01-01 00:10,270,3.5,1.5,20,10,0.5,600,2.5\r\n\
        # another\r\n\
        \"south, by the gate\",1970-01-01T00:20:00Z,,,2,-20,10,,,0\r\n\
        ,,,,,,,,,\r\n";
    let parsed = parse(csv).unwrap();
    let [north, south] = parsed.readings.as_slice() else { panic!("{parsed:?}") };
    assert_eq!(north.position, [10.0, 20.0, 1.5]);
    assert_eq!(north.concentration, 2.5e-6);
    assert_eq!(north.detection_limit, 0.5e-9);
    assert_eq!(north.averaging_time, Some(600.0));
    assert_eq!(north.time, Some(600.0));
    assert_eq!(north.wind, Some(MeasuredWind { speed: 3.5, from_deg: 270.0 }));
    assert_eq!((south.time, south.wind, south.averaging_time), (Some(1200.0), None, None));
    assert_eq!(parsed.sensors, ["north", "south, by the gate"]);
    assert_eq!(parsed.lines, [4, 6]);
}

#[test]
fn units_scale() {
    for (unit, si) in [("kg_m3", 2.0), ("g_m3", 2e-3), ("mg_m3", 2e-6), ("ug_m3", 2e-9)] {
        let parsed = parse(&format!("x_m,y_m,concentration_{unit}\n0,0,2\n")).unwrap();
        assert_eq!(parsed.readings.as_slice()[0].concentration, si, "{unit}");
    }
    for (unit, si) in [("ppm", 2.0 * 8.0), ("ppb", 2e-3 * 8.0)] {
        let csv = format!("x_m,y_m,concentration_{unit}\n0,0,2\n");
        let parsed = ReadingsCsv::parse(csv.as_bytes(), Some(8.0)).unwrap();
        let found = parsed.readings.as_slice()[0].concentration;
        assert!((found / si - 1.0).abs() < 4.0 * f64::EPSILON, "{unit}: {found}");
    }
}

#[test]
fn an_empty_concentration_is_no_reading() {
    let parsed = parse("x_m,y_m,concentration_kg_m3\n0,0,\n1,0,2\n2,0, \n").unwrap();
    assert_eq!((parsed.readings.as_slice().len(), parsed.skipped), (1, 2));
    assert_eq!(parsed.lines, [3]);
    assert_eq!(
        message("x_m,y_m,concentration_kg_m3\n0,0,\n1,0,\n"),
        "the file has a header but no readings (the concentrations of all 2 rows are empty)"
    );
}

#[test]
fn headers_that_are_refused() {
    for (header, says) in [
        (
            "x_m,concentration_kg_m3",
            "line 1: the header lacks a column y_m; it has x_m, concentration_kg_m3",
        ),
        ("x_m,y_m", "lacks a column concentration_kg_m3 (or _g_m3, _mg_m3, _ug_m3, _ppm, _ppb)"),
        (
            "x_m,y_m,concentration_lb_ft3",
            "column \"concentration_lb_ft3\" has the unknown unit \"lb_ft3\"; allowed are concentration_kg_m3,",
        ),
        ("x_m,y_m,concentration", "column \"concentration\" has no unit; allowed are"),
        (
            "x_km,y_m,concentration_kg_m3",
            "column \"x_km\" has the unknown unit \"km\"; allowed are x_m",
        ),
        ("x,y,concentration_kg_m3", "column \"x\" has no unit; allowed are x_m"),
        (
            "x_m,y_m,concentration_kg_m3,wind_speed_knots,wind_from_deg",
            "column \"wind_speed_knots\" has the unknown unit \"knots\"; allowed are wind_speed_m_s",
        ),
        ("x_m,y_m,concentration_kg_m3,wind_speed_m_s", "lacks a column wind_from_deg"),
        (
            "x_m,y_m,concentration_kg_m3,sensr",
            "unknown column \"sensr\" (did you mean sensor?); allowed are x_m, y_m",
        ),
        ("x_m,y_m,concentration_kg_m3,colour", "unknown column \"colour\"; allowed are x_m, y_m"),
        (
            "x_m,y_m,concentration_kg_m3,concentration_mg_m3",
            "columns \"concentration_kg_m3\" and \"concentration_mg_m3\" say the same thing",
        ),
        ("x_m,x_m,y_m,concentration_kg_m3", "columns \"x_m\" and \"x_m\" say the same thing"),
        ("x_m,y_m,concentration_ppm", "column \"concentration_ppm\" needs to know the gas"),
        (
            "x_m;y_m;concentration_kg_m3",
            "the columns are separated by ';'; separate them by commas",
        ),
        ("X_M,Y_M,concentration_kg_m3", "unknown column \"X_M\" (did you mean x_m?)"),
    ] {
        let found = message(&format!("{header}\n1,2,3\n"));
        assert!(found.contains(says), "{header}: {found}");
    }
}

#[test]
fn cells_that_are_refused() {
    let header = "x_m,y_m,concentration_mg_m3,time,wind_speed_m_s,wind_from_deg";
    for (row, says) in [
        ("ten,0,1,0,1,0", "line 4, column x_m: \"ten\" is not a number"),
        (",0,1,0,1,0", "line 4, column x_m: the cell is empty"),
        ("1,0,NaN,0,1,0", "line 4, column concentration_mg_m3: NaN is not a finite number"),
        ("inf,0,1,0,1,0", "line 4, column x_m: inf is not a finite number"),
        (
            "1,0,-0.5,0,1,0",
            "line 4, column concentration_mg_m3: -0.5 is not allowed: a finite number, zero or more",
        ),
        (
            "1,0,1,noon,1,0",
            "line 4, column time: \"noon\" is not a time; allowed are \"2024-05-01 12:30\"",
        ),
        ("1,0,1,0,,90", "line 4: the wind lacks wind_speed_m_s"),
        ("1,0,1,0,2,", "line 4: the wind lacks wind_from_deg"),
        ("1,0,1,0,-2,90", "line 4, column wind_speed_m_s: -2 is not allowed"),
        (
            "1,0,1,0,2,-999",
            "line 4, column wind_from_deg: -999 is not allowed: -360 to 360 degrees",
        ),
        ("1,0,1,0,2", "line 4 has 5 cells, but the header has 6"),
        ("1,0,1,5,2,0,7", "line 4 has 7 cells, but the header has 6"),
        ("0,0,1,0,2,0", "lines 3 and 4 are readings at the same place and time"),
    ] {
        let found = message(&format!("# site\n{header}\n0,0,1,0,2,0\n{row}\n"));
        assert!(found.contains(says), "{row}: {found}");
    }
}

#[test]
fn files_that_are_none() {
    assert!(message("").starts_with("the file is empty"));
    assert!(message("# only a comment\n\n").starts_with("the file is empty"));
    assert_eq!(message("x_m,y_m,concentration_kg_m3\n"), "the file has a header but no readings");
    for (bytes, line) in [
        (&b"\x89PNG\r\n\x1a\n\0\0\0"[..], 1),
        (&b"\x7fELF\x02\x01\x01\0\0"[..], 1),
        (&b"x_m,y_m,concentration_kg_m3\n1,2,3\n\xff\xfe"[..], 3),
        (&b"\xff\xfex\0_\0m\0"[..], 1),
    ] {
        assert_eq!(ReadingsCsv::parse(bytes, None), Err(ReadingsError::NotText { line }));
    }
}

#[test]
fn lines_are_those_of_an_editor() {
    let csv = "\n# one\n\nx_m,y_m,sensor,concentration_kg_m3\n\n# two\n\n\
        1,1,\"a name\non two lines\",1\n\n2,2,b,oops\n";
    assert!(message(csv).starts_with("line 11, column"), "{}", message(csv));
}

#[test]
fn a_long_cell_does_not_flood_the_message() {
    let csv = format!("x_m,y_m,concentration_kg_m3\n1,1,{}\n", "é".repeat(100_000));
    assert!(message(&csv).len() < 200);
}

#[test]
fn a_million_readings_parse_in_seconds() {
    use std::fmt::Write;
    let mut csv = String::from("x_m,y_m,z_m,concentration_mg_m3\n");
    for i in 0..1_000_000 {
        writeln!(csv, "{}.25,{}.5,1.5,0.{i:06}", i % 1000, i / 1000).unwrap();
    }
    let start = std::time::Instant::now();
    let parsed = parse(&csv).unwrap();
    assert_eq!(parsed.readings.as_slice().len(), 1_000_000);
    // About 0.4 s on one core of a present machine; the bound allows for a busy, slow one.
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}
