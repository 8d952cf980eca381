//! Histories and fits in words: what did not come out first, then counts; and the numbers that the histories identify.

use comfy_table::CellAlignment;

use super::Tables;
use super::ablation::{Ablation, ablations};
use super::layout::{HistoryRow, NumberRow, PatternRow};
use super::number::{self, Form};
use super::summary::{explanation, grid};

const NUMBERS_MOST: usize = 12;

/// Empty where no history was replayed.
pub(super) fn histories(rows: &[HistoryRow]) -> Vec<String> {
    if rows.is_empty() {
        return Vec::new();
    }
    let whole = |met: &'static str| rows.iter().filter(move |row| row.without.is_empty() && &*row.met == met);
    let mut lines = Vec::new();
    for (met, title) in [("not met", "Not reproduced"), ("undecided", "Undecided")] {
        if whole(met).next().is_none() {
            continue;
        }
        lines.push(format!("{title}:"));
        let row = |row: &HistoryRow| {
            vec![row.history.to_string(), row.that.to_string(), format!("needed {}", row.needed), format!("found {}", row.found)]
        };
        lines.extend(grid(None, whole(met).map(row).collect(), CellAlignment::Left));
        lines.extend(whole(met).flat_map(|row| explanation(&format!("{}, {}", row.history, row.that), &row.missed)));
        lines.push(String::new());
    }
    let count = |met| whole(met).count();
    lines.push(format!(
        "{} met, {} not met, {} undecided; all of them in histories.csv",
        count("met"),
        count("not met"),
        count("undecided")
    ));
    lines.extend(lost(rows));
    lines.push(String::new());
    lines
}

/// How many met rows are lost without each mechanism.
fn lost(rows: &[HistoryRow]) -> impl Iterator<Item = String> {
    ablations(rows).into_iter().map(|Ablation { without, lost, met_whole }| {
        format!("without {}: {} of {met_whole} are lost", without.replace('_', " "), lost.len())
    })
}

/// Empty where nothing was fitted.
pub(super) fn fit(tables: &Tables) -> Vec<String> {
    let numbers = &tables.numbers;
    if numbers.is_empty() {
        return Vec::new();
    }
    let text = |value: f64| number::alone(value, f64::NAN, f64::NAN, Form::Plain);
    let row = |row: &NumberRow| {
        vec![
            row.number.to_string(),
            text(row.today),
            text(row.fitted),
            format!("{}–{}", text(row.prior_low), text(row.prior_high)),
            text(row.accepted),
            text(row.width),
        ]
    };
    let header = ["number", "today", "best draw", "prior", "accepted at", "width"].map(str::to_owned).to_vec();
    let mut lines = vec!["Numbers, the best identified first (place and width of accepted draws as parts of the prior):".to_owned()];
    lines.extend(grid(Some(header), numbers.iter().take(NUMBERS_MOST).map(row).collect(), CellAlignment::Right));
    let identified = numbers.iter().filter(|row| &*row.identified == "yes").count();
    lines.push(format!("{identified} of {} numbers are identified; all of them in numbers.csv", numbers.len()));
    let met = |is_met: &dyn Fn(&PatternRow) -> bool| tables.patterns.iter().filter(|row| is_met(row)).count();
    let all = tables.patterns.len();
    let held_out = met(&|row| &*row.held_out_met == "met");
    lines.push(format!(
        "{} of {all} expectations are met at the best draw, {held_out} when their history is left out of the choice; patterns.csv",
        met(&|row| &*row.best_met == "met")
    ));
    lines.push(String::new());
    lines
}
