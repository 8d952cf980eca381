//! Pairs picked with one probability each, in time that goes with the picks and not with the pairs.

use std::ops::Range;

use crate::rng::Stream;

/// Calls `pick` for each pair of a row and a column that is picked, each independently with the same probability; `columns` gives the
/// candidates of a row.
///
/// The gaps between picks are geometric (Batagelj and Brandes 2005), so this is exact.
pub(super) fn pick_pairs(
    rows: Range<u32>,
    columns: impl Fn(u32) -> Range<u32>,
    probability: f64,
    stream: &mut Stream,
    mut pick: impl FnMut(u32, u32),
) {
    if probability <= 0.0 {
        return;
    }
    let passed = (probability < 1.0).then(|| libm::log1p(-probability));
    let mut skip = gap(passed, stream);
    for row in rows {
        let Range { start, end } = columns(row);
        let width = u64::from(end.saturating_sub(start));
        while skip < width {
            pick(row, start + skip as u32);
            skip = (skip + 1).saturating_add(gap(passed, stream));
        }
        skip -= width;
    }
}

/// Pairs passed over before the next pick, by the logarithm of the probability that one is passed; none where all are picked.
fn gap(passed: Option<f64>, stream: &mut Stream) -> u64 {
    passed.map_or(0, |passed| (libm::log(1.0 - stream.unit()) / passed) as u64)
}
