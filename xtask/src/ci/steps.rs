//! What each check does.

use std::collections::BTreeMap;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::{Outcome, Step, examples, python};
use crate::command::{self, cargo, is_here, output, program, root};
use crate::{docs, fuzz};

/// How long each parser is fuzzed; `cargo xtask fuzz` does so for longer.
const FUZZ_SECONDS: u32 = 20;

pub(super) fn run(step: Step) -> Result<Outcome> {
    match step {
        Step::Fmt => all([cargo("fmt --all --check")]),
        Step::Examples => examples::check(&root().join("crates")).map(|()| Outcome::Passed),
        Step::Clippy => all([cargo(
            "clippy --workspace --all-targets --features full --release -- -D warnings",
        )]),
        Step::Tests => all([cargo("test --workspace --release --features full")]),
        Step::Features => features(),
        Step::Msrv => msrv(),
        Step::Docs => all([docs::api()]),
        Step::Package => package(),
        Step::Book => match docs::book() {
            Some(book) => all([book]),
            None => Ok(Outcome::Skipped(docs::NO_MDBOOK)),
        },
        Step::Python if python::has_tools() => python::check().map(|()| Outcome::Passed),
        Step::Python => Ok(Outcome::Skipped(python::NO_TOOLS)),
        Step::Fuzz if fuzz::can_build() => fuzz::parsers(FUZZ_SECONDS).map(|()| Outcome::Passed),
        Step::Fuzz => Ok(Outcome::Skipped(fuzz::NO_COMPILER)),
        Step::Typos if is_here(&mut program("typos")) => all([program("typos")]),
        Step::Typos => Ok(Outcome::Skipped("typos is not here (pip install typos)")),
        Step::Deny if is_here(&mut cargo("deny")) => {
            all([cargo("deny check licenses bans sources")])
        }
        Step::Wgpu => all([cargo(
            "test --release --package davylamp-nets --features wgpu --test backends -- on_wgpu",
        )]),
        Step::Deny => Ok(Outcome::Skipped("cargo-deny is not here (cargo install cargo-deny)")),
    }
}

fn all(commands: impl IntoIterator<Item = Command>) -> Result<Outcome> {
    for mut command in commands {
        command::run(&mut command)?;
    }
    Ok(Outcome::Passed)
}

/// Every published crate by itself, so that no sibling turns on a feature that it lacks: compiled with its
/// default features, with none, with each alone; tested with none, its default and all.
fn features() -> Result<Outcome> {
    let mut commands = Vec::new();
    let metadata: Metadata =
        serde_json::from_str(&output(&mut cargo("metadata --no-deps --format-version 1"))?)?;
    for name in crates()? {
        let package = metadata.packages.iter().find(|package| package.name == name);
        let package = package.with_context(|| format!("cargo knows no package {name}"))?;
        commands.extend(package.choices().iter().map(|features| {
            cargo(&format!("clippy --release --package {name}{features} -- -D warnings"))
        }));
        let tested = package.tested().into_iter();
        commands.extend(tested.map(|f| cargo(&format!("test --release --package {name}{f}"))));
    }
    all(commands)
}

/// What `cargo metadata` says.
#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    features: BTreeMap<String, Vec<String>>,
}

impl Package {
    /// Arguments that choose features, one after the other.
    fn choices(&self) -> Vec<String> {
        /// Those that are tested together, and burn's backends, each of which builds burn anew for minutes.
        const LEFT_OUT: [&str; 5] = ["default", "full", "ndarray", "wgpu", "cuda"];
        /// Those of the facade that open code together which neither opens alone.
        const TOGETHER: [&str; 5] =
            ["room,store", "room,scene", "scene,wave", "nets,uhs", "nets,room,scene"];
        let own = self.features.keys().map(String::as_str).filter(|name| !LEFT_OUT.contains(name));
        let together = TOGETHER.into_iter().filter(|_| self.name == "davylamp");
        let chosen = own.chain(together).map(|f| format!(" --no-default-features --features {f}"));
        let usual = ["", " --no-default-features"].map(str::to_owned);
        usual.into_iter().chain(chosen).collect()
    }

