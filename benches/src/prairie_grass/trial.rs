//! One trace of one draw, and how far it was from the truth.

use anyhow::Result;
use davylamp::plume::DispersionCurves;
use davylamp::trace::{
    Case, Ellipse, Epoch, ErrorModel, Misfit, ProjectedMisfit, Reading, Readings, SearchBox,
    posterior, search,
};

use super::arcs::plume;
use super::network::Draw;
use super::tables::Run;

/// How to trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// The tracer as it is by default: the error of the air in the likelihood, posterior by
    /// quadrature.
    Davylamp,
    /// The least sum of squared differences, and the covariance of the linearised model.
    LeastSquares,
}

/// An estimate beside the truth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trial {
    /// How far downwind of the source the estimate lies, m.
    pub downwind: f64,
    /// How far to the left of the wind, m.
    pub crosswind: f64,
    /// Estimated rate over the true one.
    pub rate_ratio: f64,
    /// Whether the 50 % ellipse holds the source.
    pub within_half: bool,
    /// Whether the 90 % ellipse holds the source.
    pub within_ninety: bool,
}

impl Trial {
    /// Distance from the source, m.
    #[must_use]
    pub fn place_error(&self) -> f64 {
        self.downwind.hypot(self.crosswind)
    }

    /// What counts where the tracer gave no answer: as wrong as can be.
    const FAILED: Self = Self {
        downwind: f64::INFINITY,
        crosswind: f64::INFINITY,
        rate_ratio: f64::INFINITY,
        within_half: false,
        within_ninety: false,
    };
}

/// Place, rate, and the two ellipses.
type Answer = ([f64; 2], f64, [Option<Ellipse>; 2]);

/// Traces a draw; the source of the experiment is at the origin.
///
/// # Errors
/// What the plume refuses. A tracer that finds nothing is not an error, but as wrong as can be.
pub fn trial(run: &Run, draw: &Draw, method: Method) -> Result<Trial> {
    let plume = plume(run, DispersionCurves::BriggsRural)?;
    let readings: Vec<Reading> =
        draw.samplers.iter().map(|s| Reading::new(s.position, s.concentration)).collect();
    let epoch = Epoch { air: Box::new(plume), readings: 0..readings.len() };
    let bounds = SearchBox {
        x: draw.bounds[0],
        y: draw.bounds[1],
        height: [run.height; 2],
        wind_turn_max: 0.0,
        rate_max: f64::INFINITY,
    };
    let answer = Readings::new(readings)
        .and_then(|readings| Case::new(readings, vec![epoch], bounds, 0.0))
        .map_err(anyhow::Error::from)
        .and_then(|case| answer(&case, method));
    let Ok(([x, y], rate, ellipses)) = answer else { return Ok(Trial::FAILED) };
    let [east, north] = plume.downwind();
    let [within_half, within_ninety] =
        ellipses.map(|ellipse| ellipse.is_some_and(|e| e.contains([0.0, 0.0])));
    Ok(Trial {
        downwind: x * east + y * north,
        crosswind: y * east - x * north,
        rate_ratio: rate / run.rate,
        within_half,
        within_ninety,
    })
}

fn answer(case: &Case<'_>, method: Method) -> Result<Answer> {
    const LEVELS: [f64; 2] = [0.5, 0.9];
    let fitted = |misfit| search(&ProjectedMisfit::new(case, misfit));
    let place = |position: [f64; 3]| [position[0], position[1]];
    Ok(match method {
        Method::LeastSquares => {
            let fit = fitted(Misfit::Linear)?;
            let center = place(fit.source.position);
            let ellipses = LEVELS.map(|level| {
                fit.covariance.map(|[[xx, xy, _], [_, yy, _], _]| {
                    Ellipse::from_covariance(center, [[xx, xy], [xy, yy]], level)
                })
            });
            (center, fit.source.rate, ellipses)
        }
        Method::Davylamp => {
            let model = ErrorModel::field();
            let fit = fitted(Misfit::Likelihood(model.noise(case)?))?;
            let found = posterior(case, &model, fit.source)?;
            let ellipses = LEVELS.map(|level| Some(found.ellipse(level)));
            (place(found.best.position), found.best.rate, ellipses)
        }
    })
}
