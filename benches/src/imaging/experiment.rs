//! Leaks of a scene, their changes in the records, and the images of these.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use davylamp::uhs::{Gathers, Leak, Leaking, Scene, Site, Survey, TimeLapse};
use davylamp::underground::{self, WaveForward};
use davylamp::wave::{
    Component, Image, Imaging, Mechanism, Recording, Shot, ShotGather, Solver, Source, Wavelet, npy,
};

use super::boxes::{Bounds, Energy};

/// Stations of the first image, chosen among those that a set keeps, as for the networks.
pub const FEW: usize = 4;
/// What a set keeps: the examples' and the paper's scene.
const KEPT: usize = 16;
/// Of the sources, in N for each metre: images do not depend on it, but that records and waves must be of
/// the same sources.
const FORCE: f64 = 1e6;
const COMPONENTS: [Component; 2] = [Component::Vx, Component::Vz];

/// Share of the greatest energy down to which the box of an image reaches.
pub const SHARE: f64 = 0.5;
/// Shares among which one who knew the leak would choose.
pub const SHARES: [f64; 9] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/// What is to be imaged, and how.
#[derive(Debug, Clone)]
pub struct Order {
    /// Text of the scene.
    pub config: String,
    /// Where files that it names are looked for.
    pub folder: PathBuf,
    /// Which leaks.
    pub leaks: Vec<usize>,
    /// Shots at once.
    pub jobs: NonZeroUsize,
    /// Where finished images are kept.
    pub parts: Option<PathBuf>,
}

/// An image of a leak, and the boxes read from it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Stations that listened.
    pub stations: usize,
    /// PP, without low wavenumbers.
    pub values: Vec<f32>,
    /// By the rule.
    pub found: Option<Bounds>,
    /// Overlap of the best box of all [`SHARES`].
    pub best: f64,
}

/// A leak and its images, of few stations and of all.
#[derive(Debug, Clone)]
pub struct Case {
    /// Index in the set.
    pub sample: usize,
    /// Edge of the leak.
    pub outline: Vec<[f64; 2]>,
    /// Box of the leak.
    pub truth: Bounds,
    /// Share of the pores that gas fills.
    pub gas_saturation: f64,
    /// Of [`FEW`] stations and of all.
    pub images: [Seen; 2],
}

/// All leaks, and what the images have in common.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The scene, all its receivers kept.
    pub scene: Scene,
    /// Nodes of an image.
    pub shape: [usize; 2],
    /// Side of the window that smooths energies, in m.
    pub window: f64,
    /// Where boxes are looked for.
    pub within: Bounds,
    /// The leaks.
    pub cases: Vec<Case>,
}

/// Images all leaks; `say` hears how far it is.
///
/// # Errors
/// A scene, a ground or a survey that is refused, files that cannot be written.
pub fn run(order: &Order, say: &dyn Fn(&str)) -> Result<Outcome> {
    let mut scene = Scene::parse(&order.config)?;
    let receivers = scene.survey.receivers.count.unwrap_or(0);
    ensure!(receivers >= KEPT, "the scene has {receivers} even receivers, and {KEPT} are needed");
    for leak in &order.leaks {
        ensure!(*leak < scene.samples, "there is no leak {leak} among {}", scene.samples);
    }
    scene.survey.stations = receivers;
    let rock = underground::rock(&scene)?;
    let site = underground::site(&scene, &order.folder, &rock)?;
    let forward = WaveForward::new(&site)?;
    forward.set_threads(order.jobs);
    let set = TimeLapse::new(&site, &rock, &forward)?;
    let solver = forward.solver(&site)?;
    let window = 0.5 * wavelength(&site);
    let section = &scene.leak;
    let within = Bounds {
        left: section.margin_m,
        right: scene.grid.width_m - section.margin_m,
        top: section.depth_m[0],
        bottom: section.depth_m[1],
    };
    let mut cases = Vec::new();
    for sample in &order.leaks {
        let leak = Leak::drawn(&scene, *sample);
        let leaking = Leaking::new(&site, &leak, &rock)?;
        let truth = Bounds::of(leak.outline.bounding_box());
        let mut change = None;
        let mut see = |stations: usize| -> Result<Seen> {
            let name = format!("leak-{sample}-{stations}.npy");
            let kept = order.parts.as_ref().map(|folder| folder.join(&name));
            let values = if let Some(path) = kept.as_ref().filter(|path| path.is_file()) {
                read(path, scene.shape())?
            } else {
                let change = match &mut change {
                    Some(change) => change,
                    none => {
                        say(&format!("leak {sample}: what it changes in the records"));
                        none.insert(set.change(&leaking)?)
                    }
                };
                say(&format!("leak {sample}: image of {stations} stations"));
                let image = imaged(&solver, set.survey(), change, (stations, order.jobs.get()))?;
                let values = image.without_low_wavenumbers().pp;
                if let Some(path) = &kept {
                    davylamp::files::replace(path, &npy::to_bytes(&image.shape, &values)?)
                        .with_context(|| format!("cannot write {}", path.display()))?;
                }
                values
            };
            let energy =
                Energy::new(&values, scene.shape(), scene.grid.spacing_m, (window, within));
            let overlap = |found: Option<Bounds>| found.map_or(0.0, |found| found.overlap(&truth));
            let best = SHARES.into_iter().map(|share| overlap(energy.brightest(share)));
            let best = best.fold(0.0, f64::max);
            Ok(Seen { stations, found: energy.brightest(SHARE), best, values })
        };
        let images = [see(FEW)?, see(receivers)?];
        cases.push(Case {
            sample: *sample,
            outline: leak.outline.polygon(1.0),
            truth,
            gas_saturation: leak.gas_saturation,
            images,
        });
    }
    Ok(Outcome { shape: scene.shape(), scene, window, within, cases })
}

