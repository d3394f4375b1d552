//! `davylamp dataset verify`

use std::fmt::Write as _;
use std::path::Path;

use davylamp::store::{Plan, Report, Store};
use serde_json::{Value, json};

use super::VerifyArgs;
use super::made::{self, Order, Subject};
use super::share::Share;
use crate::failure::Failure;
use crate::output;

pub(crate) fn run(args: &VerifyArgs) -> Result<(), Failure> {
    let store = Store::open(&args.set).map_err(|error| Failure::Input(error.to_string()))?;
    let report = store.verify().map_err(|error| made::failure(&error))?;
    let repaired = args.repair && !report.is_whole();
    if repaired {
        repair(args, store.plan())?;
    }
    if args.json {
        output::print_json(&object(&report, repaired))?;
    } else {
        output::print(&table(&report, store.plan(), repaired))?;
    }
    if report.is_whole() || repaired {
        Ok(())
    } else {
        let set = args.set.display();
        Err(Failure::Work(format!("{set} is not whole: --repair makes what is damaged or missing")))
    }
}

/// Makes again what the manifest describes.
fn repair(args: &VerifyArgs, plan: &Plan) -> Result<(), Failure> {
    let folder = args.grids.as_deref().unwrap_or(Path::new(""));
    let subject = Subject::new(&plan.config, folder, Some(plan.samples))
        .map_err(|error| Failure::in_file(&args.set, error))?;
    let order = Order {
        out: &args.set,
        share: Share::default(),
        jobs: made::jobs(args.jobs),
        shard_size: plan.shard_size,
    };
    made::fill(&subject, &order).map(|_| ())
}

fn object(report: &Report, repaired: bool) -> Value {
    let files = |damage: &davylamp::store::Damage| {
        let paths = damage.faults.iter().map(|fault| json!(fault.path));
        json!({ "shard": damage.shard, "files": paths.collect::<Vec<_>>() })
    };
    json!({
        "shards": report.shards, "good": report.good, "missing": report.missing,
        "damaged": report.damaged.iter().map(files).collect::<Vec<_>>(), "repaired": repaired,
    })
}

fn table(report: &Report, plan: &Plan, repaired: bool) -> String {
    let mut text = format!(
        "Set      {} samples in {} shards: {} whole, {} damaged, {} missing\n",
        plan.samples,
        report.shards,
        report.good,
        report.damaged.len(),
        report.missing.len(),
    );
    // Writing to a string cannot fail.
    for damage in &report.damaged {
        for fault in &damage.faults {
            let state = if fault.exists { "damaged" } else { "gone" };
            let _ = writeln!(text, "Damaged  {} is {state}", fault.path.display());
        }
    }
    if let (Some(first), Some(last)) = (report.missing.first(), report.missing.last()) {
        let _ = writeln!(text, "Missing  shards between {first} and {last}");
    }
    if repaired {
        text.push_str("Repaired: what was damaged or missing is made again\n");
    }
    text
}
