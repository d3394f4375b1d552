//! The page, as Markdown.

mod comparison;
mod studies;

use std::fmt::Write;

use super::paper::{PARKS, QUALITATIVE, RECONSTRUCTION};
use super::results::{OF_OMO, Results};
use super::runs::Run;
use super::statistics::{BATCH, LEAST_ESTIMATE, LEAST_MISFIT, Misfits, geometric_mean, quantile};
use crate::park::{RATE, SOURCE};

/// The whole page but its title; pictures are linked as `PREFIX-name.png`.
#[must_use]
pub fn markdown(results: &Results, pictures: Option<&str>) -> String {
    let mut page = introduction(results.count);
    page.push_str(&verdict(results));
    page.push_str(&qualitative(results));
    picture(&mut page, pictures, "run", "Figure 6: one run of OMO with 16 sensors");
    page.push_str(&studies::stopped(results));
    page.push_str(&studies::by_size(results));
    picture(&mut page, pictures, "size", "Figure 8: misfit and time by predators and iterations");
    page.push_str(&studies::by_speed(results));
    picture(&mut page, pictures, "speeds", "Figures 9 and 10: misfit over SH and SR");
    page.push_str(&studies::by_noise(results));
    page.push_str(&comparison::rivals(results));
    page.push_str(&comparison::modern(results));
    picture(&mut page, pictures, "field", "Misfit and share within 1 m at equal evaluations");
    page.push_str(
        "## Test functions\n\nOMO at the paper's settings on the six functions of table 6 in two \
         dimensions, one run each: where it looked, and the best value. How often it solves these and \
         others is counted on [Test functions](test-functions.md).\n\n",
    );
    picture(&mut page, pictures, "functions", "Figure 4: OMO on six test functions");
    page.push_str(&comparison::not_reproduced(results));
    page
}

fn picture(page: &mut String, prefix: Option<&str>, name: &str, what: &str) {
    if let Some(prefix) = prefix {
        let _ = writeln!(page, "![{what}]({prefix}-{name}.png)\n\n*{what}.*\n");
    }
}

fn introduction(count: u64) -> String {
    format!(
        "Xia et al. (2022), [Sensors 22(1):71](https://doi.org/10.3390/s22010071), trace a leak with \
         Outlier Mutation Optimization (OMO) and compare it with nine methods. Here are their tables \
         and figures beside ours.\n\n\
         The leak: a park of 100 m by 100 m, a sensor on the ground at a random place in each of 16, 9 \
         or 4 equal cells, readings rounded to 1e-8 kg/m³, a random known wind below 10 m/s from the \
         west, class D with Briggs' urban curves; sought are the place (8, 15) m and the rate 80 kg/s \
         of a leak 1 m high, in a box of 100 m by 100 m by 200 kg/s. The *misfit* is the sum of the \
         squared differences of the concentrations (their equation 18, \"optimal value\"), kg²/m⁶. \
         Every run draws sensors and wind anew.\n\n\
         The paper reports geometric means of fifty runs. Ours are of {count} runs of each cell (of \
         {OF_OMO} of OMO on each park), with the seeds from 0 on for park, noise and method alike; *50 \
         runs* are the first fifty, *batches* are consecutive fifties. Misfits below {LEAST_MISFIT:e} count as that in geometric means, places and \
         rates below {LEAST_ESTIMATE:e} as that. The paper's *relative error* is the error of the \
         geometric mean, in which estimates too high and too low cancel; the median error of the single \
         runs stands beside it. The equations lost operators in print: how each was reconstructed is \
         told at `Omo` in `davylamp-optim`.\n\n\
         Times are of the processor, one thread; the paper's are of MATLAB R2020a on an Intel \
         i5-9400F.\n\n"
    )
}

/// Whether the paper's three figures of merit are within the scatter of ours.
fn verdict(results: &Results) -> String {
    let mut rows = Vec::new();
    let mut all_held = true;
    for (k, cells) in PARKS.into_iter().enumerate() {
        let ours = Misfits::of(&results.qualitative[k]);
        let held = ours.hold(QUALITATIVE[k].misfit);
        all_held &= held;
        rows.push(vec![
            (cells * cells).to_string(),
            scientific(QUALITATIVE[k].misfit),
            scientific(ours.fifty),
            scientific(ours.all),
            quartiles(&ours),
            range(&ours),
            yes(held),
            format!("{} ({})", scientific(RECONSTRUCTION[k]), factor(ours.all, RECONSTRUCTION[k])),
        ]);
    }
    let word = if all_held {
        "The three geometric means that the paper puts into its abstract lie within the range of ours \
         over batches of fifty runs."
    } else {
        "Not all of the three geometric means that the paper puts into its abstract lie within the range \
         of ours over batches of fifty runs: see the last columns."
    };
    format!(
        "## OMO: the misfit\n\n{word} The last column is what a program written independently from the \
         same reconstruction gave over 1000 runs with other seeds, and the factor between it and \
         ours.\n\n{}\n",
        table(
            &[
                "Sensors",
                "paper",
                "ours, 50 runs",
                "ours, all",
                "median [quartiles]",
                "batches of 50: least, median, greatest",
                "paper within",
                "independent program",
            ],
            &rows
        )
    )
}

