//! Stopping where the work is whole.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::failure::Failure;
use crate::output;

/// Says whether Ctrl-C was pressed, or a cluster wants its node back.
#[derive(Debug, Default)]
pub(crate) struct Stop {
    wanted: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
}

impl Stop {
    /// Listens from now on. The first signal asks for an end where the work is whole, and `words` are said;
    /// the second ends at once.
    pub(crate) fn listen(words: &'static str) -> Result<Self, Failure> {
        let stop = Self::default();
        for (signal, number) in [(SIGINT, 2), (SIGTERM, 15)] {
            flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&stop.wanted))
                .and_then(|_| flag::register_usize(signal, Arc::clone(&stop.signal), number))
                .and_then(|_| flag::register(signal, Arc::clone(&stop.wanted)))
                .map_err(|error| Failure::Work(format!("cannot listen to signals: {error}")))?;
        }
        let wanted = Arc::clone(&stop.wanted);
        // What is in the making may take half a minute: say at once that the signal was heard.
        std::thread::spawn(move || {
            while !wanted.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(100));
            }
            output::note(words);
        });
        Ok(stop)
    }

    /// True once the work should end.
    pub(crate) fn flag(&self) -> &AtomicBool {
        &self.wanted
    }

    /// The failure to end with.
    pub(crate) fn failure(&self, message: String) -> Failure {
        let signal = self.signal.load(Ordering::Relaxed);
        Failure::Stopped(u8::try_from(signal).unwrap_or(2), message)
    }
}
