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

/// A share of trials and where it lies with 95 % confidence.
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
        return Share { share: f64::NAN, low: 0.0, high: 1.0, n: 0 };
    }
    let n = trials as f64;
    let share = successes as f64 / n;
    let square = NORMAL_975 * NORMAL_975;
    let middle = (share + square / (2.0 * n)) / (1.0 + square / n);
    let reach = NORMAL_975 / (1.0 + square / n) * libm::sqrt(share * (1.0 - share) / n + square / (4.0 * n * n));
    let low = if successes == 0 { 0.0 } else { middle - reach };
    let high = if successes == trials { 1.0 } else { middle + reach };
    Share { share, low, high, n: trials }
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
    }
}
