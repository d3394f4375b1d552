//! Readings from a CSV file whose header names the units.

mod columns;
mod error;
mod time;

pub use error::ReadingsError;

use columns::{Columns, Field};
use csv::StringRecord;

use crate::{MeasuredWind, Reading, Readings, TraceError};

/// Readings parsed from CSV, and where in the file each of them stood.
///
/// The first line that is neither blank nor a comment (`#`) is the header. Columns come in any
/// order:
///
/// | Column | Unit | Needed | Meaning |
/// |---|---|---|---|
/// | `x_m`, `y_m` | m | yes | place of the sensor, to the east and to the north |
/// | `z_m` | m | no: 0 | its height above the ground |
/// | `concentration_kg_m3` (or `_g_m3`, `_mg_m3`, `_ug_m3`, `_ppm`, `_ppb`) | as named | yes, one | what it read |
/// | `detection_limit_...` | as above | no: 0 | below it, a reading says only "less than this" |
/// | `time_s` or `time` | s, or a date and time | no | when; `2024-05-01 12:30`, RFC 3339, or seconds |
/// | `wind_speed_m_s`, `wind_from_deg` | m/s, degrees from north | no, both | the wind at that time |
/// | `averaging_time_s` | s | no | time over which the reading was averaged |
/// | `sensor` | | no | a name |
///
/// A row whose concentration is empty is *no reading*: it is skipped and counted, since real
/// instruments have gaps. A byte order mark, CRLF line ends, blank lines and comment lines are
/// accepted. Anything else that is not understood is refused.
///
/// # Examples
///
/// ```
/// use davylamp_trace::{ReadingsCsv, ReadingsError};
///
/// let csv = b"x_m,y_m,concentration_mg_m3\n10,5,2.5\n20,5,\n30,5,1.0\n";
/// let parsed = ReadingsCsv::parse(csv, None)?;
/// assert_eq!(parsed.readings.as_slice()[0].concentration, 2.5e-6);
/// assert_eq!((parsed.readings.as_slice().len(), parsed.skipped), (2, 1));
///
/// let wrong = ReadingsCsv::parse(b"x_m,y_m,concentration_kg_m3\n10,5,much\n", None);
/// assert_eq!(
///     wrong.unwrap_err().to_string(),
///     "line 2, column concentration_kg_m3: \"much\" is not a number",
/// );
/// # Ok::<(), ReadingsError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ReadingsCsv {
    /// The readings, checked, in the order of the file.
    pub readings: Readings,
    /// The line of the file (from 1) of each reading.
    pub lines: Vec<u64>,
    /// The name of the sensor of each reading; empty when the file has no column `sensor`.
    pub sensors: Vec<String>,
    /// How many rows had an empty concentration.
    pub skipped: usize,
}

impl ReadingsCsv {
    /// Parses the bytes of a CSV file.
    ///
    /// `kg_m3_per_ppm` is the mass concentration (kg/m³) of one part per million by volume of the
    /// gas, needed only where a column is in ppm or ppb.
    ///
    /// # Errors
    /// [`ReadingsError`] with the line, the column and what is allowed.
    pub fn parse(csv: &[u8], kg_m3_per_ppm: Option<f64>) -> Result<Self, ReadingsError> {
        let bytes = checked_text(csv)?;
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .comment(Some(b'#'))
            .from_reader(bytes);
        let mut row = Row { bytes, record: StringRecord::new(), line: 1 };
        if !row.advance(&mut reader)? {
            return Err(ReadingsError::Empty);
        }
        let columns = Columns::from_header(&row.record, row.line, kg_m3_per_ppm)?;

        let mut readings = Vec::new();
        let mut parsed = Vec::new();
        let mut sensors = Vec::new();
        let mut skipped = 0;
        while row.advance(&mut reader)? {
            if row.record.iter().all(|field| field.trim().is_empty()) {
                continue;
            }
            let (found, expected) = (row.record.len(), columns.count());
            if found != expected {
                return Err(ReadingsError::FieldCount { line: row.line, found, expected });
            }
            match row.reading(&columns)? {
                Some(reading) => {
                    readings.push(reading);
                    parsed.push(row.line);
                    if let Some(index) = columns.sensor {
                        sensors.push(row.text(index).to_owned());
                    }
                }
                None => skipped += 1,
            }
        }
        if readings.is_empty() {
            return Err(ReadingsError::NoReadings { skipped });
        }
        let readings =
            Readings::new(readings).map_err(|error| in_file(error, &parsed, &columns))?;
        Ok(Self { readings, lines: parsed, sensors, skipped })
    }
}

/// Readings that stand in no file: each counts as the line of its number, from 1.
///
/// # Examples
///
/// ```
/// use davylamp_trace::{Reading, Readings, ReadingsCsv};
///
/// let two = Readings::new(vec![
///     Reading::new([10.0, 5.0, 1.5], 2e-6),
///     Reading::new([20.0, 5.0, 1.5], 1e-6),
/// ])?;
/// assert_eq!(ReadingsCsv::from(two).lines, [1, 2]);
/// # Ok::<(), davylamp_trace::TraceError>(())
/// ```
impl From<Readings> for ReadingsCsv {
    fn from(readings: Readings) -> Self {
        let lines = (1..).take(readings.as_slice().len()).collect();
        Self { readings, lines, sensors: Vec::new(), skipped: 0 }
    }
}

