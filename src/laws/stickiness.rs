//! L12: how many open in a month follows from how many open in a day, and from how much today says of tomorrow.

use super::{Axis, Curve, Dot, Finding, Lab, Law, Line, Verdict, four_deviations};
use crate::error::Result;

pub const LAW: Law = Law {
    code: "L12",
    title: "Daily and monthly users",
    says: "where an opening depends on yesterday's alone, on with probability a after a day off and off with b after a day on, a/(a + b) open in a day and \
           1 − (1 − daily)(1 − a)^27 in a month",
    source: "Feller 1968",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/stickiness.toml");

const MONTH_DAYS: i32 = 28;

/// The worth of the app alone, and what yesterday's opening adds; the first is that of the file.
const CASES: [(f64, f64); 4] = [(-2.197_224_577, 0.0), (-3.178_053_83, 0.0), (-3.5, 3.5), (-5.0, 7.0)];

fn check(lab: &Lab) -> Result<Verdict> {
    let mut findings = Vec::new();
    let mut points: Vec<(f64, f64, Dot)> = Vec::new();
    for (number, (worth, habit)) in CASES.into_iter().enumerate() {
        let mut scenario = lab.scenario("stickiness", SCENARIO)?;
        if number > 0 {
            scenario.platforms[0].attributes.solo = worth;
            scenario.behaviour.habit_weight += habit;
        }
        let people = f64::from(scenario.run.people);
        let records = lab.records(&scenario)?;
        let last = scenario.run.days as usize - 1;
        let daily: Vec<f64> = records.iter().map(|record| record.daily[last].opened[0] as f64 / people).collect();
        let monthly: Vec<f64> = records.iter().map(|record| record.daily[last].monthly[0] as f64 / people).collect();
        let n = people * records.len() as f64;
        // Presence never falls below one part in 255 while an app is installed.
        let (a, stays) = (logistic(worth + habit / 255.0), logistic(worth + habit));
        let day = a / (a + 1.0 - stays);
        let month = month(day, a);
        let label = format!("a {a:.3}, b {:.3}", 1.0 - stays);
        for (what, expected, values) in [("daily", day, &daily), ("monthly", month, &monthly)] {
            let tolerance = four_deviations(expected, n);
            let measured = values.iter().sum::<f64>() / values.len() as f64;
            findings.push(Finding::new(format!("{label}: {what} users"), expected, measured, tolerance));
        }
        points.push((day, month, Dot::new(day, &monthly)));
    }
    let independent = (1..100).map(|step| (0.01 * f64::from(step), month(0.01 * f64::from(step), 0.01 * f64::from(step)))).collect();
    let lines = vec![
        Line {
            label: "days that stand for themselves".to_owned(),
            theory: independent,
            simulated: points[..2].iter().map(|point| point.2).collect(),
        },
        Line {
            label: "habits that live for a day".to_owned(),
            theory: points[2..].iter().map(|point| (point.0, point.1)).collect(),
            simulated: points[2..].iter().map(|point| point.2).collect(),
        },
    ];
    let curve = Curve { title: LAW.title.to_owned(), x: Axis::new("daily users", "share"), y: Axis::new("monthly users", "share"), lines };
    Ok(Verdict { findings, curve: Some(curve) })
}

/// Who opens at least once in 28 days: not on the first, and then on none of 27.
fn month(daily: f64, a: f64) -> f64 {
    1.0 - (1.0 - daily) * libm::pow(1.0 - a, f64::from(MONTH_DAYS - 1))
}

fn logistic(utility: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-utility))
}
