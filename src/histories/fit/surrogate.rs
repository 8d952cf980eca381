//! A surrogate of a value over the numbers: linear, by ridge regression (Hoerl and Kennard 1970), with its deviation on draws left out.

/// value ≈ constant + Σ slope · (share − ½).
pub struct Surrogate {
    constant: f64,
    slopes: Vec<f64>,
    /// Deviation of the values from it, on draws that it has not seen.
    pub deviation: f64,
    /// Share of the variance of values that it explains, on draws that it has not seen; 0 where it explains none.
    pub explained: f64,
    /// The same of the draws of the prior alone: proposals lie together, and each is easily told from the others.
    pub explained_of_prior: f64,
}

/// Weight of the ridge, in draws: a slope needs evidence beyond it.
const RIDGE: f64 = 3.0;

/// Parts of the draws that are left out in turn.
const FOLDS: usize = 5;

const LEAST_DEVIATION: f64 = 0.02;

impl Surrogate {
    /// `points`, `values` and which of them are of the prior are of the same draws.
    pub fn learn(points: &[&[f64]], values: &[f64], of_prior: &[bool]) -> Surrogate {
        let all = fit(points, values, |_| true);
        let mut missed = vec![0.0; values.len()];
        for fold in 0..FOLDS {
            let (constant, slopes) = fit(points, values, |draw| draw % FOLDS != fold);
            for draw in (fold..values.len()).step_by(FOLDS) {
                let off = values[draw] - predict(constant, &slopes, points[draw]);
                missed[draw] = off * off;
            }
        }
        let deviation = libm::sqrt(missed.iter().sum::<f64>() / values.len().max(1) as f64).max(LEAST_DEVIATION);
        let explained = explained_of(values, &missed, |_| true);
        let explained_of_prior = explained_of(values, &missed, |draw| of_prior[draw]);
        Surrogate { constant: all.0, slopes: all.1, deviation, explained, explained_of_prior }
    }

    pub fn predict(&self, point: &[f64]) -> f64 {
        predict(self.constant, &self.slopes, point)
    }
}

/// The share of the variance of these draws' values that is not missed.
fn explained_of(values: &[f64], missed: &[f64], is_of: impl Fn(usize) -> bool) -> f64 {
    let draws: Vec<usize> = (0..values.len()).filter(|&draw| is_of(draw)).collect();
    let mean = draws.iter().map(|&draw| values[draw]).sum::<f64>() / draws.len().max(1) as f64;
    let spread: f64 = draws.iter().map(|&draw| (values[draw] - mean) * (values[draw] - mean)).sum();
    let missed: f64 = draws.iter().map(|&draw| missed[draw]).sum();
    if spread > 0.0 { (1.0 - missed / spread).max(0.0) } else { 0.0 }
}

fn predict(constant: f64, slopes: &[f64], point: &[f64]) -> f64 {
    constant + slopes.iter().zip(point).map(|(slope, share)| slope * (share - 0.5)).sum::<f64>()
}

/// The ridge over the draws that are used. Numbers and values are taken from their means, so that only slopes are shrunk: many draws are proposals, which
/// lie together, off the middle, and there slopes would be shrunk for the constant too.
fn fit(points: &[&[f64]], values: &[f64], is_used: impl Fn(usize) -> bool) -> (f64, Vec<f64>) {
    let used: Vec<usize> = (0..points.len()).filter(|&draw| is_used(draw)).collect();
    let columns = points.first().map_or(0, |point| point.len());
    let mean_of = |value: &dyn Fn(usize) -> f64| used.iter().map(|&draw| value(draw)).sum::<f64>() / used.len().max(1) as f64;
    let mean = mean_of(&|draw| values[draw]);
    let middle: Vec<f64> = (0..columns).map(|column| mean_of(&|draw| points[draw][column])).collect();
    let x = |draw: usize, column: usize| points[draw][column] - middle[column];
    let mut normal = vec![vec![0.0; columns]; columns];
    let mut right = vec![0.0; columns];
    for &draw in &used {
        for row in 0..columns {
            right[row] += x(draw, row) * (values[draw] - mean);
            for column in 0..=row {
                normal[row][column] += x(draw, row) * x(draw, column);
            }
        }
    }
    for row in 0..columns {
        // A draw adds the variance of a share, 1/12.
        normal[row][row] += RIDGE / 12.0;
        for column in 0..row {
            normal[column][row] = normal[row][column];
        }
    }
    let slopes = solve(normal, right);
    let offset: f64 = slopes.iter().zip(&middle).map(|(slope, middle)| slope * (middle - 0.5)).sum();
    (mean - offset, slopes)
}

