//! How soon people remove a platform, by how long they have had it.

use std::iter;
use std::ops::Range;

use super::record::RunRecord;
use super::retention::AgePoint;
use crate::ids::PlatformId;

/// Few leave on any one day, so tenures are pooled.
const WEEK: usize = 7;

/// The hazard of removal a day, in the week that begins at each tenure: removals / person-days. The last point stands for all longer tenures, day-0
/// users among them.
pub fn churn_hazard(record: &RunRecord, platform: PlatformId) -> Vec<AgePoint> {
    let tenure = &record.tenure;
    let at = platform.index();
    let Some(open) = tenure.left.len().checked_sub(1) else { return Vec::new() };
    let weeks = (0..open).step_by(WEEK).map(|first| first..(first + WEEK).min(open));
    let point = |ages: Range<usize>| AgePoint {
        age_days: ages.start as u32,
        part: tenure.left[ages.clone()].iter().map(|left| left[at]).sum(),
        whole: tenure.present[ages].iter().map(|present| present[at]).sum(),
    };
    weeks.chain(iter::once(open..open + 1)).map(point).collect()
}
