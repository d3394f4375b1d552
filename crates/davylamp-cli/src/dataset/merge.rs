//! `davylamp dataset merge`

use std::fmt::Write as _;

use davylamp::store::Store;
use serde_json::json;

use super::kind::Kind;
use super::{MergeArgs, made};
use crate::failure::Failure;
use crate::output;

pub(crate) fn run(args: &MergeArgs) -> Result<(), Failure> {
    let failed = |error| made::failure(&error);
    let open = |folder| Store::open(folder).map_err(|error| Failure::Input(error.to_string()));
    // All of them are looked at before anything is written.
    let parts = args.parts.iter().map(|part| open(part)).collect::<Result<Vec<_>, _>>()?;
    let Some(first) = parts.first() else {
        return Err(Failure::Input("there is nothing to merge".to_owned()));
    };
    let plan = first.plan().clone();
    let kind = Kind::of(&plan, first.folder())?;
    let mut store = Store::create(&args.out, &plan).map_err(failed)?;
    let mut text = String::new();
    let (mut parts, mut finished) = (Vec::new(), store.is_finished());
    for part in &args.parts {
        let merged = store.merge(part).map_err(failed)?;
        finished = merged.finished;
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "Part     {}: {} shards taken, {} here before, {} damaged",
            part.display(),
            merged.taken,
            merged.present,
            merged.damaged.len()
        );
        parts.push(json!({
            "part": part, "taken": merged.taken, "present": merged.present,
            "damaged": merged.damaged.iter().map(|damage| damage.shard).collect::<Vec<_>>(),
        }));
    }
    if finished {
        kind.picture(&args.out, &plan)?;
    }
    let state = if finished { "finished" } else { "not finished: other parts are missing" };
    let _ = writeln!(text, "Set      {} samples in {}, {state}", plan.samples, args.out.display());
    if args.json {
        output::print_json(&json!({ "out": args.out, "parts": parts, "finished": finished }))
    } else {
        output::print(&text)
    }
}
