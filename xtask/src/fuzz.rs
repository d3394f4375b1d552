//! `cargo xtask fuzz`: the parsers on bytes that nobody would write, with the stable compiler.
//!
//! `cargo fuzz` needs a nightly one for its sanitizers; a crate without unsafe code has little use for
//! them, and the counters that guide the fuzzer are plain code generation options.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::command::{cargo, is_here, output, program, root, run};

/// What is said where libFuzzer cannot be built.
pub(crate) const NO_COMPILER: &str = "libFuzzer is C++, and there is no c++ here";

/// What tells libFuzzer which code an input reached.
const COUNTERS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table --cfg fuzzing";

const TARGETS: [&str; 6] = ["npy", "readings", "scene", "segy", "shot", "underground"];

/// How long to try.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Seconds for each of the parsers.
    #[arg(long, default_value_t = 600)]
    pub(crate) seconds: u32,
}

/// Whether the targets can be built.
pub(crate) fn can_build() -> bool {
    is_here(&mut program("c++"))
}

/// Builds the targets and runs each for so many seconds; what was found before is tried first.
pub(crate) fn parsers(seconds: u32) -> Result<()> {
    let compiler = output(program("rustc").arg("-vV"))?;
    let host = compiler
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .context("rustc does not name its host")?;
    let mut build = cargo("build --quiet --release --manifest-path fuzz/Cargo.toml");
    run(build.args(["--target", host]).env("RUSTFLAGS", COUNTERS))?;
    for target in TARGETS {
        let [corpus, artifacts] =
            ["corpus", "artifacts"].map(|kind| root().join("fuzz").join(kind).join(target));
        for folder in [&corpus, &artifacts] {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make {}", folder.display()))?;
        }
        let mut fuzzer =
            program(root().join("fuzz/target").join(host).join("release").join(target));
        fuzzer.arg(corpus).arg(root().join("fuzz/seeds").join(target));
        fuzzer.arg(format!("-artifact_prefix={}/", artifacts.display()));
        fuzzer.arg(format!("-max_total_time={seconds}"));
        fuzzer.args(["-verbosity=0", "-print_final_stats=1"]);
        // What it says is long, and of interest only where it finds something.
        let ended =
            fuzzer.output().with_context(|| format!("cannot start the fuzzer of {target}"))?;
        let said = String::from_utf8_lossy(&ended.stderr);
        ensure!(ended.status.success(), "the fuzzer of {target} found something:\n{said}");
        let count = |line: &str| {
            Some(line.strip_prefix("stat::number_of_executed_units:")?.trim().to_owned())
        };
        let inputs = said.lines().find_map(count).context("the fuzzer gives no count")?;
        println!("{target}: {inputs} inputs, no panic");
    }
    Ok(())
}
