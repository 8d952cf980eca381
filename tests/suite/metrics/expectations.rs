//! Expectations: the verdict over replicates, and the words around it.

use moatsim::ids::{Layer, PlatformId, Topic};
use moatsim::metrics::expect::{Finding, Verdict, judge, verdict};
use moatsim::metrics::record::RunRecord;
use moatsim::scenario::{Compare, Expect, Measure, Quantity, Scenario, Segment, Statement, When};
use moatsim::stats::Interval;

use super::synthetic::{NEW, OLD, record};
use crate::sample;

fn scenario() -> Scenario {
    let platforms = vec![sample::platform("Old", 0.5), sample::platform("New", 0.5)];
    let mut scenario = Scenario { platforms, ..sample::plain(1000, 120) };
    let other = scenario.clone();
    scenario.compares.push(Compare { name: "never launched".to_owned(), scenario: other });
    scenario
}

fn of(measure: Measure, platform: PlatformId, when: When) -> Quantity {
    Quantity { measure, platform: Some(platform), other: None, layer: None, topic: None, segment: None, when }
}

fn expect(what: Quantity, against: Option<usize>, how: Statement) -> Expect {
    Expect { that: "it keeps its users".to_owned(), what, against, how, source: "S1".to_owned(), missed: "they had cause".to_owned() }
}

/// Replicates in which so many people opened the incumbent on day 50.
fn replicates(opened: &[u64]) -> Vec<RunRecord> {
    let with = |(replicate, &opened): (usize, &u64)| {
        let mut record = record(replicate as u32);
        record.daily[50].opened[OLD.index()] = opened;
        record
    };
    opened.iter().enumerate().map(with).collect()
}

fn daily_users(how: Statement) -> Expect {
    let against = matches!(how, Statement::Change(..) | Statement::Difference(..)).then_some(0);
    expect(of(Measure::DailyUsers, OLD, When::On(50)), against, how)
}

#[track_caller]
fn check(found: &Finding, verdict: Verdict, quantity: &str, needed: &str, text: &str) {
    assert_eq!(
        (found.verdict, found.quantity_text.as_str(), found.needed_text.as_str(), found.found_text.as_str()),
        (verdict, quantity, needed, text)
    );
}

#[test]
fn a_value_lies_within_without_or_astride() {
    let runs = replicates(&[500, 510, 520, 530]);
    let judged = |low, high| judge(&scenario(), &daily_users(Statement::Between(low, high)), &runs, &[]);
    // Mean 0.515, s = 0.01291, t = 3.1824: ± 0.02054.
    let quantity = "daily users of Old on day 50";
    let found = "51.5 % of people (95 % interval 49.4 to 53.6; 4 replicates)";
    check(&judged(0.45, 0.55), Verdict::Met, quantity, "between 45 and 55 % of people", found);
    assert_eq!([judged(0.45, 0.55).missed, judged(0.5, 1.0).missed], ["", "they had cause"], "what is met needs no explanation");
    check(&judged(0.5, 1.0), Verdict::Undecided, quantity, "at least 50 % of people", found);
    check(&judged(0.0, 0.0312), Verdict::NotMet, quantity, "at most 3.12 % of people", found);
    check(&judged(0.0, 1.0), Verdict::Met, quantity, "any value", found);
    assert_eq!(judged(0.0, 1.0).values, vec![0.5, 0.51, 0.52, 0.53]);
}

#[test]
fn one_replicate_is_taken_as_it_is() {
    let judged = |low, high| judge(&scenario(), &daily_users(Statement::Between(low, high)), &replicates(&[500]), &[]);
    check(
        &judged(0.5, 0.6),
        Verdict::Met,
        "daily users of Old on day 50",
        "between 50 and 60 % of people",
        "50 % of people (one replicate)",
    );
    assert_eq!(judged(0.51, 0.6).verdict, Verdict::NotMet);
}

/// An interval that reaches below zero only because Student's t knows no bounds left "at most 5 %" undecided.
#[test]
fn a_share_near_zero_is_not_undecided_for_what_cannot_be() {
    let runs = replicates(&[0, 0, 0, 12]);
    let found = judge(&scenario(), &daily_users(Statement::Between(0.0, 0.05)), &runs, &[]);
    assert_eq!((found.verdict, found.found.low), (Verdict::Met, 0.0));
    assert_eq!(found.found_text, "0.3 % of people (95 % interval 0 to 1.25; 4 replicates)");
}

