//! The page about the experiment, in Markdown.

use std::fmt::Write;

use anyhow::Result;
use davylamp::plume::{DispersionCurves, StabilityClass};
use rayon::prelude::*;

use super::arcs::scores;
use super::network::{BOX, DISPLACED, Draw, Network, SEED, SEES};
use super::tables::Run;
use super::trial::{Method, Trial, trial};

/// The trials of a network: `[run][draw]`.
pub type Trials = Vec<Vec<Trial>>;

/// Everything that was traced.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// Draws of each sparse network in each run.
    pub draws: u8,
    /// For each of [`Network::EVERY`], ours and least squares.
    pub trials: Vec<[Trials; 2]>,
}

impl Results {
    /// Traces all networks of all runs, in parallel.
    ///
    /// # Errors
    /// What the plume refuses.
    pub fn of(runs: &[Run], draws: u8) -> Result<Self> {
        let by_method = |network: Network, method: Method| -> Result<Trials> {
            let draws = if network == Network::All { 1 } else { draws };
            runs.par_iter()
                .map(|run| {
                    (0..draws)
                        .map(|number| trial(run, &Draw::new(run, network, number), method))
                        .collect()
                })
                .collect()
        };
        let trials = Network::EVERY
            .into_iter()
            .map(|network| {
                Ok([
                    by_method(network, Method::Davylamp)?,
                    by_method(network, Method::LeastSquares)?,
                ])
            })
            .collect::<Result<_>>()?;
        Ok(Self { draws, trials })
    }
}

/// The middle of some numbers; of an even number of them the mean of the middle two.
fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => values[n / 2],
        n => f64::midpoint(values[n / 2 - 1], values[n / 2]),
    }
}

/// What a row of the table says about a network.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Summary {
    place: f64,
    crosswind: f64,
    rate: f64,
    factor_two: f64,
    within_half: f64,
    within_ninety: f64,
}

impl Summary {
    /// Medians over the draws of a run, then over the runs; shares over all draws.
    fn of(trials: &Trials) -> Self {
        let of_runs = |f: &dyn Fn(&Trial) -> f64| -> Vec<f64> {
            trials.iter().map(|draws| median(draws.iter().map(f))).collect()
        };
        let share = |f: &dyn Fn(&Trial) -> bool| {
            let all = trials.iter().flatten();
            all.clone().filter(|trial| f(trial)).count() as f64 / all.count() as f64
        };
        let rates = of_runs(&|t| t.rate_ratio);
        let near = rates.iter().filter(|ratio| (0.5..=2.0).contains(*ratio)).count();
        Self {
            place: median(of_runs(&Trial::place_error)),
            crosswind: median(of_runs(&|t| t.crosswind.abs())),
            factor_two: near as f64 / rates.len() as f64,
            rate: median(rates),
            within_half: share(&|t| t.within_half),
            within_ninety: share(&|t| t.within_ninety),
        }
    }

    fn row(&self, name: &str) -> String {
        let Self { place, crosswind, rate, factor_two, within_half, within_ninety } = self;
        format!(
            "| {name} | {place:.1} | {crosswind:.1} | {rate:.2} | {factor_two:.2} \
             | {within_half:.2} | {within_ninety:.2} |\n"
        )
    }
}

/// Writes the page, but for its title and its provenance.
///
/// # Errors
/// What the plume refuses.
pub fn markdown(runs: &[Run], results: &Results, picture: Option<&str>) -> Result<String> {
    let mut page = format!(
        "In 1956 sulphur dioxide was released for ten minutes at a time, 0.46 m above a mown field near \
         O'Neill, Nebraska, and sampled 1.5 m above the ground on arcs 50 to 800 m away (Barad 1958, \
         Project Prairie Grass, AFCRC-TR-58-235, a report of the US government in the public domain; \
         corrected as in its table 5.4). These are the {} runs of the tables given whose weather is \
         known: wind at 2 m, and the stability class by Golder's relation from the Monin-Obukhov \
         length with a roughness of 6 mm.\n\n",
        runs.len()
    );
    page.push_str(&arcs(runs)?);
    page.push_str(&tracing(runs, results));
    if let Some(picture) = picture {
        let _ = write!(
            page,
            "![Where the estimates lie around the source: all samplers, and four]({picture})\n\n"
        );
    }
    page.push_str(&by_class(runs, results));
    page.push_str(&by_run(runs, results));
    Ok(page)
}

fn arcs(runs: &[Run]) -> Result<String> {
    let mut text = "## The plume\n\nThe greatest reading of each arc beside the plume on its axis, by \
        the statistics of Chang and Hanna (2004), Meteorology and Atmospheric Physics 87, 167-196. A \
        perfect model has FAC2 = 1, FB = 0, NMSE = 0, MG = 1, VG = 1.\n\n\
        | Curves | arcs | FAC2 | FB | NMSE | MG | VG |\n|---|---|---|---|---|---|---|\n"
        .to_owned();
    for curves in DispersionCurves::ALL {
        let s = scores(runs, curves)?;
        let _ = writeln!(
            text,
            "| {curves} | {} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} |",
            s.pairs, s.fac2, s.fb, s.nmse, s.mg, s.vg
        );
    }
    text.push_str(
        "\nThe field is open country: the rural curves fit, the urban ones do not, and no optimizer \
         can make up for that.\n\n",
    );
    Ok(text)
}

