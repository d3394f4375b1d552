//! `cargo xtask reproduce`: experiments on published data.

mod hydrogennet;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::Subcommand;

use crate::command::{self, cargo, measuring, output, program, root};
use crate::page;
use crate::provenance::Provenance;

/// What to repeat.
#[derive(Debug, Subcommand)]
pub(crate) enum Experiment {
    /// The plume and the tracer on Project Prairie Grass (`docs/results/prairie-grass.md`).
    PrairieGrass(PrairieGrass),
    /// The room on helium experiments of NIST (`docs/results/room.md`).
    Room(Room),
    /// The tables and figures of Xia et al. 2022 beside ours (`docs/results/omo.md`).
    Omo(Omo),
    /// The residual network of Wang et al. 2024 and its five rivals (`docs/results/resnet.md`).
    Resnet(Resnet),
    /// A finished set of simulated leaks (`docs/results/seismic.md`).
    Seismic(Seismic),
    /// HydrogenNet on simulated leaks, the tables and figures of Gao et al. 2024 beside ours
    /// (`docs/results/hydrogennet.md`).
    Hydrogennet(hydrogennet::Args),
    /// Images of leaks by reverse-time migration (`docs/results/imaging.md`).
    Imaging(Imaging),
    /// How often each method solves each test function (`docs/results/test-functions.md`).
    TestFunctions,
}

/// How to image leaks.
#[derive(Debug, clap::Args)]
pub(crate) struct Imaging {
    /// The scene.
    #[arg(long, value_name = "FILE", default_value = "examples/uhs/paper.toml")]
    config: PathBuf,
    /// The leaks: up to four that the networks were not trained on.
    #[arg(long, value_name = "N,...", value_delimiter = ',', num_args = 1..=4, default_value = "900,901,902,903")]
    leaks: Vec<usize>,
    /// HydrogenNet's boxes for these leaks: CSV of sample, x_min_m, x_max_m, z_min_m, z_max_m; without it,
    /// those that `cargo xtask reproduce hydrogennet` left where it usually works, or none.
    #[arg(long, value_name = "FILE")]
    boxes: Option<PathBuf>,
    /// Shots at once.
    #[arg(long, value_name = "J", default_value_t = 2)]
    jobs: usize,
    /// The small scene of the examples: a look, not a result; the page is printed, not written, and pictures
    /// go to target/reproduce/imaging-quick.
    #[arg(long, conflicts_with_all = ["config", "boxes"])]
    quick: bool,
}

/// How to repeat Xia et al.
#[derive(Debug, clap::Args)]
pub(crate) struct Omo {
    /// A tenth of the runs and a sparse sweep: a look, not a result; the page is printed, not written.
    #[arg(long)]
    quick: bool,
    /// Speeds SH and SR along a side of the sweep; the paper has 1000.
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u16).range(2..=1000))]
    speeds: u16,
}

/// How to repeat Prairie Grass.
#[derive(Debug, clap::Args)]
pub(crate) struct PrairieGrass {
    /// Folder of runs.csv, arcs.csv and samplers.csv; without it, prairie_grass in the folder of
    /// reference data beside the checkout.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Fewer draws of sparse networks: a look, not a result; the page is printed, not written.
    #[arg(long)]
    quick: bool,
}

/// How to repeat the helium experiments.
#[derive(Debug, clap::Args)]
pub(crate) struct Room {
    /// Folder of cases.csv and timeseries.csv; without it, nist_he_2009 in the folder of reference
    /// data beside the checkout.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A coarse grid: a look, not a result; the page is printed, not written.
    #[arg(long)]
    quick: bool,
}

/// How to repeat Wang et al.
#[derive(Debug, clap::Args)]
pub(crate) struct Resnet {
    /// Folder of NIST's cases.csv and timeseries.csv; without it, nist_he_2009 in the folder of reference
    /// data beside the checkout, or no part on real leaks where that is not there.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Where sets and finished parts are kept.
    #[arg(long, value_name = "DIR", default_value = "target/reproduce/resnet")]
    work: PathBuf,
    /// Few draws and small sets: a look, not a result; the page is printed, not written.
    #[arg(long)]
    quick: bool,
    /// Trainings at once.
    #[arg(long, value_name = "N", default_value_t = 2)]
    jobs: u16,
}

