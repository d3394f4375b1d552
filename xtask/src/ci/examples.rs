//! Each public type has an example, or says whose example shows it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// What begins the declaration of a type that a reader may come to.
const TYPES: [&str; 4] = ["pub struct ", "pub enum ", "pub trait ", "pub type "];
/// The same of a function, which may hold the example.
const FUNCTIONS: [&str; 2] = ["pub fn ", "pub const fn "];

/// A module or a public item, and what is written above it.
#[derive(Debug, PartialEq, Eq)]
struct Item {
    place: String,
    name: String,
    is_type: bool,
    docs: String,
}

impl Item {
    fn has_example(&self) -> bool {
        self.docs.contains("```")
    }

    /// The name behind "example of", a link, without its path.
    fn shown_by(&self) -> Option<&str> {
        let (_, after) = self.docs.split_once("example of [`")?;
        let path = after.split_once("`]")?.0;
        path.rsplit("::").next()
    }
}

/// Looks at the crates in a folder.
pub(super) fn check(crates: &Path) -> Result<()> {
    let mut missing = Vec::new();
    let mut seen = 0;
    for name in super::steps::crates()? {
        let items = items_of(&crates.join(name).join("src"))?;
        seen += items.iter().filter(|item| item.is_type).count();
        missing.extend(without(&items));
    }
    println!("{seen} public types");
    if missing.is_empty() {
        return Ok(());
    }
    bail!(
        "each public type needs an example, or the words \"example of [`X`]\" with an X that has one:\n{}",
        missing.join("\n")
    )
}

/// The types that nothing shows.
fn without(items: &[Item]) -> Vec<String> {
    let shown: BTreeSet<&str> =
        items.iter().filter(|item| item.has_example()).map(|item| item.name.as_str()).collect();
    let is_shown = |item: &&Item| {
        item.has_example() || item.shown_by().is_some_and(|name| shown.contains(name))
    };
    let types = items.iter().filter(|item| item.is_type);
    types
        .filter(|item| !is_shown(item))
        .map(|item| format!("  {} {}", item.place, item.name))
        .collect()
}

fn items_of(folder: &Path) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries =
            folder.read_dir().with_context(|| format!("no folder {}", folder.display()))?;
        let mut paths: Vec<PathBuf> =
            entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path)?;
                items.extend(items_in(&text, &path.display().to_string()));
            }
        }
    }
    Ok(items)
}

/// The module that a file is, and its public items up to its tests.
fn items_in(text: &str, file: &str) -> Vec<Item> {
    let module: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//!")).collect();
    let stem = Path::new(file).file_stem().unwrap_or_default();
    let mut items = vec![Item {
        place: file.to_owned(),
        name: stem.to_string_lossy().into_owned(),
        is_type: false,
        docs: module.join("\n"),
    }];
    let mut docs = String::new();
    // Square brackets of an attribute that are still open.
    let mut open = 0;
    for (at, line) in text.lines().map(str::trim).enumerate() {
        if line.starts_with("mod tests") {
            break;
        }
        if let Some(words) = line.strip_prefix("///") {
            docs.push_str(words);
            docs.push('\n');
        } else if open > 0 || line.starts_with("#[") {
            open += line.matches('[').count();
            open = open.saturating_sub(line.matches(']').count());
        } else {
            let behind = |keys: &[&str]| keys.iter().find_map(|key| line.strip_prefix(key));
            let [found_type, function] = [behind(&TYPES), behind(&FUNCTIONS)];
            if let Some(rest) = found_type.or(function) {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
                let name = rest[..end.unwrap_or(rest.len())].to_owned();
                let is_type = found_type.is_some();
                // What a macro names stands where the macro is used.
                if !name.is_empty() {
                    let place = format!("{file}:{}", at + 1);
                    items.push(Item { place, name, is_type, docs: std::mem::take(&mut docs) });
                }
            }
            docs.clear();
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::{items_in, without};

    const FILE: &str = "\
//! A module.
//!
//! ```
//! ```

/// Shown.
///
/// ```
/// assert!(true);
/// ```
#[derive(
    Debug,
)]
pub struct Shown {
    /// No type.
    pub field: f64,
}

/// The example of [`Shown`] shows it.
pub enum Beside {}

/// In words of its own, the example of [`crate::Shown::made`].
pub type Other = Shown;

/// The example of [`crate::f`] shows it.
pub struct OfTheModule;

/// The example of [`Beside`], which has none.
pub trait Lost {}

/// Bare.
#[derive(Debug)]
pub struct Bare;
pub struct $made;
/// Not for readers.
pub(crate) struct Inner;

impl Shown {
    /// ```
    /// ```
    pub fn made() -> Self {}
}

#[cfg(test)]
mod tests {
    pub struct Test;
}
";

    #[test]
    fn types_without_an_example_are_found() {
        let items = items_in(FILE, "f.rs");
        let types = items.iter().filter(|item| item.is_type).count();
        assert_eq!((items.len(), types), (8, 6));
        assert_eq!(without(&items), ["  f.rs:29 Lost", "  f.rs:33 Bare"]);
    }

    #[test]
    fn every_public_type_is_shown() {
        super::check(&crate::command::root().join("crates")).unwrap();
    }
}
