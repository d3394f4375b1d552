use crate::TraceError;

/// Why a CSV file of readings was refused. Lines count from 1, as an editor shows them.
///
/// The example of [`ReadingsCsv`](crate::ReadingsCsv) shows one.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadingsError {
    /// Nothing but blank lines and comments.
    #[error("the file is empty: a header such as \"x_m,y_m,z_m,concentration_mg_m3\" comes first")]
    Empty,
    /// A header, but nothing under it.
    #[error("the file has a header but no readings{}", skipped_words(*.skipped))]
    NoReadings {
        /// How many rows had an empty concentration.
        skipped: usize,
    },
    /// Bytes that are not UTF-8 text.
    #[error("line {line}: this is not a text file in UTF-8 (save it as CSV in UTF-8)")]
    NotText {
        /// The first line that is not text.
        line: u64,
    },
    /// A header name that is not known.
    #[error(
        "line {line}: unknown column {column:?}{}; allowed are {allowed}",
        hint_words(*.hint)
    )]
    UnknownColumn {
        /// The line of the header.
        line: u64,
        /// The name found.
        column: String,
        /// The known name that resembles it.
        hint: Option<&'static str>,
        /// Every name allowed.
        allowed: &'static str,
    },
    /// A known quantity in a unit that is not known, or without one.
    #[error("line {line}: column {column:?} has {}; allowed are {allowed}", unit_words(.unit))]
    UnknownUnit {
        /// The line of the header.
        line: u64,
        /// The name found.
        column: String,
        /// The part after the quantity; empty where there is none.
        unit: String,
        /// The names allowed for this quantity.
        allowed: &'static str,
    },
    /// A separator that is not the comma.
    #[error("line {line}: the columns are separated by {separator:?}; separate them by commas")]
    Separator {
        /// The line of the header.
        line: u64,
        /// What separates them.
        separator: char,
    },
    /// A column that must be there is not.
    #[error("line {line}: the header lacks a column {column}; it has {found}")]
    MissingColumn {
        /// The line of the header.
        line: u64,
        /// What is missing.
        column: &'static str,
        /// The names that are there.
        found: String,
    },
    /// Two columns that say the same thing.
    #[error("line {line}: columns {first:?} and {second:?} say the same thing; keep one")]
    RepeatedColumn {
        /// The line of the header.
        line: u64,
        /// The first of the two.
        first: String,
        /// The second of the two.
        second: String,
    },
    /// A column in ppm or ppb of an unknown gas.
    #[error(
        "line {line}: column {column:?} needs to know the gas: \
         say [gas] name = \"...\" in the scene, or give the concentration in kg/m3"
    )]
    NeedsGas {
        /// The line of the header.
        line: u64,
        /// The column.
        column: String,
    },
    /// A row with more or fewer cells than the header.
    #[error("line {line} has {found} cells, but the header has {expected}")]
    FieldCount {
        /// The line.
        line: u64,
        /// Its cells.
        found: usize,
        /// Those of the header.
        expected: usize,
    },
    /// A cell that is not a finite number.
    #[error("line {line}, column {column}: {}", number_words(.value))]
    NotANumber {
        /// The line.
        line: u64,
        /// The column.
        column: String,
        /// What stands there.
        value: String,
    },
    /// A cell that is not a time.
    #[error(
        "line {line}, column {column}: {value:?} is not a time; allowed are \
         \"2024-05-01 12:30\", \"2024-05-01T12:30:15Z\" and seconds"
    )]
    NotATime {
        /// The line.
        line: u64,
        /// The column.
        column: String,
        /// What stands there.
        value: String,
    },
    /// A wind speed without direction, or the other way round.
    #[error("line {line}: the wind lacks {missing}; give both or leave both empty")]
    HalfWind {
        /// The line.
        line: u64,
        /// The column that is empty.
        missing: &'static str,
    },
    /// A number outside what is allowed.
    #[error("line {line}, column {column}: {value} is not allowed: {allowed}")]
    Value {
        /// The line.
        line: u64,
        /// The column.
        column: String,
        /// The number, in the unit of its column.
        value: f64,
        /// What is allowed, in words.
        allowed: &'static str,
    },
    /// Two readings at one place and time.
    #[error(
        "lines {first} and {second} are readings at the same place and time \
         (give a column time if they were taken at different times)"
    )]
    Duplicate {
        /// The line of the first.
        first: u64,
        /// The line of the second.
        second: u64,
    },
    /// Readings that are wrong as a whole.
    #[error(transparent)]
    Trace(#[from] TraceError),
}

fn skipped_words(skipped: usize) -> String {
    match skipped {
        0 => String::new(),
        1 => " (the concentration of its one row is empty)".to_owned(),
        n => format!(" (the concentrations of all {n} rows are empty)"),
    }
}

fn hint_words(hint: Option<&str>) -> String {
    hint.map_or_else(String::new, |name| format!(" (did you mean {name}?)"))
}

fn unit_words(unit: &str) -> String {
    if unit.is_empty() { "no unit".to_owned() } else { format!("the unknown unit {unit:?}") }
}

fn number_words(value: &str) -> String {
    if value.is_empty() {
        "the cell is empty".to_owned()
    } else if value.parse::<f64>().is_ok() {
        format!("{value} is not a finite number")
    } else {
        format!("{value:?} is not a number")
    }
}
