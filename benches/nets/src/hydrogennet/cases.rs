//! Which trainings there are.

use davylamp::nets::{HydrogenNet1dConfig, HydrogenNetConfig, NetworkConfig, TrainingConfig};
use davylamp::uhs::NoiseLevel;
use serde::{Deserialize, Serialize};

use super::paper::STATIONS;

/// One training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// That listen.
    pub stations: usize,
    /// In training and validation samples alike.
    pub level: NoiseLevel,
    /// Convolutions over time and trace, or over time alone.
    pub variant: Variant,
    /// Of weights and order.
    pub seed: u64,
}

/// Which network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Variant {
    /// HydrogenNet.
    #[serde(rename = "2d")]
    TwoD,
    /// HydrogenNet-1D.
    #[serde(rename = "1d")]
    OneD,
}

/// How large the experiment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All of Table 2.
    Full,
    /// Four stations without noise, both variants, a small network.
    Quick,
}

impl Case {
    /// The name of its folder.
    #[must_use]
    pub fn name(&self) -> String {
        let variant = match self.variant {
            Variant::TwoD => "2d",
            Variant::OneD => "1d",
        };
        format!("{}-{}-{variant}-seed{}", self.stations, self.level.name(), self.seed)
    }

    /// How it is trained.
    #[must_use]
    pub fn schedule(&self) -> TrainingConfig {
        TrainingConfig::for_leaks().with_seed(self.seed)
    }
}

impl Scope {
    /// The trainings, in the order in which they are done: first one of each cell of Table 2.
    #[must_use]
    pub fn cases(self) -> Vec<Case> {
        let case = |stations, level, variant, seed| Case { stations, level, variant, seed };
        if self == Self::Quick {
            let variants = [Variant::TwoD, Variant::OneD];
            return variants.map(|variant| case(4, NoiseLevel::None, variant, 0)).to_vec();
        }
        let cells = || STATIONS.into_iter().flat_map(|n| NoiseLevel::ALL.map(|level| (n, level)));
        let mut cases: Vec<Case> =
            cells().map(|(stations, level)| case(stations, level, Variant::TwoD, 0)).collect();
        for seed in 0..3 {
            cases.push(case(4, NoiseLevel::None, Variant::OneD, seed));
            if seed > 0 {
                cases.extend(NoiseLevel::ALL.map(|level| case(4, level, Variant::TwoD, seed)));
            }
        }
        cases
    }

    /// Samples to train on, to validate, and left to test, of so many.
    #[must_use]
    pub fn parts(self, samples: usize) -> [usize; 3] {
        let [train, validation] = match self {
            Self::Full => [900, 100],
            Self::Quick => [samples * 8 / 10, samples / 10],
        };
        [train, validation, samples.saturating_sub(train + validation)]
    }

    /// Draws of noise for each leak.
    #[must_use]
    pub const fn draws(self, level: NoiseLevel) -> usize {
        match level {
            NoiseLevel::None => 1,
            _ => 16,
        }
    }

    /// The network of a case.
    #[must_use]
    pub fn network(self, case: &Case, image: [usize; 2], labels: usize) -> NetworkConfig {
        // Half of the crate's usual widths, and a quarter of their time: 900 leaks do not fill more.
        let full = [16, 32, 64, 128];
        let quick = [8, 16, 32, 64];
        match (self, case.variant) {
            (Self::Full, Variant::TwoD) => HydrogenNetConfig::new(image, labels)
                .with_channels(full)
                .with_hidden([256, 64])
                .into(),
            (Self::Full, Variant::OneD) => HydrogenNet1dConfig::new(image, labels)
                .with_channels(full)
                .with_hidden([256, 64])
                .into(),
            (Self::Quick, Variant::TwoD) => {
                HydrogenNetConfig::new(image, labels).with_channels(quick).with_hidden([128]).into()
            }
            (Self::Quick, Variant::OneD) => HydrogenNet1dConfig::new(image, labels)
                .with_channels(quick)
                .with_hidden([128])
                .into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_cell_is_trained_and_three_times_at_four_stations() {
        let cases = Scope::Full.cases();
        let names: BTreeSet<String> = cases.iter().map(Case::name).collect();
        assert_eq!(names.len(), cases.len());
        let count = |stations, level| {
            let of = |c: &&Case| {
                c.variant == Variant::TwoD && (c.stations, c.level) == (stations, level)
            };
            cases.iter().filter(of).count()
        };
        for level in NoiseLevel::ALL {
            assert_eq!(STATIONS.map(|n| count(n, level)), [3, 1, 1]);
        }
        assert_eq!(cases.iter().filter(|case| case.variant == Variant::OneD).count(), 3);
        assert!(names.contains("16-strong-2d-seed0"));
    }

    #[test]
    fn what_is_beyond_a_thousand_is_for_the_test() {
        assert_eq!(Scope::Full.parts(1000), [900, 100, 0]);
        assert_eq!(Scope::Full.parts(1100), [900, 100, 100]);
        assert_eq!(Scope::Quick.parts(200), [160, 20, 20]);
    }
}
