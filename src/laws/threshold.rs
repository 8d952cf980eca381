//! L5: when a share φ of contacts convinces, a few people set off all only where people have neither too few ties nor too many (Watts 2002).
//!
//! People with up to 1/φ ties are convinced by one. On a random graph of mean degree z they hang together where z · Pr[Poisson(z) ≤ ⌊1/φ⌋ − 2] > 1. Whoever
//! touches that cluster sets it off: with q the chance that a tie leads into it, 1 − q = 1 − Σ_{k ≤ 1/φ} k p_k / z · (1 − (1 − q)^(k−1)), a person
//! does with probability 1 − e^(−z q).

use super::{Axis, Curve, Dot, Finding, Lab, Law, Line, Trial, Verdict, four_deviations};
use crate::error::Result;
use crate::scenario::{Scenario, TieSource};

pub const LAW: Law = Law {
    code: "L5",
    title: "Cascades",
    says: "where a share φ of contacts convinces, cascades are as common within z · Pr[Pois(z) ≤ 1/φ − 2] > 1 as their first people touch the cluster of the easily convinced, and there are none outside",
    source: "Watts 2002",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/threshold.toml");

/// φ, and the ends of the window of mean degrees.
const WINDOWS: [(f64, f64, f64); 3] = [(0.18, 1.02, 5.76), (0.10, 1.00, 13.66), (0.25, 1.11, 3.86)];

/// Worlds a seed: what counts is one outcome a world.
const WORLDS_A_SEED: u32 = 4;

/// A cascade is more than this share of people.
const CASCADE: f64 = 0.05;

fn check(lab: &Lab) -> Result<Verdict> {
    let scenario = lab.scenario_as_written("threshold", SCENARIO)?;
    let file_threshold = WINDOWS[0].0;
    let mut findings = Vec::new();
    let mut lines = Vec::new();
    for (threshold, low, high) in WINDOWS {
        let mut scenario = scenario.clone();
        scenario.behaviour.threshold *= threshold / file_threshold;
        let middle = 0.5 * (low + high);
        let seeds_mean = scenario.platforms[0].users[0] * f64::from(scenario.run.people);
        let chance = |degree: f64| 1.0 - libm::exp(-seeds_mean * touches(threshold, degree));
        let mut simulated = Vec::new();
        for degree in [0.75 * low, middle, 1.25 * high] {
            let cascades = cascades(lab, &mut scenario, degree)?;
            let share = cascades.iter().sum::<f64>() / cascades.len() as f64;
            let (predicted, tolerance) = if degree == middle {
                let chance = chance(degree);
                (chance, four_deviations(chance, cascades.len() as f64))
            } else {
                (0.0, 0.0)
            };
            findings.push(Finding::new(
                format!("φ {threshold}: worlds with a cascade at {degree:.2} ties a person"),
                predicted,
                share,
                tolerance,
            ));
            simulated.push(Dot::new(degree, &cascades));
        }
        let steps = (0..=170).map(|step| 0.5 + 0.1 * f64::from(step));
        let theory = steps.map(|degree| (degree, chance(degree))).collect();
        lines.push(Line { label: format!("φ {threshold}"), theory, simulated });
    }
    let curve = Curve { title: LAW.title.to_owned(), x: Axis::new("ties", "a person"), y: Axis::new("cascades", "share of worlds"), lines };
    Ok(Verdict { findings, curve: Some(curve) })
}

/// Of each world, 1 where there was a cascade, else 0.
fn cascades(lab: &Lab, scenario: &mut Scenario, degree: f64) -> Result<Vec<f64>> {
    if let TieSource::Random { ties_per_person, .. } = &mut scenario.population.source {
        *ties_per_person = degree;
    }
    lab.worlds(scenario, WORLDS_A_SEED * lab.size.seeds, |mut trial| {
        let users = |trial: &Trial| trial.life.world.app.lanes().as_flattened().iter().filter(|app| app.is_installed()).count();
        // A day without anybody new is the last: thresholds have no chance in them. Presence of the first people is full on the second.
        trial.live(2);
        let mut before = 0;
        while trial.life.day() < scenario.run.days && users(&trial) > before {
            before = users(&trial);
            trial.live(2);
        }
        let share = users(&trial) as f64 / f64::from(scenario.run.people);
        if share > CASCADE { 1.0 } else { 0.0 }
    })
}

/// The probability that a person touches the cluster of people whom one contact convinces.
fn touches(threshold: f64, degree: f64) -> f64 {
    // φ is written in hundredths; a hair keeps ⌊1/φ⌋ from rounding down.
    let most = libm::floor(1.0 / threshold + 1e-9) as u32;
    let leads_in = |q: f64| {
        // k p_k / z of Poisson(z) is p of k − 1.
        let mut share = libm::exp(-degree);
        let mut sum = 0.0;
        for others in 0..most {
            sum += share * (1.0 - libm::pow(1.0 - q, f64::from(others)));
            share *= degree / f64::from(others + 1);
        }
        sum
    };
    let q = (0..5_000).fold(1.0, |q, _| leads_in(q));
    1.0 - libm::exp(-degree * q)
}
