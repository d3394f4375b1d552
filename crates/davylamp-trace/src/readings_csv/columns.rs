//! Which column of a file holds what.

use csv::StringRecord;

use super::ReadingsError;

/// A column of numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    pub(super) index: usize,
    pub(super) name: String,
    /// How many of this column's unit make one of SI. (A division by 10^6 is exact to the last bit;
    /// a product with 10^-6 is not.)
    pub(super) per_si: f64,
}

/// The columns of one file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    count: usize,
    pub(super) x: Field,
    pub(super) y: Field,
    pub(super) z: Option<Field>,
    pub(super) concentration: Field,
    pub(super) detection_limit: Option<Field>,
    pub(super) time: Option<Field>,
    /// Speed and direction.
    pub(super) wind: Option<[Field; 2]>,
    pub(super) averaging_time: Option<Field>,
    pub(super) sensor: Option<usize>,
}

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quantity {
    X,
    Y,
    Z,
    Concentration,
    DetectionLimit,
    Time,
    WindSpeed,
    WindFrom,
    AveragingTime,
    Sensor,
}

const QUANTITIES: usize = 10;

const ALLOWED: &str = "x_m, y_m, z_m, concentration_kg_m3 (or _g_m3, _mg_m3, _ug_m3, _ppm, _ppb), \
     detection_limit_kg_m3 (or the same units), time, time_s, wind_speed_m_s, wind_from_deg, \
     averaging_time_s, sensor";

/// The columns whose unit is fixed.
const FIXED: [(&str, Quantity); 9] = [
    ("x_m", Quantity::X),
    ("y_m", Quantity::Y),
    ("z_m", Quantity::Z),
    ("time", Quantity::Time),
    ("time_s", Quantity::Time),
    ("wind_speed_m_s", Quantity::WindSpeed),
    ("wind_from_deg", Quantity::WindFrom),
    ("averaging_time_s", Quantity::AveragingTime),
    ("sensor", Quantity::Sensor),
];

/// The quantities that come in several units, and the names allowed.
const SCALED: [(&str, Quantity, &str); 2] = [
    (
        "concentration",
        Quantity::Concentration,
        "concentration_kg_m3, concentration_g_m3, concentration_mg_m3, concentration_ug_m3, \
         concentration_ppm, concentration_ppb",
    ),
    (
        "detection_limit",
        Quantity::DetectionLimit,
        "detection_limit_kg_m3, detection_limit_g_m3, detection_limit_mg_m3, \
         detection_limit_ug_m3, detection_limit_ppm, detection_limit_ppb",
    ),
];

/// Quantities whose only unit is not what a newcomer may write.
const STEMS: [(&str, &str); 6] = [
    ("x", "x_m"),
    ("y", "y_m"),
    ("z", "z_m"),
    ("wind_speed", "wind_speed_m_s"),
    ("wind_from", "wind_from_deg"),
    ("averaging_time", "averaging_time_s"),
];

/// Names that the hint chooses from.
const KNOWN: [&str; 21] = [
    "x_m",
    "y_m",
    "z_m",
    "concentration_kg_m3",
    "concentration_g_m3",
    "concentration_mg_m3",
    "concentration_ug_m3",
    "concentration_ppm",
    "concentration_ppb",
    "detection_limit_kg_m3",
    "detection_limit_g_m3",
    "detection_limit_mg_m3",
    "detection_limit_ug_m3",
    "detection_limit_ppm",
    "detection_limit_ppb",
    "time",
    "time_s",
    "wind_speed_m_s",
    "wind_from_deg",
    "averaging_time_s",
    "sensor",
];

