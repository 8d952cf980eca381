//! L15: two platforms of a kind. Their names and places mean nothing, and without ties neither gains on the other.

use super::{Axis, Curve, Dot, Finding, Lab, Law, Line, Verdict};
use crate::error::Result;
use crate::scenario::{GroupMix, TieSource};

pub const LAW: Law = Law {
    code: "L15",
    title: "Two of a kind",
    says: "two platforms that differ in their names alone change places to the bit when the names do, and without ties the expected share of each stays what it is",
    source: "symmetry; Doob 1953 for martingales",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/mirror.toml");

/// Users of either at the start.
const STARTS: [[f64; 2]; 2] = [[0.5, 0.5], [0.6, 0.3]];

fn check(lab: &Lab) -> Result<Verdict> {
    let scenario = lab.scenario("mirror", SCENARIO)?;
    let mut swapped = scenario.clone();
    swapped.platforms[0].name.clone_from(&scenario.platforms[1].name);
    swapped.platforms[1].name.clone_from(&scenario.platforms[0].name);
    let mut turned = scenario.clone();
    turned.platforms.reverse();
    let straight = lab.records(&scenario)?;
    let mut findings = Vec::new();
    for (what, other) in [("names", &swapped), ("places", &turned)] {
        let records = lab.records(other)?;
        let differ = straight.iter().zip(&records).filter(|(one, other)| one.relisted(&[1, 0]) != **other).count();
        findings.push(Finding::new(format!("runs that are not the mirror when {what} are swapped"), 0.0, differ as f64, 0.0));
    }
    let mut lines = Vec::new();
    for start in STARTS {
        let mut apart = scenario.clone();
        apart.population.source = TieSource::None;
        apart.population.groups = GroupMix { family: 0.0, class: 0.0, work: 0.0, interest: 0.0 };
        for (platform, users) in apart.platforms.iter_mut().zip(start) {
            platform.users.fill(users);
        }
        let people = f64::from(apart.run.people);
        let records = lab.records(&apart)?;
        let tolerance = 4.0 / libm::sqrt(people * records.len() as f64);
        let expected = start[0] / (start[0] + start[1]);
        let mut dots = Vec::new();
        for day in (9..apart.run.days as usize).step_by(10) {
            let pairs = records.iter().map(|record| [0, 1].map(|p| record.daily[day].opened[p] as f64));
            let shares: Vec<f64> = pairs.clone().map(|[left, right]| left / (left + right)).collect();
            // Openings are pooled: a share of few openings is a biased guess.
            let (left, right) = pairs.fold((0.0, 0.0), |sum, pair| (sum.0 + pair[0], sum.1 + pair[1]));
            dots.push(Dot::new(day as f64, &shares));
            let quantity = format!("users {start:?}, day {day}: share of openings on the first");
            findings.push(Finding::new(quantity, expected, left / (left + right), tolerance));
        }
        let theory = vec![(0.0, expected), (f64::from(apart.run.days), expected)];
        lines.push(Line { label: format!("users {start:?}"), theory, simulated: dots });
    }
    let curve = Curve { title: LAW.title.to_owned(), x: Axis::new("time", "days"), y: Axis::new("openings on the first", "share"), lines };
    Ok(Verdict { findings, curve: Some(curve) })
}
