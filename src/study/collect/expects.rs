//! What the author said must come out, judged.

use super::Gathered;
use crate::metrics::expect::judge;
use crate::output::layout::ExpectRow;
use crate::output::table::Word;

pub(super) fn expects(gathered: &Gathered) -> Vec<ExpectRow> {
    let scenario = gathered.scenario();
    let row = |expect: &crate::scenario::Expect| {
        // Comparisons follow the scenario among the variants.
        let against = expect.against.and_then(|index| gathered.variants.get(index + 1)).map_or(&[][..], |variant| &variant.records);
        let found = judge(scenario, expect, &gathered.variants[0].records, against);
        ExpectRow {
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
        }
    };
    scenario.expects.iter().map(row).collect()
}
