//! OMO by precision, size, speeds and noise: tables 11 to 15.

use super::super::paper::{
    BY_ITERATIONS, BY_NOISE, BY_POPULATION, BY_SPEED, PRECISION, QUALITATIVE, STOPPED,
};
use super::super::results::Results;
use super::super::runs::Run;
use super::super::statistics::{Misfits, quantile};
use super::{
    beside, estimates, evaluations, factor, means, near, quartiles, range, scientific, seconds,
    table, yes,
};

/// Table 11.
pub(super) fn stopped(results: &Results) -> String {
    let (ours, whole) = (Misfits::of(&results.stopped), &results.qualitative[0]);
    let count = |runs: &[Run]| runs.iter().map(|run| run.evaluations as f64).sum::<f64>();
    format!(
        "## Table 11: stopped at a precision\n\nOMO with 16 sensors, stopped as soon as the misfit is \
         {PRECISION:e} or less. Geometric mean of the misfit: paper {}, ours {} over 50 runs, {} over \
         all; batches {} (paper within: {}). It takes {:.3} of the evaluations of the whole run, {} on \
         average; the paper's time falls to {:.3}.\n\n{}\n",
        scientific(STOPPED.misfit),
        scientific(ours.fifty),
        scientific(ours.all),
        range(&ours),
        yes(ours.hold(STOPPED.misfit)),
        count(&results.stopped) / count(whole),
        evaluations(&results.stopped),
        STOPPED.seconds / QUALITATIVE[0].seconds,
        estimates(STOPPED.estimate, &results.stopped)
    )
}

/// Tables 12 and 13.
pub(super) fn by_size(results: &Results) -> String {
    let head = |first| {
        [
            first,
            "paper",
            "ours, 50 runs",
            "ours, all",
            "median [quartiles]",
            "batches: least, median, greatest",
            "paper within",
            "evaluations",
            "ms a run",
            "paper's ms",
        ]
    };
    let rows = |printed: &[(usize, f64, f64)], runs: &[Vec<Run>]| -> Vec<Vec<String>> {
        let row = |((size, paper, time), runs): (&(usize, f64, f64), &Vec<Run>)| {
            let mut row = vec![size.to_string()];
            row.extend(beside(*paper, runs));
            row.extend([
                evaluations(runs),
                format!("{:.2}", 1e3 * seconds(runs)),
                format!("{:.0}", 1e3 * time / 50.0),
            ]);
            row
        };
        printed.iter().zip(runs).map(row).collect()
    };
    format!(
        "## Table 12: by the number of predators\n\n300 iterations, 16 sensors.\n\n{}\n\
         ## Table 13: by the number of iterations\n\n30 predators, 16 sensors.\n\n{}\n",
        table(&head("N"), &rows(&BY_POPULATION, &results.by_population)),
        table(&head("T"), &rows(&BY_ITERATIONS, &results.by_iterations))
    )
}

/// Table 14 and the sweep.
pub(super) fn by_speed(results: &Results) -> String {
    let rows: Vec<_> = BY_SPEED
        .iter()
        .zip(&results.by_speed)
        .map(|((sh, sr, paper), runs)| {
            let ours = Misfits::of(runs);
            let (least, greatest) = extremes(runs);
            vec![
                sh.to_string(),
                sr.to_string(),
                scientific(*paper),
                scientific(ours.all),
                quartiles(&ours),
                range(&ours),
                yes(ours.hold(*paper)),
                format!("{}, {}", scientific(least), scientific(greatest)),
                format!(
                    "{:.1} %",
                    100.0 * runs.iter().filter(|run| run.misfit >= *paper).count() as f64
                        / runs.len() as f64
                ),
            ]
        })
        .collect();
    let sweep = &results.sweep;
    let ranked = sweep.ranked();
    let (side, pairs) = (sweep.speeds.len(), ranked.len());
    let bands = [(1, 60), (61, 200), (201, 500), (501, 1000)];
    let band_rows: Vec<_> = bands
        .into_iter()
        .map(|(low, high)| {
            let of = |transposed| {
                let found = sweep.within(low..=high, transposed);
                [0.25, 0.5, 0.75].map(|share| quantile(found.iter().copied(), share))
            };
            let cell = |[low, median, high]: [f64; 3]| {
                format!("{} [{}, {}]", scientific(median), scientific(low), scientific(high))
            };
            vec![format!("{low} to {high}"), cell(of(false)), cell(of(true))]
        })
        .collect();
    let tail = |share: f64| quantile(ranked.iter().map(|pair| pair.2), share);
    let (best, worst) = (ranked[0], ranked[pairs - 1]);
    format!(
        "## Table 14: by the speeds SH and SR\n\n20 predators, 100 iterations, 16 sensors. The paper \
         prints the best six and the worst six of a million pairs, one run each as it seems; a mean over \
         many runs of such a pair has no reason to be as extreme. The last columns say what single runs \
         of ours reach, and how many are no better than the number printed.\n\n{}\n\
         ### The whole square\n\n\
         Each of {side} by {side} speeds from 1 on, one run each, park and method drawn anew. The least \
         misfit is {} (SH = {}, SR = {}), the greatest {} (SH = {}, SR = {}); 1 % lie below {} and 1 % \
         above {}. Median and quartiles by bands of either speed:\n\n{}\n",
        table(
            &[
                "SH",
                "SR",
                "paper",
                "ours, all",
                "median [quartiles]",
                "batches of 50: least, median, greatest",
                "paper within",
                "single runs: least, greatest",
                "not below paper",
            ],
            &rows
        ),
        scientific(best.2),
        best.0,
        best.1,
        scientific(worst.2),
        worst.0,
        worst.1,
        scientific(tail(0.01)),
        scientific(tail(0.99)),
        table(&["Speed", "as SH", "as SR"], &band_rows)
    )
}

fn extremes(runs: &[Run]) -> (f64, f64) {
    let misfits = || runs.iter().map(|run| run.misfit);
    (quantile(misfits(), 0.0), quantile(misfits(), 1.0))
}

/// Table 15.
pub(super) fn by_noise(results: &Results) -> String {
    let rows: Vec<_> = BY_NOISE
        .iter()
        .zip(&results.by_noise)
        .map(|((snr_db, estimate, paper), runs)| {
            let (ours, [x, y, q]) = (Misfits::of(runs), means(runs));
            let [px, py, pq] = estimate;
            vec![
                snr_db.to_string(),
                scientific(*paper),
                scientific(ours.fifty),
                format!("{} ({})", scientific(ours.all), factor(ours.all, *paper)),
                quartiles(&ours),
                yes(ours.hold(*paper)),
                format!("{px:.2}, {py:.2}, {pq:.1}"),
                format!("{x:.2}, {y:.2}, {q:.1}"),
                format!("{:.1} %", 100.0 * near(runs)),
            ]
        })
        .collect();
    format!(
        "## Table 15: with noise\n\nSH = 4, SR = 6, 30 predators, 300 iterations, 16 sensors; white \
         noise relative to the mean square of the readings.\n\n{}\n",
        table(
            &[
                "SNR, dB",
                "paper",
                "ours, 50 runs",
                "ours, all (beside paper)",
                "median [quartiles]",
                "paper within batches",
                "paper's x0, y0, Q",
                "ours, all",
                "within 1 m",
            ],
            &rows
        )
    )
}
