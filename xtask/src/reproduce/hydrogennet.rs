//! HydrogenNet, trained on a set of leaks.

use std::path::PathBuf;

use anyhow::{Result, ensure};

use crate::command::{self, cargo, measuring_nets, output, root};
use crate::page;
use crate::provenance::Provenance;

/// How to repeat Gao et al.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of the finished set of 1000 leaks or more that `cargo xtask dataset seismic --config
    /// examples/uhs/paper-8m.toml` makes.
    #[arg(long, value_name = "DIR", required_unless_present_any = ["quick", "status"])]
    set: Option<PathBuf>,
    /// Folder of the trainings: stopped and started again, they go on where they were.
    #[arg(long, value_name = "DIR", default_value = "target/reproduce/hydrogennet")]
    work: PathBuf,
    /// Make a small set, train a small network on it: a look, not a result; the page is printed, not
    /// written, and its pictures lie in the folder of the trainings.
    #[arg(long)]
    quick: bool,
    /// Only say which trainings are finished.
    #[arg(long)]
    status: bool,
}

/// The page is written when every training is finished, which takes hours.
pub(crate) fn run(args: &Args) -> Result<()> {
    let work = std::path::absolute(&args.work)?;
    if args.quick {
        return quick(&work.join("quick"), args.status);
    }
    let mut experiment = measuring_nets("hydrogennet");
    experiment.arg("--work").arg(&work);
    if args.status {
        experiment.args(["--set", "none", "--pictures", "none", "--status"]);
        println!("{}", output(&mut experiment)?);
        return Ok(());
    }
    let Some(set) = &args.set else { return Ok(()) };
    let set = std::path::absolute(set)?;
    ensure!(set.join("manifest.json").is_file(), "there is no set in {}", set.display());
    experiment.arg("--set").arg(&set);
    experiment.arg("--pictures").arg(root().join("docs/results/hydrogennet"));
    let body = output(&mut experiment)?;
    let provenance = Provenance::of("cargo xtask reproduce hydrogennet")?;
    page::write("results/hydrogennet.md", "HydrogenNet", &body, &provenance)
}

/// In a folder of its own.
fn quick(work: &std::path::Path, status: bool) -> Result<()> {
    let (set, pictures) = (work.join("set"), work.join("pictures"));
    let mut experiment = measuring_nets("hydrogennet");
    experiment.arg("--set").arg(&set).arg("--work").arg(work);
    experiment.arg("--pictures").arg(&pictures).arg("--link").arg(&pictures).arg("--quick");
    if status {
        println!("{}", output(experiment.arg("--status"))?);
        return Ok(());
    }
    let mut make = cargo("run --quiet --release --package davylamp-cli -- dataset seismic");
    make.args(["--config", "examples/uhs/quick.toml", "--shard-size", "20"]).arg("--out").arg(&set);
    command::run(&mut make)?;
    println!("{}", output(&mut experiment)?);
    Ok(())
}
