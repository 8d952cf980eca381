//! Gather (7.2): groups meet, their owners choose where, and some members speak.

use moatsim::ids::NOWHERE;
use moatsim::rng::{Purpose, unit};
use moatsim::scenario::behaviour::Talk;

use super::dump::Counts;
use super::model::{Deeds, Group, Scene, World, id};
use super::race::{OUTSIDE_TAG, Race};
use super::today::Today;
use super::weigh::{conversation, decayed, session_rate, to_byte, vote};

pub fn gather(scene: &Scene, morning: &World, today: &Today, evening: &mut World, deeds: &mut Deeds, counts: &mut Counts) {
    for (number, group) in morning.groups.iter().enumerate() {
        let number = number as u32;
        let draw = f64::from(unit(scene.chance.on(Purpose::Session, today.day).one(number)));
        let meets = scene.behaviour().talk != Talk::None && draw < session_rate(scene.behaviour(), group.topic);
        if group.unborn() || !meets {
            continue;
        }
        let venue = venue(scene, morning, today, number, group);
        let attending = venue.map_or(Vec::new(), |venue| attending(scene, morning, today, number, group, venue));
        let next = &mut evening.groups[number as usize];
        let heard = venue.filter(|_| attending.len() >= 2);
        if let Some(venue) = heard {
            for person in &attending {
                deeds.called[*person as usize][venue] = true;
                counts.group_messages[venue] += u64::from(speaks(scene, today, number, group, *person, venue, attending.len()));
            }
            remember(scene, today, number, group, venue, next);
        }
        let lively = if heard.is_some() { attending.len() as f64 / group.joined.len() as f64 } else { 0.0 };
        let before = f64::from(group.vitality);
        let after = before + (255.0 * lively - before) / scene.behaviour().vitality_days.max(1.0);
        next.vitality = to_byte(scene.chance.on(Purpose::VitalityRounding, today.day).one(number), after);
    }
}

/// Where the owner calls the group to; outside where `None`.
fn venue(scene: &Scene, world: &World, today: &Today, number: u32, group: &Group) -> Option<usize> {
    let behaviour = scene.behaviour();
    let key = scene.chance.on(Purpose::SessionVenue, today.day);
    let mut race = Race::new(behaviour.choice_sharpness);
    for platform in 0..scene.platforms() {
        let attributes = &today.attributes[platform];
        let Some(reach) = reach(world, group, platform) else { continue };
        if !today.up(group.owner, platform) || (attributes.group_cap as usize) < group.joined.len() {
            continue;
        }
        let reach = reach * following(scene, group, platform);
        let history = if group.home == id(platform) { f64::from(group.history) / 255.0 } else { 0.0 };
        let utility = conversation(attributes.fit_group[group.topic.index()])
            + behaviour.reach_weight * libm::log(reach)
            + behaviour.history_weight * history
            + today.bonus_of(group.owner, platform)
            - attributes.price;
        race.enter(Some(platform), key.tagged(number, scene.tags[platform]), utility);
    }
    race.enter(None, key.tagged(number, OUTSIDE_TAG), behaviour.outside_group);
    race.winner()
}

/// The owner's presence times the members' mean presence in steps of 1/255; `None` where either is nothing.
pub fn reach(world: &World, group: &Group, platform: usize) -> Option<f64> {
    let total: u32 = group.joined.iter().map(|member| world.use_of(*member, platform).presence).sum();
    let mean = total / group.joined.len() as u32;
    let reach = world.use_of(group.owner, platform).presence_share() * f64::from(mean) / 255.0;
    (reach > 0.0).then_some(reach)
}

/// What of members' presence counts: all of it where the group lives, or where it lives nowhere yet.
fn following(scene: &Scene, group: &Group, platform: usize) -> f64 {
    if group.home == id(platform) || group.home == NOWHERE { 1.0 } else { scene.behaviour().group_follow }
}

fn attending(scene: &Scene, world: &World, today: &Today, number: u32, group: &Group, venue: usize) -> Vec<u32> {
    let key = scene.chance.on(Purpose::Join, today.day);
    let comes = |person: &&u32| {
        let draw = f64::from(unit(key.tagged(**person, number)));
        today.up(**person, venue) && draw < world.use_of(**person, venue).presence_share() * following(scene, group, venue)
    };
    group.joined.iter().filter(comes).copied().collect()
}

fn speaks(scene: &Scene, today: &Today, number: u32, group: &Group, person: u32, venue: usize, attending: usize) -> bool {
    let behaviour = scene.behaviour();
    let voice = f64::from(scene.traits.voice(scene.chance.ever(Purpose::Voice).tagged(person, number)));
    let standing = if person == group.owner { 3.0 } else { 1.0 };
    let crowding = libm::pow(2.0 / attending as f64, behaviour.group_crowding);
    let attributes = &today.attributes[venue];
    let better_than_silence = attributes.fit_group[group.topic.index()] - attributes.price - behaviour.outside_group;
    let willing = 1.0 / (1.0 + libm::exp(-behaviour.choice_sharpness * better_than_silence));
    let share = (behaviour.group_voice * crowding * willing * voice * standing).min(1.0);
    f64::from(unit(scene.chance.on(Purpose::Speak, today.day).tagged(person, number))) < share
}

/// The group's home and history go as those of a tie.
fn remember(scene: &Scene, today: &Today, number: u32, group: &Group, venue: usize, next: &mut Group) {
    let left = decayed(scene.behaviour(), &today.attributes, group.home, group.history, today.day - group.last);
    let (home, history) = vote(scene.behaviour(), group.home, left, id(venue));
    assert!(home != NOWHERE, "a group that has met lives somewhere");
    next.home = home;
    next.history = to_byte(scene.chance.on(Purpose::GroupRounding, today.day).one(number), history);
    next.last = today.day;
}
