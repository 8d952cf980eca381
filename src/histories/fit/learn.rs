//! What the draws teach: where to look next, which draw is best, and which numbers the histories identify.

use super::design::{Design, Point};
use super::evaluate::{Cases, Draw};
use super::surrogate::Surrogate;
use crate::rng::Stream;

/// A surrogate a case; `None` where too few draws have a value.
pub struct Learned {
    surrogates: Vec<Option<Surrogate>>,
}

/// What the histories say of a number.
pub struct Identified {
    /// Its place in the design.
    pub column: usize,
    /// Where the accepted draws lie, as shares of the prior: mean, and deviation over the prior's.
    pub mean: f64,
    pub width: f64,
}

/// Fewer draws with a value teach nothing.
pub const LEAST_DRAWS: usize = 20;

/// What the numbers being far from the middle of their priors costs, in expectations a number at its end.
const PRIOR_PULL: f64 = 0.05;

pub fn learned(cases: &Cases, draws: &[Draw]) -> Learned {
    let surrogate = |case: usize| {
        let has_value: Vec<&Draw> = draws.iter().filter(|draw| !draw.values[case].is_nan()).collect();
        if has_value.len() < LEAST_DRAWS {
            return None;
        }
        let points: Vec<&[f64]> = has_value.iter().map(|draw| draw.point.as_slice()).collect();
        let values: Vec<f64> = has_value.iter().map(|draw| cases.list[case].band.scaled(draw.values[case])).collect();
        Some(Surrogate::learn(&points, &values))
    };
    Learned { surrogates: (0..cases.list.len()).map(surrogate).collect() }
}

impl Learned {
    /// Histories' shares of expectations that are likely met at a point, summed, each history counting one.
    pub fn expected_met(&self, cases: &Cases, point: &[f64]) -> f64 {
        let mut sums = vec![(0.0, 0.0_f64); cases.histories.len()];
        for (case, surrogate) in cases.list.iter().zip(&self.surrogates) {
            let (met, count) = &mut sums[case.history];
            *met += surrogate.as_ref().map_or(0.0, |surrogate| case.band.probability(surrogate.predict(point), surrogate.deviation));
            *count += 1.0;
        }
        sums.into_iter().map(|(met, count)| met / count.max(1.0)).sum()
    }

    /// Mean share of the variance that the surrogates explain; `None` where there is no surrogate.
    pub fn explained(&self) -> Option<f64> {
        let known: Vec<f64> = self.surrogates.iter().flatten().map(|surrogate| surrogate.explained).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    }
}

/// How many of the best draws have children.
const PARENTS: usize = 8;

/// Where to look next: a half of the places around where the surrogate expects most to be met, the rest among the best draws so far, because the
/// surrogate is a plane and what comes out is not.
pub fn propose(learned: &Learned, cases: &Cases, draws: &[Draw], today: &[f64], count: usize, stream: &mut Stream) -> Vec<Point> {
    let ranked = ranked(cases, draws);
    let parents: Vec<&[f64]> = ranked.iter().take(PARENTS).map(|draw| draw.point.as_slice()).collect();
    let start = parents.first().copied().unwrap_or(today);
    let mut points = around_top(learned, cases, start, count.div_ceil(2), stream);
    if parents.len() == PARENTS {
        points.push((0..start.len()).map(|column| parents.iter().map(|parent| parent[column]).sum::<f64>() / PARENTS as f64).collect());
        while points.len() < count {
            points.push(child(&parents, stream));
        }
    }
    points.truncate(count);
    points
}

/// Each number from one of two good draws, and a small step.
fn child(parents: &[&[f64]], stream: &mut Stream) -> Point {
    let one = parents[stream.below(parents.len() as u32) as usize];
    let other = parents[stream.below(parents.len() as u32) as usize];
    let inherit = |(one, other): (&f64, &f64)| {
        let kept = if stream.unit() < 0.5 { one } else { other };
        (kept + 0.05 * stream.normal()).clamp(0.0, 1.0)
    };
    one.iter().zip(other).map(inherit).collect()
}

/// The loss of a draw over the histories that count.
fn loss(cases: &Cases, draw: &Draw, counts: impl Fn(usize) -> bool) -> f64 {
    cases.losses(&draw.values).iter().enumerate().filter(|(history, _)| counts(*history)).map(|(_, loss)| loss).sum()
}

/// Draws by their loss, the best first.
fn ranked<'a>(cases: &Cases, draws: &'a [Draw]) -> Vec<&'a Draw> {
    let mut ranked: Vec<(f64, &Draw)> = draws.iter().map(|draw| (loss(cases, draw, |_| true), draw)).collect();
    ranked.sort_by(|one, other| one.0.total_cmp(&other.0));
    ranked.into_iter().map(|(_, draw)| draw).collect()
}

/// A climb on the surrogate from a start, one number at a time, and places around its top.
fn around_top(learned: &Learned, cases: &Cases, start: &[f64], count: usize, stream: &mut Stream) -> Vec<Point> {
    let worth = |point: &[f64]| {
        let pull: f64 = point.iter().map(|share| 4.0 * (share - 0.5) * (share - 0.5)).sum();
        learned.expected_met(cases, point) - PRIOR_PULL * pull
    };
    let mut top = start.to_vec();
    let mut best = worth(&top);
    for round in 0..30 {
        let before = best;
        for column in 0..top.len() {
            let kept = top[column];
            let step = 0.3 * (2.0 * stream.unit() - 1.0) / (1.0 + 0.1 * f64::from(round));
            top[column] = (kept + step).clamp(0.0, 1.0);
            let found = worth(&top);
            if found > best {
                best = found;
            } else {
                top[column] = kept;
            }
        }
        if round > 20 && best - before < 1e-4 {
            break;
        }
    }
    let near = |number: usize, stream: &mut Stream| -> Point {
        let spread = if number == 0 { 0.0 } else { 0.08 };
        top.iter().map(|share| (share + spread * stream.normal()).clamp(0.0, 1.0)).collect()
    };
    (0..count).map(|number| near(number, stream)).collect()
}

/// The draw with the least loss over the histories that count.
pub fn best<'a>(cases: &Cases, draws: &'a [Draw], counts: impl Fn(usize) -> bool) -> Option<&'a Draw> {
    draws.iter().min_by(|one, other| loss(cases, one, &counts).total_cmp(&loss(cases, other, &counts)))
}

/// Draws of the prior that the surrogate accepts: the one in a hundred at which it expects most to be met.
pub fn identified(design: &Design, cases: &Cases, learned: &Learned, seed: u64) -> Vec<Identified> {
    const DRAWN: usize = 20_000;
    const KEPT: usize = 200;
    let mut stream = Stream::new(seed, u64::MAX);
    let mut drawn: Vec<(f64, Point)> = (0..DRAWN)
        .map(|_| {
            let point: Point = design.numbers.iter().map(|_| stream.unit()).collect();
            (learned.expected_met(cases, &point), point)
        })
        .collect();
    drawn.sort_by(|one, other| other.0.total_cmp(&one.0));
    let kept = &drawn[..KEPT];
    let column = |column: usize| {
        let mean = kept.iter().map(|(_, point)| point[column]).sum::<f64>() / KEPT as f64;
        let variance = kept.iter().map(|(_, point)| (point[column] - mean) * (point[column] - mean)).sum::<f64>() / KEPT as f64;
        Identified { column, mean, width: libm::sqrt(12.0 * variance) }
    };
    (0..design.numbers.len()).map(column).collect()
}
