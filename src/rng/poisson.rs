//! Poisson counts.

use super::Stream;

/// The law of counts with a mean: by products for small means (Knuth 1969), and as a sum of several where the mean is large.
#[derive(Clone, Copy, Debug)]
pub struct Poisson {
    parts: u32,
    /// e^(−mean) of a part.
    limit: f64,
}

/// The greatest mean of a part.
const PART_MAX: f64 = 30.0;

impl Poisson {
    pub fn new(mean: f64) -> Poisson {
        let (mut parts, mut mean) = (1, mean);
        while mean > PART_MAX {
            (parts, mean) = (2 * parts, mean / 2.0);
        }
        Poisson { parts, limit: libm::exp(-mean) }
    }

    pub fn draw(self, stream: &mut Stream) -> u32 {
        let mut count = 0;
        for _ in 0..self.parts {
            let mut product = 1.0 - stream.unit();
            while product > self.limit {
                count += 1;
                product *= 1.0 - stream.unit();
            }
        }
        count
    }
}
