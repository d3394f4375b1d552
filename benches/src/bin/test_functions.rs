//! Counts how often each method solves each test function and prints the page about it; `cargo xtask
//! reproduce test-functions` starts it.

#![allow(clippy::print_stdout, reason = "a program prints its result")]

use davylamp_benches::solving::{SEEDS, markdown};

fn main() -> anyhow::Result<()> {
    println!("{}", markdown(SEEDS)?);
    Ok(())
}
