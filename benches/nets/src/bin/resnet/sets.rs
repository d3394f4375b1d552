//! Sets of simulated leaks, made once and kept.

use anyhow::{Context, Result, ensure};
use davylamp::indoors::{self, RoomSamples};
use davylamp::room::{RoomScene, Sampler};
use davylamp::store::{FillOptions, SampleSet, Store};
use davylamp_nets::rivals::LabelledImages;

use crate::experiment::SEED;
use crate::parts::Parts;

/// The room of tanks: ten sensors, 48 readings, twelve places.
pub(crate) const TANK_ROOM: &str = include_str!("../../../../../examples/room/tank-room.toml");

/// NIST's box: seven sensors, 60 readings, three places.
pub(crate) const NIST_BOX: &str = include_str!("../../../../../examples/room/nist-box.toml");

/// Samples of a shard: what is lost when the work is stopped.
const SHARD: usize = 20;

/// What a set of the tank room is drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// As the scene says: 0.1 to 10 g/s, two ways to ventilate.
    Usual,
    /// 0.03 to 0.1 g/s.
    Weak,
    /// 10 to 30 g/s.
    Strong,
    /// Air goes in and out crosswise: each inlet with the other outlet.
    Crossed,
    /// NIST's box.
    Nist,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Weak => "weak",
            Self::Strong => "strong",
            Self::Crossed => "crossed",
            Self::Nist => "nist",
        }
    }

    const fn seed(self) -> u64 {
        SEED + self as u64
    }

    /// The scene's text.
    pub(crate) fn scene(self) -> Result<String> {
        let change = |from: &str, to: &str| -> Result<String> {
            ensure!(TANK_ROOM.matches(from).count() == 1, "the scene has no one \"{from}\"");
            Ok(TANK_ROOM.replace(from, to))
        };
        let rate = "rate_kg_s = [1e-4, 1e-2]";
        match self {
            Self::Usual => Ok(TANK_ROOM.to_owned()),
            Self::Weak => change(rate, "rate_kg_s = [3e-5, 1e-4]"),
            // Through the wider half of outlets: gas may not leave faster than 300 m/s.
            Self::Strong => {
                let text = change(rate, "rate_kg_s = [1e-2, 3e-2]")?;
                let outlet = "outlet_diameter_m = [0.03, 0.06]";
                ensure!(text.contains(outlet), "the scene has no \"{outlet}\"");
                Ok(text.replace(outlet, "outlet_diameter_m = [0.045, 0.06]"))
            }
            Self::Crossed => {
                let [east, north] = ["outlets = [\"east, high\"]", "outlets = [\"north, high\"]"];
                let text = change(east, "outlets = [\"other\"]")?;
                Ok(text.replace(north, east).replace("outlets = [\"other\"]", north))
            }
            // A grid that takes a second an hour of release; the one of the page on the box takes ten.
            Self::Nist => {
                let cells = "cells = [10, 10, 15]";
                ensure!(NIST_BOX.contains(cells), "the scene has no \"{cells}\"");
                Ok(NIST_BOX.replace(cells, "cells = [6, 6, 8]"))
            }
        }
    }
}

/// The first samples of a kind, from the folder of parts if they are there.
pub(crate) fn leaks(
    parts: &Parts,
    kind: Kind,
    count: usize,
    jobs: usize,
) -> Result<LabelledImages> {
    let text = kind.scene()?;
    let samples = RoomSamples::new(Sampler::new(RoomScene::parse(&text)?)?, kind.seed(), count);
    let classes = samples.sampler().scene().classes();
    let folder = parts.folder().join("sets").join(kind.name());
    let mut store = Store::create(&folder, &indoors::plan(&text, &samples, SHARD))?;
    if !store.is_finished() {
        eprintln!("simulating {count} leaks: {}", kind.name());
        store.fill(&samples, &FillOptions::default().with_jobs(jobs))?;
    }
    let all: Vec<usize> = (0..count).collect();
    LabelledImages::read(&SampleSet::open(&folder)?, &all, classes)
        .with_context(|| format!("{}", folder.display()))
}

/// Neighbouring cells along x taken together: six classes of place instead of twelve.
pub(crate) fn halved(images: &LabelledImages) -> Result<LabelledImages> {
    let [_, y] = [4, 3];
    let half = |class: &usize| class / y / 2 * y + class % y;
    let labels = images.labels().iter().map(half).collect();
    Ok(LabelledImages::new(images.shape(), 6, images.images().to_vec(), labels)?)
}

/// Two sensors of each image read nothing: which ones goes round with the number of the image.
pub(crate) fn two_dead(images: &LabelledImages) -> Result<LabelledImages> {
    let [sensors, readings] = images.shape();
    let pairs: Vec<[usize; 2]> =
        (0..sensors).flat_map(|a| (a + 1..sensors).map(move |b| [a, b])).collect();
    let mut dead = images.images().to_vec();
    for (index, image) in dead.iter_mut().enumerate() {
        // 45 pairs of ten sensors; 7 is prime to 45, so that neighbours in the list differ.
        for sensor in pairs[index * 7 % pairs.len()] {
            image[sensor * readings..][..readings].fill(0.0);
        }
    }
    Ok(LabelledImages::new(images.shape(), images.classes(), dead, images.labels().to_vec())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenes_differ_as_they_should() {
        let scene = |kind: Kind| RoomScene::parse(&kind.scene().unwrap()).unwrap();
        let usual = scene(Kind::Usual);
        assert!(scene(Kind::Weak).leak.rate.max <= usual.leak.rate.min);
        assert!(scene(Kind::Strong).leak.rate.min >= usual.leak.rate.max);
        let crossed = scene(Kind::Crossed);
        assert_eq!(crossed.layouts[0].inlets, usual.layouts[0].inlets);
        assert_eq!(crossed.layouts[0].outlets, usual.layouts[1].outlets);
        assert_eq!(crossed.layouts[1].outlets, usual.layouts[0].outlets);
        assert_eq!(scene(Kind::Nist).classes(), 3);
    }

    #[test]
    fn neighbours_along_x_become_one() {
        let images = vec![vec![0.0]; 12];
        let all = LabelledImages::new([1, 1], 12, images, (0..12).collect()).unwrap();
        let halved = halved(&all).unwrap();
        assert_eq!(halved.labels(), [0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5]);
    }

    #[test]
    fn two_sensors_die() {
        let images = vec![vec![1.0; 30]; 90];
        let all = LabelledImages::new([10, 3], 2, images, vec![0; 90]).unwrap();
        let dead = two_dead(&all).unwrap();
        let mut deaths = [0; 10];
        for image in dead.images() {
            assert_eq!(image.iter().filter(|pixel| **pixel == 0.0).count(), 6);
            for (sensor, count) in deaths.iter_mut().enumerate() {
                *count += usize::from(image[3 * sensor] == 0.0);
            }
        }
        // Twice each pair: every sensor in 18 of 90.
        assert_eq!(deaths, [18; 10]);
    }
}
