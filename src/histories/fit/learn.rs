//! What the draws teach: where to look next, which draw is best, and which numbers the histories identify.

use rayon::prelude::*;

use super::design::{Design, Point};
use super::evaluate::{Cases, Draw, Origin};
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
        let of_prior: Vec<bool> = has_value.iter().map(|draw| draw.origin == Origin::Prior).collect();
        Some(Surrogate::learn(&points, &values, &of_prior))
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

    /// Mean share of the variance that the surrogates explain, of all draws and of those of the prior; `None` where there is no surrogate.
    pub fn explained(&self) -> Option<(f64, f64)> {
        let known: Vec<&Surrogate> = self.surrogates.iter().flatten().collect();
        let mean = |share: fn(&Surrogate) -> f64| known.iter().map(|surrogate| share(surrogate)).sum::<f64>() / known.len() as f64;
        (!known.is_empty()).then(|| (mean(|known| known.explained), mean(|known| known.explained_of_prior)))
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

/// Points of the prior that the surrogate accepts: the one in a hundred at which it expects most to be met. Of so many the standard error of a width is a
/// hundredth of the prior's, or less. It says nothing of the surrogate's own errors.
pub fn identified(design: &Design, cases: &Cases, learned: &Learned, seed: u64) -> Vec<Identified> {
    const DRAWN: usize = 400_000;
    const KEPT: usize = DRAWN / 100;
    // Each point has a stream of its own: all that is kept of it is what it is worth, and those that are accepted are drawn again.
    let point = |number: usize| -> Point {
        let mut stream = Stream::new(seed, u64::MAX - number as u64);
        design.numbers.iter().map(|_| stream.unit()).collect()
    };
    let worth: Vec<f64> = (0..DRAWN).into_par_iter().map(|number| learned.expected_met(cases, &point(number))).collect();
    let mut numbers: Vec<usize> = (0..DRAWN).collect();
    numbers.sort_by(|&one, &other| worth[other].total_cmp(&worth[one]));
    let kept: Vec<Point> = numbers[..KEPT].iter().map(|&number| point(number)).collect();
    let column = |column: usize| {
        let mean = kept.iter().map(|point| point[column]).sum::<f64>() / KEPT as f64;
        let variance = kept.iter().map(|point| (point[column] - mean) * (point[column] - mean)).sum::<f64>() / KEPT as f64;
        Identified { column, mean, width: libm::sqrt(12.0 * variance) }
    };
    (0..design.numbers.len()).map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::{Identified, identified, learned};
    use crate::histories::fit::design::Design;
    use crate::histories::fit::evaluate::{Case, Cases, Draw, Origin};
    use crate::histories::fit::loss::Band;
    use crate::scenario::Statement;

    /// Two histories that ask for what two of the numbers say.
    fn cases() -> Cases {
        let case =
            |history: usize, low: f64, high: f64| Case { history, that: String::new(), band: Band::of(&Statement::Between(low, high)) };
        Cases { list: vec![case(0, 0.6, 0.8), case(1, 0.7, f64::MAX)], histories: vec![String::new(), String::new()] }
    }

    #[test]
    fn widths_depend_on_neither_the_seed_nor_the_threads() {
        let (design, cases) = (Design::of_histories(), cases());
        let draw = |point: Vec<f64>| Draw { origin: Origin::Prior, values: vec![point[3], 0.5 * (point[3] + point[7])], point };
        let draws: Vec<Draw> = design.draws(150, 1).into_iter().map(draw).collect();
        let surrogates = learned(&cases, &draws);
        let on = |threads: usize, seed: u64| -> Vec<Identified> {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            pool.install(|| identified(&design, &cases, &surrogates, seed))
        };
        let (one, same, other) = (on(1, 1), on(3, 1), on(3, 2));
        assert!(one.iter().zip(&same).all(|(one, same)| (one.mean, one.width) == (same.mean, same.width)));
        assert!(one[3].width < 0.5 && one[7].width < 0.85 && (one[3].mean - 0.7).abs() < 0.05, "{} {}", one[3].width, one[7].width);
        let off: Vec<f64> = one.iter().zip(&other).map(|(one, other)| one.width - other.width).collect();
        // Of a difference the variance is twice that of a width.
        let error = libm::sqrt(off.iter().map(|off| off * off).sum::<f64>() / (2 * off.len()) as f64);
        assert!(error < 0.01, "{error}");
        assert!(off.iter().all(|off| off.abs() < 0.06), "{off:?}");
    }
}
