//! People, ties and groups: invariants for every source, and the same bits on any number of threads.

mod city;
mod groups;
mod imports;
mod laws;
mod people;

use moatsim::ids::Layer;
use moatsim::rng::Chance;
use moatsim::scenario::{GroupMix, Population, Scenario, Segment, TieSource};
use moatsim::ties::{GroupGraph, TieGraph, generate, memory_bytes};

use crate::sample;

fn scenario(people: u32, source: TieSource) -> Scenario {
    let plain = sample::plain(people, 1);
    let population = Population {
        source,
        groups: GroupMix { family: 1.0, class: 0.7, work: 0.9, interest: 1.2 },
        creators: 0.01,
        fans_mean: 80.0,
        ..plain.population
    };
    Scenario { population, ..plain }
}

fn city(ties_per_person: f64) -> TieSource {
    TieSource::City { ties_per_person, community_size: 150.0 }
}

fn random(ties_per_person: f64) -> TieSource {
    TieSource::Random { ties_per_person, layer: Layer::Friend }
}

fn small_world(ties_per_person: f64, rewired: f64) -> TieSource {
    TieSource::SmallWorld { ties_per_person, rewired, layer: Layer::Work }
}

fn preferential(ties_per_person: f64) -> TieSource {
    TieSource::PreferentialAttachment { ties_per_person, layer: Layer::Acquaintance }
}

fn blocks(ties_per_person: f64, block_size: u32, inside: f64) -> TieSource {
    TieSource::Blocks { ties_per_person, block_size, inside, layer: Layer::Friend }
}

fn chance() -> Chance {
    Chance::new(1, 0)
}

#[track_caller]
fn made(scenario: &Scenario) -> (TieGraph, GroupGraph) {
    generate(scenario, chance()).expect("the world can be made")
}

#[track_caller]
fn ties_of(people: u32, source: TieSource) -> TieGraph {
    let mut scenario = scenario(people, source);
    scenario.population.groups = GroupMix { family: 0.0, class: 0.0, work: 0.0, interest: 0.0 };
    scenario.population.creators = 0.0;
    let (ties, groups) = made(&scenario);
    assert_eq!(groups.groups(), 0);
    ties
}

fn mean_degree(ties: &TieGraph) -> f64 {
    let ends: u64 = degrees(ties).into_iter().map(u64::from).sum();
    ends as f64 / f64::from(ties.people())
}

fn degrees(ties: &TieGraph) -> Vec<u32> {
    (0..ties.people()).map(|person| ties.degree(person)).collect()
}

/// Three times the triangles over the paths of two ties.
fn transitivity(ties: &TieGraph) -> f64 {
    let (mut closed, mut paths) = (0u64, 0u64);
    for person in 0..ties.people() {
        let known: Vec<u32> = ties.ties_of(person).map(|(other, _)| other).collect();
        paths += (known.len() * known.len().saturating_sub(1) / 2) as u64;
        for (place, one) in known.iter().enumerate() {
            closed += known[place + 1..].iter().filter(|other| ties.tie_between(*one, **other).is_some()).count() as u64;
        }
    }
    closed as f64 / paths.max(1) as f64
}

/// Mean over people with two or more ties of the share of their neighbours' pairs that are tied (Watts and Strogatz 1998).
fn local_clustering(ties: &TieGraph) -> f64 {
    let mut sum = 0.0;
    for person in 0..ties.people() {
        let known: Vec<u32> = ties.ties_of(person).map(|(other, _)| other).collect();
        let pairs = known.len() * known.len().saturating_sub(1) / 2;
        let closed = (known.iter().enumerate())
            .flat_map(|(place, one)| known[place + 1..].iter().map(move |other| (*one, *other)))
            .filter(|(one, other)| ties.tie_between(*one, *other).is_some());
        sum += if pairs > 0 { closed.count() as f64 / pairs as f64 } else { 0.0 };
    }
    sum / f64::from(ties.people())
}

/// People in the largest set that ties hold together.
fn giant_component(ties: &TieGraph) -> u32 {
    let mut seen = vec![false; ties.people() as usize];
    let mut largest = 0;
    for start in 0..ties.people() {
        let mut open = vec![start];
        let mut size = 0;
        while let Some(person) = open.pop() {
            if !std::mem::replace(&mut seen[person as usize], true) {
                size += 1;
                open.extend(ties.ties_of(person).map(|(other, _)| other).filter(|other| !seen[*other as usize]));
            }
        }
        largest = largest.max(size);
    }
    largest
}

fn every_source() -> Vec<TieSource> {
    vec![
        city(20.0),
        city(3.0),
        city(120.0),
        TieSource::City { ties_per_person: 20.0, community_size: 12.0 },
        TieSource::City { ties_per_person: 20.0, community_size: 5000.0 },
        city(0.0),
        random(8.0),
        random(0.0),
        small_world(10.0, 0.1),
        small_world(7.3, 1.0),
        preferential(10.0),
        preferential(1.0),
        preferential(5.5),
        blocks(10.0, 50, 0.8),
        blocks(10.0, 1, 0.8),
        blocks(10.0, 7, 0.0),
        TieSource::None,
    ]
}

