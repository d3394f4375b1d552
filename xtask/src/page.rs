//! Pages of the book that tasks write.

use std::fs;

use anyhow::{Context, Result};

use crate::command::root;
use crate::provenance::Provenance;

/// Writes a page of `docs/`: a title, what was found, and where the numbers come from.
pub(crate) fn write(path: &str, title: &str, body: &str, provenance: &Provenance) -> Result<()> {
    let file = root().join("docs").join(path);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let page = text(title, body, provenance);
    fs::write(&file, page).with_context(|| format!("cannot write {}", file.display()))?;
    println!("wrote docs/{path}");
    Ok(())
}

fn text(title: &str, body: &str, provenance: &Provenance) -> String {
    let body = body.trim();
    let command = &provenance.command;
    format!(
        "<!-- Written by `{command}`: change the program, not this page. -->\n\n\
         # {title}\n\n{body}\n\n## Where these numbers come from\n\n{}",
        provenance.markdown()
    )
}

/// A Markdown table: its head, then its rows, each a list of cells.
pub(crate) fn table<const N: usize>(
    head: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let mut text = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(N));
    for row in rows {
        text.push_str("| ");
        text.push_str(&row.join(" | "));
        text.push_str(" |\n");
    }
    text
}

/// The middle of some measurements; of an even number the higher one of the two.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A number with three digits that tell: 1.23, 12.3, 123, 1.23e8.
pub(crate) fn digits(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if !(0.001..1e5).contains(&size) => format!("{value:.2e}"),
        size if size < 1.0 => format!("{value:.3}"),
        size if size < 10.0 => format!("{value:.2}"),
        size if size < 100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_where_it_comes_from() {
        let provenance = Provenance {
            command: "cargo xtask bench plume".to_owned(),
            commit: "0123456789ab".to_owned(),
            date: "2024-05-01".to_owned(),
            machine: "a machine".to_owned(),
            compiler: "rustc 1.89".to_owned(),
        };
        let page = text("Speed", "It is fast.\n", &provenance);
        assert!(page.contains("\n# Speed\n\nIt is fast.\n\n## Where"));
        assert!(page.ends_with("| Compiler | rustc 1.89 |\n"));
    }

    #[test]
    fn a_table_has_a_head_and_rows() {
        let rows = [["1".to_owned(), "2".to_owned()]];
        assert_eq!(table(["a", "b"], rows), "| a | b |\n|---|---|\n| 1 | 2 |\n");
    }

    #[test]
    fn the_median_does_not_mind_order() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]).to_bits(), 2.0_f64.to_bits());
        assert!(median(vec![]).is_nan());
    }

    #[test]
    fn three_digits_tell() {
        let shown = [0.0, 0.012_34, 1.234, 56.78, 999.4, 2.346e8].map(digits);
        assert_eq!(shown, ["0", "0.012", "1.23", "56.8", "999", "2.35e8"]);
    }
}
