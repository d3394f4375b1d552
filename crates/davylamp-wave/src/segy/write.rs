use super::fields::{BINARY_LEN, TEXT_LEN, TRACE_HEADER_LEN, binary, code_and_unit, trace};
use super::text;
use crate::{FileError, Recording, ShotGather};

/// Whole microseconds, samples and traces that a signed half word holds.
const HALF_WORD: usize = i16::MAX as usize;

/// A survey as the bytes of a SEG-Y file.
///
/// # Errors
///
/// [`FileError::Unwritable`] for a survey without shots, shots whose intervals or numbers of samples
/// differ, an interval that is not a whole number of microseconds up to 32 767, more than 32 767
/// samples, places beyond 2 147 483 km.
pub fn to_bytes(survey: &[ShotGather<f32>]) -> Result<Vec<u8>, FileError> {
    let Some(first) = survey.first() else {
        return Err(refuse("the number of shots", 0.0, "at least one"));
    };
    let (dt, samples) = (first.recording().dt, first.recording().samples);
    let interval = microseconds(dt)?;
    let length = half_word(samples)
        .ok_or_else(|| refuse("the number of samples", samples as f64, "up to 32767 in a trace"))?;
    for gather in survey {
        let Recording { dt: other, samples: count, .. } = gather.recording();
        if microseconds(*other)? != interval {
            return Err(refuse("the sample interval of a later shot", *other, "one for all"));
        }
        if *count != samples {
            let name = "the number of samples of a later shot";
            return Err(refuse(name, *count as f64, "one for all"));
        }
    }
    let decimals = decimals(survey)?;
    let mut out = text::header();
    out.resize(TEXT_LEN + BINARY_LEN, 0);
    // The number of traces is for information: where it does not fit, the standard's zero says nothing.
    let traces = half_word(traces_of(first)).unwrap_or(0);
    for (offset, value) in [
        (binary::TRACES_PER_SHOT, traces),
        (binary::INTERVAL, interval),
        (binary::SAMPLES, length),
        (binary::FORMAT, 5),
        (binary::SORTING, 5),
        (binary::MEASUREMENT, 1),
        (binary::REVISION, 0x0100),
        (binary::FIXED_LENGTH, 1),
    ] {
        put_half(&mut out, offset, value);
    }
    let mut number = 0;
    for (shot, gather) in (1..).zip(survey) {
        let traces = Traces { gather, shot, decimals, interval, length };
        number = traces.append(number, &mut out)?;
    }
    Ok(out)
}

/// One shot to be written.
struct Traces<'a> {
    gather: &'a ShotGather<f32>,
    shot: i32,
    decimals: usize,
    interval: i16,
    length: i16,
}

impl Traces<'_> {
    /// Appends all traces; returns the number of the last one in the file.
    fn append(&self, before: i32, out: &mut Vec<u8>) -> Result<i32, FileError> {
        let recording = self.gather.recording();
        let mut in_shot = 0;
        for (c, component) in recording.components.iter().enumerate() {
            let (code, unit) = code_and_unit(*component);
            for (r, receiver) in recording.receivers.iter().enumerate() {
                in_shot += 1;
                let start = out.len();
                out.resize(start + TRACE_HEADER_LEN, 0);
                let header = &mut out[start..];
                self.numbers(header, before.saturating_add(in_shot), in_shot);
                self.places(header, *receiver)?;
                put_half(header, trace::IDENTIFICATION, code);
                put_half(header, trace::UNIT, unit);
                for sample in self.gather.trace(c, r) {
                    out.extend_from_slice(&sample.to_be_bytes());
                }
            }
        }
        Ok(before.saturating_add(in_shot))
    }

    fn numbers(&self, header: &mut [u8], in_file: i32, in_shot: i32) {
        for (offset, value) in [
            (trace::IN_LINE, in_file),
            (trace::IN_FILE, in_file),
            (trace::SHOT, self.shot),
            (trace::IN_SHOT, in_shot),
            (trace::SHOT_POINT, self.shot),
        ] {
            put(header, offset, value);
        }
        // Production data; lengths, not degrees.
        for (offset, value) in [
            (trace::USE, 1),
            (trace::COORDINATE_UNITS, 1),
            (trace::SAMPLES, self.length),
            (trace::INTERVAL, self.interval),
        ] {
            put_half(header, offset, value);
        }
    }

    fn places(&self, header: &mut [u8], receiver: [f64; 2]) -> Result<(), FileError> {
        let source = self.gather.recording().source;
        let scalar = if self.decimals == 0 { 1 } else { -(10_i16.pow(decimal_u32(self.decimals))) };
        put_half(header, trace::ELEVATION_SCALAR, scalar);
        put_half(header, trace::COORDINATE_SCALAR, scalar);
        for (offset, value) in [
            (trace::SOURCE_X, source[0]),
            (trace::SOURCE_DEPTH, source[1]),
            (trace::RECEIVER_X, receiver[0]),
            (trace::RECEIVER_ELEVATION, -receiver[1]),
        ] {
            put(header, offset, scaled(value, self.decimals)?);
        }
        put(header, trace::OFFSET, scaled(receiver[0] - source[0], 0)?);
        Ok(())
    }
}

