//! What came of the histories, as rows of a table.

use super::replay::Replayed;
use crate::metrics::expect::Finding;
use crate::output::layout::HistoryRow;
use crate::output::table::Word;

/// One row an expectation.
pub fn rows(replayed: &[Replayed]) -> Vec<HistoryRow> {
    replayed.iter().flat_map(|replayed| replayed.findings.iter().map(|finding| row(replayed, finding))).collect()
}

fn row(replayed: &Replayed, finding: &Finding) -> HistoryRow {
    HistoryRow {
        history: Word::from(replayed.history.name.as_str()),
        title: Word::from(replayed.history.title.as_str()),
        without: replayed.without.map_or("", |mechanism| mechanism.name).into(),
        that: Word::from(finding.that.as_str()),
        quantity: Word::from(finding.quantity_text.as_str()),
        needed: Word::from(finding.needed_text.as_str()),
        found: Word::from(finding.found_text.as_str()),
        mean: finding.found.mean,
        low: finding.found.low,
        high: finding.found.high,
        n: finding.found.n as i64,
        met: finding.verdict.name().into(),
        source: Word::from(finding.source.as_str()),
        // The author explains what the whole model misses.
        missed: if replayed.without.is_none() { finding.missed.as_str().into() } else { "".into() },
    }
}
