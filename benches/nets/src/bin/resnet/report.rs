//! The page.

mod few;
mod many;
mod real;

use anyhow::Result;
use davylamp_nets::rivals::Method;

use crate::experiment::{Experiment, Findings, SEED, best_of, methods};
use crate::outcome::{Task, metrics};
use crate::statistics::{deviation, mean};
use crate::{figures, paper};

/// In Markdown, without title and provenance.
pub(crate) fn markdown(
    experiment: &Experiment,
    found: &Findings,
    link: Option<&str>,
) -> Result<String> {
    let mut sections = vec![
        introduction(experiment),
        few::table(experiment, found)?,
        few::worth(experiment, found)?,
        few::limit(experiment, found),
        many::table(experiment, found)?,
        many::transfer(experiment, found),
    ];
    if experiment.tasks.len() > 2 {
        sections.push(real::table(experiment, found)?);
    }
    if let Some(link) = link {
        sections.push(pictures(link));
    }
    sections.push(settings(experiment, found));
    Ok(sections.join("\n\n"))
}

fn introduction(experiment: &Experiment) -> String {
    let look = if experiment.quick {
        "**A quick look, with few draws and small sets: not a result.**\n\n"
    } else {
        ""
    };
    format!(
        "{look}Wang et al. (2024) name the place of a hydrogen leak in a room from its sensors' readings, by a \
         residual network, and compare it with five other methods in their Table 1. Their data are not \
         public. These are leaks of `examples/room/tank-room.toml`: ten sensors read 48 times, rates over two \
         decades, two ways to ventilate, stirred air, sensors with lags, errors, noise and a detection limit. \
         Every method has eight settings (two scalings of the images by four of its own) and takes the one \
         that does best in cross-validation on samples that no draw has. Precision, recall and F1 are macro averages. \
         Every seed follows from {SEED}."
    )
}

/// Of each method, a metric of every draw: training (0) or test (1).
pub(crate) fn values(
    task: &Task,
    outcomes: &[crate::outcome::Outcome],
    part: usize,
    metric: usize,
) -> Result<Vec<f64>> {
    let draws = outcomes.iter().enumerate();
    draws
        .map(|(draw, outcome)| Ok(metrics(&task.confusions(draw, outcome)?[part])[metric]))
        .collect()
}

/// A Markdown table of rows of cells.
pub(crate) fn rows(head: &[String], rows: &[Vec<String>]) -> String {
    let mut text = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for row in rows {
        text.push_str("| ");
        text.push_str(&row.join(" | "));
        text.push_str(" |\n");
    }
    text.trim_end().to_owned()
}

/// The head of a table with a column a method.
pub(crate) fn head(first: &[&str]) -> Vec<String> {
    first.iter().chain(&paper::METHODS).map(|&name| name.to_owned()).collect()
}

pub(crate) fn spread(values: &[f64]) -> String {
    format!("{:.3} ± {:.3}", mean(values), deviation(values))
}

/// A probability: 0.034, or less than a thousandth.
pub(crate) fn probability(p: f64) -> String {
    if p < 0.001 { "< 0.001".to_owned() } else { format!("{p:.3}") }
}

/// Names in order of falling numbers, with those.
pub(crate) fn ranking(numbers: &[f64]) -> String {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|a, b| numbers[*b].total_cmp(&numbers[*a]));
    let named = order.iter().map(|&at| format!("{} {:.3}", paper::METHODS[at], numbers[at]));
    named.collect::<Vec<_>>().join(", ")
}

fn pictures(link: &str) -> String {
    format!(
        "## Figures\n\nFigure 2 of the paper, on the first draw of (a); the test loss chooses \
         nothing.\n\n![Loss of training and test]({link}/loss.png)\n\nFigure 3: means over draws, test \
         samples.\n\n![Bars]({link}/bars.png)\n\nFigure 4, the paper's numbers and ours.\n\n\
         ![Radar charts]({link}/radar.png)\n\nConfusion over the floor plan, (b), test samples of all draws: in \
         each cell of the floor a small plan of where leaks of that cell are told to be (darker: more often; the \
         right cell has a red frame). Circles are sensors.\n\n![Confusion over the floor]({link}/floor.png)"
    )
}

/// What several sets chose, each with how many did.
fn chosen(method: &dyn Method, best: &[usize]) -> String {
    let mut order: Vec<usize> = best.to_vec();
    order.sort_unstable();
    order.dedup();
    let words = order.iter().map(|trial| match best.iter().filter(|b| *b == trial).count() {
        count if count == best.len() => method.words(*trial),
        count => format!("{} ({count} of {})", method.words(*trial), best.len()),
    });
    words.collect::<Vec<_>>().join("; ")
}

fn settings(experiment: &Experiment, found: &Findings) -> String {
    let mut table = Vec::new();
    for (task, tuning) in experiment.tasks.iter().zip(&found.tuning) {
        let all = methods(task.epochs);
        for (method, sets) in all.iter().zip(tuning) {
            let best: Vec<usize> = sets.iter().map(|set| best_of(set).unwrap_or(0)).collect();
            let mean = |of: &dyn Fn(&[f64]) -> f64| {
                sets.iter().map(|set| of(set)).sum::<f64>() / sets.len() as f64
            };
            table.push(vec![
                task.name.to_owned(),
                method.name().to_owned(),
                chosen(method.as_ref(), &best),
                format!("{:.3}", mean(&|set| set.iter().copied().fold(0.0, f64::max))),
                format!("{:.3}", mean(&|set| set.iter().copied().fold(1.0, f64::min))),
            ]);
        }
    }
    let head =
        ["", "method", "settings chosen", "cross-validated", "worst trial"].map(str::to_owned);
    let of = |task: &Task| {
        format!("{}: {} parts, networks {} epochs", task.name, task.folds, task.epochs)
    };
    let words: Vec<String> = experiment.tasks.iter().map(of).collect();
    format!(
        "## Settings\n\nChosen by cross-validation on as many samples as a draw trains on, of the same kind and in \
         none of the draws: tuning in each of the draws of (a) would cost 4,000 trainings of each method. So few \
         samples choose by luck, too: (a) has {} such sets, which its draws use in turn, and what is \
         said of accuracies here is the mean over the sets. A network's samples are taken as they are, or disturbed anew in each epoch: \
         gains of sensors by a fifth, times by up to a twelfth of the readings, one sensor in five dead; how far was \
         tried out on leaks that are in no set of this page. *Few* is (a), *many* (b), *box* (d). Cross-validation: {}. The residual network has depth 10: \
         its four stages have one block each.\n\n{}",
        experiment.tasks[0].tuning.len(),
        words.join("; "),
        rows(&head, &table)
    )
}

/// Means over draws of the test accuracy, a method each.
pub(crate) fn test_accuracies(
    experiment: &Experiment,
    found: &Findings,
    task: usize,
) -> Result<Vec<f64>> {
    let means = figures::means(&experiment.tasks[task], &found.outcomes[task], 1)?;
    Ok(means.into_iter().map(|metrics| metrics[0]).collect())
}
