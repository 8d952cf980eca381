//! Minutes: how the day's time is shared by what was opened. An output that feeds nothing: people may use and leave.

use crate::float;
use crate::ids::{LANES, MINUTE_PARTS, PLATFORMS_MAX};

/// Utility of the rest of life.
const REST_OF_LIFE: f32 = 7.389_056;

/// Adds minutes on each platform, in [`MINUTE_PARTS`]; `weights` are e^(solo · g) of those opened and 0 of the others; `order` is that in which they are summed.
#[inline(always)]
pub fn share(budget: &[f32; LANES], weights: &[[f32; LANES]; PLATFORMS_MAX], order: &[usize], minutes: &mut [u64]) {
    let mut part = [1.0 + REST_OF_LIFE; LANES];
    for &p in order {
        for lane in 0..LANES {
            part[lane] += weights[p][lane];
        }
    }
    for lane in 0..LANES {
        part[lane] = budget[lane] * MINUTE_PARTS as f32 / part[lane];
    }
    for &p in order {
        for lane in 0..LANES {
            minutes[p] += float::whole(part[lane] * weights[p][lane] + 0.5) as u64;
        }
    }
}
