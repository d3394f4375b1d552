//! What was traced as one JSON object.

use davylamp_trace::Ellipse;
use serde_json::{Value, json};

use super::{Finding, Traced, TracedSource};

impl Traced {
    /// Everything that was found, in SI units: what `davylamp trace --json` prints. Where the readings
    /// do not tell the source, its members are null and `ridge` has the sources that fit equally well.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut object = match &self.finding {
            Finding::Sources(sources) => source_object(&sources[0]),
            Finding::Ridge { covariance, ellipse, .. } => json!({
                "x": null, "y": null, "z": null, "rate": null, "rate_interval": null,
                "covariance": covariance, "ellipse": ellipse.as_ref().map(ellipse_object),
            }),
        };
        let members = json!({
            "misfit": self.misfit,
            "evaluations": self.evaluations,
            "optimizer": self.optimizer,
            "seed": self.seed,
            "class": self.stability.class.to_string(),
            "class_origin": self.stability.origin.to_string(),
            "background": self.background,
            "wind_turn_deg": self.wind_turn_deg,
            "readings": self.readings.len(),
            "identified": !self.sources().is_empty(),
            "warnings": self.warnings,
            "fit": self.fit_objects(),
        });
        merge(&mut object, members);
        if self.sources().len() > 1 {
            let sources: Vec<Value> = self.sources().iter().map(source_object).collect();
            merge(&mut object, json!({ "sources": sources }));
        }
        if let Finding::Ridge { points, .. } = &self.finding {
            let ridge: Vec<Value> = points
                .iter()
                .map(|fit| {
                    let [x, y, z] = fit.position;
                    json!({ "x": x, "y": y, "z": z, "rate": fit.rate, "misfit": fit.misfit })
                })
                .collect();
            merge(&mut object, json!({ "ridge": ridge }));
        }
        object
    }

    /// What each sensor read, and what the sources found make there.
    fn fit_objects(&self) -> Vec<Value> {
        let pairs = self.readings.iter().zip(&self.predicted).enumerate();
        let object = |(i, (reading, predicted)): (usize, (&davylamp_trace::Reading, &f64))| {
            let [x, y, z] = reading.position;
            json!({
                "sensor": self.sensors.get(i), "x": x, "y": y, "z": z, "time": reading.time,
                "measured": reading.concentration, "below_detection": reading.is_censored(),
                "modelled": predicted,
            })
        };
        pairs.map(object).collect()
    }
}

fn source_object(source: &TracedSource) -> Value {
    let [x, y, z] = source.position;
    json!({
        "x": x, "y": y, "z": z, "rate": source.rate, "rate_interval": source.rate_interval,
        "covariance": source.covariance, "ellipse": ellipse_object(&source.ellipse),
    })
}

fn ellipse_object(ellipse: &Ellipse) -> Value {
    json!({
        "level": ellipse.level, "center": ellipse.center, "semi_axes_m": ellipse.semi_axes,
        "angle_deg": ellipse.angle_deg,
    })
}

fn merge(object: &mut Value, members: Value) {
    if let (Value::Object(object), Value::Object(members)) = (object, members) {
        object.extend(members);
    }
}
