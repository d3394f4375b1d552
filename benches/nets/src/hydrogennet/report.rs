//! The page, in Markdown, but for its title and its provenance.

use std::fmt::Write as _;

use davylamp::learning::Leaks;
use davylamp::nets::{Epoch, NetworkConfig};
use davylamp::traits::Samples;
use davylamp::uhs::{Labels, NoiseLevel};

use super::baselines::Baselines;
use super::cases::{Case, Scope, Variant};
use super::outcome::Outcome;
use super::paper::{LARGEST_ERROR, ONE_D, STATIONS, TABLE_1, table_2};
use super::pictures::SHOWN;
use super::second_table::{second_table, shown, spread};

/// All trainings of a run, with their baselines.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// Full or quick.
    pub scope: Scope,
    /// Every case with what it came to.
    pub trainings: Vec<(Case, Outcome)>,
    /// Of each number of stations and level of noise.
    pub baselines: Vec<((usize, NoiseLevel), Baselines)>,
}

impl Finished {
    /// Numbers of stations, in order.
    #[must_use]
    pub fn stations(&self) -> Vec<usize> {
        let here = |n: &usize| self.trainings.iter().any(|(case, _)| case.stations == *n);
        STATIONS.into_iter().filter(here).collect()
    }

    /// The training of the first seed.
    #[must_use]
    pub fn of(&self, stations: usize, level: NoiseLevel, variant: Variant) -> Option<&Outcome> {
        self.seeds(stations, level, variant).into_iter().next()
    }

    /// The trainings of all seeds.
    pub(super) fn seeds(
        &self,
        stations: usize,
        level: NoiseLevel,
        variant: Variant,
    ) -> Vec<&Outcome> {
        let view = (stations, level, variant);
        self.trainings
            .iter()
            .filter(|(case, _)| (case.stations, case.level, case.variant) == view)
            .map(|(_, outcome)| outcome)
            .collect()
    }
}

/// The page about the trainings of a set. `link` is where the pictures lie.
#[must_use]
pub fn markdown(leaks: &Leaks, finished: &Finished, link: &str) -> String {
    let parts = finished.scope.parts(leaks.set().len());
    let mut page = introduction(leaks, finished, parts);
    page.push_str(&second_table(finished, parts[2] > 0));
    page.push_str(&first_table(finished));
    page.push_str(&beside(finished));
    page.push_str(&one_d(finished));
    page.push_str(&errors(finished));
    page.push_str(&cost(finished));
    page.push_str(&pictures(finished, link));
    page
}

fn introduction(
    leaks: &Leaks,
    finished: &Finished,
    [train, validation, test]: [usize; 3],
) -> String {
    let plan = leaks.set().plan();
    let spacing = leaks.scene().grid.spacing_m;
    let mut text = format!(
        "HydrogenNet of Gao, Creasy, Huang and Gross (2024), Int. J. Hydrogen Energy 61, 137-161, \
         <https://doi.org/10.1016/j.ijhydene.2024.02.296>, trained on {} simulated leaks of ours (seed {}, \
         waves on nodes {spacing} m apart; theirs are not published): the first {train} to train on, the \
         next {validation} to choose the epoch and to be scored on, as in the paper. ",
        plan.samples, plan.seed,
    );
    let left = if test > 0 {
        format!("The last {test} are a test that nothing was chosen by. ")
    } else {
        "None are left for a test that nothing was chosen by: the best epoch is chosen on the samples \
         that are scored, as in the paper. "
            .to_owned()
    };
    text.push_str(&left);
    if finished.scope == Scope::Quick {
        text.push_str("**A small network on a small ground: a look, not a result.** ");
    }
    if let Some((case, _)) = finished.trainings.first() {
        let network = finished.scope.network(case, [256, 64], 6);
        let schedule = case.schedule();
        let _ = write!(
            text,
            "\n\nThe network: {}. Adam, batches of {}, {} epochs, a learning rate of up to {:e} that rises \
             and falls along a cosine, weights that decay by {} times the rate at each step; the paper has \
             1e-5, and prints neither widths nor epochs. Each epoch sees each leak once, as it is or as its \
             mirror image (exact in flat layers), with noise of one of {} draws; an answer is the mean of what the \
             network says of an image and of its mirror image.\n\n",
            words(&network),
            schedule.batch_size,
            schedule.epochs,
            schedule.learning_rate,
            schedule.weight_decay,
            finished.scope.draws(NoiseLevel::Weak),
        );
    }
    text
}

