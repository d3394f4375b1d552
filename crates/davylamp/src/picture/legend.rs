//! Colour scales, words and arrows beside a map.

use plotters::prelude::DrawingBackend;

use super::PictureError;
use super::canvas::{Align, Canvas, Ink, Point, Type};

type Drawn = Result<(), PictureError>;

/// A logarithmic colour scale of concentrations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scale {
    /// The logarithms (base 10, kg/m³) of its ends.
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Scale {
    /// The decades that hold the positive values, at most four below the greatest.
    pub(crate) fn of(values: impl Iterator<Item = f64>) -> Option<Self> {
        const DECADES: f64 = 4.0;
        let logs = values.filter(|v| *v > 0.0).map(f64::log10);
        let (low, high) = logs.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), log| {
            (low.min(log), high.max(log))
        });
        high.is_finite().then(|| {
            let high = high.ceil();
            Self { low: low.floor().clamp(high - DECADES, high - 1.0), high }
        })
    }

    /// Dark where there is much.
    pub(super) fn ink(&self, concentration: f64) -> Ink {
        self.ink_of_log(concentration.log10())
    }

    pub(super) fn ink_of_log(&self, log: f64) -> Ink {
        let at = (log - self.low) / (self.high - self.low);
        Ink::of(colorous::VIRIDIS, 1.0 - at)
    }

    /// A bar from `corner`, with decades and its unit.
    pub(super) fn draw<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        [left, top]: Point,
        [width, height]: [f64; 2],
    ) -> Drawn {
        const STEPS: u32 = 96;
        let (unit, power) = unit_of(self.high);
        let heading = format!("Concentration, {unit}");
        canvas.text(&heading, [left, top], Type::new(11.5).bold())?;
        let top = top + 14.0;
        let at = |part: f64| left + part * width;
        for i in 0..STEPS {
            let [from, to] = [i, i + 1].map(|i| f64::from(i) / f64::from(STEPS));
            let ink = self.ink_of_log(self.low + 0.5 * (from + to) * (self.high - self.low));
            canvas.rectangle([[at(from), top], [at(to) + 0.3, top + height]], ink)?;
        }
        canvas.ring([[left, top], [left + width, top + height]], Ink::grey(90), 0.6)?;
        let look = Type::new(10.0).ink(Ink::grey(90)).align(Align::Center);
        let mut log = self.low;
        while log <= self.high + 1e-9 {
            let x = at((log - self.low) / (self.high - self.low));
            canvas.line(&[[x, top + height], [x, top + height + 3.0]], Ink::grey(90), 0.6)?;
            canvas.text(&decade(log - power), [x, top + height + 11.0], look)?;
            log += 1.0;
        }
        Ok(())
    }
}

/// The unit in which a number with this logarithm (kg/m³) is easy to read, and the power of ten of
/// one of it in kg/m³.
pub(crate) fn unit_of(log: f64) -> (&'static str, f64) {
    match log {
        log if log > 0.5 => ("kg/m³", 0.0),
        log if log > -2.5 => ("g/m³", -3.0),
        log if log > -5.5 => ("mg/m³", -6.0),
        _ => ("µg/m³", -9.0),
    }
}

/// A power of ten as people write it.
pub(crate) fn decade(log: f64) -> String {
    if (-3.5..4.5).contains(&log) {
        let digits = if log < -0.5 { (-log).round() } else { 0.0 };
        return (0..4).find(|d| f64::from(*d) >= digits).map_or_else(String::new, |d: i32| {
            format!("{:.*}", usize::try_from(d).unwrap_or(0), 10_f64.powf(log.round()))
        });
    }
    let exponent: String = format!("{log:.0}")
        .chars()
        .map(|c| match c {
            '-' => '\u{207b}',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            digit => digit.to_digit(10).and_then(|d| char::from_u32(0x2070 + d)).unwrap_or(digit),
        })
        .collect();
    format!("10{exponent}")
}

/// A round badge with the wind: arrows where it blows to, and words below.
pub(super) fn wind<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    center: Point,
    directions: &[[f64; 2]],
    words: &str,
) -> Drawn {
    const RADIUS: f64 = 24.0;
    canvas.disc(center, RADIUS + 3.0, Ink::grey(255).alpha(0.85))?;
    canvas.disc(center, RADIUS + 1.0, Ink::grey(225))?;
    canvas.disc(center, RADIUS, Ink::grey(250))?;
    let one = directions.len() == 1;
    let (ink, width) =
        if one { (Ink::rgb(30, 80, 140), 2.2) } else { (Ink::rgb(30, 80, 140).alpha(0.35), 1.0) };
    for [east, north] in directions {
        let tip = [center[0] + 19.0 * east, center[1] - 19.0 * north];
        let tail = if one { [2.0 * center[0] - tip[0], 2.0 * center[1] - tip[1]] } else { center };
        canvas.arrow([tail, tip], ink, width)?;
    }
    let look = Type::new(10.0).ink(Ink::rgb(30, 80, 140)).align(Align::Center);
    canvas.text(words, [center[0], center[1] + RADIUS + 12.0], look)
}

/// A white and a dark cross, to be seen on anything.
pub(super) fn cross<DB: DrawingBackend>(canvas: &Canvas<'_, DB>, at: Point, size: f64) -> Drawn {
    for (ink, width, reach) in
        [(Ink::grey(255), 4.2, size + 1.0), (Ink::rgb(150, 0, 40), 2.0, size)]
    {
        canvas.line(
            &[[at[0] - reach, at[1] - reach], [at[0] + reach, at[1] + reach]],
            ink,
            width,
        )?;
        canvas.line(
            &[[at[0] - reach, at[1] + reach], [at[0] + reach, at[1] - reach]],
            ink,
            width,
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Scale, decade};

    #[test]
    fn decades_read_well() {
        for (log, text) in [
            (0.0, "1"),
            (2.0, "100"),
            (-2.0, "0.01"),
            (-5.0, "10⁻⁵"),
            (6.0, "10⁶"),
            (-12.0, "10⁻¹²"),
        ] {
            assert_eq!(decade(log), text);
        }
    }

    #[test]
    fn the_scale_spans_whole_decades() {
        let scale = Scale::of([0.0, 3e-4, 2e-6].into_iter()).unwrap();
        assert_eq!((scale.low, scale.high), (-6.0, -3.0));
        assert_eq!(Scale::of([0.0].into_iter()), None);
    }
}
