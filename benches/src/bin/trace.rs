//! Measures the searches and prints one JSON array; `cargo xtask bench trace` starts it.

#![allow(clippy::print_stdout, reason = "a program prints its result")]

use davylamp::optim::Method;
use davylamp_benches::searches::{Way, measure};

/// Runs of the slow ways and of the quick ones.
const RUNS: [u64; 2] = [200, 1000];

fn main() -> anyhow::Result<()> {
    let [few, many] = RUNS;
    let work = [
        measure(Way::Omo, few)?,
        measure(Way::Other(Method::De, 9000), few)?,
        measure(Way::Other(Method::NelderMead, 9000), few)?,
        measure(Way::Polished(Method::Omo, 1000), many)?,
        measure(Way::Polished(Method::De, 1000), many)?,
        measure(Way::Projected, many)?,
    ];
    println!("{}", serde_json::to_string(&work)?);
    Ok(())
}
