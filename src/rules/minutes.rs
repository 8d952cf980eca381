//! Minutes: how the day's time is shared by what was opened. An output that feeds nothing: people may use and leave.

use crate::float;
use crate::ids::MINUTE_PARTS;

/// Utility of the rest of life.
const REST_OF_LIFE: f32 = 7.389_056;

/// Minutes on each platform, in [`MINUTE_PARTS`]; `worth` is solo · g of those opened, `None` for the others.
pub fn share(budget: f32, worth: &[Option<f32>], minutes: &mut [u64]) {
    let mut all = 1.0 + REST_OF_LIFE;
    for worth in worth.iter().flatten() {
        all += float::exp(*worth);
    }
    let part = budget * MINUTE_PARTS as f32 / all;
    for (minutes, worth) in minutes.iter_mut().zip(worth) {
        *minutes += worth.map_or(0, |worth| (part * float::exp(worth)) as u64);
    }
}
