//! Dates and times as people and RFC 3339 write them.

/// Seconds since 1970-01-01 00:00 of `2024-05-01`, `2024-05-01 12:30`, `2024-05-01T12:30:15.5Z` or
/// `2024-05-01T12:30:15+02:00`. Without an offset the clock is taken as it stands.
pub(super) fn seconds_since_1970(text: &str) -> Option<f64> {
    let (date, clock) = match text.split_once(['T', 't', ' ']) {
        Some((date, clock)) => (date, Some(clock.trim())),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = digits(parts.next()?, 2).filter(|m| (1..=12).contains(m))?;
    let day = digits(parts.next()?, 2).filter(|d| (1..=31).contains(d))?;
    if parts.next().is_some() {
        return None;
    }
    let days = days_from_civil(i64::from(year), i64::from(month), i64::from(day));
    Some(days as f64 * 86_400.0 + clock.map_or(Some(0.0), seconds_of_day)?)
}

/// `12:30`, `12:30:15`, `12:30:15.5`, each with `Z`, `+02:00` or nothing behind.
fn seconds_of_day(clock: &str) -> Option<f64> {
    let (clock, offset) = if let Some(clock) = clock.strip_suffix(['Z', 'z']) {
        (clock, 0.0)
    } else if let Some(at) = clock.rfind(['+', '-']) {
        let (hours, minutes) = clock[at + 1..].split_once(':')?;
        let offset = f64::from(digits(hours, 2)? * 60 + digits(minutes, 2)?) * 60.0;
        (&clock[..at], if clock[at..].starts_with('-') { -offset } else { offset })
    } else {
        (clock, 0.0)
    };
    let mut parts = clock.trim().split(':');
    let hour = digits(parts.next()?, 2).filter(|h| *h < 24)?;
    let minute = digits(parts.next()?, 2).filter(|m| *m < 60)?;
    let second = match parts.next() {
        None => 0.0,
        // 60 is a leap second.
        Some(text) => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
            digits(whole, 2).filter(|s| *s <= 60)?;
            if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            text.parse::<f64>().ok()?
        }
    };
    if parts.next().is_some() {
        return None;
    }
    Some(f64::from(hour * 60 + minute) * 60.0 + second - offset)
}

/// A number of exactly so many digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Days since 1970-01-01 in the Gregorian calendar.
///
/// # References
/// Hinnant, H. (2014). chrono-compatible low-level date algorithms, `days_from_civil`.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::seconds_since_1970;

    #[test]
    fn dates_count_from_1970() {
        // Python: datetime(...).timestamp() with tzinfo=timezone.utc.
        for (text, seconds) in [
            ("1970-01-01 00:00", 0.0),
            ("2024-02-29T12:30:15Z", 1_709_209_815.0),
            ("2024-02-29 14:30:15.5+02:00", 1_709_209_815.5),
            ("1956-08-15 18:45", -422_169_300.0),
            ("2000-12-31", 978_220_800.0),
        ] {
            assert_eq!(seconds_since_1970(text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "yesterday",
            "12:30",
            "2024-13-01",
            "2024-05-32",
            "24-05-01",
            "2024-05-01 25:00",
            "2024-05-01 12:60",
            "2024-05-01 12:30:61",
            "2024-05-01 12:30:15.",
            "2024-05-01-02",
            "2024-05-01 12:30:15:1",
            "2024-05-01T12:30+2",
            "2024-05-01 1é:30",
        ] {
            assert_eq!(seconds_since_1970(text), None, "{text}");
        }
    }
}
