//! What must come out, and what a study measures: a quantity, a time, and a statement.

use super::super::file::fields::{Calendar, Fields, number};
use super::super::file::node::{Node, Value};
use super::super::file::sections::{EXPECT, MEASURE};
use super::super::measure::{Measure, Scope};
use super::super::problem::{Findings, Problem};
use super::super::resolved::{Expect, Quantity, Scenario, Statement, When};
use super::super::study::NamedMeasure;
use super::population::{layer_named, nobody_in};
use super::{Door, find, named_tables, run};
use crate::ids::{Layer, PlatformId, Topic};

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
        Statement::Ratio(divisor, ..) => last(expect.what.when).max(last(divisor.when)),
        _ => last(expect.what.when),
    }
}

fn expect(that: String, node: &Node, scenario: &Scenario, door: Door<'_>) -> Option<Expect> {
    let given = Fields::of(node, &EXPECT, door.findings)?;
    let calendar = run::calendar(&scenario.run, door.days_in_file);
    let what = quantity(&given, scenario, calendar, door.findings);
    let against = against(&given, what.as_ref(), scenario, door.findings);
    let how = statement(&given, what.as_ref(), scenario, calendar, door.findings);
    let text = |key: &str| given.line_given(key).unwrap_or_default().to_owned();
    let (source, missed) = (text("source"), text("missed"));
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
    Some(Expect { that, what: what?, against, how, source, missed })
}

/// A measure of a study.
pub fn measure(name: &str, node: &Node, scenario: &Scenario, calendar: Calendar, findings: &Findings) -> Option<NamedMeasure> {
    let given = Fields::of(node, &MEASURE, findings)?;
    let what = quantity(&given, scenario, calendar, findings);
    let against = against(&given, what.as_ref(), scenario, findings);
    let above = given.number_given("above");
    if let (Some(what), Some(above)) = (&what, above) {
        let statement = if given.is_given("against") { Statement::Difference } else { Statement::Between };
        refuse_impossible(&given, what.measure, statement(above, f64::MAX));
    }
    Some(NamedMeasure { name: name.to_owned(), what: what?, against, above })
}

fn against(given: &Fields<'_>, what: Option<&Quantity>, scenario: &Scenario, findings: &Findings) -> Option<usize> {
    let names: Vec<&str> = scenario.compares.iter().map(|compare| compare.name.as_str()).collect();
    let node = given.node("against")?;
    let found = find("comparison", node, "against", &names, findings)?;
    if let Some(segment) = what.and_then(|what| what.segment) {
        let of = |scenario: &Scenario| scenario.population.segments.get(usize::from(segment)).map(|segment| segment.share);
        if of(scenario) > Some(0.0) && of(&scenario.compares[found].scenario) == Some(0.0) {
            let name = &scenario.population.segments[usize::from(segment)].name;
            let needed = format!("needed: a comparison with people in `{name}`");
            findings.add(nobody_in(name, names[found], &scenario.compares[found].scenario, node.place, &needed));
        }
    }
    Some(found)
}

/// What a quantity is taken of, as far as it is said.
#[derive(Clone, Copy)]
struct Parts {
    platform: Option<PlatformId>,
    other: Option<PlatformId>,
    layer: Option<Layer>,
    topic: Option<Topic>,
    segment: Option<u16>,
}

fn parts(given: &Fields<'_>, scenario: &Scenario, findings: &Findings) -> Parts {
    let names: Vec<&str> = scenario.platforms.iter().map(|platform| platform.name.as_str()).collect();
    let platform_of = |key: &str| {
        let index = find("platform", given.node(key)?, key, &names, findings)?;
        Some(PlatformId(index as u8))
    };
    let segments: Vec<&str> = scenario.population.segments.iter().map(|segment| segment.name.as_str()).collect();
    let segment = given.node("segment").and_then(|node| find("segment", node, "segment", &segments, findings));
    Parts {
        platform: platform_of("platform"),
        other: platform_of("other"),
        layer: given.word("layer").map(|name| layer_named(Some(name))),
        topic: given.word("topic").and_then(|name| Topic::ALL.into_iter().find(|topic| topic.name() == name)),
        segment: segment.map(|index| u16::try_from(index).unwrap_or(u16::MAX)),
    }
}

/// Whether a key says anything of a measure.
fn acts(measure: Measure, key: &str) -> bool {
    let scope = measure.info().scope;
    match key {
        "platform" => scope != Scope::World,
        "other" => scope == Scope::Pair,
        "layer" => scope == Scope::PlatformLayer,
        "topic" => scope == Scope::PlatformTopic,
        _ => measure.is_by_segment(),
    }
}

/// Refuses keys that say nothing of the measure.
fn refuse_idle(given: &Fields<'_>, measure: Measure) {
    let info = measure.info();
    for key in ["platform", "other", "layer", "topic", "segment"] {
        if let Some(place) = given.key_place(key).filter(|_| !acts(measure, key)) {
            let found = format!("`{key}` has no effect on `{}`", info.name);
            given.report(Problem::at(place, found, format!("it measures: {}", info.meaning)));
        }
    }
}

