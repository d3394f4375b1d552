//! Span and Wagner (1996), A new equation of state for carbon dioxide covering the fluid region from
//! the triple-point temperature to 1100 K at pressures up to 800 MPa, J. Phys. Chem. Ref. Data 25,
//! 1509-1596, <https://doi.org/10.1063/1.555991>.

#![allow(clippy::unreadable_literal, reason = "coefficients stand as they were printed")]

use super::equation::{Equation, Gauss, NonAnalytic, Power};

pub(crate) static CARBON_DIOXIDE: Equation = Equation {
    gas_constant: 8.31451,
    molar_mass: 0.0440098,
    critical_temperature: 304.1282,
    critical_pressure: 7377300.0,
    critical_molar_density: 10624.9063,
    min_temperature: 216.592,
    max_temperature: 1100.0,
    max_pressure: 800000000.0,
    densest: 2.6,
    ideal_lead: [8.37304456, -3.70454304],
    ideal_log: 2.5,
    einstein: &[
        [1.99427042, 3.15163],
        [0.62105248, 6.1119],
        [0.41195293, 6.77708],
        [1.04028922, 11.32384],
        [0.08327678, 27.08792],
    ],
    powers: &POWERS,
    bells: &BELLS,
    critical: &CRITICAL,
};

static POWERS: [Power; 34] = [
    Power { n: 0.388568232032, d: 1, t: 0.0, l: 0 },
    Power { n: 2.93854759427, d: 1, t: 0.75, l: 0 },
    Power { n: -5.5867188535, d: 1, t: 1.0, l: 0 },
    Power { n: -0.767531995925, d: 1, t: 2.0, l: 0 },
    Power { n: 0.317290055804, d: 2, t: 0.75, l: 0 },
    Power { n: 0.548033158978, d: 2, t: 2.0, l: 0 },
    Power { n: 0.122794112203, d: 3, t: 0.75, l: 0 },
    Power { n: 2.16589615432, d: 1, t: 1.5, l: 1 },
    Power { n: 1.58417351097, d: 2, t: 1.5, l: 1 },
    Power { n: -0.231327054055, d: 4, t: 2.5, l: 1 },
    Power { n: 0.0581169164314, d: 5, t: 0.0, l: 1 },
    Power { n: -0.553691372054, d: 5, t: 1.5, l: 1 },
    Power { n: 0.489466159094, d: 5, t: 2.0, l: 1 },
    Power { n: -0.0242757398435, d: 6, t: 0.0, l: 1 },
    Power { n: 0.0624947905017, d: 6, t: 1.0, l: 1 },
    Power { n: -0.121758602252, d: 6, t: 2.0, l: 1 },
    Power { n: -0.370556852701, d: 1, t: 3.0, l: 2 },
    Power { n: -0.0167758797004, d: 1, t: 6.0, l: 2 },
    Power { n: -0.11960736638, d: 4, t: 3.0, l: 2 },
    Power { n: -0.0456193625088, d: 4, t: 6.0, l: 2 },
    Power { n: 0.0356127892703, d: 4, t: 8.0, l: 2 },
    Power { n: -0.00744277271321, d: 7, t: 6.0, l: 2 },
    Power { n: -0.00173957049024, d: 8, t: 0.0, l: 2 },
    Power { n: -0.0218101212895, d: 2, t: 7.0, l: 3 },
    Power { n: 0.0243321665592, d: 3, t: 12.0, l: 3 },
    Power { n: -0.0374401334235, d: 3, t: 16.0, l: 3 },
    Power { n: 0.143387157569, d: 5, t: 22.0, l: 4 },
    Power { n: -0.134919690833, d: 5, t: 24.0, l: 4 },
    Power { n: -0.0231512250535, d: 6, t: 16.0, l: 4 },
    Power { n: 0.0123631254929, d: 7, t: 24.0, l: 4 },
    Power { n: 0.00210583219729, d: 8, t: 8.0, l: 4 },
    Power { n: -0.000339585190264, d: 10, t: 2.0, l: 4 },
    Power { n: 0.00559936517716, d: 4, t: 28.0, l: 5 },
    Power { n: -0.000303351180556, d: 8, t: 14.0, l: 6 },
];

static BELLS: [Gauss; 5] = [
    Gauss { n: -213.654886883, d: 2, t: 1.0, eta: 25.0, beta: 325.0, gamma: 1.16, epsilon: 1.0 },
    Gauss { n: 26641.5691493, d: 2, t: 0.0, eta: 25.0, beta: 300.0, gamma: 1.19, epsilon: 1.0 },
    Gauss { n: -24027.2122046, d: 2, t: 1.0, eta: 25.0, beta: 300.0, gamma: 1.19, epsilon: 1.0 },
    Gauss { n: -283.41603424, d: 3, t: 3.0, eta: 15.0, beta: 275.0, gamma: 1.25, epsilon: 1.0 },
    Gauss { n: 212.472844002, d: 3, t: 3.0, eta: 20.0, beta: 275.0, gamma: 1.22, epsilon: 1.0 },
];

static CRITICAL: [NonAnalytic; 3] = [
    NonAnalytic {
        n: -0.666422765408,
        a: 3.5,
        b: 0.875,
        beta: 0.3,
        big_a: 0.7,
        big_b: 0.3,
        big_c: 10.0,
        big_d: 275.0,
    },
    NonAnalytic {
        n: 0.726086323499,
        a: 3.5,
        b: 0.925,
        beta: 0.3,
        big_a: 0.7,
        big_b: 0.3,
        big_c: 10.0,
        big_d: 275.0,
    },
    NonAnalytic {
        n: 0.0550686686128,
        a: 3.0,
        b: 0.875,
        beta: 0.3,
        big_a: 0.7,
        big_b: 1.0,
        big_c: 12.5,
        big_d: 275.0,
    },
];