/// More ties than there are people.
fn sources_beyond_reason() -> Vec<TieSource> {
    vec![
        TieSource::City { ties_per_person: 1e6, community_size: 1.0 },
        random(1e9),
        small_world(1e9, 0.5),
        preferential(1e9),
        blocks(1e9, 0, 0.5),
    ]
}

#[track_caller]
fn check_invariants(people: u32, source: &TieSource) -> TieGraph {
    let mut scenario = scenario(people, source.clone());
    scenario.population.stranger_slots = 3;
    let (ties, groups) = made(&scenario);
    assert_eq!(ties.people(), people, "{source:?}");
    ties.check();
    groups.check(people);
    let slots = ties.tie.iter().filter(|tie| tie.is_empty()).count();
    assert_eq!(slots as u32, 3 * people, "{source:?} with {people}");
    ties
}

#[test]
fn every_source_keeps_the_invariants_at_every_size() {
    for source in every_source() {
        for people in [0, 1, 2, 3, 10, 47, 200, 1500] {
            check_invariants(people, &source);
        }
    }
}

#[test]
fn nobody_has_more_ties_than_there_are_people() {
    for source in sources_beyond_reason() {
        for people in [0, 1, 2, 3, 10, 120] {
            let ties = check_invariants(people, &source);
            let mean = mean_degree(&ties) / f64::from(people.max(2) - 1);
            assert!(people < 10 || mean > 0.35, "{source:?} ties {mean} of all pairs of {people}");
        }
    }
}

#[test]
fn the_same_bits_on_any_number_of_threads() {
    for source in [city(20.0), random(8.0), small_world(10.0, 0.2), preferential(6.0), blocks(10.0, 50, 0.8)] {
        let mut scenario = scenario(20_000, source);
        scenario.population.stranger_slots = 2;
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
            pool.install(|| made(&scenario))
        };
        let one = on(1);
        assert!(one == on(2), "two threads made other ties for {:?}", scenario.population.source);
        assert!(one == on(3), "three threads made other ties for {:?}", scenario.population.source);
    }
}

#[test]
fn more_threads_than_people_make_the_same_ties() {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
    let (one, many) = (pool(1), pool(20));
    for source in [city(20.0), random(8.0), small_world(10.0, 0.2), preferential(6.0), blocks(10.0, 50, 0.8)] {
        for people in [1, 2, 3, 17, 33, 700] {
            let scenario = scenario(people, source.clone());
            assert!(one.install(|| made(&scenario)) == many.install(|| made(&scenario)), "{people} people, {source:?}");
        }
    }
}

/// What a world of five hundred people is, in eight letters.
fn fingerprint(source: TieSource) -> String {
    let (ties, groups) = made(&scenario(500, source));
    let mut hash = blake3::Hasher::new();
    for column in [&ties.first, &ties.neighbour, &ties.community_first, &groups.owner, &groups.member_first, &groups.member] {
        hash.update(bytemuck::cast_slice(column));
    }
    hash.update(bytemuck::cast_slice(&ties.tie));
    hash.finalize().to_hex()[..8].to_owned()
}

/// Pinned: results change when these do, which a commit must say and give its reason for.
#[test]
fn worlds_stay_the_same_from_version_to_version() {
    let found = [city(20.0), random(8.0), small_world(10.0, 0.2), preferential(6.0), blocks(10.0, 50, 0.8)].map(fingerprint);
    assert_eq!(found, ["7dd78d9d", "01a5255f", "28ca1f3a", "0017e224", "4c45120f"]);
}

#[test]
fn replicates_differ() {
    let scenario = scenario(500, city(20.0));
    let other = generate(&scenario, Chance::new(1, 1)).expect("the world can be made");
    assert!(made(&scenario).0 != other.0);
}

#[test]
fn too_many_ties_are_refused_before_the_memory_is_taken() {
    for source in [city(20.0), random(20.0), preferential(20.0)] {
        let error = generate(&scenario(400_000_000, source), chance()).expect_err("eight thousand million half-ties are too many");
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("8000000000 half-ties"), "{error}");
    }
}

#[test]
fn memory_is_foretold() {
    for source in [city(20.0), random(12.0), preferential(10.0), TieSource::None] {
        let mut scenario = scenario(20_000, source);
        scenario.population.stranger_slots = 2;
        let (ties, groups) = made(&scenario);
        let graph = 4 * ties.first.len() + 8 * ties.half_ties();
        let circles = groups.groups() * 9 + groups.member.len() * 4;
        let told = memory_bytes(&scenario) as f64 / (graph + circles) as f64;
        assert!((0.95..1.05).contains(&told), "{told} of what {:?} takes", scenario.population.source);
    }
}
