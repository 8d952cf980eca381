//! What a scenario's ties and groups will take.

use super::groups;
use crate::scenario::{Scenario, TieSource};

/// Bytes of a half-tie or free slot: a neighbour and a tie.
const HALF_TIE_BYTES: f64 = 8.0;
/// Bytes that a tie takes in a typical edge list, and how much smaller compression makes it.
const LINE_BYTES: f64 = 11.0;
const COMPRESSION: f64 = 4.0;

/// Expected bytes of the finished graph of ties and of the groups. While the graph is built, three sixteenths more of it are used.
pub fn memory_bytes(scenario: &Scenario) -> u64 {
    let people = f64::from(scenario.run.people);
    let rows = 4.0 * people;
    (rows + HALF_TIE_BYTES * half_ties(scenario) + groups::expected_bytes(&scenario.population, scenario.run.people)) as u64
}

/// Expected half-ties and free slots.
fn half_ties(scenario: &Scenario) -> f64 {
    let TieSource::File(file) = &scenario.population.source else { return half_ties_generated(scenario) };
    let bytes = std::fs::metadata(&file.path).map_or(0.0, |data| data.len() as f64);
    let unpacked = if file.path.extension().is_some_and(|end| end == "gz") { COMPRESSION } else { 1.0 };
    2.0 * bytes * unpacked / LINE_BYTES + half_ties_generated(scenario)
}

/// The same without ties from a file, whose number is known only when it is read.
pub(super) fn half_ties_generated(scenario: &Scenario) -> f64 {
    let people = f64::from(scenario.run.people);
    let others = (people - 1.0).max(0.0);
    let ties = match &scenario.population.source {
        TieSource::City { ties_per_person, .. }
        | TieSource::Random { ties_per_person, .. }
        | TieSource::Mixed { ties_per_person, .. }
        | TieSource::SmallWorld { ties_per_person, .. }
        | TieSource::PreferentialAttachment { ties_per_person, .. }
        | TieSource::Blocks { ties_per_person, .. } => people * ties_per_person.min(others),
        TieSource::None | TieSource::File(_) => 0.0,
    };
    ties + people * f64::from(scenario.population.stranger_slots)
}
