//! Whether progress is shown: `--quiet`.

use std::io::IsTerminal;
use std::sync::OnceLock;

static QUIET: OnceLock<bool> = OnceLock::new();

/// Says it once, before the work.
pub(crate) fn set(quiet: bool) {
    QUIET.get_or_init(|| quiet);
}

/// Whether progress is not wanted, be there a terminal or a log.
pub(crate) fn is_set() -> bool {
    QUIET.get().copied().unwrap_or(false)
}

/// Whether somebody looks and wants to see how far the work is.
pub(crate) fn shows_progress() -> bool {
    !is_set() && std::io::stderr().is_terminal()
}
