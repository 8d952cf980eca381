//! Counting while a day goes on: parts count for themselves, and whole numbers add up in any order.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::ids::PLATFORMS_MAX;
use crate::metrics::record::{AGE_WEEKS, ByPlatform, DayRecord, TENURE_MAX, TenureRecord};

impl DayRecord {
    /// Adds the counts of another part of the same day.
    #[must_use]
    pub fn merged(mut self, other: DayRecord) -> DayRecord {
        let theirs: &[u64] = bytemuck::cast_slice(std::slice::from_ref(&other));
        let ours: &mut [u64] = bytemuck::cast_slice_mut(std::slice::from_mut(&mut self));
        ours.iter_mut().zip(theirs).for_each(|(a, b)| *a = a.wrapping_add(*b));
        self
    }
}

type Counts = Vec<[AtomicU64; PLATFORMS_MAX]>;

/// Counts by tenure over the whole run. Newcomers are few on most days, so parts share these.
#[derive(Debug)]
pub struct TenureCounts {
    present: Counts,
    opened: Counts,
    left: Counts,
    opened_within_month: Counts,
    /// By week of install and week of age.
    cohort_active: Vec<[[AtomicU64; PLATFORMS_MAX]; AGE_WEEKS]>,
}

impl TenureCounts {
    pub fn new(days: u32) -> TenureCounts {
        let counts = || (0..TENURE_MAX).map(|_| Default::default()).collect::<Counts>();
        TenureCounts {
            present: counts(),
            opened: counts(),
            left: counts(),
            opened_within_month: counts(),
            cohort_active: (0..days.div_ceil(7)).map(|_| Default::default()).collect(),
        }
    }

    pub fn lived(&self, age: usize, p: usize, opened: bool) {
        add(&self.present[age][p]);
        if opened {
            add(&self.opened[age][p]);
        }
    }

    pub fn left(&self, age: usize, p: usize) {
        add(&self.left[age][p]);
    }

    pub fn opened_within_month(&self, age: usize, p: usize) {
        add(&self.opened_within_month[age][p]);
    }

    pub fn active_in_week(&self, cohort: usize, age: usize, p: usize) {
        add(&self.cohort_active[cohort][age][p]);
    }

    /// All counts in a fixed order, for a checkpoint.
    pub fn to_words(&self) -> Vec<u64> {
        self.each().map(|count| count.load(Ordering::Relaxed)).collect()
    }

    /// Takes the counts of a checkpoint.
    pub fn set_words(&self, words: &[u64]) {
        for (count, word) in self.each().zip(words) {
            count.store(*word, Ordering::Relaxed);
        }
    }

    fn each(&self) -> impl Iterator<Item = &AtomicU64> {
        let by_tenure = [&self.present, &self.opened, &self.left, &self.opened_within_month].into_iter().flatten().flatten();
        by_tenure.chain(self.cohort_active.iter().flatten().flatten())
    }

    /// The counts so far, with the denominators that follow from each day's installs.
    pub fn record(&self, installs: &[ByPlatform<u64>]) -> TenureRecord {
        let weeks = self.cohort_active.len();
        let mut cohort_installs = vec![[0; PLATFORMS_MAX]; weeks];
        let mut reached = vec![[0; PLATFORMS_MAX]; TENURE_MAX];
        let mut reached_month = vec![[0; PLATFORMS_MAX]; TENURE_MAX];
        for (day, by_platform) in installs.iter().enumerate() {
            for (p, count) in by_platform.iter().enumerate() {
                cohort_installs[day / 7][p] += count;
                let age = (installs.len() - 1 - day).min(TENURE_MAX - 1);
                reached[..=age].iter_mut().for_each(|reached| reached[p] += count);
                if age >= 27 {
                    reached_month[..=age - 27].iter_mut().for_each(|reached| reached[p] += count);
                }
            }
        }
        let plain = |counts: &Counts| counts.iter().map(load).collect();
        TenureRecord {
            present: plain(&self.present),
            opened: plain(&self.opened),
            left: plain(&self.left),
            reached,
            opened_within_month: plain(&self.opened_within_month),
            reached_month,
            cohort_installs,
            cohort_active: self.cohort_active.iter().map(|ages| std::array::from_fn(|age| load(&ages[age]))).collect(),
        }
    }
}

fn add(count: &AtomicU64) {
    count.fetch_add(1, Ordering::Relaxed);
}

fn load(row: &[AtomicU64; PLATFORMS_MAX]) -> ByPlatform<u64> {
    std::array::from_fn(|p| row[p].load(Ordering::Relaxed))
}
