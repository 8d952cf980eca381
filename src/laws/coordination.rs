//! L3: people who do as others do settle where m = tanh(βh + βJ m) (Brock and Durlauf 2001): nowhere in particular below βJ = 1, on one side above.

use rayon::prelude::*;

use super::mean_field::{balance, greatest_balance, scenario};
use super::{Axis, Curve, Dot, Finding, Lab, Law, Line, Verdict};
use crate::error::Result;
use crate::rng::Chance;
use crate::ties;

pub const LAW: Law = Law {
    code: "L3",
    title: "Coordination",
    says: "the balance m between those who open and those who do not settles at m = tanh(βJ m)",
    source: "Brock and Durlauf 2001",
    scenario: super::mean_field::SCENARIO,
    check,
};

const COUPLINGS: [f64; 5] = [0.5, 1.05, 1.2, 1.5, 2.0];

/// Days at the end of which the mean is taken.
const SETTLED_DAYS: usize = 20;

fn check(lab: &Lab) -> Result<Verdict> {
    let scenarios = COUPLINGS.map(|coupling| scenario(lab, coupling, 1)).into_iter().collect::<Result<Vec<_>>>()?;
    // The ties of a seed are the same whatever the coupling.
    let balances = (0..lab.size.seeds).into_par_iter().map(|seed| {
        let (graph, _) = ties::generate(&scenarios[0], Chance::new(scenarios[0].run.seed, seed))?;
        let settled = scenarios.iter().map(|scenario| {
            let mut scenario = scenario.clone();
            scenario.events.clear();
            let mut trial = lab.begin_with(&scenario, seed, graph.clone());
            trial.live(scenario.run.days);
            let record = trial.life.record();
            let last = &record.daily[record.daily.len() - SETTLED_DAYS..];
            last.iter().map(|day| balance(day.opened[0], record.people)).sum::<f64>() / SETTLED_DAYS as f64
        });
        Ok(settled.collect::<Vec<f64>>())
    });
    let balances = balances.collect::<Result<Vec<Vec<f64>>>>()?;
    let people = f64::from(scenarios[0].run.people);
    let mut findings = Vec::new();
    let mut simulated = Vec::new();
    for (place, coupling) in COUPLINGS.into_iter().enumerate() {
        let values: Vec<f64> = balances.iter().map(|of_seed| of_seed[place]).collect();
        let dot = Dot::new(coupling, &values);
        // Below the critical coupling the greatest solution is zero, and is reached.
        let predicted = if coupling < 1.0 { 0.0 } else { greatest_balance(coupling, 0.0) };
        let variance = 1.0 - predicted * predicted;
        let tolerance = 5.0 * libm::sqrt(variance / (people * (1.0 - coupling * variance)));
        findings.push(Finding::new(format!("balance at βJ {coupling}"), predicted, dot.mean, tolerance));
        simulated.push(dot);
    }
    let steps = (0..=200).map(|step| 0.4 + 0.01 * f64::from(step));
    let theory = steps.map(|coupling| (coupling, greatest_balance(coupling, 0.0))).collect();
    let lines = vec![Line { label: "m = tanh(βJ m)".to_owned(), theory, simulated }];
    let curve = Curve { title: LAW.title.to_owned(), x: Axis::new("coupling βJ", ""), y: Axis::new("balance m", "−1..1"), lines };
    Ok(Verdict { findings, curve: Some(curve) })
}
