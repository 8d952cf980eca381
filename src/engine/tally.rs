//! Counting while a day goes on: parts count for themselves, and whole numbers add up in any order.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::ids::PLATFORMS_MAX;
use crate::metrics::record::{AGE_WEEKS, ByPlatform, DayRecord, KEPT_DAYS, MONTH, SurveyRecord, TENURE_MAX, TenureRecord};
use crate::world::{App, TENURE_SETTLED};

impl DayRecord {
    /// Adds the counts of another part of the same day.
    #[must_use]
    pub fn merged(mut self, other: DayRecord) -> DayRecord {
        add_words(std::slice::from_mut(&mut self), std::slice::from_ref(&other));
        self
    }
}

impl SurveyRecord {
    /// Adds what was counted of other people and their ties. What is counted of the whole world stays as it is.
    #[must_use]
    pub fn merged(mut self, other: SurveyRecord) -> SurveyRecord {
        add_words(&mut self.opened_sets, &other.opened_sets);
        add_words(&mut self.days_active, &other.days_active);
        add_words(&mut self.month_new, &other.month_new);
        add_words(&mut self.month_returned, &other.month_returned);
        add_words(&mut self.month_churned, &other.month_churned);
        add_words(&mut self.main_flow, &other.main_flow);
        add_words(&mut self.homes, &other.homes);
        add_words(&mut self.home_weights, &other.home_weights);
        add_words(&mut self.home_flow, &other.home_flow);
        add_words(&mut self.born_acquaintances, &other.born_acquaintances);
        add_words(&mut self.history, &other.history);
        add_words(&mut self.active_ties, &other.active_ties);
        add_words(&mut self.segments, &other.segments);
        self
    }
}

/// Adds counts word by word; welfare may be below zero.
fn add_words<T: bytemuck::Pod>(counts: &mut [T], others: &[T]) {
    let counts: &mut [u64] = bytemuck::cast_slice_mut(counts);
    let others: &[u64] = bytemuck::cast_slice(others);
    counts.iter_mut().zip(others).for_each(|(count, other)| *count = count.wrapping_add(*other));
}

type Counts = Vec<[AtomicU64; PLATFORMS_MAX]>;

/// Counts by tenure over the whole run. What happens daily to newcomers is counted by part first, see [`TenureDay`]; parts share these.
#[derive(Debug)]
pub struct TenureCounts {
    /// Of the whole run.
    days: u32,
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
            days,
            present: counts(),
            opened: counts(),
            left: counts(),
            opened_within_month: counts(),
            cohort_active: (0..days.div_ceil(7)).map(|_| Default::default()).collect(),
        }
    }

    pub fn left(&self, age: usize, p: usize) {
        add(&self.left[age][p], 1);
    }

    /// Counts somebody who has a platform no more, from a day on, among those who opened it in the week and the months of their tenure that the day
    /// cuts short; whole ones are counted on their last day. `app` is what they had on the evening before.
    pub fn cut_short(&self, app: App, day: u32, p: usize) {
        let (tenure, idle) = (u32::from(app.tenure()), u32::from(app.idle()));
        // Who has had it for long is in no cohort any more, and who has idled for all that is remembered was counted.
        if app.tenure() >= TENURE_SETTLED || idle >= tenure {
            return;
        }
        let (installed, age, opened) = (day - tenure, tenure - 1, tenure - 1 - idle);
        // A month that the run does not live to the end is in no denominator.
        const AFTER: u32 = MONTH as u32 - 1;
        for first in (age + 1).saturating_sub(AFTER)..=opened {
            if installed + first + AFTER < self.days {
                add(&self.opened_within_month[first as usize][p], 1);
            }
        }
        let week = age / 7;
        if age % 7 != 6 && opened >= 7 * week && (week as usize) < AGE_WEEKS {
            add(&self.cohort_active[installed as usize / 7][week as usize][p], 1);
        }
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

    /// The counts so far, with the denominators that follow from each day's counts.
    pub fn record(&self, daily: &[DayRecord]) -> TenureRecord {
        let weeks = self.cohort_active.len();
        let mut cohort_installs = vec![[0; PLATFORMS_MAX]; weeks];
        let mut reached = vec![[0; PLATFORMS_MAX]; TENURE_MAX];
        let mut reached_month = vec![[0; PLATFORMS_MAX]; TENURE_MAX];
        for (day, DayRecord { installs, .. }) in daily.iter().enumerate() {
            for (p, count) in installs.iter().enumerate() {
                cohort_installs[day / 7][p] += count;
                let age = (daily.len() - 1 - day).min(TENURE_MAX - 1);
                reached[..=age].iter_mut().for_each(|reached| reached[p] += count);
                if age >= 27 {
                    reached_month[..=age - 27].iter_mut().for_each(|reached| reached[p] += count);
                }
            }
        }
        let plain = |counts: &Counts| counts.iter().map(load).collect::<Vec<_>>();
        let (mut present, left) = (plain(&self.present), plain(&self.left));
        // Newcomers are counted day by day. Whoever else had it kept it that evening, or removed it.
        if let Some((settled, newcomers)) = present.split_last_mut() {
            for (p, settled) in settled.iter_mut().enumerate() {
                let kept: u64 = daily.iter().map(|day| day.installed[p]).sum();
                let removed: u64 = left.iter().map(|left| left[p]).sum();
                *settled = kept + removed - newcomers.iter().map(|present| present[p]).sum::<u64>();
            }
        }
        TenureRecord {
            present,
            opened: plain(&self.opened),
            left,
            reached,
            opened_within_month: plain(&self.opened_within_month),
            reached_month,
            cohort_installs,
            cohort_active: self.cohort_active.iter().map(|ages| std::array::from_fn(|age| load(&ages[age]))).collect(),
        }
    }
}

