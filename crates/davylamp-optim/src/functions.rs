mod formulas;

use crate::OptimError;
use crate::error::check_count;
use davylamp_traits::Objective;
use std::f64::consts::PI;

/// The usual test functions, each over its usual box.
///
/// The first six are those of Xia et al. (2022), Table 6, with its ranges; the others are as Jamil &
/// Yang (2013) collect them, except the ellipsoid, which is function 2 of Hansen et al. (2009)
/// unrotated. Positions and values of minima without a closed form were computed with mpmath to 22
/// digits.
///
/// The example of [`TestProblem`] shows it.
///
/// # References
/// - Xia, Z. et al. (2022), Sensors 22(1):71, <https://doi.org/10.3390/s22010071>, Table 6.
/// - Jamil & Yang (2013), Int. J. Math. Model. Numer. Optim. 4:150,
///   <https://doi.org/10.1504/IJMMNO.2013.055204>.
/// - Hansen, Finck, Ros & Auger (2009), INRIA RR-6829, <https://hal.science/inria-00362633>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum TestFunction {
    /// $\sum x_i^2$ on $|x_i| \le 100$, minimum 0 at 0: a bowl.
    Sphere,
    /// $\sum_{i<n} 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2$ on $|x_i| \le 50$, minimum 0 at 1: a bent
    /// valley. At least two unknowns.
    Rosenbrock,
    /// $\sum x_i^2 - 10 \cos 2\pi x_i + 10$ on $|x_i| \le 50$, minimum 0 at 0: a bowl of deep dents.
    Rastrigin,
    /// $\sum x_i^2/4000 - \prod \cos(x_i/\sqrt{i}) + 1$ on $|x_i| \le 30$, minimum 0 at 0.
    Griewank,
    /// $0.5 + (\sin^2\sqrt{\sum x_i^2} - 0.5)/(1 + 0.001 \sum x_i^2)^2$ on $|x_i| \le 100$, minimum
    /// 0 at 0: rings around it.
    Schaffer,
    /// $20 + e - 20 e^{-0.2\sqrt{\sum x_i^2/n}} - e^{\sum \cos(2\pi x_i)/n}$ on $|x_i| \le 30$,
    /// minimum 0 at 0: a funnel in a plain of dents.
    Ackley,
    /// $\sum 10^{6 (i-1)/(n-1)} x_i^2$ on $|x_i| \le 5$, minimum 0 at 0: a bowl a thousand times
    /// longer than wide. At least two unknowns.
    Ellipsoid,
    /// $418.98\ldots n - \sum x_i \sin\sqrt{|x_i|}$ on $|x_i| \le 500$, minimum 0 at 420.968...: far
    /// dents, the deepest near a corner (function 2.26 of Schwefel).
    Schwefel,
    /// $\sin^2 \pi w_1 + \sum_{i<n} (w_i - 1)^2 (1 + 10 \sin^2(\pi w_i + 1)) + (w_n - 1)^2
    /// (1 + \sin^2 2\pi w_n)$ with $w_i = 1 + (x_i - 1)/4$ on $|x_i| \le 10$, minimum 0 at 1.
    Levy,
    /// $\sum x_i^2 + s^2 + s^4$ with $s = \sum i x_i/2$ on $-5 \le x_i \le 10$, minimum 0 at 0: a
    /// bowl on a steep slope.
    Zakharov,
    /// $(x_1 - 1)^2 + \sum_{i>1} i (2 x_i^2 - x_{i-1})^2$ on $|x_i| \le 10$, minimum 0 at
    /// $x_i = 2^{-(2^i - 2)/2^i}$ (the signs of all but the first may change).
    DixonPrice,
    /// $\frac{1}{2} \sum x_i^4 - 16 x_i^2 + 5 x_i$ on $|x_i| \le 5$, minimum -39.166... n at
    /// -2.9035...: $2^n$ dents.
    StyblinskiTang,
    /// $(x + 2y - 7)^2 + (2x + y - 5)^2$ on $|x|, |y| \le 10$, minimum 0 at (1, 3). Two unknowns.
    Booth,
    /// $(1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2$ on $|x|, |y| \le 4.5$, minimum
    /// 0 at (3, 0.5): flat, with sharp corners. Two unknowns.
    Beale,
    /// The polynomial of Goldstein and Price on $|x|, |y| \le 2$, minimum 3 at (0, -1): values from 3
    /// to a million. Two unknowns.
    GoldsteinPrice,
    /// $(y - \frac{5.1}{4\pi^2} x^2 + \frac{5}{\pi} x - 6)^2 + 10 (1 - \frac{1}{8\pi}) \cos x + 10$ on
    /// $-5 \le x \le 10$, $0 \le y \le 15$, minimum $10/(8\pi)$ at $(\pi, 2.275)$ and two other
    /// places. Two unknowns.
    Branin,
    /// $(4 - 2.1 x^2 + x^4/3) x^2 + xy + 4 (y^2 - 1) y^2$ on $|x| \le 3$, $|y| \le 2$, minimum
    /// -1.0316... at ±(0.0898..., -0.7126...): six dents. Two unknowns.
    SixHumpCamel,
    /// $-\cos x \cos y e^{-(x - \pi)^2 - (y - \pi)^2}$ on $|x|, |y| \le 100$, minimum -1 at
    /// $(\pi, \pi)$: a needle in a plain. Two unknowns.
    Easom,
}

