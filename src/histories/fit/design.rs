//! Which numbers are drawn, and how: each from its prior, by a Latin hypercube (McKay, Beckman and Conover 1979).

use crate::rng::Stream;
use crate::scenario::Behaviour;
use crate::scenario::behaviour::{NUMBERS, Number};

/// A place in the prior: for each number drawn, the share of the prior below it.
pub type Point = Vec<f64>;

/// The numbers that are drawn.
pub struct Design {
    pub numbers: Vec<&'static Number>,
}

/// Numbers that a definition fixes, or that nothing in a history uses.
const FIXED: &[&str] = &["opening_cost", "history_gain", "threshold"];

/// A prior this many times wider than its low end is drawn by its logarithm.
const WIDE: f64 = 3.0;

impl Design {
    pub fn of_histories() -> Design {
        let is_drawn = |number: &&Number| number.prior.0 < number.prior.1 && !FIXED.contains(&number.name);
        Design { numbers: NUMBERS.iter().filter(is_drawn).collect() }
    }

    /// A Latin hypercube: each number's values fill its prior evenly.
    pub fn draws(&self, count: usize, seed: u64) -> Vec<Point> {
        let mut points = vec![vec![0.0; self.numbers.len()]; count];
        for column in 0..self.numbers.len() {
            let mut stream = Stream::new(seed, column as u64);
            let mut places: Vec<usize> = (0..count).collect();
            for last in (1..count).rev() {
                places.swap(last, stream.below(last as u32 + 1) as usize);
            }
            for (point, place) in points.iter_mut().zip(places) {
                point[column] = (place as f64 + stream.unit()) / count as f64;
            }
        }
        points
    }

    /// The value of a number at a share of its prior.
    pub fn value(&self, column: usize, share: f64) -> f64 {
        let (low, high) = self.numbers[column].prior;
        if is_wide(low, high) { low * libm::pow(high / low, share) } else { low + (high - low) * share }
    }

    /// The share of the prior below a value.
    pub fn share(&self, column: usize, value: f64) -> f64 {
        let (low, high) = self.numbers[column].prior;
        let share = if is_wide(low, high) { libm::log(value / low) / libm::log(high / low) } else { (value - low) / (high - low) };
        share.clamp(0.0, 1.0)
    }

    /// The numbers of today.
    pub fn today(&self) -> Point {
        let mut behaviour = Behaviour::default();
        self.numbers.iter().enumerate().map(|(column, number)| self.share(column, *(number.of)(&mut behaviour))).collect()
    }

    /// Writes the numbers of a point into a set.
    pub fn apply(&self, point: &[f64], behaviour: &mut Behaviour) {
        for (column, (number, share)) in self.numbers.iter().zip(point).enumerate() {
            *(number.of)(behaviour) = self.value(column, *share);
        }
    }
}

fn is_wide(low: f64, high: f64) -> bool {
    low > 0.0 && high / low > WIDE
}

#[cfg(test)]
mod tests {
    use super::Design;
    use crate::scenario::Behaviour;

    #[test]
    fn a_hypercube_fills_every_prior_evenly() {
        let design = Design::of_histories();
        let draws = design.draws(10, 1);
        for column in 0..design.numbers.len() {
            let mut tenths: Vec<u32> = draws.iter().map(|point| (point[column] * 10.0) as u32).collect();
            tenths.sort_unstable();
            assert_eq!(tenths, (0..10).collect::<Vec<_>>(), "{}", design.numbers[column].name);
        }
        assert_ne!(draws[0], draws[1]);
    }

    #[test]
    fn todays_numbers_come_back() {
        let design = Design::of_histories();
        let mut behaviour = Behaviour::default();
        design.apply(&design.today(), &mut behaviour);
        let mut plain = Behaviour::default();
        for number in &design.numbers {
            let (found, wanted) = (*(number.of)(&mut behaviour), *(number.of)(&mut plain));
            assert!((found - wanted).abs() < 1e-9 * wanted.abs().max(1.0), "{}: {found} {wanted}", number.name);
        }
    }
}
