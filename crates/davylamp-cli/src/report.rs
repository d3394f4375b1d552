//! What `--report` says of itself.

use std::path::Path;

use davylamp::report::Provenance;

use crate::failure::Failure;

/// Refuses a page whose name a browser would not take for one.
pub(crate) fn check_name(path: Option<&Path>) -> Result<(), Failure> {
    let is_page = |path: &&Path| {
        path.extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("html") || e.eq_ignore_ascii_case("htm"))
    };
    match path.filter(|path| !is_page(path)) {
        Some(path) => Err(Failure::Input(format!(
            "cannot write {}: the name of a report must end in .html",
            path.display()
        ))),
        None => Ok(()),
    }
}

/// The input and the command as a shell takes it.
pub(crate) fn provenance(input: &Path) -> Provenance {
    let name = input.file_name().unwrap_or_default().to_string_lossy();
    let words = std::env::args_os().skip(1).map(|word| quoted(&word.to_string_lossy()));
    let command: Vec<String> = std::iter::once("davylamp".to_owned()).chain(words).collect();
    Provenance::new(name).with_command(command.join(" "))
}

/// In single quotes where a shell would read more into it than a word.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_shell_reads_the_same_words() {
        assert_eq!(quoted("run-1/a.csv"), "run-1/a.csv");
        assert_eq!(quoted("my run.csv"), "'my run.csv'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }
}
