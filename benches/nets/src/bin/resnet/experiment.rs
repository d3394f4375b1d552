//! Everything that is compared, and the work it takes.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use burn::tensor::Device;
use davylamp_nets::rivals::{Elm, KDwt, Method, Net, Svm, TRIALS, cross_validate};

use crate::curve::{self, Curve, Losses};
use crate::outcome::{Outcome, Task};
use crate::parts::Parts;
use crate::sets::{Kind, halved, leaks, two_dead};
use crate::workers::{self, Job};
use crate::{measured, paper};

/// Of splits, weights and folds; sets have seeds from here on.
pub(crate) const SEED: u64 = 2024;

/// Draws that are kept together: what is lost when the work is stopped.
const CHUNK: usize = 10;

/// The samples of (a).
const FEW: usize = paper::SAMPLES[0] + paper::SAMPLES[1];

/// What is compared.
#[derive(Debug)]
pub(crate) struct Experiment {
    pub(crate) quick: bool,
    /// (a), (b) and, with measured releases, (d); (c) is told with (b).
    pub(crate) tasks: Vec<Task>,
    pub(crate) curve: Curve,
    /// Names of the measured releases.
    pub(crate) releases: Vec<String>,
}

/// What came of it: of each method, in the order of the paper's table.
#[derive(Debug)]
pub(crate) struct Findings {
    /// `[task][method]`: cross-validated accuracy of each trial.
    pub(crate) tuning: Vec<Vec<Vec<f64>>>,
    /// `[task][method][draw]`.
    pub(crate) outcomes: Vec<Vec<Vec<Outcome>>>,
    /// `[method][count]`: accuracy.
    pub(crate) curve: Vec<Vec<f64>>,
    /// Accuracy of the one nearest neighbour after most training samples.
    pub(crate) nearest: f64,
    pub(crate) losses: Losses,
}

/// The six methods, trained for so many epochs where they train.
pub(crate) fn methods(epochs: usize) -> Vec<Box<dyn Method>> {
    vec![
        Box::new(KDwt),
        Box::new(Net::perceptron(epochs, Device::flex())),
        Box::new(Svm),
        Box::new(Elm),
        Box::new(Net::lstm(epochs, Device::flex())),
        Box::new(Net::resnet(epochs, Device::flex())),
    ]
}

impl Experiment {
    /// Makes the sets that are not there.
    pub(crate) fn new(
        parts: &Parts,
        releases: Option<&Path>,
        quick: bool,
        jobs: usize,
    ) -> Result<Self> {
        let pick = |full: usize, look: usize| if quick { look } else { full };
        let usual = leaks(parts, Kind::Usual, pick(3000, 360), jobs)?;
        let elsewhere = pick(240, 36);
        let many = pick(1000, 300);
        let all = usual.select(&(0..many).collect::<Vec<_>>());
        let rest: Vec<usize> = (many..many + pick(250, 60)).collect();
        let others = vec![
            ("weaker leaks", leaks(parts, Kind::Weak, elsewhere, jobs)?),
            ("stronger leaks", leaks(parts, Kind::Strong, elsewhere, jobs)?),
            ("other ventilation", leaks(parts, Kind::Crossed, elsewhere, jobs)?),
            ("two sensors dead", two_dead(&usual.select(&rest))?),
            ("as in training", usual.select(&rest)),
        ];
        let six = halved(&usual)?;
        let mut tasks = vec![
            Task {
                name: "few",
                data: six.select(&(0..FEW).collect::<Vec<_>>()),
                train: paper::SAMPLES[0],
                test: paper::SAMPLES[1],
                draws: pick(100, 8),
                folds: pick(5, 3),
                epochs: pick(60, 30),
                others: vec![],
            },
            Task {
                name: "many",
                data: all,
                train: many * 3 / 4,
                test: many / 4,
                draws: pick(5, 2),
                folds: pick(3, 2),
                epochs: pick(30, 12),
                others,
            },
        ];
        let mut names = Vec::new();
        if let Some(folder) = releases {
            let (cases, real) = measured::releases(folder)?;
            names = cases;
            let count = pick(300, 48);
            let data = leaks(parts, Kind::Nist, count, jobs)?;
            tasks.push(Task {
                name: "box",
                data,
                train: count * 4 / 5,
                test: count / 5,
                draws: pick(5, 2),
                folds: pick(3, 2),
                epochs: pick(40, 15),
                others: vec![("measured", real)],
            });
        }
        let counts = if quick { vec![52, 150, 300] } else { vec![52, 150, 400, 1000, 2700] };
        let test = pick(300, 60);
        let curve = Curve { data: six, counts, test, epochs: pick(30, 12) };
        Ok(Self { quick, tasks, curve, releases: names })
    }

