//! The page about images of leaks, in Markdown.

use std::fmt::Write as _;

use super::experiment::{Case, Outcome, SHARE, SHARES};
use super::guesses::Guess;

/// Writes the page, but for its title and its provenance. `link` is where the pictures lie.
#[must_use]
pub fn markdown(outcome: &Outcome, guesses: &[Guess], link: &str) -> String {
    let mut page = introduction(outcome, guesses);
    for (k, name) in ["figure-8", "figure-9"].into_iter().enumerate() {
        let stations = outcome.cases.first().map_or(0, |case| case.images[k].stations);
        let number = 8 + k;
        let _ = write!(
            page,
            "## {stations} stations\n\n![Time-lapse PP images of {stations} stations]({link}/{name}.png)\n\n\
             As the paper's Figure {number}: red and blue the image, black the leak's edge, orange the box \
             read from the image{}.\n\n",
            if guesses.is_empty() { "" } else { ", green HydrogenNet's" }
        );
    }
    page.push_str(&table(outcome, guesses));
    page.push_str(&verdict(outcome, guesses));
    page
}

fn introduction(outcome: &Outcome, guesses: &[Guess]) -> String {
    let scene = &outcome.scene;
    let ends =
        [0.0, 1.0].map(|end| if end == 0.0 { outcome.within.top } else { outcome.within.bottom });
    let shares = SHARES.iter().map(|share| format!("{share}")).collect::<Vec<_>>().join(", ");
    let networks = if guesses.is_empty() {
        "HydrogenNet's boxes are missing: no file of them was given (`--boxes`)."
    } else {
        "HydrogenNet's boxes are those of a network that was not trained on these leaks."
    };
    format!(
        "What four leaks of the scene change in the records, migrated in reverse time, as Figures 8 and 9 of \
         Gao, Creasy, Huang and Gross (2024), Int. J. Hydrogen Energy 61, 137-161, have it: the ground without \
         a leak is known exactly, the records have no noise, and PP images of {} shots are summed, divided by the \
         sources' energy and freed from low wavenumbers by a Laplacian. That is the best case for imaging. The \
         leaks are ours, drawn with seed {}; the paper's are not published.\n\n\
         The rule by which a box is read from an image: squares of the image are averaged over squares of \
         {:.0} m, half a wavelength of P waves at the peak frequency. Only depths from {} to {} m are looked at, \
         where the scene has its leaks. The box is that around the nodes of at least {SHARE} of the greatest \
         energy that hang together with its place. It was fixed on the small scene of the examples, before these images were made. For a reader who \
         already knew the leak there is also the best overlap over shares of {shares}.\n\n{networks}\n\n",
        scene.survey.sources.count.unwrap_or(scene.survey.sources.positions_m.len()),
        scene.seed,
        outcome.window,
        ends[0],
        ends[1],
    )
}

/// The overlap of the box read from an image.
fn overlap(case: &Case, k: usize) -> f64 {
    case.images[k].found.map_or(0.0, |found| found.overlap(&case.truth))
}

fn table(outcome: &Outcome, guesses: &[Guess]) -> String {
    let stations = |k: usize| outcome.cases.first().map_or(0, |case| case.images[k].stations);
    let mut text = format!(
        "## Overlap\n\nIntersection over union of the leak's box with the one read from the image; in brackets \
         the best of all shares; then how far the middles of both boxes are apart.\n\n\
         | Leak | width by height, m | depth of the top, m | gas | {0} stations | off by, m | {1} stations | off \
         by, m | HydrogenNet, 4 stations | off by, m |\n|---|---|---|---|---|---|---|---|---|---|\n",
        stations(0),
        stations(1)
    );
    for case in &outcome.cases {
        let truth = &case.truth;
        let off = |k: usize| {
            let found = case.images[k].found;
            found.map_or("-".to_owned(), |found| format!("{:.0}", found.distance(truth)))
        };
        let told = guesses.iter().find(|guess| guess.sample == case.sample);
        let network = told.map_or(["missing".to_owned(), "-".to_owned()], |guess| {
            let bounds = guess.bounds();
            [format!("{:.2}", bounds.overlap(truth)), format!("{:.0}", bounds.distance(truth))]
        });
        let image = |k: usize| format!("{:.2} ({:.2})", overlap(case, k), case.images[k].best);
        let _ = writeln!(
            text,
            "| {} | {:.0} by {:.0} | {:.0} | {:.2} | {} | {} | {} | {} | {} | {} |",
            case.sample,
            truth.right - truth.left,
            truth.bottom - truth.top,
            truth.top,
            case.gas_saturation,
            image(0),
            off(0),
            image(1),
            off(1),
            network[0],
            network[1],
        );
    }
    text.push('\n');
    text
}

fn verdict(outcome: &Outcome, guesses: &[Guess]) -> String {
    let count = outcome.cases.len().max(1) as f64;
    let mean = |k: usize| outcome.cases.iter().map(|case| overlap(case, k)).sum::<f64>() / count;
    let best = |k: usize| outcome.cases.iter().map(|case| case.images[k].best).sum::<f64>() / count;
    let told: Vec<f64> = outcome
        .cases
        .iter()
        .filter_map(|case| {
            let guess = guesses.iter().find(|guess| guess.sample == case.sample)?;
            Some(guess.bounds().overlap(&case.truth))
        })
        .collect();
    let network = if told.is_empty() {
        String::new()
    } else {
        let mean = told.iter().sum::<f64>() / told.len() as f64;
        format!(", HydrogenNet's {mean:.2} of {} leaks", told.len())
    };
    format!(
        "In the mean the boxes overlap by {:.2} ({:.2} at best) with few stations and by {:.2} ({:.2} at best) with \
         all{network}.\n",
        mean(0),
        best(0),
        mean(1),
        best(1),
    )
}