/// Which set.
#[derive(Debug, clap::Args)]
pub(crate) struct Seismic {
    /// Folder of the set, made by `cargo xtask dataset seismic`.
    #[arg(long, value_name = "DIR")]
    set: PathBuf,
    /// The scene that it was made from.
    #[arg(long, value_name = "FILE", default_value = "examples/uhs/paper.toml")]
    config: PathBuf,
    /// The page is printed, not written, and no pictures are drawn.
    #[arg(long)]
    quick: bool,
}

pub(crate) fn run(experiment: &Experiment) -> Result<()> {
    match experiment {
        Experiment::PrairieGrass(args) => prairie_grass(args),
        Experiment::Omo(args) => omo(args),
        Experiment::Seismic(args) => seismic(args),
        Experiment::Hydrogennet(args) => hydrogennet::run(args),
        Experiment::Imaging(args) => imaging(args),
        Experiment::TestFunctions => test_functions(),
        Experiment::Room(args) => room(args),
        Experiment::Resnet(args) => resnet(args),
    }
}

/// Every finished part is kept in `target/reproduce`, for each commit anew: stopped and started again,
/// the work goes on where it was. With changes that were not committed nothing is kept.
fn omo(args: &Omo) -> Result<()> {
    let provenance = Provenance::of("cargo xtask reproduce omo")?;
    let mut experiment = measuring("xia2022");
    if !provenance.commit.contains(' ') {
        let parts = root().join("target/reproduce/omo").join(&provenance.commit);
        experiment.arg("--parts").arg(parts);
    }
    if args.quick {
        experiment.arg("--quick");
        println!("{}", output(&mut experiment)?);
        return Ok(());
    }
    experiment.args(["--speeds", &args.speeds.to_string()]);
    experiment.arg("--pictures").arg(root().join("docs/results/omo")).args(["--link", "omo"]);
    let body = output(&mut experiment)?;
    page::write("results/omo.md", "Outlier Mutation Optimization", &body, &provenance)
}

/// Finished images are kept in `target/reproduce`, for each commit anew: stopped and started again, the work goes
/// on where it was. With changes that were not committed nothing is kept.
fn imaging(args: &Imaging) -> Result<()> {
    let provenance = Provenance::of("cargo xtask reproduce imaging")?;
    let mut experiment = measuring("imaging");
    experiment.args(["--jobs", &args.jobs.to_string()]);
    if args.quick {
        let pictures = root().join("target/reproduce/imaging-quick");
        experiment.arg("--config").arg(root().join("examples/uhs/smoke.toml"));
        experiment.args(["--leaks", "0,1,2,3"]).arg("--pictures").arg(pictures);
        println!("{}", output(&mut experiment)?);
        return Ok(());
    }
    let usual = root().join("target/reproduce/hydrogennet/boxes.csv");
    let boxes = match &args.boxes {
        Some(boxes) => Some(std::path::absolute(boxes)?),
        None => Some(usual).filter(|file| file.is_file()),
    };
    if let Some(boxes) = boxes {
        experiment.arg("--boxes").arg(boxes);
    }
    if !provenance.commit.contains(' ') {
        let parts = root().join("target/reproduce/imaging").join(&provenance.commit);
        experiment.arg("--parts").arg(parts);
    }
    let leaks = args.leaks.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    experiment.args(["--leaks", &leaks]).arg("--config").arg(std::path::absolute(&args.config)?);
    experiment.arg("--pictures").arg(root().join("docs/results/imaging"));
    experiment.args(["--link", "imaging"]);
    let body = output(&mut experiment)?;
    page::write("results/imaging.md", "Images of leaks", &body, &provenance)
}

fn test_functions() -> Result<()> {
    let body = output(&mut measuring("test_functions"))?;
    let provenance = Provenance::of("cargo xtask reproduce test-functions")?;
    page::write("results/test-functions.md", "Test functions", &body, &provenance)
}

