//! A scenario beside its comparison, replicate by replicate. Both share every draw that means the same thing, so their differences vary less than either.

use super::record::RunRecord;
use super::value::quantity;
use crate::scenario::Quantity;
use crate::stats::{Interval, paired_interval};

/// One replicate of both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    pub replicate: u32,
    pub scenario: Option<f64>,
    pub other: Option<f64>,
}

impl Pair {
    /// Scenario less comparison.
    pub fn difference(&self) -> Option<f64> {
        Some(self.scenario? - self.other?)
    }

    /// Scenario / comparison − 1. None where the comparison's value is nothing.
    pub fn change(&self) -> Option<f64> {
        let other = self.other?;
        (other != 0.0).then_some(self.scenario? / other - 1.0)
    }
}

/// Pairs of one quantity, in the order of the scenario's records. Records meet by their replicate; one without a partner is left out.
pub fn pairs(records: &[RunRecord], others: &[RunRecord], what: &Quantity) -> Vec<Pair> {
    pairs_of(records, others, |record| quantity(record, what))
}

/// Pairs of anything that can be read off a record.
pub fn pairs_of(records: &[RunRecord], others: &[RunRecord], read: impl Fn(&RunRecord) -> Option<f64>) -> Vec<Pair> {
    let mut pairs = Vec::with_capacity(records.len());
    for record in records {
        if let Some(other) = others.iter().find(|other| other.replicate == record.replicate) {
            pairs.push(Pair { replicate: record.replicate, scenario: read(record), other: read(other) });
        }
    }
    pairs
}

/// The mean difference over pairs in which both sides are defined, and its 95 % interval.
pub fn difference(pairs: &[Pair]) -> Interval {
    let values: Vec<(f64, f64)> = pairs.iter().map(|pair| (pair.scenario.unwrap_or(f64::NAN), pair.other.unwrap_or(f64::NAN))).collect();
    paired_interval(&values)
}
