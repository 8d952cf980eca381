//! The people of one segment, counted at surveys.

use super::moment::Moment;
use super::share::share;
use crate::scenario::Measure;

/// `daily_users`, `monthly_users` and `main_platform` of a segment = its people of whom it holds / its people, on the last survey at or before the day;
/// `main_platform` of the last whole month.
pub(super) fn share_of_segment(at: &Moment, measure: Measure, platform: usize, segment: usize) -> Option<f64> {
    let survey = if measure == Measure::MainPlatform { at.whole_month()? } else { at.survey()? };
    let segment = survey.segments.get(segment)?;
    let counted = match measure {
        Measure::DailyUsers => segment.daily[platform],
        Measure::MonthlyUsers => segment.monthly[platform],
        Measure::MainPlatform => segment.main[platform],
        _ => return None,
    };
    share(counted, segment.people)
}