/// Tables 8, 9 and 10.
fn qualitative(results: &Results) -> String {
    let mut text = "## Tables 8, 9 and 10: place and rate\n\n".to_owned();
    for (k, cells) in PARKS.into_iter().enumerate() {
        let (printed, runs) = (QUALITATIVE[k], &results.qualitative[k]);
        let _ = writeln!(
            text,
            "{} sensors: {:.1} % of our runs end within 1 m of the leak; {} evaluations and {:.2} ms a \
             run, fifty runs take {:.3} s (paper {:.3} s).\n\n{}",
            cells * cells,
            100.0 * near(runs),
            evaluations(runs),
            1e3 * seconds(runs),
            BATCH as f64 * seconds(runs),
            printed.seconds,
            estimates(printed.estimate, runs)
        );
    }
    text
}

/// Place and rate, the paper's and ours.
fn estimates(printed: [f64; 3], runs: &[Run]) -> String {
    let (fifty, all) = (means(&runs[..BATCH]), means(runs));
    let rows: Vec<_> = (0..3)
        .map(|j| {
            let errors = runs.iter().map(|run| relative(estimate(run)[j], j));
            vec![
                ["x0, m", "y0, m", "Q, kg/s"][j].to_owned(),
                with_error(printed[j], j),
                with_error(fifty[j], j),
                with_error(all[j], j),
                format!("{} %", short(100.0 * quantile(errors, 0.5))),
            ]
        })
        .collect();
    table(
        &["", "paper (relative error)", "ours, 50 runs", "ours, all", "median error of a run"],
        &rows,
    )
}

fn estimate(run: &Run) -> [f64; 3] {
    [run.place[0], run.place[1], run.rate]
}

/// Geometric means of place and rate.
fn means(runs: &[Run]) -> [f64; 3] {
    [0, 1, 2].map(|j| geometric_mean(runs.iter().map(|run| estimate(run)[j]), LEAST_ESTIMATE))
}

fn relative(value: f64, j: usize) -> f64 {
    let truth = [SOURCE[0], SOURCE[1], RATE][j];
    (value - truth).abs() / truth
}

fn with_error(value: f64, j: usize) -> String {
    format!("{value:.3} ({:.2} %)", 100.0 * relative(value, j))
}

/// The share of runs that end within a metre of the leak.
pub(super) fn near(runs: &[Run]) -> f64 {
    let near = |run: &&Run| (run.place[0] - SOURCE[0]).hypot(run.place[1] - SOURCE[1]) < 1.0;
    runs.iter().filter(near).count() as f64 / runs.len() as f64
}

fn evaluations(runs: &[Run]) -> String {
    let mean = runs.iter().map(|run| run.evaluations as f64).sum::<f64>() / runs.len() as f64;
    format!("{mean:.0}")
}

/// Processor time of a run, the mean: the system counts it in steps longer than a run.
pub(super) fn seconds(runs: &[Run]) -> f64 {
    runs.iter().map(|run| run.seconds).sum::<f64>() / runs.len() as f64
}

fn scientific(value: f64) -> String {
    if value == 0.0 { "0".to_owned() } else { format!("{value:.2e}") }
}

/// A number of a few digits, small ones as a power of ten.
fn short(value: f64) -> String {
    if value == 0.0 || (0.001..1e4).contains(&value.abs()) {
        format!("{value:.3}")
    } else {
        format!("{value:.1e}")
    }
}

/// The paper's misfit beside ours: the paper's, that of fifty runs, that of all, their quartiles, what
/// batches of fifty give, and whether these hold the paper's.
fn beside(printed: f64, runs: &[Run]) -> [String; 6] {
    let ours = Misfits::of(runs);
    [
        scientific(printed),
        scientific(ours.fifty),
        scientific(ours.all),
        quartiles(&ours),
        range(&ours),
        yes(ours.hold(printed)),
    ]
}

fn quartiles(misfits: &Misfits) -> String {
    let [low, median, high] = misfits.quartiles.map(scientific);
    format!("{median} [{low}, {high}]")
}

fn range(misfits: &Misfits) -> String {
    misfits.batches.map(scientific).join(", ")
}

/// How many times one number is the other, 1 or more.
fn factor(a: f64, b: f64) -> String {
    let ratio = (a / b).max(b / a);
    if ratio < 100.0 { format!("factor {ratio:.1}") } else { format!("factor {ratio:.0e}") }
}

fn yes(is: bool) -> String {
    if is { "yes" } else { "**no**" }.to_owned()
}

fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([0.0, 1.5, 2.46e-5].map(short), ["0.000", "1.500", "2.5e-5"]);
        assert_eq!(factor(1.0, 4.0), "factor 4.0");
        assert_eq!(factor(1e-3, 1e3), "factor 1e6");
        assert_eq!(with_error(8.158, 0), "8.158 (1.97 %)");
        assert_eq!(
            table(&["a", "b"], &[vec!["1".into(), "2".into()]]),
            "| a | b |\n|---|---|\n| 1 | 2 |\n"
        );
    }
}