fn traces_of(gather: &ShotGather<f32>) -> usize {
    gather.recording().components.len() * gather.recording().receivers.len()
}

/// The fewest decimals that keep every coordinate; four where none do.
fn decimals(survey: &[ShotGather<f32>]) -> Result<usize, FileError> {
    let places = || {
        survey.iter().flat_map(|gather| {
            let recording = gather.recording();
            recording.receivers.iter().chain([&recording.source]).flatten().copied()
        })
    };
    let farthest = places().map(f64::abs).fold(0.0, f64::max);
    scaled(farthest, 0)?;
    let fits = |decimals: &usize| scaled(farthest, *decimals).is_ok();
    let kept = |decimals: &usize| {
        let scale = 10_f64.powi(decimal_i32(*decimals));
        places().all(|place| ((place * scale).round() / scale - place).abs() == 0.0)
    };
    let fitting = || (0..=4).filter(fits);
    Ok(fitting().find(kept).or_else(|| fitting().next_back()).unwrap_or(0))
}

fn decimal_i32(decimals: usize) -> i32 {
    i32::try_from(decimals).unwrap_or(0)
}

fn decimal_u32(decimals: usize) -> u32 {
    u32::try_from(decimals).unwrap_or(0)
}

#[allow(clippy::cast_possible_truncation, reason = "checked just before")]
fn scaled(metres: f64, decimals: usize) -> Result<i32, FileError> {
    let value = (metres * 10_f64.powi(decimal_i32(decimals))).round();
    if value.abs() <= f64::from(i32::MAX) {
        Ok(value as i32)
    } else {
        Err(refuse("a coordinate", metres, "up to 2147483647 m"))
    }
}

#[allow(clippy::cast_possible_truncation, reason = "checked just before")]
fn microseconds(dt: f64) -> Result<i16, FileError> {
    let whole = (dt * 1e6).round();
    // dt in seconds is a rounded number: a microsecond is kept to 1e-12 of itself or so.
    if (1.0..=HALF_WORD as f64).contains(&whole) && (dt * 1e6 - whole).abs() <= 1e-9 * whole {
        Ok(whole as i16)
    } else {
        Err(refuse("the sample interval in s", dt, "whole microseconds from 1 to 32767"))
    }
}

fn half_word(count: usize) -> Option<i16> {
    i16::try_from(count).ok()
}

fn refuse(name: &'static str, value: f64, allowed: &'static str) -> FileError {
    FileError::Unwritable { format: "SEG-Y revision 1", name, value, allowed }
}

fn put(bytes: &mut [u8], offset: usize, value: i32) {
    bytes[offset..offset + 4].copy_from_slice(&value.to_be_bytes());
}

fn put_half(bytes: &mut [u8], offset: usize, value: i16) {
    bytes[offset..offset + 2].copy_from_slice(&value.to_be_bytes());
}
