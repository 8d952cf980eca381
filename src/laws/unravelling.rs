//! L7: when everybody needs k contacts to stay, who is left is the k-core, whatever the order in which the others go (Bhawalkar and others 2015); on
//! a random graph it has the size of Pittel, Spencer and Wormald 1996.

use super::{Axis, Curve, Dot, Finding, Lab, Law, Line, Verdict};
use crate::error::Result;
use crate::scenario::{Scenario, TieSource};
use crate::ties::TieGraph;

pub const LAW: Law = Law {
    code: "L7",
    title: "Unravelling",
    says: "when everybody needs k active ties to stay, exactly the k-core stays, whatever the order in which others go",
    source: "Pittel, Spencer and Wormald 1996; Bhawalkar, Kleinberg, Lewi, Roughgarden and Sharma 2015",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/unravelling.toml");

/// Ties a person, and k.
const CORES: [(f64, u32); 4] = [(10.0, 3), (10.0, 5), (10.0, 8), (15.0, 8)];

/// How long it takes a habit to go: at once, or by and by, so that people go in another order.
const HABIT_DAYS: [f64; 2] = [0.01, 3.0];

fn check(lab: &Lab) -> Result<Verdict> {
    let mut findings = Vec::new();
    let mut lines = Vec::new();
    let mut strays = [0.0; HABIT_DAYS.len()];
    for (degree, needed) in CORES {
        let mut scenario = lab.scenario("unravelling", SCENARIO)?;
        if let TieSource::Random { ties_per_person, .. } = &mut scenario.population.source {
            *ties_per_person = degree;
        }
        // The file's cost is for k = 3.
        scenario.behaviour.opening_cost *= libm::log(f64::from(needed) + 0.5) / libm::log(3.5);
        let people = f64::from(scenario.run.people);
        let mut shares = Vec::new();
        for (order, days) in HABIT_DAYS.into_iter().enumerate() {
            scenario.behaviour.habit_days = days;
            let left = left(lab, &scenario, needed)?;
            strays[order] += left.iter().map(|(_, strays)| strays).sum::<f64>();
            shares = left.into_iter().map(|(left, _)| left / people).collect();
        }
        let dot = Dot::new(f64::from(needed), &shares);
        let predicted = core_share(degree, needed);
        findings.push(Finding::new(
            format!("{degree} ties a person: share left at k {needed}"),
            predicted,
            dot.mean,
            5.0 / libm::sqrt(people),
        ));
        let theory = (1..=12).map(|needed| (f64::from(needed), core_share(degree, needed))).collect();
        lines.push(Line { label: format!("{degree} ties a person, k {needed}"), theory, simulated: vec![dot] });
    }
    for (order, strays) in strays.into_iter().enumerate() {
        let days = if order == 0 { "a day".to_owned() } else { format!("{} days", HABIT_DAYS[order]) };
        findings.push(Finding::new(format!("people on the wrong side of the core, habits of {days}"), 0.0, strays, 0.0));
    }
    let curve =
        Curve { title: LAW.title.to_owned(), x: Axis::new("contacts needed k", ""), y: Axis::new("left", "share of people"), lines };
    Ok(Verdict { findings, curve: Some(curve) })
}

/// Of each seed, how many are left, and how many of all are on the wrong side of the core.
fn left(lab: &Lab, scenario: &Scenario, needed: u32) -> Result<Vec<(f64, f64)>> {
    lab.each_seed(scenario, |mut trial| {
        let in_core = core(&trial.life.world.graph, needed);
        trial.live(scenario.run.days);
        let stays = |person: usize| trial.life.world.rows.read(person as u32).at(0) > 0;
        let left = (0..in_core.len()).filter(|&person| stays(person)).count();
        let strays = (0..in_core.len()).filter(|&person| stays(person) != in_core[person]).count();
        (left as f64, strays as f64)
    })
}

/// Who belongs to the k-core: takes away whoever has fewer than k ties left, until nobody has (Seidman 1983).
fn core(graph: &TieGraph, needed: u32) -> Vec<bool> {
    let mut degree: Vec<u32> = (0..graph.people()).map(|person| graph.degree(person)).collect();
    let mut stays = vec![true; degree.len()];
    let mut going: Vec<u32> = (0..graph.people()).filter(|&person| degree[person as usize] < needed).collect();
    for &person in &going {
        stays[person as usize] = false;
    }
    while let Some(person) = going.pop() {
        for (other, _) in graph.ties_of(person) {
            degree[other as usize] -= 1;
            if stays[other as usize] && degree[other as usize] < needed {
                stays[other as usize] = false;
                going.push(other);
            }
        }
    }
    stays
}

/// Share of a random graph that its k-core holds: Pr[Pois(λ) ≥ k] with λ the greatest solution of λ = z · Pr[Pois(λ) ≥ k − 1] (Pittel, Spencer and
/// Wormald 1996).
fn core_share(degree: f64, needed: u32) -> f64 {
    let at_least = |mean: f64, least: u32| {
        let mut share = libm::exp(-mean);
        let mut below = 0.0;
        for number in 0..least {
            below += share;
            share *= mean / f64::from(number + 1);
        }
        1.0 - below
    };
    let mean = (0..10_000).fold(degree, |mean, _| degree * at_least(mean, needed - 1));
    at_least(mean, needed)
}
