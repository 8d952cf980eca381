//! Who each event reaches: a bit a person, worked out once.

use crate::ids::{LANES, Topic};
use crate::rng::{Chance, Purpose, happens, tag};
use crate::scenario::{Audience, Scenario};
use crate::ties::{GroupGraph, TieGraph};

/// The audiences of all events, in the order of the scenario.
#[derive(Clone, Debug, Default)]
pub struct Audiences {
    /// `None` is everyone.
    sets: Vec<Option<Vec<u64>>>,
}

/// Whether a person is in a set.
#[inline(always)]
fn has(bits: &[u64], person: u32) -> bool {
    bits[person as usize / 64] >> (person % 64) & 1 == 1
}

impl Audiences {
    pub fn new(scenario: &Scenario, chance: Chance, graph: &TieGraph, groups: &GroupGraph, segment: &[u8]) -> Audiences {
        let set = |event: &crate::scenario::Event| {
            (!event.to.is_everyone()).then(|| members(&event.to, &event.name, chance, graph, groups, segment))
        };
        Audiences { sets: scenario.events.iter().map(set).collect() }
    }

    /// Whether an event reaches a person.
    #[inline]
    pub fn hold(&self, event: usize, person: u32) -> bool {
        match &self.sets[event] {
            None => true,
            Some(bits) => has(bits, person),
        }
    }

    /// Adds a number to the sums of the people whom an event reaches.
    #[inline(always)]
    pub fn add_to(&self, event: usize, number: f32, people: &[u32], sums: &mut [f32]) {
        match &self.sets[event] {
            None => sums.iter_mut().for_each(|sum| *sum += number),
            Some(bits) => {
                for (sum, &person) in sums.iter_mut().zip(people) {
                    // A product, as whether it is so is anybody's guess.
                    *sum += number * f32::from(u8::from(has(bits, person)));
                }
            }
        }
    }

    /// Whom an event reaches of people side by side, of whom this is the first; a bit each.
    #[inline(always)]
    pub fn hold_lanes(&self, event: usize, first: u32) -> u64 {
        const { assert!(64 % LANES == 0) };
        debug_assert!((first as usize).is_multiple_of(LANES), "people side by side share a word");
        match &self.sets[event] {
            None => u64::MAX,
            Some(bits) => bits[first as usize / 64] >> (first % 64),
        }
    }

    /// Bytes that the audiences of a scenario take for each person.
    pub fn bytes_a_person(scenario: &Scenario) -> f64 {
        scenario.events.iter().filter(|event| !event.to.is_everyone()).count() as f64 / 8.0
    }
}

fn members(to: &Audience, name: &str, chance: Chance, graph: &TieGraph, groups: &GroupGraph, segment: &[u8]) -> Vec<u64> {
    let people = segment.len();
    let key = chance.ever(Purpose::Audience);
    let name_tag = tag(name);
    let communities = community_count(to, graph).map(|count| chosen_communities(graph, key, tag(&format!("{name}/communities")), count));
    let fans = to.followers_of_creators.then(|| fans(groups, people));
    let mut bits = vec![0_u64; people.div_ceil(64)];
    let mut community = 0;
    for person in 0..people {
        while graph.community_first.get(community + 1).is_some_and(|&next| next as usize <= person) {
            community += 1;
        }
        let reached = to.segment.is_none_or(|wanted| u16::from(segment[person]) == wanted)
            && to.share.is_none_or(|share| happens(key.tagged(person as u32, name_tag), share))
            && communities.as_ref().is_none_or(|chosen| chosen[community])
            && fans.as_ref().is_none_or(|fans| fans[person])
            && to.layer.is_none_or(|layer| {
                let row = graph.first[person] as usize..graph.first[person + 1] as usize;
                graph.tie[row].iter().any(|tie| tie.layer() == Some(layer))
            });
        bits[person / 64] |= u64::from(reached) << (person % 64);
    }
    bits
}

fn communities(graph: &TieGraph) -> usize {
    graph.community_first.len().saturating_sub(1).max(1)
}

/// How many communities an audience asks for; `None` where it does not ask.
fn community_count(to: &Audience, graph: &TieGraph) -> Option<u32> {
    let share = to.community_share.map(|share| libm::round(share * communities(graph) as f64).max(1.0) as u32);
    to.communities.into_iter().chain(share).min()
}

/// The communities with the smallest draws.
fn chosen_communities(graph: &TieGraph, key: crate::rng::DayKey, tag: u32, count: u32) -> Vec<bool> {
    let communities = communities(graph);
    let mut order: Vec<u32> = (0..communities as u32).collect();
    order.sort_by_key(|&community| (key.tagged(community, tag), community));
    let mut chosen = vec![false; communities];
    for &community in order.iter().take(count as usize) {
        chosen[community as usize] = true;
    }
    chosen
}

fn fans(groups: &GroupGraph, people: usize) -> Vec<bool> {
    let mut is_fan = vec![false; people];
    for group in (0..groups.topic.len()).filter(|&g| groups.topic[g] == Topic::Fan) {
        for &person in &groups.member[groups.member_first[group] as usize..groups.member_first[group + 1] as usize] {
            is_fan[person as usize] |= person != groups.owner[group];
        }
    }
    is_fan
}
