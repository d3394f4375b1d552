//! Series of sensors in CSV.

use csv::StringRecord;

/// Readings of several sensors at even intervals.
///
/// In CSV the first column is `time_s`, each other one a sensor with its unit: `A_ppm`. Lines that
/// begin with `#` are comments.
///
/// # Examples
/// ```
/// use davylamp_room::{SensorSeries, SeriesError};
///
/// let csv = b"time_s,A_ppm,B_ppm\n0,0,10\n1,20,30\n";
/// let series = SensorSeries::parse(csv, &["B", "A"])?;
/// assert_eq!(series.values, [[10.0, 30.0], [0.0, 20.0]]); // in the order asked for
///
/// let gap = SensorSeries::parse(b"time_s,A_ppm\n0,1\n1,2\n3,4\n", &["A"]);
/// assert_eq!(
///     gap.unwrap_err().to_string(),
///     "line 4: time_s = 3 is not allowed: 2, one interval after the line before",
/// );
/// # Ok::<(), SeriesError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SensorSeries {
    /// Names of the sensors.
    pub sensors: Vec<String>,
    /// Time of the first reading, s.
    pub start: f64,
    /// Between readings, s.
    pub interval: f64,
    /// ppm, `[sensor][reading]`.
    pub values: Vec<Vec<f64>>,
}

/// Why a file of series was refused.
///
/// The example of [`SensorSeries`] shows it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SeriesError {
    /// The bytes are not UTF-8 text.
    #[error("line {line}: this is not a text file in UTF-8")]
    NotText {
        /// The line, from 1.
        line: u64,
    },
    /// There is nothing, or less than two readings.
    #[error("{readings} readings, and at least 2 are needed")]
    TooShort {
        /// How many there are.
        readings: usize,
    },
    /// The header is not `time_s` and sensors.
    #[error("line {line}, column {column}: \"{name}\" is not allowed: {allowed}")]
    Header {
        /// The line, from 1.
        line: u64,
        /// The column, from 1.
        column: usize,
        /// What stands there.
        name: String,
        /// What may.
        allowed: String,
    },
    /// A sensor that is needed is not there.
    #[error("there is no column {name}_ppm; the file has {found}")]
    Missing {
        /// The sensor.
        name: String,
        /// The sensors of the file.
        found: String,
    },
    /// A row with more or fewer cells than the header: series of unequal length.
    #[error("line {line}: {found} cells, and the header has {expected}")]
    Length {
        /// The line, from 1.
        line: u64,
        /// Cells of the row.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// A cell is empty, not a number, negative or not finite.
    #[error("line {line}, column {column}: \"{value}\" is not allowed: {allowed}")]
    Value {
        /// The line, from 1.
        line: u64,
        /// Name of the column.
        column: String,
        /// What stands there.
        value: String,
        /// What may.
        allowed: &'static str,
    },
    /// Time does not go on evenly: a reading is missing, or there twice.
    #[error(
        "line {line}: time_s = {time} is not allowed: {expected}, one interval after the line before"
    )]
    Gap {
        /// The line, from 1.
        line: u64,
        /// What stands there, s.
        time: f64,
        /// What should, s.
        expected: f64,
    },
}

const READING: &str = "a finite number of ppm, zero or more (a gap is not filled: leave the rows out \
     on both sides, or mend the file)";

/// How far from even a time may be, as a part of the interval: times are printed rounded.
const UNEVEN: f64 = 1e-3;

