//! All runs that the page needs.

use anyhow::Result;
use davylamp::optim::{Method, OmoSettings};

use super::ledger::Ledger;
use super::paper::{BY_ITERATIONS, BY_NOISE, BY_POPULATION, BY_SPEED, PARKS, PRECISION, RIVALS};
use super::runs::{BUDGET, Contender, Run, SMALL_BUDGET, Setting};
use super::sweep::{self, Sweep};

/// Runs and whose they are.
pub type Named = (String, Vec<Run>);

/// The runs behind the tables.
#[derive(Debug)]
pub struct Results {
    /// Runs of each cell.
    pub count: u64,
    /// OMO with 16, 9 and 4 sensors.
    pub qualitative: Vec<Vec<Run>>,
    /// OMO stopped at a precision.
    pub stopped: Vec<Run>,
    /// By the number of predators.
    pub by_population: Vec<Vec<Run>>,
    /// By the number of iterations.
    pub by_iterations: Vec<Vec<Run>>,
    /// By SH and SR.
    pub by_speed: Vec<Vec<Run>>,
    /// The whole square of SH and SR.
    pub sweep: Sweep,
    /// By noise.
    pub by_noise: Vec<Vec<Run>>,
    /// The paper's ten methods at its settings, `[park][method]`.
    pub rivals: Vec<Vec<Vec<Run>>>,
    /// The same at equal evaluations.
    pub rivals_equal: Vec<Vec<Vec<Run>>>,
    /// The modern field, `[budget][park]`, each with its names.
    pub modern: Vec<Vec<Vec<Named>>>,
}

/// Runs of OMO on each park, also in a quick look: twenty batches of fifty.
pub const OF_OMO: u64 = 1000;

/// The budgets of the modern field.
pub const BUDGETS: [usize; 2] = [BUDGET, SMALL_BUDGET];

/// Who is compared with OMO at equal evaluations.
fn field(budget: usize) -> [Contender; 8] {
    [
        Contender::Default(Method::Omo, budget),
        Contender::Default(Method::De, budget),
        Contender::Default(Method::LShade, budget),
        Contender::Default(Method::CmaEs, budget),
        Contender::Default(Method::NelderMead, budget),
        Contender::Default(Method::Pso, budget),
        Contender::PolishedDe(budget),
        Contender::Projected,
    ]
}

impl Results {
    /// Computes what the ledger does not have: `count` runs of each cell, and a sweep of `side` by
    /// `side` speeds.
    ///
    /// # Errors
    /// What a run refuses, or the ledger.
    pub fn compute(count: u64, side: usize, ledger: &Ledger) -> Result<Self> {
        let part_of = |count: u64, name: String, contender: &Contender, setting| {
            ledger.part(&format!("{name}-{count}"), || contender.runs(setting, count))
        };
        let part =
            |name: String, contender: &Contender, setting| part_of(count, name, contender, setting);
        let sixteen = Setting::quiet(4);
        let omo = |settings| Contender::Omo(settings, None);
        let default = OmoSettings::default;
        let mut qualitative = Vec::new();
        let mut rivals = Vec::new();
        let mut rivals_equal = Vec::new();
        for cells in PARKS {
            let sensors = cells * cells;
            let name = format!("omo-{sensors}");
            qualitative.push(part_of(OF_OMO, name, &omo(default()), Setting::quiet(cells))?);
            let all = |kind: &str, contender: &dyn Fn(Method) -> Contender| -> Result<Vec<_>> {
                let one = |method: Method| {
                    let name = format!("{kind}-{sensors}-{method}");
                    part(name, &contender(method), Setting::quiet(cells))
                };
                RIVALS.into_iter().map(one).collect()
            };
            rivals.push(all("rival", &|method| match method {
                Method::Omo => omo(default()),
                other => Contender::Paper(other),
            })?);
            rivals_equal.push(all("equal", &|method| match method {
                Method::Omo => Contender::Default(Method::Omo, BUDGET),
                other => Contender::PaperFor(other, BUDGET),
            })?);
        }
        let by_population = BY_POPULATION.into_iter().map(|(population, ..)| {
            let settings = default().with_population(population);
            part(format!("population-{population}"), &omo(settings), sixteen)
        });
        let by_iterations = BY_ITERATIONS.into_iter().map(|(iterations, ..)| {
            let settings = default().with_iterations(iterations);
            part(format!("iterations-{iterations}"), &omo(settings), sixteen)
        });
        let by_speed = BY_SPEED.into_iter().map(|(sh, sr, _)| {
            part(format!("speed-{sh}-{sr}"), &omo(sweep::settings(sh, sr)), sixteen)
        });
        let by_noise = BY_NOISE.into_iter().map(|(snr_db, ..)| {
            let setting = Setting { cells: 4, snr_db: Some(snr_db) };
            part(format!("noise-{snr_db}"), &omo(default().with_sh(4.0).with_sr(6.0)), setting)
        });
        let modern = BUDGETS.into_iter().map(|budget| {
            let of_park = |cells: u32| {
                let one = |contender: Contender| {
                    let name = contender.name();
                    let file =
                        format!("modern-{budget}-{}-{}", cells * cells, name.replace(' ', "-"));
                    Ok((name, part(file, &contender, Setting::quiet(cells))?))
                };
                field(budget).into_iter().map(one).collect::<Result<Vec<_>>>()
            };
            PARKS.into_iter().map(of_park).collect::<Result<Vec<_>>>()
        });
        Ok(Self {
            count,
            qualitative,
            stopped: part(
                "stopped".to_owned(),
                &Contender::Omo(default(), Some(PRECISION)),
                sixteen,
            )?,
            by_population: by_population.collect::<Result<_>>()?,
            by_iterations: by_iterations.collect::<Result<_>>()?,
            by_speed: by_speed.collect::<Result<_>>()?,
            sweep: Sweep::run(side, ledger)?,
            by_noise: by_noise.collect::<Result<_>>()?,
            modern: modern.collect::<Result<_>>()?,
            rivals,
            rivals_equal,
        })
    }
}
