//! What makes the command at home in a shell: completions and man pages.

use crate::args::{CompletionsArgs, ManArgs};
use crate::failure::Failure;
use crate::{help, output};

/// Prints what a shell reads to complete the command's words.
pub(crate) fn completions(args: &CompletionsArgs) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(), "davylamp", &mut script);
    output::print(&String::from_utf8_lossy(&script))
}

/// Writes a man page for each command: `davylamp.1`, `davylamp-trace.1`, ...
pub(crate) fn man(args: &ManArgs) -> Result<(), Failure> {
    std::fs::create_dir_all(&args.out).map_err(|error| {
        Failure::Work(format!("cannot make the folder {}: {error}", args.out.display()))
    })?;
    clap_mangen::generate_to(help::command(), &args.out).map_err(|error| {
        Failure::Work(format!("cannot write the man pages to {}: {error}", args.out.display()))
    })
}
