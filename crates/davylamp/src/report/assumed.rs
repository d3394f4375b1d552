//! What a result rests on, and nobody measured.

use maud::{Markup, html};

use crate::numbers;
use crate::scene::{MapSection, MisfitName, ModelError, Scene};

/// A name and what is taken for it.
pub(super) type Fact = (&'static str, String);

pub(super) fn fact(name: &'static str, words: impl Into<String>) -> Fact {
    (name, words.into())
}

pub(super) fn facts(facts: &[Fact]) -> Markup {
    html! { dl.facts { @for (name, words) in facts { dt { (name) } dd { (words) } } } }
}

/// The gas and the state of the air.
pub(super) fn gas(scene: &Scene) -> Vec<Fact> {
    let gas = scene.gas_or_default();
    let name = scene.named_gas().map_or_else(
        || format!("gas of {} g/mol", numbers::short(scene.molar_mass() * 1e3)),
        |gas| gas.to_string().replace('-', " "),
    );
    let known = if scene.gas.is_some() { "" } else { ", because nothing names another" };
    let [kelvin, hectopascal] = [gas.temperature, gas.pressure / 100.0].map(numbers::plain);
    vec![fact("Gas", format!("{name}{known}; air of {kelvin} K and {hectopascal} hPa"))]
}

/// What widens, bounds or thins the plume.
pub(super) fn air(scene: &Scene) -> Vec<Fact> {
    let air = &scene.air;
    let mut facts = vec![fact(
        "Ground",
        "flat and open: no buildings, trees or hills between source and sensor",
    )];
    if let Some(lid) = air.lid {
        facts.push(fact("Mixing height", format!("{} m", numbers::plain(lid))));
    }
    if let Some(half_life) = air.half_life {
        facts.push(fact("Half life", format!("{} s", numbers::plain(half_life))));
    }
    if air.averaging_exponent > 0.0 {
        let words = format!(
            "plumes widen with the averaging time to the power {}, from {} s",
            numbers::plain(air.averaging_exponent),
            numbers::plain(air.averaging_reference)
        );
        facts.push(fact("Averaging", words));
    }
    facts
}

/// How wrong readings and plume may be.
pub(super) fn errors(scene: &Scene) -> Vec<Fact> {
    let noise = &scene.noise;
    let model = match noise.model_error {
        ModelError::Field => {
            "as wrong as field experiments show: wind direction, both widths and their growth may \
             differ from the curves"
        }
        ModelError::None => "exact: the readings follow the plume formula",
    };
    let misfit = match noise.misfit {
        MisfitName::Likelihood => "likelihood of the readings, detection limits included",
        MisfitName::Linear => "squared differences of concentrations",
        MisfitName::SquareRoot => "squared differences of their square roots",
        MisfitName::Logarithmic => "squared differences of their logarithms",
    };
    vec![fact("Plume", model), fact("Misfit", misfit)]
}

/// A place on the globe, for a telephone's map.
pub(super) fn on_earth(map: &MapSection, place: [f64; 2]) -> Markup {
    let [longitude, latitude] = map.longitude_latitude(place);
    let named = |degrees: f64, [plus, minus]: [&str; 2]| {
        format!("{:.5}° {}", degrees.abs(), if degrees < 0.0 { minus } else { plus })
    };
    html! {
        p {
            "On the map (WGS 84): "
            a href={ "geo:" (format!("{latitude:.6},{longitude:.6}")) } {
                (named(latitude, ["north", "south"])) ", " (named(longitude, ["east", "west"]))
            }
        }
    }
}
