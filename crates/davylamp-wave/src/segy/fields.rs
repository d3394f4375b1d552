//! Where things stand. Offsets count from 0; the standard counts from 1.

use crate::Component;

pub(super) const TEXT_LEN: usize = 3200;
pub(super) const BINARY_LEN: usize = 400;
pub(super) const TRACE_HEADER_LEN: usize = 240;

/// Of the binary header, from the start of the file.
pub(super) mod binary {
    pub(crate) const TRACES_PER_SHOT: usize = 3212;
    pub(crate) const INTERVAL: usize = 3216;
    pub(crate) const SAMPLES: usize = 3220;
    pub(crate) const FORMAT: usize = 3224;
    pub(crate) const SORTING: usize = 3228;
    pub(crate) const MEASUREMENT: usize = 3254;
    pub(crate) const REVISION: usize = 3500;
    pub(crate) const FIXED_LENGTH: usize = 3502;
    pub(crate) const EXTENDED_TEXTS: usize = 3504;
}

/// Of a trace's header, from its start.
pub(super) mod trace {
    pub(crate) const IN_LINE: usize = 0;
    pub(crate) const IN_FILE: usize = 4;
    pub(crate) const SHOT: usize = 8;
    pub(crate) const IN_SHOT: usize = 12;
    pub(crate) const SHOT_POINT: usize = 16;
    pub(crate) const IDENTIFICATION: usize = 28;
    pub(crate) const USE: usize = 34;
    pub(crate) const OFFSET: usize = 36;
    pub(crate) const RECEIVER_ELEVATION: usize = 40;
    pub(crate) const SURFACE_ELEVATION: usize = 44;
    pub(crate) const SOURCE_DEPTH: usize = 48;
    pub(crate) const ELEVATION_SCALAR: usize = 68;
    pub(crate) const COORDINATE_SCALAR: usize = 70;
    pub(crate) const SOURCE_X: usize = 72;
    pub(crate) const SOURCE_Y: usize = 76;
    pub(crate) const RECEIVER_X: usize = 80;
    pub(crate) const RECEIVER_Y: usize = 84;
    pub(crate) const COORDINATE_UNITS: usize = 88;
    pub(crate) const DELAY: usize = 108;
    pub(crate) const SAMPLES: usize = 114;
    pub(crate) const INTERVAL: usize = 116;
    pub(crate) const UNIT: usize = 202;
}

/// Trace identification code of each component.
pub(super) const CODES: [(i16, Component); 6] = [
    (11, Component::Pressure),
    (12, Component::Vz),
    (14, Component::Vx),
    (23, Component::Txx),
    (24, Component::Tzz),
    (25, Component::Txz),
];

/// Code and unit (1 Pa, 6 m/s) of a component.
pub(super) fn code_and_unit(component: Component) -> (i16, i16) {
    let unit = if matches!(component, Component::Vx | Component::Vz) { 6 } else { 1 };
    let code = CODES.iter().find(|(_, c)| *c == component).map_or(0, |(code, _)| *code);
    (code, unit)
}
