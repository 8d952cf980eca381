//! The default population: a city of communities, with kin, friends, work and acquaintances.
//!
//! People live in communities of about 150, the size of group that a person can keep relations with (Dunbar 1993; Hill and Dunbar 2003).
//! Relations lie in layers of about 5, 15, 50 and 150 of falling closeness (Zhou, Sornette, Hill and Dunbar 2005), and kin take a place of
//! their own among them (Roberts and Dunbar 2011). What is modelled are the ties along which people message each other.
//!
//! | layer | share of ties | how |
//! |---|---|---|
//! | kin | 0.15 | households, families of several households of a community, kin in communities near by |
//! | friend | 0.25 | circles within a community, friends near by and anywhere |
//! | work | 0.25 | teams and workplaces (or classes) of a district of a dozen communities |
//! | acquaintance | 0.35 | a heavy-tailed number a person, within the community, near by and anywhere |
//!
//! The world is a ring: the last community lies beside the first. A world too small for its ties has fewer.

mod abroad;
mod circles;
mod community;
mod sociability;
mod work;

use std::ops::Range;

use rayon::prelude::*;

use super::TieGraph;
use super::build::{Kind, Plan, TieList};
use crate::error::Result;
use crate::ids::Layer;
use crate::rng::{Chance, DayKey, Purpose};
use sociability::Sociability;

/// Shares of ties by layer, kin first: a prior. Kin and friends together make two fifths, eight of twenty: between the layers of five and
/// fifteen closest people (Zhou et al. 2005), which hold kin beside friends (Roberts and Dunbar 2011). Colleagues, classmates and
/// acquaintances are those of the wider layers of 50 and 150 whom one messages.
const SHARES: [f64; 4] = [0.15, 0.25, 0.25, 0.35];

/// Spread of ln community size. Real villages, years of school and neighbourhoods differ, by less than half either way.
const COMMUNITY_SPREAD: f64 = 0.35;
/// Communities whose people may work together.
const COMMUNITIES_A_DISTRICT: usize = 12;
/// How many communities to either side are near.
const COMMUNITIES_NEAR: f64 = 10.0;

/// A tie's rate is ½, 1, 2 or 4 times its layer's; cumulated shares of 256. The mean is one: most ties are weak and a few carry much of
/// what is said (Onnela et al. 2007; Saramäki et al. 2014).
const WEIGHT_CLASS_BELOW: [u8; 3] = [143, 210, 243];

/// A plan of the city from which each district's ties can be made again at any time.
pub(super) struct City {
    people: u32,
    /// Mean ties a person by layer, kin first.
    wanted: [f64; 4],
    community_first: Vec<u32>,
    /// People to either side who are near.
    near: u32,
    /// Acquaintances that fall on people who are tied already are lost; in a small world this makes up for it.
    crowding: f64,
    sociability: Sociability,
    /// By person: see [`Sociability::bound`].
    sociability_bound: Vec<u8>,
    weight: DayKey,
    chance: Chance,
}

impl City {
    pub fn new(people: u32, ties_per_person: f64, community_size: f64, chance: Chance) -> City {
        let community_first = communities(people, community_size, chance);
        let others = f64::from(people.saturating_sub(1));
        let ties_per_person = ties_per_person.min(others);
        let sociability = Sociability::new(chance);
        let near = (COMMUNITIES_NEAR * community_size.max(1.0)).min(others / 2.0) as u32;
        City {
            people,
            wanted: SHARES.map(|share| share * ties_per_person),
            community_first,
            near,
            crowding: 1.0 / (1.0 - (ties_per_person / others.max(1.0)).min(0.3)),
            sociability_bound: (0..people).into_par_iter().map(|person| sociability.bound(person)).collect(),
            sociability,
            weight: chance.ever(Purpose::TieWeight),
            chance,
        }
    }

    pub fn generate(self, slots: u32) -> Result<TieGraph> {
        let plan = Plan { people: self.people, slots, community_first: self.community_first.clone() };
        let districts = (self.community_first.len() - 1).div_ceil(COMMUNITIES_A_DISTRICT);
        plan.build(districts, |district, ties| self.district(district, ties))
    }

    /// All ties that begin in a district.
    fn district(&self, district: usize, ties: &mut TieList) {
        let start = district * COMMUNITIES_A_DISTRICT;
        let communities = start..(start + COMMUNITIES_A_DISTRICT).min(self.community_first.len() - 1);
        let mut tied = circles::Tied::default();
        for community in communities.clone() {
            let left = self.ties_within(community, &mut tied, ties);
            self.ties_abroad(community, &left, ties);
        }
        let people = self.community_first[communities.start]..self.community_first[communities.end];
        self.ties_at_work(district, people, ties);
    }

    fn members(&self, community: usize) -> Range<u32> {
        self.community_first[community]..self.community_first[community + 1]
    }

    /// What a tie between two people is: its weight is keyed by the two.
    fn kind(&self, layer: Layer, a: u32, b: u32) -> Kind {
        let draw = self.weight.tie(a, b) as u8;
        let class = WEIGHT_CLASS_BELOW.partition_point(|below| *below <= draw);
        Kind::weighted(layer, class as u8)
    }
}

/// First persons of communities whose sizes are lognormal around the mean; what is left at the end joins the last where it is too few.
fn communities(people: u32, community_size: f64, chance: Chance) -> Vec<u32> {
    if people == 0 {
        return vec![0];
    }
    let mut stream = chance.stream(Purpose::Communities, 0);
    let least = (community_size / 3.0).max(1.0) as u32;
    let mut first = vec![0];
    let mut start = 0;
    loop {
        let factor = libm::exp(COMMUNITY_SPREAD * stream.normal() - COMMUNITY_SPREAD * COMMUNITY_SPREAD / 2.0);
        let size = libm::round(community_size * factor).clamp(1.0, f64::from(u32::MAX)) as u32;
        let left = people - start;
        if size.max(least).saturating_add(least) > left {
            first.push(people);
            return first;
        }
        start += size.max(least);
        first.push(start);
    }
}
