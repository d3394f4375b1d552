//! `cargo xtask bless`: records anew the pictures that the documentation shows.

use anyhow::Result;

use crate::command::{cargo, run};

/// Pictures under `docs/images`, and the commands that draw them.
const PICTURES: [(&str, &str); 3] = [
    ("prairie-grass-46.png", "trace examples/prairie-grass-46.csv"),
    ("shot-layers.png", "shot examples/shot/layers.toml --output target/shot-layers.sgy"),
    ("zones-ammonia.png", "zones examples/zones-ammonia.toml"),
];

pub(crate) fn record() -> Result<()> {
    for (picture, command) in PICTURES {
        run(&mut cargo(&format!(
            "run --quiet --release --package davylamp-cli -- {command} --plot docs/images/{picture}"
        )))?;
    }
    println!("look at the pictures before you commit them");
    Ok(())
}
