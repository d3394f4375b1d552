//! What `--report` says of itself.

use std::path::Path;

use davylamp::report::Provenance;

use crate::failure::Failure;
use crate::shot::has_ending;

/// Refuses a page whose name a browser would not take for one.
pub(crate) fn check_name(path: Option<&Path>) -> Result<(), Failure> {
    let is_page = |path: &&Path| has_ending(path, "html") || has_ending(path, "htm");
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
    let words: Vec<String> =
        std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let command = std::iter::once("davylamp").chain(words.iter().map(String::as_str));
    let provenance = Provenance::new(name);
    match shlex::try_join(command) {
        Ok(command) => provenance.with_command(command),
        // A word with a NUL, which no shell gives.
        Err(_) => provenance,
    }
}
