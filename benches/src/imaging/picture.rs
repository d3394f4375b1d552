//! Four images with the edges of the leaks.

use std::path::Path;

use anyhow::Result;
use davylamp::picture::{ImagePanel, write_images};

use super::boxes::Bounds;
use super::experiment::{Case, Outcome};
use super::guesses::Guess;

/// Draws the images of few stations to `figure-8.png` of a folder, those of all to `figure-9.png`.
///
/// # Errors
/// Files that cannot be written.
pub fn draw(folder: &Path, outcome: &Outcome, guesses: &[Guess]) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    for (k, name) in ["figure-8.png", "figure-9.png"].into_iter().enumerate() {
        let panels: Vec<ImagePanel<'_>> = ('a'..)
            .zip(&outcome.cases)
            .map(|(letter, case)| {
                let told = guesses.iter().find(|guess| guess.sample == case.sample);
                panel(outcome, (case, k), letter, told)
            })
            .collect();
        let stations = outcome.cases.first().map_or(0, |case| case.images[k].stations);
        let title = format!("Time-lapse PP images, {stations} stations");
        write_images(&folder.join(name), &title, &panels)?;
    }
    Ok(())
}

fn panel<'a>(
    outcome: &Outcome,
    (case, k): (&'a Case, usize),
    letter: char,
    told: Option<&Guess>,
) -> ImagePanel<'a> {
    let seen = &case.images[k];
    let boxes = [seen.found, told.map(Guess::bounds)];
    ImagePanel {
        title: format!("({letter}) leak {}", case.sample),
        values: &seen.values,
        shape: outcome.shape,
        spacing: outcome.scene.grid.spacing_m,
        outlines: vec![case.outline.clone()],
        guesses: boxes.iter().flatten().map(Bounds::polygon).collect(),
    }
}
