//! (d): measured releases.

use anyhow::Result;

use super::{head, rows, spread, values};
use crate::experiment::{Experiment, Findings};
use crate::outcome::accuracy;
use crate::statistics::mean;

/// Places, as the cases name them.
const PLACES: [&str; 3] = ["LC", "LR", "UC"];

pub(super) fn table(experiment: &Experiment, found: &Findings) -> Result<String> {
    let (task, outcomes) = (&experiment.tasks[2], &found.outcomes[2]);
    let (_, real) = &task.others[0];
    let mut simulated = vec!["simulated, test".to_owned()];
    let mut measured = vec!["**measured**".to_owned()];
    let mut height = vec!["measured, low or high".to_owned()];
    for outcomes in outcomes {
        simulated.push(spread(&values(task, outcomes, 1, 0)?));
        let each = |of: &dyn Fn(usize) -> usize| -> Vec<f64> {
            let labels: Vec<usize> = real.labels().iter().map(|&label| of(label)).collect();
            let told = |outcome: &crate::outcome::Outcome| {
                let told: Vec<usize> = outcome.others[0].iter().map(|&told| of(told)).collect();
                accuracy(&labels, &told)
            };
            outcomes.iter().map(told).collect()
        };
        measured.push(format!("**{}**", spread(&each(&|class| class))));
        height.push(format!("{:.3}", mean(&each(&|class| class / 2))));
    }
    let mut cases = Vec::new();
    for (case, name) in experiment.releases.iter().enumerate() {
        let mut row = vec![name.clone()];
        for outcomes in outcomes {
            let mut counts = [0_usize; 3];
            for outcome in outcomes {
                counts[outcome.others[0][case]] += 1;
            }
            let told = PLACES.iter().zip(counts).filter(|(_, count)| *count > 0);
            let words: Vec<String> =
                told.map(|(place, count)| format!("{place} {count}")).collect();
            row.push(words.join(", "));
        }
        cases.push(row);
    }
    Ok(format!(
        "## (d) Real helium\n\nLearnt from {} simulated releases in NIST's box (`examples/room/nist-box.toml`: 1e-5 \
         to 1e-4 kg/s, three ways to breathe, perfect sensors, a grid of 6 x 6 x 8), told on the nine measured ones of an hour: low \
         centre (LC), low rear (LR), upper centre (UC). Sixty readings a minute apart of seven sensors on one \
         vertical line; a reading below zero counts as zero. Nine cases: one is worth 11 points. Accuracy over {} \
         draws of the training samples.\n\n{}\n\nHow often each case was told to be where:\n\n{}\n\nThe line of \
         sensors stands aside from all three places. What tells low from high is the layer under the ceiling; \
         low centre and low rear fill the box alike, measured as well as computed \
         ([profiles](room.md#profiles-at-the-end-of-the-release)), so that two thirds is about what these sensors \
         can tell.",
        task.train,
        task.draws,
        rows(&head(&[""]), &[simulated, measured, height]),
        rows(&head(&["case"]), &cases)
    ))
}