fn quantity(given: &Fields<'_>, scenario: &Scenario, calendar: Calendar, findings: &Findings) -> Option<Quantity> {
    let when = when(given, calendar);
    let measure = given.word("metric").and_then(Measure::named);
    let Parts { platform, other, layer, topic, segment } = parts(given, scenario, findings);
    let measure = measure?;
    refuse_idle(given, measure);
    for key in ["platform", "other"] {
        if acts(measure, key) && !given.is_given(key) {
            let place = given.node("metric").map_or(given.place(), |node| node.place);
            given.report(Problem::at(
                place,
                format!("`{}` without `{key}`", measure.info().name),
                format!("needed: `{key}`, the platform it is measured of"),
            ));
        }
    }
    if platform.is_some() && platform == other {
        let place = given.node("other").map_or(given.place(), |node| node.place);
        given.report(Problem::at(place, "`other` is the platform itself", "needed: another platform"));
    }
    Some(Quantity { measure, platform, other, layer, topic, segment, when: when? })
}

/// What a value is divided by: the same measure, at another time or of something else.
fn divisor(given: &Fields<'_>, what: &Quantity, scenario: &Scenario, calendar: Calendar, findings: &Findings) -> Option<Quantity> {
    refuse_idle(given, what.measure);
    let Parts { platform, other, layer, topic, segment } = parts(given, scenario, findings);
    let has_time = ["on", "from", "until", "take"].into_iter().any(|key| given.is_given(key));
    let when = if has_time { when(given, calendar)? } else { what.when };
    let divisor = Quantity {
        measure: what.measure,
        platform: platform.or(what.platform),
        other: other.or(what.other),
        layer: layer.or(what.layer),
        topic: topic.or(what.topic),
        segment: segment.or(what.segment),
        when,
    };
    if divisor == *what {
        given.report(Problem::at(
            given.place(),
            "a value divided by itself",
            "give another time, or another platform, layer, topic or segment",
        ));
        return None;
    }
    Some(divisor)
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
    let until = if given.is_given("until") { given.day_given("until", calendar, days) } else { Some(calendar.longest.unwrap_or(days)) };
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

fn statement(
    given: &Fields<'_>,
    what: Option<&Quantity>,
    scenario: &Scenario,
    calendar: Calendar,
    findings: &Findings,
) -> Option<Statement> {
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
    let part = if ["change", "difference", "ratio"].contains(&forms[0]) { given.part(forms[0])? } else { *given };
    let divisor = if forms[0] == "ratio" { divisor(&part, what?, scenario, calendar, findings) } else { None };
    let (least, most) = range(&part)?;
    let statement = match forms[0] {
        "change" => Statement::Change(least, most),
        "difference" => Statement::Difference(least, most),
        "ratio" => Statement::Ratio(divisor?, least, most),
        _ => Statement::Between(least, most),
    };
    if let Some(what) = what {
        refuse_impossible(&part, what.measure, statement);
        refuse_signs(given, what.measure, statement);
    }
    Some(statement)
}

/// In relation to what is below 0, more is less.
fn refuse_signs(given: &Fields<'_>, measure: Measure, how: Statement) {
    let (key, divisor) = match how {
        Statement::Change(..) => ("change", measure),
        Statement::Ratio(divisor, ..) => ("ratio", divisor.measure),
        Statement::Between(..) | Statement::Difference(..) => return,
    };
    if divisor.range().0 < 0.0
        && let Some(place) = given.key_place(key)
    {
        let found = format!("`{key}` in relation to `{}`, which may be below 0", divisor.info().name);
        given.report(Problem::at(place, found, "needed: a measure that is never below 0, or `difference` from a comparison"));
    }
}

/// A bound beyond where any value can lie is meant in another unit.
fn refuse_impossible(given: &Fields<'_>, measure: Measure, how: Statement) {
    let (low, high) = how.possible(measure);
    let is_share = measure.is_share();
    let what = match how {
        Statement::Between(..) if is_share => "a share",
        Statement::Difference(..) if is_share => "a difference of shares",
        Statement::Change(..) => "a change, relative to the comparison,",
        Statement::Ratio(..) => "a ratio",
        Statement::Between(..) | Statement::Difference(..) => "a number",
    };
    let in_percent = matches!(how, Statement::Change(..)) || is_share && !matches!(how, Statement::Ratio(..));
    let range = if high.is_finite() { format!("from {low} to {high}") } else { format!("from {low} up") };
    for entry in given.table().entries.iter().filter(|entry| ["between", "above", "below"].contains(&entry.key.as_str())) {
        for node in entry.node.list().unwrap_or(std::slice::from_ref(&entry.node)) {
            let bound = match node.value {
                Value::Number(bound) => bound,
                Value::Whole(bound) => bound as f64,
                _ => continue,
            };
            if !(low..=high).contains(&bound) {
                let found = format!("`{}` is {}, where no `{}` can lie", entry.key, node.shown(), measure.info().name);
                let meant = bound / 100.0;
                let help = (in_percent && (low..=high).contains(&meant)).then(|| format!("{} % is {meant}", node.shown()));
                given.report(Problem::at(node.place, found, format!("needed: {what} {range}")).maybe_help(help));
            }
        }
    }
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
