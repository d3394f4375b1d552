//! `davylamp shot`

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use davylamp::picture;
use davylamp::shot::{PlannedShot, ShotError};
use davylamp::wave::{FileError, ShotGather, npy, segy};
use serde_json::{Value, json};

use crate::args::ShotArgs;
use crate::failure::Failure;
use crate::{files, output, quiet};

pub(crate) fn run(args: &ShotArgs) -> Result<(), Failure> {
    // What cannot end well does not begin.
    let format = Format::of(&args.output)?;
    if let Some(path) = &args.plot
        && !has_ending(path, "png")
    {
        let path = path.display();
        return Err(Failure::Input(format!("cannot draw {path}: the name must end in .png")));
    }
    let toml = files::read(&args.model)?;
    let folder = args.model.parent().unwrap_or(Path::new(""));
    let load = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))
    };
    let failed = |error: ShotError| {
        if error.is_input() {
            Failure::in_file(&args.model, error)
        } else {
            Failure::Work(format!("{}: {error}", args.model.display()))
        }
    };
    let planned = PlannedShot::new(&toml, &load).map_err(failed)?;
    let gather = planned.run(&mut progress()).map_err(failed)?;
    let bytes = format.bytes(&gather).map_err(|error| Failure::Input(error.to_string()))?;
    files::write(&args.output, &bytes)?;
    if let Some(path) = &args.plot {
        picture::write_gather(path, &gather).map_err(|error| output::picture_failure(&error))?;
    }
    if args.json {
        output::print_json(&object(&planned, &gather))
    } else {
        output::print(&table(&planned, &gather, &args.output))
    }
}

/// Hears how far the shot is, and says so on a terminal.
fn progress() -> impl FnMut(usize, usize) -> bool {
    let shown = quiet::shows_progress();
    move |step, steps| {
        if shown {
            let end = if step == steps { "\n" } else { "" };
            // Progress that nobody can read is no reason to stop.
            write!(std::io::stderr(), "\rstep {step} of {steps}{end}").ok();
        }
        true
    }
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Segy,
    Npy,
}

impl Format {
    fn of(path: &Path) -> Result<Self, Failure> {
        if has_ending(path, "sgy") || has_ending(path, "segy") {
            Ok(Self::Segy)
        } else if has_ending(path, "npy") {
            Ok(Self::Npy)
        } else {
            let path = path.display();
            let words = format!("cannot write {path}: the name must end in .sgy, .segy or .npy");
            Err(Failure::Input(words))
        }
    }

    fn bytes(self, gather: &ShotGather<f32>) -> Result<Vec<u8>, FileError> {
        match self {
            Self::Segy => segy::to_bytes(std::slice::from_ref(gather)),
            Self::Npy => npy::gather_to_bytes(gather),
        }
    }
}

pub(crate) fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

/// The greatest amplitude of each component.
fn peaks(gather: &ShotGather<f32>) -> Vec<(String, f32)> {
    let recording = gather.recording();
    let peak = |c: usize| {
        (0..recording.receivers.len())
            .flat_map(|r| gather.trace(c, r))
            .fold(0.0_f32, |peak, value| peak.max(value.abs()))
    };
    let name = |c: usize| format!("{:?}", recording.components[c]).to_lowercase();
    (0..recording.components.len()).map(|c| (name(c), peak(c))).collect()
}

fn object(planned: &PlannedShot, gather: &ShotGather<f32>) -> Value {
    let recording = gather.recording();
    let peaks: serde_json::Map<String, Value> =
        peaks(gather).into_iter().map(|(name, peak)| (name, json!(peak))).collect();
    json!({
        "source": recording.source, "receivers": recording.receivers.len(),
        "samples": recording.samples, "sample_interval": recording.dt,
        "steps": planned.steps(), "time_step": planned.dt(),
        "nodes": planned.grid_shape(), "memory_bytes": planned.memory_bytes(),
        "peak": peaks,
    })
}

fn table(planned: &PlannedShot, gather: &ShotGather<f32>, path: &Path) -> String {
    let recording = gather.recording();
    let [nz, nx] = planned.grid_shape();
    let mut text = format!(
        "Gather  {} traces of {} samples, {} ms apart, in {}\n\
         Grid    {nz} by {nx} nodes with the absorbing layers, {} MB\n\
         Time    {} steps of {} ms\n",
        recording.components.len() * recording.receivers.len(),
        recording.samples,
        davylamp::numbers::plain(recording.dt * 1e3),
        path.display(),
        davylamp::numbers::short(planned.memory_bytes() as f64 / 1e6),
        planned.steps(),
        davylamp::numbers::plain(planned.dt() * 1e3),
    );
    for (name, peak) in peaks(gather) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "Peak    {name:<9} {peak:.3e}");
    }
    text
}
