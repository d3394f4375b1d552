//! Training and asking the networks beside PyTorch and beside burn's own layers, by turns, so that a busy machine
//! slows all.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::command::{measuring_nets, output, program, root};
use crate::page::{self, digits, median};
use crate::provenance::Provenance;

/// Turns of each program; the median counts.
const TURNS: usize = 3;
/// Traces of an image: of 4, 8 and 16 stations.
const TRACES: [usize; 3] = [64, 128, 256];
const BATCH: &str = "32";
const THREADS: &str = "2";

/// Steps of a turn that are timed.
const STEPS: &str = "9";

/// What every program prints.
#[derive(Debug, Deserialize)]
struct Speed {
    parameters: usize,
    samples_per_second: f64,
    prediction_ms: f64,
    peak_mb: f64,
    version: Option<String>,
}

/// Columns of the residual network's square images.
const SIDE: usize = 64;

/// Ours, PyTorch's and plain burn's, turn by turn.
type Turns = Vec<[Speed; 3]>;

/// A network, with columns of its images.
#[derive(Debug, Clone, Copy)]
struct Case {
    network: &'static str,
    columns: usize,
}

impl Case {
    fn name(self) -> String {
        let Self { network, columns } = self;
        match network {
            "resnet" => format!("ResNet-18, {columns} by {columns}"),
            _ => format!("HydrogenNet, {columns} traces ({} stations)", columns / 16),
        }
    }

    fn arguments(self) -> Vec<String> {
        let columns = self.columns.to_string();
        let own = ["--network", self.network, "--traces", &columns];
        let same = ["--batch", BATCH, "--steps", STEPS, "--threads", THREADS];
        own.into_iter().chain(same).map(str::to_owned).collect()
    }
}

pub(super) fn bench() -> Result<()> {
    let mut sizes = Vec::new();
    let leaks = TRACES.map(|columns| Case { network: "hydrogennet", columns });
    let room = Case { network: "resnet", columns: SIDE };
    for case in leaks.into_iter().chain([room]) {
        let mut turns = Turns::new();
        for turn in 1..=TURNS {
            println!("{}: turn {turn} of {TURNS}", case.name());
            let [ours, burn] = ["davylamp-benches-nets", "plain_burn"].map(|bin| rust(bin, case));
            let turn = [ours?, pytorch(case)?, burn?];
            let weights = turn.each_ref().map(|speed| speed.parameters);
            ensure!(
                weights.iter().all(|count| *count == weights[0]),
                "other networks: {weights:?}"
            );
            turns.push(turn);
        }
        sizes.push((case.name(), turns));
    }
    let provenance = Provenance::of("cargo xtask bench nets")?;
    page::write("performance/nets.md", "Speed of the networks", &body(&sizes), &provenance)
}

fn rust(bin: &str, case: Case) -> Result<Speed> {
    let printed = output(measuring_nets(bin).args(case.arguments()))?;
    Ok(serde_json::from_str(&printed)?)
}

fn pytorch(case: Case) -> Result<Speed> {
    let script = root().join("benches/peers/nets_torch.py");
    let printed = output(program("python3").arg(&script).args(case.arguments()))?;
    serde_json::from_str(&printed)
        .with_context(|| format!("{} printed {printed}", script.display()))
}

fn body(sizes: &[(String, Turns)]) -> String {
    let of = |turns: &Turns, side: usize, value: fn(&Speed) -> f64| {
        median(turns.iter().map(|turn| value(&turn[side])).collect())
    };
    let first = sizes.first().and_then(|(_, turns)| turns.first());
    let version = first.and_then(|[_, pytorch, _]| pytorch.version.as_deref()).unwrap_or("");
    let table = |unit: &str, value: fn(&Speed) -> f64, ratio: fn(f64, f64) -> f64| {
        let rows = sizes.iter().map(|(name, turns)| {
            let [ours, pytorch, burn] = [0, 1, 2].map(|side| of(turns, side, value));
            let parameters = first_parameters(turns);
            [
                name.clone(),
                format!("{:.2} million", parameters as f64 / 1e6),
                digits(ours),
                digits(pytorch),
                digits(ratio(ours, pytorch)),
                digits(burn),
                digits(ratio(ours, burn)),
            ]
        });
        let ours = format!("Davylamp, {unit}");
        page::table(["Network", "Weights", &ours, "PyTorch", "ratio", "burn alone", "ratio"], rows)
    };
    format!(
        "HydrogenNet with channels 32, 64, 128, 256 and dense layers 512, 128, and ResNet-18 with 64 channels in \
         its first stage, in single precision, beside PyTorch {version} on the CPU and beside burn as it \
         comes (its `flex` backend, its own layers and Adam, the system's allocator): the same layers, batch and \
         optimizer. They ran by turns, {TURNS} times each; each number is the median of the turns, each turn the \
         median of {STEPS} steps after one that warms up. The ratio is above 1 where ours is ahead.\n\n\
         ## Training\n\nForward, backward and Adam, batches of {BATCH}, {THREADS} threads.\n\n{}\n\
         ## Asking\n\nOne image, one thread.\n\n{}\n\
         ## Memory\n\nThe most that the process held while it trained.\n\n{}",
        table("samples a second", |speed| speed.samples_per_second, |ours, theirs| ours / theirs),
        table("ms", |speed| speed.prediction_ms, |ours, theirs| theirs / ours),
        table("MB", |speed| speed.peak_mb, |ours, theirs| theirs / ours),
    )
}

fn first_parameters(turns: &Turns) -> usize {
    turns.first().map_or(0, |[ours, ..]| ours.parameters)
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
        let pytorch = speed(40.0, 15.0, 1200.0, Some("2.0"));
        let burn = speed(10.0, 20.0, 1600.0, None);
        let turns = vec![[speed(80.0, 5.0, 400.0, None), pytorch, burn]];
        let page = body(&[("HydrogenNet, 64 traces (4 stations)".to_owned(), turns)]);
        assert!(
            page.contains(
                "| HydrogenNet, 64 traces (4 stations) | 8.84 million | 80.0 | 40.0 | 2.00 | 10.0 | 8.00 |"
            ),
            "{page}"
        );
        assert!(page.contains("| 5.00 | 15.0 | 3.00 | 20.0 | 4.00 |"), "{page}");
        assert!(page.contains("| 400 | 1200 | 3.00 | 1600 | 4.00 |"), "{page}");
        assert!(page.contains("PyTorch 2.0 on the CPU"));
    }
}
