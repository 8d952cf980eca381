//! What people get out of it all.

use super::moment::Moment;
use super::record::WEIGHT_PARTS;

/// `welfare` = (Σ solo worth of what was opened + Σ value of messages, on day t) / people. It can be negative.
pub(super) fn welfare(at: &Moment) -> Option<f64> {
    let sum = at.today()?.welfare;
    (at.people() > 0).then(|| sum as f64 / WEIGHT_PARTS as f64 / at.people() as f64)
}
