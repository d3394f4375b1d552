//! The rock beside CoolProp and rockphypy, by turns, so that a busy machine slows all.

use anyhow::{Result, ensure};
use serde::Deserialize;

use crate::command::{measuring, output, program, root};
use crate::page::{self, digits, median};
use crate::provenance::Provenance;

/// Turns of ours and the peers'; the median counts.
const TURNS: usize = 5;

/// How far the sums may be apart: thousands of terms, each of some fifty rounded ones.
const SUM_TOLERANCE: f64 = 1e-12;

/// Rates a second on one core, as the program `rock` prints them.
#[derive(Debug, Deserialize)]
struct Ours {
    states: f64,
    isotherm: f64,
    cells: f64,
    cells_alone: f64,
    states_sum: f64,
    isotherm_sum: f64,
    cells_sum: f64,
}

/// The same by `rock_coolprop_rockphypy.py`.
#[derive(Debug, Deserialize)]
struct Peers {
    states: f64,
    isotherm: f64,
    calls: f64,
    cells: f64,
    states_sum: f64,
    isotherm_sum: f64,
    cells_sum: f64,
    coolprop: String,
    rockphypy: String,
}

pub(super) fn bench() -> Result<()> {
    let script = root().join("benches/peers/rock_coolprop_rockphypy.py");
    let mut turns = Vec::new();
    for turn in 1..=TURNS {
        println!("turn {turn} of {TURNS}");
        let ours: Ours = serde_json::from_str(&output(&mut measuring("rock"))?)?;
        let peers: Peers = serde_json::from_str(&output(program("python3").arg(&script))?)?;
        same("states", ours.states_sum, peers.states_sum)?;
        same("states of an isotherm", ours.isotherm_sum, peers.isotherm_sum)?;
        same("cells", ours.cells_sum, peers.cells_sum)?;
        turns.push((ours, peers));
    }
    let provenance = Provenance::of("cargo xtask bench rock")?;
    page::write("performance/rock.md", "Speed of the rock", &body(&turns), &provenance)
}

fn same(what: &str, ours: f64, theirs: f64) -> Result<()> {
    let apart = (ours - theirs).abs() / theirs.abs();
    ensure!(apart <= SUM_TOLERANCE, "{what}: ours sums to {ours:e}, the peer's to {theirs:e}");
    Ok(())
}

fn body(turns: &[(Ours, Peers)]) -> String {
    let ours = |f: fn(&Ours) -> f64| median(turns.iter().map(|turn| f(&turn.0)).collect());
    let peer = |f: fn(&Peers) -> f64| median(turns.iter().map(|turn| f(&turn.1)).collect());
    let (coolprop, rockphypy) = turns
        .first()
        .map_or(("", ""), |(_, peers)| (peers.coolprop.as_str(), peers.rockphypy.as_str()));
    let beside = |what: &str, ours: f64, name: String, theirs: f64| {
        [what.to_owned(), digits(ours), name, digits(theirs), digits(ours / theirs)]
    };
    let rows = [
        beside(
            "States of hydrogen, each of a new temperature",
            ours(|o| o.states),
            format!("CoolProp {coolprop}"),
            peer(|p| p.states),
        ),
        beside(
            "States of hydrogen at one temperature (`Isotherm`)",
            ours(|o| o.isotherm),
            format!("CoolProp {coolprop}"),
            peer(|p| p.isotherm),
        ),
        beside(
            "Cells of rock, 16 384 at one depth (`RockModel::rocks`)",
            ours(|o| o.cells),
            format!("rockphypy {rockphypy}"),
            peer(|p| p.cells),
        ),
        [
            "Cells of rock one by one, the fluids anew for each (`RockModel::rock`)".to_owned(),
            digits(ours(|o| o.cells_alone)),
            String::new(),
            String::new(),
            String::new(),
        ],
    ];
    format!(
        "How many a second, on one core, in double precision. Ours and the peers ran by turns, {TURNS} \
         times each; each number is the median of the turns, each turn the median of five measurements. \
         All sum to the same numbers within {SUM_TOLERANCE:e}.\n\n{}\n\
         A **state** is pressure and temperature in, density and speed of sound out: 2000 states from 1 to \
         40 MPa and 280 to 400 K. CoolProp's is `AbstractState(\"HEOS\", \"Hydrogen\")` with `update`, \
         `rhomass` and `speed_sound`, called from Python, as most of its users do. Three calls that do \
         nothing take {} of CoolProp's time for a state; the rest is its own.\n\n\
         A **cell** is porosity and gas saturation in, both speeds and the density out: Wood's fluid, \
         Hertz-Mindlin, soft sand, Gassmann, the speeds, with brine and hydrogen of the depth worked out \
         once a batch by either. rockphypy is numpy, on the same 16 384 cells at once.\n",
        page::table(["", "Davylamp", "peer", "peer's", "ratio"], rows),
        percent(peer(|p| p.states) / peer(|p| p.calls)),
    )
}

fn percent(fraction: f64) -> String {
    format!("{:.0} %", 100.0 * fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unlike_sums_are_refused() {
        assert!(same("cells", 1.0, 1.0 + 1e-13).is_ok());
        assert!(same("cells", 1.0, 1.0 + 1e-11).is_err());
        assert!(same("cells", f64::NAN, 1.0).is_err());
    }

    #[test]
    fn shares_are_shown_as_percent() {
        assert_eq!(percent(0.0249), "2 %");
    }
}
