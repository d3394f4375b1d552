//! `davylamp dataset verify`

use std::fmt::Write as _;

use davylamp::store::{Plan, Report, Store};
use serde_json::{Value, json};

use super::VerifyArgs;
use super::kind::Kind;
use super::made::{self, Order};
use super::share::Share;
use crate::failure::Failure;
use crate::output;

pub(crate) fn run(args: &VerifyArgs) -> Result<(), Failure> {
    let store = Store::open(&args.set).map_err(|error| Failure::Input(error.to_string()))?;
    let kind = if args.repair { Some(kind(args, store.plan())?) } else { None };
    let report = store.verify().map_err(|error| made::failure(&error))?;
    let mut repaired = false;
    if let Some(kind) = kind.filter(|_| !report.is_whole()) {
        let order = Order { out: &args.set, share: Share::default(), jobs: made::jobs(args.jobs) };
        kind.fill(store.plan(), args.grids.as_deref(), &order)?;
        repaired = true;
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

/// What can make it again.
fn kind(args: &VerifyArgs, plan: &Plan) -> Result<Kind, Failure> {
    let kind = Kind::of(plan, &args.set)?;
    if let (Kind::Room, Some(grids)) = (kind, &args.grids) {
        let words = format!("--grids {}: a room has no grids", grids.display());
        return Err(Failure::Input(words));
    }
    Ok(kind)
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
