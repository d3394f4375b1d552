//! Measures the room and prints a JSON array; `cargo xtask bench room` starts it.

#![allow(clippy::print_stdout, reason = "a program prints its result")]

fn main() -> anyhow::Result<()> {
    println!("{}", serde_json::to_string(&davylamp_benches::room::speed::measure()?)?);
    Ok(())
}
