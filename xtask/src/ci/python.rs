//! The package for Python: formatted, linted, built as a wheel, installed in a folder of its own, tested there.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::command::{cargo, program, root, run};

/// What is said where Python cannot build or test it.
pub(super) const NO_TOOLS: &str =
    "python3 lacks maturin, mypy, numpy or pytest (pip install maturin mypy numpy pytest)";

/// Whether `python3` has what it takes.
pub(super) fn has_tools() -> bool {
    python(&["-c", "import maturin, mypy, numpy, pytest"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Everything about the package. It is a workspace of its own that shares the target folder, so that what
/// both need of the registry is built once.
pub(super) fn check() -> Result<()> {
    let target = target();
    let folder = target.join("python");
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("cannot remove {}", folder.display()));
        }
        _ => {}
    }
    let [wheels, site] = ["wheels", "site"].map(|name| folder.join(name));

    run(&mut cargo("fmt --manifest-path python/Cargo.toml --check"))?;
    let mut clippy = cargo("clippy --release --locked --manifest-path python/Cargo.toml");
    run(clippy.arg("--target-dir").arg(&target).args(["--", "-D", "warnings"]))?;

    let build = "-m maturin build --quiet --release --locked --manifest-path python/Cargo.toml";
    let mut build = python(&build.split(' ').collect::<Vec<_>>());
    run(build.arg("--target-dir").arg(&target).arg("--out").arg(&wheels))?;
    // A folder instead of an environment: nothing that the tools stand in is changed.
    let install = "-m pip install --quiet --no-index --no-deps davylamp";
    let mut install = python(&install.split(' ').collect::<Vec<_>>());
    run(install.arg("--find-links").arg(&wheels).arg("--target").arg(&site))?;

    // What the functions are held against.
    run(&mut cargo("build --quiet --release --package davylamp-cli"))?;
    let command = target.join("release").join(format!("davylamp{EXE_SUFFIX}"));
    let mut tests = python(&["-m", "pytest", "--quiet", "python"]);
    run(tests.env("PYTHONPATH", &site).env("DAVYLAMP", command))?;
    run(python(&["-m", "mypy"]).current_dir(root().join("python")))
}

fn python(args: &[&str]) -> Command {
    let mut python = program("python3");
    python.args(args);
    python
}

/// Where cargo builds.
fn target() -> PathBuf {
    root().join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    #[test]
    fn the_package_has_the_version_of_the_workspace() {
        let version = |file: &str| {
            let text = fs::read_to_string(super::root().join(file)).unwrap();
            let line = text.lines().find(|line| line.starts_with("version = ")).unwrap().to_owned();
            line.split('"').nth(1).unwrap().to_owned()
        };
        assert_eq!(version("python/Cargo.toml"), version("Cargo.toml"));
    }
}