fn tracing(runs: &[Run], results: &Results) -> String {
    let mut text = format!(
        "## Tracing\n\nThe tracer knows the readings, the wind, the class and the height of the source; \
         it seeks place and rate in a box of {BOX} m by {BOX} m, whose middle is displaced from the \
         source at random by up to {DISPLACED} m to each side. Sparse networks are drawn {} times a \
         run, from the samplers that see the plume (at least {:.0} % of the greatest reading of the \
         run), or from all that read anything above zero. Seed {SEED}.\n\n\
         Place error, crosswind error and rate (estimated over true) are medians over the draws of a \
         run, then over the runs; *factor 2* is the share of runs whose median rate is within a factor \
         of two; the last columns say how often the 50 % and 90 % ellipses hold the source, over all \
         draws. A draw without an answer counts as infinitely wrong. The error of the air was calibrated \
         on the even-numbered runs (see `ErrorModel` in `davylamp-trace`), and {} of these \
         runs are even-numbered.\n\n",
        results.draws,
        100.0 * SEES,
        runs.iter().filter(|run| run.number.is_multiple_of(2)).count()
    );
    let titles = [
        "### Davylamp, as it is by default",
        "### Plain least squares on the same draws\n\nThe same projected search on the sum of squared \
         differences, and the ellipse of the linearised model with the noise of its residuals.",
    ];
    for (method, title) in titles.into_iter().enumerate() {
        let _ = write!(
            text,
            "{title}\n\n| Network | place error, m | crosswind, m | rate | factor 2 | in 50 % | in 90 % |\n\
             |---|---|---|---|---|---|---|\n"
        );
        for (network, trials) in Network::EVERY.iter().zip(&results.trials) {
            text.push_str(&Summary::of(&trials[method]).row(&network.to_string()));
        }
        text.push('\n');
    }
    text
}

/// The estimates from all samplers, one a run.
fn from_all_samplers(results: &Results) -> impl Iterator<Item = &Trial> {
    results.trials.iter().take(1).flat_map(|[ours, _]| ours.iter().flatten())
}

fn by_class(runs: &[Run], results: &Results) -> String {
    let mut text = "### By stability class\n\nDavylamp, all samplers.\n\n\
        | Class | runs | place error, m | rate |\n|---|---|---|---|\n"
        .to_owned();
    for class in StabilityClass::ALL {
        let trials: Vec<&Trial> = runs
            .iter()
            .zip(from_all_samplers(results))
            .filter(|(run, _)| run.class == class)
            .map(|(_, trial)| trial)
            .collect();
        if !trials.is_empty() {
            let _ = writeln!(
                text,
                "| {class} | {} | {:.1} | {:.2} |",
                trials.len(),
                median(trials.iter().map(|t| t.place_error())),
                median(trials.iter().map(|t| t.rate_ratio))
            );
        }
    }
    text.push('\n');
    text
}

fn by_run(runs: &[Run], results: &Results) -> String {
    let mut text =
        "### Run by run\n\nDavylamp, all samplers; *downwind* is negative where the estimate \
        lies upwind of the source.\n\n\
        | Run | class | wind, m/s | samplers | downwind, m | crosswind, m | rate | in 90 % |\n\
        |---|---|---|---|---|---|---|---|\n"
            .to_owned();
    for (run, trial) in runs.iter().zip(from_all_samplers(results)) {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {:.1} | {:.1} | {:.2} | {} |",
            run.number,
            run.class,
            run.wind_speed,
            run.samplers.len(),
            trial.downwind,
            trial.crosswind,
            trial.rate_ratio,
            if trial.within_ninety { "yes" } else { "no" }
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(downwind: f64, rate_ratio: f64, within_ninety: bool) -> Trial {
        Trial { downwind, crosswind: 0.0, rate_ratio, within_half: false, within_ninety }
    }

    #[test]
    fn medians_are_over_draws_and_then_over_runs() {
        let trials = vec![
            vec![trial(1.0, 1.0, true), trial(2.0, 1.0, true), trial(300.0, 9.0, false)],
            vec![trial(-10.0, 3.0, true)],
            vec![trial(f64::INFINITY, f64::INFINITY, false)],
        ];
        let summary = Summary::of(&trials);
        assert!((summary.place - 10.0).abs() < 1e-12);
        assert!((summary.rate - 3.0).abs() < 1e-12);
        assert!((summary.factor_two - 1.0 / 3.0).abs() < 1e-12);
        assert!((summary.within_ninety - 0.6).abs() < 1e-12);
    }

    #[test]
    fn the_median_of_two_lies_between() {
        assert!((median([4.0, 1.0]) - 2.5).abs() < 1e-15);
        assert!(median([]).is_nan());
    }
}
