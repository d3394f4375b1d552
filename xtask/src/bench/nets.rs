//! Training and asking HydrogenNet beside PyTorch, by turns, so that a busy machine slows both.

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::command::{measuring_nets, output, program, root};
use crate::page::{self, digits, median};
use crate::provenance::Provenance;

/// Turns of ours and PyTorch's; the median counts.
const TURNS: usize = 3;
/// Traces of an image: of 4, 8 and 16 stations.
const TRACES: [usize; 3] = [64, 128, 256];
const BATCH: &str = "32";
const THREADS: &str = "2";

/// What both programs print.
#[derive(Debug, Deserialize)]
struct Speed {
    parameters: usize,
    samples_per_second: f64,
    prediction_ms: f64,
    peak_mb: f64,
    version: Option<String>,
}

/// Ours and PyTorch's, turn by turn.
type Turns = Vec<[Speed; 2]>;

pub(super) fn bench() -> Result<()> {
    let mut sizes = Vec::new();
    for traces in TRACES {
        let mut turns = Turns::new();
        for turn in 1..=TURNS {
            println!("{traces} traces: turn {turn} of {TURNS}");
            turns.push([ours(traces)?, pytorch(traces)?]);
        }
        sizes.push((traces, turns));
    }
    let provenance = Provenance::of("cargo xtask bench nets")?;
    page::write("performance/nets.md", "Speed of the networks", &body(&sizes), &provenance)
}

fn ours(traces: usize) -> Result<Speed> {
    let mut command = measuring_nets("davylamp-benches-nets");
    command.args(["--traces", &traces.to_string(), "--batch", BATCH, "--threads", THREADS]);
    Ok(serde_json::from_str(&output(&mut command)?)?)
}

fn pytorch(traces: usize) -> Result<Speed> {
    let script = root().join("benches/peers/nets_torch.py");
    let mut command = program("python3");
    command.arg(&script).args(["--traces", &traces.to_string(), "--batch", BATCH]);
    let printed = output(command.args(["--threads", THREADS]))?;
    serde_json::from_str(&printed)
        .with_context(|| format!("{} printed {printed}", script.display()))
}

fn body(sizes: &[(usize, Turns)]) -> String {
    let of = |turns: &Turns, side: usize, value: fn(&Speed) -> f64| {
        median(turns.iter().map(|turn| value(&turn[side])).collect())
    };
    let first = sizes.first().and_then(|(_, turns)| turns.first());
    let version = first.and_then(|[_, theirs]| theirs.version.as_deref()).unwrap_or("");
    let table = |unit: &str, value: fn(&Speed) -> f64, ratio: fn(f64, f64) -> f64| {
        let rows = sizes.iter().map(|(traces, turns)| {
            let [ours, theirs] = [0, 1].map(|side| of(turns, side, value));
            let parameters = first_parameters(turns);
            [
                format!("{traces} ({} stations)", traces / 16),
                format!("{:.2} million", parameters as f64 / 1e6),
                digits(ours),
                digits(theirs),
                digits(ratio(ours, theirs)),
            ]
        });
        page::table(["Traces", "Weights", &format!("Davylamp, {unit}"), "PyTorch", "ratio"], rows)
    };
    format!(
        "HydrogenNet with channels 32, 64, 128, 256 and dense layers 512, 128, in single precision, beside \
         PyTorch {version} on the CPU: the same layers, batch and optimizer. Ours and PyTorch's ran by \
         turns, {TURNS} times each; each number is the median of the turns, each turn the median of three \
         steps after one that warms up. The ratio is above 1 where ours is ahead.\n\n\
         ## Training\n\nForward, backward and Adam, batches of {BATCH}, {THREADS} threads.\n\n{}\n\
         ## Asking\n\nOne image, one thread.\n\n{}\n\
         ## Memory\n\nThe most that the process held while it trained.\n\n{}",
        table("samples a second", |speed| speed.samples_per_second, |ours, theirs| ours / theirs),
        table("ms", |speed| speed.prediction_ms, |ours, theirs| theirs / ours),
        table("MB", |speed| speed.peak_mb, |ours, theirs| theirs / ours),
    )
}

fn first_parameters(turns: &Turns) -> usize {
    turns.first().map_or(0, |[ours, _]| ours.parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_above_one_where_ours_is_ahead() {
        let speed = |rate: f64, ms: f64, mb: f64, version: Option<&str>| Speed {
            parameters: 8_840_000,
            samples_per_second: rate,
            prediction_ms: ms,
            peak_mb: mb,
            version: version.map(str::to_owned),
        };
        let turns = vec![[speed(80.0, 5.0, 400.0, None), speed(40.0, 15.0, 1200.0, Some("2.0"))]];
        let page = body(&[(64, turns)]);
        assert!(page.contains("| 64 (4 stations) | 8.84 million | 80.0 | 40.0 | 2.00 |"), "{page}");
        assert_eq!(page.matches("| 3.00 |").count(), 2, "{page}");
        assert!(page.contains("PyTorch 2.0 on the CPU"));
    }
}
