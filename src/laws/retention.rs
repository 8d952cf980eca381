//! L8: people leave with a probability of their own that never changes and is Beta(a, b) across them: S(t) = B(a, b + t) / B(a, b) (Fader and Hardie 2007).

use super::{Axis, Curve, Dot, Finding, Lab, Law, Line, Verdict, four_deviations};
use crate::error::Result;

pub const LAW: Law = Law {
    code: "L8",
    title: "Retention",
    says: "when people differ in how readily they leave as Beta(a, b), B(a, b + t) / B(a, b) of them are left after t days",
    source: "Fader and Hardie 2007",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/retention.toml");

const SHAPE: (f64, f64) = (0.668, 3.806);

/// Days on which retention is held against the law.
const DAYS: [usize; 6] = [1, 2, 4, 7, 14, 23];

fn check(lab: &Lab) -> Result<Verdict> {
    let scenario = lab.scenario("retention", SCENARIO)?;
    let records = lab.records(&scenario)?;
    let people = f64::from(scenario.run.people);
    let left = |day: usize| records.iter().map(|record| record.daily[day - 1].installed[0] as f64 / people).collect::<Vec<f64>>();
    let mut findings = Vec::new();
    for day in DAYS {
        let predicted = retention(SHAPE, day);
        let tolerance = four_deviations(predicted, people * records.len() as f64);
        findings.push(Finding::new(format!("share left after {day} days"), predicted, Dot::new(day as f64, &left(day)).mean, tolerance));
    }
    let days = 1..=scenario.run.days as usize;
    let theory = days.clone().map(|day| (day as f64, retention(SHAPE, day))).collect();
    let simulated = days.map(|day| Dot::new(day as f64, &left(day))).collect();
    let lines = vec![Line { label: format!("Beta({}, {})", SHAPE.0, SHAPE.1), theory, simulated }];
    let curve = Curve { title: LAW.title.to_owned(), x: Axis::new("time", "days"), y: Axis::new("left", "share of people"), lines };
    Ok(Verdict { findings, curve: Some(curve) })
}

/// B(a, b + t) / B(a, b) = Π (b + i) / (a + b + i).
fn retention((a, b): (f64, f64), days: usize) -> f64 {
    (0..days).map(|day| (b + day as f64) / (a + b + day as f64)).product()
}
