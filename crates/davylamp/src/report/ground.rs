//! The ground under a survey, with the boxes that a network found in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use davylamp_nets::Label;
use davylamp_traits::ElasticMedium;
use davylamp_uhs::{GroundKind, NoiseLevel, RockPreset, Scene, Site, Survey};
use maud::{Markup, html};

use super::assumed::{Fact, fact};
use super::map::{Map, colour};
use crate::learning::Leaks;
use crate::numbers;
use crate::underground::{self, UndergroundError};

/// Colours of the P speed.
const TINTS: u32 = 24;
/// How dark the fastest rock is: boxes must be seen on it.
const DARKEST: f64 = 0.55;
/// How well a leak's edge is drawn, m.
const TOLERANCE: f64 = 0.5;

/// What is known of the ground in which leaks were looked for.
///
/// The example of [`FoundLeaks::to_report`](crate::learning::FoundLeaks::to_report) shows it.
#[derive(Debug, Clone)]
pub struct LeakGround {
    /// Width and depth, m.
    extent: [f64; 2],
    /// From a depth to another, with the P speed.
    layers: Vec<([f64; 2], f64)>,
    /// Who shakes the ground, and who listens.
    survey: Option<Survey>,
    /// The edges of leaks.
    outlines: BTreeMap<usize, Vec<[f64; 2]>>,
    pub(super) facts: Vec<Fact>,
    pub(super) seed: Option<u64>,
}

/// What a figure shows of one sample; corners are least and greatest x and z, in m.
pub(super) struct Boxes {
    pub(super) index: usize,
    pub(super) predicted: [[f64; 2]; 2],
    /// How far its ends are off in one case of ten.
    pub(super) off: Option<[[f64; 2]; 2]>,
    pub(super) truth: Option<[[f64; 2]; 2]>,
}

impl LeakGround {
    /// The ground of a set, heard by `stations` of its stations, with noise that was added to its traces.
    ///
    /// # Errors
    /// [`UndergroundError::Uhs`] for stations that the set has not; others where its scene gives no ground.
    pub fn of_set(
        leaks: &Leaks,
        stations: usize,
        noise: NoiseLevel,
    ) -> Result<Self, UndergroundError> {
        let scene = leaks.scene();
        let survey = leaks.survey().thinned(stations)?;
        let layers = match scene.ground_kind() {
            GroundKind::Grids(_) => Vec::new(),
            _ => layers(&Site::new(scene, &underground::rock(scene)?)?),
        };
        let edge = |index| (index, leaks.leak(index).outline.polygon(TOLERANCE));
        Ok(Self {
            extent: [scene.grid.width_m, scene.grid.depth_m],
            outlines: (0..leaks.set().plan().samples).map(edge).collect(),
            facts: facts(scene, &survey, &layers, noise),
            seed: Some(leaks.set().plan().seed),
            layers,
            survey: Some(survey),
        })
    }

    /// A ground of which nothing is known but how far the labels of a model reach.
    #[must_use]
    pub fn of_labels(labels: &[Label]) -> Self {
        let reach = |name: &str| labels.iter().find(|l| l.name == name).map_or(1.0, |l| l.scale);
        let facts = vec![
            fact("Ground", "the one that the model learnt from: a file of images does not say"),
            fact("Mass and volume", "of a slice as thick as that of the leaks it learnt from"),
        ];
        Self {
            extent: ["x_max", "z_max"].map(reach),
            layers: Vec::new(),
            survey: None,
            outlines: BTreeMap::new(),
            facts,
            seed: None,
        }
    }

    pub(super) fn figure(&self, boxes: &Boxes) -> Markup {
        let mut map = Map::section(self.extent);
        let speeds = self.speeds();
        for tint in 0..TINTS {
            let of = |speed: f64| tint_of(speed, speeds) == tint;
            let bands: Vec<[f64; 2]> =
                self.layers.iter().filter(|l| of(l.1)).map(|l| l.0).collect();
            if !bands.is_empty() {
                let at = DARKEST * f64::from(tint) / f64::from(TINTS - 1);
                map.bands(&bands, &colour(colorous::GREYS, at));
            }
        }
        let outline = self.outlines.get(&boxes.index).filter(|_| boxes.truth.is_some());
        if let Some(outline) = outline {
            map.shade(std::slice::from_ref(outline), "#56b4e9", "The leak, which is known here");
        }
        if let Some(truth) = boxes.truth {
            map.edge(&corners(truth), "truth", &words("The leak's box", truth));
        }
        if let Some([low, high]) = boxes.off {
            let [least, most] = boxes.predicted;
            let wide =
                [[least[0] - low[0], least[1] - low[1]], [most[0] + high[0], most[1] + high[1]]];
            let said = words("As far as the ends were off in one case of ten", wide);
            map.edge(&corners(wide), "off", &said);
        }
        map.edge(
            &corners(boxes.predicted),
            "found",
            &words("The box that was found", boxes.predicted),
        );
        self.marks(&mut map);
        html! {
            figure.section {
                (map.finish(&format!("ground-{}", boxes.index), "Section of the ground"))
                output.readout { "Point at or tap a box, a source or a geophone." }
                figcaption { (self.caption(boxes)) }
            }
        }
    }

