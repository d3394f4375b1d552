//! What the numbers of a model may be.

use super::ShotScene;
use crate::scene::check::{Checked, Complaint, POSITIVE, TINY, exclusive, refuse, within};

/// Checks every number and that no two keys contradict each other. The ground itself is the solver's
/// to check.
pub(super) fn check(scene: &ShotScene) -> Checked {
    grid(scene)?;
    source(scene)?;
    wavelet(scene)?;
    record(scene)?;
    solver(scene)
}

fn grid(scene: &ShotScene) -> Checked {
    let grid = &scene.grid;
    within("grid.spacing_m", grid.spacing, TINY..=1e6, "more than 0, at most 1000000 m")?;
    for (name, side) in [("grid.width_m", grid.width), ("grid.depth_m", grid.depth)] {
        let cells = side / grid.spacing;
        // A decimal number of metres is a whole number of cells but for rounding.
        if !(1.0..=1e6).contains(&cells) || (cells - cells.round()).abs() > 1e-6 {
            return refuse(name, &side, "1 to 1000000 whole spacings");
        }
    }
    if scene.layers.is_empty() && scene.grids.is_none() {
        return Err(Complaint::Missing {
            name: "layers",
            why: "the ground is made of [[layers]], of [grids], or of both",
        });
    }
    Ok(())
}

fn source(scene: &ShotScene) -> Checked {
    let source = &scene.source;
    let given = [
        ("source.explosion_n_m_s", source.explosion.is_some()),
        ("source.force_n", source.force.is_some()),
        ("source.moment_n_m_s", source.moment.is_some()),
    ];
    for (first, second) in [(0, 1), (0, 2), (1, 2)] {
        exclusive(given[first], given[second])?;
    }
    if given.iter().all(|(_, is_there)| !is_there) {
        return Err(Complaint::Missing {
            name: "source.explosion_n_m_s",
            why: "a source is an explosion, a force (force_n) or a moment (moment_n_m_s)",
        });
    }
    let strengths = source
        .explosion
        .iter()
        .chain(source.force.iter().flatten())
        .chain(source.moment.iter().flatten());
    for strength in strengths {
        if !strength.is_finite() {
            let name = given.iter().find(|(_, is_there)| *is_there).map_or("source", |g| g.0);
            return refuse(name, strength, "finite");
        }
    }
    for (name, place) in [("source.x_m", source.x), ("source.z_m", source.z)] {
        within(name, place, f64::MIN..=f64::MAX, "a finite number")?;
    }
    let receivers = &scene.receivers;
    for place in receivers.first.iter().chain(receivers.last.iter().flatten()) {
        within("receivers.first_m", *place, f64::MIN..=f64::MAX, "finite numbers")?;
    }
    if !(1..=1_000_000).contains(&receivers.count) {
        return refuse("receivers.count", &receivers.count, "1 to 1000000");
    }
    if receivers.count > 1 && receivers.last.is_none() {
        return Err(Complaint::Missing {
            name: "receivers.last_m",
            why: "several receivers stand in a line from first_m to last_m",
        });
    }
    Ok(())
}

fn wavelet(scene: &ShotScene) -> Checked {
    let wavelet = &scene.wavelet;
    exclusive(
        ("wavelet.peak_frequency_hz", wavelet.peak_frequency.is_some()),
        ("wavelet.file", wavelet.file.is_some()),
    )?;
    if wavelet.peak_frequency.is_none() && wavelet.file.is_none() {
        return Err(Complaint::Missing {
            name: "wavelet.peak_frequency_hz",
            why: "a wavelet is Ricker's, or a file of samples with dt_s",
        });
    }
    if wavelet.file.is_some() && wavelet.dt.is_none() {
        return Err(Complaint::Missing {
            name: "wavelet.dt_s",
            why: "the interval of the samples in the file",
        });
    }
    within("wavelet.peak_frequency_hz", wavelet.peak_frequency, TINY..=f64::MAX, POSITIVE)?;
    within("wavelet.peak_time_s", wavelet.peak_time, TINY..=f64::MAX, POSITIVE)?;
    within("wavelet.dt_s", wavelet.dt, TINY..=f64::MAX, POSITIVE)
}

fn record(scene: &ShotScene) -> Checked {
    let record = &scene.record;
    within("record.dt_s", record.dt, TINY..=f64::MAX, POSITIVE)?;
    let samples = record.duration / record.dt;
    if !(1.0..=1e7).contains(&samples) {
        return refuse("record.duration_s", &record.duration, "1 to 10000000 times record.dt_s");
    }
    if record.components.is_empty() {
        return refuse("record.components", &"[]", "at least one component");
    }
    Ok(())
}

fn solver(scene: &ShotScene) -> Checked {
    let solver = &scene.solver;
    if !matches!(solver.order, 2 | 4 | 6 | 8 | 10 | 12) {
        return refuse("solver.order", &solver.order, "2, 4, 6, 8, 10 or 12");
    }
    if !(1..=200).contains(&solver.absorbing_cells) {
        return refuse("solver.absorbing_cells", &solver.absorbing_cells, "1 to 200");
    }
    if !(1..=1024).contains(&solver.threads) {
        return refuse("solver.threads", &solver.threads, "1 to 1024");
    }
    within("solver.dt_s", solver.dt, TINY..=f64::MAX, POSITIVE)
}
