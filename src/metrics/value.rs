//! The one table that names every measure, and values of it on a day, over days, and day by day.

use super::moment::Moment;
use super::record::RunRecord;
use super::subject::Subject;
use super::{
    core, groups, growth, homes, invitations, main_platform, messages, minutes, months, overlap, promotion, retention, segments, users,
    welfare,
};
use crate::scenario::measure::Pace;
use crate::scenario::{Measure, Quantity, When};

/// The value of a measure on a day: None where it is undefined (nobody to count), or where the subject does not fit the measure's scope.
///
/// A daily measure is that of the day itself, and on the day after the last one that of the last. A survey measure is that of the last survey at or before the day.
pub fn value(record: &RunRecord, measure: Measure, of: Subject, day: u32) -> Option<f64> {
    let known = |platform: crate::ids::PlatformId| platform.index() < record.platforms;
    if !of.fits(measure) || !of.platform.is_none_or(known) || !of.other.is_none_or(known) {
        return None;
    }
    let at = &Moment::new(record, day);
    let p = of.platform.map_or(0, |platform| platform.index());
    let q = of.other.map_or(0, |other| other.index());
    if let Some(segment) = of.segment {
        return segments::share_of_segment(at, measure, p, usize::from(segment));
    }
    match measure {
        Measure::DailyUsers => users::share_of_people(at, p, |day| &day.opened),
        Measure::VoluntaryUsers => users::share_of_people(at, p, |day| &day.voluntary),
        Measure::WeeklyUsers => users::share_of_people(at, p, |day| &day.weekly),
        Measure::MonthlyUsers => users::share_of_people(at, p, |day| &day.monthly),
        Measure::Installed => users::share_of_people(at, p, |day| &day.installed),
        Measure::Installs => users::share_of_people(at, p, |day| &day.installs),
        Measure::Uninstalls => users::share_of_people(at, p, |day| &day.uninstalls),
        Measure::EverInstalled => users::share_of_people(at, p, |day| &day.ever),
        Measure::Stickiness => users::stickiness(at, p),
        Measure::Presence => users::presence(at, p),
        Measure::Retention1 => retention::retention(at, p, 0),
        Measure::Retention7 => retention::retention(at, p, 1),
        Measure::Retention30 => retention::retention(at, p, 2),
        Measure::Retention90 => retention::retention(at, p, 3),
        Measure::MonthlyNew => months::month_share(at, p, |month| &month.month_new),
        Measure::MonthlyReturned => months::month_share(at, p, |month| &month.month_returned),
        Measure::MonthlyChurned => months::month_share(at, p, |month| &month.month_churned),
        Measure::DaysActive => months::days_active(at, p),
        Measure::Minutes => minutes::minutes(at, p),
        Measure::MinutesAPerson => minutes::minutes_a_person(at, p),
        Measure::TimeShare => minutes::time_share(at, p),
        Measure::MessageShare => messages::message_share(at, p, of.layers()),
        Measure::Messages => messages::messages(at, p, of.layers()),
        Measure::Silence => messages::silence(at),
        Measure::SharedMessages => messages::shared_messages(at, p),
        Measure::SharesKept => messages::shares_kept(at, p),
        Measure::HomeShare => homes::home_share(at, p, of.layers()),
        Measure::HomeCount => homes::home_count(at, p, of.layers()),
        Measure::History => homes::history(at, p),
        Measure::TimeConcentration => minutes::time_concentration(at),
        Measure::MessageConcentration => messages::message_concentration(at),
        Measure::HomeConcentration => homes::home_concentration(at),
        Measure::PlatformsAPerson => overlap::platforms_a_person(at),
        Measure::Overlap => overlap::overlap(at, p, q),
        Measure::OverlapDirected => overlap::overlap_directed(at, p, q),
        Measure::OverlapLift => overlap::overlap_lift(at, p, q),
        Measure::MainPlatform => main_platform::main_platform(at, p),
        Measure::MainFlow => main_platform::main_flow(at, p, q),
        Measure::HomeFlow => homes::home_flow(at, p, q),
        Measure::Leakage => homes::leakage(at, p, of.layers()),
        Measure::TiesDied => homes::ties_died(at, p),
        Measure::BornAcquaintances => homes::born_acquaintances(at, p),
        Measure::GroupHomes => groups::group_homes(at, p, of.topics()),
        Measure::GroupLeakage => groups::group_leakage(at, p, of.topics()),
        Measure::GroupMembers => groups::group_members(at, p, of.topics()),
        Measure::GroupMessages => groups::group_messages(at, p, of.topics()),
        Measure::GroupSilent => groups::group_silent(at, p, of.topics()),
        Measure::GroupOwnerShare => groups::group_owner_share(at, p, of.topics()),
        Measure::GroupJoins => groups::group_joins(at, p),
        Measure::ReplyDelay => messages::reply_delay(at, p),
        Measure::Invitations => invitations::invitations(at, p, q),
        Measure::OptedOut => users::opted_out(at, p),
        Measure::Coreness => core::coreness(at, p),
        Measure::CoreLossRandom => core::core_loss(at, p, |core| core.left_random),
        Measure::CoreLossTargeted => core::core_loss(at, p, |core| core.left_targeted),
        Measure::ValueSlope => growth::value_slope(at, p),
        Measure::LonelyOpenings => users::lonely_openings(at, p),
        Measure::PromotionSpent => promotion::promotion_spent(at, p),
        Measure::DurableUserCost => promotion::durable_user_cost(at, p),
        Measure::Welfare => welfare::welfare(at),
    }
}

