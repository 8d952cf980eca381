//! The choice among places: Gumbel-max, run as a race of exponential clocks.

use moatsim::rng::unit;

/// The tag of staying outside in draws about a venue.
pub const OUTSIDE_TAG: u32 = 0xffff_ffff;

/// Who wins so far; the clock that rings first.
pub struct Race {
    sharpness: f64,
    first: Option<(f64, Option<usize>)>,
}

impl Race {
    pub fn new(sharpness: f64) -> Race {
        Race { sharpness, first: None }
    }

    /// Lets a platform, or `None` for outside, run. On equal times the earlier entry wins.
    pub fn enter(&mut self, lane: Option<usize>, draw: u64, utility: f64) {
        let clock = -libm::log(f64::from(unit(draw)));
        let time = clock * libm::exp(-self.sharpness * utility);
        if time.is_finite() && self.first.is_none_or(|(best, _)| time < best) {
            self.first = Some((time, lane));
        }
    }

    /// The platform that won; `None` when outside did, or when nobody ran.
    pub fn winner(&self) -> Option<usize> {
        self.first.and_then(|(_, lane)| lane)
    }
}
