//! Ties within a community: households and families, circles of friends, acquaintances.

use std::ops::Range;

use super::City;
use super::circles::{Tied, cut, pairs, tie_share};
use crate::ids::Layer;
use crate::rng::{Purpose, Stream};
use crate::ties::build::TieList;

/// Cumulated shares of households of 1, 2, … 6 people: near the Chinese census of 2020 (mean 2.6; a quarter live alone).
const HOUSEHOLD_UP_TO: [f64; 6] = [0.25, 0.55, 0.76, 0.89, 0.96, 1.0];
/// Share of kin ties within the household, where the household is large enough to have them.
const KIN_AT_HOME: f64 = 0.75;
/// Share of the other kin ties that stay in the community; the rest lead to communities near by.
const KIN_NEAR_HOME: f64 = 0.75;
/// Share of pairs across the households of a family who are kin that talk.
const FAMILY_DENSITY: f64 = 0.5;
/// Share of friends who are of one's community.
const FRIENDS_AT_HOME: f64 = 0.8;
/// Share of pairs in a circle of friends who are friends. With dense teams this puts the mean clustering at .12 with 20 ties a person; it is
/// .14 among people with a hundred friends on Facebook (Ugander et al. 2011).
const FRIEND_DENSITY: f64 = 0.85;
/// Share of acquaintances who are of one's community.
const ACQUAINTANCES_AT_HOME: f64 = 0.35;
/// Tries to find an acquaintance who is not yet tied.
const TRIES: u32 = 24;

/// Ties that a community's people are to have with others, on average: those that belong elsewhere, and those that did not fit.
pub(super) struct Left {
    pub kin: f64,
    pub friends: f64,
    pub acquaintances: f64,
}

impl City {
    /// Kin, friends and acquaintances of one community among each other.
    pub(super) fn ties_within(&self, community: usize, tied: &mut Tied, ties: &mut TieList) -> Left {
        let members = self.members(community);
        tied.clear(&members);
        Left {
            kin: self.kin_within(community, &members, tied, ties),
            friends: self.friends_within(community, &members, tied, ties),
            acquaintances: self.acquaintances_within(community, &members, tied, ties),
        }
    }

    fn kin_within(&self, community: usize, members: &Range<u32>, tied: &mut Tied, ties: &mut TieList) -> f64 {
        let mut stream = self.chance.stream(Purpose::Households, community as u64);
        let mut households = households(members.len(), &mut stream);
        let people: Vec<u32> = members.clone().collect();
        let wanted = self.wanted[Layer::Kin.index()] * members.len() as f64 / 2.0;
        let mut tie = |a, b| ties.add(a, b, self.kind(Layer::Kin, a, b));

        let at_home = pairs(&people, &households).count() as f64;
        let at_home = at_home.min(KIN_AT_HOME * wanted);
        tie_share(pairs(&people, &households), at_home, tied, &mut stream, &mut tie);

        let in_families = (wanted - at_home) * KIN_NEAR_HOME;
        stream.shuffle(&mut households);
        let others = 2.0 * in_families / members.len() as f64 / FAMILY_DENSITY;
        let mean_household = members.len() as f64 / households.len() as f64;
        let families = cut(households.len(), 1.0 + others / mean_household, &mut stream);
        let missing = tie_share(pairs_across(&people, &households, &families), in_families, tied, &mut stream, &mut tie);
        wanted - at_home - in_families + missing
    }

    fn friends_within(&self, community: usize, members: &Range<u32>, tied: &mut Tied, ties: &mut TieList) -> f64 {
        let mut stream = self.chance.stream(Purpose::FriendTies, community as u64);
        let friends = FRIENDS_AT_HOME * self.wanted[Layer::Friend.index()];
        let mut people: Vec<u32> = members.clone().collect();
        stream.shuffle(&mut people);
        let circles = cut(people.len(), 1.0 + friends / FRIEND_DENSITY, &mut stream);
        let mut tie = |a, b| ties.add(a, b, self.kind(Layer::Friend, a, b));
        let wanted = self.wanted[Layer::Friend.index()] * people.len() as f64 / 2.0;
        let missing = tie_share(pairs(&people, &circles), FRIENDS_AT_HOME * wanted, tied, &mut stream, &mut tie);
        (1.0 - FRIENDS_AT_HOME) * wanted + missing
    }

    /// Pairs with probability proportional to the product of their sociabilities (Chung and Lu 2002).
    fn acquaintances_within(&self, community: usize, members: &Range<u32>, tied: &mut Tied, ties: &mut TieList) -> f64 {
        let mut stream = self.chance.stream(Purpose::AcquaintanceTies, community as u64);
        let mut cumulated = Vec::with_capacity(members.len());
        let mut sum = 0.0;
        for person in members.clone() {
            sum += f64::from(self.sociability.of(person));
            cumulated.push(sum);
        }
        let mut missing = 0.0;
        let half = ACQUAINTANCES_AT_HOME * self.wanted[Layer::Acquaintance.index()] / 2.0;
        for person in members.clone() {
            let count = stream.poisson(half * f64::from(self.sociability.of(person)));
            for _ in 0..count {
                let found = (0..TRIES).find_map(|_| {
                    let at = stream.unit() * sum;
                    let place = cumulated.partition_point(|below| *below <= at).min(cumulated.len() - 1);
                    let other = members.start + place as u32;
                    (other != person && !tied.holds(person, other)).then_some(other)
                });
                match found {
                    Some(other) => {
                        tied.mark(person, other);
                        ties.add(person, other, self.kind(Layer::Acquaintance, person, other));
                    }
                    None => missing += 1.0,
                }
            }
        }
        (1.0 - ACQUAINTANCES_AT_HOME) * self.wanted[Layer::Acquaintance.index()] * members.len() as f64 / 2.0 + missing
    }
}

/// Consecutive people in households.
fn households(people: usize, stream: &mut Stream) -> Vec<Range<usize>> {
    let mut households = Vec::new();
    let mut start = 0;
    while start < people {
        let draw = stream.unit();
        let size = 1 + HOUSEHOLD_UP_TO.partition_point(|below| *below <= draw);
        let end = (start + size).min(people);
        households.push(start..end);
        start = end;
    }
    households
}

/// All pairs of people of two households of one family.
fn pairs_across<'a>(
    people: &'a [u32],
    households: &'a [Range<usize>],
    families: &'a [Range<usize>],
) -> impl Iterator<Item = (u32, u32)> + Clone + 'a {
    families.iter().flat_map(move |family| {
        let family = &households[family.clone()];
        let two = (1..family.len()).flat_map(move |i| (0..i).map(move |j| (&family[j], &family[i])));
        two.flat_map(move |(one, other)| {
            let one = &people[one.clone()];
            people[other.clone()].iter().flat_map(move |b| one.iter().map(move |a| (*a, *b)))
        })
    })
}
