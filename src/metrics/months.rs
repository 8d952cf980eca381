//! What a month does to the people who use a platform: who is new, who came back, who is gone, and on how many days they came.

use super::moment::{Moment, ends_month};
use super::overlap::users;
use super::record::{ByPlatform, MONTH, RunRecord, SurveyRecord};
use super::share::share;
use crate::ids::PlatformId;

/// `monthly_new`, `monthly_returned`, `monthly_churned` = people / all people, at the last complete month. Of the people who opened it in the month: those who never did before,
/// and those who did, but not in the month before; and people who opened it in the month before but not in this one.
pub(super) fn month_share(at: &Moment, platform: usize, count: fn(&SurveyRecord) -> &ByPlatform<u64>) -> Option<f64> {
    share(count(at.month_end()?)[platform], at.people())
}

/// `days_active` = Σ d · n_d / Σ n_d over d in 1..=28, where n_d people opened it on d days of the last complete month.
pub(super) fn days_active(at: &Moment, platform: usize) -> Option<f64> {
    let counts = &at.month_end()?.days_active;
    let (mut days, mut people) = (0, 0);
    for (day, count) in counts.iter().enumerate().skip(1) {
        days += day as u64 * count[platform];
        people += count[platform];
    }
    share(days, people)
}

/// How many people opened a platform on how many days of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// The month ended after so many days.
    pub after_days: u32,
    /// People by days active, 0 to 28.
    pub people: Vec<u64>,
}

/// The histogram of the last complete month at or before the day.
pub fn activity(record: &RunRecord, platform: PlatformId, day: u32) -> Option<Activity> {
    let survey = Moment::new(record, day).month_end()?;
    let people: Vec<u64> = survey.days_active.iter().map(|count| count[platform.index()]).collect();
    (!people.is_empty()).then_some(Activity { after_days: survey.after_days, people })
}

/// What the accounts of each month leave over: monthly(t) − monthly(t − 28) − new − returned + churned, by the day the month ended. Always 0.
pub fn unaccounted(record: &RunRecord, platform: PlatformId) -> Vec<(u32, i64)> {
    let at = platform.index();
    let mut months = Vec::new();
    for end in record.surveys.iter().filter(|survey| ends_month(survey)) {
        let Some(start) = record.surveys.iter().find(|survey| survey.after_days + MONTH as u32 == end.after_days) else { continue };
        let gained = (end.month_new[at] + end.month_returned[at]) as i64 - end.month_churned[at] as i64;
        months.push((end.after_days, users(end, at) as i64 - users(start, at) as i64 - gained));
    }
    months
}
