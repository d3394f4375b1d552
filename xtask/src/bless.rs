//! `cargo xtask bless`: records anew the pictures that the documentation shows.

use anyhow::Result;

use crate::command::{cargo, run};

/// Pictures under `docs/images`, and what draws them: the picture's path is the last argument.
const PICTURES: [(&str, &str); 3] = [
    (
        "prairie-grass-46.png",
        "--package davylamp-cli -- trace examples/prairie-grass-46.csv --plot",
    ),
    ("zones-ammonia.png", "--package davylamp-cli -- zones examples/zones-ammonia.toml --plot"),
    (
        "leak.png",
        "--package davylamp --features uhs,picture --example leak -- examples/uhs/paper.toml 6",
    ),
];

pub(crate) fn record() -> Result<()> {
    for (picture, command) in PICTURES {
        run(&mut cargo(&format!("run --quiet --release {command} docs/images/{picture}")))?;
    }
    println!("look at the pictures before you commit them");
    Ok(())
}
