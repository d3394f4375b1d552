//! `cargo xtask ci`: every check, in order, each with its time.

mod examples;
mod python;
mod steps;

use std::time::Instant;

use anyhow::{Result, bail};
use clap::ValueEnum;

/// Which checks to run.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only what tells the most in the least time: formatting, lints and tests.
    #[arg(long)]
    quick: bool,
    /// Only the networks on a graphics card, or on one in software (Debian: mesa-vulkan-drivers); builds
    /// for twenty minutes and more, so it is in no other run.
    #[arg(long, conflicts_with_all = ["quick", "skip"])]
    wgpu: bool,
    /// Leave out these steps.
    #[arg(long, value_enum, value_name = "STEP", value_delimiter = ',')]
    skip: Vec<Step>,
}

/// One check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// Formatting.
    Fmt,
    /// That each public type has an example, or says whose example shows it.
    Examples,
    /// Lints, with all features.
    Clippy,
    /// Tests and doc tests, with all features.
    Tests,
    /// Each crate by itself, with its default features, with none, with each alone.
    Features,
    /// The least Rust that the manifests promise, where it is installed.
    Msrv,
    /// API documentation without a warning.
    Docs,
    /// Every crate as it would be published.
    Package,
    /// The book.
    Book,
    /// The package for Python, where its tools are.
    Python,
    /// The parsers on random bytes, for a short while.
    Fuzz,
    /// Spelling.
    Typos,
    /// Licences and origins of the dependencies.
    Deny,
    /// The networks on a graphics card; only when asked for.
    Wgpu,
}

/// How a check ended.
#[derive(Debug)]
enum Outcome {
    Passed,
    Skipped(&'static str),
    Failed(anyhow::Error),
}

/// How many checks ended how.
#[derive(Debug, Default)]
struct Tally {
    passed: usize,
    failed: usize,
    skipped: usize,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let begin = Instant::now();
    let mut tally = Tally::default();
    for step in chosen(args) {
        let name = format!("{step:?}").to_lowercase();
        println!("== {name}");
        let start = Instant::now();
        let outcome = steps::run(step).unwrap_or_else(Outcome::Failed);
        println!("== {name}: {} ({:.1} s)\n", outcome.words(), start.elapsed().as_secs_f64());
        tally.count(&outcome);
    }
    println!("{} ({:.0} s)", tally.words(), begin.elapsed().as_secs_f64());
    if tally.failed > 0 {
        bail!("{} of the checks failed", tally.failed);
    }
    Ok(())
}

fn chosen(args: &Args) -> impl Iterator<Item = Step> {
    const QUICK: [Step; 3] = [Step::Fmt, Step::Clippy, Step::Tests];
    Step::value_variants()
        .iter()
        .copied()
        .filter(|step| (*step == Step::Wgpu) == args.wgpu)
        .filter(|step| !args.skip.contains(step) && (!args.quick || QUICK.contains(step)))
}

impl Outcome {
    fn words(&self) -> String {
        match self {
            Self::Passed => "passed".to_owned(),
            Self::Skipped(why) => format!("skipped: {why}"),
            Self::Failed(error) => format!("FAILED: {error:#}"),
        }
    }
}

impl Tally {
    fn count(&mut self, outcome: &Outcome) {
        *match outcome {
            Outcome::Passed => &mut self.passed,
            Outcome::Failed(_) => &mut self.failed,
            Outcome::Skipped(_) => &mut self.skipped,
        } += 1;
    }

    fn words(&self) -> String {
        let Self { passed, failed, skipped } = self;
        format!("steps: {passed} passed, {failed} failed, {skipped} skipped")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_steps_but_those_left_out() {
        let steps = |quick, wgpu, skip| chosen(&Args { quick, wgpu, skip }).collect::<Vec<_>>();
        let all = steps(false, false, vec![]);
        assert_eq!(all, Step::value_variants()[..all.len()]);
        assert_eq!(steps(true, false, vec![Step::Tests]), [Step::Fmt, Step::Clippy]);
        // The longest build of all is in no run but its own.
        assert_eq!(steps(false, true, vec![]), [Step::Wgpu]);
        assert!(!all.contains(&Step::Wgpu));
    }

    #[test]
    fn ci_runs_what_the_readme_says() {
        let read = |name| std::fs::read_to_string(crate::command::root().join(name)).unwrap();
        let (readme, script) = (read("README.md"), read(".ci/run"));
        let commands: Vec<&str> =
            readme.lines().filter(|line| line.starts_with("cargo ")).collect();
        assert_eq!(commands.len(), 3, "{commands:?}");
        for command in commands {
            assert!(script.lines().any(|line| line == command), "{command}");
        }
    }

    #[test]
    fn outcomes_are_counted() {
        let mut tally = Tally::default();
        for outcome in [
            Outcome::Passed,
            Outcome::Skipped("not here"),
            Outcome::Failed(anyhow::anyhow!("broken")),
            Outcome::Passed,
        ] {
            tally.count(&outcome);
        }
        assert_eq!(tally.words(), "steps: 2 passed, 1 failed, 1 skipped");
    }
}
