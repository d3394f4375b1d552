//! The first hours of the book, as typed: each block of shell runs in a folder that holds nothing but a link to
//! the checkout, and what the page says is printed is printed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Numbers of the last digit shown may differ where other vectors compute them.
const ROUNDING: f64 = 2e-3;

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The blocks of a page: their kind and what they hold, in order.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some((_, begun)) = rest.split_once("\n```") {
        let (kind, body) = begun.split_once('\n').unwrap();
        let (body, after) = body.split_once("\n```").unwrap();
        blocks.push((kind, body));
        rest = after;
    }
    blocks
}

/// Where the words start that a shell finds first: the command, and a Python that has what scripts need.
fn search_path() -> String {
    let command = Path::new(env!("CARGO_BIN_EXE_davylamp")).parent().unwrap().to_owned();
    let python = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../venv-segy/bin");
    let path = std::env::var("PATH").unwrap();
    format!("{}:{}:{path}", command.display(), python.display())
}

/// Runs a page from its beginning to its end.
fn follow(name: &str) {
    let page = fs::read_to_string(checkout().join("docs/first-hours").join(name)).unwrap();
    let home = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(checkout(), home.path().join("davylamp")).unwrap();
    let mut folder = home.path().to_owned();
    let mut printed = String::new();
    let mut runs = 0;
    for (kind, body) in blocks(&page) {
        match kind {
            "sh" => {
                let script = format!("{body}\npwd > \"$LAST_FOLDER\"");
                let last = home.path().join(".folder");
                let output = Command::new("bash")
                    .args(["-euc", &script])
                    .current_dir(&folder)
                    .env("PATH", search_path())
                    .env("LAST_FOLDER", &last)
                    .env(
                        "CARGO_TARGET_DIR",
                        Path::new(env!("CARGO_TARGET_TMPDIR")).join("first-hours"),
                    )
                    .env("CARGO_NET_OFFLINE", "true")
                    .output()
                    .unwrap();
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(output.status.success(), "{name}:\n{body}\n{said}");
                printed = String::from_utf8(output.stdout).unwrap();
                folder = PathBuf::from(fs::read_to_string(&last).unwrap().trim_end());
                runs += 1;
            }
            "text" => same(name, body, &printed),
            other => panic!("{name}: a block of {other}, which nobody types"),
        }
    }
    assert!(runs > 1, "{name} has {runs} blocks to type");
}

/// The same words, and numbers that are the same to rounding.
fn same(name: &str, expected: &str, printed: &str) {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (wanted, found) = (words(expected), words(printed));
    let near = |a: &str, b: &str| match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => (a - b).abs() <= ROUNDING * a.abs().max(b.abs()),
        _ => a == b,
    };
    let alike = wanted.len() == found.len() && wanted.iter().zip(&found).all(|(a, b)| near(a, b));
    assert!(alike, "{name} says\n{expected}\nand this was printed\n{printed}");
}

#[test]
fn an_engineer_at_a_plant() {
    follow("plant.md");
}

#[test]
fn a_seismologist_with_her_own_survey() {
    follow("seismologist.md");
}

#[cfg(feature = "nets")]
#[test]
fn a_network_for_her_own_survey() {
    follow("network.md");
}

/// Both pages of Rust share a folder of built crates, so one comes after the other.
#[test]
fn a_developer_and_a_researcher_in_rust() {
    follow("rust.md");
    follow("optimizer.md");
}

#[test]
fn a_python_user() {
    let has = Command::new("python3")
        .args(["-c", "import numpy, segyio"])
        .env("PATH", search_path())
        .output();
    if !has.is_ok_and(|output| output.status.success()) {
        println!("skipped: no python3 with numpy and segyio");
        return;
    }
    follow("python.md");
}

#[test]
fn blocks_are_found_in_order() {
    let page = "# T\n\n```sh\na\nb\n```\n\ntext\n\n```text\nc\n```\n";
    assert_eq!(blocks(page), [("sh", "a\nb"), ("text", "c")]);
}
