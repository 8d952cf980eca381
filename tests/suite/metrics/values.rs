//! Every measure of the catalogue, on the record made by hand.

use moatsim::ids::{Layer, PlatformId, Topic};
use moatsim::metrics::record::RunRecord;
use moatsim::metrics::{Subject, people_flow, quantity, series, value};
use moatsim::scenario::measure::{Pace, Scope};
use moatsim::scenario::{Measure, Quantity, When};

use super::synthetic::{DAYS, NEW, OLD, record};

#[track_caller]
fn check(measure: Measure, of: Subject, day: u32, expected: impl Into<Option<f64>>) {
    same(value(&record(0), measure, of, day), expected.into(), &format!("{} of {of:?} on day {day}", measure.info().name));
}

#[track_caller]
fn same(found: Option<f64>, expected: Option<f64>, what: &str) {
    let close = match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() <= 1e-12 * (1.0 + expected.abs()),
        (None, None) => true,
        _ => false,
    };
    assert!(close, "{what}: found {found:?}, expected {expected:?}");
}

fn old() -> Subject {
    Subject::platform(OLD)
}

fn new() -> Subject {
    Subject::platform(NEW)
}

#[test]
fn users() {
    check(Measure::DailyUsers, new(), 0, 0.1);
    check(Measure::DailyUsers, new(), 119, 0.219);
    check(Measure::DailyUsers, new(), DAYS, 0.219);
    check(Measure::VoluntaryUsers, old(), 5, 0.45);
    check(Measure::WeeklyUsers, new(), 5, 0.25);
    check(Measure::MonthlyUsers, new(), 5, 0.4);
    check(Measure::Installed, old(), 5, 0.9);
    check(Measure::Installs, new(), 5, 0.002);
    check(Measure::Uninstalls, new(), 5, 0.003);
    check(Measure::EverInstalled, new(), 5, 0.6);
    check(Measure::Presence, old(), 5, 0.45);
    check(Measure::OptedOut, new(), 5, 0.1);
    check(Measure::LonelyOpenings, old(), 5, 0.1);
    // Daily users 173 to 200 in the 28 days that end on day 100; 100 to 109 in the first ten.
    check(Measure::Stickiness, new(), 100, 186.5 / 400.0);
    check(Measure::Stickiness, new(), 9, 104.5 / 400.0);
}

#[test]
fn retention() {
    check(Measure::Retention1, new(), 0, None);
    check(Measure::Retention1, new(), 3, 3.0 / 6.0);
    check(Measure::Retention1, new(), 50, 28.0 / 56.0);
    // Days 46 to 73: one kept a day for 14 days, then two.
    check(Measure::Retention1, new(), 73, 42.0 / 56.0);
    check(Measure::Retention7, new(), 50, 0.5);
    check(Measure::Retention30, new(), 29, None);
    check(Measure::Retention30, new(), 31, 2.0 / 4.0);
    // Days 92 to 119 hold nine multiples of three.
    check(Measure::Retention90, new(), 119, 9.0 / 56.0);
    check(Measure::Retention90, old(), 119, None);
}

#[test]
fn months() {
    check(Measure::MonthlyNew, new(), 27, None);
    check(Measure::MonthlyNew, new(), 28, 0.12);
    check(Measure::MonthlyReturned, new(), 60, 0.02);
    check(Measure::MonthlyChurned, new(), 84, 0.01);
    // The last survey ends no month: that of day 112 holds.
    check(Measure::MonthlyNew, new(), 120, 0.0);
    // (1 · 100 + 21 · 300) / 400.
    check(Measure::DaysActive, new(), 120, 16.0);
    check(Measure::DaysActive, old(), 28, 28.0);
    check(Measure::DaysActive, old(), 20, None);
}

#[test]
fn time() {
    check(Measure::Minutes, new(), 100, 20.0);
    // 200 of 1,000 people spend them.
    check(Measure::MinutesAPerson, new(), 100, 4.0);
    // 500 · 40 minutes beside 200 · 20.
    check(Measure::TimeShare, new(), 100, 1.0 / 6.0);
    check(Measure::TimeConcentration, Subject::WORLD, 100, 26.0 / 36.0);
    check(Measure::Welfare, Subject::WORLD, 100, 0.5);
}

