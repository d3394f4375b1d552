//! What `--help` says beyond the arguments: examples, and exit codes.

use clap::{Command, CommandFactory};

use crate::args::Args;

const EXIT_CODES: &str = "\
Exit codes:
  0         done
  1         the work failed
  2         wrong arguments or input, with file, line, name, value and what is allowed
  130, 143  stopped by Ctrl-C or SIGTERM; run the same again to go on

Results go to standard output, all else to standard error; colours and progress only to a terminal.";

/// Examples by the words of a command.
const EXAMPLES: &[(&[&str], &str)] = &[
    (
        &["trace"],
        "  davylamp trace readings.csv --plot leak.png --report leak.html
  davylamp trace readings.csv --scene site.toml --json
  davylamp trace readings.csv --optimizer cma-es --seed 7",
    ),
    (&["zones"], "  davylamp zones tank.toml --plot zones.svg --geojson zones.geojson"),
    (&["hydrogen"], "  davylamp hydrogen --pressure-pa 2e7 --temperature-k 330"),
    (&["rock"], "  davylamp rock --depth-m 1500 --porosity 0.2 --gas-saturation 0.3"),
    (&["shot"], "  davylamp shot layers.toml -o gather.sgy --plot gather.png"),
    (
        &["image"],
        "  davylamp image layers.toml now.sgy --before then.sgy -o image.npy --plot image.png
  davylamp image layers.toml shot-1.sgy shot-2.sgy -o image.npy --memory-mb 500",
    ),
    (
        &["dataset", "seismic"],
        "  davylamp dataset seismic --config store.toml --out set
  davylamp dataset seismic --config store.toml --out part-2 --shard 2/7",
    ),
    (
        &["dataset", "room"],
        "  davylamp dataset room --config room.toml --samples 500 --seed 1 --out set",
    ),
    (&["dataset", "verify"], "  davylamp dataset verify set --repair"),
    (&["dataset", "merge"], "  davylamp dataset merge part-1 part-2 part-3 --out set"),
    #[cfg(feature = "nets")]
    (
        &["train", "hydrogennet"],
        "  davylamp train hydrogennet --data set --stations 4 --noise weak --out model
  davylamp train hydrogennet --data set --stations 16 --noise none --epochs 30 --seed 1 --out model",
    ),
    #[cfg(feature = "nets")]
    (
        &["train", "resnet"],
        "  davylamp train resnet --data set --out model
  davylamp train resnet --data set --depth 10 --width 16 --scaling relative-log --out model",
    ),
    #[cfg(feature = "nets")]
    (
        &["predict"],
        "  davylamp predict --model model set --plot boxes.png
  davylamp predict --model model set --samples 900..901 --report leak.html
  davylamp predict --model model gather.npy --json
  davylamp predict --model room-model readings.csv --plot floor.png",
    ),
    (
        &["completions"],
        "  davylamp completions bash > ~/.local/share/bash-completion/completions/davylamp
  davylamp completions zsh > ~/.zfunc/_davylamp
  davylamp completions fish > ~/.config/fish/completions/davylamp.fish",
    ),
];

/// The command line with its examples.
pub(crate) fn command() -> Command {
    let command = Args::command().after_help(EXIT_CODES);
    EXAMPLES
        .iter()
        .fold(command, |command, (path, examples)| with_examples(command, path, examples))
}

fn with_examples(command: Command, path: &[&str], examples: &str) -> Command {
    match path {
        [] => command.after_help(format!("Examples:\n{examples}")),
        [name, inner @ ..] => {
            let name = (*name).to_owned();
            command.mut_subcommand(name, |found| with_examples(found, inner, examples))
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Command;

    use super::{EXAMPLES, command};

    /// The commands that do something, each with its words.
    fn leaves(command: &Command, words: &[String], found: &mut Vec<(Vec<String>, Command)>) {
        for inner in command.get_subcommands().filter(|inner| is_whole(inner)) {
            let words = [words, &[inner.get_name().to_owned()]].concat();
            if inner.has_subcommands() {
                leaves(inner, &words, found);
            } else {
                found.push((words, inner.clone()));
            }
        }
    }

    /// Whether it is meant for people, and is in this build.
    fn is_whole(command: &Command) -> bool {
        !command.is_hide_set() && !command.is_disable_help_flag_set()
    }

    #[test]
    fn every_command_has_examples() {
        let mut found = Vec::new();
        leaves(&command(), &[], &mut found);
        assert!(found.len() >= EXAMPLES.len());
        for (words, command) in found {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.starts_with("Examples:\n"), "{words:?} has no examples");
        }
    }

    #[test]
    fn examples_are_understood() {
        for (path, examples) in EXAMPLES {
            for line in examples.lines() {
                let line = line.split(" > ").next().unwrap();
                let words: Vec<&str> = line.split_whitespace().collect();
                assert_eq!(&words[1..=path.len()], *path, "{line}");
                command().try_get_matches_from(words).unwrap_or_else(|e| panic!("{line}: {e}"));
            }
        }
    }

    #[test]
    fn the_command_line_is_well_formed() {
        command().debug_assert();
    }
}
