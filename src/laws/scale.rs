//! L20: towns that are alike inside behave alike whatever their size, and the larger the surer; except on an edge, which the program names.

use super::{Axis, Curve, Dot, Finding, Lab, Law, Line, Verdict};
use crate::error::Result;
use crate::ids::PlatformId;
use crate::metrics::record::RunRecord;
use crate::metrics::{Subject, value};
use crate::scenario::{Measure, Scenario};
use crate::stats::{slope, tipping};

pub const LAW: Law = Law {
    code: "L20",
    title: "Towns of different sizes",
    says: "at equal density, shares do not depend on the number N of people and their deviation from run to run falls as N^−½; where it does not, the outcome is on an edge, and \
           is called so",
    source: "Kurtz 1970; Arthur 1989 for the edge",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/scale.toml");
const EDGE: &str = include_str!("../../scenarios/laws/tipping-edge.toml");

/// How many times the people of the file.
const FACTORS: [u32; 3] = [1, 4, 16];

/// Choices so blunt that nothing tips: a lead of one percent in reach brings less than one percent more talk.
const BLUNT: f64 = 0.4;

type Outcome = (&'static str, fn(&RunRecord) -> f64);

const OUTCOMES: [Outcome; 4] = [
    ("daily users of the entrant", |record| measured(record, Measure::DailyUsers, 1)),
    ("daily users of the incumbent", |record| measured(record, Measure::DailyUsers, 0)),
    ("homes on the entrant", |record| measured(record, Measure::HomeShare, 1)),
    ("messages on the entrant", |record| measured(record, Measure::MessageShare, 1)),
];

fn check(lab: &Lab) -> Result<Verdict> {
    let mut findings = Vec::new();
    let towns = towns(lab, &lab.scenario("scale", SCENARIO)?)?;
    let mut lines = Vec::new();
    for (name, outcome) in OUTCOMES {
        let values: Vec<Vec<f64>> = towns.iter().map(|(_, records)| records.iter().map(outcome).collect()).collect();
        let (small, large) = (spread(&values[1]), spread(&values[2]));
        let tolerance = 4.0 * libm::sqrt((small.1 * small.1 + large.1 * large.1) / values[1].len() as f64);
        findings.push(Finding::new(format!("{name}, of {} people and of {}", towns[1].0, towns[2].0), small.0, large.0, tolerance));
        lines.push(line(name, &towns, &values));
        check_spread(name, &towns, &values, -0.5, Edge::No, &mut findings);
    }
    let edge = lab.scenario("tipping-edge", EDGE)?;
    let mut blunt = edge.clone();
    blunt.behaviour.choice_sharpness = BLUNT;
    let cases =
        [("talk of two of a kind, blunt choices", blunt, -0.5, Edge::No), ("talk of two of a kind, sharp choices", edge, 0.0, Edge::Yes)];
    for (name, scenario, power, is_edge) in cases {
        let towns = self::towns(lab, &scenario)?;
        let share = |record: &RunRecord| measured(record, Measure::MessageShare, 0);
        let values: Vec<Vec<f64>> = towns.iter().map(|(_, records)| records.iter().map(share).collect()).collect();
        check_spread(name, &towns, &values, power, is_edge, &mut findings);
        lines.push(line(name, &towns, &values));
    }
    let curve = Curve { title: LAW.title.to_owned(), x: Axis::new("people", ""), y: Axis::new("outcome", "share"), lines };
    Ok(Verdict { findings, curve: Some(curve) })
}

#[derive(Clone, Copy, PartialEq)]
enum Edge {
    Yes,
    No,
}

/// The scenario in towns of each size, with their people.
fn towns(lab: &Lab, scenario: &Scenario) -> Result<Vec<(u32, Vec<RunRecord>)>> {
    let town = |factor: u32| {
        let mut scenario = scenario.clone();
        scenario.run.people *= factor;
        Ok((scenario.run.people, lab.records(&scenario)?))
    };
    FACTORS.into_iter().map(town).collect()
}

/// How the deviation falls with people, and whether the program calls the outcome an edge.
fn check_spread(name: &str, towns: &[(u32, Vec<RunRecord>)], values: &[Vec<f64>], power: f64, is_edge: Edge, findings: &mut Vec<Finding>) {
    let points: Vec<(f64, f64)> =
        towns.iter().zip(values).map(|((people, _), values)| (libm::log(f64::from(*people)), libm::log(spread(values).1))).collect();
    let measured = slope(&points).unwrap_or(f64::NAN);
    // The logarithm of a deviation of n values has deviation 1/√(2(n − 1)); the slope divides by the spread of ln N.
    let mean = points.iter().map(|point| point.0).sum::<f64>() / points.len() as f64;
    let width = libm::sqrt(points.iter().map(|point| (point.0 - mean) * (point.0 - mean)).sum::<f64>());
    let tolerance = 4.0 / (width * libm::sqrt(2.0 * (values[0].len() as f64 - 1.0)));
    findings.push(Finding::new(format!("{name}: slope of ln deviation on ln people"), power, measured, tolerance));
    let called = values.iter().filter(|values| tipping(values).is_some()).count();
    let expected = if is_edge == Edge::Yes { values.len() } else { 0 };
    findings.push(Finding::new(format!("{name}: sizes of town in which it is called an edge"), expected as f64, called as f64, 0.0));
}

/// Mean and deviation.
fn spread(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, libm::sqrt(squares / (n - 1.0)))
}

/// Theory demands no value of towns, but that they are alike.
fn line(name: &str, towns: &[(u32, Vec<RunRecord>)], values: &[Vec<f64>]) -> Line {
    Line {
        label: name.to_owned(),
        theory: Vec::new(),
        simulated: towns.iter().zip(values).map(|((people, _), values)| Dot::new(f64::from(*people), values)).collect(),
    }
}

fn measured(record: &RunRecord, measure: Measure, platform: u8) -> f64 {
    let of = Subject { platform: Some(PlatformId(platform)), ..Subject::default() };
    value(record, measure, of, record.days).unwrap_or(f64::NAN)
}
