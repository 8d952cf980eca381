//! Means with 95 % intervals, over replicates and over pairs of them, and intervals of shares.

use super::student::{NORMAL_975, student_quantile};

/// A mean over replicates and where it lies with 95 % confidence (Student 1908).
///
/// Without a value all three numbers are `NaN`; with a single one there is no interval, and `low` and `high` are `NaN`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub mean: f64,
    pub low: f64,
    pub high: f64,
    /// How many values were defined.
    pub n: usize,
}

/// A share of trials and where it lies with 95 % confidence. Without trials all three numbers are `NaN`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub share: f64,
    pub low: f64,
    pub high: f64,
    pub n: usize,
}

/// Mean ± t(0.975, n − 1) · s / √n, with s² = Σ (x − mean)² / (n − 1). Undefined values are skipped.
pub fn interval(values: &[f64]) -> Interval {
    let Some(first) = values.iter().find(|value| !value.is_nan()) else {
        return Interval { mean: f64::NAN, low: f64::NAN, high: f64::NAN, n: 0 };
    };
    // Summed as distances from the first, so that equal values have exactly themselves as their mean.
    let mut n = 0;
    let mut sum = 0.0;
    for value in values.iter().filter(|value| !value.is_nan()) {
        n += 1;
        sum += value - first;
    }
    let mean = first + sum / n as f64;
    if n == 1 {
        return Interval { mean, low: f64::NAN, high: f64::NAN, n };
    }
    let mut squares = 0.0;
    for value in values.iter().filter(|value| !value.is_nan()) {
        squares += (value - mean) * (value - mean);
    }
    let error = libm::sqrt(squares / (n - 1) as f64 / n as f64);
    let reach = student_quantile(0.975, u32::try_from(n - 1).unwrap_or(u32::MAX)) * error;
    Interval { mean, low: mean - reach, high: mean + reach, n }
}

/// The interval of the differences of pairs, first less second. A pair with an undefined side is skipped.
pub fn paired_interval(pairs: &[(f64, f64)]) -> Interval {
    let differences: Vec<f64> = pairs.iter().map(|(first, second)| first - second).collect();
    interval(&differences)
}

/// The share of successes and its score interval (Wilson 1927), which stays within 0..1 and is not empty at its ends.
pub fn wilson(successes: usize, trials: usize) -> Share {
    assert!(successes <= trials, "more successes than trials");
    if trials == 0 {
        return Share { share: f64::NAN, low: f64::NAN, high: f64::NAN, n: 0 };
    }
    let share = successes as f64 / trials as f64;
    let (low, high) = score_interval(share, trials as f64);
    Share { share, low, high, n: trials }
}

/// The mean of shares, which come from so many trials in all, and its score interval: that of as many trials as would let a share vary as much as it does
/// from one to another (Korn and Graubard 1998). These are no fewer than there are shares, and no more than all trials.
pub fn mean_share(shares: &[f64], trials: usize) -> Share {
    let Interval { mean, n, .. } = interval(shares);
    if n < 2 {
        return Share { share: mean, low: f64::NAN, high: f64::NAN, n };
    }
    let count = n as f64;
    let squares: f64 = shares.iter().filter(|share| !share.is_nan()).map(|share| (share - mean) * (share - mean)).sum();
    // Where all shares are none, or all are whole, nothing says how they vary.
    let alike = mean * (1.0 - mean) * (count - 1.0) / squares;
    let (low, high) = score_interval(mean, alike.max(1.0).min(trials as f64 / count) * count);
    Share { share: mean, low, high, n }
}

fn score_interval(share: f64, trials: f64) -> (f64, f64) {
    let square = NORMAL_975 * NORMAL_975;
    let middle = (share + square / (2.0 * trials)) / (1.0 + square / trials);
    let reach = NORMAL_975 / (1.0 + square / trials) * libm::sqrt(share * (1.0 - share) / trials + square / (4.0 * trials * trials));
    (if share == 0.0 { 0.0 } else { middle - reach }, if share == 1.0 { 1.0 } else { middle + reach })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: f64, expected: f64) {
        assert!((found - expected).abs() < 5e-4, "found {found}, not {expected}");
    }

    #[test]
    fn five_values_have_the_interval_of_the_textbook() {
        let found = interval(&[1.0, 2.0, f64::NAN, 3.0, 4.0, 5.0]);
        assert_eq!((found.mean, found.n), (3.0, 5));
        // s = √2.5, t = 2.7764: 2.7764 · 1.5811 / √5 = 1.9632.
        check(found.low, 1.0368);
        check(found.high, 4.9632);
    }

    #[test]
    fn one_value_has_no_interval_and_none_has_no_mean() {
        let one = interval(&[f64::NAN, 7.0]);
        assert_eq!((one.mean, one.n), (7.0, 1));
        assert!(one.low.is_nan() && one.high.is_nan());
        let none = interval(&[f64::NAN]);
        assert!(none.mean.is_nan() && none.n == 0);
    }

    /// Three tenths of one, added up and divided by three, are more than a tenth.
    #[test]
    fn equal_values_have_themselves_as_their_mean() {
        assert_eq!(interval(&[0.1; 3]), Interval { mean: 0.1, low: 0.1, high: 0.1, n: 3 });
    }

    #[test]
    fn pairs_differ_by_less_than_their_members_vary() {
        let found = paired_interval(&[(10.0, 9.0), (20.0, 18.5), (30.0, 29.5), (40.0, f64::NAN)]);
        assert_eq!((found.mean, found.n), (1.0, 3));
        // s = ½, t = 4.3027: 4.3027 · 0.5 / √3 = 1.2421.
        check(found.low, -0.2421);
        check(found.high, 2.2421);
    }

    /// Values of Newcombe 1998, Table I, method 3.
    #[test]
    fn shares_have_the_published_intervals() {
        for (successes, trials, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let found = wilson(successes, trials);
            check(found.low, low);
            check(found.high, high);
        }
        assert_eq!(wilson(20, 20).high, 1.0);
        assert!(wilson(0, 0).share.is_nan());
        assert!(wilson(0, 0).low.is_nan() && wilson(0, 0).high.is_nan(), "nothing is known of no trials");
    }

    #[test]
    fn shares_of_trials_have_their_mean() {
        // Each all or none: as many trials as shares.
        let each: Vec<f64> = (0..20).map(|place| f64::from(place % 4 / 3)).collect();
        assert_eq!(mean_share(&each, 100), Share { n: 20, ..wilson(5, 20) });
        assert_eq!(mean_share(&[0.0; 20], 100), wilson(0, 20));
        // All alike: as all trials are.
        let alike = mean_share(&[0.4; 8], 40);
        assert_eq!((alike.share, alike.n), (0.4, 8));
        check(alike.low, wilson(16, 40).low);
        check(alike.high, wilson(16, 40).high);
        // In between, about the interval of a mean.
        let values: Vec<f64> = (0..200).map(|place| f64::from(place % 5) / 4.0).collect();
        let (found, plain) = (mean_share(&values, 4000), interval(&values));
        assert!((found.low - plain.low).abs() < 2e-3 && (found.high - plain.high).abs() < 2e-3, "{found:?} beside {plain:?}");
        assert!(mean_share(&[0.5], 4).low.is_nan());
    }
}