#[test]
fn messages() {
    check(Measure::MessageShare, new(), 9, 1.0 / 3.0);
    check(Measure::MessageShare, Subject::layer(NEW, Layer::Acquaintance), 9, 2.0 / 3.0);
    check(Measure::MessageShare, Subject::layer(NEW, Layer::Stranger), 9, None);
    check(Measure::Messages, new(), 9, 0.3);
    check(Measure::Messages, Subject::layer(NEW, Layer::Friend), 9, 0.1);
    check(Measure::Messages, Subject::layer(NEW, Layer::Stranger), 9, 0.0);
    check(Measure::MessageConcentration, Subject::WORLD, 9, 5.0 / 9.0);
    // 150 silent talks beside 900 messages, of which 150 carried content.
    check(Measure::Silence, Subject::WORLD, 9, 150.0 / 900.0);
    check(Measure::SharedMessages, new(), 9, 0.15);
    check(Measure::SharesKept, new(), 9, 0.4);
    check(Measure::SharesKept, old(), 9, None);
    check(Measure::ReplyDelay, old(), 9, 0.5);
    check(Measure::ReplyDelay, new(), 9, 1.5);
}

#[test]
fn homes() {
    check(Measure::HomeShare, new(), 30, 150.0 / 750.0);
    check(Measure::HomeShare, Subject::layer(NEW, Layer::Friend), 30, 0.25);
    check(Measure::HomeCount, new(), 30, 300.0 / 1100.0);
    check(Measure::HomeCount, Subject::layer(NEW, Layer::Kin), 30, 0.0);
    check(Measure::HomeConcentration, Subject::WORLD, 30, 0.68);
    check(Measure::History, new(), 30, 0.2);
    check(Measure::History, old(), 30, 0.4);
    check(Measure::HomeFlow, Subject::pair(OLD, NEW), 30, 210.0 / 1150.0);
    check(Measure::HomeFlow, Subject::pair(NEW, OLD), 30, 20.0 / 1150.0);
    check(Measure::Leakage, old(), 30, 210.0 / 990.0);
    check(Measure::Leakage, Subject::layer(OLD, Layer::Friend), 30, 150.0 / 730.0);
    check(Measure::Leakage, Subject::layer(NEW, Layer::Kin), 30, None);
    check(Measure::TiesDied, old(), 30, 0.1);
    check(Measure::TiesDied, new(), 30, 0.0);
    check(Measure::BornAcquaintances, new(), 30, 0.25);
}

#[test]
fn people_between_platforms() {
    check(Measure::PlatformsAPerson, Subject::WORLD, 120, 1.2);
    check(Measure::PlatformsAPerson, Subject::WORLD, 0, 0.9);
    check(Measure::Overlap, Subject::pair(OLD, NEW), 120, 200.0 / 1000.0);
    check(Measure::OverlapDirected, Subject::pair(OLD, NEW), 120, 0.25);
    check(Measure::OverlapDirected, Subject::pair(NEW, OLD), 120, 0.5);
    check(Measure::OverlapLift, Subject::pair(OLD, NEW), 120, 0.625);
    check(Measure::MainPlatform, new(), 120, 0.2);
    check(Measure::MainFlow, Subject::pair(OLD, NEW), 120, 0.1);
    check(Measure::MainFlow, Subject::pair(NEW, OLD), 120, 0.0);
}

/// The last eight of 120 days are no month: many open a platform on as many of them as another.
#[test]
fn main_platforms_are_those_of_the_last_whole_month() {
    let mut record = record(0);
    let last = record.surveys.last_mut().expect("there are surveys");
    last.main_flow = Default::default();
    last.main_flow[OLD.index()][NEW.index()] = 1000;
    last.segments[0].main[NEW.index()] = 300;
    let of = |record: &RunRecord| {
        let main = |segment| value(record, Measure::MainPlatform, Subject { segment, ..new() }, DAYS);
        (main(None), main(Some(0)), value(record, Measure::MainFlow, Subject::pair(OLD, NEW), DAYS))
    };
    assert_eq!(of(&record), (Some(0.2), Some(50.0 / 300.0), Some(0.1)));
    assert_eq!(people_flow(&record, DAYS), people_flow(&record, 112));
    // Until a month is whole, its days so far are all there is.
    record.surveys.retain(|survey| survey.after_days == DAYS);
    record.surveys[0].after_days = 20;
    assert_eq!(of(&record), (Some(1.0), Some(1.0), Some(1.0)));
}

