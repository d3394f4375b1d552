//! The optimizers beside peers in Rust and Python on one leak, and what they cost by themselves.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::command::{cargo, measuring, output, program, root, run};
use crate::page::{self, digits};
use crate::provenance::Provenance;

/// What a search took and found, as both programs print it.
#[derive(Debug, Clone, Deserialize)]
struct Work {
    method: String,
    program: String,
    settings: String,
    milliseconds: f64,
    misfit: f64,
    near: f64,
    evaluations: f64,
}

/// By `davylamp-peers`.
#[derive(Debug, Deserialize)]
struct Rust {
    runs: u64,
    turns: usize,
    work: Vec<Work>,
}

/// By `optim_peers.py`.
#[derive(Debug, Deserialize)]
struct Python {
    work: Vec<Work>,
    call_microseconds: f64,
    versions: BTreeMap<String, String>,
}

/// By the program `optim`.
#[derive(Debug, Deserialize)]
struct Costs {
    overheads: Vec<Overhead>,
    sphere_nanoseconds: f64,
    two_threads: f64,
}

#[derive(Debug, Deserialize)]
struct Overhead {
    method: String,
    nanoseconds: f64,
}

/// What the project calls itself in the work.
const OURS: &str = "Davylamp";

pub(super) fn bench() -> Result<()> {
    let costs: Costs = serde_json::from_str(&output(&mut measuring("optim"))?)?;
    let parks = root().join("target/optim-parks.json");
    if let Some(folder) = parks.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut peers = cargo("run --quiet --release --locked --manifest-path");
    peers.arg(root().join("benches/peers-rust/Cargo.toml")).args(["--", "--parks"]).arg(&parks);
    let rust: Rust = serde_json::from_str(&output(&mut peers)?)?;
    let script = root().join("benches/peers/optim_peers.py");
    let python: Python =
        serde_json::from_str(&output(program(python()?).arg(script).arg(&parks))?)?;
    let provenance = Provenance::of("cargo xtask bench optim")?;
    let body = body(&rust, &python, &costs);
    page::write("performance/optim.md", "Speed of the optimizers", &body, &provenance)
}

/// A Python of our own with the peers, made at the first use.
fn python() -> Result<PathBuf> {
    let folder = root().join("benches/peers/.venv-optim");
    let python = folder.join("bin/python");
    if !python.is_file() {
        run(program("python3").args(["-m", "venv"]).arg(&folder))
            .context("the peers need python3 with its module venv")?;
        let install = ["-m", "pip", "install", "--quiet", "pygmo", "scipy", "mealpy"];
        run(program(&python).args(install))?;
    }
    Ok(python)
}

fn body(rust: &Rust, python: &Python, costs: &Costs) -> String {
    let versions: Vec<String> =
        python.versions.iter().map(|(name, version)| format!("{name} {version}")).collect();
    let of_python: Vec<Work> = python.work.clone();
    let overheads = costs.overheads.iter().map(|o| {
        [o.method.clone(), digits(o.nanoseconds), digits(o.nanoseconds - costs.sphere_nanoseconds)]
    });
    format!(
        "## The leak of Xia et al. (2022)\n\n\
         Sixteen sensors, place and rate sought, as on the page of [the reproduction](../results/omo.md): \
         {} parks with the seeds from 0 on, and for each method thirty individuals and 300 iterations, or \
         as many evaluations. Milliseconds are of the processor, one thread. All Rust programs minimise \
         the same function in one process, by turns, {} times; the median counts. The ratio is to ours of \
         the same method: above 1, ours is faster.\n\n{}\n{}\n\
         ### Python\n\n\
         By {}, on the same parks, once. The misfit is a compiled function; from Python a call of it takes \
         {:.1} µs, which is most of the time of pygmo: these programs are made for objectives that take \
         longer.\n\n{}\n\
         ## A candidate's cost\n\n\
         Time from ask to tell on the sphere with three unknowns, populations as they are by default, a \
         median of seven; the last column without the sphere's own {:.1} ns.\n\n{}\n\
         ## Two threads\n\n\
         Differential evolution with a population of 30 on an objective of 100 µs: two threads are {:.2} \
         times as fast as one (median of five; it needs both cores of the machine to itself).\n",
        rust.runs,
        rust.turns,
        table(&rust.work, &rust.work),
        fastest(&rust.work),
        versions.join(", "),
        python.call_microseconds,
        table(&of_python, &rust.work),
        costs.sphere_nanoseconds,
        page::table(["Method", "ns", "without the objective"], overheads),
        costs.two_threads
    )
}

fn table(work: &[Work], all: &[Work]) -> String {
    let rows = work.iter().map(|w| {
        let ratio = if w.program == OURS {
            String::new()
        } else {
            ours(all, &w.method)
                .map_or_else(String::new, |o| digits(w.milliseconds / o.milliseconds))
        };
        [
            w.method.clone(),
            w.program.clone(),
            w.settings.clone(),
            digits(w.milliseconds),
            ratio,
            format!("{:.0}", w.evaluations),
            digits(1e3 * w.milliseconds / w.evaluations),
            digits(w.misfit),
            format!("{:.0} %", 100.0 * w.near),
        ]
    });
    let head = [
        "Method",
        "Program",
        "Settings",
        "ms a run",
        "ratio",
        "evaluations",
        "µs an evaluation",
        "misfit (geometric mean)",
        "within 1 m",
    ];
    page::table(head, rows)
}

fn ours<'a>(all: &'a [Work], method: &str) -> Option<&'a Work> {
    all.iter().find(|w| w.method == method && w.program == OURS)
}

/// Ours beside the fastest peer of each method, per evaluation.
fn fastest(work: &[Work]) -> String {
    let per = |w: &Work| w.milliseconds / w.evaluations;
    let mut text = String::new();
    for ours in work.iter().filter(|w| w.program == OURS) {
        let peers = work.iter().filter(|w| w.method == ours.method && w.program != OURS);
        let Some(peer) = peers.min_by(|a, b| per(a).total_cmp(&per(b))) else { continue };
        let line = format!(
            "- {}: an evaluation takes {:.2} times the time of ours in the fastest Rust peer ({}); misfit \
             {} there, {} here.\n",
            ours.method,
            per(peer) / per(ours),
            peer.program,
            digits(peer.misfit),
            digits(ours.misfit)
        );
        text.push_str(&line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fastest_peer_is_found() {
        let work = |program: &str, milliseconds| Work {
            method: "de".to_owned(),
            program: program.to_owned(),
            settings: String::new(),
            milliseconds,
            misfit: 1e-16,
            near: 1.0,
            evaluations: 1000.0,
        };
        let all = [work("slow", 9.0), work(OURS, 2.0), work("quick", 5.0)];
        assert!(
            fastest(&all).contains("2.50 times the time of ours in the fastest Rust peer (quick)")
        );
        assert!(table(&all, &all).contains("| 4.50 |"));
    }
}
