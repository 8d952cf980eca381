//! What must come out, and what a study measures: a quantity, a time, and a statement.

use super::super::file::fields::{Calendar, Fields, number};
use super::super::file::node::Node;
use super::super::file::sections::{EXPECT, MEASURE};
use super::super::measure::{Measure, Scope};
use super::super::problem::{Findings, Problem};
use super::super::resolved::{Expect, Quantity, Scenario, Statement, When};
use super::super::study::NamedMeasure;
use super::population::layer_named;
use super::{Door, find, named_tables, run};
use crate::ids::{PlatformId, Topic};

pub fn expects(fields: &Fields<'_>, scenario: &Scenario, door: Door<'_>) -> Vec<Expect> {
    let nodes = named_tables(fields, "expect", &EXPECT, door.findings);
    let expects = nodes.into_iter().filter_map(|(that, node)| expect(that, node, scenario, door));
    let days = scenario.run.days;
    expects.filter(|expect| last_day(expect) <= days).collect()
}

/// The last day an expectation looks at; in a shortened run it may never come.
fn last_day(expect: &Expect) -> u32 {
    let last = |when: When| match when {
        When::On(day) => day,
        When::Mean(_, until) | When::Peak(_, until) => until,
    };
    match expect.how {
        Statement::Ratio(other, ..) => last(expect.what.when).max(last(other)),
        _ => last(expect.what.when),
    }
}

fn expect(that: String, node: &Node, scenario: &Scenario, door: Door<'_>) -> Option<Expect> {
    let given = Fields::of(node, &EXPECT, door.findings)?;
    let calendar = run::calendar(&scenario.run, door.days_in_file);
    let what = quantity(&given, scenario, calendar, door.findings);
    let against = against(&given, scenario, door.findings);
    let how = statement(&given, calendar);
    let source = given.text_given("source").unwrap_or_default().to_owned();
    let how = how?;
    match (how, given.key_place("against")) {
        (Statement::Change(..) | Statement::Difference(..), None) => {
            let key = if matches!(how, Statement::Change(..)) { "change" } else { "difference" };
            let place = given.key_place(key).unwrap_or(given.place());
            given.report(Problem::at(place, format!("`{key}` without `against`"), "to which comparison?"));
        }
        (Statement::Between(..) | Statement::Ratio(..), Some(place)) => {
            given.report(Problem::at(
                place,
                "`against` has no effect here",
                "needed: `change` or `difference`, which look at the comparison",
            ));
        }
        _ => {}
    }
    Some(Expect { that, what: what?, against, how, source })
}

/// A measure of a study.
pub fn measure(name: &str, node: &Node, scenario: &Scenario, findings: &Findings) -> Option<NamedMeasure> {
    let given = Fields::of(node, &MEASURE, findings)?;
    let calendar = run::calendar(&scenario.run, None);
    let what = quantity(&given, scenario, calendar, findings);
    let against = against(&given, scenario, findings);
    let above = given.number_given("above");
    Some(NamedMeasure { name: name.to_owned(), what: what?, against, above })
}

fn against(given: &Fields<'_>, scenario: &Scenario, findings: &Findings) -> Option<usize> {
    let names: Vec<&str> = scenario.compares.iter().map(|compare| compare.name.as_str()).collect();
    find("comparison", given.node("against")?, "against", &names, findings)
}

fn quantity(given: &Fields<'_>, scenario: &Scenario, calendar: Calendar, findings: &Findings) -> Option<Quantity> {
    let when = when(given, calendar);
    let measure = given.word("metric").and_then(Measure::named);
    let names: Vec<&str> = scenario.platforms.iter().map(|platform| platform.name.as_str()).collect();
    let platform_of = |key: &str| {
        let index = find("platform", given.node(key)?, key, &names, findings)?;
        Some(PlatformId(index as u8))
    };
    let (platform, other) = (platform_of("platform"), platform_of("other"));
    let layer = given.word("layer").map(|name| layer_named(Some(name)));
    let topic = given.word("topic").and_then(|name| Topic::ALL.into_iter().find(|topic| topic.name() == name));
    let measure = measure?;
    let info = measure.info();
    let acts = |key: &str| match key {
        "platform" => info.scope != Scope::World,
        "other" => info.scope == Scope::Pair,
        "layer" => info.scope == Scope::PlatformLayer,
        _ => info.scope == Scope::PlatformTopic,
    };
    for key in ["platform", "other", "layer", "topic"] {
        match given.key_place(key) {
            Some(place) if !acts(key) => {
                let found = format!("`{key}` has no effect on `{}`", info.name);
                given.report(Problem::at(place, found, format!("it measures: {}", info.meaning)));
            }
            None if acts(key) && matches!(key, "platform" | "other") => {
                let place = given.node("metric").map_or(given.place(), |node| node.place);
                given.report(Problem::at(
                    place,
                    format!("`{}` without `{key}`", info.name),
                    format!("needed: `{key}`, the platform it is measured of"),
                ));
            }
            _ => {}
        }
    }
    if platform.is_some() && platform == other {
        let place = given.node("other").map_or(given.place(), |node| node.place);
        given.report(Problem::at(place, "`other` is the platform itself", "needed: another platform"));
    }
    Some(Quantity { measure, platform, other, layer, topic, when: when? })
}

