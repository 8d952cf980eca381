//! How soon people remove a platform, by how long they have had it.

use super::record::RunRecord;
use super::retention::AgePoint;
use crate::ids::PlatformId;

/// The hazard of removal at each tenure: removals at tenure a / person-days at tenure a. The last point stands for all longer tenures, day-0 users among them.
pub fn churn_hazard(record: &RunRecord, platform: PlatformId) -> Vec<AgePoint> {
    let tenure = &record.tenure;
    let at = platform.index();
    let points = tenure.left.iter().zip(&tenure.present).enumerate();
    points.map(|(age, (left, present))| AgePoint { age_days: age as u32, part: left[at], whole: present[at] }).collect()
}