fn read(path: &Path, shape: [usize; 2]) -> Result<Vec<f32>> {
    let array = npy::from_bytes(&std::fs::read(path)?)
        .with_context(|| format!("cannot read {}", path.display()))?;
    ensure!(array.shape == shape, "{} is of another scene", path.display());
    #[expect(clippy::cast_possible_truncation, reason = "written as f32")]
    Ok(array.data.iter().map(|value| *value as f32).collect())
}

/// Of compressional waves at the peak frequency, over the mean slowness of the ground, in m.
fn wavelength(site: &Site) -> f64 {
    use davylamp::traits::ElasticMedium;
    let [nz, nx] = site.shape();
    let slowness: f64 = (0..nz).map(|iz| site.velocities(iz, nx / 2)[0].recip()).sum();
    nz as f64 / slowness / site.scene().survey.peak_frequency_hz
}

/// Which receivers listen: all, or as many of those that a set keeps.
fn stations(survey: &Survey, count: usize) -> Result<Vec<usize>> {
    let receivers = survey.receivers.len();
    if count == receivers {
        return Ok((0..receivers).collect());
    }
    let kept: Vec<usize> = survey.kept(KEPT)?.collect();
    Ok(survey.thinned(KEPT)?.kept(count)?.map(|k| kept[k]).collect())
}

/// The shots of a survey as some of its receivers record them.
///
/// # Errors
/// A survey that no shot can be.
pub fn shots(survey: &Survey, change: &Gathers, listening: &[usize]) -> Result<Vec<Shot>> {
    let wavelet = Wavelet::ricker(survey.peak_frequency, 1.5 / survey.peak_frequency)?;
    let shot = |position: &[f64; 2]| Shot {
        sources: vec![Source {
            position: *position,
            mechanism: Mechanism::Force([0.0, FORCE]),
            wavelet: wavelet.clone(),
        }],
        receivers: listening.iter().map(|k| survey.receivers[*k]).collect(),
        components: COMPONENTS.to_vec(),
        dt: change.dt,
        samples: change.samples,
    };
    Ok(survey.sources.iter().map(shot).collect())
}

/// What some receivers recorded of each shot.
///
/// # Errors
/// Gathers that find no memory.
pub fn gathers(
    survey: &Survey,
    change: &Gathers,
    (shots, listening): (&[Shot], &[usize]),
) -> Result<Vec<ShotGather<f32>>> {
    let all = survey.receivers.len();
    let mut gathers = Vec::new();
    for (index, shot) in shots.iter().enumerate() {
        let mut gather = ShotGather::zeros(Recording {
            source: shot.sources[0].position,
            receivers: shot.receivers.clone(),
            components: shot.components.clone(),
            dt: shot.dt,
            samples: shot.samples,
        })?;
        for component in 0..COMPONENTS.len() {
            for (receiver, k) in listening.iter().enumerate() {
                let trace = (component * shots.len() + index) * all + k;
                let from = &change.data[trace * change.samples..][..change.samples];
                gather.trace_mut(component, receiver).copy_from_slice(from);
            }
        }
        gathers.push(gather);
    }
    Ok(gathers)
}

fn imaged(
    solver: &Solver,
    survey: &Survey,
    change: &Gathers,
    (count, jobs): (usize, usize),
) -> Result<Image> {
    let listening = stations(survey, count)?;
    let shots = shots(survey, change, &listening)?;
    let gathers = gathers(survey, change, (&shots, &listening))?;
    let imaging = Imaging::default().with_threads(jobs);
    Ok(solver.image(&shots, &gathers, &imaging, &mut |_| ControlFlow::Continue(()))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_stations_are_those_of_the_networks() {
        let set = Survey::new(&Scene::default());
        let mut scene = Scene::default();
        scene.survey.stations = 400;
        let all = Survey::new(&scene);
        let few = stations(&all, 4).unwrap();
        assert_eq!(few, [37, 137, 262, 362]);
        let places: Vec<_> = few.iter().map(|k| all.receivers[*k]).collect();
        assert_eq!(places, set.thinned(4).unwrap().receivers);
        assert_eq!(stations(&all, 400).unwrap(), (0..400).collect::<Vec<_>>());
    }
}
