//! Groups of family, class, work and interest; fan groups are in `fans`. All are formed from the ties, whatever these come from, so each
//! source has them.

use rayon::prelude::*;

use super::fans;
use super::sizes::SizeLaw;
use super::snowball::{Circle, Snowball};
use super::{GroupGraph, TieGraph};
use crate::error::{Error, Result};
use crate::ids::Topic;
use crate::rng::{Chance, Purpose, happens};
use crate::scenario::Population;

/// Household and near kin.
const FAMILY: SizeLaw = SizeLaw::Even { least: 3.0, most: 9.0 };
/// Years of school and of training.
const CLASS: SizeLaw = SizeLaw::Even { least: 20.0, most: 50.0 };
/// Teams and firms: Zipf's law (Axtell 2001), cut at what one group can serve.
const WORK: SizeLaw = SizeLaw::Pareto { least: 4.0, most: 100.0, exponent: 1.06 };
/// Hobbies, shops, neighbourhoods: most are small, and 500 is the cap of the large messengers.
const INTEREST: SizeLaw = SizeLaw::Pareto { least: 5.0, most: 500.0, exponent: 1.1 };

const GROUPS_A_TASK: usize = 1024;

/// People that are passed to find an owner who has ties of the right layer.
const OWNER_TRIES: u32 = 64;

/// A group that is to be filled.
pub(super) struct Draft {
    pub owner: u32,
    pub size: u32,
}

pub(super) fn generate(population: &Population, ties: &TieGraph, chance: Chance) -> Result<GroupGraph> {
    let mut groups = GroupGraph { member_first: vec![0], ..GroupGraph::default() };
    for (topic, mean, law) in mix(population) {
        let drafts = drafts(topic, mean, law, ties, chance);
        append(&mut groups, topic, &drafts, |number, draft, members| {
            let stream = chance.stream(Purpose::Groups, (topic as u64) << 32 | number as u64);
            Snowball::fill(ties, draft.owner, circle(topic), stream, members);
        })?;
    }
    let creators = fans::drafts(population, ties.people(), chance);
    append(&mut groups, Topic::Fan, &creators, |_, draft, members| fans::fill(draft, ties.people(), chance, members))?;
    Ok(groups)
}

/// Expected bytes of all groups.
pub(super) fn expected_bytes(population: &Population, people: u32) -> f64 {
    // A topic, an owner and the start of a row; members take four bytes each.
    const GROUP_BYTES: f64 = 9.0;
    let people_f = f64::from(people);
    let plain = mix(population).into_iter().map(|(_, mean, law)| {
        let memberships = mean * people_f;
        4.0 * memberships + GROUP_BYTES * memberships / law.within(people).mean().max(1.0)
    });
    plain.sum::<f64>() + population.creators * people_f * (GROUP_BYTES + 4.0 * (fans::mean(population, people) + 1.0))
}

fn mix(population: &Population) -> [(Topic, f64, SizeLaw); 4] {
    let mix = &population.groups;
    [
        (Topic::Family, mix.family, FAMILY),
        (Topic::Class, mix.class, CLASS),
        (Topic::Work, mix.work, WORK),
        (Topic::Interest, mix.interest, INTEREST),
    ]
}

fn circle(topic: Topic) -> Circle {
    match topic {
        Topic::Family => Circle::Family,
        Topic::Class => Circle::Class,
        Topic::Work => Circle::Work,
        Topic::Interest | Topic::Fan => Circle::Interest,
    }
}

/// As many groups as give each person `mean` memberships on average. Owners are spread evenly over people.
fn drafts(topic: Topic, mean: f64, law: SizeLaw, ties: &TieGraph, chance: Chance) -> Vec<Draft> {
    let people = ties.people();
    if people < 2 || mean <= 0.0 {
        return Vec::new();
    }
    let law = law.within(people);
    let memberships = mean * f64::from(people);
    let count = libm::round(memberships / law.mean()) as usize;
    let sizes = in_keyed_order(law.sizes(count), topic, chance);
    let key = chance.ever(Purpose::Groups);
    let circle = circle(topic);
    (sizes.into_par_iter().enumerate())
        .map(|(number, size)| {
            let draw = key.tagged(number as u32, topic as u32);
            let step = number as f64 + (draw >> 11) as f64 / (1u64 << 53) as f64;
            let wish = ((step * f64::from(people) / count as f64) as u32).min(people - 1);
            let near = (0..OWNER_TRIES).map(|away| ((u64::from(wish) + u64::from(away)) % u64::from(people)) as u32);
            let owner = near.into_iter().find(|person| circle.has_ties(ties, *person)).unwrap_or(wish);
            Draft { owner, size: size.clamp(2, people) }
        })
        .collect()
}

/// Sizes come in rising order; neighbours in the list of groups shall not be alike.
fn in_keyed_order(sizes: Vec<u32>, topic: Topic, chance: Chance) -> Vec<u32> {
    let key = chance.ever(Purpose::Groups);
    let mut keyed: Vec<(u64, u32)> =
        (sizes.into_iter().enumerate()).map(|(number, size)| (key.tagged(number as u32, ORDER | topic as u32), size)).collect();
    keyed.par_sort_unstable();
    keyed.into_iter().map(|(_, size)| size).collect()
}

/// Tells draws of a group's order from those of its owner.
const ORDER: u32 = 1 << 16;

/// Adds the groups of a topic. `fill` gets the number of a group, its draft and the room for its members, and fills all of it in rising order.
fn append(groups: &mut GroupGraph, topic: Topic, drafts: &[Draft], fill: impl Fn(usize, &Draft, &mut [u32]) + Sync) -> Result<()> {
    let old = groups.member.len();
    let mut end = old as u64;
    for draft in drafts {
        end += u64::from(draft.size);
        groups.member_first.push(end as u32);
    }
    if end > u64::from(u32::MAX) {
        return Err(Error::request(format!(
            "this population would have at least {end} memberships of groups; {} is the most that is possible: ask for fewer people, fewer \
             groups a person or fewer fans",
            u32::MAX
        )));
    }
    groups.topic.resize(groups.topic.len() + drafts.len(), topic);
    groups.owner.extend(drafts.iter().map(|draft| draft.owner));
    groups.member.resize(end as usize, 0);
    let mut room = &mut groups.member[old..];
    let mut tasks = Vec::new();
    for (task, drafts) in drafts.chunks(GROUPS_A_TASK).enumerate() {
        let length = drafts.iter().map(|draft| draft.size as usize).sum();
        let (here, rest) = room.split_at_mut(length);
        room = rest;
        tasks.push((task * GROUPS_A_TASK, drafts, here));
    }
    tasks.into_par_iter().for_each(|(number, drafts, mut room)| {
        for (step, draft) in drafts.iter().enumerate() {
            let (here, rest) = room.split_at_mut(draft.size as usize);
            room = rest;
            fill(number + step, draft, here);
        }
    });
    Ok(())
}

/// Whether a person is a creator.
pub(super) fn is_creator(population: &Population, chance: Chance, person: u32) -> bool {
    happens(chance.ever(Purpose::Creators).one(person), population.creators)
}