    /// Arguments that choose features to test with. What the tests of the whole workspace run already is
    /// left out: crates that have no features, and all features with the networks among them. So are those
    /// that do nothing without one of burn's backends.
    fn tested(&self) -> Vec<&'static str> {
        let needs_backend = self.features.contains_key("flex");
        let Some(usual) = self.features.get("default").filter(|_| !needs_backend) else {
            return Vec::new();
        };
        let mut tested = vec![" --no-default-features"];
        if !usual.is_empty() {
            tested.push("");
        }
        if !self.features.contains_key("nets") {
            tested.push(" --features full");
        }
        tested
    }
}

/// Everything but the networks, which need the Rust that burn needs, with the least Rust promised. It has a
/// target folder of its own: another compiler would build all anew each time.
fn msrv() -> Result<Outcome> {
    const RUST: &str = "1.89.0";
    let mut version = program("rustup");
    version.args(["run", RUST, "rustc", "--version"]);
    if !version.output().is_ok_and(|output| output.status.success()) {
        return Ok(Outcome::Skipped("Rust 1.89.0 is not here (rustup toolchain install 1.89.0)"));
    }
    let mut check = program("rustup");
    check.args(["run", RUST, "cargo", "check", "--locked", "--target-dir", "target/msrv"]);
    for name in crates()? {
        if !["davylamp-nets", "davylamp-kernels"].contains(&name.as_str()) {
            check.args(["--package", &name]);
        }
    }
    all([check])
}

pub(super) fn crates() -> Result<Vec<String>> {
    let folder = root().join("crates");
    let mut names = Vec::new();
    for entry in folder.read_dir().with_context(|| format!("no folder {}", folder.display()))? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    if names.is_empty() {
        bail!("no crates in {}", folder.display());
    }
    names.sort();
    Ok(names)
}

fn package() -> Result<Outcome> {
    let mut publish = cargo("publish --workspace --dry-run --quiet");
    // The packages are built once to see that they are whole, and never run.
    publish.env("CARGO_PROFILE_DEV_OPT_LEVEL", "0").env("CARGO_PROFILE_DEV_DEBUG", "false");
    // Cargo keeps what it unpacked and built of a version for ever, and takes the folder for the
    // registry's name: a folder of its own each time, or a change to a sibling goes unseen.
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_nanos();
    let folder = root().join("target").join(format!("dry-run-{now}"));
    publish.arg("--target-dir").arg(&folder);
    let changes = output(program("git").args(["status", "--porcelain"]))?;
    if !changes.is_empty() {
        println!("{} files are not committed: packaged as they are", changes.lines().count());
        publish.arg("--allow-dirty");
    }
    let outcome = all([publish])?;
    std::fs::remove_dir_all(&folder)
        .with_context(|| format!("cannot remove {}", folder.display()))?;
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::Package;

    #[test]
    fn features_are_chosen_one_by_one() {
        let features = ["default", "full", "flex", "rivals", "wgpu"];
        let features = features.map(|name| (name.to_owned(), Vec::new())).into();
        let nets = Package { name: "davylamp-nets".to_owned(), features };
        let alone = |name| format!(" --no-default-features --features {name}");
        let usual = [String::new(), " --no-default-features".to_owned()];
        assert_eq!(nets.choices(), [&usual[..], &["flex", "rivals"].map(alone)].concat());
        let facade = Package { name: "davylamp".to_owned(), features: [].into() };
        assert!(facade.choices().contains(&alone("nets,uhs")));
    }

    #[test]
    fn the_crates_are_found() {
        let names = super::crates().unwrap();
        assert!(names.contains(&"davylamp-traits".to_owned()));
    }
}
