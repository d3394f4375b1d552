//! `cargo xtask docs`: the API documentation with formulas, and the book.

use std::process::Command;

use anyhow::Result;

use crate::command::{cargo, is_here, program, root, run};

/// What is said where mdBook is not installed.
pub(crate) const NO_MDBOOK: &str =
    "mdbook is not here (cargo install mdbook --locked --no-default-features)";

pub(crate) fn build() -> Result<()> {
    run(&mut api())?;
    if let Some(mut book) = book() {
        return run(&mut book);
    }
    println!("the book is left out: {NO_MDBOOK}");
    Ok(())
}

/// rustdoc of the libraries, every warning an error. Its header is named by an absolute path, since
/// rustdoc runs in a folder of its own for each crate.
pub(crate) fn api() -> Command {
    let header = root().join("docs/katex.html");
    let mut doc = cargo("doc --workspace --lib --no-deps --features full --release");
    let separator = "\u{1f}";
    let flags = ["-D", "warnings", "--html-in-header", &header.to_string_lossy()].join(separator);
    doc.env("CARGO_ENCODED_RUSTDOCFLAGS", flags);
    doc
}

/// mdBook, where it is installed.
pub(crate) fn book() -> Option<Command> {
    is_here(&mut program("mdbook")).then(|| {
        let mut book = program("mdbook");
        book.args(["build", "docs"]);
        book
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path.file_name() != Some("book".as_ref()) {
                pages(&path, found);
            } else if path.extension() == Some("md".as_ref()) {
                found.push(path);
            }
        }
    }

    #[test]
    fn every_page_is_in_the_summary() {
        let mut found = Vec::new();
        let docs = root().join("docs");
        pages(&docs, &mut found);
        let summary = fs::read_to_string(docs.join("SUMMARY.md")).unwrap();
        let names = found.iter().map(|page| page.strip_prefix(&docs).unwrap().to_str().unwrap());
        let is_lost =
            |name: &&str| *name != "SUMMARY.md" && !summary.contains(&format!("({name})"));
        let lost: Vec<&str> = names.filter(is_lost).collect();
        assert!(lost.is_empty(), "in no chapter: {lost:?}");
    }

    #[test]
    fn links_between_pages_lead_somewhere() {
        let mut found = Vec::new();
        pages(&root().join("docs"), &mut found);
        pages(&root().join("crates"), &mut found);
        found.push(root().join("README.md"));
        let mut lost = Vec::new();
        for page in found {
            let text = fs::read_to_string(&page).unwrap();
            for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let file = link.split('#').next().unwrap_or_default();
                let is_local = !file.is_empty() && !file.contains(':') && !file.contains(' ');
                if is_local && !page.with_file_name(file).exists() {
                    lost.push(format!("{}: {link}", page.display()));
                }
            }
        }
        assert!(lost.is_empty(), "{lost:#?}");
    }
}
