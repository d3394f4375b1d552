//! The logs that `davylamp dataset seismic` leaves in the folder of a set.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Seconds of one sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// When it was done, in seconds since 1970.
    pub end: f64,
    /// All of it.
    pub seconds: f64,
    /// In the wave solver.
    pub solver: f64,
}

/// All runs together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Log {
    /// Runs that made something.
    pub runs: usize,
    /// Samples that were made at once, at most.
    pub jobs: usize,
    /// The baselines: one a run.
    pub baselines: Vec<Row>,
    /// The samples, those too that a stop lost and that were made again.
    pub samples: Vec<Row>,
    /// Seconds in which at least one run was at work.
    pub wall: f64,
}

impl Log {
    /// Reads `log/*.csv` of a set.
    ///
    /// # Errors
    /// A folder or a file that cannot be read, a row that is none; the last row of a run that was killed
    /// may be cut.
    pub fn read(set: &Path) -> Result<Self> {
        let folder = set.join("log");
        let files = fs::read_dir(&folder).with_context(|| format!("no {}", folder.display()))?;
        let mut log = Self::default();
        let mut runs = Vec::new();
        for file in files {
            let path = file?.path();
            let text = fs::read_to_string(&path)?;
            let run = log.add(&text).with_context(|| format!("cannot read {}", path.display()))?;
            runs.extend(run);
        }
        log.runs = runs.len();
        log.wall = covered(runs);
        Ok(log)
    }

    /// Adds the rows of a run; says when it was at work.
    fn add(&mut self, text: &str) -> Result<Option<[f64; 2]>> {
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        let mut span: Option<[f64; 2]> = None;
        for line in whole.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let &[sample, jobs, end, seconds, solver] = &cells[..] else {
                anyhow::bail!("{line:?} has {} cells", cells.len())
            };
            let row = Row { end: end.parse()?, seconds: seconds.parse()?, solver: solver.parse()? };
            self.jobs = self.jobs.max(jobs.parse()?);
            if sample == "baseline" { &mut self.baselines } else { &mut self.samples }.push(row);
            let [from, to] = span.unwrap_or([f64::INFINITY, f64::NEG_INFINITY]);
            span = Some([from.min(row.end - row.seconds), to.max(row.end)]);
        }
        Ok(span)
    }

    /// Share of the samples' time that was not spent in the wave solver.
    #[must_use]
    pub fn outside_share(&self) -> f64 {
        let all: f64 = self.samples.iter().map(|row| row.seconds).sum();
        let solver: f64 = self.samples.iter().map(|row| row.solver).sum();
        (all - solver) / all
    }

    /// The most samples that were done within so many seconds: the pace of a machine that does nothing else.
    #[must_use]
    pub fn most_within(&self, seconds: f64) -> usize {
        let mut ends: Vec<f64> = self.samples.iter().map(|row| row.end).collect();
        ends.sort_by(f64::total_cmp);
        let after = |from: &f64| ends.partition_point(|end| *end < from + seconds);
        ends.iter().enumerate().map(|(first, from)| after(from) - first).max().unwrap_or(0)
    }
}

/// The length of what some spans of time cover together.
fn covered(mut spans: Vec<[f64; 2]>) -> f64 {
    spans.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let (mut total, mut until) = (0.0, f64::NEG_INFINITY);
    for [from, to] in spans {
        total += (to - from.max(until)).max(0.0);
        until = until.max(to);
    }
    total
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    const HEAD: &str = "sample,jobs,end_unix_s,seconds,solver_seconds\n";

    #[test]
    fn runs_are_added_up() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("log")).unwrap();
        let write = |name: &str, rows: &str| {
            fs::write(folder.path().join("log").join(name), format!("{HEAD}{rows}")).unwrap();
        };
        write("a.csv", "baseline,2,110,10,9\n1,2,130,20,18\n0,2,132,22,20\n2,2,1");
        write("b.csv", "baseline,1,135,15,14\n2,1,155,20,19\n");
        write("c.csv", "");
        let log = Log::read(folder.path()).unwrap();
        assert_eq!((log.runs, log.jobs, log.samples.len(), log.baselines.len()), (2, 2, 3, 2));
        // 100 to 132 and 120 to 155.
        assert!((log.wall - 55.0).abs() < 1e-9);
        assert!((log.outside_share() - 5.0 / 62.0).abs() < 1e-12);
        // Done at 130, 132 and 155.
        assert_eq!([1.0, 2.0, 3.0, 25.0, 26.0].map(|s| log.most_within(s)), [1, 1, 2, 2, 3]);
        write("d.csv", "1,2,3\n");
        assert!(Log::read(folder.path()).is_err());
    }
}
