//! Quantiles of a handful of values.

/// The quantile at this probability: linear between order statistics (Hyndman and Fan 1996, type 7). `NaN` without a defined value.
pub fn quantile(values: &[f64], probability: f64) -> f64 {
    of_sorted(&sorted(values), probability)
}

/// Several quantiles of the same values.
pub fn quantiles(values: &[f64], probabilities: &[f64]) -> Vec<f64> {
    let sorted = sorted(values);
    probabilities.iter().map(|&probability| of_sorted(&sorted, probability)).collect()
}

pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The defined values in rising order.
pub(super) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut defined: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    defined.sort_by(f64::total_cmp);
    defined
}

fn of_sorted(sorted: &[f64], probability: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = probability.clamp(0.0, 1.0) * last as f64;
    let below = libm::floor(place) as usize;
    let above = (below + 1).min(last);
    let part = place - below as f64;
    if part == 0.0 { sorted[below] } else { sorted[below] + part * (sorted[above] - sorted[below]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_order_statistics() {
        let values = [40.0, 10.0, f64::NAN, 30.0, 20.0];
        assert_eq!(median(&values), 25.0);
        assert_eq!(quantiles(&values, &[0.0, 0.25, 0.9, 1.0]), vec![10.0, 17.5, 37.0, 40.0]);
        assert_eq!(quantile(&[3.0], 0.3), 3.0);
        assert!(median(&[]).is_nan());
    }
}
