//! L6: what everybody passes on for a fixed time reaches a share z = 1 − e^(−R₀ z) of people (Kermack and McKendrick 1927).

use super::{Axis, Curve, Dot, Finding, Lab, Law, Line, Verdict, four_deviations};
use crate::error::Result;

pub const LAW: Law = Law {
    code: "L6",
    title: "Final size",
    says: "word of mouth that lasts a fixed time and is never taken up again reaches z = 1 − e^(−R z), where R is how many each convinces at first",
    source: "Kermack and McKendrick 1927",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/final-size.toml");

const FILE_NUMBER: f64 = 2.0;
const NUMBERS: [f64; 3] = [1.5, 2.0, 3.0];

/// Days of full presence in which a user is heard: the day after the install, and the trace of presence on the day of the removal.
const HEARD_DAYS: f64 = 256.0 / 255.0;

fn check(lab: &Lab) -> Result<Verdict> {
    let mut findings = Vec::new();
    let mut simulated = Vec::new();
    for number in NUMBERS {
        let mut scenario = lab.scenario("final-size", SCENARIO)?;
        scenario.behaviour.word_of_mouth *= number / FILE_NUMBER / HEARD_DAYS;
        let people = f64::from(scenario.run.people);
        let sizes: Vec<f64> =
            lab.records(&scenario)?.iter().map(|record| record.daily.last().map_or(0, |day| day.ever[0]) as f64 / people).collect();
        let dot = Dot::new(number, &sizes);
        let predicted = final_size(number);
        let tolerance = four_deviations(predicted, people * f64::from(lab.size.seeds)) / (1.0 - number * (1.0 - predicted));
        findings.push(Finding::new(format!("share ever reached at R {number}"), predicted, dot.mean, tolerance));
        simulated.push(dot);
    }
    let theory = (0..=260).map(|step| 0.9 + 0.01 * f64::from(step)).map(|number| (number, final_size(number))).collect();
    let lines = vec![Line { label: "z = 1 − e^(−R z)".to_owned(), theory, simulated }];
    let curve = Curve {
        title: LAW.title.to_owned(),
        x: Axis::new("R", "people each convinces"),
        y: Axis::new("ever reached", "share of people"),
        lines,
    };
    Ok(Verdict { findings, curve: Some(curve) })
}

/// The greatest solution of z = 1 − e^(−R₀ z).
fn final_size(number: f64) -> f64 {
    (0..10_000).fold(1.0, |z, _| 1.0 - libm::exp(-number * z))
}
