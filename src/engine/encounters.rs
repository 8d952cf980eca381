//! Encounters at the end of the day: strangers who meet, and fans who join groups. Few people a day, in a fixed order; all threads look
//! for who is out.

use crate::bits::{self, WORD};
use crate::ids::{Layer, NOWHERE, PlatformId};
use crate::metrics::record::DayRecord;
use crate::rng::{DayKey, happens, unit};
use crate::rules::Today;
use crate::ties::Tie;
use crate::walk::{LEAF, Part, walk};
use crate::world::{JOINED, MEMBER, World};

use super::Evening;
use super::meetings::is_of_fans;

/// A run of people of whom some are out to meet somebody.
struct Share<'a> {
    start: usize,
    voluntary: &'a [u8],
    called: &'a [u8],
    is_out: &'a mut [u64],
}

impl Part for Share<'_> {
    fn count(&self) -> usize {
        self.voluntary.len()
    }

    fn split(self, at: usize) -> (Self, Self) {
        let (voluntary, voluntary_after) = self.voluntary.split_at(at);
        let (called, called_after) = self.called.split_at(at);
        let (is_out, is_out_after) = self.is_out.split_at_mut(at / WORD);
        (
            Share { start: self.start, voluntary, called, is_out },
            Share { start: self.start + at, voluntary: voluntary_after, called: called_after, is_out: is_out_after },
        )
    }
}

/// Strangers who opened a platform with discovery features meet in pairs.
pub fn strangers(world: &mut World, today: &Today, evening: &mut Evening) {
    const { assert!(LEAF.is_multiple_of(WORD)) };
    let Evening { voluntary, called, is_out, out, .. } = evening;
    for &p in &today.order {
        let meet = today.attributes[p].meet;
        if meet <= 0.0 || today.open >> p & 1 == 0 {
            continue;
        }
        let draw = |person: u32| today.keys.meet.tagged(person, today.tags[p]);
        let look = |share: Share| {
            let opened = share.voluntary.chunks(WORD).zip(share.called.chunks(WORD));
            for ((word, is_out), (voluntary, called)) in share.is_out.iter_mut().enumerate().zip(opened) {
                *is_out = 0;
                for (bit, (voluntary, called)) in voluntary.iter().zip(called).enumerate() {
                    let person = (share.start + word * WORD + bit) as u32;
                    *is_out |= u64::from((voluntary | called) >> p & 1 == 1 && happens(draw(person), meet)) << bit;
                }
            }
        };
        walk(Share { start: 0, voluntary, called, is_out }, LEAF, &look, &|(), ()| ());
        out.clear();
        for (word, &is_out) in is_out.iter().enumerate() {
            out.extend(bits::set(is_out).map(|bit| {
                let person = (word * WORD + bit) as u32;
                (DayKey::with(draw(person), 1), person)
            }));
        }
        out.sort_unstable();
        for pair in out.chunks_exact(2) {
            let tie = Tie::new(Layer::Stranger).with_home(PlatformId(p as u8)).with_origin(PlatformId(p as u8)).with_last(today.day);
            befriend(world, today, pair[0].1, pair[1].1, tie);
        }
    }
}

/// Ties two people who are not tied, where both have a free place.
fn befriend(world: &mut World, today: &Today, a: u32, b: u32, tie: Tie) {
    let (Some(place_a), Some(place_b)) = (free_place(world, today, a, b), free_place(world, today, b, a)) else { return };
    for (place, other) in [(place_a, b), (place_b, a)] {
        clear(world, place);
        world.graph.neighbour[place] = other;
        world.graph.tie[place] = tie;
    }
    world.ties_born[tie.origin().index()] += 1;
}

/// A place of `person` for a tie to `other`: the one of their faded tie, or the first that is empty or holds a faded one. `None` when they are tied.
fn free_place(world: &World, today: &Today, person: u32, other: u32) -> Option<usize> {
    let row = world.graph.first[person as usize] as usize..world.graph.first[person as usize + 1] as usize;
    let is_gone = |place: usize| {
        let tie = world.graph.tie[place];
        today.weights.of(tie, tie.idle_days(today.day)) == 0
    };
    if let Some(old) = row.clone().find(|&place| world.graph.neighbour[place] == other && !world.graph.tie[place].is_empty()) {
        return is_gone(old).then_some(old);
    }
    row.clone().find(|&place| world.graph.tie[place].is_empty() || is_gone(place))
}

