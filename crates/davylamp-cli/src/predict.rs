//! `davylamp predict`

mod images;
mod leaks;
mod rooms;
mod traces;

use std::ops::Range;
use std::path::{Path, PathBuf};

use davylamp::nets::{Device, Model, Task};

use crate::failure::Failure;
use crate::report;
use crate::train::{self, Noise};

/// Arguments of `davylamp predict`.
#[derive(Debug, clap::Args)]
pub(crate) struct PredictArgs {
    /// Folder of a model that `davylamp train` made.
    #[arg(long, value_name = "DIR")]
    pub(crate) model: PathBuf,
    /// Folder of a finished set, whose truth is shown beside. For a model of traces also images in NumPy's
    /// format (.npy), [time, trace] or [sample, time, trace], of the survey that the model knows; for a
    /// model of a room also CSV of what its sensors read, with the columns time_s and NAME_ppm.
    pub(crate) input: PathBuf,
    /// Only these samples, counted from 0, the last one left out: 900..1000.
    #[arg(long, value_name = "A..B", value_parser = range)]
    pub(crate) samples: Option<Range<usize>>,
    /// Noise that is added to the traces of a set.
    #[arg(long, value_enum, default_value = "none")]
    pub(crate) noise: Noise,
    /// Draw to this file (.png or .svg): the first boxes, over the leaks where they are known; or how
    /// probable each place of a room is, over its floor.
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
    /// Write a page for people about the leaks that were found to this file (.html): one file, for a phone
    /// and for paper.
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    pub(crate) json: bool,
}

pub(crate) fn run(args: &PredictArgs) -> Result<(), Failure> {
    report::check_name(args.report.as_deref())?;
    let model = Model::load(&args.model, &Device::flex());
    let model = model.map_err(|error| train::failure(&error))?;
    match model.network().task() {
        Task::Classification { .. } => rooms::run(args, &model),
        Task::Regression { .. } if args.input.is_dir() => leaks::run(args, &model),
        Task::Regression { .. } => traces::run(args, &model),
    }
}

impl PredictArgs {
    /// The samples that are asked for, of so many.
    fn indices(&self, count: usize) -> Result<Vec<usize>, Failure> {
        let Range { start, end } = self.samples.clone().unwrap_or(0..count);
        if end > count {
            let words = format!("--samples {start}..{end}: there are {count}");
            return Err(Failure::Input(words));
        }
        Ok((start..end).collect())
    }
}

/// A refusal of the input.
fn refuse(path: &Path, words: impl std::fmt::Display) -> Failure {
    Failure::in_file(path, words)
}

fn range(text: &str) -> Result<Range<usize>, String> {
    let ends = text
        .split_once("..")
        .and_then(|(start, end)| Some((start.parse::<usize>().ok()?, end.parse::<usize>().ok()?)));
    ends.filter(|(start, end)| start < end)
        .map(|(start, end)| start..end)
        .ok_or_else(|| "A..B with A less than B is needed, such as 900..1000".to_owned())
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn ranges_leave_the_last_one_out() {
        assert_eq!(range("3..7"), Ok(3..7));
        for wrong in ["", "3", "..", "3..", "..7", "7..3", "3..3", "3..=7", "-1..7", "a..b"] {
            assert!(range(wrong).is_err(), "{wrong}");
        }
    }
}
