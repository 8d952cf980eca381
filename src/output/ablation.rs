//! What rests on which mechanism: rows of histories that are met with all mechanisms on and not with one off.

use super::layout::HistoryRow;
use super::table::distinct;

/// What is lost when a mechanism is off.
pub struct Ablation<'a> {
    pub without: &'a str,
    pub lost: Vec<&'a HistoryRow>,
    /// How many rows could have been lost.
    pub met_whole: usize,
}

/// One for each mechanism that was off, in the order of rows.
pub fn ablations(rows: &[HistoryRow]) -> Vec<Ablation<'_>> {
    let met: Vec<&HistoryRow> = rows.iter().filter(|row| row.without.is_empty() && row.is_met()).collect();
    let without = distinct(rows.iter().map(|row| &*row.without).filter(|without| !without.is_empty()));
    let still = |row: &HistoryRow, without: &str| {
        rows.iter().any(|other| *other.without == *without && other.history == row.history && other.that == row.that && other.is_met())
    };
    let lost = |without: &str| met.iter().filter(|row| !still(row, without)).copied().collect();
    without.into_iter().map(|without| Ablation { without, lost: lost(without), met_whole: met.len() }).collect()
}
