//! What came of the histories, as rows of a table and as a page of documentation.

use super::replay::Replayed;
use crate::metrics::expect::{Finding, Verdict};
use crate::output::ablation::{Ablation, ablations};
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

/// The page: what did not come out first, then what is open, then what did.
pub fn markdown(rows: &[HistoryRow], head: &str) -> String {
    let whole: Vec<&HistoryRow> = rows.iter().filter(|row| row.without.is_empty()).collect();
    let of = |verdict: Verdict| whole.iter().filter(move |row| &*row.met == verdict.name()).copied();
    let mut page = format!("# Histories\n\n{head}\n\n");
    let counts = [Verdict::Met, Verdict::NotMet, Verdict::Undecided].map(|verdict| format!("{} {}", of(verdict).count(), verdict.name()));
    page += &format!("Of {} expectations: {}.\n", whole.len(), counts.join(", "));
    for (verdict, title) in [(Verdict::NotMet, "Not reproduced"), (Verdict::Undecided, "Undecided"), (Verdict::Met, "Met")] {
        if of(verdict).next().is_none() {
            continue;
        }
        page += &format!("\n## {title}\n\n| history | what must come out | needed | what came out | source |\n|---|---|---|---|---|\n");
        for row in of(verdict) {
            let cells = [&*row.history, &*row.that, &*row.needed, &*row.found, &*row.source].map(|text| text.replace('|', "\\|"));
            page += &format!("| {} |\n", cells.join(" | "));
        }
    }
    page + &lost(rows)
}

/// Which rows are lost when a mechanism is off.
fn lost(rows: &[HistoryRow]) -> String {
    let ablations = ablations(rows);
    if ablations.is_empty() {
        return String::new();
    }
    let mut page = "\n## What rests on which mechanism\n\nRows that are met with all mechanisms and not when one is off.\n\n| without | rows lost | which |\n|---|---|---|\n".to_owned();
    for Ablation { without, lost, met_whole } in ablations {
        let which: Vec<String> = lost.iter().map(|row| format!("{}: {}", row.history, row.that.replace('|', "\\|"))).collect();
        page += &format!("| {without} | {} of {met_whole} | {} |\n", lost.len(), which.join("; "));
    }
    page
}
