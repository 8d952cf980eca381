//! How value grows with users: measured, never put in.

use super::moment::Moment;
use super::overlap::users;
use crate::stats::slope;

/// How many times the fewest users the most have to be. Where users hardly vary, whatever else moves the ties is taken for growth: exponents of 30 and of −16 come of it.
const SPAN_LEAST: f64 = 1.2;

/// `value_slope` = slope, by least squares, of ln(active ties) on ln(monthly users) over the surveys so far. Active ties are those at home on it that talked in the last
/// 28 days. 2 is Metcalfe's square, 1 is growth in proportion. None with fewer than three different points, or where the most users are less than 1.2 times the fewest;
/// surveys without users or ties have no logarithm and are left out.
pub(super) fn value_slope(at: &Moment, platform: usize) -> Option<f64> {
    let mut points = Vec::new();
    for survey in at.surveys() {
        let (users, ties) = (users(survey, platform), survey.active_ties[platform]);
        if users > 0 && ties > 0 {
            points.push((libm::log(users as f64), libm::log(ties as f64)));
        }
    }
    let (fewest, most) =
        points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(fewest, most), &(users, _)| (users.min(fewest), users.max(most)));
    if most - fewest < libm::log(SPAN_LEAST) { None } else { slope(&points) }
}