/// Solves a symmetric positive system by Cholesky's decomposition.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for row in 0..n {
        for column in 0..=row {
            let inner: f64 = (0..column).map(|k| matrix[row][k] * matrix[column][k]).sum();
            let left = matrix[row][column] - inner;
            matrix[row][column] = if row == column { libm::sqrt(left.max(1e-12)) } else { left / matrix[column][column] };
        }
        let inner: f64 = (0..row).map(|k| matrix[row][k] * right[k]).sum();
        right[row] = (right[row] - inner) / matrix[row][row];
    }
    for row in (0..n).rev() {
        let inner: f64 = (row + 1..n).map(|k| matrix[k][row] * right[k]).sum();
        right[row] = (right[row] - inner) / matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::Surrogate;
    use crate::rng::Stream;

    #[test]
    fn slopes_are_found_and_noise_is_told() {
        let mut stream = Stream::new(1, 1);
        let points: Vec<Vec<f64>> = (0..200).map(|_| (0..6).map(|_| stream.unit()).collect()).collect();
        let values: Vec<f64> = points.iter().map(|p| 3.0 * p[0] - p[4] + 0.1 * stream.normal()).collect();
        let places: Vec<&[f64]> = points.iter().map(Vec::as_slice).collect();
        let surrogate = Surrogate::learn(&places, &values, &[true; 200]);
        assert!((surrogate.slopes[0] - 3.0).abs() < 0.15 && (surrogate.slopes[4] + 1.0).abs() < 0.1 && surrogate.slopes[2].abs() < 0.1);
        assert!((surrogate.deviation - 0.1).abs() < 0.04 && surrogate.explained > 0.95, "{}", surrogate.deviation);
        let noise: Vec<f64> = points.iter().map(|_| stream.normal()).collect();
        assert!(Surrogate::learn(&places, &noise, &[true; 200]).explained < 0.1);
    }

    #[test]
    fn slopes_are_found_where_draws_lie_together_off_the_middle() {
        let mut stream = Stream::new(1, 2);
        let point =
            |stream: &mut Stream| (0..6).map(|column| if column == 0 { 0.8 + 0.2 * stream.unit() } else { stream.unit() }).collect();
        let points: Vec<Vec<f64>> = (0..200).map(|_| point(&mut stream)).collect();
        let values: Vec<f64> = points.iter().map(|p| 5.0 + 3.0 * p[0] - p[4] + 0.01 * stream.normal()).collect();
        let places: Vec<&[f64]> = points.iter().map(Vec::as_slice).collect();
        let surrogate = Surrogate::learn(&places, &values, &[true; 200]);
        // In a fifth of the prior two hundred draws weigh as much as eight in all of it.
        let kept = 8.0 / (8.0 + super::RIDGE);
        assert!((surrogate.slopes[0] - 3.0 * kept).abs() < 0.2 && (surrogate.slopes[4] + 1.0).abs() < 0.1, "{:?}", surrogate.slopes);
        let off = surrogate.predict(&[0.9; 6]) - (5.0 + 3.0 * 0.9 - 0.9);
        assert!(off.abs() < 0.02, "{off}");
    }

    #[test]
    fn what_is_explained_of_the_prior_is_told_apart() {
        let mut stream = Stream::new(1, 3);
        let is_of_prior: Vec<bool> = (0..200).map(|draw| draw < 80).collect();
        // The prior's draws are noise; proposals lie together elsewhere, and what comes out of them is alike.
        let point = |&of_prior: &bool| if of_prior { vec![0.5 * stream.unit()] } else { vec![0.9] };
        let points: Vec<Vec<f64>> = is_of_prior.iter().map(point).collect();
        let value = |&of_prior: &bool| if of_prior { 0.2 * stream.normal() } else { 3.0 };
        let values: Vec<f64> = is_of_prior.iter().map(value).collect();
        let places: Vec<&[f64]> = points.iter().map(Vec::as_slice).collect();
        let surrogate = Surrogate::learn(&places, &values, &is_of_prior);
        assert!(surrogate.explained > 0.8 && surrogate.explained_of_prior == 0.0, "{}", surrogate.explained);
    }
}
