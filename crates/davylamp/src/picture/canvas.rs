//! A sheet to draw on: logical units, an embedded font, the same for PNG and SVG.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::PictureError;

/// A point of the sheet: x to the right, y down, in logical units.
pub(super) type Point = [f64; 2];

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ink {
    pub(super) rgb: [u8; 3],
    pub(super) alpha: f64,
}

impl Ink {
    pub(super) const fn grey(level: u8) -> Self {
        Self { rgb: [level; 3], alpha: 1.0 }
    }

    pub(super) const fn rgb(r: u8, g: u8, b: u8) -> Self {
        Self { rgb: [r, g, b], alpha: 1.0 }
    }

    /// A colour of a map, at 0 to 1.
    pub(super) fn of(gradient: colorous::Gradient, at: f64) -> Self {
        let colour = gradient.eval_continuous(at.clamp(0.0, 1.0));
        Self::rgb(colour.r, colour.g, colour.b)
    }

    /// The colour mixed with white: 0 is white, 1 the colour.
    pub(super) fn tint(self, strength: f64) -> Self {
        let mix = |c: u8| 255.0 - (255.0 - f64::from(c)) * strength;
        Self { rgb: self.rgb.map(|c| to_byte(mix(c))), alpha: self.alpha }
    }

    /// Brighter, so that the middle of a map of two colours (238 of 255 at least) becomes white.
    #[cfg(any(feature = "wave", feature = "uhs"))]
    pub(super) fn lifted(self) -> Self {
        Self { rgb: self.rgb.map(|c| to_byte(255.0 / 238.0 * f64::from(c))), alpha: self.alpha }
    }

    /// This much of the colour, the rest grey.
    #[cfg(feature = "wave")]
    pub(super) fn mixed(self, grey: f64, share: f64) -> Self {
        let mix = |c: u8| grey + (f64::from(c) - grey) * share;
        Self { rgb: self.rgb.map(|c| to_byte(mix(c))), alpha: self.alpha }
    }

    pub(super) fn darker(self) -> Self {
        Self { rgb: self.rgb.map(|c| to_byte(0.72 * f64::from(c))), alpha: self.alpha }
    }

    pub(super) const fn alpha(self, alpha: f64) -> Self {
        Self { rgb: self.rgb, alpha }
    }

    fn plotters(self) -> RGBAColor {
        RGBAColor(self.rgb[0], self.rgb[1], self.rgb[2], self.alpha)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a byte just before"
)]
fn to_byte(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

/// How a text stands at its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Center,
    Right,
}

/// How a text looks. Its point is half way up the letters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Type {
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) ink: Ink,
    pub(super) align: Align,
    /// Reads upwards.
    pub(super) upright: bool,
}

impl Type {
    pub(super) const fn new(size: f64) -> Self {
        let ink = Ink::grey(40);
        Self { size, bold: false, ink, align: Align::Left, upright: false }
    }

    pub(super) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) const fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    pub(super) const fn align(self, align: Align) -> Self {
        Self { align, ..self }
    }

    pub(super) const fn upright(self) -> Self {
        Self { upright: true, ..self }
    }
}

/// In an SVG the name is a list from which the viewer takes what it has.
pub(super) const FONT: &str = "DejaVu Sans, Verdana, sans-serif";

/// The sheet.
pub(super) struct Canvas<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, plotters::coord::Shift>,
    /// Pixels of the backend a logical unit.
    scale: f64,
}

type Drawn = Result<(), PictureError>;

impl<'a, DB: DrawingBackend> Canvas<'a, DB> {
    pub(super) fn new(area: &'a DrawingArea<DB, plotters::coord::Shift>, scale: f64) -> Self {
        Self { area, scale }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a saturated pixel is outside the sheet")]
    fn pixel(&self, point: Point) -> (i32, i32) {
        let [x, y] = point.map(|v| (v * self.scale).round() as i32);
        (x, y)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a width is a few pixels"
    )]
    fn width(&self, width: f64) -> u32 {
        (width * self.scale).round().max(1.0) as u32
    }

