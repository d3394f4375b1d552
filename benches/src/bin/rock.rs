//! Measures the rock and prints one JSON object; `cargo xtask bench rock` starts it.

#![allow(clippy::print_stdout, reason = "a program prints its result")]

fn main() -> anyhow::Result<()> {
    println!("{}", serde_json::to_string(&davylamp_benches::rock::measure()?)?);
    Ok(())
}
