//! Where time goes.

use super::moment::Moment;
use super::record::MINUTE_PARTS;
use super::share::{concentration, share};

/// `minutes` = minutes spent on it on day t / people who opened it on day t.
pub(super) fn minutes(at: &Moment, platform: usize) -> Option<f64> {
    let today = at.today()?;
    share(today.minutes[platform], MINUTE_PARTS * today.opened[platform])
}

/// `minutes_a_person` = minutes spent on it on day t / people.
pub(super) fn minutes_a_person(at: &Moment, platform: usize) -> Option<f64> {
    share(at.today()?.minutes[platform], MINUTE_PARTS * at.people())
}

/// `time_share` = minutes on it / minutes on any platform, on day t.
pub(super) fn time_share(at: &Moment, platform: usize) -> Option<f64> {
    let minutes = &at.today()?.minutes;
    share(minutes[platform], minutes.iter().sum())
}

/// `time_concentration` = Σ over platforms of time_share².
pub(super) fn time_concentration(at: &Moment) -> Option<f64> {
    concentration(&at.today()?.minutes)
}