fn add(count: &AtomicU64, more: u64) {
    // Threads that add nothing need not wait for each other.
    if more > 0 {
        count.fetch_add(more, Ordering::Relaxed);
    }
}

/// What a newcomer did lately, a bit each: opened it today, in the last week, in the last month.
pub const OPENED: u8 = 1;
pub const WEEKLY: u8 = 1 << 1;
pub const MONTHLY: u8 = 1 << 2;
const LATELY: usize = 8;

/// Newcomers of a part of the people on a day, by platform, tenure and what they did lately. Threads would wait for each other if each newcomer were
/// counted where all are.
pub struct TenureDay {
    lived: [[[u32; LATELY]; TENURE_MAX]; PLATFORMS_MAX],
}

impl Default for TenureDay {
    fn default() -> TenureDay {
        TenureDay { lived: [[[0; LATELY]; TENURE_MAX]; PLATFORMS_MAX] }
    }
}

impl TenureDay {
    /// Where somebody of this tenure is counted, by what is true of them.
    #[inline(always)]
    pub fn place(age: u16, is_true: u8) -> u16 {
        (age * LATELY as u16) | (u16::from(is_true) % LATELY as u16)
    }

    #[inline(always)]
    pub fn lived(&mut self, p: usize, place: u16) {
        self.lived[p].as_flattened_mut()[usize::from(place)] += 1;
    }

    /// Adds the day to the counts of the run, and to those of the day, and forgets it.
    pub fn hand_over(&mut self, platforms: usize, today: usize, day: &mut DayRecord, run: &TenureCounts) {
        for (p, ages) in self.lived[..platforms].iter_mut().enumerate() {
            for (age, lately) in ages.iter_mut().enumerate().filter(|(_, lately)| **lately != [0; LATELY]) {
                let lately = std::mem::take(lately);
                let those_who = |did: u8| {
                    let with = lately.iter().enumerate().filter(|&(bits, _)| bits & usize::from(did) == usize::from(did));
                    u64::from(with.map(|(_, &count)| count).sum::<u32>())
                };
                let opened = those_who(OPENED);
                add(&run.present[age][p], those_who(0));
                add(&run.opened[age][p], opened);
                if let Some(kept) = KEPT_DAYS.iter().position(|&day| day == age) {
                    day.kept[kept][p] += opened;
                }
                if age >= 27 {
                    add(&run.opened_within_month[age - 27][p], those_who(MONTHLY));
                }
                if age % 7 == 6 && age / 7 < AGE_WEEKS {
                    add(&run.cohort_active[(today - age) / 7][age / 7][p], those_who(WEEKLY));
                }
            }
        }
    }
}

fn load(row: &[AtomicU64; PLATFORMS_MAX]) -> ByPlatform<u64> {
    std::array::from_fn(|p| row[p].load(Ordering::Relaxed))
}
