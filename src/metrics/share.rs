//! A part of a whole, in counts.

/// None when the whole is nothing.
pub(super) fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Sum of squared shares of a whole (Herfindahl 1950): 1 when one has all, 1/n when n have the same.
pub(super) fn concentration(parts: &[u64]) -> Option<f64> {
    let whole: u64 = parts.iter().sum();
    (whole > 0).then(|| {
        let mut sum = 0.0;
        for &part in parts {
            let share = part as f64 / whole as f64;
            sum += share * share;
        }
        sum
    })
}
