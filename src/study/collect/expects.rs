//! What the author said must come out, judged.

use super::Gathered;
use crate::metrics::expect::{Finding, judge};
use crate::output::layout::ExpectRow;
use crate::output::table::Word;

/// What came of every expectation of the scenario.
pub fn findings(gathered: &Gathered) -> Vec<Finding> {
    let scenario = gathered.scenario();
    let judged = |expect: &crate::scenario::Expect| {
        // Comparisons follow the scenario among the variants.
        let against = expect.against.and_then(|index| gathered.variants.get(index + 1)).map_or(&[][..], |variant| &variant.records);
        judge(scenario, expect, &gathered.variants[0].records, against)
    };
    scenario.expects.iter().map(judged).collect()
}

pub(super) fn expects(gathered: &Gathered) -> Vec<ExpectRow> {
    let row = |found: Finding| ExpectRow {
        that: Word::from(found.that),
        quantity: Word::from(found.quantity_text),
        needed: Word::from(found.needed_text),
        found: Word::from(found.found_text),
        mean: found.found.mean,
        low: found.found.low,
        high: found.found.high,
        n: found.found.n as i64,
        met: Word::from(found.verdict.name()),
        source: Word::from(found.source),
        missed: Word::from(found.missed),
    };
    findings(gathered).into_iter().map(row).collect()
}
