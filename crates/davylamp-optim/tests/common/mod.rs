//! Every method under a name, as the tests go through them.

use davylamp_optim::{
    Bounds, DeSettings, DeStrategy, DifferentialEvolution, Method, NelderMead, NelderMeadSettings,
    Omo, OmoSettings, Optimizer, SimplexCoefficients, Sweep,
};

/// The names that [`make`] knows.
pub(crate) const METHODS: [&str; 17] = [
    "omo",
    "omo batch",
    "de",
    "de best",
    "de current to best",
    "nelder-mead",
    "nelder-mead adaptive",
    "pso",
    "ga",
    "sa",
    "ps",
    "gwo",
    "ssa",
    "woa",
    "hho",
    "l-shade",
    "cma-es",
];

pub(crate) fn make(
    name: &str,
    bounds: &Bounds,
    evaluations: usize,
    seed: u64,
) -> Box<dyn Optimizer> {
    let de = |strategy| {
        let settings = DeSettings::default().with_strategy(strategy);
        Box::new(DifferentialEvolution::new(settings, bounds, seed).unwrap())
    };
    match name {
        "omo batch" => {
            let settings = OmoSettings::for_evaluations(evaluations).with_sweep(Sweep::Batch);
            Box::new(Omo::new(settings, bounds, seed).unwrap())
        }
        "de best" => de(DeStrategy::Best1),
        "de current to best" => de(DeStrategy::CurrentToBest1),
        "nelder-mead adaptive" => {
            let settings =
                NelderMeadSettings::default().with_coefficients(SimplexCoefficients::Adaptive);
            Box::new(NelderMead::new(settings, bounds, seed).unwrap())
        }
        name => name.parse::<Method>().unwrap().build(bounds, evaluations, seed).unwrap(),
    }
}