    fn draw<'b, E>(&self, element: &'b E) -> Drawn
    where
        &'b E: plotters::element::PointCollection<'b, (i32, i32)>,
        E: plotters::element::Drawable<DB>,
    {
        self.area.draw(element).map_err(|error| PictureError::Drawing(error.to_string()))
    }

    pub(super) fn polygon(&self, points: &[Point], fill: Ink) -> Drawn {
        if points.len() < 3 {
            return Ok(());
        }
        let pixels: Vec<_> = points.iter().map(|p| self.pixel(*p)).collect();
        self.draw(&Polygon::new(pixels, fill.plotters().filled()))
    }

    pub(super) fn rectangle(&self, corners: [Point; 2], fill: Ink) -> Drawn {
        let [[x0, y0], [x1, y1]] = corners;
        self.polygon(&[[x0, y0], [x1, y0], [x1, y1], [x0, y1]], fill)
    }

    pub(super) fn line(&self, points: &[Point], ink: Ink, width: f64) -> Drawn {
        // Corners nearer than this only roughen a line that is drawn with a width.
        const NEAREST: f64 = 2.0;
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return Ok(()) };
        let mut kept = vec![*first];
        for point in points {
            let before = kept[kept.len() - 1];
            if (point[0] - before[0]).hypot(point[1] - before[1]) >= NEAREST {
                kept.push(*point);
            }
        }
        kept.push(*last);
        let pixels: Vec<_> = kept.iter().map(|p| self.pixel(*p)).collect();
        self.draw(&PathElement::new(pixels, ink.plotters().stroke_width(self.width(width))))
    }

    pub(super) fn ring(&self, corners: [Point; 2], ink: Ink, width: f64) -> Drawn {
        let [[x0, y0], [x1, y1]] = corners;
        self.line(&[[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]], ink, width)
    }

    pub(super) fn disc(&self, center: Point, radius: f64, fill: Ink) -> Drawn {
        let style = fill.plotters().filled();
        self.draw(&Circle::new(self.pixel(center), self.width(radius), style))
    }

    /// A colour for every pixel of a rectangle: `ink` is asked with 0 to 1 across and down.
    #[cfg(any(feature = "wave", feature = "uhs", feature = "room"))]
    pub(super) fn image(&self, corners: [Point; 2], ink: impl Fn(f64, f64) -> Ink) -> Drawn {
        let [(left, top), (right, bottom)] = corners.map(|corner| self.pixel(corner));
        let size = [right - left, bottom - top];
        for y in 0..size[1] {
            for x in 0..size[0] {
                let [across, down] = [(x, size[0]), (y, size[1])]
                    .map(|(at, of)| (f64::from(at) + 0.5) / f64::from(of));
                let colour = ink(across, down).plotters();
                self.area
                    .draw_pixel((left + x, top + y), &colour)
                    .map_err(|error| PictureError::Drawing(error.to_string()))?;
            }
        }
        Ok(())
    }

    pub(super) fn text(&self, text: &str, at: Point, look: Type) -> Drawn {
        let style = if look.bold { FontStyle::Bold } else { FontStyle::Normal };
        let mut font = FontDesc::new(FontFamily::Name(FONT), look.size * self.scale, style);
        if look.upright {
            font = font.transform(FontTransform::Rotate270);
        }
        let horizontal = match look.align {
            Align::Left => HPos::Left,
            Align::Center => HPos::Center,
            Align::Right => HPos::Right,
        };
        let colour = look.ink.plotters();
        let style = TextStyle::from(font).color(&colour).pos(Pos::new(horizontal, VPos::Center));
        // The library centres the line, whose letters sit above its middle.
        let drop = 0.08 * look.size;
        let [x, y] = at;
        let at = if look.upright { [x + drop, y] } else { [x, y + drop] };
        self.draw(&Text::new(text.to_owned(), self.pixel(at), style))
    }

    /// Text in lines of at most so many letters; returns where the next line would stand.
    pub(super) fn paragraph(
        &self,
        text: &str,
        [x, mut y]: Point,
        (look, letters): (Type, usize),
    ) -> Result<f64, PictureError> {
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > letters {
                self.text(&line, [x, y], look)?;
                y += 1.45 * look.size;
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.text(&line, [x, y], look)?;
        Ok(y + 1.45 * look.size)
    }

    /// An arrow from one point to another.
    pub(super) fn arrow(&self, [from, to]: [Point; 2], ink: Ink, width: f64) -> Drawn {
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let length = dx.hypot(dy);
        if length <= 0.0 {
            return Ok(());
        }
        let (dx, dy) = (dx / length, dy / length);
        let head = (5.0 * width).min(length);
        let base = [to[0] - head * dx, to[1] - head * dy];
        let half = 0.45 * head;
        self.line(&[from, base], ink, width)?;
        let left = [base[0] - half * dy, base[1] + half * dx];
        let right = [base[0] + half * dy, base[1] - half * dx];
        self.polygon(&[to, left, right], ink)
    }
}
