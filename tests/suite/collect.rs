//! From records to tables: rows over replicates and pairs, notes, and the table of a sweep.

use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use moatsim::ids::{PlatformId, Topic};
use moatsim::metrics::record::RunRecord;
use moatsim::output::Tables;
use moatsim::output::layout::DailyRow;
use moatsim::scenario::study::{Axis, NamedMeasure, Point, Study};
use moatsim::scenario::{
    Act, AttributeChange, Audience, Event, Expect, Measure, NO_CONVERSATION, Overrides, Quantity, Scenario, Statement, When,
};
use moatsim::study::collect::{Gathered, notes};
use moatsim::study::progress::Progress;
use moatsim::study::provenance;
use moatsim::study::replicates::{Past, Setting};
use moatsim::study::store::Store;
use moatsim::study::sweep;

use crate::sample;

fn gathered(scenario: &Scenario) -> Gathered<'_> {
    let mut gathered = Gathered::of(scenario);
    // In an order in which runs may finish.
    for replicate in (0..scenario.run.replicates).rev() {
        gathered.add(1, sample::record(&scenario.compares[0].scenario, replicate));
        gathered.add(0, sample::record(scenario, replicate));
    }
    gathered
}

/// The same record over and over, each time changed in another way.
fn altered(scenario: &Scenario, replicates: u32, alter: impl Fn(u32, &mut RunRecord)) -> Gathered<'_> {
    let mut gathered = Gathered::of(scenario);
    for replicate in 0..replicates {
        let mut record = sample::record(scenario, 0);
        record.replicate = replicate;
        alter(replicate, &mut record);
        gathered.add(0, record);
    }
    gathered
}

fn daily_users(tables: &Tables, platform: &str, day: i64) -> DailyRow {
    let is_it =
        |row: &&DailyRow| *row.measure == *"daily_users" && *row.platform == *platform && row.day == day && *row.variant == *"scenario";
    tables.daily.iter().find(is_it).expect("there is such a row").clone()
}

fn quantity(measure: Measure, platform: u8, day: u32) -> Quantity {
    Quantity { measure, platform: Some(PlatformId(platform)), other: None, layer: None, topic: None, segment: None, when: When::On(day) }
}

#[test]
fn a_day_is_the_mean_over_replicates_with_its_interval() {
    let mut scenario = sample::scenario();
    scenario.run.start = Some(jiff::civil::date(2020, 2, 28));
    let tables = gathered(&scenario).tables();
    // On day 10 replicates 0, 1 and 2 have 210, 220 and 230 users of 1,000; t(0.975, 2) = 4.3027.
    let row = daily_users(&tables, "New", 10);
    assert!((row.mean - 0.22).abs() < 1e-12 && (row.high - row.mean - 4.302_65 * 0.01 / 3_f64.sqrt()).abs() < 1e-6, "{row:?}");
    assert_eq!((row.n, &*row.date, &*row.unit), (3, "2020-03-09", "share of people"));
    let row = daily_users(&tables, "Old", 10);
    assert_eq!((row.mean, row.low, row.high), (0.9, 0.9, 0.9));
}

#[test]
fn differences_are_paired_by_replicate_even_where_some_are_missing() {
    let scenario = sample::scenario();
    let mut gathered = Gathered::of(&scenario);
    for replicate in [0, 2, 3] {
        gathered.add(0, sample::record(&scenario, replicate));
    }
    for replicate in [1, 2, 3] {
        gathered.add(1, sample::record(&scenario.compares[0].scenario, replicate));
    }
    let tables = gathered.tables();
    let rows: Vec<_> = tables.differences.iter().filter(|row| *row.measure == *"daily_users" && *row.platform == *"New").collect();
    assert_eq!(rows.len(), 60);
    for row in rows {
        assert_eq!(row.n, 2);
        assert!((row.mean + 0.05).abs() < 1e-12 && (row.high - row.low).abs() < 1e-12, "{row:?}");
        assert_eq!(&*row.against, "with content");
    }
}

#[test]
fn the_cells_of_a_flow_add_up_to_everybody() {
    let scenario = sample::scenario();
    let tables = gathered(&scenario).tables();
    for kind in ["people", "homes"] {
        for to_day in [28, 56, 60] {
            let of_it = |row: &&moatsim::output::layout::FlowRow| *row.variant == *"scenario" && *row.kind == *kind && row.to_day == to_day;
            let sum: f64 = tables.flows.iter().filter(of_it).map(|row| row.mean).sum();
            assert!((sum - 1.0).abs() < 1e-12, "{kind} {to_day}: {sum}");
        }
    }
}

