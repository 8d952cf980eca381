//! Which platforms the same people use. U_p are the people who opened p in the last 28 days.

use super::moment::Moment;
use super::record::SurveyRecord;
use super::share::share;

/// People who opened all platforms of a set.
fn users_of_all(survey: &SurveyRecord, platforms: usize) -> u64 {
    let sets = survey.opened_sets.iter().enumerate();
    sets.filter(|(set, _)| set & platforms == platforms).map(|(_, people)| people).sum()
}

/// |U_p|.
pub(super) fn users(survey: &SurveyRecord, platform: usize) -> u64 {
    users_of_all(survey, 1 << platform)
}

/// |U_p ∩ U_q|.
fn both(survey: &SurveyRecord, platform: usize, other: usize) -> u64 {
    users_of_all(survey, 1 << platform | 1 << other)
}

/// `platforms_a_person` = Σ |U_p| / people.
pub(super) fn platforms_a_person(at: &Moment) -> Option<f64> {
    let sets = at.survey()?.opened_sets.iter().enumerate();
    share(sets.map(|(set, people)| u64::from(set.count_ones()) * people).sum(), at.people())
}

/// `overlap` = |U_p ∩ U_q| / |U_p ∪ U_q| (Jaccard 1901).
pub(super) fn overlap(at: &Moment, platform: usize, other: usize) -> Option<f64> {
    let survey = at.survey()?;
    let both = both(survey, platform, other);
    share(both, users(survey, platform) + users(survey, other) - both)
}

/// `overlap_directed` = |U_p ∩ U_q| / |U_p|.
pub(super) fn overlap_directed(at: &Moment, platform: usize, other: usize) -> Option<f64> {
    let survey = at.survey()?;
    share(both(survey, platform, other), users(survey, platform))
}

/// `overlap_lift` = |U_p ∩ U_q| · people / (|U_p| · |U_q|).
pub(super) fn overlap_lift(at: &Moment, platform: usize, other: usize) -> Option<f64> {
    let survey = at.survey()?;
    let expected = users(survey, platform) as f64 * users(survey, other) as f64 / at.people() as f64;
    (expected > 0.0).then(|| both(survey, platform, other) as f64 / expected)
}
