//! Expectations in plain words, with units: what was asked, what is needed, and what was found.

use crate::ids::PlatformId;
use crate::scenario::measure::Scope;
use crate::scenario::{Expect, Measure, Quantity, Scenario, Statement, When};
use crate::stats::Interval;

/// What an expectation is about: "daily users of WeChat on day 720 (2022-05-22), change against “never launched”".
pub(super) fn quantity_text(scenario: &Scenario, expect: &Expect) -> String {
    let what = &expect.what;
    let mut text = format!("{}{}", subject_text(scenario, what), when_text(scenario, what.when));
    let against = expect.against.and_then(|index| scenario.compares.get(index)).map_or("the comparison", |compare| compare.name.as_str());
    match expect.how {
        Statement::Between(..) => {}
        Statement::Change(..) => text += &format!(", change against “{against}”"),
        Statement::Difference(..) => text += &format!(", less that of “{against}”"),
        Statement::Ratio(divisor, ..) => text += &format!(", divided by {}", divisor_text(scenario, what, &divisor)),
    }
    text
}

/// What a value is divided by: no more words than it takes to tell it from the value.
fn divisor_text(scenario: &Scenario, what: &Quantity, divisor: &Quantity) -> String {
    let when = if divisor.when == what.when { String::new() } else { when_text(scenario, divisor.when) };
    match (Quantity { when: what.when, ..*divisor } == *what, divisor.platform != what.platform) {
        (true, _) => format!("its value{when}"),
        (false, true) if Quantity { platform: what.platform, when: what.when, ..*divisor } == *what => {
            let platform = divisor.platform.and_then(|id| scenario.platforms.get(id.index()));
            format!("that of {}{when}", platform.map_or("?", |platform| platform.name.as_str()))
        }
        _ => format!("{}{when}", subject_text(scenario, divisor)),
    }
}

/// Where the value should lie. A bound that nothing can pass is not worth a word.
pub(super) fn needed_text(expect: &Expect, possible: (f64, f64)) -> String {
    let scale = Scale::of(expect);
    let (low, high) = expect.how.bounds();
    let (at_least, at_most) = if expect.how.is_strict() { ("more than", "less than") } else { ("at least", "at most") };
    // An open side of a statement is the greatest finite number, because files of results cannot hold infinity.
    match (low > possible.0.max(f64::MIN), high < possible.1.min(f64::MAX)) {
        (false, false) => "any value".to_owned(),
        (true, false) => format!("{at_least} {}", scale.text(low, EXACT)),
        (false, true) => format!("{at_most} {}", scale.text(high, EXACT)),
        (true, true) if low == high => format!("exactly {}", scale.text(low, EXACT)),
        (true, true) => format!("between {} and {}", scale.number(low, EXACT), scale.text(high, EXACT)),
    }
}

/// The mean, its interval, and over how many replicates.
pub(super) fn found_text(expect: &Expect, found: Interval, replicates: usize) -> String {
    let scale = Scale::of(expect);
    let of = if found.n == replicates { format!("{replicates} replicates") } else { format!("{} of {replicates} replicates", found.n) };
    match (found.n, replicates) {
        (0, 0) => "no value: there is nothing to compare".to_owned(),
        (0, 1) => "no value: undefined in the run".to_owned(),
        (0, _) => format!("no value: undefined in all {replicates} replicates"),
        (1, 1) => format!("{} (one replicate)", scale.text(found.mean, ROUNDED)),
        (1, _) => format!("{} ({of})", scale.text(found.mean, ROUNDED)),
        _ => {
            let (low, high) = (scale.number(found.low, ROUNDED), scale.number(found.high, ROUNDED));
            format!("{} (95 % interval {low} to {high}; {of})", scale.text(found.mean, ROUNDED))
        }
    }
}