/// How many unknowns a function may have.
enum Unknowns {
    From(usize),
    Two,
}

impl TestFunction {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::Sphere,
        Self::Rosenbrock,
        Self::Rastrigin,
        Self::Griewank,
        Self::Schaffer,
        Self::Ackley,
        Self::Ellipsoid,
        Self::Schwefel,
        Self::Levy,
        Self::Zakharov,
        Self::DixonPrice,
        Self::StyblinskiTang,
        Self::Booth,
        Self::Beale,
        Self::GoldsteinPrice,
        Self::Branin,
        Self::SixHumpCamel,
        Self::Easom,
    ];

    /// The six of Xia et al. (2022), Table 6.
    pub const XIA_2022: [Self; 6] = [
        Self::Sphere,
        Self::Rosenbrock,
        Self::Rastrigin,
        Self::Griewank,
        Self::Schaffer,
        Self::Ackley,
    ];

    /// Whether it can have so many unknowns.
    ///
    /// # Examples
    /// ```
    /// use davylamp_optim::TestFunction;
    ///
    /// assert!(TestFunction::Booth.allows(2) && !TestFunction::Booth.allows(3));
    /// ```
    #[must_use]
    pub fn allows(self, unknowns: usize) -> bool {
        let (least, most) = self.range_of_unknowns();
        (least..=most).contains(&unknowns)
    }

    fn range_of_unknowns(self) -> (usize, usize) {
        match self.unknowns() {
            Unknowns::From(least) => (least, crate::bounds::MAX_UNKNOWNS),
            Unknowns::Two => (2, 2),
        }
    }

    fn unknowns(self) -> Unknowns {
        match self {
            Self::Rosenbrock | Self::Ellipsoid => Unknowns::From(2),
            Self::Booth
            | Self::Beale
            | Self::GoldsteinPrice
            | Self::Branin
            | Self::SixHumpCamel
            | Self::Easom => Unknowns::Two,
            _ => Unknowns::From(1),
        }
    }

    /// Bounds of unknown `j`.
    fn range(self, j: usize) -> (f64, f64) {
        let around_zero = |reach: f64| (-reach, reach);
        match self {
            Self::Sphere | Self::Schaffer | Self::Easom => around_zero(100.0),
            Self::Rosenbrock | Self::Rastrigin => around_zero(50.0),
            Self::Griewank | Self::Ackley => around_zero(30.0),
            Self::Ellipsoid | Self::StyblinskiTang => around_zero(5.0),
            Self::Schwefel => around_zero(500.0),
            Self::Levy | Self::DixonPrice | Self::Booth => around_zero(10.0),
            Self::Zakharov => (-5.0, 10.0),
            Self::Beale => around_zero(4.5),
            Self::Branin if j == 0 => (-5.0, 10.0),
            Self::Branin => (0.0, 15.0),
            Self::SixHumpCamel if j == 0 => around_zero(3.0),
            Self::SixHumpCamel | Self::GoldsteinPrice => around_zero(2.0),
        }
    }

    /// Unknown `j` of the minimum.
    fn minimum(self, j: usize) -> f64 {
        match self {
            Self::Rosenbrock | Self::Levy => 1.0,
            Self::Schwefel => 420.968_746_359_982_03,
            Self::DixonPrice => {
                let halvings = 1.0 - 2.0 * (-((j + 1) as f64)).exp2();
                (-halvings).exp2()
            }
            Self::StyblinskiTang => -2.903_534_027_771_177,
            Self::Booth => [1.0, 3.0][j],
            Self::Beale => [3.0, 0.5][j],
            Self::GoldsteinPrice => [0.0, -1.0][j],
            Self::Branin => [PI, 2.275][j],
            Self::SixHumpCamel => [0.089_842_013_100_318_06, -0.712_656_403_020_739_6][j],
            Self::Easom => PI,
            _ => 0.0,
        }
    }

    /// The least value of `dim` unknowns.
    fn minimum_value(self, dim: usize) -> f64 {
        match self {
            Self::StyblinskiTang => -39.166_165_703_771_41 * dim as f64,
            Self::GoldsteinPrice => 3.0,
            Self::Branin => 10.0 / (8.0 * PI),
            Self::SixHumpCamel => -1.031_628_453_489_877_4,
            Self::Easom => -1.0,
            _ => 0.0,
        }
    }
}

