//! Setzmann and Wagner (1991), A new equation of state and tables of thermodynamic properties for
//! methane covering the range from the melting line to 625 K at pressures up to 1000 MPa, J. Phys. Chem.
//! Ref. Data 20, 1061-1155, <https://doi.org/10.1063/1.555898>.
//!
//! Its four terms near the critical point are Gaussian bells, three of them with $d = 0$.

#![allow(clippy::unreadable_literal, reason = "coefficients stand as they were printed")]

use super::equation::{Equation, Gauss, Power};

pub(crate) static METHANE: Equation = Equation {
    gas_constant: 8.31451,
    molar_mass: 0.0160428,
    critical_temperature: 190.564,
    critical_pressure: 4599200.0,
    critical_molar_density: 10139.128,
    min_temperature: 90.6941,
    max_temperature: 625.0,
    max_pressure: 1000000000.0,
    densest: 2.85,
    ideal_lead: [9.91243972, -6.33270087],
    ideal_log: 3.0016,
    einstein: &[
        [0.008449, 648.0 / 190.564],
        [4.6942, 1957.0 / 190.564],
        [3.4865, 3895.0 / 190.564],
        [1.6572, 5705.0 / 190.564],
        [1.4115, 15080.0 / 190.564],
    ],
    powers: &POWERS,
    bells: &BELLS,
    critical: &[],
};

static POWERS: [Power; 36] = [
    Power { n: 0.04367901028, d: 1, t: -0.5, l: 0 },
    Power { n: 0.6709236199, d: 1, t: 0.5, l: 0 },
    Power { n: -1.765577859, d: 1, t: 1.0, l: 0 },
    Power { n: 0.8582330241, d: 2, t: 0.5, l: 0 },
    Power { n: -1.206513052, d: 2, t: 1.0, l: 0 },
    Power { n: 0.512046722, d: 2, t: 1.5, l: 0 },
    Power { n: -0.0004000010791, d: 2, t: 4.5, l: 0 },
    Power { n: -0.01247842423, d: 3, t: 0.0, l: 0 },
    Power { n: 0.03100269701, d: 4, t: 1.0, l: 0 },
    Power { n: 0.001754748522, d: 4, t: 3.0, l: 0 },
    Power { n: -3.171921605e-6, d: 8, t: 1.0, l: 0 },
    Power { n: -2.24034684e-6, d: 9, t: 3.0, l: 0 },
    Power { n: 2.947056156e-7, d: 10, t: 3.0, l: 0 },
    Power { n: 0.1830487909, d: 1, t: 0.0, l: 1 },
    Power { n: 0.1511883679, d: 1, t: 1.0, l: 1 },
    Power { n: -0.4289363877, d: 1, t: 2.0, l: 1 },
    Power { n: 0.06894002446, d: 2, t: 0.0, l: 1 },
    Power { n: -0.01408313996, d: 4, t: 0.0, l: 1 },
    Power { n: -0.0306305483, d: 5, t: 2.0, l: 1 },
    Power { n: -0.02969906708, d: 6, t: 2.0, l: 1 },
    Power { n: -0.01932040831, d: 1, t: 5.0, l: 2 },
    Power { n: -0.1105739959, d: 2, t: 5.0, l: 2 },
    Power { n: 0.09952548995, d: 3, t: 5.0, l: 2 },
    Power { n: 0.008548437825, d: 4, t: 2.0, l: 2 },
    Power { n: -0.06150555662, d: 4, t: 4.0, l: 2 },
    Power { n: -0.04291792423, d: 3, t: 12.0, l: 3 },
    Power { n: -0.0181320729, d: 5, t: 8.0, l: 3 },
    Power { n: 0.0344590476, d: 5, t: 10.0, l: 3 },
    Power { n: -0.00238591945, d: 8, t: 10.0, l: 3 },
    Power { n: -0.01159094939, d: 2, t: 10.0, l: 4 },
    Power { n: 0.06641693602, d: 3, t: 14.0, l: 4 },
    Power { n: -0.0237154959, d: 4, t: 12.0, l: 4 },
    Power { n: -0.03961624905, d: 4, t: 18.0, l: 4 },
    Power { n: -0.01387292044, d: 4, t: 22.0, l: 4 },
    Power { n: 0.03389489599, d: 5, t: 18.0, l: 4 },
    Power { n: -0.002927378753, d: 6, t: 14.0, l: 4 },
];

static BELLS: [Gauss; 4] = [
    Gauss { n: 9.324799946e-5, d: 2, t: 2.0, eta: 20.0, beta: 200.0, gamma: 1.07, epsilon: 1.0 },
    Gauss { n: -6.287171518, d: 0, t: 0.0, eta: 40.0, beta: 250.0, gamma: 1.11, epsilon: 1.0 },
    Gauss { n: 12.71069467, d: 0, t: 1.0, eta: 40.0, beta: 250.0, gamma: 1.11, epsilon: 1.0 },
    Gauss { n: -6.423953466, d: 0, t: 2.0, eta: 40.0, beta: 250.0, gamma: 1.11, epsilon: 1.0 },
];
