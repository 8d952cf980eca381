//! The platform that a person opens on most days of a month: of the last whole one, as the few days of one that is cut short say little.

use super::moment::Moment;
use super::share::share;

/// `main_platform` = people whose main platform it is / people.
pub(super) fn main_platform(at: &Moment, platform: usize) -> Option<f64> {
    let flow = &at.whole_month()?.main_flow;
    share(flow.iter().map(|to| to[platform]).sum(), at.people())
}

/// `main_flow` = people whose main platform was the first at the start and is the other now / people.
pub(super) fn main_flow(at: &Moment, from: usize, to: usize) -> Option<f64> {
    share(at.whole_month()?.main_flow[from][to], at.people())
}