#[test]
fn replicates_are_told_one_by_one_and_undefined_measures_not_at_all() {
    let scenario = sample::scenario();
    let tables = gathered(&scenario).tables();
    let is_it = |row: &&moatsim::output::layout::ReplicateRow| {
        *row.variant == *"scenario" && *row.measure == *"home_share" && *row.platform == *"New" && row.day == 60
    };
    let values: Vec<(i64, f64)> = tables.replicates.iter().filter(is_it).map(|row| (row.replicate, row.value)).collect();
    assert_eq!(values, [(0, 0.006), (1, 0.012), (2, 0.018)]);
    assert!(tables.daily.iter().all(|row| *row.measure != *"group_messages"), "there are no groups");
}

#[test]
fn expectations_are_judged_against_their_comparison() {
    let mut scenario = sample::scenario();
    scenario.expects.push(Expect {
        that: "content brings a twentieth".to_owned(),
        what: quantity(Measure::DailyUsers, 1, 60),
        against: Some(0),
        how: Statement::Difference(-0.06, -0.04),
        source: "made up".to_owned(),
        missed: "it brought nobody".to_owned(),
    });
    let tables = gathered(&scenario).tables();
    assert_eq!(tables.expect.len(), 1);
    assert_eq!((&*tables.expect[0].met, tables.expect[0].n), ("met", 3));
}

#[test]
fn an_outcome_that_depends_on_the_seed_is_noted() {
    let scenario = sample::scenario();
    let gathered = altered(&scenario, 16, |replicate, record| {
        if replicate % 3 == 0 {
            record.surveys.iter_mut().for_each(|survey| survey.home_weights[1].swap(0, 1));
        }
    });
    let notes = notes(&gathered);
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(
        notes[1].starts_with("the outcome depends on the seed: New ends with 99.4 % of homes with probability 37.5 % (18.5–61.4 %)"),
        "{}",
        notes[1]
    );
}

#[test]
fn a_market_that_began_empty_tips_too_and_one_that_ends_empty_is_no_outcome() {
    let scenario = sample::scenario();
    let gathered = altered(&scenario, 5, |replicate, record| {
        let last = record.surveys.len() - 1;
        record.surveys[0].home_weights = Default::default();
        match replicate {
            0 | 1 => record.surveys[1..].iter_mut().for_each(|survey| survey.home_weights[1].swap(0, 1)),
            2 => record.surveys[last].home_weights = Default::default(),
            _ => {}
        }
    });
    let rows = gathered.tables().tipping;
    let of_homes: Vec<(&str, f64, i64, f64)> =
        rows.iter().filter(|row| *row.measure == *"home_share").map(|row| (&*row.platform, row.probability, row.n, row.day)).collect();
    assert_eq!(of_homes, [("Old", 0.5, 4, 28.0), ("New", 0.5, 4, 28.0)]);
}

#[test]
fn nobody_tips_before_the_run_begins_or_after_it_ends() {
    let scenario = sample::scenario();
    let gathered = altered(&scenario, 4, |replicate, record| {
        // Early, late, and not at all.
        let first = [1, record.surveys.len() - 1, record.surveys.len(), record.surveys.len()][replicate as usize];
        record.surveys[first..].iter_mut().for_each(|survey| survey.home_weights[1].swap(0, 1));
    });
    let rows = gathered.tables().tipping;
    let row = rows.iter().find(|row| *row.platform == *"New").expect("it takes half of the homes in some replicates");
    assert_eq!((row.day_low, row.day_high), (0.0, 60.0), "two days as far apart leave all days open");
    assert!(row.day > 0.0 && row.day < 60.0);
}

/// Homes are counted every four weeks: a platform that has half of them on day 28 got there before, and nobody knows when.
#[test]
fn a_platform_tips_between_two_surveys() {
    let scenario = sample::scenario();
    // New has these shares of homes on days 0, 28, 56 and 60.
    let with_shares = |replicates: &[[f64; 4]]| {
        altered(&scenario, replicates.len() as u32, |replicate, record| {
            for (survey, share) in record.surveys.iter_mut().zip(replicates[replicate as usize]) {
                let weights = &mut survey.home_weights[1];
                let whole = weights[0] + weights[1];
                weights[1] = (whole as f64 * share) as u64;
                weights[0] = whole - weights[1];
            }
        })
    };
    let days = |replicates: &[[f64; 4]]| {
        let rows = with_shares(replicates).tables().tipping;
        let row = rows.iter().find(|row| *row.platform == *"New" && *row.measure == *"home_share").expect("it takes half of the homes");
        (row.day, row.day_low, row.day_high)
    };
    let soon = [0.25, 0.75, 0.75, 0.75];
    assert_eq!(days(&[soon; 3]), (14.0, 0.0, 28.0), "three that agree know no more than their surveys");
    assert_eq!(days(&[soon]), (14.0, 0.0, 28.0), "nor does one");
    assert_eq!(days(&[[0.25, 0.5, 0.75, 0.75]; 2]), (28.0, 28.0, 56.0), "it had half, and then more");
    assert_eq!(days(&[[0.25, 0.375, 0.375, 0.625]; 2]), (58.0, 56.0, 60.0));
    let (day, low, high) = days(&[soon, [0.25, 0.375, 0.75, 0.75]]);
    assert!((day - 77.0 / 3.0).abs() < 1e-9, "{day}");
    assert_eq!((low, high), (0.0, 60.0), "two days as far apart leave all days open");
    let seeds = [[0.25; 4], soon].repeat(8);
    let told = notes(&with_shares(&seeds));
    assert!(
        told.iter().any(|note| note.contains("New ends with 75.0 % of homes") && note.contains(", on day 14 ± 14 on average")),
        "{told:?}"
    );
}

