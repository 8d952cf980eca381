//! How far what came out lies from what must.

use crate::scenario::Statement;

/// An expectation's bounds on a scale on which one is a miss by as much as the bound itself, or by the width of the band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    pub low: f64,
    pub high: f64,
    scale: f64,
    /// What a value may be, both ends included.
    range: (f64, f64),
}

/// Values beyond this many scales outside of the band are as wrong as any.
const FAR: f64 = 2.0;

/// The least scale, for bounds at zero.
const LEAST_SCALE: f64 = 0.02;

impl Band {
    pub fn of(how: &Statement) -> Band {
        Band { range: how.range(), ..Band::new(how.bounds()) }
    }

    fn new((low, high): (f64, f64)) -> Band {
        let is_open = |end: f64| end.abs() >= f64::MAX || end.is_infinite();
        let scale = match (is_open(low), is_open(high)) {
            (true, true) => 1.0,
            (true, false) => high.abs(),
            (false, true) => low.abs(),
            (false, false) => high - low,
        };
        let (low, high) = (if is_open(low) { f64::NEG_INFINITY } else { low }, if is_open(high) { f64::INFINITY } else { high });
        Band { low, high, scale: scale.max(LEAST_SCALE), range: (low, high) }
    }

    pub fn holds(&self, value: f64) -> bool {
        self.range.0 <= value && value <= self.range.1
    }

    /// 0 within the band, 1 far outside or undefined.
    pub fn loss(&self, value: f64) -> f64 {
        if value.is_nan() {
            return 1.0;
        }
        let miss = (self.low - value).max(value - self.high).max(0.0) / self.scale;
        (miss / FAR).min(1.0)
    }

    /// A value in scales, held near the band so that one wild value does not rule a regression.
    pub fn scaled(&self, value: f64) -> f64 {
        let (low, high) = self.ends();
        (value / self.scale).clamp(low - FAR, high + FAR)
    }

    /// The band in scales; an open side is one scale and a half from the other.
    pub fn ends(&self) -> (f64, f64) {
        match (self.low.is_finite(), self.high.is_finite()) {
            (true, true) => (self.low / self.scale, self.high / self.scale),
            (true, false) => (self.low / self.scale, self.low / self.scale + 1.5),
            (false, true) => (self.high / self.scale - 1.5, self.high / self.scale),
            (false, false) => (-1.0, 1.0),
        }
    }

    /// The probability that a normal value with this mean and deviation, in scales, lies within the band.
    pub fn probability(&self, mean: f64, deviation: f64) -> f64 {
        let below = |bound: f64| 0.5 * libm::erfc(-(bound / self.scale - mean) / (deviation * std::f64::consts::SQRT_2));
        let high = if self.high.is_finite() { below(self.high) } else { 1.0 };
        let low = if self.low.is_finite() { below(self.low) } else { 0.0 };
        high - low
    }
}

#[cfg(test)]
mod tests {
    use super::{Band, Statement};

    #[test]
    fn a_miss_is_told_by_the_bound_or_the_band() {
        let band = Band::new((0.1, 0.3));
        assert_eq!((band.loss(0.2), band.loss(9.0), band.loss(f64::NAN)), (0.0, 1.0, 1.0));
        assert!((band.loss(0.5) - 0.5).abs() < 1e-12);
        let below = Band::new((f64::MIN, 0.5));
        assert!((below.loss(0.75) - 0.25).abs() < 1e-12 && below.holds(-3.0));
        let more = Band::of(&Statement::Change(0.0, f64::MAX));
        assert_eq!((more.low, more.loss(0.0), more.holds(0.0), more.holds(1e-300)), (0.0, 0.0, false, true));
        assert!(Band::of(&Statement::Between(0.0, f64::MAX)).holds(0.0));
        assert!((band.probability(1.0, 0.25) - 0.9545).abs() < 1e-3, "{}", band.probability(1.0, 0.25));
    }
}
