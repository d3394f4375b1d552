//! Ten methods and more beside each other: tables 16 to 18, and at equal evaluations.

use std::fmt::Write;

use super::super::paper::{BY_NOISE, BY_SPEED, COMPARISON, PARKS, RIVALS};
use super::super::results::{BUDGETS, Named, Results};
use super::super::runs::{BUDGET, Run};
use super::super::statistics::Misfits;
use super::{
    beside, evaluations, factor, means, near, quartiles, range, scientific, seconds, table,
    with_error,
};

/// Tables 16, 17 and 18.
pub(super) fn rivals(results: &Results) -> String {
    let mut text = "## Tables 16, 17 and 18: ten methods\n\n\
        Each at the settings of the paper's table 7, 30 individuals and 300 iterations; where the paper \
        does not say which method it is (genetic algorithm, annealing, pattern search), ours is named in \
        `davylamp-optim`. Annealing has the 9030 evaluations of a swarm, pattern search 300 polls of \
        six points. *Equal* is the geometric mean at equal evaluations, the "
        .to_owned();
    let _ = writeln!(text, "{BUDGET} of OMO, with the schedules that need a length as long.\n");
    for (k, cells) in PARKS.into_iter().enumerate() {
        let rows: Vec<_> = RIVALS
            .iter()
            .enumerate()
            .map(|(m, method)| {
                let (runs, printed) = (&results.rivals[k][m], COMPARISON[k][m]);
                let mut row = vec![method.to_string()];
                row.extend(beside(printed.misfit, runs));
                row.extend([
                    format!("{:.1} %", 100.0 * near(runs)),
                    evaluations(runs),
                    format!("{:.2}", 1e3 * seconds(runs)),
                    format!("{:.0}", 1e3 * printed.seconds / 50.0),
                    scientific(Misfits::of(&results.rivals_equal[k][m]).all),
                ]);
                row
            })
            .collect();
        let head = [
            "Method",
            "paper",
            "ours, 50 runs",
            "ours, all",
            "median [quartiles]",
            "batches: least, median, greatest",
            "paper within",
            "within 1 m",
            "evaluations",
            "ms a run",
            "paper's ms",
            "equal",
        ];
        let _ = writeln!(text, "### {} sensors\n\n{}", cells * cells, table(&head, &rows));
        let rows: Vec<_> = RIVALS
            .iter()
            .enumerate()
            .map(|(m, method)| {
                let (printed, ours) = (COMPARISON[k][m].estimate, means(&results.rivals[k][m]));
                let mut row = vec![method.to_string()];
                for (j, (paper, ours)) in printed.into_iter().zip(ours).enumerate() {
                    row.push(with_error(paper, j));
                    row.push(with_error(ours, j));
                }
                row
            })
            .collect();
        let head = ["Method", "paper: x0", "ours", "paper: y0", "ours", "paper: Q", "ours"];
        let _ = writeln!(
            text,
            "Place (m) and rate (kg/s), geometric means with their relative errors:\n\n{}",
            table(&head, &rows)
        );
    }
    text
}

/// The best methods known, with as many evaluations as OMO.
pub(super) fn modern(results: &Results) -> String {
    let mut text = "## At equal evaluations\n\n\
        OMO beside methods that were not compared with it, each at its authors' defaults (OMO at the \
        paper's settings, its schedule as long as the evaluations allow): differential evolution (`de`), \
        L-SHADE, CMA-ES with BIPOP restarts, the Nelder-Mead simplex started again and again, a particle \
        swarm with constriction, differential evolution polished by a simplex and started four times \
        or more, and the projected search of `davylamp-trace`, which solves for the rate in closed form, \
        and ends by itself.\n\n"
        .to_owned();
    for (budget, parks) in BUDGETS.iter().zip(&results.modern) {
        let mut head = vec!["Method".to_owned()];
        for cells in PARKS {
            head.push(format!("{} sensors: misfit", cells * cells));
            head.push("median [quartiles]".to_owned());
            head.push("within 1 m".to_owned());
            head.push("evaluations".to_owned());
        }
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        let rows: Vec<_> = (0..parks[0].len())
            .map(|m| {
                let mut row = vec![parks[0][m].0.clone()];
                for park in parks {
                    let runs = &park[m].1;
                    let ours = Misfits::of(runs);
                    row.push(scientific(ours.all));
                    row.push(quartiles(&ours));
                    row.push(format!("{:.1} %", 100.0 * near(runs)));
                    row.push(evaluations(runs));
                }
                row
            })
            .collect();
        let _ = writeln!(text, "### {budget} evaluations\n\n{}", table(&head, &rows));
        for (cells, park) in PARKS.iter().zip(parks) {
            let _ = writeln!(text, "{}\n", who_wins(cells * cells, park));
        }
    }
    text
}

