//! Every method under a name, as the tests go through them.

use davylamp_optim::{
    Bounds, DeSettings, DeStrategy, DifferentialEvolution, Method, NamedRecipe, NelderMead,
    NelderMeadSettings, Omo, OmoSettings, Optimizer, PsoSettings, Recipe, SimplexCoefficients,
    Sweep,
};

/// The names that [`make`] knows.
pub(crate) const METHODS: [&str; 20] = [
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
    "pso many starts",
    "de polished",
    "omo polished many starts",
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
        "pso many starts" => {
            Box::new(PsoSettings::default().many_starts(1_500).make(bounds, seed).unwrap())
        }
        "de polished" => {
            let after = evaluations * 4 / 5;
            Box::new(DeSettings::default().then_polish(after).make(bounds, seed).unwrap())
        }
        "omo polished many starts" => {
            // A quarter of the budget for each start; the boxed method is one chosen by name.
            let each = evaluations / 4;
            let recipe = NamedRecipe::new(Method::Omo, each).then_polish(each).many_starts(each);
            Box::new(recipe.make(bounds, seed).unwrap())
        }
        name => name.parse::<Method>().unwrap().build(bounds, evaluations, seed).unwrap(),
    }
}
