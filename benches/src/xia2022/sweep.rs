//! The speeds SH and SR of OMO from 1 to 1000, each pair once (section 4.1.4, figures 9 and 10).

use anyhow::Result;
use davylamp::optim::OmoSettings;
use rayon::prelude::*;

use super::ledger::Ledger;
use super::runs::{Contender, Setting};

/// The greatest speed.
pub const GREATEST: usize = 1000;

/// Final misfits over SH and SR.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    /// The speeds, the same for both.
    pub speeds: Vec<usize>,
    /// Final misfits, `[SH][SR]`.
    pub misfits: Vec<Vec<f64>>,
}

/// The settings of the paper's study: 20 predators, 100 iterations.
#[must_use]
pub fn settings(sh: f64, sr: f64) -> OmoSettings {
    OmoSettings::default().with_population(20).with_iterations(100).with_sh(sh).with_sr(sr)
}

impl Sweep {
    /// One run for each pair of `side` speeds each, evenly from 1 on. Park and method are drawn anew
    /// for each pair, with the number of the pair as the seed.
    ///
    /// # Errors
    /// What a run refuses, or the ledger.
    pub fn run(side: usize, ledger: &Ledger) -> Result<Self> {
        let speeds: Vec<usize> = (0..side).map(|k| 1 + k * GREATEST / side).collect();
        let mut misfits = Vec::with_capacity(side);
        // Rows of a hundred thousand evaluations or more, a few at a time: a part of some seconds.
        for (k, some) in speeds.chunks(20).enumerate() {
            let name = format!("sweep-{side}-{k}");
            let rows: Vec<Vec<f64>> = ledger.part(&name, || {
                some.par_iter()
                    .map(|sh| speeds.iter().map(|sr| misfit(*sh, *sr)).collect())
                    .collect()
            })?;
            misfits.extend(rows);
        }
        Ok(Self { speeds, misfits })
    }

    /// Misfits of the pairs whose SH (or SR, if `transposed`) lies in a range.
    #[must_use]
    pub fn within(&self, range: std::ops::RangeInclusive<usize>, transposed: bool) -> Vec<f64> {
        let mut found = Vec::new();
        for (sh, row) in self.speeds.iter().zip(&self.misfits) {
            for (sr, misfit) in self.speeds.iter().zip(row) {
                if range.contains(if transposed { sr } else { sh }) {
                    found.push(*misfit);
                }
            }
        }
        found
    }

    /// Every pair with its misfit, the least first.
    #[must_use]
    pub fn ranked(&self) -> Vec<(usize, usize, f64)> {
        let mut pairs: Vec<_> = self
            .speeds
            .iter()
            .zip(&self.misfits)
            .flat_map(|(sh, row)| self.speeds.iter().zip(row).map(|(sr, f)| (*sh, *sr, *f)))
            .collect();
        pairs.sort_by(|a, b| a.2.total_cmp(&b.2));
        pairs
    }
}

fn misfit(sh: usize, sr: usize) -> Result<f64> {
    let contender = Contender::Omo(settings(sh as f64, sr as f64), None);
    let seed = (GREATEST * sh + sr) as u64;
    Ok(contender.run(Setting::quiet(4), seed)?.misfit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sweep_covers_the_square() {
        let sweep = Sweep::run(4, &Ledger::new(None).unwrap()).unwrap();
        assert_eq!(sweep.speeds, [1, 251, 501, 751]);
        assert_eq!(sweep.ranked().len(), 16);
        assert_eq!(sweep.within(1..=251, false).len(), 8);
        assert_eq!(
            sweep.within(501..=501, true),
            sweep.misfits.iter().map(|r| r[2]).collect::<Vec<_>>()
        );
        let ranked = sweep.ranked();
        assert!(ranked[0].2 <= ranked[15].2);
    }
}
