//! The picture of threat zones.

use plotters::prelude::DrawingBackend;

use super::PictureError;
use super::canvas::{Align, Canvas, Ink, Type};
use super::legend::{cross, wind};
use super::output::Drawing;
use super::view::{View, Window, window_of};
use crate::numbers;
use crate::zones::ThreatZones;

type Drawn = Result<(), PictureError>;

impl Drawing for ThreatZones {
    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        let [x, y, height] = self.source;
        let title = format!(
            "{} of {}: how far the zones reach",
            numbers::rate(self.rate),
            self.gas.replace('-', " "),
        );
        canvas.text(&title, [26.0, 30.0], Type::new(18.0).bold())?;
        let input = self.plume.input();
        let subtitle = format!(
            "source {height} m above the ground · wind {} m/s from {}° · class {} ({}), {}",
            input.wind_speed, input.wind_from_deg, input.class, self.stability.origin, input.curves,
        );
        canvas.text(&subtitle, [26.0, 54.0], Type::new(11.5).ink(Ink::grey(100)))?;
        self.map(canvas, [x, y])?;
        self.table(canvas)
    }
}

impl ThreatZones {
    fn map<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, source: [f64; 2]) -> Drawn {
        let view = View::new([[78.0, 80.0], [700.0, 660.0]], self.window(source));
        view.grid(canvas)?;
        for (zone, ink) in self.zones.iter().zip(self.inks()) {
            for ring in &zone.zone.rings {
                view.fill(canvas, ring, ink)?;
                view.outline(canvas, ring, (ink.darker(), 0.9))?;
            }
        }
        cross(canvas, view.place(source), 6.5)?;
        let speed = self.plume.input().wind_speed;
        let words = format!("{speed} m/s");
        let corner = view.quiet_corner(&self.outline(source));
        wind(canvas, corner, &[self.plume.downwind()], &words)?;
        view.axes(canvas, Some(["x, m to the east", "y, m to the north"]))
    }

    fn outline(&self, source: [f64; 2]) -> Vec<[f64; 2]> {
        let rings = self.zones.iter().flat_map(|zone| &zone.zone.rings);
        rings.flatten().copied().chain([source]).collect()
    }

    fn window(&self, source: [f64; 2]) -> Window {
        let mut places = self.outline(source);
        if let Some(extent) = self.extent {
            let [east, north] = self.plume.downwind();
            places.retain(|p| (p[0] - source[0]) * east + (p[1] - source[1]) * north <= extent);
            places.push([source[0] + extent * east, source[1] + extent * north]);
        }
        window_of(&places, 0.07, 1.0)
    }

    /// Pale yellow for the weakest threshold, dark red for the strongest.
    fn inks(&self) -> impl Iterator<Item = Ink> {
        let last = self.zones.len().saturating_sub(1).max(1) as f64;
        (0..self.zones.len())
            .map(move |i| Ink::of(colorous::YELLOW_ORANGE_RED, 0.15 + 0.65 * i as f64 / last))
    }

    fn table<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        const COLUMNS: [f64; 3] = [828.0, 898.0, 974.0];
        let grey = Type::new(10.5).ink(Ink::grey(110)).align(Align::Right);
        let top = 96.0;
        let heading = match self.height {
            0.0 => "Zones on the ground".to_owned(),
            height => format!("Zones {height} m above the ground"),
        };
        canvas.text(&heading, [740.0, top], Type::new(12.0).bold())?;
        for (column, name) in COLUMNS.into_iter().zip(["from, ppm", "reach, m", "area, m²"]) {
            canvas.text(name, [column, top + 26.0], grey)?;
        }
        let rule = top + 37.0;
        canvas.line(&[[740.0, rule], [974.0, rule]], Ink::grey(190), 0.7)?;
        let rows = self.zones.iter().zip(self.inks()).enumerate();
        for (i, (zone, ink)) in rows {
            let y = top + 60.0 + 42.0 * i as f64;
            canvas.rectangle([[740.0, y - 8.0], [754.0, y + 8.0]], ink)?;
            canvas.ring([[740.0, y - 8.0], [754.0, y + 8.0]], ink.darker(), 0.7)?;
            canvas.text(&zone.name, [762.0, y - 1.0], Type::new(11.5).bold())?;
            let look = Type::new(11.5).align(Align::Right);
            let figures = if zone.zone.rings.is_empty() {
                [numbers::short(zone.ppm), "nowhere".to_owned(), "\u{2013}".to_owned()]
            } else {
                [zone.ppm, zone.zone.reach, zone.zone.area].map(numbers::short)
            };
            for (column, figure) in COLUMNS.into_iter().zip(figures) {
                canvas.text(&figure, [column, y + 17.0], look)?;
            }
        }
        let y = top + 66.0 + 42.0 * self.zones.len() as f64;
        canvas.line(&[[740.0, y - 12.0], [974.0, y - 12.0]], Ink::grey(190), 0.7)?;
        cross(canvas, [748.0, y + 10.0], 5.5)?;
        canvas.text("source", [766.0, y + 10.0], Type::new(11.0))?;
        let mut y = y + 46.0;
        for warning in &self.warnings {
            let look = (Type::new(10.0).ink(Ink::grey(110)), 42);
            y = canvas.paragraph(&sentence(warning), [740.0, y], look)? + 6.0;
        }
        Ok(())
    }
}

/// With a capital and a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}
