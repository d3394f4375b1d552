//! NIST's releases as images.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use davylamp_benches::room::cases::{Measured, SENSORS, read};
use davylamp_nets::rivals::LabelledImages;

/// Minutes of the release that are looked at, one reading each.
const READINGS: usize = 60;

/// The first hour of each release. A sensor reads a hundredth of a per cent below nothing at times: that
/// is its noise, and counts as nothing.
pub(crate) fn releases(folder: &Path) -> Result<(Vec<String>, LabelledImages)> {
    let (mut names, mut images, mut labels) = (Vec::new(), Vec::new(), Vec::new());
    for case in read(folder)? {
        let (image, label) = image(&case).with_context(|| case.case.clone())?;
        images.push(image);
        labels.push(label);
        names.push(case.case);
    }
    Ok((names, LabelledImages::new([SENSORS, READINGS], 3, images, labels)?))
}

fn image(case: &Measured) -> Result<(Vec<f32>, usize)> {
    ensure!(case.values.len() >= READINGS, "only {} readings", case.values.len());
    for (at, time) in case.times[..READINGS].iter().enumerate() {
        ensure!((time - 60.0 * at as f64).abs() < 5.0, "reading {at} at {time} s");
    }
    let places = ["LC", "LR", "UC"]; // as in examples/room/nist-box.toml
    let label = places.iter().position(|place| *place == case.location);
    let mut image = Vec::with_capacity(SENSORS * READINGS);
    for sensor in 0..SENSORS {
        for row in &case.values[..READINGS] {
            #[allow(clippy::cast_possible_truncation, reason = "images are single precision")]
            let ppm = (1e4 * row[sensor]).max(0.0) as f32;
            image.push(ppm);
        }
    }
    Ok((image, label.with_context(|| format!("unknown place {}", case.location))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(times: Vec<f64>) -> Measured {
        Measured {
            case: "x".to_owned(),
            duration: 3600.0,
            location: "LR".to_owned(),
            vent: "SSV".to_owned(),
            flow: 1e-4,
            values: (0..times.len()).map(|at| [at as f64 - 1.0; SENSORS]).collect(),
            times,
        }
    }

    #[test]
    fn a_release_is_sensors_by_minutes() {
        let even = (0..70).map(|at| 60.0 * f64::from(at) + 1.0).collect();
        let (pixels, label) = image(&case(even)).unwrap();
        assert_eq!((pixels.len(), label), (7 * 60, 1));
        // Below nothing is nothing, and a per cent is 10,000 ppm.
        assert_eq!(pixels[..3], [0.0, 0.0, 1e4]);
        assert_eq!(pixels[60..63], [0.0, 0.0, 1e4]);
    }

    #[test]
    fn gaps_are_refused() {
        let gap = (0..70).map(|at| 60.0 * f64::from(if at > 9 { at + 1 } else { at })).collect();
        assert!(image(&case(gap)).is_err());
        assert!(image(&case(vec![0.0, 60.0])).is_err());
    }
}
