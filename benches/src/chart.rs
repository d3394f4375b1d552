//! Charts as PNG: panels with axes, lines, dots and coloured fields, without fonts of the system.

use std::ops::Range;
use std::path::Path;

use anyhow::Result;
use davylamp::picture;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

/// Pixels of the drawing a pixel of the file, so that edges become smooth.
const SCALE: u32 = 2;

/// A piece of the sheet.
pub type Area<'a> = DrawingArea<BitMapBackend<'a>, Shift>;

/// A piece of the sheet with axes.
pub type Axes<'a, 'b> =
    ChartContext<'a, BitMapBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Colours that the colour-blind tell apart (Okabe & Ito 2008).
pub const BLUE: RGBColor = RGBColor(0, 114, 178);
/// Vermilion.
pub const RED: RGBColor = RGBColor(213, 94, 0);
/// Bluish green.
pub const GREEN: RGBColor = RGBColor(0, 158, 115);
/// Reddish purple.
pub const PURPLE: RGBColor = RGBColor(170, 80, 140);
/// Dark grey.
pub const GREY: RGBColor = RGBColor(90, 90, 90);

/// What a panel says about itself.
#[derive(Debug, Clone)]
pub struct Panel<'a> {
    /// Above it.
    pub title: &'a str,
    /// Below the horizontal axis.
    pub x: &'a str,
    /// Beside the vertical axis.
    pub y: &'a str,
    /// The horizontal axis; a logarithm to base ten where `logarithmic` says so.
    pub x_range: Range<f64>,
    /// The vertical axis.
    pub y_range: Range<f64>,
    /// Whether the axes (x, y) show powers of ten.
    pub logarithmic: [bool; 2],
}

/// Draws a sheet of so many pixels and writes it, whole or not at all.
///
/// # Errors
/// A drawing that fails, a file that cannot be written.
pub fn write_png(
    path: &Path,
    (width, height): (u32, u32),
    draw: impl FnOnce(&Area<'_>) -> Result<()>,
) -> Result<()> {
    picture::register_font("sans-serif")?;
    let (wide, high) = (width * SCALE, height * SCALE);
    let mut buffer = vec![0_u8; wide as usize * high as usize * 3];
    {
        let area = BitMapBackend::with_buffer(&mut buffer, (wide, high)).into_drawing_area();
        area.fill(&WHITE)?;
        draw(&area)?;
        area.present()?;
    }
    Ok(picture::write_png(path, &buffer, (width, height))?)
}

/// The axes of a panel.
///
/// # Errors
/// A drawing that fails.
pub fn axes<'a, 'b>(area: &'a Area<'b>, panel: &Panel<'_>) -> Result<Axes<'a, 'b>> {
    let mut axes = ChartBuilder::on(area)
        .caption(panel.title, ("sans-serif", 30).into_font().color(&BLACK))
        .margin(18)
        .margin_right(34)
        .x_label_area_size(76)
        .y_label_area_size(110)
        .build_cartesian_2d(panel.x_range.clone(), panel.y_range.clone())?;
    let [x_powers, y_powers] = panel.logarithmic;
    axes.configure_mesh()
        .x_desc(panel.x)
        .y_desc(panel.y)
        .x_labels(6)
        .y_labels(7)
        .x_label_formatter(&move |value| label(*value, x_powers))
        .y_label_formatter(&move |value| label(*value, y_powers))
        .label_style(("sans-serif", 22))
        .axis_desc_style(("sans-serif", 25))
        .light_line_style(TRANSPARENT)
        .bold_line_style(RGBColor(228, 228, 228))
        .axis_style(GREY)
        .draw()?;
    Ok(axes)
}

/// The label of a value of an axis: 10⁻⁸ for a power of ten, else as short as it is.
fn label(value: f64, is_power: bool) -> String {
    if !is_power {
        let text = format!("{value:.2}");
        return text.trim_end_matches('0').trim_end_matches('.').replace('-', "−");
    }
    let exponent = (value * 10.0).round() / 10.0;
    if exponent.fract() != 0.0 {
        // Between two powers: the number itself, with two digits that tell.
        let number = 10_f64.powf(value);
        return match number {
            n if n >= 10.0 => format!("{n:.0}"),
            n if n >= 1.0 => format!("{n:.1}"),
            n if n >= 0.01 => format!("{n:.3}"),
            n => format!("{n:.1e}").replace('-', "−"),
        };
    }
    let raised = |c: char| match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' => '⁰',
        '4'..='9' => char::from_u32(u32::from('⁴') + u32::from(c) - u32::from('4')).unwrap_or(c),
        other => other,
    };
    format!("10{}", exponent.to_string().chars().map(raised).collect::<String>())
}

/// The least and greatest of some numbers, a little apart.
#[must_use]
pub fn range(values: impl IntoIterator<Item = f64>) -> Range<f64> {
    let finite = values.into_iter().filter(|value| value.is_finite());
    let [low, high] =
        finite.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], v| [low.min(v), high.max(v)]);
    let margin = 0.04 * (high - low).max(1e-9);
    low - margin..high + margin
}

