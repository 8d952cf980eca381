//! Sizes of groups: heavy-tailed or even, and such that their sum is exact.

/// How sizes spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum SizeLaw {
    /// Each size between the two alike.
    Even { least: f64, most: f64 },
    /// Few are large: the share of sizes above x falls as x^−exponent, and none is above `most`.
    Pareto { least: f64, most: f64, exponent: f64 },
}

impl SizeLaw {
    /// The Pareto law with this mean.
    pub fn pareto_with_mean(mean: f64, most: f64, exponent: f64) -> SizeLaw {
        let law = |least| SizeLaw::Pareto { least, most, exponent };
        let (mut low, mut high) = (most * 1e-12, most);
        // The mean rises with the least size; 200 halvings leave no bit to decide.
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if law(middle).mean() < mean { low = middle } else { high = middle }
        }
        law(high)
    }

    /// The same law where no more than this many people can take part.
    pub fn within(self, people: u32) -> SizeLaw {
        let people = f64::from(people);
        match self {
            SizeLaw::Even { least, most } => SizeLaw::Even { least: least.min(people), most: most.min(people) },
            SizeLaw::Pareto { least, most, exponent } => SizeLaw::Pareto { least: least.min(people), most: most.min(people), exponent },
        }
    }

    pub fn mean(self) -> f64 {
        self.integral(1.0)
    }

    /// Sizes of `count` groups in rising order: the means of equal shares of the law, rounded so that the sum of the smallest k of them is
    /// the nearest whole number to what the law says, for every k.
    pub fn sizes(self, count: usize) -> Vec<u32> {
        let mut before = 0.0;
        (1..=count)
            .map(|k| {
                let up_to = libm::round(count as f64 * self.integral(k as f64 / count as f64));
                let size = up_to - before;
                before = up_to;
                size as u32
            })
            .collect()
    }

    /// The integral of the quantile function from 0 to `share`.
    fn integral(self, share: f64) -> f64 {
        match self {
            SizeLaw::Even { least, most } => least * share + 0.5 * (most - least) * share * share,
            SizeLaw::Pareto { least, most, .. } if most <= least * (1.0 + 1e-9) => most * share,
            SizeLaw::Pareto { least, most, exponent } => {
                let power = 1.0 - 1.0 / exponent;
                // In units of the least size, so that the powers keep their digits.
                let width = 1.0 - libm::pow(most / least, -exponent);
                least * (1.0 - libm::pow(1.0 - share * width, power)) / (power * width)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SizeLaw;

    #[test]
    fn sizes_sum_to_the_mean() {
        for law in [
            SizeLaw::Even { least: 3.0, most: 9.0 },
            SizeLaw::Pareto { least: 5.0, most: 500.0, exponent: 1.1 },
            SizeLaw::pareto_with_mean(80.0, 50_000.0, 1.276),
            SizeLaw::pareto_with_mean(0.3, 5.0, 1.276),
            SizeLaw::pareto_with_mean(9.0, 5.0, 1.276),
        ] {
            for count in [1, 10, 1000] {
                let sum: u32 = law.sizes(count).iter().sum();
                assert!((f64::from(sum) - count as f64 * law.mean()).abs() <= 0.5001, "{law:?} in {count}");
            }
        }
        assert!((SizeLaw::pareto_with_mean(80.0, 50_000.0, 1.276).mean() - 80.0).abs() < 1e-6);
    }

    #[test]
    fn a_heavy_tail_reaches_far() {
        let sizes = SizeLaw::pareto_with_mean(80.0, 1e6, 1.276).sizes(10_000);
        let top: u32 = sizes[9_900..].iter().sum();
        assert!(f64::from(top) > 0.3 * 800_000.0, "the largest hundredth holds {top} of 800000");
        assert!(sizes.is_sorted_by(|a, b| *a <= b + 1));
    }
}
