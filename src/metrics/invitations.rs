//! On which platform invitations travel.

use super::moment::Moment;
use super::share::share;

/// `invitations` = installs of the first that word of mouth brought along ties at home on the other / all its installs by word of mouth, from day 0 to the survey.
/// Ties that live nowhere carry invitations too, and count in the whole.
pub(super) fn invitations(at: &Moment, platform: usize, channel: usize) -> Option<f64> {
    let (mut here, mut all) = (0, 0);
    for day in at.days_surveyed()? {
        let invited = &day.invited[platform];
        here += invited[channel];
        all += invited.iter().sum::<u64>();
    }
    share(here, all)
}
