//! What became of installers by age: retention curves, the cohort triangle, the hazard of leaving, and days active in the month.

use super::{Gathered, Variant, mean, platforms, shares};
use crate::ids::PlatformId;
use crate::metrics::record::RunRecord;
use crate::metrics::{
    AgePoint, CohortCell, activity as days_active, churn_hazard, cohort_triangle, retention_curve, rolling_retention_curve,
};
use crate::output::layout::{ActivityRow, ChurnRow, CohortRow, RetentionRow};
use crate::output::table::Word;
use crate::stats::Interval;

type Curve = fn(&RunRecord, PlatformId) -> Vec<AgePoint>;

pub(super) fn retention(gathered: &Gathered) -> Vec<RetentionRow> {
    let definitions: [(Word, Curve); 2] = [(Word::from("classic"), retention_curve), (Word::from("rolling"), rolling_retention_curve)];
    let mut rows = Vec::new();
    for (variant, name, (id, platform)) in of_each(gathered) {
        for (definition, curve) in &definitions {
            rows.extend(ages(variant, id, *curve).into_iter().map(|age| RetentionRow {
                variant: name.clone(),
                platform: platform.clone(),
                definition: definition.clone(),
                age_days: age.days,
                people: age.people,
                mean: age.share.mean,
                low: age.share.low,
                high: age.share.high,
                n: age.share.n as i64,
            }));
        }
    }
    rows
}

pub(super) fn churn(gathered: &Gathered) -> Vec<ChurnRow> {
    let mut rows = Vec::new();
    for (variant, name, (id, platform)) in of_each(gathered) {
        rows.extend(ages(variant, id, churn_hazard).into_iter().map(|age| ChurnRow {
            variant: name.clone(),
            platform: platform.clone(),
            tenure_days: age.days,
            people: age.people,
            mean: age.share.mean,
            low: age.share.low,
            high: age.share.high,
            n: age.share.n as i64,
        }));
    }
    rows
}

pub(super) fn cohorts(gathered: &Gathered) -> Vec<CohortRow> {
    let mut rows = Vec::new();
    for (variant, name, (id, platform)) in of_each(gathered) {
        let triangles: Vec<Vec<CohortCell>> = variant.records.iter().map(|record| cohort_triangle(record, id)).collect();
        for cell in across(&triangles) {
            if cell.iter().all(|cell| cell.installs == 0) {
                continue;
            }
            let over = shares(cell.iter().map(|cell| cell.share()));
            rows.push(CohortRow {
                variant: name.clone(),
                platform: platform.clone(),
                cohort_week: i64::from(cell[0].week),
                age_week: i64::from(cell[0].age_weeks),
                people: mean(cell.iter().map(|cell| cell.installs)),
                mean: over.mean,
                low: over.low,
                high: over.high,
                n: over.n as i64,
            });
        }
    }
    rows
}

/// Of the users of the last complete month, by days active in it.
pub(super) fn activity(gathered: &Gathered) -> Vec<ActivityRow> {
    let mut rows = Vec::new();
    for (variant, name, (id, platform)) in of_each(gathered) {
        let months: Vec<Vec<u64>> =
            variant.records.iter().filter_map(|record| Some(days_active(record, id, record.days)?.people)).collect();
        let users: Vec<u64> = months.iter().map(|month| month.iter().skip(1).sum()).collect();
        if users.iter().all(|users| *users == 0) {
            continue;
        }
        for (days, counts) in across(&months).enumerate().skip(1) {
            let share = |(count, users): (&&u64, &u64)| (*users > 0).then(|| **count as f64 / *users as f64);
            let over = shares(counts.iter().zip(&users).map(share));
            rows.push(ActivityRow {
                variant: name.clone(),
                platform: platform.clone(),
                days: days as i64,
                mean: over.mean,
                low: over.low,
                high: over.high,
                n: over.n as i64,
            });
        }
    }
    rows
}

/// Every variant with every platform of its own.
fn of_each<'a>(gathered: &'a Gathered<'a>) -> impl Iterator<Item = (&'a Variant<'a>, Word, (PlatformId, Word))> {
    gathered.variants.iter().flat_map(|variant| {
        let name = Word::from(variant.name);
        platforms(variant.scenario).into_iter().map(move |platform| (variant, name.clone(), platform))
    })
}

/// The same place in the list of every replicate; all lists have the same shape.
fn across<T>(lists: &[Vec<T>]) -> impl Iterator<Item = Vec<&T>> {
    let shortest = lists.iter().map(Vec::len).min().unwrap_or(0);
    (0..shortest).map(|at| lists.iter().map(|list| &list[at]).collect())
}

/// A point of a curve over replicates.
struct Age {
    days: i64,
    /// Mean of how many have reached it.
    people: f64,
    share: Interval,
}

/// The ages of a curve that anybody has reached.
fn ages(variant: &Variant, id: PlatformId, curve: Curve) -> Vec<Age> {
    let curves: Vec<Vec<AgePoint>> = variant.records.iter().map(|record| curve(record, id)).collect();
    let reached = across(&curves).filter(|age| age.iter().any(|point| point.whole > 0));
    let age = |age: Vec<&AgePoint>| Age {
        days: i64::from(age[0].age_days),
        people: mean(age.iter().map(|point| point.whole)),
        share: shares(age.iter().map(|point| point.share())),
    };
    reached.map(age).collect()
}
