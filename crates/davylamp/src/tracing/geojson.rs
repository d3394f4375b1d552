//! A traced source as GeoJSON.

use davylamp_trace::Ellipse;
use serde_json::{Value, json};

use super::{Finding, Traced};
use crate::geojson::Features;

/// Corners of an ellipse.
const CORNERS: usize = 96;

impl Traced {
    /// Sources, credible regions and sensors as GeoJSON: in WGS 84 where the scene has a `[map]`,
    /// else in local metres, which a member `crs_note` says. Where the readings do not tell the
    /// source, there are points of the kind `possible source` instead.
    #[must_use]
    pub fn to_geojson(&self) -> Value {
        let mut features = Features::new(self.map);
        for source in self.sources() {
            let [x, y, height] = source.position;
            let properties = json!({
                "kind": "source", "rate_kg_s": source.rate,
                "rate_interval_kg_s": source.rate_interval, "height_m": height,
            });
            features.point([x, y], &properties);
            region(&mut features, &source.ellipse);
        }
        for possible in self.ridge() {
            let [x, y, height] = possible.position;
            let properties = json!({
                "kind": "possible source", "rate_kg_s": possible.rate, "height_m": height,
            });
            features.point([x, y], &properties);
        }
        if let Finding::Ridge { ellipse: Some(ellipse), .. } = &self.finding {
            region(&mut features, ellipse);
        }
        for (i, reading) in self.readings.iter().enumerate() {
            let [x, y, height] = reading.position;
            let properties = json!({
                "kind": "sensor", "name": self.sensors.get(i), "height_m": height,
                "concentration_kg_m3": reading.concentration,
                "detected": !reading.is_censored() && reading.concentration > 0.0,
                "time_s": reading.time,
            });
            features.point([x, y], &properties);
        }
        features.finish()
    }
}

fn region(features: &mut Features, ellipse: &Ellipse) {
    let properties = json!({
        "kind": "credible region", "level": ellipse.level, "area_m2": ellipse.area(),
    });
    features.polygons(&[vec![ellipse.outline(CORNERS)]], &properties);
}