impl Columns {
    pub(super) fn from_header(
        header: &StringRecord,
        line: u64,
        kg_m3_per_ppm: Option<f64>,
    ) -> Result<Self, ReadingsError> {
        check_separator(header, line)?;
        let mut found: [Option<Field>; QUANTITIES] = Default::default();
        for (index, name) in header.iter().map(str::trim).enumerate() {
            let (quantity, per_si) = recognise(name, line, kg_m3_per_ppm)?;
            let field = Field { index, name: name.to_owned(), per_si };
            if let Some(first) = found[quantity as usize].replace(field) {
                let (first, second) = (first.name, name.to_owned());
                return Err(ReadingsError::RepeatedColumn { line, first, second });
            }
        }
        let mut take = |quantity: Quantity| found[quantity as usize].take();
        let need = |field: Option<Field>, column| {
            field.ok_or_else(|| ReadingsError::MissingColumn {
                line,
                column,
                found: header.iter().map(str::trim).collect::<Vec<_>>().join(", "),
            })
        };
        Ok(Self {
            count: header.len(),
            x: need(take(Quantity::X), "x_m")?,
            y: need(take(Quantity::Y), "y_m")?,
            z: take(Quantity::Z),
            concentration: need(
                take(Quantity::Concentration),
                "concentration_kg_m3 (or _g_m3, _mg_m3, _ug_m3, _ppm, _ppb)",
            )?,
            detection_limit: take(Quantity::DetectionLimit),
            time: take(Quantity::Time),
            wind: match (take(Quantity::WindSpeed), take(Quantity::WindFrom)) {
                (None, None) => None,
                (speed, from) => {
                    Some([need(speed, "wind_speed_m_s")?, need(from, "wind_from_deg")?])
                }
            },
            averaging_time: take(Quantity::AveragingTime),
            sensor: take(Quantity::Sensor).map(|field| field.index),
        })
    }

    /// How many columns there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The column that a check of [`Readings`](crate::Readings) speaks of.
    pub(super) fn named(&self, name: &str) -> Option<&Field> {
        match name {
            "x" => Some(&self.x),
            "y" => Some(&self.y),
            "z" => self.z.as_ref(),
            "concentration" => Some(&self.concentration),
            "detection limit" => self.detection_limit.as_ref(),
            "time" => self.time.as_ref(),
            "averaging time" => self.averaging_time.as_ref(),
            "wind speed" => self.wind.as_ref().map(|[speed, _]| speed),
            "wind direction" => self.wind.as_ref().map(|[_, from]| from),
            _ => None,
        }
    }
}

/// Refuses a header that other separators hold together.
fn check_separator(header: &StringRecord, line: u64) -> Result<(), ReadingsError> {
    if header.len() == 1
        && let Some(separator) = header[0].trim().chars().find(|c| matches!(c, ';' | '\t' | '|'))
    {
        return Err(ReadingsError::Separator { line, separator });
    }
    Ok(())
}

/// What a column is about, and how many of its unit make one of SI.
fn recognise(
    name: &str,
    line: u64,
    kg_m3_per_ppm: Option<f64>,
) -> Result<(Quantity, f64), ReadingsError> {
    if let Some((_, quantity)) = FIXED.iter().find(|(fixed, _)| *fixed == name) {
        return Ok((*quantity, 1.0));
    }
    let refuse = |unit: &str, allowed| {
        let (column, unit) = (name.to_owned(), unit.trim_start_matches('_').to_owned());
        Err(ReadingsError::UnknownUnit { line, column, unit, allowed })
    };
    for (stem, quantity, allowed) in SCALED {
        let Some(unit) = name.strip_prefix(stem) else { continue };
        let per_ppm =
            || kg_m3_per_ppm.ok_or(ReadingsError::NeedsGas { line, column: name.to_owned() });
        let per_si = match unit {
            "_kg_m3" => 1.0,
            "_g_m3" => 1e3,
            "_mg_m3" => 1e6,
            "_ug_m3" => 1e9,
            "_ppm" => 1.0 / per_ppm()?,
            "_ppb" => 1e3 / per_ppm()?,
            _ => return refuse(unit, allowed),
        };
        return Ok((quantity, per_si));
    }
    for (stem, allowed) in STEMS {
        if let Some(unit) = name.strip_prefix(stem)
            && (unit.is_empty() || unit.starts_with('_'))
        {
            return refuse(unit, allowed);
        }
    }
    Err(ReadingsError::UnknownColumn {
        line,
        column: super::shortened(name),
        hint: nearest(name),
        allowed: ALLOWED,
    })
}

/// The known name that is at most three letters away.
fn nearest(name: &str) -> Option<&'static str> {
    const FARTHEST: usize = 3;
    let name = name.to_lowercase();
    if name.chars().count() > 2 * ALLOWED.len() {
        return None;
    }
    KNOWN
        .into_iter()
        .map(|known| (letters_apart(&name, known), known))
        .filter(|(apart, known)| *apart <= FARTHEST.min(known.len() / 2))
        .min()
        .map(|(_, known)| known)
}

/// Levenshtein's distance: letters to insert, drop or change.
fn letters_apart(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
