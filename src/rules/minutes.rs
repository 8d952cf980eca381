//! Minutes: how the day's time is shared by what was opened. An output that feeds nothing: people may use and leave.

use crate::ids::{MINUTE_PARTS, PLATFORMS_MAX};

/// Utility of the rest of life.
const REST_OF_LIFE: f32 = 7.389_056;

/// Minutes on each platform, in [`MINUTE_PARTS`]; `weights` are e^(solo · g) of those opened and 0 of the others; `order` is that in which they are summed.
#[inline(always)]
pub fn share(budget: f32, weights: &[f32; PLATFORMS_MAX], order: &[usize], minutes: &mut [u64]) {
    let mut all = 1.0 + REST_OF_LIFE;
    for &p in order {
        all += weights[p];
    }
    let part = budget * MINUTE_PARTS as f32 / all;
    for (minutes, weight) in minutes.iter_mut().zip(weights) {
        // A day's minutes in parts fit 32 bits.
        *minutes += u64::from((part * weight + 0.5) as u32);
    }
}
