/// Why a scene was refused. Lines and columns count from 1, as an editor shows them.
///
/// The example of [`Scene`](crate::scene::Scene) shows one.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SceneError {
    /// The text is not TOML, or has a key, a name or a type that is not known.
    #[error("{}{message}", place(*.line, *.column))]
    Toml {
        /// The line, where TOML gives one.
        line: Option<usize>,
        /// The column.
        column: Option<usize>,
        /// What is wrong and what is allowed.
        message: String,
    },
    /// The bytes are not UTF-8 text.
    #[error("line {line}: this is not a text file in UTF-8")]
    NotText {
        /// The first line that is not text.
        line: usize,
    },
    /// A value lies outside what is allowed.
    #[error("{}{name} = {value} is not allowed: {allowed}", place(*.line, *.column))]
    OutOfRange {
        /// The line.
        line: Option<usize>,
        /// The column.
        column: Option<usize>,
        /// The key, with its section.
        name: String,
        /// The value.
        value: String,
        /// What is allowed, in words.
        allowed: &'static str,
    },
    /// Two keys that say the same thing.
    #[error("{}{first} and {second} say the same thing; keep one", place(*.line, *.column))]
    Conflict {
        /// The line of the second.
        line: Option<usize>,
        /// The column of the second.
        column: Option<usize>,
        /// The first key.
        first: String,
        /// The second key.
        second: String,
    },
    /// A key that is needed is not there.
    #[error("the scene lacks {name}: {why}")]
    Missing {
        /// The key, with its section.
        name: &'static str,
        /// Why it is needed.
        why: &'static str,
    },
}

fn place(line: Option<usize>, column: Option<usize>) -> String {
    match (line, column) {
        (Some(line), Some(column)) => format!("line {line}, column {column}: "),
        _ => String::new(),
    }
}
