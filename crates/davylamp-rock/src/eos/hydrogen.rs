//! Leachman, Jacobsen, Penoncello and Lemmon (2009), Fundamental equations of state for parahydrogen,
//! normal hydrogen, and orthohydrogen, J. Phys. Chem. Ref. Data 38, 721-748,
//! <https://doi.org/10.1063/1.3160306>: normal hydrogen.

#![allow(clippy::unreadable_literal, reason = "coefficients stand as they were printed")]

use super::equation::{Equation, Gauss, Power};

pub(crate) static HYDROGEN: Equation = Equation {
    gas_constant: 8.314472,
    molar_mass: 0.00201588,
    critical_temperature: 33.145,
    critical_pressure: 1296400.0,
    critical_molar_density: 15508.0,
    min_temperature: 13.957,
    max_temperature: 1000.0,
    max_pressure: 2000000000.0,
    densest: 2.5,
    ideal_lead: [-1.4579856475, 1.888076782],
    ideal_log: 1.5,
    einstein: &[
        [1.616, 531.0 / 33.145],
        [-0.4117, 751.0 / 33.145],
        [-0.792, 1989.0 / 33.145],
        [0.758, 2484.0 / 33.145],
        [1.217, 6859.0 / 33.145],
    ],
    powers: &POWERS,
    bells: &BELLS,
    critical: &[],
};

static POWERS: [Power; 9] = [
    Power { n: -6.93643, d: 1, t: 0.6844, l: 0 },
    Power { n: 0.01, d: 4, t: 1.0, l: 0 },
    Power { n: 2.1101, d: 1, t: 0.989, l: 0 },
    Power { n: 4.52059, d: 1, t: 0.489, l: 0 },
    Power { n: 0.732564, d: 2, t: 0.803, l: 0 },
    Power { n: -1.34086, d: 2, t: 1.1444, l: 0 },
    Power { n: 0.130985, d: 3, t: 1.409, l: 0 },
    Power { n: -0.777414, d: 1, t: 1.754, l: 1 },
    Power { n: 0.351944, d: 3, t: 1.311, l: 1 },
];

static BELLS: [Gauss; 5] = [
    Gauss { n: -0.0211716, d: 2, t: 4.187, eta: 1.685, beta: 0.171, gamma: 0.7164, epsilon: 1.506 },
    Gauss { n: 0.0226312, d: 1, t: 5.646, eta: 0.489, beta: 0.2245, gamma: 1.3444, epsilon: 0.156 },
    Gauss { n: 0.032187, d: 3, t: 0.791, eta: 0.103, beta: 0.1304, gamma: 1.4517, epsilon: 1.736 },
    Gauss { n: -0.0231752, d: 1, t: 7.249, eta: 2.506, beta: 0.2785, gamma: 0.7204, epsilon: 0.67 },
    Gauss { n: 0.0557346, d: 1, t: 2.986, eta: 1.607, beta: 0.3967, gamma: 1.5445, epsilon: 1.662 },
];
