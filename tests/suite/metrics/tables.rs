//! What is not a single number: curves, cohorts, months, flows, pairs.

use moatsim::ids::{Layer, NOWHERE, PlatformId, Topic};
use moatsim::metrics::compare::{difference, pairs};
use moatsim::metrics::{
    AgePoint, activity, churn_hazard, cohort_triangle, group_flow, home_flow, people_flow, retention_curve, rolling_retention_curve,
    unaccounted,
};
use moatsim::scenario::{Measure, Quantity, When};

use super::synthetic::{DAYS, NEW, OLD, record};

fn parts(points: &[AgePoint]) -> Vec<(u32, u64, u64)> {
    points.iter().map(|point| (point.age_days, point.part, point.whole)).collect()
}

#[test]
fn curves_by_age_leave_out_the_open_class_and_churn_sets_it_apart() {
    let record = record(0);
    assert_eq!(parts(&retention_curve(&record, NEW)), vec![(0, 240, 240), (1, 100, 200), (2, 60, 150)]);
    assert_eq!(parts(&rolling_retention_curve(&record, NEW)), vec![(0, 180, 180), (1, 90, 120), (2, 30, 60)]);
    assert_eq!(parts(&churn_hazard(&record, NEW)), vec![(0, 28, 600), (3, 90, 9000)]);
    assert_eq!(retention_curve(&record, NEW)[2].share(), Some(0.4));
    assert_eq!(retention_curve(&record, OLD)[2].share(), None);
}

#[test]
fn only_complete_cells_of_the_triangle_are_shown() {
    let cells = cohort_triangle(&record(0), NEW);
    // The last day is 119: week and age may add up to 15, since 7 · 15 + 12 = 117; 16 would need day 124.
    assert_eq!(cells.len(), (1..=16).sum::<usize>());
    assert!(cells.iter().all(|cell| cell.week + cell.age_weeks <= 15));
    let cell = cells.iter().find(|cell| (cell.week, cell.age_weeks) == (3, 7)).expect("a complete cell");
    assert_eq!((cell.installs, cell.active, cell.share()), (14, 7, Some(0.5)));
}

#[test]
fn the_accounts_of_every_month_close() {
    let mut record = record(0);
    let closed = vec![(28, 0), (56, 0), (84, 0), (112, 0)];
    assert_eq!(unaccounted(&record, NEW), closed);
    assert_eq!(unaccounted(&record, OLD), closed);
    record.surveys[2].month_new[1] += 3;
    assert_eq!(unaccounted(&record, NEW)[1], (56, -3));
}

#[test]
fn activity_is_that_of_the_last_complete_month() {
    let record = record(0);
    let found = activity(&record, NEW, DAYS).expect("a month");
    assert_eq!((found.after_days, found.people.len()), (112, 29));
    assert_eq!((found.people[0], found.people[1], found.people[21]), (600, 100, 300));
    assert_eq!(activity(&record, NEW, 27), None);
}

#[test]
fn rows_of_flows_add_up_to_the_stock_before() {
    let record = record(0);
    for flows in [people_flow(&record, DAYS), home_flow(&record, Layer::Friend, DAYS), group_flow(&record, Topic::Interest, DAYS)] {
        assert_eq!(flows.len(), 9, "two platforms and nowhere");
        for from in [OLD, NEW, NOWHERE] {
            let row: Vec<_> = flows.iter().filter(|flow| flow.from == from).collect();
            assert_eq!(row.iter().map(|flow| flow.count).sum::<u64>(), row[0].stock);
        }
    }
    let count = |from: PlatformId, to: PlatformId| {
        home_flow(&record, Layer::Friend, DAYS).into_iter().find(|flow| (flow.from, flow.to) == (from, to))
    };
    assert_eq!(count(OLD, NEW).map(|flow| (flow.count, flow.stock)), Some((150, 730)));
    assert_eq!(count(NOWHERE, NOWHERE).and_then(|flow| flow.share()), Some(1.0));
}

#[test]
fn replicates_meet_their_own_partner() {
    let mut scenario = vec![record(0), record(1), record(2)];
    let mut others = vec![record(2), record(0)];
    scenario[0].daily[50].opened[0] = 520;
    scenario[2].daily[50].opened[0] = 560;
    others[0].daily[50].opened[0] = 540;
    let what = Quantity {
        measure: Measure::DailyUsers,
        platform: Some(OLD),
        other: None,
        layer: None,
        topic: None,
        segment: None,
        when: When::On(50),
    };
    let found = pairs(&scenario, &others, &what);
    assert_eq!(found.iter().map(|pair| pair.replicate).collect::<Vec<_>>(), vec![0, 2], "replicate 1 has no partner");
    assert_eq!((found[1].scenario, found[1].other), (Some(0.56), Some(0.54)));
    assert!((found[0].change().expect("a change") - 0.04).abs() < 1e-12);
    let mean = difference(&found);
    assert!((mean.mean - 0.02).abs() < 1e-12 && mean.n == 2);
}
