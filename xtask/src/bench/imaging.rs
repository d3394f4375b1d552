//! What an image of the paper's model costs, beside the shots that it is made of.

use anyhow::Result;
use serde::Deserialize;

use crate::command::{measuring, output, root};
use crate::page;
use crate::provenance::Provenance;

/// As the program `imaging` prints it.
#[derive(Debug, Deserialize)]
struct Cost {
    shots: usize,
    threads: usize,
    receivers: usize,
    grid: [usize; 2],
    forth: f64,
    rows: Vec<Row>,
}

#[derive(Debug, Deserialize)]
struct Row {
    bytes: u64,
    kept: usize,
    fields: usize,
    stretches: usize,
    steps: f64,
    seconds: f64,
}

pub(super) fn bench() -> Result<()> {
    let mut program = measuring("imaging");
    program.arg("--config").arg(root().join("examples/uhs/paper.toml")).arg("--cost");
    let cost: Cost = serde_json::from_str(&output(&mut program)?)?;
    let provenance = Provenance::of("cargo xtask bench imaging")?;
    page::write("performance/imaging.md", "Cost of an image", &body(&cost), &provenance)
}

fn body(cost: &Cost) -> String {
    let [nz, nx] = cost.grid;
    let rows = cost.rows.iter().map(|row| {
        [
            format!("{:.0}", row.bytes as f64 / 1e6),
            format!("{} of {}", row.kept, row.fields),
            row.stretches.to_string(),
            format!("{:.2}", row.steps),
            format!("{:.1}", row.seconds),
            format!("{:.2}", row.seconds / cost.forth),
        ]
    });
    let head =
        ["memory, MB", "fields kept", "stretches", "steps / forth", "seconds", "time / forth"];
    format!(
        "The paper's scene, {} shots of {} receivers with two components, on a grid of {nx} by {nz} nodes with its \
         layers, {} shots at once. Forth, as a set makes them, the shots take {:.1} s (the median of three turns). \
         An image computes the sources' waves forth and the records' back, and correlates them.\n\n\
         The source's waves are needed in the reverse order. As many of their fields are kept as the limit of \
         memory allows; of fewer than all, stretches of time are computed once more. The first row keeps all of \
         them, its time the median of three turns, the others' of one.\n\n{}\n\
         Memory is what the plan counts: all threads, the medium included, without the records.\n",
        cost.shots,
        cost.receivers,
        cost.threads,
        cost.forth,
        page::table(head, rows)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_a_row_for_each_limit() {
        let row = Row {
            bytes: 500_000_000,
            kept: 128,
            fields: 256,
            stretches: 2,
            steps: 2.5,
            seconds: 9.0,
        };
        let cost = Cost {
            shots: 8,
            threads: 2,
            receivers: 400,
            grid: [10, 20],
            forth: 3.0,
            rows: vec![row],
        };
        let page = body(&cost);
        assert!(page.contains("| 500 | 128 of 256 | 2 | 2.50 | 9.0 | 3.00 |"), "{page}");
    }
}
