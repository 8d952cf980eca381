//! How many people use a platform, how often, and how surely.

use super::moment::Moment;
use super::record::{ByPlatform, DayRecord};
use super::share::share;

/// A day's count of people over all people.
///
/// - `daily_users`, `voluntary_users`: people who opened it on day t, of their own accord in the second case;
/// - `weekly_users`, `monthly_users`: people whose last opening is less than 7 and less than 28 days old at the end of day t;
/// - `installed`, `installs`, `uninstalls`, `ever_installed`: people who have it at the end of day t, who installed or removed it on day t, who have had it at any time.
pub(super) fn share_of_people(at: &Moment, platform: usize, count: fn(&DayRecord) -> &ByPlatform<u64>) -> Option<f64> {
    share(count(at.today()?)[platform], at.people())
}

/// `stickiness` = mean over the last 28 days of daily users / monthly users. In the first month the mean is over the days there are.
pub(super) fn stickiness(at: &Moment, platform: usize) -> Option<f64> {
    let days = at.last_month()?;
    let opened: u64 = days.iter().map(|day| day.opened[platform]).sum();
    Some(share(opened, at.today()?.monthly[platform])? / days.len() as f64)
}

/// `presence` = Σ h / people, where h is 0 for who has not installed it.
pub(super) fn presence(at: &Moment, platform: usize) -> Option<f64> {
    share(at.today()?.presence[platform], 255 * at.people())
}

/// `opted_out` = people who switched exposure off / people who have it installed.
pub(super) fn opted_out(at: &Moment, platform: usize) -> Option<f64> {
    let today = at.today()?;
    share(today.opted_out[platform], today.installed[platform])
}

/// `lonely_openings` = voluntary openings on which nothing called / voluntary openings.
pub(super) fn lonely_openings(at: &Moment, platform: usize) -> Option<f64> {
    let today = at.today()?;
    share(today.lonely[platform], today.voluntary[platform])
}