/// The text without its byte order mark, or why it is none.
fn checked_text(bytes: &[u8]) -> Result<&[u8], ReadingsError> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ReadingsError::NotText { line: 1 });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let valid = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
    let end = bytes[..valid].iter().position(|b| *b == 0).unwrap_or(valid);
    if end < bytes.len() {
        return Err(ReadingsError::NotText { line: line_of(&bytes[..end]) });
    }
    Ok(bytes)
}

/// The line (from 1) that follows this text.
fn line_of(before: &[u8]) -> u64 {
    1 + before.iter().map(|b| u64::from(*b == b'\n')).sum::<u64>()
}

/// One row of the file while it is read.
struct Row<'a> {
    bytes: &'a [u8],
    record: StringRecord,
    line: u64,
}

impl Row<'_> {
    /// Reads the next row; false at the end of the file.
    fn advance(&mut self, reader: &mut csv::Reader<&[u8]>) -> Result<bool, ReadingsError> {
        let start = reader.position().clone();
        let more = reader
            .read_record(&mut self.record)
            .map_err(|_| ReadingsError::NotText { line: start.line() })?;
        // The reader counts a row from the end of the one before; an editor counts from its text.
        let mut at = usize::try_from(start.byte()).unwrap_or(usize::MAX);
        self.line = start.line();
        while let Some(byte @ (b'\r' | b'\n' | b'#')) = self.bytes.get(at) {
            if *byte == b'#' {
                let rest = &self.bytes[at..];
                at += rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
            } else {
                self.line += u64::from(*byte == b'\n');
                at += 1;
            }
        }
        Ok(more)
    }

    fn text(&self, index: usize) -> &str {
        self.record.get(index).unwrap_or_default().trim()
    }

    /// The number of a column, from the unit that its header names to SI.
    fn number(&self, field: &Field) -> Result<f64, ReadingsError> {
        let text = self.text(field.index);
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(value / field.per_si),
            _ => Err(ReadingsError::NotANumber {
                line: self.line,
                column: field.name.clone(),
                value: shortened(text),
            }),
        }
    }

    /// The number of a column that may be missing or empty.
    fn optional(&self, field: Option<&Field>) -> Result<Option<f64>, ReadingsError> {
        match field {
            Some(field) if !self.text(field.index).is_empty() => self.number(field).map(Some),
            _ => Ok(None),
        }
    }

    /// The reading of this row; `None` where its concentration is empty.
    fn reading(&self, columns: &Columns) -> Result<Option<Reading>, ReadingsError> {
        if self.text(columns.concentration.index).is_empty() {
            return Ok(None);
        }
        let z = columns.z.as_ref().map_or(Ok(0.0), |z| self.number(z))?;
        let position = [self.number(&columns.x)?, self.number(&columns.y)?, z];
        let mut reading = Reading::new(position, self.number(&columns.concentration)?);
        reading.detection_limit = self.optional(columns.detection_limit.as_ref())?.unwrap_or(0.0);
        reading.averaging_time = self.optional(columns.averaging_time.as_ref())?;
        reading.time = columns.time.as_ref().map(|field| self.time(field)).transpose()?;
        reading.wind = self.wind(columns)?;
        Ok(Some(reading))
    }

    fn time(&self, field: &Field) -> Result<f64, ReadingsError> {
        let text = self.text(field.index);
        if field.name == "time_s" {
            return self.number(field);
        }
        text.parse::<f64>()
            .ok()
            .filter(|seconds| seconds.is_finite())
            .or_else(|| time::seconds_since_1970(text))
            .ok_or_else(|| ReadingsError::NotATime {
                line: self.line,
                column: field.name.clone(),
                value: shortened(text),
            })
    }

    fn wind(&self, columns: &Columns) -> Result<Option<MeasuredWind>, ReadingsError> {
        let Some([speed, from]) = &columns.wind else { return Ok(None) };
        match (self.optional(Some(speed))?, self.optional(Some(from))?) {
            (None, None) => Ok(None),
            (Some(speed), Some(from_deg)) => {
                if (-360.0..=360.0).contains(&from_deg) {
                    return Ok(Some(MeasuredWind { speed, from_deg }));
                }
                Err(ReadingsError::Value {
                    line: self.line,
                    column: from.name.clone(),
                    value: from_deg,
                    allowed: "-360 to 360 degrees, clockwise from north, where the wind comes from",
                })
            }
            (speed, _) => Err(ReadingsError::HalfWind {
                line: self.line,
                missing: if speed.is_none() { "wind_speed_m_s" } else { "wind_from_deg" },
            }),
        }
    }
}

/// The error of a reading, told as lines and columns of the file.
fn in_file(error: TraceError, lines: &[u64], columns: &Columns) -> ReadingsError {
    let line = |index: usize| lines.get(index).copied().unwrap_or(0);
    match error {
        TraceError::Reading { index, name, value, allowed } => {
            let field = columns.named(name);
            ReadingsError::Value {
                line: line(index),
                column: field.map_or_else(|| name.to_owned(), |f| f.name.clone()),
                value: field.map_or(value, |f| value * f.per_si),
                allowed,
            }
        }
        TraceError::Duplicate { first, second } => {
            ReadingsError::Duplicate { first: line(first), second: line(second) }
        }
        other => ReadingsError::Trace(other),
    }
}

/// A cell, short enough for a message.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
