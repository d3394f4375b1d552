//! What a careful reader of an estimate should know.

use davylamp_trace::{Case, Fit, Posterior, ReadingsCsv};

use crate::epochs::Grouped;
use crate::scene::{ClassOrigin, Scene, Stability};

/// More of the probability than this at the edge of the box says that the box is too small.
const MOST_AT_EDGE: f64 = 0.05;

/// About the readings and the air.
pub(super) fn about_input(
    parsed: &ReadingsCsv,
    grouped: &Grouped,
    scene: &Scene,
    stability: Stability,
) -> Vec<String> {
    let mut warnings = Vec::new();
    match parsed.skipped {
        0 => {}
        1 => warnings.push("1 row has no concentration and was skipped".to_owned()),
        n => warnings.push(format!("{n} rows have no concentration and were skipped")),
    }
    if grouped.calm > 0 {
        warnings.push(format!(
            "{} of {} readings were made in calm air (below {} m/s) and were left out",
            grouped.calm,
            grouped.calm + grouped.readings.len(),
            scene.air.calm_speed,
        ));
    }
    if grouped.thinned > 1 {
        warnings.push(format!(
            "{} readings are more than a search needs: one in {} is used",
            parsed.readings.as_slice().len(),
            grouped.thinned,
        ));
    }
    match stability.origin {
        ClassOrigin::Assumed => warnings.push(crate::ASSUMED_CLASS.to_owned()),
        ClassOrigin::Pasquill(range) if range.single().is_none() => warnings.push(format!(
            "Pasquill's table gives class {range}; {} is taken, whose plume is narrower",
            stability.class
        )),
        _ => {}
    }
    warnings
}

/// About several sources that cannot be told apart.
pub(super) fn about_sources(count: usize) -> String {
    format!(
        "{count} sources explain the readings better than one, but the readings do not tell where \
         all of them are: the one that explains most alone is given"
    )
}

/// About a background that was not given.
pub(super) fn about_background(background: f64, count: usize) -> String {
    format!(
        "the background is taken as {background:.3e} kg/m3, the tenth percentile of {count} \
         readings; say gas.background_ppm where it is known"
    )
}

/// About the estimate.
pub(super) fn about_estimate(
    case: &Case<'_>,
    fit: &Fit,
    posterior: Option<&Posterior>,
) -> Vec<String> {
    let mut warnings = Vec::new();
    let count = case.readings().as_slice().len();
    if count < case.unknowns() {
        let readings = if count == 1 { "reading" } else { "readings" };
        warnings.push(format!(
            "{count} {readings} cannot tell {} unknowns: many sources fit equally well",
            case.unknowns()
        ));
    } else if !fit.is_determined() {
        warnings.push(
            "the readings do not tell the source: many sources fit them equally well".to_owned(),
        );
    }
    match posterior {
        Some(posterior) if posterior.at_edge > MOST_AT_EDGE => warnings.push(format!(
            "{:.0} % of the probability lies at the edge of the search box: widen search.x_m and \
             search.y_m, or take the region as cut",
            100.0 * posterior.at_edge
        )),
        None if at_edge(case, fit) => warnings.push(
            "the best source lies at the edge of the search box: widen search.x_m and search.y_m"
                .to_owned(),
        ),
        _ => {}
    }
    let turn = case.bounds().wind_turn_max;
    if turn > 0.0 && fit.wind_turn.abs() > 0.999 * turn {
        warnings.push(
            "the wind fits best when turned by search.wind_turn_max_deg: allow more, or doubt the \
             wind"
                .to_owned(),
        );
    }
    warnings
}

fn at_edge(case: &Case<'_>, fit: &Fit) -> bool {
    let bounds = case.bounds();
    [bounds.x, bounds.y].into_iter().zip(fit.source.position).any(|([min, max], at)| {
        let near = 1e-3 * (max - min);
        at - min < near || max - at < near
    })
}
