//! `davylamp train hydrogennet`

use std::fmt::Write as _;
use std::time::Instant;

use clap::ValueEnum;
use davylamp::learning::{self, Leaks, SeenLeaks};
use davylamp::nets::{
    Device, Epoch, HydrogenNet1dConfig, HydrogenNetConfig, NetworkConfig, Trained, Training,
    TrainingConfig, r_squared_by_label,
};
use davylamp::uhs::NoiseLevel;
use serde_json::json;

use super::progress::number;
use super::{ScheduleArgs, TrainingArgs, failure, set_failure};
use crate::failure::Failure;
use crate::output::{self, duration};

/// Arguments of `davylamp train hydrogennet`.
#[derive(Debug, clap::Args)]
pub(crate) struct HydrogenNetArgs {
    #[command(flatten)]
    all: TrainingArgs,
    /// Stations that listen, spread evenly over those of the set.
    #[arg(long, value_name = "N")]
    stations: usize,
    /// How much noise there is in the traces.
    #[arg(long, value_enum)]
    noise: Noise,
    /// Draws of noise that each leak is seen with, and its mirror image too; 0: each leak once.
    #[arg(long, value_name = "N", default_value_t = 16)]
    draws: usize,
    /// Convolutions over time and traces, or over time alone.
    #[arg(long, value_enum, default_value = "2d")]
    variant: Variant,
    /// Channels after each convolution, such as 16,32,64,128,256.
    #[arg(long, value_name = "N,N,...", value_delimiter = ',')]
    channels: Option<Vec<usize>>,
    /// Sizes of the dense layers before the last one.
    #[arg(long, value_name = "N,N,...", value_delimiter = ',')]
    hidden: Option<Vec<usize>>,
    #[command(flatten)]
    schedule: ScheduleArgs,
}

/// How much noise, as the paper has it.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Noise {
    None,
    Weak,
    Strong,
}

impl From<Noise> for NoiseLevel {
    fn from(noise: Noise) -> Self {
        match noise {
            Noise::None => Self::None,
            Noise::Weak => Self::Weak,
            Noise::Strong => Self::Strong,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Variant {
    #[value(name = "2d")]
    TwoD,
    #[value(name = "1d")]
    OneD,
}

pub(crate) fn run(args: &HydrogenNetArgs) -> Result<(), Failure> {
    let begin = Instant::now();
    let all = &args.all;
    let leaks = Leaks::open(&all.data).map_err(|error| set_failure(&all.data, &error))?;
    let level = NoiseLevel::from(args.noise);
    // Without noise all draws are equal.
    let draws = if level == NoiseLevel::None { args.draws.min(1) } else { args.draws };
    let seen = leaks.seen(args.stations, level, draws);
    let seen = seen.map_err(|error| set_failure(&all.data, &error))?;
    let parts = all.parts(seen.leaks);
    let split = seen.split(parts).map_err(|error| failure(&error))?;
    super::check_validated(parts)?;
    let seen = seen.with_greatest(parts[0]).map_err(|error| set_failure(&all.data, &error))?;
    let SeenLeaks { card, samples, views, .. } = seen;
    let usual = TrainingConfig::for_leaks().with_parts(views);
    let training = Training {
        network: network(args, samples.image_shape(), card.labels.len())?,
        data: card,
        split,
        samples: &*samples,
        config: args.schedule.config(usual, all.seed),
        device: Device::flex(),
        folder: Some(&all.out),
    };
    let noise = level.name();
    let title = format!("HydrogenNet, {} stations, noise {noise}", args.stations);
    let trained = super::train(&training, &all.out, &title)?;
    report(args, &training, &trained, begin)
}

fn network(
    args: &HydrogenNetArgs,
    image: &[usize],
    labels: usize,
) -> Result<NetworkConfig, Failure> {
    let &[times, traces] = image else {
        return Err(Failure::Input(format!("images of {image:?}: [time, trace] is needed")));
    };
    let image = [times, traces];
    let (channels, hidden) = (args.channels.clone(), args.hidden.clone());
    Ok(match args.variant {
        Variant::TwoD => {
            let usual = HydrogenNetConfig::new(image, labels);
            let channels = channels.unwrap_or_else(|| usual.channels.clone());
            let hidden = hidden.unwrap_or_else(|| usual.hidden.clone());
            usual.with_channels(channels).with_hidden(hidden).into()
        }
        Variant::OneD => {
            let usual = HydrogenNet1dConfig::new(image, labels);
            let channels = channels.unwrap_or_else(|| usual.channels.clone());
            let hidden = hidden.unwrap_or_else(|| usual.hidden.clone());
            usual.with_channels(channels).with_hidden(hidden).into()
        }
    })
}

/// Says what was learnt: R² of the validation samples, and of those that training never saw.
fn report(
    args: &HydrogenNetArgs,
    training: &Training<'_>,
    trained: &Trained,
    begin: Instant,
) -> Result<(), Failure> {
    let scores = |indices: &[usize]| -> Result<Vec<Option<f64>>, Failure> {
        let truths = learning::truths(training.samples, indices);
        let truths = truths.map_err(|error| failure(&error))?;
        let found = trained.best.fractions(training.samples, indices);
        let found = found.map_err(|error| failure(&error))?;
        let scores = r_squared_by_label(&truths, &found).into_iter();
        Ok(scores.map(|score| Some(score).filter(|score| score.is_finite())).collect())
    };
    let [validation, test] = [scores(&training.split.validation)?, scores(&training.split.test)?];
    let best = Epoch::best(&trained.history);
    let seconds = begin.elapsed().as_secs_f64();
    let labels = &training.data.labels;
    if args.all.json {
        let named = |scores: &[Option<f64>]| -> serde_json::Map<String, serde_json::Value> {
            labels.iter().zip(scores).map(|(l, score)| (l.name.clone(), json!(score))).collect()
        };
        return output::print_json(&json!({
            "out": args.all.out, "epochs": trained.history.len(), "best_epoch": best,
            "seconds": seconds, "validation_r_squared": named(&validation),
            "test_r_squared": named(&test),
        }));
    }
    let mut text = format!(
        "Model    {}: the weights after epoch {best} of {}\nTime     {}\n\n\
         R²           validation    test\n",
        args.all.out.display(),
        trained.history.len(),
        duration(seconds),
    );
    for (at, label) in labels.iter().enumerate() {
        let of = |scores: &[Option<f64>]| number(scores.get(at).copied().flatten());
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{:<12} {:>10}  {:>6}", label.name, of(&validation), of(&test));
    }
    if training.split.test.is_empty() {
        text.push_str("There are no samples left to test on.\n");
    }
    output::print(&text)
}
