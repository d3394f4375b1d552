//! The tracer: searches for the leak of Xia et al., and the whole command.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Result, ensure};
use serde::Deserialize;

use crate::command::{cargo, measuring, output, program, root, run};
use crate::page::{self, digits, median};
use crate::provenance::Provenance;

/// Times the command is started; the median counts.
const STARTS: usize = 20;

/// What the command is timed on.
const EXAMPLE: &str = "examples/paper-16.csv";

/// Time of one run of OMO on this case by the authors, s: 12.743 s for fifty runs (MATLAB, Intel
/// i5-9400F; Xia et al. 2022, Sensors 22(1):71, table 8).
const PAPER_SECONDS: f64 = 12.743 / 50.0;

/// What a way of searching took and found, as the program `trace` prints it.
#[derive(Debug, Deserialize)]
struct Work {
    way: String,
    runs: u64,
    evaluations: f64,
    most_evaluations: usize,
    seconds: f64,
    near: f64,
    misfit: f64,
}

pub(super) fn bench() -> Result<()> {
    let work: Vec<Work> = serde_json::from_str(&output(&mut measuring("trace"))?)?;
    run(&mut cargo("build --quiet --release --package davylamp-cli"))?;
    let davylamp = built("davylamp");
    let starts = |arguments: &[&str]| {
        let times: Result<Vec<f64>> = (0..STARTS).map(|_| seconds(&davylamp, arguments)).collect();
        times.map(median)
    };
    let whole = [starts(&[])?, starts(&["--no-posterior"])?];
    let provenance = Provenance::of("cargo xtask bench trace")?;
    page::write("performance/trace.md", "Speed of the tracer", &body(&work, whole), &provenance)
}

fn built(name: &str) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), PathBuf::from)
        .join("release")
        .join(name)
}

/// Wall-clock time of one start of the command, from beginning to end.
fn seconds(davylamp: &Path, arguments: &[&str]) -> Result<f64> {
    let mut command = program(davylamp);
    command.args(["trace", EXAMPLE]).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status()?;
    let elapsed = start.elapsed();
    ensure!(status.success(), "davylamp trace {EXAMPLE} failed ({status})");
    Ok(elapsed.as_secs_f64())
}

fn body(work: &[Work], [posterior, no_posterior]: [f64; 2]) -> String {
    let searches = page::table(
        [
            "Search",
            "runs",
            "evaluations",
            "most",
            "ms a run",
            "within 1 m",
            "misfit (geometric mean)",
        ],
        work.iter().map(|w| {
            [
                w.way.clone(),
                w.runs.to_string(),
                format!("{:.0}", w.evaluations),
                w.most_evaluations.to_string(),
                digits(1e3 * w.seconds),
                format!("{:.1} %", 100.0 * w.near),
                digits(w.misfit),
            ]
        }),
    );
    let whole = page::table(
        ["", "ms"],
        [("with the posterior", posterior), ("`--no-posterior`", no_posterior)]
            .map(|(what, seconds)| [what.to_owned(), digits(1e3 * seconds)]),
    );
    format!(
        "## The leak of Xia et al. (2022)\n\n\
         A park of 100 m by 100 m, sixteen sensors on the ground, one at a random place in each of \
         sixteen equal cells, a random wind below 10 m/s from the west, readings rounded to \
         1e-8 kg/m³; the leak is at (8, 15) m, 1 m high, 80 kg/s (Sensors 22(1):71, section 3). Each \
         run draws sensors and wind anew, with the number of the run as its seed. One thread; the \
         time is that of the processor, and holds everything from the readings to the answer. The \
         authors' OMO takes {} ms a run (table 8, MATLAB).\n\n{searches}\n\
         ## The whole command\n\n\
         `davylamp trace {EXAMPLE}`, from start to exit, median of {STARTS} starts:\n\n{whole}",
        digits(1e3 * PAPER_SECONDS)
    )
}
