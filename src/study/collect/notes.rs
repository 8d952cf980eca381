//! What a reader of the tables must know: outcomes that depend on the seed, numbers of behaviour that are not the common ones.

use super::{Gathered, Variant, platforms};
use crate::metrics::{Subject, value};
use crate::output::number::{Form, alone};
use crate::output::tables::SCENARIO;
use crate::scenario::behaviour::NUMBERS;
use crate::scenario::{Behaviour, Measure, Scenario};
use crate::stats::tipping;

/// What tells whether a platform won, and how it is said.
const OUTCOMES: [(Measure, &str); 2] = [(Measure::HomeShare, "of homes"), (Measure::DailyUsers, "of people a day")];

pub fn notes(gathered: &Gathered) -> Vec<String> {
    let mut notes: Vec<String> = gathered.variants.iter().flat_map(seed_notes).collect();
    notes.extend(behaviour_note(gathered.scenario()));
    notes
}

/// One note a platform whose outcome falls in two.
fn seed_notes(variant: &Variant) -> Vec<String> {
    let mut notes = Vec::new();
    for (id, name) in platforms(variant.scenario) {
        for (measure, of_what) in OUTCOMES {
            let of_record = |record| value(record, measure, Subject::platform(id), variant.scenario.run.days).unwrap_or(f64::NAN);
            let values: Vec<f64> = variant.records.iter().map(of_record).collect();
            let Some(found) = tipping(&values) else { continue };
            let upper = values.iter().filter(|value| **value > found.threshold).count();
            let percent = |share: f64| alone(share, f64::NAN, f64::NAN, Form::Share) + Form::Share.suffix();
            let whose = if variant.name == SCENARIO { String::new() } else { format!("in “{}” ", variant.name) };
            notes.push(format!(
                "{whose}the outcome depends on the seed: {name} ends with {} {of_what} in {upper} of {} replicates, and with {} in the others",
                percent(found.upper_mean),
                found.n,
                percent(found.lower_mean),
            ));
            break;
        }
    }
    notes
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
        changed.push("contagion is complex instead of simple".to_owned());
    }
    (!changed.is_empty()).then(|| format!("numbers of behaviour that differ from the common set: {}", changed.join(", ")))
}
