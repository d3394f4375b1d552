//! Measures what the methods themselves cost and prints one JSON object; `cargo xtask bench optim`
//! starts it.

#![allow(clippy::print_stdout, reason = "a program prints its result")]

fn main() -> anyhow::Result<()> {
    println!("{}", serde_json::to_string(&davylamp_benches::overhead::measure()?)?);
    Ok(())
}