fn when(given: &Fields<'_>, calendar: Calendar) -> Option<When> {
    let days = calendar.days;
    if let (Some(on), Some(other)) = (given.key_place("on"), ["from", "until", "take"].into_iter().find_map(|key| given.key_place(key))) {
        given.report(
            Problem::at(other, "`on` beside `from`, `until` or `take`", "give one day, or a span of days").also(on, "`on` is here"),
        );
        return None;
    }
    if given.is_given("on") {
        return given.day_given("on", calendar, days).map(When::On);
    }
    if !given.is_given("from") {
        given.report(Problem::at(given.place(), "no day is given", "needed: `on`, or `from` and `until`"));
        return None;
    }
    let from = given.day_given("from", calendar, days - 1);
    let until = if given.is_given("until") { given.day_given("until", calendar, days) } else { Some(days) };
    let take = given.word("take");
    let (from, until) = (from?, until?);
    if until <= from
        && let Some(node) = given.node("until")
    {
        given.report(Problem::at(
            node.place,
            format!("`until` is day {until}, but `from` is day {from}"),
            "needed: a later day than `from`",
        ));
    }
    Some(if take == Some("peak") { When::Peak(from, until) } else { When::Mean(from, until) })
}

fn statement(given: &Fields<'_>, calendar: Calendar) -> Option<Statement> {
    let forms: Vec<&str> =
        ["between", "above", "below", "change", "difference", "ratio"].into_iter().filter(|key| given.is_given(key)).collect();
    let one_kind = match forms.as_slice() {
        [] => {
            let needed = "needed: `between`, `above`, `below`, `change`, `difference` or `ratio`";
            given.report(Problem::at(given.place(), "an expectation that states nothing", needed));
            return None;
        }
        [_] | ["above", "below"] => true,
        _ => false,
    };
    if !one_kind {
        let place = given.key_place(forms[1]).unwrap_or(given.place());
        given.report(Problem::at(
            place,
            format!("`{}` beside `{}`", forms[1], forms[0]),
            "an expectation states one thing; write another for this",
        ));
        return None;
    }
    let range_of = |key: &str| range(&given.part(key)?);
    Some(match forms[0] {
        "change" => range_of("change").map(|(least, most)| Statement::Change(least, most))?,
        "difference" => range_of("difference").map(|(least, most)| Statement::Difference(least, most))?,
        "ratio" => {
            let ratio = given.part("ratio")?;
            let (when, range) = (when(&ratio, calendar), range(&ratio));
            let (least, most) = range?;
            Statement::Ratio(when?, least, most)
        }
        _ => range(given).map(|(least, most)| Statement::Between(least, most))?,
    })
}

/// The least and the most; an open side is the end of all numbers.
fn range(given: &Fields<'_>) -> Option<(f64, f64)> {
    let Some(node) = given.node("between") else {
        if !given.is_given("above") && !given.is_given("below") {
            given.report(Problem::at(given.place(), "a range without ends", "needed: `between`, `above` or `below`"));
            return None;
        }
        let (least, most) = (given.number_given("above").unwrap_or(f64::MIN), given.number_given("below").unwrap_or(f64::MAX));
        if least > most
            && let Some(place) = given.key_place("below")
        {
            given.report(Problem::at(place, format!("above {least} and below {most}"), "no number lies there"));
        }
        return Some((least, most));
    };
    for key in ["above", "below"] {
        if let Some(place) = given.key_place(key) {
            given.report(Problem::at(place, format!("`{key}` beside `between`"), "`between` has both ends"));
        }
    }
    let list = node.list().unwrap_or_default();
    let [least, most] = list else {
        given.report(Problem::at(node.place, format!("`between` is {}", node.shown()), "needed: two numbers, as in [0.1, 0.2]"));
        return None;
    };
    let end = |node: &Node| number(node, "between", (f64::MIN, f64::MAX), given.findings());
    let (least, most) = (end(least), end(most));
    let (least, most) = (least?, most?);
    if least > most {
        given.report(Problem::at(node.place, format!("`between` goes from {least} down to {most}"), "needed: the smaller number first"));
    }
    Some((least, most))
}
