//! A straight line through points.

/// The slope of y on x by least squares (Legendre 1805): Σ (x − x̄)(y − ȳ) / Σ (x − x̄)². None with fewer than three different points, or when all have
/// the same x.
pub fn slope(points: &[(f64, f64)]) -> Option<f64> {
    let mut different: Vec<(f64, f64)> = points.to_vec();
    different.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    different.dedup();
    if different.len() < 3 {
        return None;
    }
    let n = points.len() as f64;
    let (mut sum_x, mut sum_y) = (0.0, 0.0);
    for (x, y) in points {
        sum_x += x;
        sum_y += y;
    }
    let (mean_x, mean_y) = (sum_x / n, sum_y / n);
    let (mut across, mut along) = (0.0, 0.0);
    for (x, y) in points {
        along += (x - mean_x) * (x - mean_x);
        across += (x - mean_x) * (y - mean_y);
    }
    (along > 0.0).then(|| across / along)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_its_slope() {
        assert_eq!(slope(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]), Some(2.0));
        // Mean (1, 4/3): Σ(x−1)(y−4/3) = 1, Σ(x−1)² = 2.
        assert_eq!(slope(&[(0.0, 1.0), (1.0, 1.0), (2.0, 2.0)]), Some(0.5));
        assert_eq!(slope(&[(0.0, 1.0), (1.0, 3.0), (1.0, 3.0)]), None);
        assert_eq!(slope(&[(1.0, 1.0), (1.0, 3.0), (1.0, 4.0)]), None);
    }
}