    fn marks(&self, map: &mut Map) {
        let Some(survey) = &self.survey else { return };
        let place =
            |[x, z]: [f64; 2]| format!("x = {} m, {} m deep", numbers::plain(x), numbers::plain(z));
        for receiver in &survey.receivers {
            map.mark(*receiver, None, &format!("Geophone at {}", place(*receiver)));
        }
        for source in &survey.sources {
            map.mark(*source, Some("#c81e1e"), &format!("Source of waves at {}", place(*source)));
        }
    }

    fn caption(&self, boxes: &Boxes) -> String {
        let mut words = "Orange: the box that was found".to_owned();
        if boxes.off.is_some() {
            words += ", dashed as far as its ends may be off";
        }
        if boxes.truth.is_some() {
            words += "; blue: the leak";
        }
        if self.survey.is_some() {
            words += "; red discs: sources, rings: geophones";
        }
        if !self.layers.is_empty() {
            let [low, high] = self.speeds().map(numbers::short);
            // Writing to a string cannot fail.
            let _ = write!(words, "; grey: rock, the darker the faster, {low} to {high} m/s");
        }
        words + "."
    }

    fn speeds(&self) -> [f64; 2] {
        range(&self.layers)
    }
}

/// The least and the greatest P speed.
fn range(layers: &[([f64; 2], f64)]) -> [f64; 2] {
    layers.iter().fold([f64::INFINITY, 0.0], |[low, high], l| [low.min(l.1), high.max(l.1)])
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
fn tint_of(speed: f64, [low, high]: [f64; 2]) -> u32 {
    let part = if high > low { (speed - low) / (high - low) } else { 0.0 };
    (part * f64::from(TINTS - 1)).round() as u32
}

/// The rows of a layered ground: a node stands for the square about it.
fn layers(site: &Site) -> Vec<([f64; 2], f64)> {
    let (rows, spacing) = (site.shape()[0], site.spacing());
    let end = (rows - 1) as f64 * spacing;
    let row = |iz: usize| {
        let [top, bottom] =
            [iz as f64 - 0.5, iz as f64 + 0.5].map(|z| (z * spacing).clamp(0.0, end));
        ([top, bottom], site.velocities(iz, 0)[0])
    };
    (0..rows).map(row).collect()
}

fn facts(
    scene: &Scene,
    survey: &Survey,
    layers: &[([f64; 2], f64)],
    noise: NoiseLevel,
) -> Vec<Fact> {
    let leak = &scene.leak;
    let between =
        |[low, high]: [f64; 2]| format!("{} to {}", numbers::plain(low), numbers::plain(high));
    let ground = match scene.ground_kind() {
        GroundKind::Random(_) => "flat layers about a store",
        GroundKind::Layers(_) => "flat layers, given",
        GroundKind::Grids(_) => "measured grids, which a set does not hold",
    };
    let speeds = range(layers).map(numbers::short);
    let speeds = match layers {
        [] => String::new(),
        _ => format!("; P waves of {} to {} m/s", speeds[0], speeds[1]),
    };
    let rock = match scene.rock.preset {
        RockPreset::Paper => "as in Gao et al. (2024)",
        RockPreset::Handbook => "as in The Rock Physics Handbook",
        RockPreset::Lanl => "as in the code that Los Alamos published",
    };
    let noise = match noise {
        NoiseLevel::None => "none added to the traces".to_owned(),
        level => format!("{}, added to the traces as in Gao et al. (2024)", level.name()),
    };
    vec![
        fact(
            "Leak",
            format!(
                "one, of hydrogen; {} m wide and {} m high, {} m \
             deep, with gas in {} of the pores",
                between(leak.width_m),
                between(leak.height_m),
                between(leak.depth_m),
                between(leak.gas_saturation),
            ),
        ),
        fact(
            "Mass and volume",
            format!(
                "of a slice of {} m across the section; the volume is that of the gas in the pores",
                numbers::plain(leak.thickness_m),
            ),
        ),
        fact("Ground", format!("{ground}{speeds}; the same before and after but for the leak")),
        fact("Rock", rock),
        fact(
            "Survey",
            format!(
                "{} sources and {} geophones, {} Hz; at the same places before and after",
                survey.sources.len(),
                survey.receivers.len(),
                numbers::plain(survey.peak_frequency),
            ),
        ),
        fact("Noise", noise),
    ]
}

fn corners([[x0, z0], [x1, z1]]: [[f64; 2]; 2]) -> [[f64; 2]; 4] {
    [[x0, z0], [x1, z0], [x1, z1], [x0, z1]]
}

fn words(name: &str, [[x0, z0], [x1, z1]]: [[f64; 2]; 2]) -> String {
    let [x0, x1, z0, z1] = [x0, x1, z0, z1].map(|metres| format!("{metres:.0}"));
    format!("{name}: x = {x0} to {x1} m, {z0} to {z1} m deep")
}
