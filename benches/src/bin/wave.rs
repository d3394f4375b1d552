//! Measures the wave solver and prints one JSON object; `cargo xtask bench wave` starts it.

#![allow(clippy::print_stdout, reason = "a program prints its result")]

use clap::Parser;

#[derive(Debug, Parser)]
struct Args {
    /// Steps of a shot.
    #[arg(long, default_value_t = 2000)]
    steps: usize,
    /// Only the rate on one thread.
    #[arg(long)]
    brief: bool,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    if args.brief {
        println!("{}", davylamp_benches::wave::one_thread(args.steps)?);
    } else {
        println!("{}", serde_json::to_string(&davylamp_benches::wave::measure(args.steps)?)?);
    }
    Ok(())
}
