//! L13: where nothing ties two apps together, they are opened together as often as chance has it.

use super::{Finding, Lab, Law, Trial, Verdict, four_deviations};
use crate::error::Result;

pub const LAW: Law = Law {
    code: "L13",
    title: "Independent apps",
    says: "without talk and without a cost of keeping several apps, the share of alike people who open two of them on a day is the product of the shares",
    source: "Kolmogorov 1933",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/independence.toml");

const PLATFORMS: usize = 3;
const SETS: usize = 1 << PLATFORMS;

fn check(lab: &Lab) -> Result<Verdict> {
    let scenario = lab.scenario("independence", SCENARIO)?;
    let segments = scenario.population.segments.len();
    let worlds = lab.each_seed(&scenario, |trial| opened(trial, scenario.run.days, segments))?;
    let mut findings = Vec::new();
    for (segment, described) in scenario.population.segments.iter().enumerate() {
        let sets: [u64; SETS] = std::array::from_fn(|set| worlds.iter().map(|world| world[segment][set]).sum());
        let n = sets.iter().sum::<u64>() as f64;
        let share = |wanted: usize| (0..SETS).filter(|set| set & wanted == wanted).map(|set| sets[set]).sum::<u64>() as f64 / n;
        for wanted in [0b011, 0b101, 0b110, 0b111] {
            let apps = (0..PLATFORMS).filter(|p| wanted >> p & 1 == 1);
            let names: Vec<&str> = apps.clone().map(|p| scenario.platforms[p].name.as_str()).collect();
            let product: f64 = apps.map(|p| share(1 << p)).product();
            let quantity = format!("{}: {} opened together", described.name, names.join(", "));
            findings.push(Finding::new(quantity, product, share(wanted), four_deviations(product, n)));
        }
    }
    Ok(Verdict { findings, curve: None })
}

/// People by segment and the set of apps that they opened on the last day.
fn opened(mut trial: Trial, days: u32, segments: usize) -> Vec<[u64; SETS]> {
    trial.live(days);
    let world = &trial.life.world;
    let mut sets = vec![[0; SETS]; segments];
    for person in 0..world.people() {
        let opened = world.rows.opened(world.rows.read(person as u32));
        sets[usize::from(world.segment[person])][usize::from(opened)] += 1;
    }
    sets
}