fn prairie_grass(args: &PrairieGrass) -> Result<()> {
    let data = match &args.data {
        Some(data) => std::path::absolute(data)?,
        None => root().join("../shared/data/prairie_grass"),
    };
    ensure!(
        data.join("samplers.csv").is_file(),
        "there are no Prairie Grass tables in {}: name their folder with --data",
        data.display()
    );
    println!("tracing thousands of networks: this takes some minutes");
    let mut experiment = measuring("prairie_grass");
    experiment.arg("--data").arg(&data);
    if args.quick {
        experiment.arg("--quick");
        println!("{}", output(&mut experiment)?);
        return Ok(());
    }
    let picture = "prairie-grass-errors.svg";
    experiment.arg("--picture").arg(root().join("docs/results").join(picture));
    experiment.args(["--link", picture]);
    let body = output(&mut experiment)?;
    let provenance = Provenance::of("cargo xtask reproduce prairie-grass")?;
    page::write("results/prairie-grass.md", "Project Prairie Grass", &body, &provenance)
}

fn room(args: &Room) -> Result<()> {
    let data = match &args.data {
        Some(data) => std::path::absolute(data)?,
        None => root().join("../shared/data/nist_he_2009"),
    };
    ensure!(
        data.join("timeseries.csv").is_file(),
        "there are no helium tables in {}: name their folder with --data",
        data.display()
    );
    println!("two hours in each of nine boxes: this takes some minutes");
    let mut experiment = measuring("room");
    experiment.arg("--data").arg(&data);
    if args.quick {
        experiment.arg("--quick");
        println!("{}", output(&mut experiment)?);
        return Ok(());
    }
    let picture = "room-nist.svg";
    experiment.arg("--picture").arg(root().join("docs/results").join(picture));
    experiment.args(["--link", picture]);
    let body = output(&mut experiment)?;
    let provenance = Provenance::of("cargo xtask reproduce room")?;
    page::write("results/room.md", "Helium in a box", &body, &provenance)
}

/// Stopped and started again, the work goes on where it was: sets and finished parts are kept as long as
/// what they follow from is as it was in its last commit. With changes that were not committed they are
/// begun anew.
fn resnet(args: &Resnet) -> Result<()> {
    let provenance = Provenance::of("cargo xtask reproduce resnet")?;
    let sources = ["Cargo.lock", "crates", "examples/room", "benches/nets", "benches/src/room"];
    let git = |words: &[&str]| output(program("git").args(words).arg("--").args(sources));
    let state = git(&["log", "-1", "--format=%h"])?.trim().to_owned();
    let is_changed = !git(&["status", "--porcelain"])?.is_empty();
    let work = root().join(&args.work);
    let work = work.join(if is_changed { "changed" } else { &state });
    if is_changed && work.exists() {
        fs::remove_dir_all(&work).with_context(|| format!("cannot remove {}", work.display()))?;
    }
    let beside = root().join("../shared/data/nist_he_2009");
    let data = match &args.data {
        Some(data) => Some(std::path::absolute(data)?),
        None => Some(beside).filter(|folder| folder.join("timeseries.csv").is_file()),
    };
    let mut experiment =
        cargo("run --quiet --release --package davylamp-benches-nets --bin resnet --");
    experiment.arg("--work").arg(&work);
    experiment.args(["--jobs", &args.jobs.to_string()]);
    if let Some(data) = data {
        experiment.arg("--measured").arg(data);
    }
    if args.quick {
        experiment.arg("--quick");
        println!("{}", output(&mut experiment)?);
        return Ok(());
    }
    let pictures = root().join("docs/results/resnet");
    experiment.arg("--pictures").arg(&pictures).args(["--link", "resnet"]);
    let body = output(&mut experiment)?;
    page::write("results/resnet.md", "Where in the room", &body, &provenance)
}

/// The set was made before: `cargo xtask dataset seismic` says how. The pictures are those of the command,
/// which refuses a set of another scene or of another version of the program.
fn seismic(args: &Seismic) -> Result<()> {
    let set = std::path::absolute(&args.set)?;
    let mut look = measuring("seismic");
    look.arg("--set").arg(&set);
    if args.quick {
        println!("{}", output(&mut look)?);
        return Ok(());
    }
    let pictures = root().join("docs/results/seismic");
    look.arg("--pictures").arg(&pictures).args(["--link", "seismic"]);
    let body = output(&mut look)?;
    let mut draw = cargo("run --quiet --release --package davylamp-cli -- dataset seismic");
    draw.arg("--config").arg(std::path::absolute(&args.config)?);
    draw.arg("--out").arg(&set).arg("--figures").arg(&pictures);
    command::run(&mut draw)?;
    let provenance = Provenance::of("cargo xtask reproduce seismic")?;
    page::write("results/seismic.md", "Simulated leaks", &body, &provenance)
}
