//! Creators and their audiences.

use rayon::prelude::*;

use super::groups::{Draft, is_creator};
use super::sizes::SizeLaw;
use crate::rng::{Chance, Purpose};
use crate::scenario::Population;

/// The share of creators with more than x fans falls as x^−1.276: a density exponent of 2.276 (Kwak et al. 2010, followers on Twitter).
const EXPONENT: f64 = 1.276;

/// Mean audience; nobody has more than half of the people.
pub(super) fn mean(population: &Population, people: u32) -> f64 {
    population.fans_mean.min(f64::from(people / 2))
}

/// One group for each creator who has a fan, in the order of people.
pub(super) fn drafts(population: &Population, people: u32, chance: Chance) -> Vec<Draft> {
    let mean = mean(population, people);
    if population.creators <= 0.0 || mean <= 0.0 {
        return Vec::new();
    }
    let creators: Vec<u32> = (0..people).into_par_iter().filter(|person| is_creator(population, chance, *person)).collect();
    let fans = SizeLaw::pareto_with_mean(mean, f64::from(people / 2), EXPONENT).sizes(creators.len());
    let key = chance.ever(Purpose::Fans);
    let mut rank: Vec<(u64, u32)> = creators.into_iter().map(|creator| (key.one(creator), creator)).collect();
    rank.par_sort_unstable();
    let mut drafts: Vec<Draft> = (rank.into_iter().zip(fans))
        .filter(|(_, fans)| *fans > 0)
        .map(|((_, owner), fans)| Draft { owner, size: fans.min(people - 1) + 1 })
        .collect();
    drafts.par_sort_unstable_by_key(|draft| draft.owner);
    drafts
}

/// The creator and the fans, who live anywhere: one from each of equal runs of the other people.
pub(super) fn fill(draft: &Draft, people: u32, chance: Chance, members: &mut [u32]) {
    let mut stream = chance.stream(Purpose::Fans, u64::from(draft.owner));
    let (others, fans) = (u64::from(people - 1), u64::from(draft.size - 1));
    let start = |run: u64| (run * others / fans) as u32;
    let (room_of_owner, room) = members.split_first_mut().expect("a fan group has members");
    *room_of_owner = draft.owner;
    for (run, member) in room.iter_mut().enumerate() {
        let (from, until) = (start(run as u64), start(run as u64 + 1));
        let other = from + stream.below(until - from);
        *member = other + u32::from(other >= draft.owner);
    }
    let smaller = members[1..].partition_point(|member| *member < draft.owner);
    members[..=smaller].rotate_left(1);
}
