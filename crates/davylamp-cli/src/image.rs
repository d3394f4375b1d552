//! `davylamp image`

use std::io::Write;
use std::path::{Path, PathBuf};

use davylamp::picture::{self, ImagePanel};
use davylamp::shot::{PlannedShot, ShotError, change};
use davylamp::wave::{Image, Imaging, ShotGather, npy};
use serde_json::json;

use crate::args::ImageArgs;
use crate::failure::Failure;
use crate::shot::has_ending;
use crate::{files, output, quiet};

pub(crate) fn run(args: &ImageArgs) -> Result<(), Failure> {
    // What cannot end well does not begin.
    for (path, ending) in [(Some(&args.output), "npy"), (args.plot.as_ref(), "png")] {
        if let Some(path) = path
            && !has_ending(path, ending)
        {
            let path = path.display();
            let words = format!("cannot write {path}: the name must end in .{ending}");
            return Err(Failure::Input(words));
        }
    }
    let toml = files::read(&args.model)?;
    let folder = args.model.parent().unwrap_or(Path::new(""));
    let load = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))
    };
    let failed = |error: ShotError| match error {
        ShotError::Records { .. } => Failure::Input(error.to_string()),
        _ if error.is_input() => Failure::in_file(&args.model, error),
        _ => Failure::Work(format!("{}: {error}", args.model.display())),
    };
    let planned = PlannedShot::new(&toml, &load).map_err(failed)?;
    let mut gathers = read(&planned, &args.gathers)?;
    if !args.before.is_empty() {
        gathers = change(&gathers, &read(&planned, &args.before)?).map_err(failed)?;
    }
    let jobs = args.jobs.or_else(|| std::thread::available_parallelism().ok());
    let imaging = Imaging::default()
        .with_memory_limit(args.memory_mb.saturating_mul(1_000_000))
        .with_threads(jobs.map_or(1, std::num::NonZero::get));
    let image = planned
        .image(&gathers, &imaging, &mut progress(gathers.len()))
        .map_err(failed)?
        .without_low_wavenumbers();
    let [nz, nx] = image.shape;
    let both = [image.pp.as_slice(), &image.ps].concat();
    let bytes =
        npy::to_bytes(&[2, nz, nx], &both).map_err(|error| Failure::Work(error.to_string()))?;
    files::write(&args.output, &bytes)?;
    if let Some(path) = &args.plot {
        draw(path, &image).map_err(|error| output::picture_failure(&error))?;
    }
    if args.json {
        let peaks = [&image.pp, &image.ps].map(|values| peak(values));
        output::print_json(&json!({
            "shots": gathers.len(), "nodes": image.shape, "spacing": image.spacing,
            "peak": { "pp": peaks[0], "ps": peaks[1] },
        }))
    } else {
        output::print(&format!(
            "Image   {nz} by {nx} nodes, {} m apart, of {} shots, in {}\n",
            davylamp::numbers::plain(image.spacing),
            gathers.len(),
            args.output.display(),
        ))
    }
}

/// All gathers of some files, in their order.
fn read(planned: &PlannedShot, paths: &[PathBuf]) -> Result<Vec<ShotGather<f32>>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        let gathers = planned.gathers(&files::read(path)?);
        all.extend(gathers.map_err(|error| Failure::in_file(path, error))?);
    }
    Ok(all)
}

/// Hears how many shots are done, and says so on a terminal.
fn progress(shots: usize) -> impl FnMut(usize) -> bool {
    let shown = quiet::shows_progress();
    move |index| {
        if shown {
            let end = if index + 1 == shots { "\n" } else { "" };
            // Progress that nobody can read is no reason to stop.
            write!(std::io::stderr(), "\rshot {} of {shots}{end}", index + 1).ok();
        }
        true
    }
}

fn peak(values: &[f32]) -> f32 {
    values.iter().fold(0.0, |peak, value| peak.max(value.abs()))
}

fn draw(path: &Path, image: &Image) -> Result<(), picture::PictureError> {
    let panel = |title: &str, values| ImagePanel {
        title: title.to_owned(),
        values,
        shape: image.shape,
        spacing: image.spacing,
        outlines: Vec::new(),
        guesses: Vec::new(),
    };
    let panels = [panel("PP", image.pp.as_slice()), panel("PS", &image.ps)];
    picture::write_images(path, "Reverse-time migration", &panels)
}
