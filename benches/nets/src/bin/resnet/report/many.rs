//! (b) and (c): many samples, and samples from elsewhere.

use anyhow::Result;

use super::{head, probability, ranking, rows, spread, test_accuracies, values};
use crate::experiment::{Experiment, Findings};
use crate::outcome::accuracy;
use crate::paper;
use crate::statistics::{corrected_t, mcnemar, mean};

const RESNET: usize = 5;

pub(super) fn table(experiment: &Experiment, found: &Findings) -> Result<String> {
    let (task, outcomes) = (&experiment.tasks[1], &found.outcomes[1]);
    let mut table = Vec::new();
    for (metric, (name, _)) in paper::TABLE.iter().enumerate() {
        for (part, words) in ["train", "test"].iter().enumerate() {
            let mut row = vec![(*name).to_owned(), (*words).to_owned()];
            for outcomes in outcomes {
                row.push(spread(&values(task, outcomes, part, metric)?));
            }
            table.push(row);
        }
    }
    let tests = task.split(0)?[1].clone();
    let right = |method: usize| -> Vec<bool> {
        let told = &outcomes[method][0].test;
        tests.labels().iter().zip(told).map(|(label, told)| label == told).collect()
    };
    let ours = right(RESNET);
    let mut paired = Vec::new();
    for (method, name) in paper::METHODS.iter().enumerate().take(RESNET) {
        let theirs = right(method);
        let only = |first: &[bool], second: &[bool]| {
            first.iter().zip(second).filter(|(first, second)| **first && !**second).count()
        };
        let [a, b] = [only(&ours, &theirs), only(&theirs, &ours)];
        let of = |method: usize| values(task, &outcomes[method], 1, 0);
        let differences: Vec<f64> =
            of(RESNET)?.iter().zip(of(method)?).map(|(a, b)| a - b).collect();
        paired.push(vec![
            (*name).to_owned(),
            format!("{:+.3}", mean(&differences)),
            probability(corrected_t(&differences, [task.train, task.test])?),
            a.to_string(),
            b.to_string(),
            probability(mcnemar(a, b)?),
        ]);
    }
    let words = [
        "ResNet less",
        "mean",
        "p (corrected t)",
        "only ResNet right",
        "only the other",
        "p (McNemar)",
    ];
    Ok(format!(
        "## (b) Many samples\n\nTwelve places (4 by 3 cells), {} samples, {} for training and {} for testing, {} \
         draws: mean and standard deviation.\n\n{}\n\nRank by mean accuracy: {}. McNemar's exact test is on the \
         test samples of the first draw.\n\n{}",
        task.train + task.test,
        task.train,
        task.test,
        task.draws,
        rows(&head(&["", ""]), &table),
        ranking(&test_accuracies(experiment, found, 1)?),
        rows(&words.map(str::to_owned), &paired)
    ))
}

pub(super) fn transfer(experiment: &Experiment, found: &Findings) -> String {
    let (task, outcomes) = (&experiment.tasks[1], &found.outcomes[1]);
    let mut table = Vec::new();
    for (at, (name, images)) in task.others.iter().enumerate() {
        let mut row = vec![(*name).to_owned(), images.labels().len().to_string()];
        for outcomes in outcomes {
            let told =
                outcomes.iter().map(|outcome| accuracy(images.labels(), &outcome.others[at]));
            row.push(spread(&told.collect::<Vec<_>>()));
        }
        table.push(row);
    }
    format!(
        "## (c) Samples unlike those learnt from\n\nThe methods of (b), as they are, on leaks of 0.03 to 0.1 g/s and \
         of 10 to 30 g/s through the wider half of outlets (learnt: 0.1 to 10 g/s); with each inlet joined to the other way's outlet; with two of \
         ten sensors reading nothing; and, to compare, on new leaks like those learnt. Accuracy, mean and standard \
         deviation over the draws of the training samples.\n\n{}",
        rows(&head(&["", "samples"]), &table)
    )
}
