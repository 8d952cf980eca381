//! Whether a platform tips, how surely and when: where outcomes fall in two, a probability says what a mean cannot.

use super::{Gathered, Variant, platforms};
use crate::ids::PlatformId;
use crate::metrics::expect::cut;
use crate::metrics::record::RunRecord;
use crate::metrics::{Subject, value};
use crate::output::layout::TippingRow;
use crate::output::table::Word;
use crate::scenario::Measure;
use crate::stats::{interval, tipping, wilson};

/// What tells whether a platform won, the weightier first.
const OUTCOMES: [Measure; 2] = [Measure::HomeShare, Measure::DailyUsers];

/// Where outcomes do not fall in two, who holds half of the homes has won.
const HALF: f64 = 0.5;

/// A row for each platform whose outcome falls in two, or that takes half of the homes in some replicate without having had it before.
pub(super) fn tipping_rows(gathered: &Gathered) -> Vec<TippingRow> {
    gathered.variants.iter().flat_map(of_variant).collect()
}

fn of_variant(variant: &Variant) -> Vec<TippingRow> {
    let mut rows = Vec::new();
    for (platform, name) in platforms(variant.scenario) {
        for measure in OUTCOMES {
            // Where nobody is left to count, nothing has come out.
            let outcome = |record| Some((record, at(record, measure, platform, variant.scenario.run.days)?));
            let outcomes: Vec<(&RunRecord, f64)> = variant.records.iter().filter_map(outcome).collect();
            let found = tipping(&outcomes.iter().map(|(_, outcome)| *outcome).collect::<Vec<f64>>());
            let threshold = found.map_or(HALF, |found| found.threshold);
            // The start is the first survey, which counts the world as it was. In a market that was empty nobody had anything.
            let begins_below = outcomes.iter().all(|(record, _)| at(record, measure, platform, 0).is_none_or(|start| start < threshold));
            let tipped: Vec<&RunRecord> = outcomes.iter().filter(|(_, outcome)| *outcome > threshold).map(|(record, _)| *record).collect();
            if found.is_none() && (measure != Measure::HomeShare || !begins_below || tipped.is_empty()) {
                continue;
            }
            let days: Vec<f64> = match begins_below {
                true => tipped.iter().map(|record| first_above(record, measure, platform, threshold)).collect(),
                // Whoever begins above falls rather than rises: the time is the others'.
                false => Vec::new(),
            };
            let (share, day) = (wilson(tipped.len(), outcomes.len()), cut(interval(&days), (0.0, f64::from(variant.scenario.run.days))));
            rows.push(TippingRow {
                variant: variant.name.into(),
                platform: name.clone(),
                measure: Word::from(measure.info().name),
                threshold,
                probability: share.share,
                low: share.low,
                high: share.high,
                n: share.n as i64,
                day: day.mean,
                day_low: day.low,
                day_high: day.high,
                lower: found.map_or(f64::NAN, |found| found.lower_mean),
                upper: found.map_or(f64::NAN, |found| found.upper_mean),
            });
        }
    }
    rows
}

fn at(record: &RunRecord, measure: Measure, platform: PlatformId, day: u32) -> Option<f64> {
    value(record, measure, Subject::platform(platform), day)
}

/// The first day on which the measure lies above the threshold.
fn first_above(record: &RunRecord, measure: Measure, platform: PlatformId, threshold: f64) -> f64 {
    let days = 0..=record.daily.len() as u32;
    let first = days.into_iter().find(|&day| at(record, measure, platform, day).is_some_and(|value| value > threshold));
    first.map_or(f64::NAN, f64::from)
}
