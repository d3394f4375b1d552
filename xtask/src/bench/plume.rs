//! The plume beside numpy, by turns, so that a busy machine slows both.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::command::{measuring, output, program, root, run};
use crate::page::{self, digits, median};
use crate::provenance::Provenance;

/// Turns of ours and the peer's; the median counts.
const TURNS: usize = 5;

/// How far the two sums may be apart: 16 384 terms, each rounded a few times.
const SUM_TOLERANCE: f64 = 1e-12;

/// Pairs a second, as the program `plume` prints them.
#[derive(Debug, Deserialize)]
struct Ours {
    any: f64,
    any_all_cores: f64,
    shared: f64,
    shared_all_cores: f64,
    sixteen: f64,
    threads: usize,
    any_sum: f64,
    shared_sum: f64,
}

/// The same by `plume_numpy.py`.
#[derive(Debug, Deserialize)]
struct Numpy {
    any: f64,
    shared: f64,
    sixteen: f64,
    any_sum: f64,
    shared_sum: f64,
    version: String,
}

pub(super) fn bench() -> Result<()> {
    let python = python()?;
    let script = root().join("benches/peers/plume_numpy.py");
    let mut turns = Vec::new();
    for turn in 1..=TURNS {
        println!("turn {turn} of {TURNS}");
        let ours: Ours = serde_json::from_str(&output(&mut measuring("plume"))?)?;
        let numpy: Numpy = serde_json::from_str(&output(program(&python).arg(&script))?)?;
        same("any places", ours.any_sum, numpy.any_sum)?;
        same("a map", ours.shared_sum, numpy.shared_sum)?;
        turns.push((ours, numpy));
    }
    let provenance = Provenance::of("cargo xtask bench plume")?;
    page::write("performance/plume.md", "Speed of the plume", &body(&turns), &provenance)
}

/// A Python of our own with numpy, made at the first use.
fn python() -> Result<PathBuf> {
    let folder = root().join("benches/peers/.venv");
    let python = folder.join("bin/python");
    if !python.is_file() {
        run(program("python3").args(["-m", "venv"]).arg(&folder))
            .context("numpy needs python3 with its module venv")?;
        run(program(&python).args(["-m", "pip", "install", "--quiet", "numpy"]))?;
    }
    Ok(python)
}

fn same(what: &str, ours: f64, theirs: f64) -> Result<()> {
    let apart = (ours - theirs).abs() / theirs.abs();
    ensure!(apart <= SUM_TOLERANCE, "{what}: ours sums to {ours:e}, numpy's to {theirs:e}");
    Ok(())
}

fn body(turns: &[(Ours, Numpy)]) -> String {
    let ours = |f: fn(&Ours) -> f64| median(turns.iter().map(|turn| f(&turn.0)).collect());
    let peer = |f: fn(&Numpy) -> f64| median(turns.iter().map(|turn| f(&turn.1)).collect());
    let beside = |what: &str, ours: f64, numpy: f64| {
        [what.to_owned(), digits(ours), digits(numpy), digits(ours / numpy)]
    };
    let alone = |what: String, ours: f64| [what, digits(ours), String::new(), String::new()];
    let (threads, version) =
        turns.first().map_or((1, ""), |(ours, numpy)| (ours.threads, numpy.version.as_str()));
    let rows = [
        beside("Any places, one core, batches of 16 384", ours(|o| o.any), peer(|n| n.any)),
        beside(
            "A map along the wind (a column shares its widths), one core, 128 by 128",
            ours(|o| o.shared),
            peer(|n| n.shared),
        ),
        beside("Any places, one core, batches of 16", ours(|o| o.sixteen), peer(|n| n.sixteen)),
        alone(
            format!("Any places, {threads} threads, batches of 1 048 576"),
            ours(|o| o.any_all_cores),
        ),
        alone(
            format!("A map along the wind, {threads} threads, 1024 by 1024"),
            ours(|o| o.shared_all_cores),
        ),
    ];
    format!(
        "Source-receptor pairs a second: a Briggs urban plume of class D with ground reflection, in \
         double precision. Ours and numpy {version} ran by turns, {TURNS} times each; each number is \
         the median of the turns, each turn the median of five measurements. Both sum to the same \
         concentrations within {SUM_TOLERANCE:e}.\n\n{}\n\
         Sixteen receptors, the size of a small network of sensors, take {} µs.\n",
        page::table(["", "Davylamp", "numpy", "ratio"], rows),
        digits(16e6 / ours(|o| o.sixteen))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unlike_sums_are_refused() {
        assert!(same("a map", 1.0, 1.0 + 1e-13).is_ok());
        assert!(same("a map", 1.0, 1.0 + 1e-11).is_err());
        assert!(same("a map", f64::NAN, 1.0).is_err());
    }
}
