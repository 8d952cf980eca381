//! The catalogue of measures: one name each, the same in scenario, table and chart. How each is computed stands in `metrics/`.

use serde::{Deserialize, Serialize};

/// Days in a month.
pub const MONTH: usize = 28;

/// Days of tenure that are told apart; all longer ones are one class.
pub const TENURE_DAYS: usize = 126;

/// What a measure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One value a day for the whole world.
    World,
    /// One value a platform.
    Platform,
    /// One value a platform and layer; without a layer, all layers together.
    PlatformLayer,
    /// One value a platform and topic of groups; without a topic, all together.
    PlatformTopic,
    /// One value for an ordered pair of platforms.
    Pair,
}

/// How often a measure is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Every day.
    Daily,
    /// At the surveys: day 0, the end of every month of 28 days, and the last day.
    Survey,
}

/// A row of the catalogue.
pub struct MeasureInfo {
    pub measure: Measure,
    pub name: &'static str,
    pub unit: &'static str,
    pub scope: Scope,
    pub pace: Pace,
    pub meaning: &'static str,
}

macro_rules! catalogue {
    ($($variant:ident $name:literal $unit:literal $scope:ident $pace:ident $meaning:literal;)*) => {
        /// Something that can be measured in a run.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Measure { $($variant,)* }

        impl Measure {
            /// Every measure, in the order of the tables.
            pub const ALL: &'static [MeasureInfo] = &[$(
                MeasureInfo { measure: Measure::$variant, name: $name, unit: $unit, scope: Scope::$scope, pace: Pace::$pace, meaning: $meaning },
            )*];
        }
    };
}

catalogue! {
    DailyUsers "daily_users" "share of people" Platform Daily "people who opened it that day";
    VoluntaryUsers "voluntary_users" "share of people" Platform Daily "people who opened it that day of their own accord, called by a message or not";
    WeeklyUsers "weekly_users" "share of people" Platform Daily "people who opened it in the last 7 days";
    MonthlyUsers "monthly_users" "share of people" Platform Daily "people who opened it in the last 28 days";
    Installed "installed" "share of people" Platform Daily "people who have it installed";
    Installs "installs" "share of people" Platform Daily "people who installed it that day";
    Uninstalls "uninstalls" "share of people" Platform Daily "people who removed it that day";
    EverInstalled "ever_installed" "share of people" Platform Daily "people who have had it at any time";
    Stickiness "stickiness" "share" Platform Daily "mean daily users over 28 days, divided by monthly users";
    Presence "presence" "share of people" Platform Daily "mean presence: how surely people are there";
    Retention1 "retention_1" "share of installers" Platform Daily "of those who installed 1 day ago, the share that opened today (classic; cohorts of the last 28 days pooled)";
    Retention7 "retention_7" "share of installers" Platform Daily "of those who installed 7 days ago, the share that opened today (classic; cohorts of the last 28 days pooled)";
    Retention30 "retention_30" "share of installers" Platform Daily "of those who installed 30 days ago, the share that opened today (classic; cohorts of the last 28 days pooled)";
    Retention90 "retention_90" "share of installers" Platform Daily "of those who installed 90 days ago, the share that opened today (classic; cohorts of the last 28 days pooled)";
    MonthlyNew "monthly_new" "share of people" Platform Survey "people who opened it this month for the first time";
    MonthlyReturned "monthly_returned" "share of people" Platform Survey "people who opened it this month, not in the month before, but earlier";
    MonthlyChurned "monthly_churned" "share of people" Platform Survey "people who opened it in the month before but not this month";
    DaysActive "days_active" "days of 28" Platform Survey "mean days of the last complete month on which one of its users of that month opened it";
    Minutes "minutes" "minutes a day" Platform Daily "time on it, for each person who opened it";
    MinutesAPerson "minutes_a_person" "minutes a person-day" Platform Daily "time on it, over all people, whether they opened it or not";
    TimeShare "time_share" "share of time" Platform Daily "its share of all minutes";
    MessageShare "message_share" "share of messages" PlatformLayer Daily "its share of the messages that ties exchanged on any platform";
    Messages "messages" "messages a person-day" PlatformLayer Daily "messages that ties exchanged on it";
    Silence "silence" "share of talks" World Daily "talks that found no platform: offline or not at all (messages that carry content are no talks)";
    SharedMessages "shared_messages" "messages a person-day" Platform Daily "messages that carried its content, wherever they were sent";
    SharesKept "shares_kept" "share of shares" Platform Daily "of the messages that carried its content, the share that was sent on it";
    HomeShare "home_share" "share of homes" PlatformLayer Survey "its share of the homes of ties, weighted by how much a tie talks; ties that live nowhere are left out";
    HomeCount "home_count" "share of ties" PlatformLayer Survey "its share of the homes of ties, each tie counting once; ties that live nowhere are left out";
    History "history" "0..1" Platform Survey "mean stored history of the ties that live on it";
    TimeConcentration "time_concentration" "0..1" World Daily "sum of squared time shares";
    MessageConcentration "message_concentration" "0..1" World Daily "sum of squared message shares";
    HomeConcentration "home_concentration" "0..1" World Survey "sum of squared home shares";
    PlatformsAPerson "platforms_a_person" "platforms" World Survey "platforms that a person opened in the month";
    Overlap "overlap" "0..1" Pair Survey "people who opened both in the month, divided by people who opened either (Jaccard)";
    OverlapDirected "overlap_directed" "share of users" Pair Survey "of the first one's monthly users, the share who also opened the other";
    OverlapLift "overlap_lift" "ratio" Pair Survey "people who opened both, divided by what independence would give";
    MainPlatform "main_platform" "share of people" Platform Survey "people for whom it is, of the platforms they have, the one opened on most days of the last whole month";
    MainFlow "main_flow" "share of people" Pair Survey "people whose main platform was the first at the start and is the other now";
    HomeFlow "home_flow" "share of ties" Pair Survey "of all living ties, those that lived on the first when they were born and live on the other now";
    Leakage "leakage" "share of ties" PlatformLayer Survey "of the living ties born on it, the share that now lives elsewhere";
    TiesDied "ties_died" "share of ties" Platform Survey "of all ties ever born on it, the share that died";
    BornAcquaintances "born_acquaintances" "share of ties" Platform Survey "of the strangers of this run that became acquaintances, the share that lives on it";
    GroupHomes "group_homes" "share of groups" PlatformTopic Survey "its share of the homes of groups; groups that live nowhere are left out";
    GroupLeakage "group_leakage" "share of groups" PlatformTopic Survey "of the groups born on it, the share that now lives elsewhere";
    GroupMembers "group_members" "members a group" PlatformTopic Survey "mean members of the groups that live on it";
    GroupMessages "group_messages" "messages a member-day" PlatformTopic Survey "what a member says in the groups that live on it, over the month so far";
    GroupSilent "group_silent" "share of members" PlatformTopic Survey "members of its groups who said nothing in the last complete month";
    GroupOwnerShare "group_owner_share" "share of messages" PlatformTopic Survey "what owners say, of all that is said in its groups, over the month so far";
    GroupJoins "group_joins" "joins a person-day" Platform Daily "fans who joined a group on it";
    ReplyDelay "reply_delay" "days" Platform Daily "mean wait until the other end of a message opens it";
    Invitations "invitations" "share of installs" Pair Survey "of the installs of the first that word of mouth brought so far, the share whose invitation travelled on the other";
    OptedOut "opted_out" "share of users" Platform Daily "of those who have it installed, the share who switched off what shows them to acquaintances";
    Coreness "coreness" "ties" Platform Survey "mean coreness of people in its graph of active ties";
    CoreLossRandom "core_loss_random" "share of ties" Platform Survey "active ties lost when 5 % of people go at random and others peel off";
    CoreLossTargeted "core_loss_targeted" "share of ties" Platform Survey "active ties lost when the 5 % with the highest coreness go and others peel off";
    ValueSlope "value_slope" "exponent" Platform Survey "slope of log active ties on log users over the run so far";
    LonelyOpenings "lonely_openings" "share of openings" Platform Daily "voluntary openings that met nobody";
    PromotionSpent "promotion_spent" "installs a person" Platform Daily "installs that promotion, not a friend, brought so far";
    DurableUserCost "durable_user_cost" "installs a durable user" Platform Survey "installs that promotion brought, for each install of any kind that was still opened on its day 90; of installs that are 90 days old";
    Welfare "welfare" "utility" World Daily "mean utility a person gets from what was opened and said";
}

