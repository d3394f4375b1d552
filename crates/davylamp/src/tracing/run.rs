//! One run: from readings and a scene to an estimate.

use davylamp_optim::{Bounds, Method, Minimizer};
use davylamp_plume::{GaussianPlume, StabilityClass};
use davylamp_trace::{
    Case, Ellipse, EnsembleSettings, Epoch, ErrorModel, Fit, Misfit, Posterior, ProjectedMisfit,
    Readings, ReadingsCsv, SearchBox, Source, ensemble, polish, posterior, search, sources,
};

use super::{DensityMap, Finding, TraceOptions, Traced, TracedSource, ridge, warnings};
use crate::RunError;
use crate::epochs::Grouped;
use crate::scene::{Background, ClassOrigin, MisfitName, ModelError, Scene, Stability};

/// Evaluations that a named optimizer may spend before the polish.
const MAX_EVALUATIONS: usize = 5_000;

/// Probability that the ellipse and the interval of the rate claim.
const LEVEL: f64 = 0.9;

/// The 95 % quantile of the normal distribution, for the central 90 %.
const QUANTILE_95: f64 = 1.644_853_626_951_472_7;

/// The additive error of exact readings where the scene gives none, as a share of the greatest.
const EXACT_SHARE: f64 = 1e-3;

/// The relative error of readings in exact air where the scene gives none: that of a good sensor.
const EXACT_RELATIVE: f64 = 0.1;

/// The floor of the logarithmic misfit where the scene gives none, as a share of the greatest
/// reading.
const FLOOR_SHARE: f64 = 1e-3;

impl Traced {
    /// Traces the source of readings in the air of a scene.
    ///
    /// # Errors
    /// [`RunError`] for readings without wind or in calm air, a scene that contradicts itself, or
    /// readings that show no gas.
    pub fn new(
        parsed: &ReadingsCsv,
        scene: &Scene,
        options: &TraceOptions,
    ) -> Result<Self, RunError> {
        let grouped = Grouped::new(parsed, scene)?;
        let (background, said) = background(&grouped, scene)?;
        let run = Run { grouped: &grouped, scene, options, background };
        let mut traced = run.best_class()?;
        let mut notes = warnings::about_input(parsed, &grouped, scene, traced.stability);
        notes.extend(said);
        notes.append(&mut traced.warnings);
        traced.warnings = notes;
        Ok(traced)
    }
}

/// Concentration without the leak (kg/m³), and what to say about it.
fn background(grouped: &Grouped, scene: &Scene) -> Result<(f64, Option<String>), RunError> {
    let gas = scene.gas_or_default();
    let known = |ppm: f64| -> Result<f64, RunError> {
        Ok(scene.ambient()?.density_of_ppm(scene.molar_mass(), ppm))
    };
    let methane = scene.named_gas() == Some(davylamp_plume::Gas::Methane);
    match (gas.background_ppm, gas.background_kg_m3) {
        (Some(Background::Known(ppm)), _) => Ok((known(ppm)?, None)),
        (_, Some(Background::Known(density))) => Ok((density, None)),
        (None, None) if !methane => Ok((0.0, None)),
        _ => {
            let mut sorted: Vec<f64> = grouped.readings.iter().map(|r| r.concentration).collect();
            sorted.sort_by(f64::total_cmp);
            let tenth = sorted.get(sorted.len() / 10).copied().unwrap_or(0.0);
            Ok((tenth, Some(warnings::about_background(tenth, sorted.len()))))
        }
    }
}

struct Run<'a> {
    grouped: &'a Grouped,
    scene: &'a Scene,
    options: &'a TraceOptions,
    background: f64,
}

