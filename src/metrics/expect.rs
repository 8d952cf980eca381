//! What the author of a scenario said must come out, beside what came out over replicates.

use super::compare::pairs;
use super::record::RunRecord;
use super::value::quantity;
use super::wording;
use crate::scenario::{Expect, Scenario, Statement};
use crate::stats::{Interval, interval};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The whole interval lies where it should.
    Met,
    /// None of the interval does, or there is no value at all.
    NotMet,
    /// A bound lies within the interval: more replicates may tell.
    Undecided,
}

impl Verdict {
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Met => "met",
            Verdict::NotMet => "not met",
            Verdict::Undecided => "undecided",
        }
    }
}

/// An expectation and what was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub that: String,
    pub source: String,
    /// The author's explanation; empty where it is met.
    pub missed: String,
    /// One value a replicate, of what is stated: the quantity, its change, difference or ratio. `NaN` where undefined.
    pub values: Vec<f64>,
    /// Their mean and 95 % interval, cut where nothing can lie: no share is below 0.
    pub found: Interval,
    /// Where it should lie, both ends included: [`Statement::range`].
    pub needed: (f64, f64),
    pub verdict: Verdict,
    /// The same in words, with units.
    pub quantity_text: String,
    pub needed_text: String,
    pub found_text: String,
}

/// Judges one expectation. `records` are the scenario's replicates, `against` those of the comparison that the expectation names; empty where it names none.
pub fn judge(scenario: &Scenario, expect: &Expect, records: &[RunRecord], against: &[RunRecord]) -> Finding {
    let values = stated_values(expect, records, against);
    let needed = expect.how.range();
    // An interval by Student's t knows nothing of where values can lie, and would leave "at most 5 %" undecided when it reaches below zero.
    let possible = expect.how.possible(expect.what.measure);
    let found = cut(interval(&values), possible);
    let verdict = verdict(found, needed, values.len());
    Finding {
        that: expect.that.clone(),
        source: expect.source.clone(),
        missed: if verdict == Verdict::Met { String::new() } else { expect.missed.clone() },
        found,
        needed,
        verdict,
        quantity_text: wording::quantity_text(scenario, expect),
        needed_text: wording::needed_text(expect, possible),
        found_text: wording::found_text(expect, found, values.len()),
        values,
    }
}

fn stated_values(expect: &Expect, records: &[RunRecord], against: &[RunRecord]) -> Vec<f64> {
    let what = &expect.what;
    let values: Vec<Option<f64>> = match expect.how {
        Statement::Between(..) => records.iter().map(|record| quantity(record, what)).collect(),
        Statement::Change(..) => pairs(records, against, what).iter().map(|pair| pair.change()).collect(),
        Statement::Difference(..) => pairs(records, against, what).iter().map(|pair| pair.difference()).collect(),
        Statement::Ratio(divisor, ..) => {
            let ratio = |record| {
                let base = quantity(record, &divisor)?;
                (base != 0.0).then_some(quantity(record, what)? / base)
            };
            records.iter().map(ratio).collect()
        }
    };
    values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect()
}

/// Met when the interval lies within the bounds, not met when it lies outside of them, undecided when it lies on both sides of one. The value of a
/// single replicate is taken as it is; one that is defined in a single one of several says nothing of the others.
pub fn verdict(found: Interval, needed: (f64, f64), replicates: usize) -> Verdict {
    let (low, high) = match (found.n, replicates) {
        (1, 1) => (found.mean, found.mean),
        (1, _) => (f64::NEG_INFINITY, f64::INFINITY),
        _ => (found.low, found.high),
    };
    if found.n == 0 || high < needed.0 || low > needed.1 {
        Verdict::NotMet
    } else if low >= needed.0 && high <= needed.1 {
        Verdict::Met
    } else {
        Verdict::Undecided
    }
}

/// An interval without the part in which nothing can lie.
pub fn cut(found: Interval, possible: (f64, f64)) -> Interval {
    // `max` and `min` pass over NaN, which must stay.
    let bound = |end: f64| if end.is_nan() { end } else { end.max(possible.0).min(possible.1) };
    Interval { low: bound(found.low), high: bound(found.high), ..found }
}