/// Empties a place, and the other end's place of the tie that was there.
fn clear(world: &mut World, place: usize) {
    if world.graph.tie[place].is_empty() {
        return;
    }
    let other = world.graph.neighbour[place];
    let person = (world.graph.first.partition_point(|&first| first as usize <= place) - 1) as u32;
    let row = world.graph.first[other as usize] as usize..world.graph.first[other as usize + 1] as usize;
    for far in row.filter(|&far| far != place) {
        if world.graph.neighbour[far] == person && !world.graph.tie[far].is_empty() {
            world.graph.tie[far] = Tie::empty();
            world.graph.neighbour[far] = other;
        }
    }
    world.graph.tie[place] = Tie::empty();
}

/// Groups of fans are born where there is an entry, and fans find it.
pub fn fans(world: &mut World, today: &Today, count: &mut DayRecord) {
    if !today.attributes.iter().any(|a| a.group_entry > 0.0) {
        return;
    }
    for group in 0..world.groups.state.len() {
        if !is_of_fans(&world.groups.state[group]) {
            continue;
        }
        if world.groups.state[group].origin == NOWHERE.0 {
            found_group(world, today, group);
            continue;
        }
        let origin = usize::from(world.groups.state[group].origin);
        if origin < today.platforms && today.open >> origin & 1 == 1 && today.attributes[origin].group_entry > 0.0 {
            join(world, today, group, origin, count);
        }
    }
}

/// A creator opens a group on a platform they have that offers an entry; chance (a name's tag) breaks ties.
fn found_group(world: &mut World, today: &Today, group: usize) {
    let owner = world.groups.state[group].owner;
    let row = world.rows.read(owner);
    let offers = |p: usize| today.open >> p & 1 == 1 && today.attributes[p].group_entry > 0.0 && row.at(p) > 0;
    let Some(p) = today.order.iter().copied().find(|&p| offers(p)) else { return };
    let state = &mut world.groups.state[group];
    state.origin = p as u8;
    state.home = p as u8;
    state.last = today.day as u16;
    enter(world, group, owner);
}

fn join(world: &mut World, today: &Today, group: usize, p: usize, count: &mut DayRecord) {
    let a = &today.attributes[p];
    for place in world.groups.row(group) {
        let entry = world.groups.member[place];
        if entry & JOINED != 0 {
            continue;
        }
        if world.groups.state[group].members >= a.group_cap {
            return;
        }
        // Draws come first: few fans pass them, and the others need not be looked up.
        let fan = entry & MEMBER;
        if unit(today.keys.fan_join.tagged(fan, group as u32)) >= a.group_entry as f32
            || unit(today.keys.fan_level.tagged(fan, group as u32)) >= a.group_gate_level as f32
        {
            continue;
        }
        let app = world.app[(fan as usize, p)];
        let row = world.rows.read(fan);
        if app.is_installed() && world.rows.opened(row) >> p & 1 == 1 && u32::from(app.tenure()) >= a.group_gate_days {
            enter(world, group, fan);
            count.group_joins[p] += 1;
        }
    }
}

/// Makes a person a member, in both lists.
fn enter(world: &mut World, group: usize, person: u32) {
    let members = world.groups.row(group);
    for entry in world.groups.member[members].iter_mut().filter(|entry| **entry & MEMBER == person) {
        *entry |= JOINED;
    }
    let memberships = world.groups.of.row(person as usize);
    for entry in world.groups.of.group[memberships].iter_mut().filter(|entry| **entry & !JOINED == group as u32) {
        *entry |= JOINED;
    }
    world.groups.state[group].members += 1;
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use crate::engine::life::tests::lived;

    #[test]
    fn who_is_met_again_stands_before_the_place_that_their_last_tie_has_left() {
        let town = include_str!("../../scenarios/bench/town.toml")
            .replace("meet = 0.02", "meet = 0.03")
            .replace("users = 0.05", "users = 0.9")
            .replace("ties_per_person = 20", "ties_per_person = 4");
        let text = format!("{town}\n[behaviour]\nrate_stranger = 0.001\nstrength_days_stranger = 3\n");
        // Few people, seldom: ties lie idle until they are cleared away, and the same people meet again.
        let left = Cell::new(0);
        lived(&text, 24, 20_000, |life| {
            life.world.check();
            let graph = &life.world.graph;
            for person in 0..life.world.people() {
                let row = graph.first[person] as usize..graph.first[person + 1] as usize;
                let is_twice = |place: usize| {
                    let names = |&other: &usize| graph.neighbour[other] == graph.neighbour[place] && !graph.tie[other].is_empty();
                    graph.tie[place].is_empty() && row.clone().any(|other| names(&other))
                };
                left.set(left.get() + row.clone().filter(|&place| is_twice(place)).count());
            }
        });
        assert!(left.get() > 0, "nobody was met again");
    }
}