fn words(network: &NetworkConfig) -> String {
    let sizes = |sizes: &[usize]| sizes.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
    match network {
        NetworkConfig::HydrogenNet(c) => {
            format!("channels {}, dense layers {}", sizes(&c.channels), sizes(&c.hidden))
        }
        NetworkConfig::HydrogenNet1d(c) => {
            format!("channels {}, dense layers {}", sizes(&c.channels), sizes(&c.hidden))
        }
        _ => String::new(),
    }
}

/// Table 1: mass and volume of four leaks.
fn first_table(finished: &Finished) -> String {
    let Some(outcome) = finished.of(4, NoiseLevel::None, Variant::TwoD) else {
        return String::new();
    };
    let [mass, volume] = outcome.greatest;
    let mut text = format!(
        "## Table 1: mass and volume of four leaks\n\n4 stations, no noise, the first validation samples; \
         as shares of the greatest among the training samples ({mass:.0} kg and {volume:.0} m³). The \
         paper's leaks are others, its scales not printed.\n\n\
         | Leak | mass | inferred | volume | inferred | paper's mass | inferred | volume | inferred |\n\
         |---|---|---|---|---|---|---|---|---|\n"
    );
    let answers = &outcome.validation;
    let rows = answers.indices.iter().zip(answers.truths.iter().zip(&answers.predictions));
    for ((index, (truth, found)), paper) in rows.take(SHOWN).zip(TABLE_1) {
        let ours = [truth[4], found[4], truth[5], found[5]].map(|value| format!(" {value:.3} |"));
        let paper = paper.map(|value| format!(" {value:.3} |"));
        let _ = writeln!(text, "| {index} |{}{}", ours.concat(), paper.concat());
    }
    text.push('\n');
    text
}

/// The straight line and the mean.
fn beside(finished: &Finished) -> String {
    let mut text = "## Beside a straight line and the mean\n\nR² of the validation samples: ridge \
         regression on the pixels, its strength the best on these very samples, and the mean of the \
         training samples; both of each leak once.\n\n| Stations | Noise | | x_min | x_max | z_min | z_max \
         | mass | volume |\n|---|---|---|---|---|---|---|---|---|\n"
        .to_owned();
    for ((stations, level), fitted) in &finished.baselines {
        let network = finished.of(*stations, *level, Variant::TwoD);
        let network = network.map(|outcome| outcome.validation.r_squared().to_vec());
        let rows = [
            ("HydrogenNet", network.as_ref()),
            ("ridge", Some(&fitted.ridge)),
            ("mean", Some(&fitted.mean)),
        ];
        for (name, scores) in rows {
            let Some(scores) = scores else { continue };
            let cells: Vec<String> = scores.iter().map(|score| format!(" {score:.3} |")).collect();
            let _ = writeln!(text, "| {stations} | {} | {name} |{}", level.name(), cells.concat());
        }
    }
    text.push('\n');
    text
}

/// Figure 26.
fn one_d(finished: &Finished) -> String {
    let view = (4, NoiseLevel::None);
    let seeds = |variant| finished.seeds(view.0, view.1, variant);
    let mut text = "## HydrogenNet-1D\n\nConvolutions over time alone, each trace a channel; 4 stations, no \
         noise.\n\n| Label | HydrogenNet | HydrogenNet-1D | paper's | paper's 1D |\n|---|---|---|---|---|\n"
        .to_owned();
    for (label, name) in Labels::NAMES.iter().enumerate() {
        let score = |variant| shown(spread(&seeds(variant), |outcome| &outcome.validation, label));
        let paper = table_2(4, NoiseLevel::None).map_or(f64::NAN, |cells| cells[label]);
        let flat = ONE_D.get(label).map_or("not printed".to_owned(), |score| format!("{score:.3}"));
        let _ = writeln!(
            text,
            "| `{name}` | {} | {} | {paper:.3} | {flat} |",
            score(Variant::TwoD),
            score(Variant::OneD)
        );
    }
    text.push('\n');
    text
}

