use super::fields::{BINARY_LEN, CODES, TEXT_LEN, TRACE_HEADER_LEN, binary, trace};
use crate::file_error::bytes_at;
use crate::{Component, FileError, Recording, ShotGather};

/// The shots of a SEG-Y file of revision 0 or 1.
///
/// Traces of one shot follow each other and share the number in bytes 9-12; within a shot each component
/// has the same receivers in the same order. Shots may differ in all else.
///
/// # Errors
///
/// [`FileError::Truncated`] where the file ends early; [`FileError::Field`] for whatever a gather here
/// cannot hold, such as other sample formats, other trace identification codes than [these](crate::segy), a delay before the first sample, or receivers beside the plane of x and z;
/// [`FileError::Gather`] for a file without a trace's worth of samples. All name the byte.
pub fn from_bytes(bytes: &[u8]) -> Result<Vec<ShotGather<f32>>, FileError> {
    let file = File::open(bytes)?;
    let mut shots = Vec::new();
    let mut start = file.first_trace;
    let mut traces: Vec<Trace> = Vec::new();
    while start < bytes.len() {
        let trace = file.trace(start)?;
        match traces.first() {
            // At once: after a trace of another length nothing stands where it should.
            Some(first) if first.shot == trace.shot => first.check_like(&trace)?,
            Some(_) => shots.push(file.gather(&std::mem::take(&mut traces))?),
            None => {}
        }
        start = trace.data + 4 * trace.samples;
        traces.push(trace);
    }
    if traces.is_empty() {
        // No traces at all.
        bytes_at(bytes, file.first_trace, TRACE_HEADER_LEN, "the first trace")?;
    }
    shots.push(file.gather(&traces)?);
    Ok(shots)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Ibm,
    Ieee,
}

struct File<'a> {
    bytes: &'a [u8],
    format: Format,
    samples: i16,
    interval: i16,
    first_trace: usize,
}

/// What a trace's header says.
struct Trace {
    /// Where the header begins, and where the samples do.
    start: usize,
    data: usize,
    shot: i32,
    component: Component,
    source: [f64; 2],
    receiver: [f64; 2],
    samples: usize,
    interval: i16,
}