impl Run<'_> {
    /// The estimate in the class of the scene, or in the one that fits best.
    fn best_class(&self) -> Result<Traced, RunError> {
        let classes = &self.scene.search.classes;
        if classes.is_empty() {
            return Ok(self.in_class(None)?.0);
        }
        let mut best: Option<(Traced, f64)> = None;
        let mut evaluations = 0;
        for class in classes {
            let (traced, score) = self.in_class(Some(*class))?;
            evaluations += traced.evaluations;
            if best.as_ref().is_none_or(|(_, most)| score > *most) {
                best = Some((traced, score));
            }
        }
        let (mut traced, _) = best.ok_or(davylamp_trace::TraceError::OutOfReach)?;
        traced.evaluations = evaluations;
        Ok(traced)
    }

    /// The estimate in one class, and how well the class explains the readings.
    fn in_class(&self, class: Option<StabilityClass>) -> Result<(Traced, f64), RunError> {
        let (plumes, stability) = self.plumes(class)?;
        let case = self.case(&plumes)?;
        let model = self.error_model(&case);
        let objective = ProjectedMisfit::new(&case, self.misfit(&case, &model)?);
        let (fit, evaluations) = self.fit(&objective)?;
        let posterior =
            self.options.posterior.then(|| self.posterior(&case, &model, &fit)).transpose()?;
        let score = posterior.as_ref().and_then(|p| p.log_evidence).unwrap_or(-fit.misfit);
        let model_error = self.scene.noise.model_error;
        let finding = finding(&objective, &plumes, &fit, posterior.as_ref(), model_error);
        let predicted = match (&finding, &posterior, model_error) {
            (Finding::Sources(_), Some(posterior), ModelError::Field) => {
                posterior.predicted.clone()
            }
            _ => fit.predicted.clone(),
        };
        let mut traced = Traced {
            finding,
            misfit: fit.misfit,
            evaluations,
            optimizer: self.options.method.map_or("projected", Method::name).to_owned(),
            seed: self.options.seed,
            stability,
            background: self.background,
            wind_turn_deg: posterior.as_ref().map_or(fit.wind_turn, |p| p.wind_turn).to_degrees(),
            warnings: warnings::about_estimate(&case, &fit, posterior.as_ref()),
            density: posterior.map(|p| DensityMap { x: p.x, y: p.y, density: p.density }),
            readings: self.grouped.readings.clone(),
            sensors: self.grouped.sensors.clone(),
            predicted,
            plumes,
            map: self.scene.map,
        };
        self.add_sources(&mut traced, &case, &model)?;
        Ok((traced, score))
    }

    /// The posterior: by quadrature where the height is known, else by an ensemble.
    fn posterior(
        &self,
        case: &Case<'_>,
        model: &ErrorModel,
        fit: &Fit,
    ) -> Result<Posterior, RunError> {
        let [lowest, highest] = case.bounds().height;
        Ok(if lowest < highest {
            ensemble(case, model, fit.source, &EnsembleSettings::new(self.options.seed))?
        } else {
            posterior(case, model, fit.source)?
        })
    }

    /// Puts several sources in the place of one, where they may be and explain more.
    fn add_sources(
        &self,
        traced: &mut Traced,
        case: &Case<'_>,
        model: &ErrorModel,
    ) -> Result<(), RunError> {
        let most = self.options.max_sources.unwrap_or(self.scene.search.max_sources);
        let (true, [first]) = (most > 1, traced.sources()) else { return Ok(()) };
        let first = Source { position: first.position, rate: first.rate };
        let set = sources(case, model, first, most)?;
        traced.evaluations += set.evaluations;
        if set.sources.len() < 2 {
            return Ok(());
        }
        let determined = set.sources.iter().zip(&set.covariances);
        let found: Option<Vec<TracedSource>> = determined
            .map(|(source, covariance)| covariance.map(|c| local_source(*source, c)))
            .collect();
        match found {
            Some(found) => {
                traced.finding = Finding::Sources(found);
                traced.predicted = set.predicted;
                // It was that of one source.
                traced.density = None;
            }
            None => traced.warnings.push(warnings::about_sources(set.sources.len())),
        }
        Ok(())
    }

    /// One plume a group, and the class of the first.
    fn plumes(
        &self,
        class: Option<StabilityClass>,
    ) -> Result<(Vec<GaussianPlume>, Stability), RunError> {
        let stability = |speed: f64| match class {
            Some(class) => Ok(Stability { class, origin: ClassOrigin::BestFit }),
            None => self.scene.stability(speed),
        };
        let groups = &self.grouped.groups;
        let first = stability(groups[0].wind.speed)?;
        let plumes = groups.iter().map(|group| {
            let class = stability(group.wind.speed)?.class;
            self.scene.plume(group.wind, class, group.averaging_time)
        });
        Ok((plumes.collect::<Result<_, _>>()?, first))
    }

    fn case(&self, plumes: &[GaussianPlume]) -> Result<Case<'static>, RunError> {
        let readings = Readings::new(self.grouped.readings.clone())?;
        let search = &self.scene.search;
        let around = SearchBox::around(&readings, self.scene.source.height);
        let bounds = SearchBox {
            x: search.x.unwrap_or(around.x),
            y: search.y.unwrap_or(around.y),
            height: search.height.unwrap_or(around.height),
            wind_turn_max: search.wind_turn_max_deg.to_radians(),
            rate_max: search.rate_max,
        };
        let epochs = self.grouped.groups.iter().zip(plumes);
        let epochs = epochs
            .map(|(group, plume)| Epoch { air: Box::new(*plume), readings: group.readings.clone() })
            .collect();
        Ok(Case::new(readings, epochs, bounds, self.background)?)
    }

    /// How wrong air and sensors may be.
    fn error_model(&self, case: &Case<'_>) -> ErrorModel {
        let noise = &self.scene.noise;
        let greatest = case.readings().max_concentration();
        let model = match noise.model_error {
            ModelError::Field => ErrorModel::field(),
            ModelError::None => ErrorModel::exact_air(EXACT_SHARE * greatest, EXACT_RELATIVE),
        };
        let model = noise.relative.map_or(model, |relative| model.with_relative(relative));
        noise.additive.map_or(model, |additive| model.with_additive(additive))
    }

    fn misfit(&self, case: &Case<'_>, model: &ErrorModel) -> Result<Misfit, RunError> {
        let greatest = case.readings().max_concentration();
        let noise = &self.scene.noise;
        Ok(match noise.misfit {
            MisfitName::Likelihood => Misfit::Likelihood(model.noise(case)?),
            MisfitName::Linear => Misfit::Linear,
            MisfitName::SquareRoot => Misfit::SquareRoot,
            MisfitName::Logarithmic => {
                Misfit::Logarithmic { floor: noise.floor.unwrap_or(FLOOR_SHARE * greatest) }
            }
        })
    }

    /// The best source, and the evaluations that it took to find.
    fn fit(&self, objective: &ProjectedMisfit<'_>) -> Result<(Fit, usize), RunError> {
        let Some(method) = self.options.method else {
            let fit = search(objective)?;
            let evaluations = fit.evaluations;
            return Ok((fit, evaluations));
        };
        let bounds = Bounds::of(objective)?;
        let mut optimizer = method.build(&bounds, MAX_EVALUATIONS, self.options.seed)?;
        let found = Minimizer::new()
            .max_evaluations(MAX_EVALUATIONS)
            .minimize(objective, optimizer.as_mut())?;
        let fit = polish(objective, &found.x)?;
        let evaluations = found.evaluations + fit.evaluations;
        Ok((fit, evaluations))
    }
}