/// Who is best by geometric mean and by share, and where OMO is.
fn who_wins(sensors: u32, park: &[Named]) -> String {
    let misfit = |runs: &[Run]| Misfits::of(runs).all;
    let mut by_misfit: Vec<_> = park.iter().map(|(name, runs)| (name, misfit(runs))).collect();
    by_misfit.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut by_share: Vec<_> = park.iter().map(|(name, runs)| (name, near(runs))).collect();
    by_share.sort_by(|a, b| b.1.total_cmp(&a.1));
    let place =
        |names: Vec<&String>| names.iter().position(|name| *name == "omo").map_or(0, |k| k + 1);
    let omo_misfit = by_misfit.iter().find(|(name, _)| *name == "omo").map_or(f64::NAN, |o| o.1);
    let omo_share = by_share.iter().find(|(name, _)| *name == "omo").map_or(f64::NAN, |o| o.1);
    format!(
        "{sensors} sensors: the least misfit is that of {} ({}), OMO is number {} of {} ({}); {} finds \
         the place most often ({:.1} % within 1 m), OMO is number {} ({:.1} %).",
        by_misfit[0].0,
        scientific(by_misfit[0].1),
        place(by_misfit.iter().map(|b| b.0).collect()),
        by_misfit.len(),
        factor(omo_misfit, by_misfit[0].1),
        by_share[0].0,
        100.0 * by_share[0].1,
        place(by_share.iter().map(|b| b.0).collect()),
        100.0 * omo_share
    )
}

/// What lies outside the range of our batches.
pub(super) fn not_reproduced(results: &Results) -> String {
    let mut rows = Vec::new();
    let mut note = |what: String, paper: f64, runs: &[Run]| {
        let ours = Misfits::of(runs);
        if !ours.hold(paper) {
            let better = if paper < ours.batches[0] { "paper lower" } else { "ours lower" };
            rows.push(vec![
                what,
                scientific(paper),
                scientific(ours.all),
                range(&ours),
                better.to_owned(),
                factor(paper, ours.all),
            ]);
        }
    };
    for ((sh, sr, paper), runs) in BY_SPEED.iter().zip(&results.by_speed) {
        note(format!("table 14, SH = {sh}, SR = {sr}"), *paper, runs);
    }
    for ((snr_db, _, paper), runs) in BY_NOISE.iter().zip(&results.by_noise) {
        note(format!("table 15, {snr_db} dB"), *paper, runs);
    }
    for (k, cells) in PARKS.into_iter().enumerate() {
        for (m, method) in RIVALS.iter().enumerate() {
            let what = format!("table {}, {} sensors, {method}", 16 + k, cells * cells);
            note(what, COMPARISON[k][m].misfit, &results.rivals[k][m]);
        }
    }
    for (name, printed, runs) in [
        ("table 12, N", &super::super::paper::BY_POPULATION[..], &results.by_population),
        ("table 13, T", &super::super::paper::BY_ITERATIONS[..], &results.by_iterations),
    ] {
        for ((size, paper, _), runs) in printed.iter().zip(runs) {
            note(format!("{name} = {size}"), *paper, runs);
        }
    }
    format!(
        "## What is not reproduced\n\nEvery misfit of tables 12 to 18 that lies outside the range of our \
         batches of fifty runs. The paper does not say which genetic algorithm, annealing and pattern \
         search it used, nor the limits of its particles' velocities, nor what `r = 0` means in its study \
         of the speeds; for those methods a difference tells nothing about either side. Harris hawks, grey \
         wolves, salps and whales are as their authors published them.\n\n{}\n",
        table(
            &[
                "Where",
                "paper",
                "ours, all",
                "batches: least, median, greatest",
                "",
                "between them"
            ],
            &rows
        )
    )
}
