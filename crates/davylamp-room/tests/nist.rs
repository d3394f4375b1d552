//! NIST's helium box, where the tables are beside the checkout; skipped with a word where they are not.
#![cfg(feature = "scene")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use davylamp_room::{Closure, Leak, Room, RoomScene, Simulation, Situation, Ventilation};

const NIST_BOX: &str = include_str!("../../../examples/room/nist-box.toml");

/// Helium, m³/s (14.92 L/min).
const FLOW: f64 = 14.92e-3 / 60.0;

#[test]
fn a_release_is_nearer_to_measurement_than_a_mixed_box() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = folder.join("../../../shared/data/nist_he_2009/timeseries.csv");
    let Ok(text) = std::fs::read_to_string(table) else {
        eprintln!("skipped: there are no helium tables beside the checkout");
        return;
    };
    let scene = RoomScene::parse(NIST_BOX).unwrap();
    let room = Room {
        size: scene.room.size,
        cells: [6, 6, 10],
        gas: scene.room.gas,
        temperature: scene.room.temperature,
        pressure: scene.room.pressure,
    };
    let leak = Leak {
        position: scene.leak.places[0].position,
        rate: room.gas_mass(FLOW),
        outlet_diameter: scene.leak.outlet_diameter.min,
        start: 0.0,
        end: 3600.0,
    };
    let natural = vec![scene.openings[0].opening()];
    let mut simulation = Simulation::new(&Situation {
        room,
        leak,
        ventilation: Ventilation { natural, ..Ventilation::default() },
        stirring: 0.0,
        seed: 0,
        closure: Closure::default(),
    })
    .unwrap();
    let volume: f64 = room.size.iter().product();
    let [mut ours, mut mixed] = [0.0; 2];
    for line in text.lines().filter(|line| line.starts_with("3600_LC_SSV,")) {
        let row: Vec<f64> = line.split(',').skip(1).take(8).map(|v| v.parse().unwrap()).collect();
        let time = row[0];
        if time > 3600.0 {
            break;
        }
        simulation.advance(time).unwrap();
        let whole = 100.0 * (1.0 - (-FLOW * time / volume).exp());
        for (sensor, measured) in scene.sensors.iter().zip(&row[1..]) {
            let computed = 100.0 * simulation.concentration(sensor.position).unwrap();
            ours += (computed - measured).powi(2);
            mixed += (whole - measured).powi(2);
        }
    }
    assert!(mixed > 0.0);
    // A model worth its steps is off by less than half of what the mixed box is.
    assert!(ours.sqrt() < 0.5 * mixed.sqrt(), "{} {}", ours.sqrt(), mixed.sqrt());
}
