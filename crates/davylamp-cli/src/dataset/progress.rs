//! How far a run is, on a terminal.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use davylamp::store::Progress;
use indicatif::{ProgressBar, ProgressStyle};

use crate::output::duration;
use crate::quiet;

/// A bar on standard error, and nothing where that is no terminal.
#[derive(Debug)]
pub(crate) struct Bar {
    line: ProgressBar,
    /// What the samples wait for.
    waiting: &'static str,
    begin: OnceLock<Instant>,
}

impl Bar {
    pub(crate) fn new(waiting: &'static str) -> Self {
        let style = ProgressStyle::with_template("{wide_bar:.cyan} {pos}/{len} samples{msg}");
        let bar = if quiet::shows_progress() { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = style {
            bar.set_style(style);
        }
        Self { line: bar, waiting, begin: OnceLock::new() }
    }

    /// The samples begin now; what came before is not counted in their rate.
    pub(crate) fn begin(&self) {
        self.begin.get_or_init(Instant::now);
    }

    pub(crate) fn show(&self, progress: Progress) {
        self.line.set_length(progress.total as u64);
        self.line.set_position(progress.done as u64);
        let since = self.begin.get().map_or(Duration::ZERO, Instant::elapsed).as_secs_f64();
        self.line.set_message(words(progress, since, self.waiting));
    }

    pub(crate) fn end(&self) {
        self.line.finish_and_clear();
    }
}

/// Rate and time left.
fn words(progress: Progress, seconds: f64, waiting: &str) -> String {
    let made = progress.done - progress.reused;
    if made == 0 || seconds <= 0.0 {
        let waits = progress.done < progress.total && !waiting.is_empty();
        return if waits { format!(": {waiting}") } else { String::new() };
    }
    let rate = made as f64 / seconds;
    let left = (progress.total - progress.done) as f64 / rate;
    format!(", {} an hour, {} left", rounded(3600.0 * rate), duration(left))
}

fn rounded(rate: f64) -> String {
    if rate < 10.0 { format!("{rate:.1}") } else { format!("{rate:.0}") }
}
