//! Meet (7.11): strangers find each other, fan groups are born, and fans join them.

use moatsim::ids::{Layer, Topic};
use moatsim::rng::{DayKey, Purpose, unit};

use super::dump::Counts;
use super::model::{Deeds, Group, Link, Scene, World, id, pair};
use super::today::Today;

pub fn meet(scene: &Scene, morning: &World, today: &Today, deeds: &Deeds, evening: &mut World, counts: &mut Counts) {
    for &platform in &today.order {
        for (a, b) in encounters(scene, morning, today, deeds, platform) {
            if befriend(today, platform, a, b, evening) {
                counts.met[platform] += 1;
            }
        }
    }
    for (number, group) in morning.groups.iter().enumerate().filter(|(_, group)| group.topic == Topic::Fan) {
        if group.unborn() {
            be_born(morning, today, group, &mut evening.groups[number]);
        } else {
            let joining = joining(scene, morning, today, number as u32, group);
            counts.group_joins[group.origin.index()] += joining.len() as u64;
            evening.groups[number].joined.extend(joining);
            evening.groups[number].joined.sort_unstable();
        }
    }
}

/// Those who meet somebody today, in the order of a second draw, two by two.
fn encounters(scene: &Scene, world: &World, today: &Today, deeds: &Deeds, platform: usize) -> Vec<(u32, u32)> {
    let key = scene.chance.on(Purpose::Meet, today.day);
    let mut meeting = Vec::new();
    for person in world.numbers().filter(|person| deeds.opened(*person, platform)) {
        let draw = key.tagged(person, scene.tags[platform]);
        if f64::from(unit(draw)) < today.attributes[platform].meet {
            meeting.push((DayKey::with(draw, 1), person));
        }
    }
    meeting.sort_unstable();
    meeting.chunks_exact(2).map(|two| (two[0].1, two[1].1)).collect()
}

/// Ties two strangers, where they are not tied and each has a free place.
fn befriend(today: &Today, platform: usize, a: u32, b: u32, evening: &mut World) -> bool {
    let free = |person: u32| evening.people[person as usize].places.iter().position(Option::is_none);
    let (Some(place_a), Some(place_b)) = (free(a), free(b)) else { return false };
    if evening.links.contains_key(&pair(a, b)) {
        return false;
    }
    let home = id(platform);
    let link = Link { layer: Layer::Stranger, weight_class: 1, home, origin: home, history: 0, last: today.day, talks: 0 };
    evening.links.insert(pair(a, b), link);
    evening.people[a as usize].places[place_a] = Some(b);
    evening.people[b as usize].places[place_b] = Some(a);
    true
}

/// A fan group lives on the first platform of its creator, in the order of names' tags, that offers an entry.
fn be_born(morning: &World, today: &Today, group: &Group, next: &mut Group) {
    let offers = |platform: &usize| {
        let attributes = &today.attributes[*platform];
        today.open[*platform] && attributes.group_entry > 0.0 && morning.has(group.owner, *platform)
    };
    if let Some(platform) = today.order.iter().copied().find(offers) {
        next.home = id(platform);
        next.origin = id(platform);
        next.joined = vec![group.owner];
        next.last = today.day;
    }
}

fn joining(scene: &Scene, world: &World, today: &Today, number: u32, group: &Group) -> Vec<u32> {
    let platform = group.origin.index();
    let attributes = &today.attributes[platform];
    let mut joining = Vec::new();
    for fan in group.circle.iter().copied().filter(|fan| !group.joined.contains(fan)) {
        let who = &world.people[fan as usize];
        let eligible = today.open[platform]
            && who.opened_yesterday[platform]
            && who.uses[platform].installed()
            && who.uses[platform].tenure >= attributes.group_gate_days;
        let level = f64::from(unit(scene.chance.ever(Purpose::FanLevel).tagged(fan, number)));
        let draw = f64::from(unit(scene.chance.on(Purpose::FanJoin, today.day).tagged(fan, number)));
        let room = group.joined.len() + joining.len() < attributes.group_cap as usize;
        if eligible && level < attributes.group_gate_level && draw < attributes.group_entry && room {
            joining.push(fan);
        }
    }
    joining
}
