//! What a check of a law finds: numbers against their predictions, and a curve to draw.

use crate::stats::interval;

/// One number that theory predicts.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub quantity: String,
    pub predicted: f64,
    pub measured: f64,
    pub tolerance: f64,
    pub met: bool,
}

impl Finding {
    /// Met when what was measured lies within the tolerance of what is predicted.
    pub fn new(quantity: impl Into<String>, predicted: f64, measured: f64, tolerance: f64) -> Finding {
        let met = (measured - predicted).abs() <= tolerance;
        Finding { quantity: quantity.into(), predicted, measured, tolerance, met }
    }
}

/// Four standard deviations of a share among so many independent draws.
pub(super) fn four_deviations(share: f64, draws: f64) -> f64 {
    4.0 * libm::sqrt(share * (1.0 - share) / draws)
}

/// What came of a law.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    pub findings: Vec<Finding>,
    pub curve: Option<Curve>,
}

impl Verdict {
    /// Whether all of it is met.
    pub fn is_met(&self) -> bool {
        self.findings.iter().all(|finding| finding.met)
    }
}

/// Theory and simulation in one picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    pub title: String,
    pub x: Axis,
    pub y: Axis,
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    pub title: String,
    /// Empty for a plain number.
    pub unit: String,
}

impl Axis {
    pub fn new(title: &str, unit: &str) -> Axis {
        Axis { title: title.to_owned(), unit: unit.to_owned() }
    }
}

/// A line of theory, where theory has one, and the dots that were simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub label: String,
    pub theory: Vec<(f64, f64)>,
    pub simulated: Vec<Dot>,
}

/// A mean over seeds and where it lies with 95 % confidence; the ends are `NaN` where there is no interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    pub x: f64,
    pub mean: f64,
    pub low: f64,
    pub high: f64,
}

impl Dot {
    /// The values of the seeds at one place.
    pub fn new(x: f64, values: &[f64]) -> Dot {
        let found = interval(values);
        Dot { x, mean: found.mean, low: found.low, high: found.high }
    }
}
