//! What a reader of the tables must know: outcomes that depend on the seed, numbers of behaviour that are not the common ones.

use super::Gathered;
use super::tipping::tipping_rows;
use crate::output::layout::TippingRow;
use crate::output::number::{Form, alone, counted, within};
use crate::output::tables::SCENARIO;
use crate::scenario::behaviour::NUMBERS;
use crate::scenario::{Behaviour, LeftOut, Measure, Scenario};

pub fn notes(gathered: &Gathered) -> Vec<String> {
    let rows = tipping_rows(gathered);
    let mut told: Vec<&TippingRow> = Vec::new();
    for row in rows.iter().filter(|row| row.lower.is_finite()) {
        // One note a platform: its homes say more than its users.
        if !told.iter().any(|known| known.variant == row.variant && known.platform == row.platform) {
            told.push(row);
        }
    }
    let mut notes: Vec<String> = told.into_iter().map(|row| seed_note(row, gathered.scenario().run.days)).collect();
    notes.extend(behaviour_note(gathered.scenario()));
    notes.extend(scenario_notes(gathered.scenario()));
    notes
}

/// What can be said of a scenario before it has run.
pub fn scenario_notes(scenario: &Scenario) -> impl Iterator<Item = String> {
    added_notes(scenario).chain(idle_notes(scenario))
}

/// Platforms that only comparisons have are missed where tables have what the scenario changes.
fn added_notes(scenario: &Scenario) -> impl Iterator<Item = String> {
    scenario.added_platforms().map(|(comparison, platform)| {
        format!(
            "comparison “{comparison}” adds a platform, {platform}, which no difference shows: declare it in the scenario with `opens = \"never\"`, and open it in the comparison, to see one"
        )
    })
}

/// What is said of groups where there are none does nothing.
fn idle_notes(scenario: &Scenario) -> impl Iterator<Item = String> {
    scenario.idle_group_keys().map(|(platform, keys)| {
        let does = if keys.len() == 1 { "does" } else { "do" };
        format!("{platform} never has groups, as its `group_cap` is 0: {} {does} nothing there", keys.join(", "))
    })
}

/// What the files of these scenarios have and runs of so many days leave out.
pub fn shortened_note(scenarios: &[Scenario], left_out: LeftOut) -> Option<String> {
    let days = scenarios.first()?.run.days;
    let (ends, files) = if scenarios.len() == 1 { ("the run ends", "the file") } else { ("runs end", "the files") };
    let in_words = |(count, what)| if count == 1 { format!("one {what}") } else { counted(count as u64, what) };
    let what = [(left_out.events, "event"), (left_out.openings, "platform opening"), (left_out.expects, "expectation")];
    let what: Vec<String> = what.into_iter().filter(|(count, _)| *count > 0).map(in_words).collect();
    let (last, others) = what.split_last()?;
    let before = if others.is_empty() { String::new() } else { others.join(", ") + " and " };
    Some(format!("left out, as {ends} on day {days}: {before}{last} of {files}"))
}

fn seed_note(row: &TippingRow, days: u32) -> String {
    let percent = |share: f64| alone(share, f64::NAN, f64::NAN, Form::Share);
    let of_what = if *row.measure == *Measure::HomeShare.info().name { "of homes" } else { "of people a day" };
    let whose = if &*row.variant == SCENARIO { String::new() } else { format!("in “{}” ", row.variant) };
    let when = if row.day.is_finite() {
        format!(", on day {} on average", within(row.day, row.day_low, row.day_high, Form::Plain, (0.0, f64::from(days))))
    } else {
        String::new()
    };
    format!(
        "{whose}the outcome depends on the seed: {} ends with {} % {of_what} with probability {} % ({}–{} %){when}, and with {} % otherwise",
        row.platform,
        percent(row.upper),
        percent(row.probability),
        percent(row.low),
        percent(row.high),
        percent(row.lower),
    )
}

fn behaviour_note(scenario: &Scenario) -> Option<String> {
    let (mut own, mut common) = (scenario.behaviour.clone(), Behaviour::default());
    let mut changed = Vec::new();
    for number in NUMBERS {
        let (own, common) = (*(number.of)(&mut own), *(number.of)(&mut common));
        if own != common {
            changed.push(format!("{} = {own} instead of {common}", number.name));
        }
    }
    if own.contagion != common.contagion {
        changed.push(format!("contagion is {} instead of {}", own.contagion.name(), common.contagion.name()));
    }
    if own.talk != common.talk {
        changed.push(format!("talk is {} instead of {}", own.talk.name(), common.talk.name()));
    }
    (!changed.is_empty()).then(|| format!("numbers of behaviour that differ from the common set: {}", changed.join(", ")))
}
