//! `davylamp trace`

use std::fmt::Write;
use std::path::{Path, PathBuf};

use davylamp::numbers;
use davylamp::scene::Scene;
use davylamp::trace::{Ellipse, ReadingsCsv};
use davylamp::tracing::{Finding, TraceOptions, Traced, TracedSource};

use crate::args::TraceArgs;
use crate::failure::Failure;
use crate::{files, output, report};

pub(crate) fn run(args: &TraceArgs) -> Result<(), Failure> {
    let options = options(args)?;
    report::check_name(args.report.as_deref())?;
    let scene_path = args.scene.clone().or_else(|| beside(&args.readings));
    let scene = match &scene_path {
        Some(path) => files::scene(path)?,
        None => Scene::default(),
    };
    let bytes = files::read(&args.readings)?;
    let parsed = ReadingsCsv::parse(&bytes, scene.kg_m3_per_ppm())
        .map_err(|error| Failure::in_file(&args.readings, error))?;
    let traced = Traced::new(&parsed, &scene, &options).map_err(|error| {
        let path = match (&scene_path, error.is_about_scene()) {
            (Some(path), true) => path,
            _ => &args.readings,
        };
        if error.is_wrong_input() {
            Failure::in_file(path, error)
        } else {
            Failure::Work(format!("{}: {error}", path.display()))
        }
    })?;
    if let Some(path) = &args.plot {
        let name = args.readings.file_name().unwrap_or_default().to_string_lossy();
        traced.write_picture(path, &name).map_err(|error| output::picture_failure(&error))?;
    }
    if let Some(path) = &args.geojson {
        files::write_json(path, &traced.to_geojson())?;
    }
    if let Some(path) = &args.report {
        let made_by = report::provenance(&args.readings);
        let page =
            traced.to_report(&scene, &made_by).map_err(|error| output::picture_failure(&error))?;
        files::write(path, page.as_bytes())?;
    }
    output::warn(&traced.warnings);
    if args.json { output::print_json(&traced.to_json()) } else { output::print(&table(&traced)) }
}

fn options(args: &TraceArgs) -> Result<TraceOptions, Failure> {
    let mut options =
        TraceOptions::default().with_seed(args.seed).with_posterior(!args.no_posterior);
    if let Some(name) = &args.optimizer {
        let method =
            name.parse().map_err(|error| Failure::Input(format!("--optimizer: {error}")))?;
        options = options.with_method(method);
    }
    if let Some(sources) = args.sources {
        options = options.with_max_sources(sources.into());
    }
    Ok(options)
}

/// The scene beside the readings with the same stem, if there is one.
fn beside(readings: &Path) -> Option<PathBuf> {
    Some(readings.with_extension("toml")).filter(|path| path.is_file())
}

fn table(traced: &Traced) -> String {
    let mut text = String::new();
    let several = traced.sources().len() > 1;
    for (number, source) in (1..).zip(traced.sources()) {
        let heading = if several { format!("Source {number}") } else { "Source".to_owned() };
        row(&mut text, &heading, &place(source));
        row(&mut text, "Rate", &rate(source));
        row(&mut text, "Region", &region(&source.ellipse));
    }
    if let Finding::Ridge { points, ellipse, .. } = &traced.finding {
        row(&mut text, "Source", "not identified: these sources fit the readings equally well");
        row(&mut text, "", &format!("{:>10}{:>12}{:>16}", "x, m", "y, m", "rate"));
        for fit in points {
            let [x, y] = [fit.position[0], fit.position[1]].map(|v| numbers::metres(v, 10.0));
            row(&mut text, "", &format!("{x:>10}{y:>12}{:>16}", numbers::rate(fit.rate)));
        }
        if let Some(ellipse) = ellipse {
            row(&mut text, "Region", &region(ellipse));
        }
    }
    row(&mut text, "Air", &traced.air_words());
    let with_gas = traced.readings.iter().filter(|r| r.concentration > 0.0 && !r.is_censored());
    let fit = format!(
        "{} readings, {} with gas; misfit {} after {} evaluations ({}, seed {})",
        traced.readings.len(),
        with_gas.count(),
        numbers::short(traced.misfit),
        traced.evaluations,
        traced.optimizer,
        traced.seed,
    );
    row(&mut text, "Fit", &fit);
    text
}

fn row(text: &mut String, name: &str, words: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{name:<10}{words}");
}

fn place(source: &TracedSource) -> String {
    let [[x, sx], [y, sy]] = source.spread();
    format!(
        "x = {}, y = {}, {} m above the ground",
        numbers::metres_with_spread(x, sx),
        numbers::metres_with_spread(y, sy),
        numbers::plain(source.position[2]),
    )
}

fn rate(source: &TracedSource) -> String {
    let (factor, unit) = numbers::rate_unit(source.rate);
    let [low, high] = source.rate_interval.map(|rate| numbers::short(rate * factor));
    format!("{} {unit} ({low} to {high} with 90 %)", numbers::short(source.rate * factor))
}

fn region(ellipse: &Ellipse) -> String {
    let [major, minor] = ellipse.semi_axes.map(numbers::short);
    format!(
        "{:.0} % in an ellipse of {major} m by {minor} m (half axes), the long one at {:.0}° from \
         east: {} m²",
        100.0 * ellipse.level,
        ellipse.angle_deg,
        numbers::short(ellipse.area()),
    )
}
