//! How many acquaintances a person has, against the mean.

use crate::population::normal_quantile;
use crate::rng::{Chance, DayKey, Purpose};

/// Spread of ln(acquaintances). People known are about lognormal with mean 611 and median 472, a spread of .72 (McCormick, Salganik and
/// Zheng 2010; McCarty et al. 2001 and DiPrete et al. 2011 find the same heavy tail); friends listed on Facebook have mean 190 and median
/// 100, a spread of 1.13 (Ugander et al. 2011). Acquaintances one messages lie between.
const SPREAD: f64 = 0.9;

/// Quantiles of the table, a power of two.
const STEPS: usize = 4096;

/// Sociability is lognormal with mean one and is keyed by the person, so nobody's is stored.
pub(super) struct Sociability {
    table: Box<[f32; STEPS]>,
    key: DayKey,
}

impl Sociability {
    pub fn new(chance: Chance) -> Sociability {
        let mut table = Box::new([0.0; STEPS]);
        let quantile = |step: usize| libm::exp(SPREAD * normal_quantile((step as f64 + 0.5) / STEPS as f64));
        let mean = (0..STEPS).map(quantile).sum::<f64>() / STEPS as f64;
        for (step, value) in table.iter_mut().enumerate() {
            *value = (quantile(step) / mean) as f32;
        }
        Sociability { table, key: chance.ever(Purpose::AcquaintanceTies) }
    }

    #[inline(always)]
    pub fn of(&self, person: u32) -> f32 {
        self.table[self.key.one(person) as usize % STEPS]
    }

    /// What the person has of the greatest, in 256ths that are more and not less.
    pub fn bound(&self, person: u32) -> u8 {
        ((self.of(person) / self.most() * 256.0) as u8).saturating_add(1)
    }

    /// The greatest of all, about twenty.
    pub fn most(&self) -> f32 {
        self.table[STEPS - 1]
    }
}
