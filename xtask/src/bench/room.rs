//! Samples of a room.

use anyhow::Result;
use serde::Deserialize;

use crate::command::{measuring, output};
use crate::page::{self, digits};
use crate::provenance::Provenance;

/// A row of what the program `room_speed` prints.
#[derive(Debug, Deserialize)]
struct GridSpeed {
    cells: [usize; 3],
    per_minute: f64,
    slowest: f64,
}

pub(super) fn bench() -> Result<()> {
    let speeds: Vec<GridSpeed> = serde_json::from_str(&output(&mut measuring("room_speed"))?)?;
    let provenance = Provenance::of("cargo xtask bench room")?;
    page::write("performance/room.md", "Speed of the room", &body(&speeds), &provenance)
}

fn body(speeds: &[GridSpeed]) -> String {
    let count = |speed: &GridSpeed| speed.cells.iter().product::<usize>();
    let rows = speeds.iter().map(|speed| {
        let [x, y, z] = speed.cells;
        [
            format!("{x} x {y} x {z}"),
            count(speed).to_string(),
            digits(speed.per_minute),
            digits(60.0 / speed.per_minute),
            digits(speed.slowest),
        ]
    });
    let growth = match speeds {
        [first, .., last] => {
            let cells = count(last) as f64 / count(first) as f64;
            let power = (first.per_minute / last.per_minute).ln() / cells.ln();
            format!(
                "From the coarsest to the finest grid the cost grows as the number of cells to the \
                 power {power:.2}. Twice as fine means eight times the cells and, since the step \
                 follows the side of a cell, up to twice the steps: a power of 4/3. The cosine \
                 transforms add a little: they are products with matrices as large as a side.\n"
            )
        }
        _ => String::new(),
    };
    format!(
        "Samples of `examples/room/tank-room.toml` a minute on one core: 48 s of record and 20 s before \
         it, in which ventilation and eddies build up, ten sensors, all nuisances drawn. Twelve samples, \
         one of each class of place; the median of three measurements, the finest grid measured \
         once.\n\n{}\n{growth}\nNo published program does the same work, so there is no peer beside \
         these numbers.\n",
        page::table(["Grid", "cells", "samples a minute", "s a sample", "slowest, s"], rows)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_growth_is_a_power_of_the_cells() {
        let speed = |n: usize, per_minute| GridSpeed { cells: [n; 3], per_minute, slowest: 1.0 };
        let text = body(&[speed(4, 160.0), speed(8, 10.0)]);
        assert!(text.contains("to the power 1.33"), "{text}");
    }
}
