//! Where numbers come from: machine, commit, date and command.

use std::fs;

use anyhow::Result;

use crate::command::{output, program};

/// What a page of results says about its making.
#[derive(Debug)]
pub(crate) struct Provenance {
    pub(crate) command: String,
    pub(crate) commit: String,
    pub(crate) date: String,
    pub(crate) machine: String,
    pub(crate) compiler: String,
}

impl Provenance {
    /// For the command that was given, as a reader would type it.
    pub(crate) fn of(command: &str) -> Result<Self> {
        let line = |name: &str, arguments: &[&str]| {
            output(program(name).args(arguments)).map(|text| text.trim().to_owned())
        };
        let mut commit = line("git", &["rev-parse", "--short=12", "HEAD"])?;
        if !line("git", &["status", "--porcelain", "--", "*.rs", "*.toml", "*.py"])?.is_empty() {
            commit.push_str(" with changes that were not committed");
        }
        Ok(Self {
            command: command.to_owned(),
            commit,
            date: line("date", &["-u", "+%Y-%m-%d"])?,
            machine: machine(),
            compiler: line("rustc", &["--version"])?,
        })
    }

    /// As a table.
    pub(crate) fn markdown(&self) -> String {
        let Self { command, commit, date, machine, compiler } = self;
        format!(
            "| Made by | `{command}` |\n|---|---|\n| Commit | {commit} |\n| Date | {date} |\n\
             | Machine | {machine} |\n| Compiler | {compiler} |\n"
        )
    }
}

fn machine() -> String {
    let cpu = value("/proc/cpuinfo", "model name", ':').unwrap_or_else(|| "unknown CPU".to_owned());
    let vectors = value("/proc/cpuinfo", "flags", ':').map_or("", |flags| {
        let has = |flag| flags.split(' ').any(|word| word == flag);
        if has("avx512f") {
            " with AVX-512"
        } else if has("avx2") {
            " with AVX2"
        } else {
            ""
        }
    });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let system = value("/etc/os-release", "PRETTY_NAME", '=')
        .map_or_else(|| std::env::consts::OS.to_owned(), |name| name.replace('"', ""));
    format!("{cpu}{vectors}, {cores} cores, {system}")
}

/// The value of the first line `key <separator> value` of a file of the system.
fn value(path: &str, key: &str, separator: char) -> Option<String> {
    find(&fs::read_to_string(path).ok()?, key, separator)
}

fn find(text: &str, key: &str, separator: char) -> Option<String> {
    text.lines()
        .filter_map(|line| line.split_once(separator))
        .find(|(name, _)| name.trim() == key)
        .map(|(_, value)| value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_their_key() {
        let text = "processor\t: 0\nmodel name\t: A Fine CPU\nmodel name\t: Another\n";
        assert_eq!(find(text, "model name", ':').as_deref(), Some("A Fine CPU"));
        assert_eq!(find(text, "flags", ':'), None);
    }
}