#[test]
fn changes_and_differences_are_paired() {
    let runs = replicates(&[550, 660, 440]);
    let others = replicates(&[500, 600, 400]);
    let judged = |how| judge(&scenario(), &daily_users(how), &runs, &others);
    let change = judged(Statement::Change(0.05, 0.15));
    check(
        &change,
        Verdict::Met,
        "daily users of Old on day 50, change against “never launched”",
        "between +5 and +15 %",
        "+10 % (95 % interval +10 to +10; 3 replicates)",
    );
    let difference = judged(Statement::Difference(-0.03, 0.03));
    check(
        &difference,
        Verdict::Undecided,
        "daily users of Old on day 50, less that of “never launched”",
        "between −3 and +3 percentage points",
        "+5 percentage points (95 % interval +2.52 to +7.48; 3 replicates)",
    );
}

/// With common chance, what changes nothing changes exactly nothing: nobody gains by it.
#[test]
fn nothing_is_neither_more_nor_less() {
    let others = replicates(&[500, 600, 400]);
    let judged = |how, opened: &[u64]| judge(&scenario(), &daily_users(how), &replicates(opened), &others[..opened.len()]);
    let (same, more, less, mixed) = ([500, 600, 400], [510, 612, 408], [490, 588, 392], [500, 620, 400]);
    let quantity = "daily users of Old on day 50, change against “never launched”";
    let found = "0 % (95 % interval 0 to 0; 3 replicates)";
    check(&judged(Statement::Change(0.0, f64::MAX), &same), Verdict::NotMet, quantity, "more than 0 %", found);
    check(&judged(Statement::Change(f64::MIN, 0.0), &same), Verdict::NotMet, quantity, "less than 0 %", found);
    for how in [Statement::Change, Statement::Difference] {
        let (up, down) = (how(0.0, f64::MAX), how(f64::MIN, 0.0));
        let verdicts = |opened: &[u64]| (judged(up, opened).verdict, judged(down, opened).verdict);
        assert_eq!(verdicts(&same), (Verdict::NotMet, Verdict::NotMet));
        assert_eq!(verdicts(&same[..1]), (Verdict::NotMet, Verdict::NotMet), "one replicate is taken as it is");
        assert_eq!(verdicts(&more), (Verdict::Met, Verdict::NotMet));
        assert_eq!(verdicts(&less), (Verdict::NotMet, Verdict::Met));
        assert_eq!(verdicts(&mixed), (Verdict::Undecided, Verdict::Undecided));
        // Two bounds, and bounds elsewhere, are included.
        for included in [how(0.0, 0.5), how(-0.5, 0.0), how(0.0, 0.0), how(-0.1, f64::MAX)] {
            assert_eq!(judged(included, &same).verdict, Verdict::Met, "{included:?}");
        }
    }
    let difference = judged(Statement::Difference(0.0, f64::MAX), &same);
    assert_eq!(difference.needed_text, "more than 0 percentage points");
    assert_eq!(judged(Statement::Change(0.0, 1.0), &same).needed_text, "between 0 and +100 %");
    let nobody = [0, 0, 0];
    assert_eq!(judged(Statement::Between(f64::MIN, 0.0), &nobody).verdict, Verdict::Met, "a plain value may be its bound");
}

#[test]
fn ratios_are_between_two_times_of_one_run() {
    let what = of(Measure::DailyUsers, NEW, When::Mean(110, 113));
    let first = Quantity { when: When::On(0), ..what };
    let found = judge(&scenario(), &expect(what, None, Statement::Ratio(first, 2.0, f64::INFINITY)), &[record(0), record(1)], &[]);
    check(
        &found,
        Verdict::Met,
        "daily users of New, mean of days 110 to 112, divided by its value on day 0",
        "at least 2 times",
        "2.11 times (95 % interval 2.11 to 2.11; 2 replicates)",
    );
}

