//! Briggs' interpolation formulas, rural and urban, in one closed form.

use crate::StabilityClass;

/// $\sigma = a x (1 + b x)^p$.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Width {
    pub(crate) a: f64,
    pub(crate) b: f64,
    pub(crate) power: Power,
}

/// The four exponents that occur.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Power {
    Zero,
    MinusHalf,
    PlusHalf,
    MinusOne,
}

impl Width {
    const fn new(a: f64, b: f64, power: Power) -> Self {
        Self { a, b, power }
    }

    pub(crate) fn at(&self, x: f64) -> f64 {
        let bend = 1.0 + self.b * x;
        let linear = self.a * x;
        match self.power {
            Power::Zero => linear,
            Power::MinusHalf => linear / bend.sqrt(),
            Power::PlusHalf => linear * bend.sqrt(),
            Power::MinusOne => linear / bend,
        }
    }
}

use Power::{MinusHalf, MinusOne, PlusHalf, Zero};

/// Open country, `[class]` of `[sigma_y, sigma_z]` (Gifford 1976, after Briggs 1973).
const RURAL: [[Width; 2]; 6] = [
    [Width::new(0.22, 1e-4, MinusHalf), Width::new(0.20, 0.0, Zero)],
    [Width::new(0.16, 1e-4, MinusHalf), Width::new(0.12, 0.0, Zero)],
    [Width::new(0.11, 1e-4, MinusHalf), Width::new(0.08, 2e-4, MinusHalf)],
    [Width::new(0.08, 1e-4, MinusHalf), Width::new(0.06, 1.5e-3, MinusHalf)],
    [Width::new(0.06, 1e-4, MinusHalf), Width::new(0.03, 3e-4, MinusOne)],
    [Width::new(0.04, 1e-4, MinusHalf), Width::new(0.016, 3e-4, MinusOne)],
];

/// Towns, `[class]` of `[sigma_y, sigma_z]` (McElroy and Pooler's data).
const URBAN: [[Width; 2]; 6] = [
    [Width::new(0.32, 4e-4, MinusHalf), Width::new(0.24, 1e-3, PlusHalf)],
    [Width::new(0.32, 4e-4, MinusHalf), Width::new(0.24, 1e-3, PlusHalf)],
    [Width::new(0.22, 4e-4, MinusHalf), Width::new(0.20, 0.0, Zero)],
    [Width::new(0.16, 4e-4, MinusHalf), Width::new(0.14, 3e-4, MinusHalf)],
    [Width::new(0.11, 4e-4, MinusHalf), Width::new(0.08, 1.5e-3, MinusHalf)],
    [Width::new(0.11, 4e-4, MinusHalf), Width::new(0.08, 1.5e-3, MinusHalf)],
];

pub(crate) const fn rural(class: StabilityClass) -> [Width; 2] {
    RURAL[class.index()]
}

pub(crate) const fn urban(class: StabilityClass) -> [Width; 2] {
    URBAN[class.index()]
}
