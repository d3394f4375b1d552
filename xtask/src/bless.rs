//! `cargo xtask bless`: records anew the pictures that the documentation shows.

use anyhow::Result;

use crate::command::{cargo, run};

/// Pictures under `docs/images`, and what draws them when the name of the file is added.
const PICTURES: [(&str, &str); 5] = [
    (
        "prairie-grass-46.png",
        "--package davylamp-cli -- trace examples/prairie-grass-46.csv --plot",
    ),
    (
        "shot-layers.png",
        "--package davylamp-cli -- shot examples/shot/layers.toml --output target/shot-layers.sgy --plot",
    ),
    ("wood-curve.png", "--package davylamp --features rock,picture --example wood_curve --"),
    ("zones-ammonia.png", "--package davylamp-cli -- zones examples/zones-ammonia.toml --plot"),
    (
        "leak.png",
        "--package davylamp --features uhs,picture --example leak -- examples/uhs/paper.toml 5",
    ),
];

pub(crate) fn record() -> Result<()> {
    for (picture, drawing) in PICTURES {
        run(&mut cargo(&format!("run --quiet --release {drawing} docs/images/{picture}")))?;
    }
    println!("look at the pictures before you commit them");
    Ok(())
}
