//! How value grows with users: measured, never put in.

use super::moment::Moment;
use super::overlap::users;
use crate::stats::slope;

/// `value_slope` = slope, by least squares, of ln(active ties) on ln(monthly users) over the surveys so far. Active ties are those at home on it that talked in the last
/// 28 days. 2 is Metcalfe's square, 1 is growth in proportion. None with fewer than three different points; surveys without users or ties have no logarithm and are left out.
pub(super) fn value_slope(at: &Moment, platform: usize) -> Option<f64> {
    let mut points = Vec::new();
    for survey in at.surveys() {
        let (users, ties) = (users(survey, platform), survey.active_ties[platform]);
        if users > 0 && ties > 0 {
            points.push((libm::log(users as f64), libm::log(ties as f64)));
        }
    }
    slope(&points)
}
