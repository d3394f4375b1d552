//! The wave solver beside Devito and deepwave, and beside what the machine can do.

use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::command::{cargo, measuring, output, program, root};
use crate::page::{self, digits, median};
use crate::provenance::Provenance;

/// Turns of ours and the peers'; the median counts, each the fastest of three.
const TURNS: usize = 3;
const STEPS: &str = "2000";

/// Point updates a second, as the program `wave` prints them.
#[derive(Debug, Deserialize)]
struct Ours {
    one_thread: f64,
    one_thread_random: f64,
    two_threads: f64,
    eight_shots: f64,
    quiet: f64,
    double: f64,
    limits: Limits,
    issue_limit: f64,
    cache_limit: f64,
    sizes: Vec<Size>,
}

#[derive(Debug, Deserialize)]
struct Limits {
    fused_a_second: f64,
    second_cache: f64,
    third_cache: f64,
}

#[derive(Debug, Deserialize)]
struct Size {
    rows: usize,
    columns: usize,
    steps: usize,
    seconds: f64,
    bytes: u64,
}

/// What a peer's script prints.
#[derive(Debug, Deserialize)]
struct Peer {
    points_per_second: f64,
    version: String,
}

/// A turn: ours, then each peer on one thread, on two, and with eight shots on two cores.
struct Turn {
    ours: Ours,
    devito: [Peer; 3],
    deepwave: [Peer; 3],
}

pub(super) fn bench() -> Result<()> {
    let mut turns = Vec::new();
    for turn in 1..=TURNS {
        println!("turn {turn} of {TURNS}");
        turns.push(Turn {
            ours: serde_json::from_str(&output(measuring("wave").args(["--steps", STEPS]))?)?,
            devito: peer("wave_devito.py")?,
            deepwave: peer("wave_deepwave.py")?,
        });
    }
    let native = native()?;
    let provenance = Provenance::of("cargo xtask bench wave")?;
    page::write(
        "performance/wave.md",
        "Speed of the wave solver",
        &body(&turns, native),
        &provenance,
    )
}

fn peer(script: &str) -> Result<[Peer; 3]> {
    let script = root().join("benches/peers").join(script);
    let run = |threads: &str, shots: &str| {
        let mut command = program("python3");
        command.arg(&script).args(["--steps", STEPS, "--threads", threads, "--shots", shots]);
        let printed = output(&mut command)?;
        serde_json::from_str(&printed)
            .with_context(|| format!("{} printed {printed}", script.display()))
    };
    Ok([run("1", "1")?, run("2", "1")?, run("2", "8")?])
}

/// One thread of a plain release build, and of one for this very machine, by turns.
fn native() -> Result<[f64; 2]> {
    let brief = ["--brief", "--steps", STEPS];
    let rate =
        |mut command: Command| -> Result<f64> { Ok(output(command.args(brief))?.trim().parse()?) };
    let for_this_machine = || {
        // In a folder of its own, so that the plain build stays.
        let mut command = cargo(
            "run --quiet --release --target-dir target/native --package davylamp-benches --bin wave --",
        );
        command.env("RUSTFLAGS", "-C target-cpu=native");
        command
    };
    let mut rates = [Vec::new(), Vec::new()];
    for _ in 0..TURNS {
        rates[0].push(rate(measuring("wave"))?);
        rates[1].push(rate(for_this_machine())?);
    }
    Ok(rates.map(median))
}

