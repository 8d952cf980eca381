//! Student's t: its distribution function and its quantiles, for whole degrees of freedom.

use std::f64::consts::{FRAC_2_PI, PI};

/// The standard normal's quantile at 0.975, for 95 % intervals.
pub(super) const NORMAL_975: f64 = 1.959_963_984_540_054;

/// From here on the expansion in 1 / freedom is exact to nine digits.
const EXPANSION_FROM: u32 = 120;

/// The chance that a t variable with so many degrees of freedom is at most t.
///
/// The finite sums of Abramowitz and Stegun 1964, 26.7.3 (odd) and 26.7.4 (even).
pub fn student_cumulative(t: f64, freedom: u32) -> f64 {
    assert!(freedom > 0, "no t distribution has 0 degrees of freedom");
    let angle = libm::atan(t / libm::sqrt(f64::from(freedom)));
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    let odd = freedom % 2 == 1;
    let mut term = if odd { cosine } else { 1.0 };
    let mut sum = 0.0;
    let mut power = if odd { 1 } else { 0 };
    while power + 2 <= freedom {
        sum += term;
        term *= cosine * cosine * f64::from(power + 1) / f64::from(power + 2);
        power += 2;
    }
    let inside = if odd { FRAC_2_PI * (angle + sine * sum) } else { sine * sum };
    0.5 + 0.5 * inside
}

/// The value that a t variable stays below with this probability, above 0 and below 1.
pub fn student_quantile(probability: f64, freedom: u32) -> f64 {
    assert!(freedom > 0, "no t distribution has 0 degrees of freedom");
    assert!(probability > 0.0 && probability < 1.0, "a quantile needs a probability between 0 and 1");
    if probability < 0.5 {
        return -student_quantile(1.0 - probability, freedom);
    }
    match freedom {
        1 => libm::tan(PI * (probability - 0.5)),
        2 => {
            let side = 2.0 * probability - 1.0;
            side * libm::sqrt(2.0 / (1.0 - side * side))
        }
        3..EXPANSION_FROM => refined(expansion(probability, freedom), probability, freedom),
        _ => expansion(probability, freedom),
    }
}

/// The quantile as an expansion in 1 / freedom around the normal's (Abramowitz and Stegun 1964, 26.7.5).
fn expansion(probability: f64, freedom: u32) -> f64 {
    let x = normal_quantile(probability);
    let n = f64::from(freedom);
    let square = x * x;
    let first = x * (square + 1.0) / 4.0;
    let second = x * ((5.0 * square + 16.0) * square + 3.0) / 96.0;
    let third = x * (((3.0 * square + 19.0) * square + 17.0) * square - 15.0) / 384.0;
    let fourth = x * ((((79.0 * square + 776.0) * square + 1482.0) * square - 1920.0) * square - 945.0) / 92_160.0;
    x + (first + (second + (third + fourth / n) / n) / n) / n
}

/// Newton's steps towards the root. The distribution is concave above 0, so from below they never overshoot far.
fn refined(start: f64, probability: f64, freedom: u32) -> f64 {
    let mut t = start;
    for _ in 0..50 {
        let step = (student_cumulative(t, freedom) - probability) / density(t, freedom);
        t -= step;
        if step.abs() <= 1e-13 * t.abs() {
            break;
        }
    }
    t
}

fn density(t: f64, freedom: u32) -> f64 {
    let n = f64::from(freedom);
    let scale = libm::lgamma((n + 1.0) / 2.0) - libm::lgamma(n / 2.0);
    libm::exp(scale - (n + 1.0) / 2.0 * libm::log1p(t * t / n)) / libm::sqrt(n * PI)
}

/// The standard normal's quantile, by Newton's steps on the error function. Only for probabilities of one half and more.
fn normal_quantile(probability: f64) -> f64 {
    if probability == 0.975 {
        return NORMAL_975;
    }
    let mut x = 0.0;
    for _ in 0..100 {
        let above = 0.5 * libm::erfc(x / std::f64::consts::SQRT_2);
        let height = libm::exp(-x * x / 2.0) / libm::sqrt(2.0 * PI);
        let step = (above - (1.0 - probability)) / height;
        x += step;
        if step.abs() <= 1e-14 * (1.0 + x) {
            break;
        }
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Percentage points of the t distribution as every printed table has them (Fisher and Yates 1963, Table III).
    #[test]
    fn quantiles_are_those_of_the_tables() {
        let table = [
            (0.975, 1, 12.7062),
            (0.975, 2, 4.3027),
            (0.975, 3, 3.1824),
            (0.975, 4, 2.7764),
            (0.975, 5, 2.5706),
            (0.975, 7, 2.3646),
            (0.975, 9, 2.2622),
            (0.975, 10, 2.2281),
            (0.975, 15, 2.1314),
            (0.975, 20, 2.0860),
            (0.975, 30, 2.0423),
            (0.975, 60, 2.0003),
            (0.975, 120, 1.9799),
            (0.95, 1, 6.3138),
            (0.95, 5, 2.0150),
            (0.95, 10, 1.8125),
            (0.995, 1, 63.6567),
            (0.995, 2, 9.9248),
            (0.995, 3, 5.8409),
            (0.995, 10, 3.1693),
            (0.995, 30, 2.7500),
            (0.995, 120, 2.6174),
        ];
        for (probability, freedom, expected) in table {
            let found = student_quantile(probability, freedom);
            assert!((found - expected).abs() < 6e-5, "t({probability}, {freedom}) = {found}, not {expected}");
        }
    }

    #[test]
    fn a_quantile_undoes_the_distribution() {
        for freedom in [1, 2, 3, 4, 8, 15, 64, 119, 120, 121, 500] {
            for probability in [0.005, 0.025, 0.2, 0.6, 0.9, 0.975, 0.999] {
                let back = student_cumulative(student_quantile(probability, freedom), freedom);
                assert!((back - probability).abs() < 2e-9, "{probability} came back as {back} with {freedom} degrees of freedom");
            }
        }
        assert!((student_cumulative(0.0, 7) - 0.5).abs() < 1e-15);
    }
}
