//! L1: promotion and word of mouth on the share of all who have adopted give the diffusion curve of Bass 1969.

use super::{Axis, Curve, Dot, Finding, Lab, Law, Line, Verdict};
use crate::error::Result;

pub const LAW: Law = Law {
    code: "L1",
    title: "Bass diffusion",
    says: "adoption by promotion p and word of mouth q follows F' = F + (1 − F)(1 − e^−(p + qF)), and is fastest at ln(q/p)/(p + q)",
    source: "Bass 1969",
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/bass.toml");

/// Promotion and word of mouth of a day, and after how many days to look. The first pair is that of the scenario file; the second is so
/// slow that days are as good as continuous time.
const DIFFUSIONS: [(f64, f64, u32); 2] = [(0.03, 0.38, 20), (0.001, 0.05, 110)];

fn check(lab: &Lab) -> Result<Verdict> {
    let mut findings = Vec::new();
    let mut lines = Vec::new();
    for (number, (p, q, days)) in DIFFUSIONS.into_iter().enumerate() {
        let mut scenario = lab.scenario("bass", SCENARIO)?;
        if number > 0 {
            scenario.run.days = days;
            scenario.platforms[0].attributes.awareness *= p / DIFFUSIONS[0].0;
            scenario.behaviour.word_of_mouth *= q / DIFFUSIONS[0].1;
        }
        let people = f64::from(scenario.run.people);
        let records = lab.records(&scenario)?;
        let adopted = |day: usize| records.iter().map(|record| record.daily[day].ever[0] as f64 / people).collect::<Vec<f64>>();
        let dots: Vec<Dot> = (0..days as usize).map(|day| Dot::new(day as f64 + 1.0, &adopted(day))).collect();
        let theory = shares(p, q, days);
        let gap = dots.iter().zip(&theory).map(|(dot, share)| (dot.mean - share).abs()).fold(0.0, f64::max);
        let tolerance = tolerance(p, q, people * f64::from(lab.size.seeds));
        findings.push(Finding::new(format!("p {p}, q {q}: greatest gap of the share on any day"), 0.0, gap, tolerance));
        if number > 0 {
            // The peak itself is flat and its day is noisy; the share on its day is not.
            let peak = peak_day(p, q);
            let place = peak.floor() as usize - 1;
            let measured = dots[place].mean + (dots[place + 1].mean - dots[place].mean) * peak.fract();
            findings.push(Finding::new(
                format!("p {p}, q {q}: share on day {peak:.1}, the fastest"),
                0.5 * (1.0 - p / q),
                measured,
                tolerance,
            ));
        }
        let theory = theory.into_iter().enumerate().map(|(day, share)| (day as f64 + 1.0, share)).collect();
        lines.push(Line { label: format!("p {p}, q {q}"), theory, simulated: dots });
    }
    let curve =
        Curve { title: "Bass diffusion".to_owned(), x: Axis::new("time", "days"), y: Axis::new("adopted", "share of people"), lines };
    Ok(Verdict { findings, curve: Some(curve) })
}

/// F after 1, 2, … days: F' = F + (1 − F)(1 − e^−(p + qF)), the discrete form of Bass 1969.
fn shares(p: f64, q: f64, days: u32) -> Vec<f64> {
    let mut share = 0.0;
    let next = |_| {
        share += (1.0 - share) * (1.0 - libm::exp(-(p + q * share)));
        share
    };
    (0..days).map(next).collect()
}

/// t* = ln(q/p) / (p + q) (Bass 1969).
fn peak_day(p: f64, q: f64) -> f64 {
    libm::log(q / p) / (p + q)
}

/// Four standard deviations: of a share, and of the time that the first adopters of so many people take.
fn tolerance(p: f64, q: f64, people: f64) -> f64 {
    4.0 * (0.5 / libm::sqrt(people) + 0.25 * libm::sqrt((p + q) / (p * people)))
}