/// Figures 16, 20 and 24 in numbers.
fn errors(finished: &Finished) -> String {
    let mut text = format!(
        "## Errors of the validation samples\n\nPlaces as shares of the ground, mass and volume as shares \
         of the greatest: mean ± standard deviation of the errors, which is the Gaussian that fits them, \
         then the largest. The paper's largest with 4 stations is {LARGEST_ERROR}, in the \
         volume.\n\n| Stations | Noise | x_min | x_max | z_min | z_max | mass | volume \
         |\n|---|---|---|---|---|---|---|---|\n"
    );
    for stations in finished.stations() {
        for level in NoiseLevel::ALL {
            let Some(outcome) = finished.of(stations, level, Variant::TwoD) else { continue };
            let _ = write!(text, "| {stations} | {} |", level.name());
            for label in 0..Labels::NAMES.len() {
                let errors = outcome.validation.errors(label);
                let (mean, deviation) = (errors.mean, errors.deviation);
                let _ = write!(text, " {mean:+.3} ± {deviation:.3}; {:.3} |", errors.largest());
            }
            text.push('\n');
        }
    }
    text.push('\n');
    text
}

fn cost(finished: &Finished) -> String {
    let mut text = "## What it took\n\nWall time of each training: reading, noise, steps, validation and \
         checkpoints, on whatever else the machine did.\n\n| Training | Weights | Epochs | Best | Time | \
         Seconds an epoch |\n|---|---|---|---|---|---|\n"
        .to_owned();
    for (case, outcome) in &finished.trainings {
        let epochs = outcome.history.len();
        let _ = writeln!(
            text,
            "| {} | {:.2} million | {epochs} | {} | {} | {:.1} |",
            case.name(),
            outcome.weights as f64 / 1e6,
            Epoch::best(&outcome.history),
            time(outcome.seconds),
            outcome.seconds / epochs.max(1) as f64,
        );
    }
    let all: f64 = finished.trainings.iter().map(|(_, outcome)| outcome.seconds).sum();
    let lines: f64 = finished.baselines.iter().map(|(_, fitted)| fitted.seconds).sum();
    let _ = writeln!(
        text,
        "\nAll trainings: {}; the straight lines and means: {}. The paper's take 5 s an epoch on an RTX \
         3090.\n",
        time(all),
        time(lines)
    );
    text
}

fn time(seconds: f64) -> String {
    let minutes = (seconds / 60.0).round();
    if minutes < 60.0 {
        return format!("{minutes} min");
    }
    format!("{} h {} min", (minutes / 60.0).floor(), minutes % 60.0)
}

fn pictures(finished: &Finished, link: &str) -> String {
    let mut text = "## Pictures\n\n".to_owned();
    let mut add = |name: &str, words: &str| {
        let _ = write!(text, "![{words}]({link}/{name}.png)\n\n{words}.\n\n");
    };
    add("losses", "Losses with 4 stations, as in Figure 10, and R² of the volume");
    add("samples", "Training samples, as in Figures 13 to 15");
    for stations in finished.stations() {
        let [boxes, scatter, errors] = match stations {
            4 => [", as in Figure 11", "Figures 13 to 15", "Figure 16"],
            8 => ["", "Figures 17 to 19", "Figure 20"],
            _ => [", as in Figure 12", "Figures 21 to 23", "Figure 24"],
        };
        add(
            &format!("boxes-{stations}"),
            &format!("Boxes over leaks with {stations} stations{boxes}"),
        );
        add(
            &format!("scatter-{stations}"),
            &format!("Predictions over truths with {stations} stations, as in {scatter}"),
        );
        add(
            &format!("errors-{stations}"),
            &format!(
                "Errors with {stations} stations and the Gaussians that fit them, as in {errors}"
            ),
        );
    }
    add("scatter-1d", "HydrogenNet-1D (the network of Figure 25), as in Figure 26a");
    add("errors-1d", "Errors of HydrogenNet-1D, as in Figure 26b");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_by_people() {
        assert_eq!([89.0, 3599.0, 9000.0].map(time), ["1 min", "1 h 0 min", "2 h 30 min"]);
    }
}