/// Who opens it is counted every day.
#[test]
fn a_daily_measure_tips_on_a_day() {
    let scenario = sample::scenario();
    let gathered = altered(&scenario, 16, |replicate, record| {
        let opened = if replicate % 2 == 0 { 900 } else { 100 };
        record.daily.iter_mut().enumerate().for_each(|(day, of)| of.opened[1] = if day < 10 { 50 } else { opened });
    });
    let rows = gathered.tables().tipping;
    let row = rows.iter().find(|row| *row.platform == *"New" && *row.measure == *"daily_users").expect("its users fall in two");
    assert_eq!((row.day, row.day_low, row.day_high), (10.0, 10.0, 10.0));
}

#[test]
fn numbers_of_behaviour_that_were_changed_are_noted() {
    let mut scenario = sample::scenario();
    let common = scenario.behaviour.habit_weight;
    scenario.behaviour.habit_weight = 1.0;
    let noted = format!("numbers of behaviour that differ from the common set: habit_weight = 1 instead of {common}");
    assert_eq!(notes(&gathered(&scenario)), [noted]);
}

#[test]
fn what_is_said_of_groups_where_there_are_none_is_noted() {
    let mut scenario = sample::scenario();
    let told = |scenario: &Scenario| notes(&Gathered::of(scenario));
    (scenario.platforms[1].attributes.group_cap, scenario.platforms[1].attributes.fit_group) = (0, [NO_CONVERSATION; Topic::COUNT]);
    scenario.compares.clear();
    assert!(told(&scenario).is_empty());
    scenario.platforms[1].attributes.group_entry = 0.1;
    assert_eq!(told(&scenario), ["New never has groups, as its `group_cap` is 0: group_entry does nothing there"]);
    scenario.platforms[1].attributes.fit_group[0] = 0.0;
    assert_eq!(told(&scenario), ["New never has groups, as its `group_cap` is 0: fit_group, group_entry do nothing there"]);
    // Where a comparison or an event gives it groups, it has them.
    let mut other = sample::scenario().compares.remove(0);
    other.scenario.platforms[1].attributes.group_cap = 50;
    let compared = Scenario { compares: vec![other], ..scenario.clone() };
    assert!(told(&compared).is_empty());
    let change = AttributeChange { group_cap: Some(50), ..AttributeChange::default() };
    let acts = vec![Act::Set { platform: PlatformId(1), change }];
    scenario.events.push(Event { name: "groups".to_owned(), from: 5, until: None, to: Audience::default(), acts });
    assert!(told(&scenario).is_empty());
}

#[test]
fn a_platform_that_only_a_comparison_has_stands_in_its_tables_and_is_noted() {
    let mut scenario = sample::scenario();
    let added = |name: &str| moatsim::scenario::Platform { name: name.to_owned(), ..scenario.platforms[1].clone() };
    let (third, fourth) = (added("Third"), added("Fourth"));
    let mut other = scenario.compares[0].clone();
    other.name = "with another".to_owned();
    other.scenario.platforms.push(fourth);
    scenario.compares[0].scenario.platforms.push(third);
    scenario.compares.push(other);
    let mut gathered = Gathered::of(&scenario);
    gathered.add(0, sample::record(&scenario, 0));
    for (place, compare) in scenario.compares.iter().enumerate() {
        let mut record = sample::record(&compare.scenario, 0);
        record.daily.iter_mut().for_each(|day| day.opened[2] = 10 * (1 + place as u64));
        gathered.add(1 + place, record);
    }
    let tables = gathered.tables();
    // Both are the third of their worlds, and each stands under its own name.
    for (name, variant, share) in [("Third", "with content", 0.01), ("Fourth", "with another", 0.02)] {
        let rows: Vec<&DailyRow> = tables.daily.iter().filter(|row| *row.platform == *name).collect();
        assert!(rows.iter().all(|row| *row.variant == *variant), "{name} stands elsewhere");
        let day = rows.iter().find(|row| *row.measure == *"daily_users" && row.day == 10).expect("there is such a row");
        assert_eq!(day.mean, share, "{name}");
        assert!(rows.iter().any(|row| *row.measure == *"overlap" && *row.other == *"Old"), "{name} overlaps with nothing");
        assert!(tables.replicates.iter().any(|row| *row.platform == *name && *row.variant == *variant), "{name} has no replicates");
        assert!(tables.differences.iter().all(|row| *row.platform != *name), "the scenario has no {name}");
    }
    let notes = notes(&Gathered::of(&scenario));
    assert!(notes[0].starts_with("comparison “with content” adds a platform, Third, which no difference shows"), "{notes:?}");
}

