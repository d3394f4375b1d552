//! One training in its folder, over as many sittings as it takes.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use burn::module::Module;
use davylamp::files;
use davylamp::learning::{self, Leaks};
use davylamp::nets::{Device, Epoch, Model, Split, Training};
use davylamp::traits::Samples;

use super::cases::{Case, Scope};
use super::outcome::{Answers, Outcome};

/// The name of the file with the seconds of earlier sittings.
const SECONDS: &str = "seconds.txt";

/// Trains a case, unless it is finished, or goes on with it; says how it goes on standard error.
///
/// # Errors
/// A set that cannot be learnt from, a folder of another training, a file that cannot be written.
pub fn train(leaks: &Leaks, scope: Scope, case: &Case, folder: &Path) -> Result<Outcome> {
    if let Some(outcome) = Outcome::read(folder)? {
        return Ok(outcome);
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let seen = leaks.seen(case.stations, case.level, scope.draws(case.level))?;
    let &[times, traces] = seen.samples.image_shape() else {
        anyhow::bail!("images of {:?}", seen.samples.image_shape());
    };
    let parts = scope.parts(seen.leaks);
    let split = seen.split(parts)?;
    let seen = seen.with_greatest(parts[0])?;
    let training = Training {
        network: scope.network(case, [times, traces], seen.card.labels.len()),
        data: seen.card.clone(),
        samples: &*seen.samples,
        split: split.clone(),
        config: case.schedule().with_parts(seen.views),
        device: Device::flex(),
        folder: Some(folder),
    };
    let earlier = seconds(folder)?;
    let begin = Instant::now();
    let name = case.name();
    let epochs = training.config.epochs;
    let mut failure = None;
    let trained = training.run(&mut |epoch: &Epoch| {
        eprintln!("{}", line(&name, epoch, epochs));
        let all = earlier + begin.elapsed().as_secs_f64();
        if let Err(error) = keep_seconds(folder, all) {
            failure = Some(error);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    if let Some(error) = failure {
        return Err(error);
    }
    let greatest = greatest(&*seen.samples, &split, seen.leaks)?;
    let answers = |indices: &[usize]| answers(&trained.best, &*seen.samples, indices, greatest);
    let first: Vec<usize> = (0..split.train.len() / seen.views).collect();
    let scale = |label: usize| seen.card.labels.get(label).map_or(f64::NAN, |label| label.scale);
    let outcome = Outcome {
        seconds: seconds(folder)?,
        weights: training.network.init(0, &training.device)?.num_params(),
        greatest: [greatest[0] * scale(4), greatest[1] * scale(5)],
        history: trained.history.clone(),
        train: answers(&first)?,
        validation: answers(&split.validation)?,
        test: answers(&split.test)?,
    };
    outcome.write(folder)?;
    Ok(outcome)
}

/// Of the earlier sittings, each epoch of them that was finished.
fn seconds(folder: &Path) -> Result<f64> {
    let path = folder.join(SECONDS);
    match fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0.0),
        other => {
            let text = other.with_context(|| format!("cannot read {}", path.display()))?;
            text.trim().parse().with_context(|| format!("{} is no number", path.display()))
        }
    }
}

fn keep_seconds(folder: &Path, seconds: f64) -> Result<()> {
    let path = folder.join(SECONDS);
    files::replace(&path, format!("{seconds:.1}\n").as_bytes())
        .with_context(|| format!("cannot write {}", path.display()))
}

/// The greatest mass and volume, as fractions of their scales.
fn greatest(samples: &dyn Samples, split: &Split, leaks: usize) -> Result<[f64; 2]> {
    let mut first: Vec<usize> = split.train.iter().map(|index| index % leaks).collect();
    first.sort_unstable();
    first.dedup();
    let rows = learning::truths(samples, &first)?;
    let most = |label: usize| rows.iter().map(|row| row[label]).fold(0.0, f64::max);
    let greatest = [most(4), most(5)];
    ensure!(greatest.iter().all(|value| *value > 0.0), "no leak of the set holds any gas");
    Ok(greatest)
}

fn answers(
    model: &Model,
    samples: &dyn Samples,
    indices: &[usize],
    greatest: [f64; 2],
) -> Result<Answers> {
    let scaled = |mut rows: Vec<Vec<f64>>| {
        for row in &mut rows {
            for (value, greatest) in row[4..].iter_mut().zip(greatest) {
                *value /= greatest;
            }
        }
        rows
    };
    Ok(Answers {
        indices: indices.to_vec(),
        truths: scaled(learning::truths(samples, indices)?),
        predictions: scaled(model.fractions(samples, indices)?),
    })
}

fn line(name: &str, epoch: &Epoch, epochs: usize) -> String {
    let scores: Vec<String> =
        epoch.r_squared.iter().map(|score| format!("{:.3}", score.unwrap_or(f64::NAN))).collect();
    format!(
        "{name}: epoch {} of {epochs}, loss {:.2e}, validation {:.2e}, R² {}",
        epoch.number,
        epoch.train_loss,
        epoch.validation_loss,
        scores.join(" ")
    )
}
