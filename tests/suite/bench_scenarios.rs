//! The scenarios that are timed do what their files say: in the town every rule is at work, and plain adoption is nothing else.

use std::path::Path;

use moatsim::engine::{Life, Pass};
use moatsim::ids::Layer;
use moatsim::metrics::record::{DayRecord, RunRecord};
use moatsim::scenario::{Overrides, Scenario, load_scenario, load_study};

fn scenario(name: &str, people: u32, days: u32) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/bench").join(name);
    let overrides = Overrides { people: Some(people), days: Some(days), ..Overrides::default() };
    load_scenario(&path, &overrides).expect("the scenarios to be timed are right")
}

fn live(scenario: &Scenario) -> RunRecord {
    let mut life = Life::begin(scenario, 0).expect("a small world fits");
    (0..scenario.run.days).for_each(|_| life.live_day());
    life.record()
}

fn all_days(record: &RunRecord) -> DayRecord {
    record.daily.iter().fold(DayRecord::default(), |sum, day| sum.merged(*day))
}

#[test]
fn every_rule_is_at_work_in_the_town() {
    let record = live(&scenario("town.toml", 3_000, 56));
    let count = all_days(&record);
    let [messenger, feed, entrant] = [0, 1, 2];
    let happened = [
        ("openings", count.opened[entrant]),
        ("lonely openings", count.lonely[messenger]),
        ("installs that promotion brought", count.promoted[entrant]),
        ("installs that word of mouth brought", count.invited[entrant].iter().sum()),
        ("removals", count.uninstalls[entrant]),
        ("shares sent on the feed", count.shares_kept[feed]),
        ("shares sent elsewhere", count.shares[feed] - count.shares_kept[feed]),
        ("messages of strangers", count.messages[Layer::Stranger.index()].iter().sum()),
        ("group messages", count.group_messages[messenger]),
        ("fans who joined a group", count.group_joins[feed]),
        ("people who switched exposure off", count.opted_out[entrant]),
    ];
    for (what, how_often) in happened {
        assert!(how_often > 0, "no {what} in the town");
    }
}

#[test]
fn the_study_of_sizes_varies_size_alone() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/bench/how-many-people-are-enough.toml");
    let study = load_study(&path, &Overrides::default()).expect("the study is right");
    assert_eq!(study.points.iter().map(|point| point.scenario.run.people).max(), Some(10_000_000));
    for point in &study.points {
        let (mut scenario, days) = (point.scenario.clone(), point.scenario.run.days);
        scenario.run = study.base.run.clone();
        assert!(days == 56 && scenario == study.base, "{} people differ in more than their number", point.values[0]);
    }
}

#[test]
fn plain_adoption_is_adoption_and_leaving() {
    let scenario = scenario("network-adoption.toml", 5_000, 100);
    let record = live(&scenario);
    let count = all_days(&record);
    let messages: u64 = count.messages.iter().flatten().sum();
    assert_eq!((messages, count.group_messages[0], count.lonely[0]), (0, 0, 0));
    assert_eq!(count.voluntary[0], count.installs[0], "it is opened on the day of the install alone");
    assert!(count.uninstalls[0] > 0, "some leave");
    let share = |day: usize| record.daily[day].installed[0] as f64 / f64::from(record.people);
    assert!(share(9) < 0.1 && share(99) > 0.95, "{} after ten days, {} at the end", share(9), share(99));
    // A hazard of 0.001 for all who have it.
    let adopter_days: u64 = count.installed[0] + count.uninstalls[0];
    let rate = count.uninstalls[0] as f64 / adopter_days as f64;
    assert!((rate - 0.001).abs() < 4.0 * (0.001 / adopter_days as f64).sqrt() + 0.000_05, "{rate} leave a day");
}

#[test]
fn watching_a_day_changes_nothing() {
    let scenario = scenario("town.toml", 500, 30);
    let plain = live(&scenario);
    let mut life = Life::begin(&scenario, 0).expect("a small world fits");
    let mut passes = Vec::new();
    for _ in 0..scenario.run.days {
        life.live_day_watched(&mut |pass| passes.push(pass));
    }
    assert_eq!(life.record(), plain);
    let of_a_day = [Pass::Events, Pass::Groups, Pass::Walk, Pass::Encounters, Pass::Evening, Pass::Upkeep, Pass::Survey];
    assert_eq!(passes, of_a_day.repeat(scenario.run.days as usize));
}