impl<'a> File<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, FileError> {
        bytes_at(bytes, 0, TEXT_LEN + BINARY_LEN, "the file's header")?;
        let field = |offset, name, allowed: &str| Err(half_field(bytes, offset, name, allowed));
        let format = match half(bytes, binary::FORMAT) {
            1 => Format::Ibm,
            5 => Format::Ieee,
            _ => {
                let allowed = "1 (IBM floats) or 5 (IEEE floats), big-endian";
                return field(binary::FORMAT, "the sample format", allowed);
            }
        };
        if !matches!(half(bytes, binary::REVISION), 0 | 0x0100) {
            return field(binary::REVISION, "the revision", "0 or 256 (revision 1)");
        }
        let texts = half(bytes, binary::EXTENDED_TEXTS);
        let Ok(texts) = usize::try_from(texts) else {
            let name = "the number of extended textual headers";
            return field(binary::EXTENDED_TEXTS, name, "0 or more");
        };
        Ok(Self {
            bytes,
            format,
            samples: half(bytes, binary::SAMPLES),
            interval: half(bytes, binary::INTERVAL),
            first_trace: TEXT_LEN + BINARY_LEN + TEXT_LEN * texts,
        })
    }

    fn trace(&self, start: usize) -> Result<Trace, FileError> {
        let header = bytes_at(self.bytes, start, TRACE_HEADER_LEN, "a trace's header")?;
        let field = |offset, name, allowed: &str| {
            let error = half_field(header, offset, name, allowed);
            Err(shifted(error, start))
        };
        let code = half(header, trace::IDENTIFICATION);
        let Some((_, component)) = CODES.iter().find(|(known, _)| *known == code) else {
            let allowed = "11 (pressure), 12 (vertical), 14 (in-line), 23 to 25 (stresses)";
            return field(trace::IDENTIFICATION, "the trace identification code", allowed);
        };
        // What a trace leaves open, the file's header says.
        let or = |own: i16, common: i16| if own == 0 { common } else { own };
        let interval = or(half(header, trace::INTERVAL), self.interval);
        if interval <= 0 {
            return field(trace::INTERVAL, "the sample interval", "1 to 32767 µs");
        }
        let Ok(samples) = usize::try_from(or(half(header, trace::SAMPLES), self.samples)) else {
            return field(trace::SAMPLES, "the number of samples", "1 to 32767");
        };
        if half(header, trace::DELAY) != 0 {
            return field(trace::DELAY, "the delay of the recording", "0 ms");
        }
        if word(header, trace::SOURCE_Y) != word(header, trace::RECEIVER_Y) {
            return Err(FileError::Field {
                offset: start + trace::RECEIVER_Y,
                name: "y of the receiver",
                value: word(header, trace::RECEIVER_Y).to_string(),
                allowed: format!("that of the source, {}", word(header, trace::SOURCE_Y)),
            });
        }
        let data = start + TRACE_HEADER_LEN;
        bytes_at(self.bytes, data, 4 * samples, "a trace")?;
        let across = scale(half(header, trace::COORDINATE_SCALAR));
        let down = scale(half(header, trace::ELEVATION_SCALAR));
        let length = |offset| f64::from(word(header, offset));
        let depth = length(trace::SOURCE_DEPTH) - length(trace::SURFACE_ELEVATION);
        // Adding 0.0 turns -0 into 0.
        let receiver_depth = -length(trace::RECEIVER_ELEVATION) + 0.0;
        Ok(Trace {
            start,
            data,
            shot: word(header, trace::SHOT),
            component: *component,
            source: [across(length(trace::SOURCE_X)), down(depth)],
            receiver: [across(length(trace::RECEIVER_X)), down(receiver_depth)],
            samples,
            interval,
        })
    }

    fn gather(&self, traces: &[Trace]) -> Result<ShotGather<f32>, FileError> {
        let Some(first) = traces.first() else { return Err(no_traces(self.first_trace)) };
        let mut components: Vec<(Component, Vec<&Trace>)> = Vec::new();
        for trace in traces {
            match components.iter_mut().find(|(component, _)| *component == trace.component) {
                Some((_, its)) => its.push(trace),
                None => components.push((trace.component, vec![trace])),
            }
        }
        let receivers: Vec<[f64; 2]> = components[0].1.iter().map(|t| t.receiver).collect();
        for (_, its) in &components {
            check_receivers(&receivers, its)?;
        }
        let mut gather = ShotGather::zeros(Recording {
            source: first.source,
            receivers,
            components: components.iter().map(|(component, _)| *component).collect(),
            dt: f64::from(first.interval) / 1e6,
            samples: first.samples,
        })
        .map_err(|error| FileError::Gather { offset: first.start, error })?;
        for (c, (_, its)) in components.iter().enumerate() {
            for (r, trace) in its.iter().enumerate() {
                self.samples(trace.data, gather.trace_mut(c, r))?;
            }
        }
        Ok(gather)
    }

    fn samples(&self, data: usize, out: &mut [f32]) -> Result<(), FileError> {
        let bytes = bytes_at(self.bytes, data, 4 * out.len(), "a trace")?;
        for (k, (raw, sample)) in bytes.chunks_exact(4).zip(out).enumerate() {
            let bits = word(raw, 0).cast_unsigned();
            *sample = match self.format {
                Format::Ieee => f32::from_bits(bits),
                Format::Ibm => ibm(bits).ok_or_else(|| FileError::Field {
                    offset: data + 4 * k,
                    name: "a sample",
                    value: format!("the IBM float {bits:#010x}"),
                    allowed: "up to 3.4e38".to_owned(),
                })?,
            };
        }
        Ok(())
    }
}

