//! Who is still there some days after installing: as one number a day, and as curves by age over the whole run.

use super::moment::Moment;
use super::record::{ByPlatform, KEPT_DAYS, MONTH, RunRecord};
use super::share::share;
use crate::ids::PlatformId;

/// Part of a whole at one age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgePoint {
    /// Days since installing.
    pub age_days: u32,
    pub part: u64,
    pub whole: u64,
}

impl AgePoint {
    pub fn share(&self) -> Option<f64> {
        share(self.part, self.whole)
    }
}

/// `retention_k` on day t = Σ kept_k(s) / Σ installs(s − k) over s in t − 27..=t: classic retention, day k exactly, with the cohorts of 28 days pooled.
/// kept_k(s) are the people of tenure k who opened it on day s. Who used it on day 0 is in no cohort.
pub(super) fn retention(at: &Moment, platform: usize, which: usize) -> Option<f64> {
    let index = at.index()?;
    let age = KEPT_DAYS[which];
    let daily = &at.record.daily;
    let first = (index + 1).saturating_sub(MONTH).max(age);
    let (mut kept, mut installs) = (0, 0);
    for day in first..=index {
        kept += daily[day].kept[which][platform];
        installs += daily[day - age].installs[platform];
    }
    share(kept, installs)
}

/// Classic retention by age, over the whole run: of the installs that reached age a within the run, those that opened on day a exactly.
pub fn retention_curve(record: &RunRecord, platform: PlatformId) -> Vec<AgePoint> {
    by_age(&record.tenure.opened, &record.tenure.reached, platform)
}

/// Rolling retention by age, over the whole run: of the installs that reached age a + 27, those that opened at least once on days a..a + 28.
pub fn rolling_retention_curve(record: &RunRecord, platform: PlatformId) -> Vec<AgePoint> {
    by_age(&record.tenure.opened_within_month, &record.tenure.reached_month, platform)
}

/// The last age stands for all longer ones, day-0 users among them, and is left out.
fn by_age(part: &[ByPlatform<u64>], whole: &[ByPlatform<u64>], platform: PlatformId) -> Vec<AgePoint> {
    let ages = part.len().min(whole.len()).saturating_sub(1);
    (0..ages).map(|age| AgePoint { age_days: age as u32, part: part[age][platform.index()], whole: whole[age][platform.index()] }).collect()
}