#[test]
fn ratios_are_between_platforms_and_segments_too() {
    let mut scenario = scenario();
    let segment = |name: &str| Segment { name: name.to_owned(), ..scenario.population.segments[0].clone() };
    scenario.population.segments = vec![segment("young"), segment("others")];
    let judged = |what, divisor| judge(&scenario, &expect(what, None, Statement::Ratio(divisor, 0.5, 0.5)), &[record(0), record(0)], &[]);
    let what = of(Measure::MainPlatform, NEW, When::On(56));
    check(
        &judged(what, Quantity { platform: Some(OLD), ..what }),
        Verdict::NotMet,
        "main platform of New on day 56, divided by that of Old",
        "exactly 0.5 times",
        "0.333 times (95 % interval 0.333 to 0.333; 2 replicates)",
    );
    let young = Quantity { segment: Some(0), ..of(Measure::MonthlyUsers, OLD, When::On(56)) };
    check(
        &judged(young, Quantity { segment: Some(1), ..young }),
        Verdict::NotMet,
        "monthly users of Old among “young” on day 56, divided by monthly users of Old among “others”",
        "exactly 0.5 times",
        "1 times (95 % interval 1 to 1; 2 replicates)",
    );
}

#[test]
fn what_is_undefined_is_not_met_and_says_so() {
    let nobody = of(Measure::Retention90, OLD, When::On(100));
    let found = judge(&scenario(), &expect(nobody, None, Statement::Between(0.2, 0.5)), &[record(0), record(1)], &[]);
    check(
        &found,
        Verdict::NotMet,
        "day-90 retention of Old on day 100",
        "between 20 and 50 % of installers",
        "no value: undefined in all 2 replicates",
    );
    let lonely = judge(&scenario(), &daily_users(Statement::Change(0.0, 1.0)), &replicates(&[500]), &[]);
    assert_eq!((lonely.verdict, lonely.found_text.as_str()), (Verdict::NotMet, "no value: there is nothing to compare"));
}

#[test]
fn only_defined_replicates_count() {
    let mut runs = replicates(&[500, 500, 500]);
    runs[1].daily[50].voluntary[OLD.index()] = 0;
    let what = of(Measure::LonelyOpenings, OLD, When::On(50));
    let found = judge(&scenario(), &expect(what, None, Statement::Between(0.05, 0.2)), &runs, &[]);
    assert_eq!((found.verdict, found.found.n), (Verdict::Met, 2));
    assert_eq!(found.found_text, "10 % of openings (95 % interval 10 to 10; 2 of 3 replicates)");
}

#[test]
fn dates_layers_topics_and_pairs_are_named() {
    let mut dated = scenario();
    dated.run.start = Some(jiff::civil::date(2020, 6, 1));
    let text = |what| judge(&dated, &expect(what, None, Statement::Between(0.0, 0.1)), &[record(0)], &[]).quantity_text;
    let layered = Quantity { layer: Some(Layer::Acquaintance), ..of(Measure::HomeShare, NEW, When::On(100)) };
    assert_eq!(text(layered), "home share of New in acquaintance ties on day 100 (2020-09-09)");
    let topical = Quantity { topic: Some(Topic::Fan), ..of(Measure::GroupLeakage, NEW, When::Peak(0, 31)) };
    assert_eq!(text(topical), "group leakage of New in fan groups, peak of days 0 (2020-06-01) to 30 (2020-07-01)");
    let pair = |measure| Quantity { other: Some(OLD), ..of(measure, NEW, When::On(1)) };
    assert_eq!(text(pair(Measure::Invitations)), "invitations to New that travelled on Old on day 1 (2020-06-02)");
    assert_eq!(text(pair(Measure::HomeFlow)), "home flow from New to Old on day 1 (2020-06-02)");
    assert_eq!(text(Quantity { platform: None, ..of(Measure::Silence, NEW, When::On(1)) }), "silence on day 1 (2020-06-02)");
}

#[test]
fn bounds_belong_to_what_is_needed() {
    let found = |low, high| Interval { mean: 0.5 * (low + high), low, high, n: 8 };
    assert_eq!(verdict(found(0.1, 0.2), (0.1, 0.2), 8), Verdict::Met);
    assert_eq!(verdict(found(0.2, 0.3), (0.1, 0.2), 8), Verdict::Undecided);
    assert_eq!(verdict(found(0.05, 0.3), (0.1, 0.2), 8), Verdict::Undecided);
    assert_eq!(verdict(found(0.21, 0.3), (0.1, 0.2), 8), Verdict::NotMet);
    let one = Interval { mean: 0.15, low: f64::NAN, high: f64::NAN, n: 1 };
    assert_eq!(verdict(one, (0.1, 0.2), 1), Verdict::Met);
    assert_eq!(verdict(one, (0.2, 0.3), 1), Verdict::NotMet);
    assert_eq!(verdict(one, (0.1, 0.2), 8), Verdict::Undecided, "seven replicates have no value");
    assert_eq!(verdict(one, (0.2, 0.3), 8), Verdict::Undecided);
}
