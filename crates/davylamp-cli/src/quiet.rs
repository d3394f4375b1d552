//! Whether progress is shown: `--quiet`.

use std::io::IsTerminal;
use std::sync::OnceLock;

static QUIET: OnceLock<bool> = OnceLock::new();

/// Says it once, before the work.
pub(crate) fn set(quiet: bool) {
    QUIET.get_or_init(|| quiet);
}

/// Whether somebody looks and wants to see how far the work is.
pub(crate) fn shows_progress() -> bool {
    !QUIET.get().copied().unwrap_or(false) && std::io::stderr().is_terminal()
}
