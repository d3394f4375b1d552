//! The command at home in a shell: completions, man pages, help, colours, `--quiet`.

mod support;

use std::fs;
use std::process::Command;

use support::{davylamp, example, stderr, stdout};

#[test]
fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = davylamp(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        for word in ["trace", "zones", "report", "dataset", "verify"] {
            assert!(stdout(&output).contains(word), "{shell}: {word}");
        }
    }
    let output = davylamp(&["completions", "cmd"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("possible values: bash"), "{}", stderr(&output));
}

#[test]
fn bash_takes_the_completions() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("davylamp.bash");
    fs::write(&script, davylamp(&["completions", "bash"]).stdout).unwrap();
    let words = "COMP_WORDS=(davylamp trac); COMP_CWORD=1; _davylamp davylamp trac davylamp; \
                 echo ${COMPREPLY[*]}";
    let Ok(output) = Command::new("bash")
        .args(["--norc", "-c", &format!("source {}; {words}", script.display())])
        .output()
    else {
        return; // no bash here
    };
    assert_eq!(stdout(&output).trim(), "trace", "{}", stderr(&output));
}

#[test]
fn man_pages_are_written_for_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("man/man1");
    let output = davylamp(&["man", "--out", out.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for (name, words) in [
        ("davylamp", ["Exit codes", "davylamp\\-trace(1)"]),
        ("davylamp-trace", ["Examples", "\\-\\-report"]),
        ("davylamp-dataset-verify", ["Examples", "\\-\\-repair"]),
    ] {
        let page = fs::read_to_string(out.join(format!("{name}.1"))).unwrap();
        for words in words {
            assert!(page.contains(words), "{name}: {words} is missing in\n{page}");
        }
    }
    let count = fs::read_dir(&out).unwrap().count();
    assert!(count >= 12, "{count} pages");
}

#[test]
fn help_shows_examples_and_exit_codes() {
    assert!(stdout(&davylamp(&["--help"])).contains("Exit codes:\n  0 "));
    for args in [&["trace", "--help"][..], &["dataset", "merge", "-h"]] {
        assert!(stdout(&davylamp(args)).contains("Examples:\n  davylamp "), "{args:?}");
    }
}

#[test]
fn colours_are_for_terminals() {
    for args in [&["--help"][..], &["trace"], &["trace", "nowhere.csv"], &["nonsense"]] {
        let output = davylamp(args);
        let said = [output.stdout, output.stderr].concat();
        assert!(!said.is_empty() && !said.contains(&0x1b), "{args:?}");
    }
}

/// What a run says on a terminal, which `script` of util-linux makes.
fn on_a_terminal(args: &str) -> Option<String> {
    let command = format!("{} {args}", env!("CARGO_BIN_EXE_davylamp"));
    let output = Command::new("script").args(["-qec", &command, "/dev/null"]).output().ok()?;
    output.status.success().then(|| stdout(&output))
}

#[test]
fn quiet_keeps_progress_to_itself_and_says_warnings() {
    let folder = tempfile::tempdir().unwrap();
    let gather = folder.path().join("gather.npy");
    let shot = format!("shot {} -o {} --json", example("shot/layers.toml"), gather.display());
    let Some(loud) = on_a_terminal(&shot) else { return }; // no script(1) here
    assert!(loud.contains("step "), "{loud:?}");
    let quiet = on_a_terminal(&format!("{shot} --quiet")).unwrap();
    assert!(!quiet.contains("step "), "{quiet:?}");
    assert!(quiet.trim().starts_with('{') && quiet.trim().ends_with('}'), "{quiet:?}");

    let warned = davylamp(&["--quiet", "zones", &example("zones-ammonia.toml")]);
    assert!(stderr(&warned).contains("warning: the gas is light"), "{}", stderr(&warned));
}