impl SensorSeries {
    /// Reads the series of the sensors that are named, in that order.
    ///
    /// # Errors
    /// [`SeriesError`] for a sensor that is not named or not there, rows of unequal length, gaps in
    /// time, and cells that are empty, negative or not a number. Nothing is filled in or left out.
    pub fn parse(bytes: &[u8], sensors: &[&str]) -> Result<Self, SeriesError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if let Err(error) = std::str::from_utf8(bytes) {
            let lines = bytes[..error.valid_up_to()].split(|b| *b == b'\n').count();
            return Err(SeriesError::NotText { line: lines as u64 });
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .from_reader(bytes);
        let mut record = StringRecord::new();
        let mut advance = |record: &mut StringRecord| {
            let more = reader.read_record(record);
            let line = record.position().map_or(1, csv::Position::line);
            more.map(|more| more.then_some(line)).map_err(|_| SeriesError::NotText { line })
        };
        let Some(line) = advance(&mut record)? else {
            return Err(SeriesError::TooShort { readings: 0 });
        };
        let columns = columns(&record, line, sensors)?;
        let expected = record.len();
        let mut values = vec![Vec::new(); sensors.len()];
        let mut times: Vec<f64> = Vec::new();
        while let Some(line) = advance(&mut record)? {
            if record.len() != expected {
                return Err(SeriesError::Length { line, found: record.len(), expected });
            }
            let cell = |at: usize| record.get(at).unwrap_or_default();
            let time = cell(0).parse().ok().filter(|t: &f64| t.is_finite());
            let time = time.ok_or_else(|| SeriesError::Value {
                line,
                column: "time_s".to_owned(),
                value: cell(0).to_owned(),
                allowed: "a finite number of seconds",
            })?;
            even(line, &times, time)?;
            times.push(time);
            for ((series, at), name) in values.iter_mut().zip(&columns).zip(sensors) {
                let value = cell(*at).parse().ok();
                let value = value.filter(|v: &f64| *v >= 0.0 && v.is_finite());
                series.push(value.ok_or_else(|| SeriesError::Value {
                    line,
                    column: format!("{name}_ppm"),
                    value: cell(*at).to_owned(),
                    allowed: READING,
                })?);
            }
        }
        let [start, second, ..] = times[..] else {
            return Err(SeriesError::TooShort { readings: times.len() });
        };
        let sensors = sensors.iter().map(|name| (*name).to_owned()).collect();
        Ok(Self { sensors, start, interval: second - start, values })
    }

    /// As CSV; reading it back gives the same readings, and the same interval to rounding.
    #[must_use]
    pub fn to_csv(&self) -> String {
        use std::fmt::Write;
        let mut text = String::from("time_s");
        for name in &self.sensors {
            let _ = write!(text, ",{name}_ppm");
        }
        text.push('\n');
        let readings = self.values.iter().map(Vec::len).min().unwrap_or(0);
        for reading in 0..readings {
            let _ = write!(text, "{}", self.start + reading as f64 * self.interval);
            for series in &self.values {
                let _ = write!(text, ",{}", series[reading]);
            }
            text.push('\n');
        }
        text
    }
}

/// Where each sensor stands in the header.
fn columns(header: &StringRecord, line: u64, sensors: &[&str]) -> Result<Vec<usize>, SeriesError> {
    let refuse = |column: usize, allowed: String| {
        let name = header.get(column).unwrap_or_default().to_owned();
        Err(SeriesError::Header { line, column: column + 1, name, allowed })
    };
    if header.get(0) != Some("time_s") {
        return refuse(0, "time_s".to_owned());
    }
    let mut names: Vec<&str> = Vec::new();
    for (at, cell) in header.iter().enumerate().skip(1) {
        match cell.strip_suffix("_ppm") {
            Some(name) if names.contains(&name) => {
                return refuse(at, "each sensor once".to_owned());
            }
            Some(name) if sensors.contains(&name) => names.push(name),
            _ => return refuse(at, format!("one of {}, each with _ppm", sensors.join(", "))),
        }
    }
    let place = |sensor: &&str| {
        let found = names.iter().position(|name| name == sensor);
        found.map(|at| at + 1).ok_or_else(|| SeriesError::Missing {
            name: (*sensor).to_owned(),
            found: names.join(", "),
        })
    };
    sensors.iter().map(place).collect()
}

/// Whether a time comes one interval after the last.
fn even(line: u64, times: &[f64], time: f64) -> Result<(), SeriesError> {
    let (interval, last) = match times {
        [] => return Ok(()),
        [first] => return if time > *first { Ok(()) } else { gap(line, time, *first) },
        [first, second, ..] => (second - first, times[times.len() - 1]),
    };
    let expected = last + interval;
    if (time - expected).abs() > UNEVEN * interval { gap(line, time, expected) } else { Ok(()) }
}

fn gap(line: u64, time: f64, expected: f64) -> Result<(), SeriesError> {
    Err(SeriesError::Gap { line, time, expected })
}
