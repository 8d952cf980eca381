//! Minutes: how the day's time is shared by what was opened. An output that feeds nothing: people may use and leave.

use crate::float;
use crate::ids::{MINUTE_PARTS, PLATFORMS_MAX};

/// Utility of the rest of life.
const REST_OF_LIFE: f32 = 7.389_056;

/// Minutes on each platform, in [`MINUTE_PARTS`]; `worth` is solo · g of those opened, `None` for the others; `order` is that in which they are summed.
#[inline(always)]
pub fn share(budget: f32, worth: &[Option<f32>], order: &[usize], minutes: &mut [u64]) {
    let mut weights = [0.0; PLATFORMS_MAX];
    let mut all = 1.0 + REST_OF_LIFE;
    for &p in order {
        weights[p] = worth[p].map_or(0.0, float::exp);
        all += weights[p];
    }
    let part = budget * MINUTE_PARTS as f32 / all;
    for (minutes, weight) in minutes.iter_mut().zip(weights) {
        *minutes += (part * weight + 0.5) as u64;
    }
}