/// A line through points, with its name in the legend.
///
/// # Errors
/// A drawing that fails.
pub fn line(
    axes: &mut Axes<'_, '_>,
    points: impl IntoIterator<Item = (f64, f64)>,
    colour: RGBColor,
    name: Option<&str>,
) -> Result<()> {
    let points: Vec<_> = points.into_iter().collect();
    let series = axes.draw_series([PathElement::new(points, colour.stroke_width(3))])?;
    if let Some(name) = name {
        series
            .label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 28, y)], colour.stroke_width(4)));
    }
    Ok(())
}

/// Dots, with their name in the legend.
///
/// # Errors
/// A drawing that fails.
pub fn dots(
    axes: &mut Axes<'_, '_>,
    points: impl IntoIterator<Item = (f64, f64)>,
    (radius, colour): (i32, RGBAColor),
    name: Option<&str>,
) -> Result<()> {
    let dots = points.into_iter().map(|point| Circle::new(point, radius, colour.filled()));
    let series = axes.draw_series(dots)?;
    if let Some(name) = name {
        series
            .label(name)
            .legend(move |(x, y)| Circle::new((x + 14, y), radius.max(5), colour.filled()));
    }
    Ok(())
}

/// The band between two curves.
///
/// # Errors
/// A drawing that fails.
pub fn band(
    axes: &mut Axes<'_, '_>,
    points: &[(f64, f64, f64)],
    colour: RGBAColor,
    name: &str,
) -> Result<()> {
    let lower = points.iter().map(|(x, low, _)| (*x, *low));
    let upper = points.iter().rev().map(|(x, _, high)| (*x, *high));
    let outline: Vec<_> = lower.chain(upper).collect();
    axes.draw_series(std::iter::once(Polygon::new(outline, colour.filled())))?
        .label(name)
        .legend(move |(x, y)| Rectangle::new([(x, y - 8), (x + 28, y + 8)], colour.filled()));
    Ok(())
}

/// A coloured field: the middles of its cells are `xs` and `ys`, `shade` gives 0 (dark) to 1 (bright).
///
/// # Errors
/// A drawing that fails.
pub fn field(
    axes: &mut Axes<'_, '_>,
    (xs, ys): (&[f64], &[f64]),
    shade: impl Fn(usize, usize) -> f64,
) -> Result<()> {
    let half = |v: &[f64]| if v.len() > 1 { 0.5 * (v[1] - v[0]) } else { 0.5 };
    let (dx, dy) = (half(xs), half(ys));
    for (i, x) in xs.iter().enumerate() {
        let column = ys.iter().enumerate().map(|(j, y)| {
            let corners = [(x - dx, y - dy), (x + dx, y + dy)];
            Rectangle::new(corners, viridis(shade(i, j)).filled())
        });
        axes.draw_series(column)?;
    }
    Ok(())
}

fn viridis(shade: f64) -> RGBColor {
    let colour = colorous::VIRIDIS.eval_continuous(shade.clamp(0.0, 1.0));
    RGBColor(colour.r, colour.g, colour.b)
}

/// The names of what was drawn, in a corner.
///
/// # Errors
/// A drawing that fails.
pub fn legend<'b: 'a, 'a>(axes: &mut Axes<'a, 'b>, position: SeriesLabelPosition) -> Result<()> {
    axes.configure_series_labels()
        .position(position)
        .legend_area_size(44)
        .margin(14)
        .label_font(("sans-serif", 23))
        .background_style(WHITE.mix(0.85))
        .border_style(RGBColor(200, 200, 200))
        .draw()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_short() {
        assert_eq!(label(-8.0, true), "10⁻⁸");
        assert_eq!(label(12.0, true), "10¹²");
        assert_eq!(label(1.5, true), "32");
        assert_eq!(label(-0.5, false), "−0.5");
        assert_eq!(label(100.0, false), "100");
    }

    #[test]
    fn a_sheet_becomes_a_picture() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("line.png");
        let panel = Panel {
            title: "A line",
            x: "x",
            y: "y",
            x_range: 0.0..1.0,
            y_range: range([0.0, 1.0]),
            logarithmic: [false, true],
        };
        write_png(&path, (400, 300), |area| {
            let mut axes = axes(area, &panel)?;
            line(&mut axes, [(0.0, 0.0), (1.0, 1.0)], BLUE, Some("line"))?;
            legend(&mut axes, SeriesLabelPosition::LowerRight)
        })
        .unwrap();
        let decoder =
            png::Decoder::new(std::io::BufReader::new(std::fs::File::open(&path).unwrap()));
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; 400 * 300 * 3];
        reader.next_frame(&mut pixels).unwrap();
        // The line is there: some pixels are as blue as it.
        assert!(pixels.chunks_exact(3).any(|p| p[2] > 150 && p[0] < 40));
    }
}
