//! What the numbers of a scene may be.

use std::fmt::Display;

use super::{GroundKind, GroundSection, LayerSection, Placement, Scene};
use crate::UhsError;
use crate::error::{refuse, within};

type Checked = Result<(), UhsError>;

pub(super) fn check(scene: &Scene) -> Checked {
    size(scene)?;
    let given = [
        ("[ground]", scene.ground.is_some()),
        ("[[layer]]", !scene.layers.is_empty()),
        ("[grids]", scene.grids.is_some()),
    ];
    let mut given = given.into_iter().filter(|(_, is)| *is).map(|(name, _)| name);
    if let (Some(first), Some(second)) = (given.next(), given.next()) {
        return Err(UhsError::Conflict { first, second });
    }
    match scene.ground_kind() {
        GroundKind::Random(ground) => random(&ground, scene.grid.depth_m)?,
        GroundKind::Layers(layers) => these(layers, scene.grid.depth_m)?,
        GroundKind::Grids(_) => {}
    }
    within("rock.salinity", scene.rock.salinity, [0.0, 0.26])?;
    within("rock.effective_pressure_floor_pa", scene.rock.effective_pressure_floor_pa, [0.0, 1e9])?;
    leak(scene)?;
    survey(scene)
}

fn size(scene: &Scene) -> Checked {
    count("samples", scene.samples, [1, 100_000_000])?;
    let grid = &scene.grid;
    within("grid.spacing_m", grid.spacing_m, [1e-3, 1e3])?;
    within("grid.points_per_wavelength", grid.points_per_wavelength, [2.0, 100.0])?;
    for (name, side) in [("grid.width_m", grid.width_m), ("grid.depth_m", grid.depth_m)] {
        let nodes = side / grid.spacing_m;
        // Lengths in decimals are a whole number of spacings to rounding only.
        let whole = (nodes - nodes.round()).abs() <= 1e-6 * nodes;
        if !(whole && (4.0..=100_000.0).contains(&nodes)) {
            let allowed = format!("4 to 100000 times grid.spacing_m = {}", grid.spacing_m);
            return refuse(name, &side, allowed);
        }
    }
    Ok(())
}

fn random(ground: &GroundSection, depth: f64) -> Checked {
    let name = |key: &str| format!("ground.{key}");
    for (key, porosity) in [
        ("aquifer_porosity", ground.aquifer_porosity),
        ("caprock_porosity", ground.caprock_porosity),
        ("gas_saturation", ground.gas_saturation),
    ] {
        within(&name(key), porosity, [0.0, 1.0])?;
    }
    for (key, range) in [
        ("overburden_porosity", ground.overburden_porosity),
        ("underburden_porosity", ground.underburden_porosity),
    ] {
        interval(&name(key), range, 0.0..=1.0, "[least, most], 0 to 1, in this order")?;
    }
    // Thinner ones only fill memory.
    interval(
        &name("layer_thickness_m"),
        ground.layer_thickness_m,
        0.1..=f64::MAX,
        "[least, most], 0.1 m or more, in this order",
    )?;
    within(&name("aquifer_thickness_m"), ground.aquifer_thickness_m, [0.0, depth])?;
    within(&name("gas_thickness_m"), ground.gas_thickness_m, [0.0, ground.aquifer_thickness_m])?;
    within(&name("caprock_thickness_m"), ground.caprock_thickness_m, [0.0, depth])?;
    let tops = [ground.caprock_thickness_m, depth - ground.aquifer_thickness_m];
    within(&name("aquifer_top_m"), ground.aquifer_top_m, tops)
}

fn these(layers: &[LayerSection], depth: f64) -> Checked {
    let mut expected = 0.0;
    for (index, layer) in layers.iter().enumerate() {
        let name = |key: &str| format!("layer {index}: {key}");
        #[expect(clippy::float_cmp, reason = "a gap of any width is one")]
        if layer.top_m != expected {
            return Err(UhsError::LayerTop { index, top: layer.top_m, expected });
        }
        if !(layer.bottom_m > layer.top_m && layer.bottom_m.is_finite()) {
            let allowed = format!("more than its top_m = {}", layer.top_m);
            return refuse(name("bottom_m"), &layer.bottom_m, allowed);
        }
        within(&name("porosity"), layer.porosity, [0.0, 1.0])?;
        within(&name("gas_saturation"), layer.gas_saturation, [0.0, 1.0])?;
        expected = layer.bottom_m;
    }
    if expected < depth {
        let allowed = format!("grid.depth_m = {depth} or more for the last layer");
        return refuse(format!("layer {}: bottom_m", layers.len() - 1), &expected, allowed);
    }
    Ok(())
}