/// The value of a quantity at its own time.
pub fn quantity(record: &RunRecord, quantity: &Quantity) -> Option<f64> {
    quantity_when(record, quantity, quantity.when)
}

/// The value of a quantity at another time.
///
/// Over days from..until a daily measure has a value a day, and a survey measure those of the surveys in the evenings of these days, which are after `from` + 1 to
/// `until` days; where no survey falls into that time, the one before it still holds. Undefined values are skipped.
pub fn quantity_when(record: &RunRecord, quantity: &Quantity, when: When) -> Option<f64> {
    let of = Subject::of(quantity);
    let (from, until) = match when {
        When::On(day) => return value(record, quantity.measure, of, day),
        When::Mean(from, until) | When::Peak(from, until) => (from, until),
    };
    if from >= until {
        return None;
    }
    let series = match pace(quantity.measure, of) {
        Pace::Daily => series_within(record, quantity.measure, of, from, until - 1),
        Pace::Survey => series_within(record, quantity.measure, of, from + 1, until),
    };
    if series.is_empty() {
        return value(record, quantity.measure, of, from);
    }
    let defined = series.iter().filter_map(|(_, value)| *value);
    match when {
        When::Peak(..) => defined.max_by(f64::total_cmp),
        When::Mean(..) | When::On(_) => {
            let (mut sum, mut n) = (0.0, 0.0);
            for value in defined {
                sum += value;
                n += 1.0;
            }
            (n > 0.0).then(|| sum / n)
        }
    }
}

/// Segments are counted at surveys alone.
fn pace(measure: Measure, of: Subject) -> Pace {
    if of.segment.is_some() { Pace::Survey } else { measure.info().pace }
}

/// Every value of a measure, with its day: all days of a daily measure, the surveys (by the days lived before them) of the others.
pub fn series(record: &RunRecord, measure: Measure, of: Subject) -> Vec<(u32, Option<f64>)> {
    series_within(record, measure, of, 0, u32::MAX)
}

/// Both ends belong to it.
fn series_within(record: &RunRecord, measure: Measure, of: Subject, first: u32, last: u32) -> Vec<(u32, Option<f64>)> {
    let within = |day: &u32| (first..=last).contains(day);
    match pace(measure, of) {
        Pace::Daily if measure == Measure::PromotionSpent => {
            // A running sum: taking each day by itself would make the work grow with the square of the days.
            let fits = of.fits(measure);
            let Some(platform) = of.platform.filter(|platform| fits && platform.index() < record.platforms) else {
                return (0..record.daily.len() as u32).filter(within).map(|day| (day, None)).collect();
            };
            let spent = promotion::promotion_spent_by_day(&record.daily, platform.index(), record.people);
            (0..).zip(spent).filter(|(day, _)| within(day)).collect()
        }
        Pace::Daily => (0..record.daily.len() as u32).filter(within).map(|day| (day, value(record, measure, of, day))).collect(),
        Pace::Survey => {
            let days = record.surveys.iter().map(|survey| survey.after_days).filter(within);
            days.map(|day| (day, value(record, measure, of, day))).collect()
        }
    }
}
