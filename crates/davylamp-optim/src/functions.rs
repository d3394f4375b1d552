use crate::OptimError;
use crate::error::check_count;
use davylamp_traits::Objective;
use std::f64::consts::{E, TAU};

/// The six standard test functions of Xia et al. (2022), Table 6; each has the minimum 0.
///
/// # References
/// Xia, Z. et al. (2022), Sensors 22(1):71, <https://doi.org/10.3390/s22010071>, Table 6, whose
/// ranges these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum TestFunction {
    /// $\sum x_i^2$ on $|x_i| \le 100$, minimum at 0: a bowl.
    Sphere,
    /// $\sum_{i<n} 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2$ on $|x_i| \le 50$, minimum at 1: a bent
    /// valley. At least two unknowns.
    Rosenbrock,
    /// $\sum x_i^2 - 10 \cos 2\pi x_i + 10$ on $|x_i| \le 50$, minimum at 0: a bowl of deep dents.
    Rastrigin,
    /// $\sum x_i^2/4000 - \prod \cos(x_i/\sqrt{i}) + 1$ on $|x_i| \le 30$, minimum at 0.
    Griewank,
    /// $0.5 + (\sin^2\sqrt{\sum x_i^2} - 0.5)/(1 + 0.001 \sum x_i^2)^2$ on $|x_i| \le 100$, minimum
    /// at 0: rings around it.
    Schaffer,
    /// $20 + e - 20 e^{-0.2\sqrt{\sum x_i^2/n}} - e^{\sum \cos(2\pi x_i)/n}$ on $|x_i| \le 30$,
    /// minimum at 0: a funnel in a plain of dents.
    Ackley,
}

impl TestFunction {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Sphere,
        Self::Rosenbrock,
        Self::Rastrigin,
        Self::Griewank,
        Self::Schaffer,
        Self::Ackley,
    ];

    /// Half the width of the box, whose middle is 0.
    fn reach(self) -> f64 {
        match self {
            Self::Sphere | Self::Schaffer => 100.0,
            Self::Rosenbrock | Self::Rastrigin => 50.0,
            Self::Griewank | Self::Ackley => 30.0,
        }
    }

    fn value(self, x: &[f64]) -> f64 {
        let n = x.len() as f64;
        let squares = || x.iter().map(|x| x * x).sum::<f64>();
        match self {
            Self::Sphere => squares(),
            Self::Rosenbrock => x
                .windows(2)
                .map(|x| 100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2))
                .sum(),
            Self::Rastrigin => x.iter().map(|x| x * x + 10.0 * (1.0 - (TAU * x).cos())).sum(),
            Self::Griewank => {
                let product: f64 =
                    (1_u32..).zip(x).map(|(i, x)| (x / f64::from(i).sqrt()).cos()).product();
                squares() / 4000.0 + (1.0 - product)
            }
            Self::Schaffer => {
                let r2 = squares();
                0.5 + (r2.sqrt().sin().powi(2) - 0.5) / (1.0 + 0.001 * r2).powi(2)
            }
            Self::Ackley => {
                let cosines = x.iter().map(|x| (TAU * x).cos()).sum::<f64>() / n;
                20.0 * (1.0 - (-0.2 * (squares() / n).sqrt()).exp()) + (E - cosines.exp())
            }
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
    /// [`OptimError::CountOutOfRange`] without unknowns, or with fewer than two for
    /// [`TestFunction::Rosenbrock`].
    pub fn new(function: TestFunction, dim: usize) -> Result<Self, OptimError> {
        let rosenbrock = function == TestFunction::Rosenbrock;
        check_count("unknowns", dim, 1 + usize::from(rosenbrock), crate::bounds::MAX_UNKNOWNS)?;
        Ok(Self {
            function,
            lower: vec![-function.reach(); dim],
            upper: vec![function.reach(); dim],
            minimum: vec![f64::from(u8::from(rosenbrock)); dim],
        })
    }

    /// Which function it is.
    #[must_use]
    pub fn function(&self) -> TestFunction {
        self.function
    }

    /// Where its minimum is.
    #[must_use]
    pub fn minimum_position(&self) -> &[f64] {
        &self.minimum
    }

    /// Its value there: 0.
    #[must_use]
    pub fn minimum_value(&self) -> f64 {
        0.0
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
