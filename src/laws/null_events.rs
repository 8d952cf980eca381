//! L19: an event of size zero, or for nobody, leaves every bit as it was.

use super::{Finding, Lab, Law, Verdict};
use crate::error::Result;

pub const LAW: Law = Law {
    code: "L19",
    title: "Events that do nothing",
    says: "a run with an event of size zero, or for nobody, is the run without it, to the bit",
    source: "definition",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/null-events.toml");

fn check(lab: &Lab) -> Result<Verdict> {
    let scenario = lab.scenario("null-events", SCENARIO)?;
    let is_nothing = |name: &str| name.starts_with("nothing");
    let mut plain = scenario.clone();
    plain.events.retain(|event| !is_nothing(&event.name));
    let straight = lab.records(&plain)?;
    let mut findings = Vec::new();
    for event in scenario.events.iter().filter(|event| is_nothing(&event.name)) {
        let mut with = plain.clone();
        with.events.push(event.clone());
        let differ = straight.iter().zip(lab.records(&with)?).filter(|(one, other)| **one != *other).count();
        findings.push(Finding::new(format!("runs that differ: {}", event.name), 0.0, differ as f64, 0.0));
    }
    let differ = straight.iter().zip(lab.records(&scenario)?).filter(|(one, other)| **one != *other).count();
    findings.push(Finding::new("runs that differ: all of these at once", 0.0, differ as f64, 0.0));
    Ok(Verdict { findings, curve: None })
}
