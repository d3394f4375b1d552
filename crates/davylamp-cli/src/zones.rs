//! `davylamp zones`

use std::fmt::Write;

use davylamp::zones::{NamedZone, ThreatZones};

use crate::args::ZonesArgs;
use crate::failure::Failure;
use crate::{files, output, report};

pub(crate) fn run(args: &ZonesArgs) -> Result<(), Failure> {
    report::check_name(args.report.as_deref())?;
    let scene = files::scene(&args.scene)?;
    let found = ThreatZones::of(&scene).map_err(|error| Failure::in_file(&args.scene, error))?;
    if let Some(path) = &args.plot {
        found.write_picture(path).map_err(|error| output::picture_failure(&error))?;
    }
    if let Some(path) = &args.geojson {
        files::write_json(path, &found.to_geojson())?;
    }
    if let Some(path) = &args.report {
        let page = found.to_report(&scene, &report::provenance(&args.scene));
        files::write(path, page.as_bytes())?;
    }
    output::warn(&found.warnings);
    if args.json { output::print_json(&found.to_json()) } else { output::print(&table(&found)) }
}

fn table(found: &ThreatZones) -> String {
    let input = found.plume.input();
    let [x, y, z] = found.source;
    let mut text = format!(
        "Source  {} of {} at x = {x} m, y = {y} m, {z} m above the ground\n\
         Air     wind {} m/s from {}°, class {} ({}), {}\n\n\
         {:<14}{:>12}{:>14}{:>12}{:>12}{:>14}\n",
        davylamp::numbers::rate(found.rate),
        found.gas,
        input.wind_speed,
        input.wind_from_deg,
        input.class,
        found.stability.origin,
        input.curves,
        "Zone",
        "ppm",
        "mg/m³",
        "reach, m",
        "width, m",
        "area, m²",
    );
    for NamedZone { name, level, ppm, zone } in &found.zones {
        let [ppm, level, reach, width, area] =
            [*ppm, level * 1e6, zone.reach, zone.width, zone.area].map(davylamp::numbers::short);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:<14}{ppm:>12}{level:>14}{reach:>12}{width:>12}{area:>14}");
    }
    text
}
