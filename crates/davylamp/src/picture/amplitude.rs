//! Amplitudes of traces: how they are clipped, coloured and written.

use super::canvas::Ink;

/// Amplitudes above this share of all are drawn as if they were there.
const PERCENTILE: f64 = 0.99;

/// The 99th percentile of the amplitudes that are numbers.
pub(super) fn clip<'a>(values: impl Iterator<Item = &'a f32>) -> f64 {
    let mut sizes: Vec<f32> = values.map(|v| v.abs()).filter(|v| v.is_finite()).collect();
    let Some(last) = sizes.len().checked_sub(1) else { return 0.0 };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a length"
    )]
    let at = (PERCENTILE * last as f64) as usize;
    let (_, value, above) = sizes.select_nth_unstable_by(at, f32::total_cmp);
    // Where nearly all is silence, the loudest sample says more.
    let loudest = above.iter().fold(*value, |a, b| a.max(*b));
    f64::from(if *value > 0.0 { *value } else { loudest })
}

/// Red above zero, blue below, white between.
pub(super) fn ink(value: f64, clip: f64) -> Ink {
    if clip > 0.0 && value.is_finite() {
        Ink::of(colorous::RED_BLUE, 0.5 - 0.5 * value / clip).lifted()
    } else {
        Ink::grey(255)
    }
}

/// A value in grey, and over it another one in red above zero and blue below, each with its clip.
#[cfg(feature = "wave")]
pub(super) fn over((value, clip): (f64, f64), (change, most): (f64, f64)) -> Ink {
    let share = |value: f64, clip: f64| {
        if clip > 0.0 && value.is_finite() { (value / clip).clamp(-1.0, 1.0) } else { 0.0 }
    };
    let (grey, colour) = (228.0 - 68.0 * share(value, clip), share(change, most));
    let ink = if colour > 0.0 { Ink::rgb(178, 24, 43) } else { Ink::rgb(20, 80, 165) };
    Ink::mixed(ink, grey.min(255.0), colour.abs().powf(0.75))
}

/// Two digits and a power of ten.
#[cfg(feature = "wave")]
pub(super) fn scientific(value: f64) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    if value == 0.0 {
        return "0".to_owned();
    }
    let power = value.log10().floor();
    if (-1.0..3.0).contains(&power) {
        return crate::numbers::short(value);
    }
    let digits: String = format!("{power}")
        .chars()
        .map(|c| c.to_digit(10).and_then(|d| RAISED.get(d as usize)).copied().unwrap_or('\u{207b}'))
        .collect();
    format!("{:.1}\u{d7}10{digits}", value / 10_f64.powf(power))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "wave")]
    #[test]
    fn numbers_read_well() {
        assert_eq!(scientific(1.26e-5), "1.3×10⁻⁵");
        assert_eq!(scientific(12.0), "12.0");
        // What a leak without gas changes.
        assert_eq!(scientific(0.0), "0");
    }

    #[test]
    fn silence_is_white_and_a_click_is_seen() {
        let mut trace = vec![0.0; 1000];
        assert!(clip(trace.iter()).abs() < f64::MIN_POSITIVE);
        assert_eq!(ink(0.0, 0.0), Ink::grey(255));
        trace[7] = -3.0;
        assert!((clip(trace.iter()) - 3.0).abs() < 1e-12);
        assert!(ink(0.0, 3.0).rgb.iter().all(|part| *part > 250));
        assert!(ink(3.0, 3.0).rgb[0] > ink(3.0, 3.0).rgb[2]);
    }
}
