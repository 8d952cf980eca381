//! The cohort triangle: who installed in which week, and how many of them opened in each week after.

use super::record::{AGE_WEEKS, RunRecord};
use super::share::share;
use crate::ids::PlatformId;

/// One cell of the triangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CohortCell {
    /// Week of install, from day 0.
    pub week: u32,
    /// Weeks since installing.
    pub age_weeks: u32,
    pub installs: u64,
    /// Of those, who opened it in that week of age.
    pub active: u64,
}

impl CohortCell {
    pub fn share(&self) -> Option<f64> {
        share(self.active, self.installs)
    }
}

/// The cells that are complete: those in which even the last day's installers have lived the whole week of age within the run.
///
/// Who installed on day 7w + 6 ends week of age k on day 7w + 6 + 7k + 6, which must be a day of the run.
pub fn cohort_triangle(record: &RunRecord, platform: PlatformId) -> Vec<CohortCell> {
    let at = platform.index();
    let mut cells = Vec::new();
    for (week, (installs, active)) in record.tenure.cohort_installs.iter().zip(&record.tenure.cohort_active).enumerate() {
        for (age, active) in active.iter().enumerate().take(AGE_WEEKS) {
            if 7 * (week + age) + 12 < record.days as usize {
                cells.push(CohortCell { week: week as u32, age_weeks: age as u32, installs: installs[at], active: active[at] });
            }
        }
    }
    cells
}
