//! What one run leaves behind: whole numbers counted while it ran. Measures are computed from this, never from a world.

use serde::{Deserialize, Serialize};

use crate::ids::{Layer, PLATFORMS_MAX, Topic};
pub use crate::ids::{MINUTE_PARTS, WEIGHT_PARTS};
pub use crate::scenario::measure::MONTH;
use crate::scenario::measure::TENURE_DAYS;

/// A number a platform, in the order of the scenario.
pub type ByPlatform<T> = [T; PLATFORMS_MAX];

/// A number a home: the platforms, then nowhere.
pub type ByHome<T> = [T; PLATFORMS_MAX + 1];

/// Tenures are counted to this many days; the last stands for all longer ones, day-0 users among them.
pub const TENURE_MAX: usize = TENURE_DAYS + 1;

/// Weeks of age in the cohort triangle.
pub const AGE_WEEKS: usize = 18;

/// Waits for a reply are counted in this part of a day.
pub const DELAY_PARTS: u64 = 256;

/// One run of one variant: a replicate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    pub people: u32,
    pub platforms: usize,
    pub days: u32,
    pub replicate: u32,
    pub half_ties: u64,
    /// One a day, from day 0.
    pub daily: Vec<DayRecord>,
    /// Day 0 (before anything happened), the last day of every month of 28 days, and the last day.
    pub surveys: Vec<SurveyRecord>,
    pub tenure: TenureRecord,
}

/// What happened on one day.
// Invariant: nothing but 64-bit whole numbers, so that the counts of parts add up word by word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct DayRecord {
    pub opened: ByPlatform<u64>,
    pub voluntary: ByPlatform<u64>,
    /// Voluntary openings on which no message, session or share called.
    pub lonely: ByPlatform<u64>,
    /// People whose last opening is less than 7, and less than 28, days old.
    pub weekly: ByPlatform<u64>,
    pub monthly: ByPlatform<u64>,
    pub installed: ByPlatform<u64>,
    pub installs: ByPlatform<u64>,
    pub uninstalls: ByPlatform<u64>,
    /// People who have it or had it.
    pub ever: ByPlatform<u64>,
    /// Sum of presences, 0..255 each.
    pub presence: ByPlatform<u64>,
    pub opted_out: ByPlatform<u64>,
    /// In [`MINUTE_PARTS`].
    pub minutes: ByPlatform<u64>,
    /// Messages of ties by layer and venue, shares among them.
    pub messages: [ByPlatform<u64>; Layer::COUNT],
    /// Talks that found no venue, by layer.
    pub silent: [u64; Layer::COUNT],
    /// Shares of a platform's content that were sent, and those sent on the platform itself.
    pub shares: ByPlatform<u64>,
    pub shares_kept: ByPlatform<u64>,
    /// Sum over messages, and both directions, of the expected wait until the other end opens the venue, in [`DELAY_PARTS`].
    pub reply_delay: ByPlatform<u64>,
    /// Installs that promotion brought.
    pub promoted: ByPlatform<u64>,
    /// Installs that word of mouth brought, by the home of the inviting tie.
    pub invited: [ByHome<u64>; PLATFORMS_MAX],
    pub group_messages: ByPlatform<u64>,
    pub group_joins: ByPlatform<u64>,
    /// People with a tenure of 1, 7, 30 and 90 days who opened it.
    pub kept: [ByPlatform<u64>; 4],
    /// Solo worth of what was opened plus the value of messages, in [`WEIGHT_PARTS`].
    pub welfare: i64,
}

/// The ages of [`DayRecord::kept`].
pub const KEPT_DAYS: [usize; 4] = [1, 7, 30, 90];