impl Measure {
    /// Whether it can be taken of one segment's people.
    pub fn is_by_segment(self) -> bool {
        matches!(self, Measure::DailyUsers | Measure::MonthlyUsers | Measure::MainPlatform)
    }

    /// Whether it adds up what happened over the month so far, so that it is of a whole month only where one ends.
    pub fn is_over_month(self) -> bool {
        matches!(self, Measure::GroupMessages | Measure::GroupOwnerShare)
    }

    /// Whether it is a part of something, and so shown in per cent.
    pub fn is_share(self) -> bool {
        let unit = self.info().unit;
        unit == "share" || unit.starts_with("share of ")
    }

    /// Where it can lie at all.
    pub fn range(self) -> (f64, f64) {
        match self {
            Measure::Welfare | Measure::ValueSlope => (f64::NEG_INFINITY, f64::INFINITY),
            _ if self.is_share() || self.info().unit == "0..1" => (0.0, 1.0),
            _ => (0.0, f64::INFINITY),
        }
    }

    pub fn info(self) -> &'static MeasureInfo {
        &Measure::ALL[self as usize]
    }

    pub fn named(name: &str) -> Option<Measure> {
        Measure::ALL.iter().find(|info| info.name == name).map(|info| info.measure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_in_the_order_of_its_variants() {
        for (place, info) in Measure::ALL.iter().enumerate() {
            assert_eq!(info.measure as usize, place, "{}", info.name);
        }
    }

    #[test]
    fn what_adds_up_over_a_month_says_so() {
        for info in Measure::ALL {
            assert_eq!(info.measure.is_over_month(), info.meaning.ends_with("over the month so far"), "{}", info.name);
        }
    }
}
