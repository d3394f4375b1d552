//! What the test files share: the reference tables and the tolerances.

use std::path::Path;

/// Rows of a reference table as maps from column name to text; comment lines are skipped.
pub(crate) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

pub(crate) struct Row<'a> {
    table: &'a Table,
    cells: &'a [String],
}

impl Table {
    pub(crate) fn read(path: &Path) -> Self {
        let mut reader =
            csv::ReaderBuilder::new().comment(Some(b'#')).from_path(path).expect("a table");
        let header = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let rows = reader
            .records()
            .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
            .collect();
        Self { header, rows }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }
}

impl Row<'_> {
    pub(crate) fn text(&self, column: &str) -> &str {
        let i = self.table.header.iter().position(|name| name == column).expect("a known column");
        &self.cells[i]
    }

    /// None where the cell is empty.
    pub(crate) fn maybe(&self, column: &str) -> Option<f64> {
        let text = self.text(column);
        (!text.is_empty()).then(|| text.parse().expect("a number"))
    }

    pub(crate) fn number(&self, column: &str) -> f64 {
        self.maybe(column).expect("a filled cell")
    }
}

/// A table of `tests/data`.
pub(crate) fn table(name: &str) -> Table {
    Table::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name))
}

/// Fails unless two numbers agree to a relative tolerance.
#[track_caller]
pub(crate) fn assert_close(ours: f64, theirs: f64, tolerance: f64, what: &str) {
    assert!(
        (ours - theirs).abs() <= tolerance * theirs.abs(),
        "{what}: {ours:e} and {theirs:e} differ by {:e}",
        (ours / theirs - 1.0).abs()
    );
}