#[test]
fn events_that_only_comparisons_have_are_told_with_their_comparisons() {
    let event = |name: &str, from: u32| Event { name: name.to_owned(), from, until: None, to: Audience::default(), acts: Vec::new() };
    let mut scenario = sample::scenario();
    let mut other = scenario.compares[0].clone();
    other.name = "later".to_owned();
    scenario.events = vec![event("launch", 10), event("answer", 20)];
    scenario.compares[0].scenario.events = vec![event("launch", 10), event("rival", 15)];
    other.scenario.events = vec![event("rival", 15), event("answer", 30)];
    scenario.compares.push(other);
    let manifest = provenance::of_run(&scenario, "", &Overrides::default());
    let told: Vec<_> = manifest.events.iter().map(|event| (event.name.as_str(), event.from, event.only_in.join(", "))).collect();
    let only = |names: &str| names.to_owned();
    assert_eq!(
        told,
        [("launch", 10, only("")), ("answer", 20, only("")), ("rival", 15, only("with content, later")), ("answer", 30, only("later"))]
    );
}

#[test]
fn a_sweep_runs_each_world_once_and_compares_within_a_replicate() {
    let base = sample::scenario();
    let point = |solo: f64| {
        let mut scenario = base.clone();
        scenario.platforms[1].attributes.solo = solo;
        Point { values: vec![solo], scenario }
    };
    let named =
        |name: &str, against, above| NamedMeasure { name: name.to_owned(), what: quantity(Measure::DailyUsers, 1, 60), against, above };
    let study = Study {
        name: "study".to_owned(),
        design: "grid".to_owned(),
        title: "How much content?".to_owned(),
        asks: String::new(),
        replicates: 2,
        axes: vec![Axis {
            path: "platform.New.solo".to_owned(),
            unit: "utility".to_owned(),
            values: vec![0.0, 1.0, 2.0],
            words: Vec::new(),
        }],
        points: vec![point(0.0), point(1.0), point(2.0)],
        measures: vec![named("users", None, None), named("gain", Some(0), None), named("grows", None, Some(0.32))],
        base,
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::open(folder.path()).expect("a store");
    let lived = Mutex::new(Vec::new());
    let noting = |scenario: &Scenario, replicate: u32, control: &moatsim::engine::Control| {
        lived.lock().expect("no panic holds it").push((scenario.platforms[1].attributes.solo as u32, replicate));
        sample::live(scenario, replicate, control)
    };
    let (progress, stop) = (Progress::quiet(), AtomicBool::new(false));
    let setting = Setting {
        runner: &noting,
        store: &store,
        past: Past::Continue,
        progress: &progress,
        stop: &stop,
        threads: 2,
        available_bytes: None,
    };
    let plan = sweep::plan(&study);
    let (table, outcome) = sweep::run(&plan, &setting).expect("it runs");
    assert_eq!(outcome.finished, 6);
    let mut lived = lived.into_inner().expect("no panic holds it");
    lived.sort_unstable();
    // The comparison is the scenario with content 1 at every point, and so the second point itself.
    assert_eq!(lived, [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]);
    let rows: Vec<(i64, &str, f64)> = table.rows.iter().map(|row| (row.point, &*row.measure, (row.mean * 1e9).round() / 1e9)).collect();
    // On the last day, 59, replicates have 259 and 318 users, and 50 more for each unit of content.
    let expected = [
        (0, "users", 0.2885),
        (0, "gain", -0.05),
        (0, "grows", 0.0),
        (1, "users", 0.3385),
        (1, "gain", 0.0),
        (1, "grows", 0.5),
        (2, "users", 0.3885),
        (2, "gain", 0.05),
        (2, "grows", 1.0),
    ];
    assert_eq!(rows, expected);
    assert_eq!(&*table.rows[2].unit, "share of replicates");
}
