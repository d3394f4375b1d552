//! Starting other programs in the root of the workspace.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// A program, to be started in the root.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// The cargo that runs this task, with arguments separated by spaces.
pub(crate) fn cargo(arguments: &str) -> Command {
    let mut command = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments.split_whitespace());
    command
}

/// A release build of one of the programs that measure, ready to be run.
pub(crate) fn measuring(bin: &str) -> Command {
    let mut command = cargo("run --quiet --release --package davylamp-benches --bin");
    command.args([bin, "--"]);
    command
}

/// The same of those that need networks, which build for minutes.
pub(crate) fn measuring_nets(bin: &str) -> Command {
    let mut command = cargo("run --quiet --release --package davylamp-benches-nets --bin");
    command.args([bin, "--"]);
    command
}

/// Runs to the end; what it prints is seen.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let words = words(command);
    println!("$ {words}");
    let status = command.status().with_context(|| format!("cannot start `{words}`"))?;
    if !status.success() {
        bail!("`{words}` failed ({status})");
    }
    Ok(())
}

/// Runs to the end and returns what it prints on standard output; standard error is seen.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let words = words(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{words}`"))?;
    if !output.status.success() {
        bail!("`{words}` failed ({})", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{words}` printed no UTF-8"))
}

/// Whether a program can be started: it answers `--version`.
pub(crate) fn is_here(command: &mut Command) -> bool {
    command
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn words(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy();
    let rest = command.get_args().map(|word| format!(" {}", word.to_string_lossy()));
    std::iter::once(name.into_owned()).chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_without_its_folder() {
        let mut command = Command::new("/usr/bin/cargo");
        command.args(["test", "--release"]);
        assert_eq!(words(&command), "cargo test --release");
    }

    #[test]
    fn what_is_not_installed_is_not_here() {
        assert!(is_here(&mut cargo("")));
        assert!(!is_here(&mut program("a-program-that-nobody-has")));
    }
}