/// Segments are counted at surveys: between them nothing is known of them.
#[test]
fn means_and_peaks_of_segments_are_those_of_surveys() {
    let mut record = record(0);
    for (survey, daily) in record.surveys.iter_mut().zip([0, 30, 90, 60, 3, 3]) {
        survey.segments[0].daily[NEW.index()] = daily;
    }
    let over = |when| {
        quantity(
            &record,
            &Quantity { measure: Measure::DailyUsers, platform: Some(NEW), other: None, layer: None, topic: None, segment: Some(0), when },
        )
    };
    let check = |found, expected| same(found, Some(expected), "daily users of a segment");
    // The survey before day 0 is of no day of these.
    check(over(When::Mean(0, 28)), 0.1);
    check(over(When::Mean(0, 84)), 0.2);
    check(over(When::Mean(28, 56)), 0.3);
    check(over(When::Peak(0, 60)), 0.3);
    check(over(When::On(80)), 0.3);
}

#[test]
fn groups() {
    check(Measure::GroupHomes, old(), 120, 0.8);
    check(Measure::GroupHomes, Subject::topic(NEW, Topic::Interest), 120, 20.0 / 60.0);
    check(Measure::GroupHomes, Subject::topic(NEW, Topic::Fan), 120, None);
    check(Measure::GroupLeakage, old(), 120, 10.0 / 70.0);
    check(Measure::GroupLeakage, Subject::topic(NEW, Topic::Interest), 120, 20.0 / 30.0);
    check(Measure::GroupMembers, old(), 120, 7.5);
    check(Measure::GroupMembers, Subject::topic(NEW, Topic::Interest), 120, 15.0);
    check(Measure::GroupMessages, old(), 120, 0.125);
    check(Measure::GroupMessages, Subject::topic(OLD, Topic::Family), 120, 0.2);
    check(Measure::GroupSilent, old(), 120, 350.0 / 600.0);
    check(Measure::GroupSilent, Subject::topic(NEW, Topic::Interest), 120, 0.8);
    check(Measure::GroupSilent, old(), 27, None);
    check(Measure::GroupOwnerShare, old(), 120, 0.2);
    check(Measure::GroupOwnerShare, new(), 120, 0.4);
    check(Measure::GroupJoins, new(), 120, 0.005);
}

#[test]
fn growth_and_what_holds() {
    check(Measure::Coreness, new(), 120, 3.0);
    check(Measure::Coreness, old(), 120, None);
    check(Measure::CoreLossRandom, new(), 120, 0.1);
    check(Measure::CoreLossTargeted, new(), 120, 0.4);
    // Ties grow with the square of users; two surveys make no slope, and the incumbent never moves.
    check(Measure::ValueSlope, new(), 55, None);
    check(Measure::ValueSlope, new(), 56, 2.0);
    check(Measure::ValueSlope, new(), 120, 2.0);
    check(Measure::ValueSlope, old(), 120, None);
}

#[test]
fn users_who_hardly_vary_make_no_slope() {
    let slope = |users: [u64; 3]| {
        let mut record = record(0);
        for (survey, users) in record.surveys.iter_mut().zip(users) {
            survey.opened_sets = vec![0; 128];
            survey.opened_sets[0b01] = users;
            survey.active_ties[OLD.index()] = users * users * users;
        }
        value(&record, Measure::ValueSlope, old(), 56)
    };
    assert_eq!(slope([1000, 1100, 1199]), None);
    same(slope([1000, 1100, 1201]), Some(3.0), "the slope of a cube");
}

#[test]
fn invitations_and_promotion() {
    check(Measure::Invitations, Subject::pair(NEW, OLD), 0, None);
    check(Measure::Invitations, Subject::pair(NEW, OLD), 28, 21.0 / 48.0);
    check(Measure::Invitations, Subject::pair(NEW, OLD), 40, 21.0 / 48.0);
    check(Measure::Invitations, Subject::pair(NEW, OLD), 120, 90.0 / 140.0);
    check(Measure::PromotionSpent, new(), 4, 0.005);
    check(Measure::PromotionSpent, new(), 120, 0.01);
    check(Measure::DurableUserCost, new(), 84, None);
    // Eight multiples of three in 90..112, ten in 90..120.
    check(Measure::DurableUserCost, new(), 112, 10.0 / 8.0);
    check(Measure::DurableUserCost, new(), 120, 1.0);
}

