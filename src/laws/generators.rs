//! L17: plain graphs are as the theory of graphs says.

use super::{Finding, Lab, Law, Verdict, four_deviations};
use crate::error::Result;
use crate::ids::Layer;
use crate::scenario::{Scenario, TieSource};
use crate::ties::TieGraph;

pub const LAW: Law = Law {
    code: "L17",
    title: "Plain graphs",
    says: "degrees, triangles and the giant component of random graphs, rings and graphs of preferential attachment follow their laws",
    source: "Erdős and Rényi 1960; Watts and Strogatz 1998; Barrat and Weigt 2000; Dorogovtsev, Mendes and Samukhin 2000",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/generators.toml");

const LAYER: Layer = Layer::Friend;

fn check(lab: &Lab) -> Result<Verdict> {
    let scenario = lab.scenario("generators", SCENARIO)?;
    let mut findings = Vec::new();
    degrees_of_a_random_graph(lab, &scenario, &mut findings)?;
    for mean in [1.5, 3.0] {
        giant_component(lab, &scenario, mean, &mut findings)?;
    }
    rings(lab, &scenario, &mut findings)?;
    preferential_attachment(lab, &scenario, &mut findings)?;
    Ok(Verdict { findings, curve: None })
}

/// Calls with the ties of each seed, on the evening of the first day.
fn graphs<T: Send>(lab: &Lab, scenario: &Scenario, look: impl Fn(&TieGraph) -> T + Sync) -> Result<Vec<T>> {
    lab.each_seed(scenario, |mut trial| {
        trial.live(1);
        look(&trial.life.world.graph)
    })
}

fn with(scenario: &Scenario, source: TieSource) -> Scenario {
    let mut scenario = scenario.clone();
    scenario.population.source = source;
    scenario
}

/// Each degree as often as Poisson says (Erdős and Rényi 1960), and z³/6 triangles, with the source of the file: z is 6. The law is that of the mean that was found
/// (Fisher 1924), for degrees have a sum in common; the mean is held to its own.
fn degrees_of_a_random_graph(lab: &Lab, scenario: &Scenario, findings: &mut Vec<Finding>) -> Result<()> {
    const MOST: usize = 16;
    let mean = 6.0;
    let found = graphs(lab, scenario, |graph| {
        let mut counts = [0_u64; MOST + 1];
        (0..graph.people()).for_each(|person| counts[(graph.degree(person) as usize).min(MOST)] += 1);
        (counts, triangles(graph), graph.half_ties())
    })?;
    let n = f64::from(scenario.run.people) * found.len() as f64;
    let degree = found.iter().map(|world| world.2 as f64).sum::<f64>() / n;
    findings.push(Finding::new("random graph: ties a person", mean, degree, 4.0 * libm::sqrt(2.0 * mean / n)));
    let mut chi_square = 0.0;
    let (mut share, mut rest) = (libm::exp(-degree), 1.0);
    for ties in 0..=MOST {
        let expected = n * if ties == MOST { rest } else { share };
        let count: u64 = found.iter().map(|world| world.0[ties]).sum();
        chi_square += (count as f64 - expected) * (count as f64 - expected) / expected;
        rest -= share;
        share *= degree / (ties as f64 + 1.0);
    }
    let freedom = MOST as f64 - 1.0;
    findings.push(Finding::new("random graph: χ² of degrees", freedom, chi_square, 4.0 * libm::sqrt(2.0 * freedom)));
    let expected = libm::pow(mean, 3.0) / 6.0;
    let triangles = found.iter().map(|world| world.1 as f64).sum::<f64>() / found.len() as f64;
    findings.push(Finding::new("random graph: triangles", expected, triangles, 4.0 * libm::sqrt(expected / found.len() as f64)));
    Ok(())
}

/// S = 1 − e^(−zS) (Erdős and Rényi 1960), with variance S(1 − S) / (1 − z(1 − S))² / N (Stepanov 1970).
fn giant_component(lab: &Lab, scenario: &Scenario, mean: f64, findings: &mut Vec<Finding>) -> Result<()> {
    let scenario = with(scenario, TieSource::Random { ties_per_person: mean, layer: LAYER });
    let people = f64::from(scenario.run.people);
    let found = graphs(lab, &scenario, |graph| f64::from(largest_component(graph)) / people)?;
    let mut share = 0.9;
    for _ in 0..1000 {
        share = 1.0 - libm::exp(-mean * share);
    }
    let seeds = found.len() as f64;
    let deviation = libm::sqrt(share * (1.0 - share) / (people * seeds)) / (1.0 - mean * (1.0 - share));
    let measured = found.iter().sum::<f64>() / seeds;
    findings.push(Finding::new(format!("random graph, z {mean}: share in the giant component"), share, measured, 4.0 * deviation));
    Ok(())
}

/// Clustering 3(k − 2) / 4(k − 1) of a ring (Watts and Strogatz 1998); a triangle outlives rewiring with (1 − p)³ (Barrat and Weigt 2000).
fn rings(lab: &Lab, scenario: &Scenario, findings: &mut Vec<Finding>) -> Result<()> {
    let ring = |rewired| with(scenario, TieSource::SmallWorld { ties_per_person: 10.0, rewired, layer: LAYER });
    let clustering = graphs(lab, &ring(0.0), local_clustering)?;
    let mean = clustering.iter().sum::<f64>() / clustering.len() as f64;
    findings.push(Finding::new("ring of 10 ties: clustering", 3.0 * 8.0 / (4.0 * 9.0), mean, 1e-9));
    for rewired in [0.05, 0.2] {
        let people = f64::from(scenario.run.people);
        let found = graphs(lab, &ring(rewired), |graph| triangles(graph) as f64 / people)?;
        let seeds = found.len() as f64;
        let mean = found.iter().sum::<f64>() / seeds;
        let variance = found.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (seeds - 1.0);
        // k(k − 2)/8 triangles a person.
        let expected = 10.0 * libm::pow(1.0 - rewired, 3.0);
        let quantity = format!("ring of 10 ties, {rewired} rewired: triangles a person");
        findings.push(Finding::new(quantity, expected, mean, 4.0 * libm::sqrt(variance / seeds)));
    }
    Ok(())
}

/// m(m + 1) / k(k + 1) of people have k ties or more (Dorogovtsev, Mendes and Samukhin 2000).
fn preferential_attachment(lab: &Lab, scenario: &Scenario, findings: &mut Vec<Finding>) -> Result<()> {
    let scenario = with(scenario, TieSource::PreferentialAttachment { ties_per_person: 8.0, layer: LAYER });
    let ks = [5, 10, 20, 40];
    let found = graphs(lab, &scenario, |graph| ks.map(|k| (0..graph.people()).filter(|&person| graph.degree(person) >= k).count()))?;
    let n = f64::from(scenario.run.people) * found.len() as f64;
    for (place, k) in ks.into_iter().enumerate() {
        let expected = 4.0 * 5.0 / (f64::from(k) * (f64::from(k) + 1.0));
        let measured = found.iter().map(|world| world[place] as f64).sum::<f64>() / n;
        let tolerance = four_deviations(expected, n);
        findings.push(Finding::new(
            format!("preferential attachment of 8 ties: people with {k} ties or more"),
            expected,
            measured,
            tolerance,
        ));
    }
    Ok(())
}

/// Each triangle once, by its smallest person.
fn triangles(graph: &TieGraph) -> u64 {
    let mut count = 0;
    for person in 0..graph.people() {
        let later: Vec<u32> = graph.ties_of(person).map(|(other, _)| other).filter(|&other| other > person).collect();
        for (place, &one) in later.iter().enumerate() {
            count += later[place + 1..].iter().filter(|&&other| graph.tie_between(one, other).is_some()).count() as u64;
        }
    }
    count
}

/// Mean over people of the share of their neighbours' pairs that are tied (Watts and Strogatz 1998).
fn local_clustering(graph: &TieGraph) -> f64 {
    let mut sum = 0.0;
    for person in 0..graph.people() {
        let known: Vec<u32> = graph.ties_of(person).map(|(other, _)| other).collect();
        let pairs = known.len() * known.len().saturating_sub(1) / 2;
        let tied = known.iter().enumerate().flat_map(|(place, one)| known[place + 1..].iter().map(move |other| (*one, *other)));
        let tied = tied.filter(|&(one, other)| graph.tie_between(one, other).is_some()).count();
        sum += tied as f64 / pairs.max(1) as f64;
    }
    sum / f64::from(graph.people())
}

fn largest_component(graph: &TieGraph) -> u32 {
    let mut seen = vec![false; graph.people() as usize];
    let mut largest = 0;
    for start in 0..graph.people() {
        let mut open = vec![start];
        let mut size = 0;
        while let Some(person) = open.pop() {
            if !std::mem::replace(&mut seen[person as usize], true) {
                size += 1;
                open.extend(graph.ties_of(person).map(|(other, _)| other).filter(|&other| !seen[other as usize]));
            }
        }
        largest = largest.max(size);
    }
    largest
}