    /// Does all that is not done, the longest trainings first, and gathers it.
    pub(crate) fn run(&self, parts: &Parts, jobs: usize) -> Result<Findings> {
        let slowest_first = [4, 5, 1, 2, 3, 0];
        let mut tuning: Vec<Job<'_>> = Vec::new();
        for method in slowest_first {
            for task in &self.tasks {
                for trial in 0..TRIALS {
                    tuning.push(Box::new(move || tune(parts, task, method, trial).map(drop)));
                }
            }
        }
        workers::run(&tuning, jobs)?;
        let mut work: Vec<Job<'_>> = Vec::new();
        for method in slowest_first {
            for task in self.tasks.iter().rev() {
                for chunk in 0..task.draws.div_ceil(CHUNK) {
                    work.push(Box::new(move || draws(parts, task, method, chunk).map(drop)));
                }
            }
            for &count in self.curve.counts.iter().rev() {
                work.push(Box::new(move || self.point(parts, method, count).map(drop)));
            }
        }
        workers::run(&work, jobs)?;
        self.gather(parts)
    }

    fn gather(&self, parts: &Parts) -> Result<Findings> {
        let each = 0..paper::METHODS.len();
        let mut found = Findings {
            tuning: Vec::new(),
            outcomes: Vec::new(),
            curve: Vec::new(),
            nearest: parts.get("nearest", || {
                let most = self.curve.counts.last().copied().unwrap_or(0);
                // Trial 4 is the first with relative logarithms: one neighbour.
                self.curve.accuracy(&KDwt, TRIALS / 2, most)
            })?,
            losses: parts.get("losses", || {
                let (task, best) = (&self.tasks[0], best(parts, &self.tasks[0], 5)?);
                curve::losses(task, &Net::resnet(task.epochs, Device::flex()), best)
            })?,
        };
        for task in &self.tasks {
            let trials = |method: usize| -> Result<Vec<f64>> {
                (0..TRIALS).map(|trial| tune(parts, task, method, trial)).collect()
            };
            found.tuning.push(each.clone().map(trials).collect::<Result<_>>()?);
            let all = |method: usize| -> Result<Vec<Outcome>> {
                let mut outcomes = Vec::new();
                for chunk in 0..task.draws.div_ceil(CHUNK) {
                    outcomes.extend(draws(parts, task, method, chunk)?);
                }
                ensure!(outcomes.len() == task.draws, "{}: some draws are missing", task.name);
                Ok(outcomes)
            };
            found.outcomes.push(each.clone().map(all).collect::<Result<_>>()?);
        }
        for method in each {
            let counts = self.curve.counts.iter();
            let points = counts.map(|&count| self.point(parts, method, count));
            found.curve.push(points.collect::<Result<_>>()?);
        }
        Ok(found)
    }

    /// The accuracy of a method after so many of the curve's samples, with the settings of (b).
    fn point(&self, parts: &Parts, method: usize, count: usize) -> Result<f64> {
        let trial = best(parts, &self.tasks[1], method)?;
        parts.get(&format!("curve-{}-{count}", paper::METHODS[method]), || {
            self.curve.accuracy(methods(self.curve.epochs)[method].as_ref(), trial, count)
        })
    }
}

/// The cross-validated accuracy of a trial on the training samples of the first draw.
fn tune(parts: &Parts, task: &Task, method: usize, trial: usize) -> Result<f64> {
    parts.get(&format!("{}-tune-{}-{trial}", task.name, paper::METHODS[method]), || {
        let [train, _] = task.split(0)?;
        let all = methods(task.epochs);
        Ok(cross_validate(all[method].as_ref(), trial, &train, task.folds, SEED)?)
    })
}

/// The trial with the greatest cross-validated accuracy; of equal ones the first.
pub(crate) fn best(parts: &Parts, task: &Task, method: usize) -> Result<usize> {
    let found: Vec<f64> =
        (0..TRIALS).map(|trial| tune(parts, task, method, trial)).collect::<Result<_>>()?;
    best_of(&found).context("there are no trials")
}

pub(crate) fn best_of(accuracies: &[f64]) -> Option<usize> {
    (0..accuracies.len()).reduce(
        |best, next| {
            if accuracies[next] > accuracies[best] { next } else { best }
        },
    )
}

/// Some draws of a task.
fn draws(parts: &Parts, task: &Task, method: usize, chunk: usize) -> Result<Vec<Outcome>> {
    let trial = best(parts, task, method)?;
    parts.get(&format!("{}-{}-{chunk}", task.name, paper::METHODS[method]), || {
        let all = methods(task.epochs);
        let draws = chunk * CHUNK..((chunk + 1) * CHUNK).min(task.draws);
        draws
            .map(|draw| {
                let [train, test] = task.split(draw)?;
                let learnt = all[method].fit(trial, &train, SEED + draw as u64)?;
                let others = task.others.iter().map(|(_, images)| learnt.classify(images));
                Ok(Outcome {
                    train: learnt.classify(&train)?,
                    test: learnt.classify(&test)?,
                    others: others.collect::<Result<_, _>>()?,
                })
            })
            .collect()
    })
}
