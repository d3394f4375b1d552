//! `davylamp train resnet`

use std::fmt::Write as _;
use std::time::Instant;

use clap::ValueEnum;
use davylamp::learning::{METRICS, SeenRoom, metrics, told, true_classes};
use davylamp::nets::{
    Confusion, Depth, Device, Disturbance, Epoch, ResNetConfig, Scaling, Split, Trained, Training,
    TrainingConfig,
};
use davylamp::traits::Samples as _;
use serde_json::json;

use super::{ScheduleArgs, TrainingArgs, failure, set_failure};
use crate::failure::Failure;
use crate::output::{self, duration};

/// Arguments of `davylamp train resnet`.
#[derive(Debug, clap::Args)]
pub(crate) struct ResNetArgs {
    #[command(flatten)]
    all: TrainingArgs,
    /// Layers with weights.
    #[arg(long, value_enum, default_value = "18")]
    depth: Layers,
    /// Channels of the first stage; each of the three others has twice as many as the one before.
    #[arg(long, value_name = "N", default_value_t = 64)]
    width: usize,
    /// What is done to readings first: from the least to the greatest, as in the paper, or logarithms
    /// relative to the sample's own mean, which look alike for weak and strong leaks.
    #[arg(long, value_enum, default_value = "min-max")]
    scaling: Scale,
    /// Change the samples anew in each epoch: gains of sensors by a fifth, times by up to a twelfth of
    /// the readings, one sensor in five dead. The network then bears such sensors where it is used.
    #[arg(long)]
    disturb: bool,
    #[command(flatten)]
    schedule: ScheduleArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Layers {
    #[value(name = "10")]
    Ten,
    #[value(name = "18")]
    Eighteen,
    #[value(name = "34")]
    ThirtyFour,
}

impl From<Layers> for Depth {
    fn from(layers: Layers) -> Self {
        match layers {
            Layers::Ten => Self::Ten,
            Layers::Eighteen => Self::Eighteen,
            Layers::ThirtyFour => Self::ThirtyFour,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Scale {
    MinMax,
    RelativeLog,
}

impl From<Scale> for Scaling {
    fn from(scale: Scale) -> Self {
        match scale {
            Scale::MinMax => Self::MinMax,
            Scale::RelativeLog => Self::RelativeLog,
        }
    }
}

pub(crate) fn run(args: &ResNetArgs) -> Result<(), Failure> {
    let begin = Instant::now();
    let all = &args.all;
    let (room, set) = SeenRoom::open(&all.data).map_err(|error| set_failure(&all.data, &error))?;
    let parts = all.parts(set.len());
    let split = Split::in_order(set.len(), parts).map_err(|error| failure(&error))?;
    super::check_validated(parts)?;
    let network = ResNetConfig::new(room.image(), room.scene().classes())
        .with_depth(args.depth.into())
        .with_width(args.width);
    let [sensors, readings] = room.image();
    let mut usual = TrainingConfig::default().with_scaling(args.scaling.into());
    if args.disturb {
        usual = usual.with_disturbance(Disturbance::usual(readings));
    }
    let training = Training {
        network: network.into(),
        data: room.card(),
        split,
        samples: &set,
        config: args.schedule.config(usual, all.seed),
        device: Device::flex(),
        folder: Some(&all.out),
    };
    let title = format!("Residual network, {sensors} sensors, {readings} readings");
    let trained = super::train(&training, &all.out, &title)?;
    report(args, &training, &trained, begin)
}

/// Says what was learnt: of the samples that taught, of those that chose the epoch, and of those that
/// training never saw.
fn report(
    args: &ResNetArgs,
    training: &Training<'_>,
    trained: &Trained,
    begin: Instant,
) -> Result<(), Failure> {
    let split = &training.split;
    let classes = training.data.labels.len();
    let mut parts = Vec::new();
    for (name, indices) in
        [("train", &split.train), ("validation", &split.validation), ("test", &split.test)]
    {
        let rows = trained.best.fractions(training.samples, indices);
        let rows = rows.map_err(|error| failure(&error))?;
        let told: Vec<usize> = rows.iter().map(|row| told(row)).collect();
        let truths = true_classes(training.samples, indices).map_err(|error| failure(&error))?;
        let confusion = Confusion::of(classes, &truths, &told).map_err(|error| failure(&error))?;
        parts.push((name, indices.len(), confusion));
    }
    let best = Epoch::best(&trained.history);
    let seconds = begin.elapsed().as_secs_f64();
    if args.all.json {
        let mut object = json!({
            "out": args.all.out, "epochs": trained.history.len(), "best_epoch": best,
            "seconds": seconds,
        });
        for (name, samples, confusion) in &parts {
            object[*name] = metrics(*samples, confusion);
        }
        return output::print_json(&object);
    }
    let mut text = format!(
        "Model    {}: the weights after epoch {best} of {}\nTime     {}\n\n",
        args.all.out.display(),
        trained.history.len(),
        duration(seconds),
    );
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{:<9}{}", "", row(&parts, |(name, ..)| (*name).to_owned()));
    let _ = writeln!(text, "{:<9}{}", "samples", row(&parts, |(_, count, _)| count.to_string()));
    for (name, of) in METRICS {
        let cell = |(_, count, part): &Part| match count {
            0 => "none".to_owned(),
            _ => format!("{:.3}", of(part)),
        };
        let _ = writeln!(text, "{name:<9}{}", row(&parts, cell));
    }
    if split.test.is_empty() {
        text.push_str("There are no samples left to test on.\n");
    }
    output::print(&text)
}

/// What it is called, how many samples it has, and what they are taken for.
type Part = (&'static str, usize, Confusion);

fn row(parts: &[Part], cell: impl Fn(&Part) -> String) -> String {
    let cells = parts.iter().map(|part| format!("{:>12}", cell(part)));
    cells.collect::<Vec<_>>().concat()
}
