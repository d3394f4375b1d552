//! What the command prints.

use std::io::{ErrorKind, Write};

use davylamp::picture::PictureError;
use serde_json::Value;

use crate::failure::Failure;

/// Prints to standard output; never panics when nobody reads.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Failure::ClosedPipe,
        _ => Failure::Work(format!("cannot write to standard output: {error}")),
    })
}

/// Prints one JSON object on one line.
pub(crate) fn print_json(value: &Value) -> Result<(), Failure> {
    print(&format!("{value}\n"))
}

/// Says something beside the result, on standard error.
pub(crate) fn note(text: &str) {
    // A note that nobody can read is no reason to stop.
    writeln!(std::io::stderr(), "{text}").ok();
}

/// Warnings, one a line.
pub(crate) fn warn(warnings: &[String]) {
    for warning in warnings {
        note(&format!("warning: {warning}"));
    }
}

/// A wrong name of a picture is wrong input; the rest is work that failed.
pub(crate) fn picture_failure(error: &PictureError) -> Failure {
    match error {
        PictureError::UnknownFormat { .. } | PictureError::NotPng { .. } => {
            Failure::Input(error.to_string())
        }
        _ => Failure::Work(error.to_string()),
    }
}

/// Seconds in two units at most.
pub(crate) fn duration(seconds: f64) -> String {
    let whole = seconds.round();
    let [hours, minutes] = [(whole / 3600.0).floor(), (whole / 60.0).floor() % 60.0];
    if hours > 0.0 {
        format!("{hours} h {minutes} min")
    } else if minutes > 0.0 {
        format!("{minutes} min {} s", whole % 60.0)
    } else {
        format!("{whole} s")
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_are_read_by_people() {
        let shown = [0.4, 59.6, 119.0, 3599.7, 9000.0].map(duration);
        assert_eq!(shown, ["0 s", "1 min 0 s", "1 min 59 s", "1 h 0 min", "2 h 30 min"]);
    }
}
