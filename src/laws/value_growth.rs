//! L16: active ties grow as the square of users where anybody may join, and in proportion where whole communities do.

use super::{Axis, Curve, Dot, Finding, Lab, Law, Line, Verdict};
use crate::error::Result;
use crate::scenario::Audience;
use crate::stats::slope;

pub const LAW: Law = Law {
    code: "L16",
    title: "How value grows with users",
    says: "active ties go with the square of users when people join at random, and with users themselves when whole closed communities join",
    source: "Metcalfe 2013",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/value-growth.toml");

/// Shares of people who join.
const SHARES: [f64; 4] = [0.1, 0.2, 0.4, 0.8];

fn check(lab: &Lab) -> Result<Verdict> {
    let mut findings = Vec::new();
    let mut lines = Vec::new();
    for (label, exponent) in [("people at random", 2.0), ("whole communities", 1.0)] {
        let mut points = Vec::new();
        let mut dots = Vec::new();
        let mut theory = Vec::new();
        for share in SHARES {
            let mut scenario = lab.large_scenario("value-growth", SCENARIO)?;
            let people = f64::from(scenario.run.people);
            scenario.events[0].to = if exponent == 2.0 {
                Audience { share: Some(share), ..Audience::default() }
            } else {
                // Communities are the file's blocks of 50.
                Audience { communities: Some((share * people / 50.0) as u32), ..Audience::default() }
            };
            let worlds = lab.records(&scenario)?;
            let last = scenario.run.days as usize - 1;
            let users: Vec<f64> = worlds.iter().map(|world| world.daily[last].opened[0] as f64 / people).collect();
            let ties: Vec<f64> =
                worlds.iter().map(|world| world.surveys.last().map_or(0, |survey| survey.active_ties[0]) as f64 / people).collect();
            for (users, ties) in users.iter().zip(&ties) {
                points.push((libm::log(*users), libm::log(*ties)));
            }
            dots.push(Dot::new(share, &ties));
            // Half of ten ties a person, as many as there are when everybody has joined.
            theory.push((share, 5.0 * libm::pow(share, exponent)));
        }
        let measured = slope(&points).unwrap_or(f64::NAN);
        findings.push(Finding::new(format!("{label}: slope of ln active ties on ln users"), exponent, measured, 0.02));
        lines.push(Line { label: label.to_owned(), theory, simulated: dots });
    }
    let curve =
        Curve { title: LAW.title.to_owned(), x: Axis::new("users", "share of people"), y: Axis::new("active ties", "a person"), lines };
    Ok(Verdict { findings, curve: Some(curve) })
}