/// A [`TestFunction`] of a number of unknowns, over its usual box.
///
/// # Examples
/// ```
/// # use davylamp_optim::{TestFunction, TestProblem};
/// use davylamp_traits::Objective;
///
/// let valley = TestProblem::new(TestFunction::Rosenbrock, 3)?;
/// assert_eq!(valley.minimum_position(), [1.0, 1.0, 1.0]);
/// assert_eq!(valley.value(valley.minimum_position()), 0.0);
/// assert_eq!(valley.value(&[0.0, 0.0, 0.0]), 2.0);
/// # Ok::<(), davylamp_optim::OptimError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct TestProblem {
    function: TestFunction,
    lower: Vec<f64>,
    upper: Vec<f64>,
    minimum: Vec<f64>,
}

impl TestProblem {
    /// The function of `dim` unknowns.
    ///
    /// # Errors
    /// [`OptimError::CountOutOfRange`] for another number of unknowns than the function
    /// [allows](TestFunction::allows).
    pub fn new(function: TestFunction, dim: usize) -> Result<Self, OptimError> {
        let (least, most) = function.range_of_unknowns();
        check_count("unknowns", dim, least, most)?;
        let (lower, upper) = (0..dim).map(|j| function.range(j)).unzip();
        Ok(Self {
            function,
            lower,
            upper,
            minimum: (0..dim).map(|j| function.minimum(j)).collect(),
        })
    }

    /// Which function it is.
    #[must_use]
    pub fn function(&self) -> TestFunction {
        self.function
    }

    /// Where its minimum is, or one of them.
    #[must_use]
    pub fn minimum_position(&self) -> &[f64] {
        &self.minimum
    }

    /// Its value there.
    #[must_use]
    pub fn minimum_value(&self) -> f64 {
        self.function.minimum_value(self.minimum.len())
    }
}

impl Objective for TestProblem {
    fn lower(&self) -> &[f64] {
        &self.lower
    }

    fn upper(&self) -> &[f64] {
        &self.upper
    }

    fn value(&self, x: &[f64]) -> f64 {
        self.function.value(x)
    }
}