fn subject_text(scenario: &Scenario, what: &Quantity) -> String {
    let info = what.measure.info();
    let name = measure_text(what.measure);
    let platform =
        |id: Option<PlatformId>| id.and_then(|id| scenario.platforms.get(id.index())).map_or("?", |platform| platform.name.as_str());
    let (own, other) = (platform(what.platform), platform(what.other));
    match info.scope {
        Scope::World => name,
        Scope::Platform => match what.segment.and_then(|segment| scenario.population.segments.get(usize::from(segment))) {
            Some(segment) => format!("{name} of {own} among “{}”", segment.name),
            None => format!("{name} of {own}"),
        },
        Scope::PlatformLayer => match what.layer {
            Some(layer) => format!("{name} of {own} in {} ties", layer.name()),
            None => format!("{name} of {own}"),
        },
        Scope::PlatformTopic => match what.topic {
            Some(topic) => format!("{name} of {own} in {} groups", topic.name()),
            None => format!("{name} of {own}"),
        },
        Scope::Pair => match what.measure {
            Measure::MainFlow | Measure::HomeFlow => format!("{name} from {own} to {other}"),
            Measure::Invitations => format!("{name} to {own} that travelled on {other}"),
            Measure::OverlapDirected => format!("overlap of users of {own} with {other}"),
            _ => format!("{name} of {own} and {other}"),
        },
    }
}

/// The name of a measure as words.
fn measure_text(measure: Measure) -> String {
    let name = measure.info().name;
    match name.strip_prefix("retention_") {
        Some(age) => format!("day-{age} retention"),
        None => name.replace('_', " "),
    }
}

fn when_text(scenario: &Scenario, when: When) -> String {
    match when {
        When::On(day) => format!(" on day {}", day_text(scenario, day)),
        When::Mean(from, until) => {
            format!(", mean of days {} to {}", day_text(scenario, from), day_text(scenario, until.saturating_sub(1)))
        }
        When::Peak(from, until) => {
            format!(", peak of days {} to {}", day_text(scenario, from), day_text(scenario, until.saturating_sub(1)))
        }
    }
}

/// A day by number, and by date where the run has dates.
fn day_text(scenario: &Scenario, day: u32) -> String {
    let span = jiff::Span::new().try_days(i64::from(day));
    let date = scenario.run.start.zip(span.ok()).and_then(|(start, span)| start.checked_add(span).ok());
    date.map_or_else(|| day.to_string(), |date| format!("{day} ({date})"))
}

/// Significant digits of what the user wrote, and of what was measured.
const EXACT: i32 = 6;
const ROUNDED: i32 = 3;

/// How the numbers of a statement are written.
struct Scale {
    factor: f64,
    /// Written after the number, its space included.
    unit: String,
    signed: Sign,
}

#[derive(Clone, Copy, PartialEq)]
enum Sign {
    /// A plus where something is gained.
    Always,
    Negative,
}

impl Scale {
    fn of(expect: &Expect) -> Scale {
        let measure = expect.what.measure;
        let unit = measure.info().unit;
        match expect.how {
            Statement::Change(..) => Scale { factor: 100.0, unit: " %".to_owned(), signed: Sign::Always },
            Statement::Ratio(..) => Scale { factor: 1.0, unit: " times".to_owned(), signed: Sign::Negative },
            Statement::Difference(..) if measure.is_share() => {
                Scale { factor: 100.0, unit: " percentage points".to_owned(), signed: Sign::Always }
            }
            Statement::Difference(..) => Scale { factor: 1.0, unit: plain_unit(unit), signed: Sign::Always },
            Statement::Between(..) if measure.is_share() => Scale {
                factor: 100.0,
                unit: unit.strip_prefix("share").map_or_else(String::new, |of| format!(" %{of}")),
                signed: Sign::Negative,
            },
            Statement::Between(..) => Scale { factor: 1.0, unit: plain_unit(unit), signed: Sign::Negative },
        }
    }

    /// With the unit.
    fn text(&self, value: f64, digits: i32) -> String {
        format!("{}{}", self.number(value, digits), self.unit)
    }

    fn number(&self, value: f64, digits: i32) -> String {
        let text = plain(value * self.factor, digits);
        if self.signed == Sign::Always && value > 0.0 && text != "0" { format!("+{text}") } else { text }
    }
}

/// Units that are only the shape of the number are not written.
fn plain_unit(unit: &str) -> String {
    match unit {
        "0..1" | "ratio" | "exponent" => String::new(),
        "utility" => " of utility".to_owned(),
        _ => format!(" {unit}"),
    }
}

/// A number with so many significant digits and no zeros at its end.
fn plain(value: f64, digits: i32) -> String {
    if value == 0.0 || !value.is_finite() {
        return if value == 0.0 { "0".to_owned() } else { value.to_string() };
    }
    let before = libm::floor(libm::log10(value.abs())) as i32;
    let decimals = (digits - 1 - before).clamp(0, 12) as usize;
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.replace('-', "−") }
}
