//! What the picture of a traced source shows.

use std::collections::BTreeMap;
use std::path::Path;

use davylamp_plume::GaussianPlume;
use davylamp_trace::Ellipse;
use davylamp_traits::Dispersion;

use super::bands::Field;
use super::trace::TracePicture;
use super::view::minus;
use super::{PictureError, output};
use crate::numbers;
use crate::tracing::{DensityMap, Finding, Traced, TracedSource};

impl Traced {
    /// Draws sensors, plume, density and estimate to a file that ends in `.png` or `.svg`; `name`
    /// says in the picture where the readings come from.
    ///
    /// # Errors
    /// [`PictureError::UnknownFormat`] for another ending, [`PictureError::Write`] where the file
    /// cannot be written; then nothing is left behind.
    pub fn write_picture(&self, path: &Path, name: &str) -> Result<(), PictureError> {
        const CORNERS: usize = 180;
        let height = self.usual_height();
        let plume = |[x, y]: [f64; 2]| self.concentration([x, y, height]);
        let outline = |ellipse: &Ellipse| ellipse.outline(CORNERS);
        let picture = TracePicture {
            title: self.title(),
            subtitle: format!("{} · {}", self.readings_words(name), self.air_words()),
            sensors: self.sensor_places(),
            density: self.density.as_ref().and_then(field),
            regions: self.ellipses().map(outline).collect(),
            percent: self.ellipses().next().map_or(0.0, |ellipse| 100.0 * ellipse.level),
            ridge: self.ridge().iter().map(|fit| [fit.position[0], fit.position[1]]).collect(),
            sources: self.sources().iter().map(|s| [s.position[0], s.position[1]]).collect(),
            plume: match (self.sources(), &self.plumes[..]) {
                ([_, ..], [_]) => Some(&plume),
                _ => None,
            },
            winds: self.plumes.iter().map(GaussianPlume::downwind).collect(),
            wind_words: self.wind_words(),
            table: self.table(),
        };
        output::write(path, &picture)
    }

    pub(crate) fn ellipses(&self) -> impl Iterator<Item = &Ellipse> {
        let of_ridge = match &self.finding {
            Finding::Ridge { ellipse, .. } => ellipse.as_ref(),
            Finding::Sources(_) => None,
        };
        self.sources().iter().map(|source| &source.ellipse).chain(of_ridge)
    }

    /// Concentration that the sources make in the first wind, kg/m³.
    fn concentration(&self, receptor: [f64; 3]) -> f64 {
        let plume = &self.plumes[0];
        let of = |s: &TracedSource| s.rate * plume.unit_concentration(s.position, receptor);
        self.sources().iter().map(of).sum()
    }

    /// The height in the middle of those of the sensors, m.
    fn usual_height(&self) -> f64 {
        let mut heights: Vec<f64> = self.readings.iter().map(|r| r.position[2]).collect();
        heights.sort_by(f64::total_cmp);
        heights.get(heights.len() / 2).copied().unwrap_or(0.0)
    }

    /// Each place once, with the mean of what was detected there.
    pub(crate) fn sensor_places(&self) -> Vec<([f64; 2], Option<f64>)> {
        let mut places: BTreeMap<[u64; 2], ([f64; 2], f64, usize)> = BTreeMap::new();
        for reading in &self.readings {
            let place = [reading.position[0], reading.position[1]];
            let entry = places.entry(place.map(f64::to_bits)).or_insert((place, 0.0, 0));
            if !reading.is_censored() && reading.concentration > 0.0 {
                entry.1 += reading.concentration;
                entry.2 += 1;
            }
        }
        places
            .into_values()
            .map(|(place, sum, count)| (place, (count > 0).then(|| sum / count as f64)))
            .collect()
    }

    pub(crate) fn title(&self) -> String {
        match self.sources() {
            [] => "These readings do not tell where the source is".to_owned(),
            [source] => {
                let [[x, sx], [y, sy]] = source.spread();
                format!(
                    "Source at x = {}, y = {}: {}",
                    numbers::metres_with_spread(x, sx),
                    numbers::metres_with_spread(y, sy),
                    numbers::rate(source.rate),
                )
            }
            many => format!("{} sources", many.len()),
        }
    }

    fn readings_words(&self, name: &str) -> String {
        match self.readings.len() {
            1 => format!("{name} · 1 reading"),
            count => format!("{name} · {count} readings"),
        }
    }

    pub(crate) fn wind_words(&self) -> String {
        match &self.plumes[..] {
            [one] => {
                let input = one.input();
                minus(&format!("{:.1} m/s from {:.0}°", input.wind_speed, input.wind_from_deg))
            }
            many => format!("{} winds", many.len()),
        }
    }

    fn table(&self) -> Vec<[String; 2]> {
        let several = self.sources().len() > 1;
        let mut rows = Vec::new();
        for (number, source) in (1..).zip(self.sources()) {
            let (factor, unit) = numbers::rate_unit(source.rate);
            let [low, high] = source.rate_interval.map(|rate| numbers::short(rate * factor));
            let [[x, sx], [y, sy]] = source.spread();
            let rate = format!("{low} to {high} {unit} with 90 %");
            if several {
                let place =
                    format!("x = {} m, y = {} m", numbers::metres(x, sx), numbers::metres(y, sy));
                rows.push([number.to_string(), place]);
                rows.push([String::new(), rate]);
            } else {
                rows.push(["rate".to_owned(), rate]);
                let area = numbers::short(source.ellipse.area());
                rows.push(["region".to_owned(), format!("{area} m² hold it with 90 %")]);
            }
        }
        rows
    }
}

/// The density on its grid, whose cells are all alike.
pub(crate) fn field(map: &DensityMap) -> Option<Field> {
    let step = |centres: &[f64]| Some(centres.get(1)? - centres.first()?);
    Some(Field {
        origin: [*map.x.first()?, *map.y.first()?],
        step: [step(&map.x)?, step(&map.y)?],
        shape: [map.x.len(), map.y.len()],
        values: map.density.clone(),
    })
}