/// The state at the end of a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SurveyRecord {
    /// Days lived: 0 before the first, `days` after the last.
    pub after_days: u32,
    /// People by the set of platforms they opened in the last 28 days (bit p for platform p); 128 entries.
    pub opened_sets: Vec<u64>,
    /// People by days active in the month that ends here (29 entries a platform); empty where the survey does not end a month.
    pub days_active: Vec<ByPlatform<u64>>,
    /// Monthly users that are new, returned, or gone since the survey a month before; see [`DayRecord::monthly`].
    pub month_new: ByPlatform<u64>,
    pub month_returned: ByPlatform<u64>,
    pub month_churned: ByPlatform<u64>,
    /// People by main platform at the start and now.
    pub main_flow: [ByHome<u64>; PLATFORMS_MAX + 1],
    /// Living ties by layer and home, each once.
    pub homes: [ByHome<u64>; Layer::COUNT],
    /// The same, each counting its weight in [`WEIGHT_PARTS`].
    pub home_weights: [ByHome<u64>; Layer::COUNT],
    /// Living ties by layer, origin and home.
    pub home_flow: [[ByHome<u64>; PLATFORMS_MAX + 1]; Layer::COUNT],
    /// Ties ever born with this origin, day-0 ties among them.
    pub ties_born: ByHome<u64>,
    /// Acquaintances that began as strangers of this run, by home.
    pub born_acquaintances: ByHome<u64>,
    /// Sum of history over ties by home.
    pub history: ByPlatform<u64>,
    /// Ties at home on it that talked in the last 28 days.
    pub active_ties: ByPlatform<u64>,
    pub groups: Vec<TopicRecord>,
    pub core: ByPlatform<CoreRecord>,
    /// In the order of the scenario's segments.
    pub segments: Vec<SegmentRecord>,
}

/// The people of a segment on the day of a survey.
// Invariant: as of DayRecord.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct SegmentRecord {
    pub people: u64,
    /// Who opened it on the last day, and within the last 28.
    pub daily: ByPlatform<u64>,
    pub monthly: ByPlatform<u64>,
    /// By main platform.
    pub main: ByHome<u64>,
}

/// The groups of one topic.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TopicRecord {
    /// Groups by origin and home.
    pub home_flow: [ByHome<u64>; PLATFORMS_MAX + 1],
    /// Members of the groups that live on it.
    pub members: ByHome<u64>,
    /// Over the month so far, by the home of the group: messages, those of owners, members who said something, and days of membership.
    pub messages: ByHome<u64>,
    pub owner_messages: ByHome<u64>,
    pub speakers: ByHome<u64>,
    pub member_days: ByHome<u64>,
}

/// What holds a platform's graph of active ties together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CoreRecord {
    /// People with an active tie, and the sum of their coreness.
    pub people: u64,
    pub coreness: u64,
    pub ties: u64,
    /// Ties left when 5 % of people go, at random or by coreness, and others below half of their degree peel off.
    pub left_random: u64,
    pub left_targeted: u64,
}

/// What became of people by how long they have had a platform, over the whole run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TenureRecord {
    /// Person-days at each tenure, and those on which it was opened, of newcomers alone; [`TENURE_MAX`] entries.
    pub present: Vec<ByPlatform<u64>>,
    pub opened: Vec<ByPlatform<u64>>,
    /// Removals at each tenure.
    pub left: Vec<ByPlatform<u64>>,
    /// Installs that reached this age within the run; the denominator of retention.
    pub reached: Vec<ByPlatform<u64>>,
    /// People who opened it at least once on days a..a + 28 of their tenure, for installs that reached a + 27.
    pub opened_within_month: Vec<ByPlatform<u64>>,
    pub reached_month: Vec<ByPlatform<u64>>,
    /// By week of install: installs, and who opened it in each week of age.
    pub cohort_installs: Vec<ByPlatform<u64>>,
    pub cohort_active: Vec<[ByPlatform<u64>; AGE_WEEKS]>,
}

impl SurveyRecord {
    pub fn topic(&self, topic: Topic) -> &TopicRecord {
        &self.groups[topic.index()]
    }
}
