//! Whether a platform tips, how surely and when: where outcomes fall in two, a probability says what a mean cannot.

use super::{Gathered, Variant, platforms};
use crate::ids::PlatformId;
use crate::metrics::expect::cut;
use crate::metrics::record::RunRecord;
use crate::metrics::{Subject, series, value};
use crate::output::layout::TippingRow;
use crate::output::table::Word;
use crate::scenario::Measure;
use crate::scenario::measure::Pace;
use crate::stats::{Interval, interval, tipping, wilson};

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
            let rises: Vec<Rise> = match begins_below {
                true => tipped.iter().filter_map(|record| rise(record, measure, platform, threshold)).collect(),
                // Whoever begins above falls rather than rises: the time is the others'.
                false => Vec::new(),
            };
            let (share, day) = (wilson(tipped.len(), outcomes.len()), day_of(&rises, variant.scenario.run.days));
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

/// When a measure came to lie above a threshold.
struct Rise {
    day: f64,
    /// The surveys before and after it, where there are two; a daily measure has none.
    surveys: Option<(f64, f64)>,
}

/// The first day on which a daily measure lies above the threshold; of one that surveys count, the day on which it does on the line from the survey
/// before to the first one above.
fn rise(record: &RunRecord, measure: Measure, platform: PlatformId, threshold: f64) -> Option<Rise> {
    let series = series(record, measure, Subject::platform(platform));
    let (place, day, above) =
        series.iter().enumerate().find_map(|(place, &(day, value))| Some((place, day, value.filter(|value| *value > threshold)?)))?;
    let day = f64::from(day);
    let before = place.checked_sub(1).filter(|_| measure.info().pace == Pace::Survey).map(|place| series[place]);
    let Some((day_before, below)) = before else { return Some(Rise { day, surveys: None }) };
    let day_before = f64::from(day_before);
    // Where there was nothing to count before, no line leads to what is there now.
    let passed = below.map_or(1.0, |below| (threshold - below) / (above - below));
    Some(Rise { day: day_before + passed * (day - day_before), surveys: Some((day_before, day)) })
}

/// The mean day with its interval, within the run, and no nearer than the surveys between which it happened: these alone where there is one replicate.
fn day_of(rises: &[Rise], days: u32) -> Interval {
    let over = cut(interval(&rises.iter().map(|rise| rise.day).collect::<Vec<f64>>()), (0.0, f64::from(days)));
    let surveys: Vec<(f64, f64)> = rises.iter().filter_map(|rise| rise.surveys).collect();
    let mean = |of: fn(&(f64, f64)) -> f64| interval(&surveys.iter().map(of).collect::<Vec<f64>>()).mean;
    // `min` and `max` pass over NaN.
    Interval { low: over.low.min(mean(|surveys| surveys.0)), high: over.high.max(mean(|surveys| surveys.1)), ..over }
}
