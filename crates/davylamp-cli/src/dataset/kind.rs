//! The kinds of sets.

use std::path::Path;

use davylamp::store::Plan;
use davylamp::{indoors, underground};

use super::made::Order;
use super::{room, seismic};
use crate::failure::Failure;

/// What simulates a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Seismic,
    Room,
}

impl Kind {
    /// What a manifest says; `set` is its folder.
    pub(crate) fn of(plan: &Plan, set: &Path) -> Result<Self, Failure> {
        match plan.kind.as_str() {
            underground::KIND => Ok(Self::Seismic),
            indoors::KIND => Ok(Self::Room),
            other => {
                let known = [underground::KIND, indoors::KIND].join(", ");
                Err(Failure::in_file(
                    set,
                    format!("the kind of the set, {other:?}, is none of {known}"),
                ))
            }
        }
    }

    /// Makes what is missing of the set that a manifest describes.
    pub(crate) fn fill(
        self,
        plan: &Plan,
        grids: Option<&Path>,
        order: &Order<'_>,
    ) -> Result<(), Failure> {
        let refuse = |error: String| Failure::in_file(order.out, error);
        match self {
            Self::Seismic => {
                let folder = grids.unwrap_or(Path::new(""));
                let subject = seismic::Subject::new(&plan.config, folder, Some(plan.samples))
                    .map_err(|error| refuse(error.to_string()))?;
                seismic::fill(&subject, plan.shard_size, order).map(|_| ())
            }
            Self::Room => {
                let samples = room::samples(&plan.config, plan.seed, plan.samples)
                    .map_err(|error| refuse(error.to_string()))?;
                room::fill(&plan.config, &samples, plan.shard_size, order).map(|_| ())
            }
        }
    }

    /// Draws the first samples of a finished set: `samples.png` in its folder.
    pub(crate) fn picture(self, set: &Path, plan: &Plan) -> Result<(), Failure> {
        match self {
            Self::Seismic => seismic::picture(set, plan),
            Self::Room => room::picture(set),
        }
    }
}
