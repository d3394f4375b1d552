//! GeoJSON (RFC 7946) of places and outlines.

use serde_json::{Map, Value, json};

use crate::scene::MapSection;

/// Semi-major axis of the WGS 84 ellipsoid, m (NIMA TR8350.2, 3rd ed., table 3.1).
const WGS84_A: f64 = 6_378_137.0;

/// Its flattening (same table).
const WGS84_F: f64 = 1.0 / 298.257_223_563;

impl MapSection {
    /// Longitude and latitude (degrees, WGS 84) of a place in local metres: x to the east and y to
    /// the north on the plane that touches the ellipsoid at the origin.
    ///
    /// $$ \varphi = \varphi_0 + y / M(\varphi_0), \quad
    ///    \lambda = \lambda_0 + x / (N(\varphi_0) \cos\varphi_0) $$
    ///
    /// with the radii of curvature along the meridian $M = a (1-e^2) / (1-e^2\sin^2\varphi)^{3/2}$
    /// and across it $N = a / (1-e^2\sin^2\varphi)^{1/2}$.
    ///
    /// Valid for: a few tens of kilometres around the origin; 10 km away the error is a few metres.
    ///
    /// # Examples
    ///
    /// ```
    /// # use davylamp::scene::MapSection;
    /// let origin = MapSection { latitude_deg: 0.0, longitude_deg: 10.0 };
    /// let [longitude, latitude] = origin.longitude_latitude([111_319.49, 0.0]);
    /// assert!((longitude - 11.0).abs() < 1e-6 && latitude == 0.0); // one degree on the equator
    /// ```
    #[must_use]
    pub fn longitude_latitude(&self, place: [f64; 2]) -> [f64; 2] {
        let e2 = WGS84_F * (2.0 - WGS84_F);
        let (sin, cos) = self.latitude_deg.to_radians().sin_cos();
        let w2 = 1.0 - e2 * sin * sin;
        let across = WGS84_A / w2.sqrt();
        let along = across * (1.0 - e2) / w2;
        [
            self.longitude_deg + (place[0] / (across * cos)).to_degrees(),
            self.latitude_deg + (place[1] / along).to_degrees(),
        ]
    }
}

/// A collection of features that is being made.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Features {
    origin: Option<MapSection>,
    features: Vec<Value>,
}

impl Features {
    pub(crate) fn new(origin: Option<MapSection>) -> Self {
        Self { origin, features: Vec::new() }
    }

    pub(crate) fn point(&mut self, place: [f64; 2], properties: &Value) {
        let coordinates = self.coordinates(place);
        self.push(&json!({ "type": "Point", "coordinates": coordinates }), properties);
    }

    /// Polygons, each an outer ring and its holes, closed or not.
    pub(crate) fn polygons(&mut self, polygons: &[Vec<Vec<[f64; 2]>>], properties: &Value) {
        let rings = |polygon: &Vec<Vec<[f64; 2]>>| -> Vec<Value> {
            polygon.iter().enumerate().map(|(i, ring)| self.ring(ring, i == 0)).collect()
        };
        let geometry = match polygons {
            [one] => json!({ "type": "Polygon", "coordinates": rings(one) }),
            many => {
                let all: Vec<_> = many.iter().map(rings).collect();
                json!({ "type": "MultiPolygon", "coordinates": all })
            }
        };
        self.push(&geometry, properties);
    }

    pub(crate) fn finish(self) -> Value {
        let mut collection = Map::new();
        collection.insert("type".to_owned(), json!("FeatureCollection"));
        if self.origin.is_none() {
            collection.insert(
                "crs_note".to_owned(),
                json!(
                    "local metres, x to the east and y to the north: the scene has no [map] with \
                     the latitude and longitude of the origin"
                ),
            );
        }
        collection.insert("features".to_owned(), Value::Array(self.features));
        Value::Object(collection)
    }

    fn push(&mut self, geometry: &Value, properties: &Value) {
        self.features.push(json!({
            "type": "Feature", "geometry": geometry, "properties": properties,
        }));
    }

    fn coordinates(&self, place: [f64; 2]) -> [f64; 2] {
        self.origin.map_or(place, |origin| origin.longitude_latitude(place))
    }

    /// A closed ring: the outer one counter-clockwise, a hole clockwise (RFC 7946, 3.1.6).
    fn ring(&self, ring: &[[f64; 2]], outer: bool) -> Value {
        let mut points = ring.to_vec();
        if points.first() == points.last() {
            points.pop();
        }
        if (signed_area(&points) > 0.0) != outer {
            points.reverse();
        }
        let closed = points.iter().chain(points.first());
        closed.map(|place| json!(self.coordinates(*place))).collect()
    }
}

/// Positive where the ring runs counter-clockwise, m².
fn signed_area(ring: &[[f64; 2]]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(p, q)| 0.5 * (p[0] * q[1] - q[0] * p[1])).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metres_become_degrees() {
        // The length of a degree of latitude and of longitude at 45 degrees north on WGS 84: 111.132
        // and 78.847 km (US National Geospatial-Intelligence Agency, degree length calculator).
        let origin = MapSection { latitude_deg: 45.0, longitude_deg: 5.0 };
        let [longitude, latitude] = origin.longitude_latitude([78.847, 111.132]);
        assert!((longitude - 5.001).abs() < 1e-8, "{longitude}");
        assert!((latitude - 45.001).abs() < 1e-8, "{latitude}");
    }

    #[test]
    fn rings_are_closed_and_turn_the_right_way() {
        let square = vec![[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0]];
        let mut features = Features::new(None);
        features.polygons(&[vec![square.clone(), square]], &json!({}));
        let value = features.finish();
        let rings = &value["features"][0]["geometry"]["coordinates"];
        assert_eq!(rings[0][1], json!([1.0, 1.0]));
        assert_eq!(rings[0][0], rings[0][4]);
        assert_eq!(rings[1][1], json!([0.0, 1.0]));
        assert!(value["crs_note"].as_str().unwrap().contains("local metres"));
    }
}
