//! Why the command ends early, and with which exit code.

use std::fmt::Display;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// An end before the end.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The work could not be done: exit code 1.
    Work(String),
    /// Wrong arguments or input: exit code 2.
    Input(String),
    /// Somebody stopped the work with a signal: its number and what to do next; exit code 128 and the
    /// number, as a shell has it.
    Stopped(u8, String),
    /// Nobody reads what is printed any more: exit code 0, without a word.
    ClosedPipe,
}

impl Failure {
    /// Something wrong in a file of the user.
    pub(crate) fn in_file(path: &Path, error: impl Display) -> Self {
        Self::Input(format!("{}: {error}", path.display()))
    }

    /// A command that this build has not.
    #[cfg(not(feature = "nets"))]
    pub(crate) fn without_networks() -> Self {
        let words = "this build has no networks: install it with `cargo install davylamp-cli --features \
                     nets`, which takes some minutes";
        Self::Input(words.to_owned())
    }

    /// Says why, on standard error.
    pub(crate) fn report(self) -> ExitCode {
        let (message, code) = match self {
            Self::Work(message) => (message, 1),
            Self::Input(message) => (message, 2),
            Self::Stopped(signal, message) => (message, 128 + signal),
            Self::ClosedPipe => return ExitCode::SUCCESS,
        };
        // Where standard error is closed too, the exit code says enough.
        writeln!(std::io::stderr(), "davylamp: {message}").ok();
        ExitCode::from(code)
    }
}
