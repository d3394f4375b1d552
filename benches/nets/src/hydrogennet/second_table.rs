//! Table 2, and the same of the samples that nothing was chosen by.

use std::fmt::Write as _;

use davylamp::uhs::{Labels, NoiseLevel};

use super::cases::Variant;
use super::outcome::{Answers, Outcome};
use super::paper::table_2;
use super::report::Finished;

/// The mean of a score over seeds, and half of what lies between the least and the greatest.
pub(super) fn spread(
    outcomes: &[&Outcome],
    of: fn(&Outcome) -> &Answers,
    label: usize,
) -> Option<[f64; 2]> {
    let scores: Vec<f64> = outcomes.iter().map(|o| of(o).r_squared()[label]).collect();
    if scores.is_empty() || scores.iter().any(|score| score.is_nan()) {
        return None;
    }
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    let least = scores.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Some([mean, 0.5 * (greatest - least)])
}

pub(super) fn shown(score: Option<[f64; 2]>) -> String {
    match score {
        None => "none".to_owned(),
        Some([mean, half]) if half > 0.0 => format!("{mean:.3} ± {half:.3}"),
        Some([mean, _]) => format!("{mean:.3}"),
    }
}

/// How far below the paper's a score may be and still count as near it.
const NEAR: f64 = 0.02;

/// How many cells of Table 2 come near the paper's.
#[derive(Debug, Default)]
struct Reached {
    cells: usize,
    nearly: usize,
    wholly: usize,
}

impl Reached {
    fn count(&mut self, score: Option<[f64; 2]>, paper: f64) {
        let Some([mean, _]) = score else { return };
        self.cells += 1;
        self.nearly += usize::from(mean >= paper - NEAR);
        self.wholly += usize::from(mean >= paper);
    }

    fn sentence(&self) -> String {
        let Self { cells, nearly, wholly } = self;
        format!(
            "\n{nearly} of {cells} cells reach the paper's minus {NEAR}, {wholly} the paper's.\n\n"
        )
    }
}

/// Table 2: ours beside the paper's.
pub(super) fn second_table(finished: &Finished, test: bool) -> String {
    let mut text = "## Table 2: R² of the validation samples\n\nOurs, then the paper's; with several seeds \
         the mean, and half of what lies between the least and the greatest. **Bold**: less than the \
         paper's minus 0.02.\n\n| Stations | Label | none | paper | weak | paper | strong | paper |\n\
         |---|---|---|---|---|---|---|---|\n"
        .to_owned();
    text.push_str(&cells(
        finished,
        |outcome| &outcome.validation,
        |score, paper| {
            let short = score.is_some_and(|[mean, _]| mean < paper - NEAR);
            let mark = if short { "**" } else { "" };
            format!(" {mark}{}{mark} | {paper:.3} |", shown(score))
        },
    ));
    if test {
        text.push_str(&test_table(finished));
    }
    text
}

fn test_table(finished: &Finished) -> String {
    let mut text =
        "The same networks on the test samples:\n\n| Stations | Label | none | weak | strong \
         |\n|---|---|---|---|---|\n"
            .to_owned();
    text.push_str(&cells(
        finished,
        |outcome| &outcome.test,
        |score, _| format!(" {} |", shown(score)),
    ));
    text
}

/// The rows of a table of all stations, labels and levels of noise, and how many cells come near the
/// paper's; `cell` writes one from our score and the paper's.
fn cells(
    finished: &Finished,
    of: fn(&Outcome) -> &Answers,
    cell: impl Fn(Option<[f64; 2]>, f64) -> String,
) -> String {
    let (mut text, mut reached) = (String::new(), Reached::default());
    for stations in finished.stations() {
        for (label, name) in Labels::NAMES.iter().enumerate() {
            let _ = write!(text, "| {stations} | `{name}` |");
            for level in NoiseLevel::ALL {
                let score = spread(&finished.seeds(stations, level, Variant::TwoD), of, label);
                let paper = table_2(stations, level).map_or(f64::NAN, |cells| cells[label]);
                reached.count(score, paper);
                text.push_str(&cell(score, paper));
            }
            text.push('\n');
        }
    }
    text + &reached.sentence()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_counted_where_there_are_any() {
        let mut reached = Reached::default();
        for (score, paper) in [(Some([0.9, 0.1]), 0.91), (Some([0.9, 0.0]), 0.9), (None, 0.5)] {
            reached.count(score, paper);
        }
        reached.count(Some([0.87, 0.0]), 0.9);
        let words = "\n2 of 3 cells reach the paper's minus 0.02, 1 the paper's.\n\n";
        assert_eq!(reached.sentence(), words);
    }

    #[test]
    fn scores_are_shown_with_their_spread() {
        assert_eq!(shown(Some([0.9876, 0.0])), "0.988");
        assert_eq!(shown(Some([0.9876, 0.0042])), "0.988 ± 0.004");
        assert_eq!(shown(None), "none");
    }
}