impl Trace {
    /// Whether another trace of the shot has the same source, interval and length.
    fn check_like(&self, other: &Self) -> Result<(), FileError> {
        let differs = |offset, name, value: String, allowed: String| {
            Err(FileError::Field { offset: other.start + offset, name, value, allowed })
        };
        if other.interval != self.interval {
            let (value, allowed) = (other.interval.to_string(), self.interval.to_string());
            return differs(trace::INTERVAL, "the sample interval", value, allowed);
        }
        if other.samples != self.samples {
            let (value, allowed) = (other.samples.to_string(), self.samples.to_string());
            return differs(trace::SAMPLES, "the number of samples", value, allowed);
        }
        if !same(other.source, self.source) {
            let (value, allowed) = (format!("{:?}", other.source), format!("{:?}", self.source));
            return differs(trace::SOURCE_X, "the source of the shot", value, allowed);
        }
        Ok(())
    }
}

fn check_receivers(receivers: &[[f64; 2]], traces: &[&Trace]) -> Result<(), FileError> {
    let last = traces.last().map_or(0, |trace| trace.start);
    if traces.len() != receivers.len() {
        return Err(FileError::Field {
            offset: last,
            name: "the number of receivers of a component",
            value: traces.len().to_string(),
            allowed: receivers.len().to_string(),
        });
    }
    for (trace, receiver) in traces.iter().zip(receivers) {
        if !same(trace.receiver, *receiver) {
            return Err(FileError::Field {
                offset: trace.start + trace::RECEIVER_X,
                name: "the receiver",
                value: format!("{:?}", trace.receiver),
                allowed: format!("{receiver:?}, as for the first component"),
            });
        }
    }
    Ok(())
}

/// Places are compared as they stand in the file, so to the last bit.
fn same(a: [f64; 2], b: [f64; 2]) -> bool {
    a.map(f64::to_bits) == b.map(f64::to_bits)
}

fn no_traces(offset: usize) -> FileError {
    FileError::Truncated { offset, what: "the first trace", missing: TRACE_HEADER_LEN }
}

/// What a scalar of the standard does: positive multiplies, negative divides, 0 is 1.
fn scale(scalar: i16) -> impl Fn(f64) -> f64 {
    let by = f64::from(scalar.unsigned_abs().max(1));
    move |value| if scalar < 0 { value / by } else { value * by }
}

/// An IBM float: a sign, seven bits of an exponent of 16 less 64, a fraction of 24 bits.
fn ibm(bits: u32) -> Option<f32> {
    let fraction = f64::from(bits & 0x00ff_ffff) / f64::from(1 << 24);
    let exponent = i32::try_from((bits >> 24) & 0x7f).ok()? - 64;
    let size = fraction * 16_f64.powi(exponent);
    #[allow(clippy::cast_possible_truncation, reason = "rounding is what it is for")]
    let value = if bits >> 31 == 1 { -size as f32 } else { size as f32 };
    value.is_finite().then_some(value)
}

fn half_field(bytes: &[u8], offset: usize, name: &'static str, allowed: &str) -> FileError {
    let value = half(bytes, offset).to_string();
    FileError::Field { offset, name, value, allowed: allowed.to_owned() }
}

fn shifted(error: FileError, by: usize) -> FileError {
    match error {
        FileError::Field { offset, name, value, allowed } => {
            FileError::Field { offset: offset + by, name, value, allowed }
        }
        other => other,
    }
}

/// A big-endian half word; headers are long enough.
fn half(bytes: &[u8], offset: usize) -> i16 {
    i16::from_be_bytes([bytes[offset], bytes[offset + 1]])
}

fn word(bytes: &[u8], offset: usize) -> i32 {
    let mut four = [0; 4];
    four.copy_from_slice(&bytes[offset..offset + 4]);
    i32::from_be_bytes(four)
}

#[cfg(test)]
mod tests {
    use super::ibm;

    /// -118.625 is the worked example of IBM's System/360 Principles of Operation; 1 is 1/16 * 16^1.
    #[test]
    fn ibm_floats_are_read() {
        for (bits, value) in [
            (0xc276_a000, Some(-118.625)),
            (0x4110_0000, Some(1.0)),
            (0, Some(0.0)),
            (0x7fff_ffff, None),
        ] {
            assert_eq!(ibm(bits), value, "{bits:#x}");
        }
    }
}