/// What fit and posterior tell together.
fn finding(
    objective: &ProjectedMisfit<'_>,
    plumes: &[GaussianPlume],
    fit: &Fit,
    posterior: Option<&Posterior>,
    model_error: ModelError,
) -> Finding {
    let case = objective.case();
    let enough = case.readings().as_slice().len() >= case.unknowns();
    let local = fit.covariance.filter(|_| enough && fit.is_determined());
    let (true, Some(covariance)) = (local.is_some(), posterior.map(|p| p.covariance).or(local))
    else {
        let strongest = case
            .readings()
            .as_slice()
            .iter()
            .enumerate()
            .max_by(|a, b| a.1.concentration.total_cmp(&b.1.concentration));
        let (index, place) = strongest.map_or((0, [0.0; 3]), |(i, r)| (i, r.position));
        let epoch = case.epochs().iter().position(|e| e.readings.contains(&index)).unwrap_or(0);
        return Finding::Ridge {
            points: ridge::ridge(objective, plumes[epoch].downwind(), [place[0], place[1]]),
            covariance: posterior.map(|p| p.covariance),
            ellipse: posterior.map(|p| p.ellipse(LEVEL)),
        };
    };
    // In exact air the polished fit is the most probable source, to more digits than a grid gives.
    let source = match (posterior, model_error) {
        (Some(posterior), ModelError::Field) => posterior.best,
        _ => fit.source,
    };
    let mut found = local_source(source, covariance);
    if let Some(posterior) = posterior {
        found.ellipse = posterior.ellipse(LEVEL);
        found.rate_interval = posterior.rate_interval;
    }
    Finding::Sources(vec![found])
}

/// A source with the region and the interval that its covariance makes: normal in the place and in
/// the logarithm of the rate.
fn local_source(source: Source, covariance: [[f64; 3]; 3]) -> TracedSource {
    let (position, rate) = (source.position, source.rate);
    let [[xx, xy, _], [_, yy, _], [.., qq]] = covariance;
    let center = [position[0], position[1]];
    let ellipse = Ellipse::from_covariance(center, [[xx, xy], [xy, yy]], LEVEL);
    let spread = QUANTILE_95 * qq.sqrt() / rate;
    let rate_interval = [-spread, spread].map(|log| rate * log.exp());
    TracedSource { position, rate, rate_interval, covariance, ellipse }
}
