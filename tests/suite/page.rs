//! The pages that `moat histories` writes, of small tables.

use moatsim::engine::RESULTS_VERSION;
use moatsim::histories::page;
use moatsim::output::Manifest;
use moatsim::output::layout::HistoryRow;

use crate::sample;

fn row(without: &str, that: &str, met: &str, missed: &str) -> HistoryRow {
    HistoryRow {
        history: "duel".into(),
        title: "A duel".into(),
        without: without.into(),
        that: that.into(),
        quantity: "daily users".into(),
        needed: "at most 1 %".into(),
        found: "2 %".into(),
        mean: 0.02,
        low: 0.02,
        high: 0.02,
        n: 2,
        met: met.into(),
        source: "S1".into(),
        missed: missed.into(),
    }
}

#[track_caller]
fn check(rows: &[HistoryRow], overrides: &[&str], body: &str) {
    let manifest = Manifest {
        version: "1.0.0".to_owned(),
        scenario_hash: "0123456789".to_owned(),
        seed: 1,
        replicates: 2,
        overrides: overrides.iter().map(|text| (*text).to_owned()).collect(),
        ..Manifest::default()
    };
    let (title, rest) = body.split_once("\n\n").expect("a title");
    let head = format!(
        "Written by the program: `moat histories` (version 1.0.0, results {RESULTS_VERSION}, 1 histories, 1000 people, 2 replicates, seed 1, scenarios 01234567). \
         One set of behaviour numbers for all; 95 % intervals over replicates; met and not met mean that the whole interval lies inside or outside of what is needed."
    );
    assert_eq!(page(rows, &manifest, &[sample::scenario()], "moat histories"), format!("{title}\n\n{head}\n\n{rest}"));
}

#[test]
fn the_page_of_histories_says_what_may_explain_a_miss() {
    let rows = [
        row("", "it falls", "not met", "nobody is told of it"),
        row("", "it stays|low", "not met", ""),
        row("", "it rises", "undecided", ""),
        row("", "it is", "met", ""),
    ];
    let body = "# Histories

Of 4 expectations: 1 met, 2 not met, 1 undecided.

## Not reproduced

| history | what must come out | needed | what came out | best explanation | source |
|---|---|---|---|---|---|
| duel | it falls | at most 1 % | 2 % | nobody is told of it | S1 |
| duel | it stays\\|low | at most 1 % | 2 % |  | S1 |

## Undecided

| history | what must come out | needed | what came out | source |
|---|---|---|---|---|
| duel | it rises | at most 1 % | 2 % | S1 |

## Met

| history | what must come out | needed | what came out | source |
|---|---|---|---|---|
| duel | it is | at most 1 % | 2 % | S1 |
";
    check(&rows, &[], body);
}

#[test]
fn the_page_of_mechanisms_says_which_rows_rest_on_each() {
    let rows = [
        row("", "it falls", "met", ""),
        row("", "it stays", "met", ""),
        row("", "it rises", "not met", "nobody is told of it"),
        row("habit", "it falls", "met", ""),
        row("habit", "it stays", "undecided", ""),
        row("habit", "it rises", "met", ""),
        row("pull", "it falls", "met", ""),
        row("pull", "it stays", "met", ""),
    ];
    let body = |run: &str| {
        format!(
            "# What rests on which mechanism

With all mechanisms on, of 3 expectations: 2 met, 1 not met, 0 undecided. Only rows that are met then are looked at here, and one that becomes undecided without a mechanism counts as lost: read it as an order of importance.{run}

Rows that are met with all mechanisms and not when one is off.

| without | rows lost | which |
|---|---|---|
| habit | 1 of 2 | duel: it stays |
| pull | 0 of 2 |  |
"
        )
    };
    check(&rows, &[], &body(""));
    let small = " This is a run with people = 2000 and replicates = 2 instead of what the files say, so other rows are undecided; what is met as the files say stands in [histories.md](histories.md).";
    check(&rows, &["people = 2000", "replicates = 2"], &body(small));
}
