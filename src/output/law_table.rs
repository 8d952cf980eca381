//! The table of laws: for each the finding that came closest to its bound, and how many were met; all that were not met stand below.

use comfy_table::CellAlignment;

use super::layout::LawRow;
use super::number;
use super::summary::grid;

/// Empty where no law was checked.
pub(super) fn lines(rows: &[LawRow]) -> Vec<String> {
    let laws = by_law(rows);
    if laws.is_empty() {
        return Vec::new();
    }
    let header = ["law", "closest to its bound", "predicted", "measured", "tolerance", "met"].map(str::to_owned).to_vec();
    let cells = |findings: &Vec<&LawRow>| {
        let tightest = findings.iter().max_by(|one, other| strain(one).total_cmp(&strain(other))).expect("a law finds something");
        let met = findings.iter().filter(|row| is_met(row)).count();
        let verdict = format!("{} {met} of {}", if met == findings.len() { "✓" } else { "✗" }, findings.len());
        let [predicted, measured, tolerance] = numbers(tightest);
        vec![format!("{} {}", tightest.law, tightest.title), tightest.quantity.to_string(), predicted, measured, tolerance, verdict]
    };
    let mut lines = grid(Some(header), laws.iter().map(cells).collect(), CellAlignment::Left);
    let failed: Vec<&LawRow> = rows.iter().filter(|row| !is_met(row)).collect();
    let met = laws.iter().filter(|findings| findings.iter().all(|row| is_met(row))).count();
    let are = if met == 1 || laws.len() == 1 { "is" } else { "are" };
    lines.extend([String::new(), format!("{met} of {} {are} met; every quantity in laws.csv", number::counted(laws.len() as u64, "law"))]);
    for row in failed {
        let [predicted, measured, tolerance] = numbers(row);
        lines.push(format!("✗ {} {}: predicted {predicted}, measured {measured}, tolerance {tolerance}", row.law, row.quantity));
    }
    lines.push(String::new());
    lines
}

/// Findings of each law, in the order of rows.
fn by_law(rows: &[LawRow]) -> Vec<Vec<&LawRow>> {
    let mut laws: Vec<Vec<&LawRow>> = Vec::new();
    for row in rows {
        match laws.last_mut() {
            Some(last) if last[0].law == row.law => last.push(row),
            _ => laws.push(vec![row]),
        }
    }
    laws
}

fn is_met(row: &LawRow) -> bool {
    &*row.met == "yes"
}

/// How much of the tolerance is used up; what has none is strained by any error at all.
fn strain(row: &LawRow) -> f64 {
    let error = (row.measured - row.predicted).abs();
    match (error.is_nan(), error == 0.0) {
        (true, _) => f64::INFINITY,
        (_, true) => 0.0,
        _ => error / row.tolerance,
    }
}

fn numbers(row: &LawRow) -> [String; 3] {
    [row.predicted, row.measured, row.tolerance].map(decimals)
}

/// Four decimals, or none for whole numbers.
fn decimals(number: f64) -> String {
    match number {
        _ if number.is_nan() => "–".to_owned(),
        _ if number == libm::trunc(number) => format!("{number}"),
        _ => format!("{number:.4}"),
    }
}
