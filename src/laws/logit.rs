//! L2: with fixed utilities, venues are chosen in proportion to e^(β V) (McFadden 1974), and the odds of two do not depend on a third (Luce 1959).

use super::{Axis, Curve, Dot, Finding, Lab, Law, Line, Verdict, four_deviations};
use crate::error::Result;
use crate::ids::Layer;

pub const LAW: Law = Law {
    code: "L2",
    title: "Logit choice",
    says: "a platform is the venue of e^(β V) / Σ e^(β V) of messages, and the odds of two stay when a third leaves",
    source: "Luce 1959; McFadden 1974",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/logit.toml");

const SHARPNESS: f64 = 1.5;
const UTILITIES: [f64; 3] = [0.0, 0.5, 1.0];

/// The day on which the third platform closes.
const LEAVES: usize = 20;

fn check(lab: &Lab) -> Result<Verdict> {
    let scenario = lab.scenario("logit", SCENARIO)?;
    let records = lab.records(&scenario)?;
    let mut findings = Vec::new();
    let mut lines = Vec::new();
    for (label, days, platforms) in [("three platforms", 0..LEAVES, 3), ("after the third left", LEAVES..scenario.run.days as usize, 2)] {
        let messages = |record: &crate::metrics::record::RunRecord, p: usize| {
            record.daily[days.clone()].iter().map(|day| day.messages[Layer::Friend.index()][p]).sum::<u64>() as f64
        };
        let all: f64 = records.iter().map(|record| (0..platforms).map(|p| messages(record, p)).sum::<f64>()).sum();
        let weights = || UTILITIES[..platforms].iter().map(|utility| libm::exp(SHARPNESS * utility));
        let total: f64 = weights().sum();
        let mut line = Line { label: label.to_owned(), theory: Vec::new(), simulated: Vec::new() };
        for (p, weight) in weights().enumerate() {
            let share = weight / total;
            let measured = records.iter().map(|record| messages(record, p)).sum::<f64>() / all;
            findings.push(Finding::new(format!("{label}: share at V = {}", UTILITIES[p]), share, measured, four_deviations(share, all)));
            let shares: Vec<f64> =
                records.iter().map(|record| messages(record, p) / (0..platforms).map(|p| messages(record, p)).sum::<f64>()).collect();
            line.theory.push((UTILITIES[p], share));
            line.simulated.push(Dot::new(UTILITIES[p], &shares));
        }
        lines.push(line);
    }
    let curve = Curve { title: LAW.title.to_owned(), x: Axis::new("utility V", ""), y: Axis::new("chosen", "share of messages"), lines };
    Ok(Verdict { findings, curve: Some(curve) })
}
