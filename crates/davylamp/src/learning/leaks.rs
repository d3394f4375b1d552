//! Leaks underground.

use std::path::Path;

use davylamp_nets::{DataCard, Mirror};
use davylamp_store::{Plan, SampleSet, sha256_of_bytes};
use davylamp_traits::Samples;
use davylamp_uhs::{
    COMPONENTS, GroundKind, Labels, Leak, LeakSection, Mirrored, NoiseLevel, Observed, Repeated,
    Scene, Survey, UhsError, mirror_columns,
};

use super::{LearningError, SeenLeaks, labels};
use crate::underground::KIND;

/// Of the labels, in the order of [`Labels::NAMES`].
const UNITS: [&str; 6] = ["m", "m", "m", "m", "kg", "m³"];

/// A finished set of leaks underground, made by `davylamp dataset seismic`.
///
/// # Examples
///
/// ```no_run
/// use davylamp::learning::Leaks;
/// use davylamp::uhs::NoiseLevel;
///
/// let set = Leaks::open("set".as_ref())?;
/// let seen = set.seen(4, NoiseLevel::Weak, 8)?;
/// println!("{}", seen.card.survey); // what a model of it will ask for
/// let split = seen.split([900, 100, 0])?;
/// assert_eq!(split.train.len(), 900 * seen.views);
/// # Ok::<(), davylamp::learning::LearningError>(())
/// ```
#[derive(Debug)]
pub struct Leaks {
    set: SampleSet,
    scene: Scene,
    survey: Survey,
}

impl Leaks {
    /// Opens a set.
    ///
    /// # Errors
    /// As [`SampleSet::open`], [`LearningError::Kind`] and [`LearningError::Labels`] for another set,
    /// [`LearningError::Uhs`] for a scene of another version.
    pub fn open(folder: &Path) -> Result<Self, LearningError> {
        let set = SampleSet::open(folder)?;
        let plan = set.plan();
        if plan.kind != KIND {
            return Err(LearningError::Kind { found: plan.kind.clone(), expected: KIND });
        }
        if plan.label_names != Labels::NAMES {
            let [found, expected] = [plan.label_names.join(", "), Labels::NAMES.join(", ")];
            return Err(LearningError::Labels { found, expected });
        }
        let scene = Scene { samples: plan.samples, ..Scene::parse(&plan.config)? };
        let survey = Survey::new(&scene);
        Ok(Self { set, scene, survey })
    }

    /// The set as it lies on the disk.
    #[must_use]
    pub const fn set(&self) -> &SampleSet {
        &self.set
    }

    /// What it was made from.
    #[must_use]
    pub const fn scene(&self) -> &Scene {
        &self.scene
    }

    /// The leak of a sample.
    #[must_use]
    pub fn leak(&self, index: usize) -> Leak {
        Leak::drawn(&self.scene, index)
    }

    /// Sources, receivers and times, of all stations that the set keeps.
    #[must_use]
    pub const fn survey(&self) -> &Survey {
        &self.survey
    }

    /// The stations that give an image so many traces, if any do.
    #[must_use]
    pub fn stations_of(&self, traces: usize) -> Option<usize> {
        let groups = COMPONENTS * self.survey.sources.len();
        let stations = traces / groups.max(1);
        let fits = stations * groups == traces;
        Some(stations).filter(|n| fits && (1..=self.survey.receivers.len()).contains(n))
    }

