//! Numbers as people read them.

/// A number with three digits that count, and thin groups of thousands.
#[must_use]
pub fn short(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return format!("{value}");
    }
    let magnitude = value.abs().log10().floor();
    if !(-4.0..9.0).contains(&magnitude) {
        return format!("{value:.2e}");
    }
    // Three digits: 0.0123, 1.23, 123, 12 300.
    let rounding = 10_f64.powf(magnitude - 2.0);
    let rounded = if magnitude > 2.0 { (value / rounding).round() * rounding } else { value };
    let decimals = (0..7).find(|d| magnitude + f64::from(*d) >= 2.0).map_or(6, usize_of);
    grouped(&format!("{rounded:.decimals$}"))
}

/// A rate in the unit that reads well.
#[must_use]
pub fn rate(kg_s: f64) -> String {
    let (factor, unit) = rate_unit(kg_s);
    format!("{} {unit}", short(kg_s * factor))
}

/// The factor from kg/s and the name of the unit in which a rate reads well.
#[must_use]
pub fn rate_unit(kg_s: f64) -> (f64, &'static str) {
    match kg_s.abs() {
        rate if rate >= 1.0 => (1.0, "kg/s"),
        rate if rate >= 1e-3 => (1e3, "g/s"),
        rate if rate >= 1e-6 => (1e6, "mg/s"),
        _ => (1e9, "µg/s"),
    }
}

/// A length (m) with as many decimals as its uncertainty (m) deserves.
#[must_use]
pub fn metres(value: f64, uncertainty: f64) -> String {
    // Adding 0.0 turns -0 into 0.
    let decimals = decimals_for(uncertainty);
    let scale = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    grouped(&format!("{:.decimals$}", (value * scale).round() / scale + 0.0))
}

/// A length (m) and its standard deviation (m), with the digits that this leaves.
#[must_use]
pub fn metres_with_spread(value: f64, std: f64) -> String {
    const LEAST: f64 = 5e-4;
    if std < LEAST {
        return format!("{} \u{b1} <0.001 m", metres(value, std));
    }
    format!("{} \u{b1} {} m", metres(value, std), metres(std, std))
}

/// A number as it was given, to three decimals at most.
#[must_use]
pub fn plain(value: f64) -> String {
    let digits = format!("{:.3}", value + 0.0);
    grouped(digits.trim_end_matches('0').trim_end_matches('.'))
}

/// Decimals that show two digits of an uncertainty.
fn decimals_for(uncertainty: f64) -> usize {
    (0..6).find(|d| uncertainty * 10_f64.powi(*d) >= 9.5).map_or(3, usize_of)
}

fn usize_of(digits: i32) -> usize {
    usize::try_from(digits).unwrap_or(0)
}

/// A minus sign, and narrow spaces between thousands.
fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("\u{2212}", d));
    let mut out = sign.to_owned();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) && digits.len() > 4 {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{metres, metres_with_spread, plain, rate, short};

    #[test]
    fn numbers_read_well() {
        for (value, text) in [
            (0.0, "0"),
            (0.012_345, "0.0123"),
            (1.234_5, "1.23"),
            (123.45, "123"),
            (1234.5, "1230"),
            (-123_456.0, "\u{2212}123\u{a0}000"),
            (1e-7, "1.00e-7"),
        ] {
            assert_eq!(short(value), text);
        }
        assert_eq!(rate(0.0997), "99.7 g/s");
    }

    #[test]
    fn lengths_show_what_is_known() {
        assert_eq!(metres(12.345, 7.7), "12.3");
        assert_eq!(metres(12.345, 77.0), "12");
        assert_eq!(metres(-0.01, 3.0), "0.0");
        assert_eq!(metres(8.0, 0.0), "8.000");
        assert_eq!(metres_with_spread(-3.21, 6.0), "\u{2212}3.2 ± 6.0 m");
        assert_eq!(metres_with_spread(8.0, 1e-9), "8.000 ± <0.001 m");
        assert_eq!(plain(7.217_040), "7.217");
        assert_eq!(plain(0.46), "0.46");
        assert_eq!(plain(-10.0), "\u{2212}10");
    }
}