fn leak(scene: &Scene) -> Checked {
    let (leak, grid) = (&scene.leak, &scene.grid);
    let positive = "[least, most], positive numbers in this order";
    for (name, range) in [("leak.width_m", leak.width_m), ("leak.height_m", leak.height_m)] {
        interval(name, range, f64::MIN_POSITIVE..=f64::MAX, positive)?;
    }
    interval(
        "leak.gas_saturation",
        leak.gas_saturation,
        0.0..=1.0,
        "[least, most], 0 to 1, in this order",
    )?;
    within("leak.thickness_m", leak.thickness_m, [1e-6, 1e6])?;
    let [fewest, most] = leak.outline_points;
    count("leak.outline_points[0]", fewest, [3, 100])?;
    count("leak.outline_points[1]", most, [fewest, 100])?;
    let room = grid.width_m - leak.width_m[1];
    if !(0.0..=room / 2.0).contains(&leak.margin_m) {
        let [_, widest] = leak.width_m;
        let allowed = format!(
            "0 to {}: a leak of {widest} m must find room in {} m",
            (room / 2.0).max(0.0),
            grid.width_m
        );
        return refuse("leak.margin_m", &leak.margin_m, allowed);
    }
    let [top, bottom] = leak.depth_m;
    if !(0.0 <= top && bottom <= grid.depth_m && bottom - top >= leak.height_m[1]) {
        let allowed = format!(
            "[top, bottom] in the ground of {} m, {} m apart or more (leak.height_m)",
            grid.depth_m, leak.height_m[1]
        );
        return refuse("leak.depth_m", &list(leak.depth_m), allowed);
    }
    Ok(())
}

fn survey(scene: &Scene) -> Checked {
    let survey = &scene.survey;
    placement("survey.sources", &survey.sources, scene)?;
    let receivers = placement("survey.receivers", &survey.receivers, scene)?;
    count("survey.stations", survey.stations, [1, receivers])?;
    within("survey.peak_frequency_hz", survey.peak_frequency_hz, [1e-3, 1e6])?;
    count("image.samples", scene.image.samples, [2, 1 << 20])?;
    within("image.record_s", scene.image.record_s, [1e-6, 1e6])
}

/// Checks a placement; says how many stand there.
fn placement(name: &'static str, placement: &Placement, scene: &Scene) -> Result<usize, UhsError> {
    let Placement { count: evenly, depth_m, positions_m } = placement;
    match (evenly, depth_m, positions_m.len()) {
        (Some(evenly), Some(depth), 0) => {
            count(&format!("{name}.count"), *evenly, [1, 1 << 20])?;
            within(&format!("{name}.depth_m"), *depth, [0.0, scene.grid.depth_m])?;
            Ok(*evenly)
        }
        (None, None, given) if given > 0 => {
            let (width, depth) = (scene.grid.width_m, scene.grid.depth_m);
            let who = if name.ends_with("sources") { "source" } else { "receiver" };
            for (index, [x, z]) in positions_m.iter().copied().enumerate() {
                if !((0.0..=width).contains(&x) && (0.0..=depth).contains(&z)) {
                    return Err(UhsError::OffGrid { name: who, index, x, z, width, depth });
                }
            }
            Ok(given)
        }
        _ => Err(UhsError::Placement { name }),
    }
}

fn count(name: &str, value: usize, [min, max]: [usize; 2]) -> Checked {
    if (min..=max).contains(&value) {
        Ok(())
    } else {
        refuse(name, &value, format!("{min} to {max}"))
    }
}

fn interval(
    name: &str,
    [least, most]: [f64; 2],
    range: std::ops::RangeInclusive<f64>,
    allowed: &str,
) -> Checked {
    if range.contains(&least) && range.contains(&most) && least <= most {
        Ok(())
    } else {
        refuse(name, &list([least, most]), allowed)
    }
}

fn list(numbers: [f64; 2]) -> impl Display {
    format!("{numbers:?}")
}
