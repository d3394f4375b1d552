//! The page about a set, in Markdown.

use std::fmt::Write as _;

use super::log::Log;
use super::set::{Set, quantile, rank_correlation};

/// Units of the labels, in their order.
const UNITS: [&str; 6] = ["m", "m", "m", "m", "kg", "m³"];

/// Writes the page, but for its title and its provenance. `link` is where the pictures lie.
#[must_use]
pub fn markdown(set: &Set, log: &Log, link: &str) -> String {
    let mut page = introduction(set);
    page.push_str(&making(set, log));
    page.push_str(&leaks(set));
    let _ = write!(page, "![Histograms of the labels and of the signal]({link}/labels.png)\n\n");
    page.push_str(&signal(set));
    page.push_str(&pictures(link));
    page
}

fn introduction(set: &Set) -> String {
    let scene = &set.scene;
    let [nz, nx] = scene.shape();
    let receivers = &scene.survey.receivers;
    let sources = &scene.survey.sources;
    format!(
        "{} leaks of an underground hydrogen store after Gao, Creasy, Huang and Gross (2024), Int. J. \
         Hydrogen Energy 61, 137-161: {} by {} m of ground on {nx} by {nz} nodes, {} m apart; {} shots, {} \
         receivers with two components, of which {} are kept; a Ricker wavelet of {} Hz. An image has {} \
         times of {} ms and {} traces. Seed {}.\n\n",
        set.plan.samples,
        scene.grid.width_m,
        scene.grid.depth_m,
        scene.grid.spacing_m,
        sources.count.unwrap_or(sources.positions_m.len()),
        receivers.count.unwrap_or(receivers.positions_m.len()),
        scene.survey.stations,
        scene.survey.peak_frequency_hz,
        scene.image.samples,
        1e3 * scene.image.record_s / scene.image.samples as f64,
        set.plan.image_shape.get(1).copied().unwrap_or(0),
        set.plan.seed,
    )
}

fn making(set: &Set, log: &Log) -> String {
    let seconds: Vec<f64> = log.samples.iter().map(|row| row.seconds).collect();
    let [low, middle, high] = [0.05, 0.5, 0.95].map(|share| quantile(&seconds, share));
    let samples = set.plan.samples;
    let minutes = (log.wall / 60.0).round();
    let quarter = log.most_within(900.0);
    let whole = samples as f64 / quarter.max(1) as f64 / 4.0;
    let rows = [
        ("Made by", set.plan.software.clone()),
        ("Wall time", format!("{} h {} min", (minutes / 60.0).floor(), minutes % 60.0)),
        ("Samples an hour", format!("{:.0}", 3600.0 * samples as f64 / log.wall)),
        (
            "In its best quarter of an hour",
            format!("{} an hour, at which the set takes {whole:.1} h", 4 * quarter),
        ),
        ("Samples at once", log.jobs.to_string()),
        (
            "Seconds a sample",
            format!("{middle:.1} (nine in ten from {low:.1} to {high:.1}), on one thread"),
        ),
        ("Outside the wave solver", format!("{:.2} % of that", 100.0 * log.outside_share())),
        ("Runs", format!("{}, which made {} samples in all", log.runs, log.samples.len())),
        ("On disk", format!("{:.1} MB in {} shards", set.bytes as f64 / 1e6, set.plan.shards())),
    ];
    let mut text = "## Making it\n\nFrom the logs beside the set: the wall time is that in which a run was \
         at work, the baselines included, whatever else the machine did and pauses within a sample too; \
         outside the wave solver are the leak, the rock, the ground on the \
         staggered grid, the differences and the resampling. Every file was compared with its \
         checksum.\n\n| | |\n|---|---|\n"
        .to_owned();
    for (name, value) in rows {
        let _ = writeln!(text, "| {name} | {value} |");
    }
    text.push('\n');
    text
}

fn leaks(set: &Set) -> String {
    let mut text = "## The leaks\n\n| Label | least | 5 % | median | 95 % | greatest | limit |\n\
         |---|---|---|---|---|---|---|\n"
        .to_owned();
    for ((name, unit), values) in set.plan.label_names.iter().zip(UNITS).zip(&set.labels) {
        let _ = write!(text, "| `{name}`, {unit} |");
        for share in [0.0, 0.05, 0.5, 0.95, 1.0] {
            let _ = write!(text, " {:.0} |", quantile(values, share));
        }
        let _ = writeln!(text, " {:.0} |", set.plan.normalisation[name]);
    }
    text.push('\n');
    text
}

fn signal(set: &Set) -> String {
    let all = set.energy();
    let mut text =
        "## The signal\n\nWhat a leak changes: the sum of the squares over all traces and \
         times, times the interval.\n\n\
         | | least | 5 % | median | 95 % | greatest |\n|---|---|---|---|---|---|\n"
            .to_owned();
    let [vx, vz] = &set.energies;
    for (name, values) in [
        ("Energy of both components, (m/s)² s", &all),
        ("vx, to the right", vx),
        ("vz, downwards", vz),
        ("Greatest amplitude, m/s", &set.peaks),
    ] {
        let _ = write!(text, "| {name} |");
        for share in [0.0, 0.05, 0.5, 0.95, 1.0] {
            let _ = write!(text, " {:.2e} |", quantile(values, share));
        }
        text.push('\n');
    }
    let with = |name: &str| {
        let place = set.plan.label_names.iter().position(|label| label == name);
        place.map_or(f64::NAN, |place| rank_correlation(&all, &set.labels[place]))
    };
    let _ = writeln!(
        text,
        "\nRank correlation (Spearman) of the energy: {:+.2} with `mass`, {:+.2} with `volume`, {:+.2} with \
         `z_min`.\n",
        with("mass"),
        with("volume"),
        with("z_min"),
    );
    text
}

fn pictures(link: &str) -> String {
    let figures = [
        ("ground", "The ground before any leak"),
        ("leaks", "Four of the leaks"),
        ("gather", "The shot in the middle, before any leak"),
        ("change-0", "The same with a leak, in grey, and what it changes, in colour"),
        ("change-1", "The same with another leak"),
        (
            "samples",
            "Three samples as a network sees them, without noise, with weak and strong noise",
        ),
    ];
    let mut text = "## Pictures\n\n".to_owned();
    for (name, words) in figures {
        let _ = write!(text, "![{words}]({link}/{name}.png)\n\n");
    }
    text
}
