//! Pictures of a seismic set: its ground, some leaks, gathers, and samples as a network sees them.

use std::fs;
use std::path::Path;

use davylamp::picture::{
    GroundPicture, LeakPanel, PictureError, SamplePanel, SampleSheet, write_change, write_gather,
    write_leaks,
};
use davylamp::store::{SampleSet, StoreError};
use davylamp::traits::{ElasticMedium, Samples};
use davylamp::uhs::{
    COMPONENTS, Labels, Leak, Leaking, NoiseLevel, Scene, Survey, UhsError, add_noise,
};
use davylamp::underground::UndergroundError;
use davylamp::wave::{Component, Recording, ShotGather};

use super::made;
use super::seismic::Subject;
use crate::failure::Failure;
use crate::output;

/// Leaks that are drawn.
const LEAKS: usize = 4;
/// Of these, those whose gathers are drawn.
const GATHERS: usize = 2;

/// The first samples of a finished set, at each level of noise: `samples.png`.
pub(crate) fn samples(set: &Path, scene: &Scene, folder: &Path) -> Result<(), Failure> {
    let sheet = sheet(set, scene).map_err(|error| made::failure(&error))?;
    sheet.write(&folder.join("samples.png")).map_err(|error| output::picture_failure(&error))
}

fn sheet(set: &Path, scene: &Scene) -> Result<SampleSheet, StoreError> {
    let set = SampleSet::open(set)?;
    let traces = set.image_shape().get(1).copied().unwrap_or(1);
    let mut panels = Vec::new();
    for level in NoiseLevel::ALL {
        for index in 0..set.len().min(3) {
            let (mut image, _) = set.sample(index)?;
            let words = match add_noise(&mut image, traces, level, (scene.seed, index)) {
                Ok(lambda) if lambda > 0.0 => format!(", noise {:.0} %", 100.0 * lambda),
                _ => String::new(),
            };
            panels.push(SamplePanel { title: format!("Leak {index}{words}"), image });
        }
    }
    let title = "What leaks change in the traces, without noise, with weak and with strong noise";
    let record_s = scene.image.record_s;
    Ok(SampleSheet { title: title.to_owned(), traces, record_s, panels })
}

/// The ground, leaks and gathers: `ground.png`, `leaks.png`, `gather.png`, `change-0.png`, `change-1.png`.
pub(crate) fn draw(subject: &Subject, folder: &Path) -> Result<(), Failure> {
    let failed = |error| Failure::Work(format!("cannot make {}: {error}", folder.display()));
    fs::create_dir_all(folder).map_err(failed)?;
    let scene = subject.site.scene();
    let survey = middle(scene);
    ground(subject, folder)?;

    let count = scene.samples.min(LEAKS);
    let leaks: Vec<Leak> = (0..count).map(|index| Leak::drawn(scene, index)).collect();
    let leaking = |leak| Leaking::new(&subject.site, leak, &subject.rock);
    let grounds = leaks.iter().map(leaking).collect::<Result<Vec<_>, UhsError>>();
    let grounds = grounds.map_err(|error| Failure::Work(error.to_string()))?;
    let titles: Vec<String> = leaks
        .iter()
        .zip(&grounds)
        .enumerate()
        .map(|(k, (leak, ground))| title(k, leak, ground))
        .collect();
    let panels: Vec<LeakPanel<'_>> = leaks
        .iter()
        .zip(&grounds)
        .zip(&titles)
        .map(|((leak, ground), title)| LeakPanel {
            title: title.clone(),
            medium: ground,
            outline: leak.outline.polygon(scene.grid.spacing_m / 10.0),
        })
        .collect();
    let drawn =
        |done: Result<(), PictureError>| done.map_err(|error| output::picture_failure(&error));
    let heading = "The ground with each of the first leaks";
    drawn(write_leaks(&folder.join("leaks.png"), heading, &panels))?;

    let before = shot(subject, &subject.site, &survey)?;
    drawn(write_gather(&folder.join("gather.png"), &before))?;
    for (k, ground) in grounds.iter().enumerate().take(GATHERS) {
        let after = shot(subject, ground, &survey)?;
        let mut change = after.clone();
        for component in 0..COMPONENTS {
            for receiver in 0..survey.receivers.len() {
                let trace = change.trace_mut(component, receiver);
                for (value, before) in trace.iter_mut().zip(before.trace(component, receiver)) {
                    *value -= before;
                }
            }
        }
        let path = folder.join(format!("change-{k}.png"));
        drawn(write_change(&path, &titles[k], (&after, &change)))?;
    }
    Ok(())
}

fn title(index: usize, leak: &Leak, ground: &Leaking<'_>) -> String {
    let Labels { mass, .. } = Labels::new(leak, ground);
    format!("Leak {index}: {mass:.0} kg, gas in {:.0} % of the pores", 100.0 * leak.gas_saturation)
}

/// The ground before any leak, with sources and receivers.
fn ground(subject: &Subject, folder: &Path) -> Result<(), Failure> {
    let survey = Survey::new(subject.site.scene());
    let mut picture = GroundPicture::new("The ground before any leak", &subject.site);
    (picture.sources, picture.receivers) = (survey.sources, survey.receivers);
    picture.write(&folder.join("ground.png")).map_err(|error| output::picture_failure(&error))
}

/// The source in the middle, and all receivers.
fn middle(scene: &Scene) -> Survey {
    let mut all = scene.clone();
    let receivers = &scene.survey.receivers;
    all.survey.stations = receivers.count.unwrap_or(receivers.positions_m.len());
    let survey = Survey::new(&all);
    let from_middle = |[x, _]: &[f64; 2]| (x - 0.5 * scene.grid.width_m).abs();
    let nearest =
        survey.sources.iter().copied().min_by(|a, b| from_middle(a).total_cmp(&from_middle(b)));
    Survey { sources: nearest.into_iter().collect(), ..survey }
}

fn shot(
    subject: &Subject,
    ground: &dyn ElasticMedium,
    survey: &Survey,
) -> Result<ShotGather<f32>, Failure> {
    let work = |error: UndergroundError| Failure::Work(error.to_string());
    let solver = subject.solver.solver(ground).map_err(work)?;
    let gathers = subject.solver.shoot(&solver, survey).map_err(work)?;
    let recording = Recording {
        source: survey.sources.first().copied().unwrap_or_default(),
        receivers: survey.receivers.clone(),
        components: vec![Component::Vx, Component::Vz],
        dt: gathers.dt,
        samples: gathers.samples,
    };
    let mut gather = ShotGather::zeros(recording).map_err(|error| work(error.into()))?;
    let receivers = survey.receivers.len();
    for (k, trace) in gathers.traces().enumerate() {
        gather.trace_mut(k / receivers, k % receivers).copy_from_slice(trace);
    }
    Ok(gather)
}