/// Every measure has a value for all that its scope asks for, and none for anything else.
#[test]
fn every_measure_keeps_to_its_scope() {
    let record = record(0);
    let platforms = [None, Some(OLD), Some(NEW), Some(PlatformId(2)), Some(PlatformId(7))];
    for info in Measure::ALL {
        let mut defined = 0;
        for platform in platforms {
            for other in platforms {
                for (layer, topic) in
                    [(None, None), (Some(Layer::Friend), None), (None, Some(Topic::Interest)), (Some(Layer::Kin), Some(Topic::Class))]
                {
                    let of = Subject { platform, other, layer, topic, segment: None };
                    let found = value(&record, info.measure, of, DAYS);
                    let known = [platform, other].into_iter().flatten().all(|platform| platform.index() < 2);
                    if !known || !of.fits(info.measure) {
                        assert_eq!(found, None, "{} of {of:?}", info.name);
                    }
                    assert!(found.is_none_or(f64::is_finite), "{} of {of:?}", info.name);
                    defined += usize::from(found.is_some());
                }
            }
        }
        let most = match info.scope {
            Scope::World => 1,
            Scope::Platform => 2,
            Scope::PlatformLayer | Scope::PlatformTopic => 4,
            Scope::Pair => 4,
        };
        assert!(defined >= 1 && defined <= most, "{} has {defined} values, of {most} at most", info.name);
        if matches!(info.scope, Scope::PlatformLayer | Scope::PlatformTopic) {
            assert_eq!(defined, most, "{}", info.name);
        }
    }
}

/// A run of no days and no people has no values, and nothing fails.
#[test]
fn an_empty_record_has_no_values() {
    let mut empty = record(0);
    empty.people = 0;
    empty.daily.clear();
    empty.surveys.clear();
    for info in Measure::ALL {
        for of in [Subject::WORLD, old(), Subject::pair(OLD, NEW)] {
            for when in [When::On(3), When::Mean(0, 9), When::Peak(0, 9)] {
                let what = Quantity {
                    measure: info.measure,
                    platform: of.platform,
                    other: of.other,
                    layer: None,
                    topic: None,
                    segment: None,
                    when,
                };
                assert_eq!(quantity(&empty, &what), None, "{}", info.name);
            }
        }
    }
}

#[test]
fn quantities_over_days() {
    let record = record(0);
    let of = |measure, when| {
        quantity(&record, &Quantity { measure, platform: Some(NEW), other: None, layer: None, topic: None, segment: None, when })
    };
    let check = |found, expected: Option<f64>| same(found, expected, "a quantity over days");
    check(of(Measure::DailyUsers, When::Mean(10, 13)), Some(0.111));
    check(of(Measure::DailyUsers, When::Peak(10, 13)), Some(0.112));
    check(of(Measure::DailyUsers, When::Peak(0, DAYS)), Some(0.219));
    check(of(Measure::DailyUsers, When::Mean(5, 5)), None);
    check(of(Measure::PromotionSpent, When::Mean(8, 12)), Some(0.00975));
    // The surveys after 28 and 56 days.
    check(of(Measure::MonthlyNew, When::Mean(20, 56)), Some(0.17));
    check(of(Measure::MonthlyNew, When::Peak(0, DAYS)), Some(0.22));
    // No survey falls into these days: that of day 56 still holds.
    check(of(Measure::MonthlyNew, When::Mean(60, 70)), Some(0.22));
    // Undefined days are passed over.
    check(of(Measure::Retention30, When::Mean(0, 40)), Some(0.5));
}

/// Day by day is the same as one day at a time.
#[test]
fn a_series_holds_the_values_of_its_days() {
    let record = record(0);
    for info in Measure::ALL {
        for of in [Subject::WORLD, new(), Subject::pair(OLD, NEW), Subject::platform(PlatformId(3))] {
            let series = series(&record, info.measure, of);
            assert_eq!(series.len(), if info.pace == Pace::Daily { 120 } else { 6 }, "{}", info.name);
            for (day, found) in series {
                assert_eq!(found, value(&record, info.measure, of, day), "{} on day {day}", info.name);
            }
        }
    }
}
