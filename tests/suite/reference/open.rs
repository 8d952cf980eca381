//! Open (7.4): who opens what of their own accord, and who stops being seen.

use moatsim::ids::Layer;
use moatsim::rng::Purpose;
use moatsim::scenario::Attributes;
use moatsim::scenario::behaviour::Talk;

use super::bridge::elsewhere;
use super::model::{Deeds, Person, Scene, World, id};
use super::today::{Phase, Today};
use super::weigh::{session_rate, value, weight};

/// The tenure at which nothing is new any more.
const SETTLED: u32 = 127;

pub fn open(scene: &Scene, world: &World, today: &Today, deeds: &mut Deeds) {
    for person in world.numbers() {
        let pull = pull(scene, world, today, person);
        for platform in (0..scene.platforms()).filter(|platform| world.has(person, *platform)) {
            let watched = watched(world, today, person, platform);
            if today.up(person, platform) {
                let utility = utility(scene, world, today, person, platform, pull[platform], watched);
                let draw = scene.person_unit(Purpose::Open, today.day, person, platform);
                let opens = today.obeys[person as usize][platform] || draw < 1.0 / (1.0 + libm::exp(-utility));
                deeds.opens[person as usize][platform] = opens;
            }
            if today.phase == Phase::Lived {
                let hazard = scene.behaviour().opt_out * watched;
                let draw = scene.person_unit(Purpose::OptOut, today.day, person, platform);
                deeds.hides[person as usize][platform] = draw < 1.0 - libm::exp(-hazard);
            }
        }
    }
}

fn utility(scene: &Scene, world: &World, today: &Today, person: u32, platform: usize, pull: f64, watched: f64) -> f64 {
    let behaviour = scene.behaviour();
    let who = &world.people[person as usize];
    let used = &who.uses[platform];
    let solo = today.attributes[platform].solo * who.content_taste;
    let lonely = loneliness(today, who, platform);
    let novelty = match used.tenure {
        SETTLED => 0.0,
        tenure => behaviour.novelty_weight * libm::exp(-f64::from(tenure) / behaviour.novelty_days),
    };
    let others = who.uses.iter().filter(|other| other.installed()).count() - 1;
    solo + who.taste[platform]
        + behaviour.habit_weight * used.presence_share()
        + today.bonus_of(person, platform)
        + novelty * (1.0 - lonely)
        + behaviour.pull_weight * libm::log(1.0 + behaviour.pull_scale * pull)
        - watched
        - behaviour.multihoming_cost * others as f64
        - behaviour.loneliness_cost * lonely
        - behaviour.opening_cost
}

/// L: how much it weighs that the last openings met nobody.
pub fn loneliness(today: &Today, who: &Person, platform: usize) -> f64 {
    let attributes = &today.attributes[platform];
    f64::from(who.uses[platform].lonely) / 7.0 * share_of_talk(attributes, attributes.solo * who.content_taste)
}

/// How much of the reason to open is talk: a logit between the best fit over layers and content.
fn share_of_talk(attributes: &Attributes, solo: f64) -> f64 {
    let best_fit = attributes.fit.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    libm::exp(best_fit) / (libm::exp(best_fit) + libm::exp(solo))
}

/// Messages that wait and cannot be read elsewhere, by platform.
pub fn pull(scene: &Scene, world: &World, today: &Today, person: u32) -> Vec<f64> {
    let behaviour = scene.behaviour();
    let mut pull = vec![0.0; scene.platforms()];
    if behaviour.talk == Talk::None {
        return pull;
    }
    for (other, link) in world.links_of(person) {
        let home = link.home.index();
        if home >= scene.platforms() {
            continue;
        }
        let waiting = value(behaviour, link.layer) * weight(behaviour, link, today.day) * world.use_of(other, home).presence_share();
        let elsewhere = elsewhere(world, today, person, home);
        if world.has(person, home) {
            pull[home] += waiting * (1.0 - elsewhere.map_or(0.0, |(_, _, read)| read));
        } else if let Some((other_platform, crossing, _)) = elsewhere {
            pull[other_platform] += waiting * crossing;
        }
    }
    for group in world.groups.iter().filter(|group| group.joined.contains(&person)) {
        if let Some(platform) = (0..scene.platforms()).find(|platform| id(*platform) == group.home) {
            pull[platform] += behaviour.value_group * session_rate(behaviour, group.topic) * f64::from(group.vitality) / 255.0;
        }
    }
    pull
}

/// ξ · exposure · K: what it costs to be seen by acquaintances.
fn watched(world: &World, today: &Today, person: u32, platform: usize) -> f64 {
    let who = &world.people[person as usize];
    if who.uses[platform].hidden {
        return 0.0;
    }
    let links = world.links_of(person);
    let acquaintances: Vec<u32> = links.iter().filter(|(_, link)| link.layer == Layer::Acquaintance).map(|(other, _)| *other).collect();
    if acquaintances.is_empty() {
        return 0.0;
    }
    let seen: f64 = acquaintances.iter().map(|other| world.use_of(*other, platform).presence_share()).sum();
    who.exposure_dislike * today.attributes[platform].exposure * seen / acquaintances.len() as f64
}
