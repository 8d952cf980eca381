//! The world of L3 and L4: people who do as others do, with m' = tanh(βh + βJ m) (Brock and Durlauf 2001) as a limit of the model's rule of opening.
//!
//! The model's pull is logarithmic, ω ln(1 + s · contacts there). With ω large and s small it is linear, as the theory demands: with ω = 1000 and
//! βJ = 3 its curvature is worth less than 0.02 of a utility anywhere. `scenarios/laws/coordination.toml` has the mapping.

use crate::error::Result;
use crate::scenario::{Scenario, TieSource};

use super::Lab;

pub const SCENARIO: &str = include_str!("../../scenarios/laws/coordination.toml");

/// The coupling βJ of the scenario file.
const COUPLING: f64 = 1.5;

/// Presence of who opened yesterday and of who did not: habits last a day, but what is installed leaves a trace.
const TRACE: f64 = 1.0 / 255.0;

/// The scenario with another coupling βJ, and `larger` times as many people and ties a person.
pub fn scenario(lab: &Lab, coupling: f64, larger: u32) -> Result<Scenario> {
    let mut scenario = lab.scenario("coordination", SCENARIO)?;
    scenario.run.people *= larger;
    let TieSource::Mixed { ties_per_person, .. } = &mut scenario.population.source else { return Ok(scenario) };
    let own_ties = *ties_per_person;
    *ties_per_person *= f64::from(larger);
    let weight = scenario.behaviour.pull_weight;
    let (scale, cost) = linear(weight, *ties_per_person, coupling);
    // Relative to the file's own numbers, so that wrong ones stay wrong.
    let (own_scale, own_cost) = linear(weight, own_ties, COUPLING);
    scenario.behaviour.pull_scale *= scale / own_scale;
    scenario.behaviour.opening_cost *= cost / own_cost;
    Ok(scenario)
}

/// The scale of pull for which dU/dx = 4 βJ at x = ½, and the cost for which U = 0 there.
fn linear(pull_weight: f64, ties_per_person: f64, coupling: f64) -> (f64, f64) {
    let half = 0.5 * (1.0 + TRACE);
    let slope = 4.0 * coupling;
    let pull = slope / (pull_weight * (1.0 - TRACE) - slope * half);
    (pull / ties_per_person, pull_weight * libm::log1p(pull * half))
}

/// m from the number of people who opened.
pub fn balance(opened: u64, people: u32) -> f64 {
    2.0 * opened as f64 / f64::from(people) - 1.0
}

/// The greatest solution of m = tanh(βh + βJ m), found from above.
pub fn greatest_balance(coupling: f64, field: f64) -> f64 {
    (0..20_000).fold(1.0, |m, _| libm::tanh(field + coupling * m))
}

/// βh at which the branch that opposes the field ends: βJ m_s − artanh m_s with m_s = √(1 − 1/βJ).
pub fn turning_field(coupling: f64) -> f64 {
    let m = libm::sqrt(1.0 - 1.0 / coupling);
    coupling * m - libm::atanh(m)
}
