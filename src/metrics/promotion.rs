//! What promotion brings, and what of it lasts.

use super::moment::Moment;
use super::record::{DayRecord, KEPT_DAYS};
use super::share::share;

/// The age at which a user counts as durable: the last of [`KEPT_DAYS`].
const DURABLE: usize = KEPT_DAYS.len() - 1;

/// `promotion_spent` = Σ installs that promotion brought from day 0 to day t / people.
pub(super) fn promotion_spent(at: &Moment, platform: usize) -> Option<f64> {
    let index = at.index()?;
    share(promoted(&at.record.daily[..=index], platform), at.people())
}

/// `promotion_spent` of every day, in one walk.
pub(super) fn promotion_spent_by_day(daily: &[DayRecord], platform: usize, people: u32) -> impl Iterator<Item = Option<f64>> {
    let mut spent = 0;
    daily.iter().map(move |day| {
        spent += day.promoted[platform];
        share(spent, u64::from(people))
    })
}

/// `durable_user_cost` = Σ installs that promotion brought / Σ installs, of any kind, that were still opened on day 90, over the cohorts that were 90 days old at the survey.
/// Who came by word of mouth counts below the line: promotion that spreads is cheaper.
pub(super) fn durable_user_cost(at: &Moment, platform: usize) -> Option<f64> {
    let days = at.days_surveyed()?;
    let old_enough = days.len().saturating_sub(KEPT_DAYS[DURABLE]);
    let durable = days.iter().map(|day| day.kept[DURABLE][platform]).sum();
    share(promoted(&days[..old_enough], platform), durable)
}

fn promoted(days: &[DayRecord], platform: usize) -> u64 {
    days.iter().map(|day| day.promoted[platform]).sum()
}