fn body(turns: &[Turn], [plain, native]: [f64; 2]) -> String {
    let ours = |f: fn(&Ours) -> f64| median(turns.iter().map(|turn| f(&turn.ours)).collect());
    let devito = |k: usize| median(turns.iter().map(|t| t.devito[k].points_per_second).collect());
    let deepwave =
        |k: usize| median(turns.iter().map(|t| t.deepwave[k].points_per_second).collect());
    let version = |f: fn(&Turn) -> &Peer| turns.first().map_or("", |turn| &f(turn).version);
    let million = |rate: f64| digits(rate / 1e6);
    let row = |what: &str, ours: f64, k: usize| {
        [
            what.to_owned(),
            million(ours),
            million(devito(k)),
            digits(ours / devito(k)),
            million(deepwave(k)),
            digits(ours / deepwave(k)),
        ]
    };
    let beside = page::table(
        ["", "Davylamp", "Devito", "ratio", "deepwave", "ratio"],
        [
            row("One shot, one thread", ours(|o| o.one_thread), 0),
            row("One shot, two threads", ours(|o| o.two_threads), 1),
            row("Eight shots, two cores", ours(|o| o.eight_shots), 2),
        ],
    );
    let best = devito(0).max(devito(1));
    let [one, eight] = [ours(|o| o.one_thread), ours(|o| o.eight_shots)];
    let issue = ours(|o| o.issue_limit);
    let cache = ours(|o| o.cache_limit);
    let alone = page::table(
        ["One thread", "million points a second"],
        [
            ("rows of one material each", one),
            ("every node another material, anisotropic", ours(|o| o.one_thread_random)),
            ("a field of 1e-30 of the strength", ours(|o| o.quiet)),
            ("double precision", ours(|o| o.double)),
            ("limit: one vector instruction a cycle", issue),
            ("limit: every number from the third cache at every step", cache),
        ]
        .map(|(what, rate)| [what.to_owned(), million(rate)]),
    );
    let sizes = turns.last().map_or(&[][..], |turn| turn.ours.sizes.as_slice());
    let sizes = page::table(
        ["Columns x rows", "steps", "s", "million points a second", "MB predicted"],
        sizes.iter().map(|size| {
            let points = (size.rows * size.columns * size.steps) as f64;
            [
                format!("{} x {}", size.columns, size.rows),
                size.steps.to_string(),
                digits(size.seconds),
                million(points / size.seconds),
                digits(size.bytes as f64 / 1e6),
            ]
        }),
    );
    format!(
        "Million point updates a second: 460 by 260 points, 30 of them an absorbing layer on each side, \
         20-node layers under a gradient, single precision, order 8, {STEPS} steps, 400 receivers of \
         both velocities. Ours has the layer on and is timed from the shot's description to its gather. \
         Devito {} has no absorbing layer (its C is compiled by gcc, `-O3 -march=native -ffast-math`; \
         the better of tiled and not counts); deepwave {} has a C-PML. Each number is the median of \
         {TURNS} turns, ours and theirs one after the other, each turn the fastest of three: what \
         is worked out once for a survey (the weights that make samples of steps, the peers' compiled \
         programs) is not in it.\n\n{beside}\n\
         One thread is {} times Devito's best, on one thread or two; eight shots on two cores are {} \
         times one shot on one thread.\n\n\
         ## Beside the machine\n\n{alone}\n\
         {} of the issue limit: {} million vectors of 16 multiplied and added a second, of which 16 \
         points take 74 instructions. A triad moves {} GB/s in the second cache and {} GB/s in the \
         third; 16 numbers of 4 bytes a point at every step from there would allow the last row. It can be \
         exceeded because several steps are taken while the numbers are in nearer caches.\n\n\
         A build for this very machine (`-C target-cpu=native`): {} million, a plain one: {} million, \
         ratio {}.\n\n\
         ## Cost\n\nOne thread, rows of one material each, one shot from nothing: what is worked out once is in it. \
         The weights that correct for the time step grow with the square of the number of steps: they take \
         seconds from 10 000 steps on, and are `with_time_dispersion(false)` to be left out.\n\n{sizes}",
        version(|turn| &turn.devito[0]),
        version(|turn| &turn.deepwave[0]),
        digits(one / best),
        digits(eight / one),
        format_args!("{:.0} %", 100.0 * one / issue),
        million(ours(|o| o.limits.fused_a_second)),
        digits(ours(|o| o.limits.second_cache) / 1e9),
        digits(ours(|o| o.limits.third_cache) / 1e9),
        million(native),
        million(plain),
        digits(plain / native),
    )
}
