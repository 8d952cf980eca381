//! Whether an outcome depends on the seed: whether the values of replicates fall in two clusters.

use super::interval::wilson;
use super::quantile::sorted;

/// Two outcomes of one scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tipping {
    /// Share of replicates in the upper cluster, and its 95 % interval (Wilson 1927).
    pub probability: f64,
    pub low: f64,
    pub high: f64,
    /// Half way between the clusters' nearest members.
    pub threshold: f64,
    /// Mean of the lower and of the upper cluster.
    pub lower_mean: f64,
    pub upper_mean: f64,
    /// How many values were defined.
    pub n: usize,
}

/// Fewer replicates than this cannot show two clusters.
const LEAST: usize = 4;

/// Clusters whose means differ by less than this part of the larger mean are one outcome to anybody who asks.
const MATERIAL: f64 = 0.1;

/// And so are shares that lie nearer than a percentage point, however surely they fall in two: a thousandth of a small town is a handful of ties.
const MATERIAL_SHARE: f64 = 0.01;

/// Two clusters of shares, or none.
///
/// The values are split in two so that the squares within the parts are least (Fisher 1958). The split counts as two outcomes when what is left within is a smaller
/// part of all squares than chance gives in one outcome (the test of Engelman and Hartigan 1969). One outcome is taken to be uniform or
/// exponential, whichever is harder to tell from two; a normal one is easier. The bound is exceeded by chance in at most 1 % of cases.
pub fn tipping(values: &[f64]) -> Option<Tipping> {
    let sorted = sorted(values);
    let n = sorted.len();
    if n < LEAST {
        return None;
    }
    let split = best_split(&sorted);
    if split.within > largest_within(n) * split.all || split.all == 0.0 {
        return None;
    }
    let material = (MATERIAL * split.lower_mean.abs().max(split.upper_mean.abs())).max(MATERIAL_SHARE);
    if split.upper_mean - split.lower_mean < material {
        return None;
    }
    let upper = wilson(n - split.lower, n);
    Some(Tipping {
        probability: upper.share,
        low: upper.low,
        high: upper.high,
        threshold: 0.5 * (sorted[split.lower - 1] + sorted[split.lower]),
        lower_mean: split.lower_mean,
        upper_mean: split.upper_mean,
        n,
    })
}

struct Split {
    /// Members of the lower cluster.
    lower: usize,
    lower_mean: f64,
    upper_mean: f64,
    /// Sum of squares around the clusters' means, and around the mean of all.
    within: f64,
    all: f64,
}

fn best_split(sorted: &[f64]) -> Split {
    let total: f64 = sorted.iter().sum();
    let n = sorted.len();
    let mut best = (0, -1.0);
    let mut below = 0.0;
    for lower in 1..n {
        below += sorted[lower - 1];
        let gap = (total - below) / (n - lower) as f64 - below / lower as f64;
        let between = gap * gap * (lower * (n - lower)) as f64 / n as f64;
        if between > best.1 {
            best = (lower, between);
        }
    }
    let (low, high) = sorted.split_at(best.0);
    let (lower_mean, upper_mean) = (mean(low), mean(high));
    let within = squares(low, lower_mean) + squares(high, upper_mean);
    Split { lower: best.0, lower_mean, upper_mean, within, all: squares(sorted, mean(sorted)) }
}

/// The 1 % point of within / all over the best split of n values with one outcome.
///
/// It tends to 1/4 from below as one over the root of n for a uniform outcome; the factor, and the values for few replicates, lie below what
/// 200,000 drawn samples gave for uniform and for exponential outcomes alike.
fn largest_within(n: usize) -> f64 {
    match n {
        4 => 0.001,
        5 => 0.004,
        6 => 0.006,
        7 => 0.008,
        _ => 0.25 - 0.68 / libm::sqrt(n as f64),
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn squares(values: &[f64], mean: f64) -> f64 {
    values.iter().map(|value| (value - mean) * (value - mean)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Stream;

    #[test]
    fn two_outcomes_are_told_with_their_probability() {
        let values = [0.91, 0.02, 0.9, 0.03, f64::NAN, 0.01, 0.02, 0.93, 0.04];
        let found = tipping(&values).expect("two clusters");
        assert_eq!((found.probability, found.n), (3.0 / 8.0, 8));
        assert!((found.lower_mean - 0.024).abs() < 1e-12 && (found.upper_mean - 2.74 / 3.0).abs() < 1e-12);
        assert!((found.threshold - 0.47).abs() < 1e-12);
        // Wilson for 3 of 8.
        assert!((found.low - 0.1368).abs() < 1e-3 && (found.high - 0.6943).abs() < 1e-3, "{found:?}");
    }

    #[test]
    fn one_replicate_in_sixteen_that_tips_is_seen() {
        let mut values: Vec<f64> = (0..15).map(|i| 0.010 + 0.0005 * f64::from(i)).collect();
        values.push(0.8);
        assert_eq!(tipping(&values).map(|found| found.probability), Some(1.0 / 16.0));
    }

    #[test]
    fn one_outcome_is_not_called_two() {
        assert_eq!(tipping(&[0.5; 16]), None);
        assert_eq!(tipping(&[0.0; 16]), None);
        assert_eq!(tipping(&[0.01, 0.9, 0.02]), None, "three replicates are too few");
        assert_eq!(tipping(&[0.800, 0.801, 0.800, 0.802, 0.810, 0.811, 0.810, 0.812]), None, "the difference is of no matter");
        assert_eq!(tipping(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.000_015]), None, "one tie of a town");
        assert_eq!(tipping(&[0.0, 0.0, 0.0, 0.0, 0.0015, 0.0015, 0.0015, 0.0015]), None, "three people of a town");
        assert!(tipping(&[0.0, 0.0, 0.0, 0.0, 0.015, 0.015, 0.015, 0.015]).is_some());
        let skewed = [0.01, 0.02, 0.05, 0.11, 0.2, 0.3, 0.45, 0.7];
        assert_eq!(tipping(&skewed), None);
    }

    #[test]
    fn chance_alone_shows_two_outcomes_in_one_case_of_a_hundred() {
        let mut stream = Stream::new(11, 5);
        for n in [4, 5, 6, 7, 8, 12, 16, 24, 32, 64] {
            for kind in 0..3 {
                let samples = 4_000;
                let mut called = 0;
                for _ in 0..samples {
                    let draw = |stream: &mut Stream| match kind {
                        0 => stream.unit(),
                        1 => -libm::log(1.0 - stream.unit()),
                        _ => stream.normal(),
                    };
                    let values: Vec<f64> = (0..n).map(|_| draw(&mut stream)).collect();
                    called += u32::from(tipping(&values).is_some());
                }
                // Three standard deviations of a count of mean 40 lie below 60.
                assert!(called < 60, "{called} of {samples} samples of {n} values of kind {kind} were called two outcomes");
            }
        }
    }
}