    /// The set as `stations` of its stations see it, with noise that follows from its seed.
    ///
    /// Each leak is seen `draws` times, with noise of its own each time, and its mirror image as often
    /// where the stations could have seen it ([`Mirrored`]); then the card has a [`Mirror`] too. With
    /// `draws` 0 there is one view of each leak.
    ///
    /// The card names sources, stations, wavelet, record and the ground without a leak, and not the
    /// noise: a model may be asked about other noise than it learnt with.
    ///
    /// # Errors
    /// [`LearningError::Uhs`] for stations that the set has not, [`LearningError::NoScale`].
    pub fn seen(
        &self,
        stations: usize,
        level: NoiseLevel,
        draws: usize,
    ) -> Result<SeenLeaks<'_>, LearningError> {
        let plan = self.set.plan();
        let view = (stations, level);
        let mirrored = self.mirror(stations).filter(|_| draws > 0);
        let mirrored = mirrored.zip(Mirrored::new(&self.set, &self.scene).ok());
        let (samples, mirror) = match mirrored {
            Some((mirror, set)) => (self.observed(Repeated::new(set, draws), view)?, Some(mirror)),
            None => (self.observed(Repeated::new(&self.set, draws.max(1)), view)?, None),
        };
        let card = DataCard {
            survey: self.words(plan, stations),
            labels: labels(plan, &UNITS)?,
            config: String::new(),
            mirror,
        };
        let leaks = plan.samples;
        let views = samples.len() / leaks;
        Ok(SeenLeaks { card, samples, leaks, views })
    }

    /// What a mirror makes of what so many stations see, where it is again something that they could see.
    fn mirror(&self, stations: usize) -> Option<Mirror> {
        let thinned = self.survey.thinned(stations).ok()?;
        let columns = mirror_columns(&self.scene, &thinned).ok()?;
        let labels = (0..Labels::NAMES.len()).map(|at| match at {
            0 => (1, Some(self.scene.grid.width_m)), // x_min and x_max
            1 => (0, Some(self.scene.grid.width_m)),
            _ => (at, None),
        });
        Mirror::new(columns, labels.collect()).ok()
    }

    fn observed<'a, S: Samples + 'a>(
        &self,
        set: S,
        view: (usize, NoiseLevel),
    ) -> Result<Box<dyn Samples + 'a>, UhsError> {
        Ok(Box::new(Observed::new(set, &self.survey, view, self.set.plan().seed)?))
    }

    /// What must be equal for two sets to be of one survey.
    fn words(&self, plan: &Plan, stations: usize) -> String {
        let Scene { grid, image, survey, .. } = &self.scene;
        format!(
            "{} sources, {stations} stations with {COMPONENTS} components, {} Hz, {} times of {} ms, \
             {} m by {} m of ground {}",
            self.survey.sources.len(),
            survey.peak_frequency_hz,
            image.samples,
            1e3 * image.record_s / image.samples as f64,
            grid.width_m,
            grid.depth_m,
            self.ground(plan),
        )
    }

    /// Eight digits that stand for the ground without a leak, and for every place of the survey.
    fn ground(&self, plan: &Plan) -> String {
        let mut scene = Scene { samples: 1, leak: LeakSection::default(), ..self.scene.clone() };
        if !matches!(scene.ground_kind(), GroundKind::Random(_)) {
            scene.seed = 0; // it only draws leaks
        }
        // Neither fails: plain numbers and words.
        let text = serde_json::to_string(&(scene, &plan.inputs)).unwrap_or_default();
        sha256_of_bytes(text.as_bytes())[..8].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use davylamp_store::{Computed, FillOptions, Store};
    use tempfile::TempDir;

    use super::*;
    use crate::learning::truths;

    const SCENE: &str = "survey = { stations = 8, receivers = { count = 8, depth_m = 10 } }\n";

    fn plan() -> Plan {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Plan {
            kind: KIND.to_owned(),
            config: SCENE.to_owned(),
            seed: 1,
            samples: 3,
            shard_size: 2,
            image_shape: vec![256, 128],
            image_axes: owned(&["time", "trace"]),
            label_shape: vec![6],
            label_names: owned(&Labels::NAMES),
            normalisation: Labels::NAMES.iter().map(|name| ((*name).to_owned(), 2.0)).collect(),
            ..Plan::default()
        }
    }

    /// The leaks, and their folder, which is there as long as it is kept.
    fn opened(plan: &Plan) -> Result<(Leaks, TempDir), LearningError> {
        let folder = tempfile::tempdir().unwrap();
        let set = Computed::new(plan, |_, image, labels| {
            image.iter_mut().enumerate().for_each(|(at, pixel)| *pixel = (at % 131) as f32);
            labels.fill(0.25);
            Ok(())
        });
        Store::create(folder.path(), plan).unwrap().fill(&set, &FillOptions::default()).unwrap();
        let leaks = Leaks::open(folder.path())?;
        Ok((leaks, folder))
    }

    #[test]
    fn a_set_is_seen_by_some_of_its_stations() {
        let (leaks, _folder) = opened(&plan()).unwrap();
        let seen = leaks.seen(4, NoiseLevel::None, 0).unwrap();
        assert_eq!(seen.samples.image_shape(), [256, 64]);
        assert!(
            seen.card.survey.starts_with("8 sources, 4 stations with 2 components, 10 Hz, 256")
        );
        let label = &seen.card.labels[5];
        assert_eq!((label.name.as_str(), label.unit.as_str()), ("volume", "m³"));
        assert_eq!((seen.leaks, seen.views), (3, 1));
        assert_eq!(leaks.stations_of(64), Some(4));
        for traces in [0, 1, 63, 8 * 2 * 9] {
            assert_eq!(leaks.stations_of(traces), None, "{traces}");
        }
        assert!(leaks.seen(9, NoiseLevel::None, 0).is_err());
    }

    #[test]
    fn views_are_mirrors_and_draws_of_noise() {
        let (leaks, _folder) = opened(&plan()).unwrap();
        let seen = leaks.seen(4, NoiseLevel::Weak, 2).unwrap();
        assert_eq!((seen.views, seen.samples.len()), (4, 12));
        let split = seen.split([2, 1, 0]).unwrap();
        assert_eq!((split.validation.as_slice(), split.train.len()), (&[2][..], 8));
        // Each part has both leaks; all views come, and none of the validation leak.
        for part in split.train.chunks(2) {
            assert_eq!([part[0] % 3, part[1] % 3], [0, 1]);
        }
        let mut all = split.train.clone();
        all.sort_unstable();
        assert_eq!(all, [0, 1, 3, 4, 6, 7, 9, 10]);
        // Grounds that are not flat have no mirror image.
        let grids = "grids = { vp = 'a', vs = 'b', rho = 'c', porosity = 'd' }\n";
        let plan = Plan { config: format!("{grids}{SCENE}"), ..plan() };
        assert_eq!(opened(&plan).unwrap().0.seen(4, NoiseLevel::Weak, 2).unwrap().views, 2);
    }

    /// What a model does to an image that it is asked about is what the views were: seen by the same stations.
    #[test]
    fn the_mirror_of_the_card_makes_the_mirrored_views() {
        let (leaks, _folder) = opened(&plan()).unwrap();
        for stations in [1, 2, 3, 4, 5, 8] {
            let seen = leaks.seen(stations, NoiseLevel::None, 1).unwrap();
            // Of eight receivers none is in the middle.
            assert_eq!(seen.card.mirror.is_some(), stations % 2 == 0, "{stations}");
            let Some(mirror) = &seen.card.mirror else {
                assert_eq!(seen.views, 1);
                continue;
            };
            let read = |index| {
                let (mut image, mut labels) = (vec![0.0; 256 * 16 * stations], vec![0.0; 6]);
                seen.samples.read(index, &mut image, &mut labels).unwrap();
                (image, labels.into_iter().map(f64::from).collect::<Vec<_>>())
            };
            let ((mut image, labels), (there, labels_there)) = (read(1), read(seen.leaks + 1));
            mirror.image(&mut image);
            assert_eq!(image, there);
            // Samples hold places over 2 m here, and a mirror means metres of the ground's 4000.
            let back = mirror.labels(&labels, &seen.card.labels);
            assert!((back[0] - (2000.0 - 0.25)).abs() < 1e-9);
            assert_eq!(back[2..], labels_there[2..]);
        }
        // Without views of it nothing is said of a mirror.
        assert_eq!(leaks.seen(4, NoiseLevel::None, 0).unwrap().card.mirror, None);
    }

    #[test]
    fn labels_are_shares_of_what_is_wanted() {
        let (leaks, _folder) = opened(&plan()).unwrap();
        let seen = || leaks.seen(4, NoiseLevel::None, 0).unwrap();
        // A quarter of 2 is a half of 1.
        let other = seen().with_scales(&[2.0, 2.0, 2.0, 2.0, 1.0, 4.0]).unwrap();
        assert_eq!(truths(&*other.samples, &[0]).unwrap(), [[0.25, 0.25, 0.25, 0.25, 0.5, 0.125]]);
        assert!((other.card.labels[5].scale - 4.0).abs() < 1e-12);
        // The greatest mass is a quarter of 2.
        let greatest = seen().with_greatest(2).unwrap();
        assert!((greatest.card.labels[4].scale - 1.05 * 0.5).abs() < 1e-6);
        assert!((greatest.card.labels[0].scale - 2.0).abs() < 1e-12);
        for wrong in [&[1.0; 5][..], &[1.0, 1.0, 1.0, 1.0, 1.0, 0.0], &[f64::NAN; 6]] {
            let error = seen().with_scales(wrong).unwrap_err();
            assert!(error.to_string().starts_with("scales of labels"), "{error}");
        }
    }

    #[test]
    fn a_card_is_of_one_ground_and_of_any_leaks() {
        let survey = |config: &str| {
            let plan = Plan { config: config.to_owned(), ..plan() };
            opened(&plan).unwrap().0.seen(4, NoiseLevel::Weak, 0).unwrap().card.survey
        };
        let usual = survey(SCENE);
        assert_eq!(survey(&format!("leak.width_m = [50, 60]\n{SCENE}")), usual);
        for other in ["seed = 2", "rock.salinity = 0.1", "grid.spacing_m = 4"] {
            assert_ne!(survey(&format!("{other}\n{SCENE}")), usual, "{other}");
        }
        // Where the ground is given, the seed draws leaks alone.
        let layers = format!("{SCENE}layer = [{{ top_m = 0, bottom_m = 1600, porosity = 0.2 }}]\n");
        assert_eq!(survey(&layers), survey(&format!("seed = 2\n{layers}")));
    }

    #[test]
    fn other_sets_are_refused_by_name() {
        let refused = |plan: &Plan| opened(plan).map(|_| ()).unwrap_err().to_string();
        let room = Plan { kind: "room".to_owned(), ..plan() };
        assert_eq!(refused(&room), "a set of kind \"room\": one of kind \"seismic\" is needed");
        let mut swapped = plan();
        swapped.label_names.swap(0, 1);
        assert!(refused(&swapped).starts_with("the labels of the set are x_max, x_min, z_min"));
        let mut bare = plan();
        bare.normalisation.remove("mass");
        let error = opened(&bare).unwrap().0.seen(4, NoiseLevel::None, 0).unwrap_err();
        assert!(error.to_string().contains("\"mass\" was divided"), "{error}");
    }
}
