//! Where groups live, and how alive they are there.

use std::ops::Range;

use super::moment::Moment;
use super::record::{SurveyRecord, TopicRecord};
use super::share::share;
use crate::ids::PLATFORMS_MAX;

/// A count over the topics asked for.
fn total(survey: &SurveyRecord, topics: Range<usize>, count: impl Fn(&TopicRecord) -> u64) -> u64 {
    survey.groups.iter().take(topics.end).skip(topics.start).map(count).sum()
}

fn living_on(topic: &TopicRecord, platform: usize) -> u64 {
    topic.home_flow.iter().map(|now| now[platform]).sum()
}

/// `group_homes` = groups that live on it / groups that live on any platform; of one topic or of all. Groups that live nowhere, fan groups not yet born among them,
/// are left out.
pub(super) fn group_homes(at: &Moment, platform: usize, topics: Range<usize>) -> Option<f64> {
    let survey = at.survey()?;
    let here = total(survey, topics.clone(), |topic| living_on(topic, platform));
    let anywhere = total(survey, topics, |topic| (0..PLATFORMS_MAX).map(|platform| living_on(topic, platform)).sum());
    share(here, anywhere)
}

/// `group_leakage` = groups born on it that do not live on it now / groups born on it; of one topic or of all.
pub(super) fn group_leakage(at: &Moment, platform: usize, topics: Range<usize>) -> Option<f64> {
    let survey = at.survey()?;
    let born = total(survey, topics.clone(), |topic| topic.home_flow[platform].iter().sum());
    let stayed = total(survey, topics, |topic| topic.home_flow[platform][platform]);
    share(born - stayed, born)
}

/// `group_members` = Σ members of the groups that live on it / their number; of one topic or of all.
pub(super) fn group_members(at: &Moment, platform: usize, topics: Range<usize>) -> Option<f64> {
    let survey = at.survey()?;
    let members = total(survey, topics.clone(), |topic| topic.members[platform]);
    share(members, total(survey, topics, |topic| living_on(topic, platform)))
}

/// `group_messages` = messages in groups that live on it / days of membership in them, over the month so far; of one topic or of all.
pub(super) fn group_messages(at: &Moment, platform: usize, topics: Range<usize>) -> Option<f64> {
    let survey = at.survey()?;
    let messages = total(survey, topics.clone(), |topic| topic.messages[platform]);
    share(messages, total(survey, topics, |topic| topic.member_days[platform]))
}

/// `group_silent` = 1 − members who said something in the month / members; of one topic or of all. It depends on how long one waits, so it is taken at the last
/// complete month.
pub(super) fn group_silent(at: &Moment, platform: usize, topics: Range<usize>) -> Option<f64> {
    let survey = at.month_end()?;
    let speakers = total(survey, topics.clone(), |topic| topic.speakers[platform]);
    let members = total(survey, topics, |topic| topic.members[platform]);
    share(members.saturating_sub(speakers), members)
}

/// `group_owner_share` = messages of owners / messages, in groups that live on it, over the month so far; of one topic or of all.
pub(super) fn group_owner_share(at: &Moment, platform: usize, topics: Range<usize>) -> Option<f64> {
    let survey = at.survey()?;
    let owners = total(survey, topics.clone(), |topic| topic.owner_messages[platform]);
    share(owners, total(survey, topics, |topic| topic.messages[platform]))
}

/// `group_joins` = fans who joined a group on it on day t / people.
pub(super) fn group_joins(at: &Moment, platform: usize) -> Option<f64> {
    share(at.today()?.group_joins[platform], at.people())
}
