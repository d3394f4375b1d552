//! `davylamp train`

mod curves;
mod hydrogennet;
mod progress;
mod resnet;

use std::path::{Path, PathBuf};

pub(crate) use self::hydrogennet::Noise;
pub(crate) use self::progress::number;
use clap::Subcommand;
use davylamp::learning::LearningError;
use davylamp::nets::{Epoch, NetsError, Trained, Training, TrainingConfig};

use crate::failure::Failure;
use crate::stop::Stop;
use progress::Progress;

#[derive(Debug, Subcommand)]
pub(crate) enum TrainCommand {
    /// Learns box, mass and volume of leaks underground from a set of `davylamp dataset seismic`.
    Hydrogennet(hydrogennet::HydrogenNetArgs),
    /// Learns where in a room it leaks from a set of `davylamp dataset room`.
    Resnet(resnet::ResNetArgs),
}

/// Arguments of every training.
#[derive(Debug, clap::Args)]
pub(crate) struct TrainingArgs {
    /// Folder of the finished set.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Folder of the model; a training that was stopped there is gone on with.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Samples to train on, the first of the set; nine in ten unless given.
    #[arg(long, value_name = "N")]
    pub(crate) train: Option<usize>,
    /// Samples that choose the best epoch, the next of the set; one in ten unless given. What is left
    /// is looked at once, in the end.
    #[arg(long, value_name = "N")]
    pub(crate) validate: Option<usize>,
    /// Seed of the first weights and of the order of samples.
    #[arg(long, default_value_t = 0)]
    pub(crate) seed: u64,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    pub(crate) json: bool,
}

impl TrainingArgs {
    /// How many of so many samples train, validate, and are left to test.
    pub(crate) fn parts(&self, samples: usize) -> [usize; 3] {
        let validate = self.validate.unwrap_or(match self.train {
            Some(train) => samples.saturating_sub(train).min(samples.div_ceil(10)),
            None => samples.div_ceil(10),
        });
        let train = self.train.unwrap_or(samples.saturating_sub(validate));
        let test = samples.saturating_sub(train.saturating_add(validate));
        [train, validate, test]
    }
}

/// How long and how fast a network learns.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct ScheduleArgs {
    /// Times that all training samples are gone through, at most.
    #[arg(long, value_name = "N")]
    epochs: Option<usize>,
    /// Samples of a step.
    #[arg(long, value_name = "N")]
    batch_size: Option<usize>,
    /// The highest learning rate.
    #[arg(long, value_name = "RATE", allow_negative_numbers = true)]
    learning_rate: Option<f64>,
    /// What weights lose at each step, over the learning rate: against learning samples by heart.
    #[arg(long, value_name = "DECAY", allow_negative_numbers = true)]
    weight_decay: Option<f64>,
    /// Epochs without a better validation after which it ends.
    #[arg(long, value_name = "N")]
    patience: Option<usize>,
}

impl ScheduleArgs {
    /// What is given, and the rest as `usual` has it.
    pub(crate) fn config(self, usual: TrainingConfig, seed: u64) -> TrainingConfig {
        let [epochs, batch_size, patience] = [
            self.epochs.unwrap_or(usual.epochs),
            self.batch_size.unwrap_or(usual.batch_size),
            self.patience.unwrap_or(usual.patience),
        ];
        let [learning_rate, weight_decay] = [
            self.learning_rate.unwrap_or(usual.learning_rate),
            self.weight_decay.unwrap_or(usual.weight_decay),
        ];
        usual
            .with_epochs(epochs)
            .with_batch_size(batch_size)
            .with_patience(patience)
            .with_learning_rate(learning_rate)
            .with_weight_decay(weight_decay)
            .with_seed(seed)
    }
}

pub(crate) fn run(command: &TrainCommand) -> Result<(), Failure> {
    match command {
        TrainCommand::Hydrogennet(args) => hydrogennet::run(args),
        TrainCommand::Resnet(args) => resnet::run(args),
    }
}

/// Trains in a folder, says how it goes, and draws `curves.png` there. `title` stands above it.
pub(crate) fn train(
    training: &Training<'_>,
    folder: &Path,
    title: &str,
) -> Result<Trained, Failure> {
    let stop = Stop::listen("stopping: this epoch is finished first")?;
    let mut progress = Progress::new(training, &stop);
    let trained = training.run(&mut |epoch: &Epoch| progress.epoch(epoch));
    let trained = trained.map_err(|error| failure(&error))?;
    curves::draw(&folder.join("curves.png"), title, training, &trained.history)?;
    if progress.stopped() {
        let words = format!(
            "stopped after epoch {}; {} holds the best model so far: run the same again to go on",
            trained.history.len(),
            folder.display()
        );
        return Err(stop.failure(words));
    }
    Ok(trained)
}

/// That somebody chooses the epoch.
pub(crate) fn check_validated([_, validate, _]: [usize; 3]) -> Result<(), Failure> {
    if validate > 0 {
        return Ok(());
    }
    let words = "validation samples = 0 is not allowed: at least one must choose the best epoch";
    Err(Failure::Input(words.to_owned()))
}

/// What the user gave is wrong input; the rest is work that failed.
pub(crate) fn failure(error: &NetsError) -> Failure {
    match error {
        NetsError::File { .. } | NetsError::Diverged { .. } | NetsError::Read { .. } => {
            Failure::Work(error.to_string())
        }
        _ => Failure::Input(error.to_string()),
    }
}

/// The same of a set.
pub(crate) fn set_failure(set: &Path, error: &LearningError) -> Failure {
    match error {
        LearningError::Nets(error) => failure(error),
        LearningError::Store(error) => Failure::Input(error.to_string()),
        _ => Failure::in_file(set, error),
    }
}
