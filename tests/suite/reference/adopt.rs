//! Adopt (7.3): who installs what today, and why.

use std::collections::BTreeSet;

use moatsim::ids::{NOWHERE, PlatformId};
use moatsim::rng::{DayKey, Purpose, unit};
use moatsim::scenario::behaviour::Contagion;

use super::model::{Cause, Deeds, Link, Scene, Standing, World};
use super::today::Today;
use super::weigh::weight;

/// Word of mouth and promotion, and those who must.
pub fn adopt(scene: &Scene, world: &World, today: &Today, deeds: &mut Deeds) {
    for person in world.numbers() {
        for platform in 0..scene.platforms() {
            if world.has(person, platform) || !today.up(person, platform) {
                continue;
            }
            let cause = cause(scene, world, today, person, platform);
            deeds.installs[person as usize][platform] = cause;
            deeds.opens[person as usize][platform] = cause.is_some();
        }
    }
}

fn cause(scene: &Scene, world: &World, today: &Today, person: u32, platform: usize) -> Option<Cause> {
    if today.obeys[person as usize][platform] {
        return Some(Cause::Obeys);
    }
    if today.brought[person as usize][platform] {
        return Some(Cause::Brought);
    }
    let behaviour = scene.behaviour();
    let attributes = &today.attributes[platform];
    let again = readiness(scene, world, person, platform);
    let curiosity = again * scene.scenario.population.segments[world.people[person as usize].segment].curiosity;
    let promotion = curiosity * (attributes.awareness + today.awareness[person as usize][platform]);
    let spread = curiosity * behaviour.word_of_mouth * (1.0 + attributes.invite) * mouth(scene, world, today, person, platform);
    let import = curiosity * behaviour.import_invite * imported(scene, world, today, person, platform);
    let draw = scene.person_unit(Purpose::Adopt, today.day, person, platform);
    if draw >= 1.0 - libm::exp(-(promotion + spread + import)) {
        return None;
    }
    if draw < 1.0 - libm::exp(-promotion) {
        return Some(Cause::Promoted);
    }
    Some(Cause::Invited(inviter_home(scene, world, today, person, platform)))
}

/// Who left comes back more slowly; who did not use on day 0 what others used is the slower, the more they were.
fn readiness(scene: &Scene, world: &World, person: u32, platform: usize) -> f64 {
    let retry = scene.behaviour().retry;
    let start = &scene.scenario.platforms[platform];
    let used = if start.opens == 0 { start.users[world.people[person as usize].segment] } else { 0.0 };
    match world.use_of(person, platform).standing {
        Standing::Left => retry,
        _ => 1.0 - (1.0 - retry) * used,
    }
}

/// S: how much of the person's circle is there.
pub fn mouth(scene: &Scene, world: &World, today: &Today, person: u32, platform: usize) -> f64 {
    let links = world.links_of(person);
    let total: f64 = links.iter().map(|(_, link)| weight(scene.behaviour(), link, today.day)).sum();
    if total == 0.0 {
        return 0.0;
    }
    let voice = |other: u32, link: &Link| intensity(scene, world, today, other, link, platform);
    let share = links.iter().map(|(other, link)| voice(*other, link)).sum::<f64>() / total;
    match scene.behaviour().contagion {
        Contagion::Simple => share,
        Contagion::Threshold if share >= scene.behaviour().threshold => 1.0,
        Contagion::Threshold => 0.0,
        Contagion::Complex => {
            let one_contact = total / links.len() as f64;
            let layers: BTreeSet<_> = links.iter().map(|(_, link)| link.layer).collect();
            let heard = |layer| links.iter().filter(|(_, link)| link.layer == layer).map(|(other, link)| voice(*other, link)).sum::<f64>();
            let circles = layers.into_iter().filter(|layer| heard(*layer) >= one_contact).count();
            if circles == 0 { 0.0 } else { (circles as f64 - 1.0) / 3.0 }
        }
    }
}

/// How strongly one contact speaks for a platform: w h, less what is blocked at the tie's home.
fn intensity(scene: &Scene, world: &World, today: &Today, other: u32, link: &Link, platform: usize) -> f64 {
    let plain = weight(scene.behaviour(), link, today.day) * world.use_of(other, platform).presence_share();
    plain * (1.0 - today.blocked(platform, link.home))
}

/// The share of the circle that is there and found through imported contacts.
fn imported(scene: &Scene, world: &World, today: &Today, person: u32, platform: usize) -> f64 {
    let (mut total, mut found) = (0.0, 0.0);
    for (other, link) in world.links_of(person) {
        let w = weight(scene.behaviour(), link, today.day);
        total += w;
        let draw = DayKey::with(scene.chance.ever(Purpose::Found).tie(person, other), scene.tags[platform]);
        if f64::from(unit(draw)) < today.imported(platform, link.home) {
            found += w * world.use_of(other, platform).presence_share();
        }
    }
    if total == 0.0 { 0.0 } else { found / total }
}

/// The home of the tie that the invitation came through.
fn inviter_home(scene: &Scene, world: &World, today: &Today, person: u32, platform: usize) -> PlatformId {
    let links = world.links_of(person);
    let voices = links.iter().map(|(other, link)| (intensity(scene, world, today, *other, link, platform), link.home));
    let total: f64 = voices.clone().map(|(voice, _)| voice).sum();
    let target = scene.person_unit(Purpose::Inviter, today.day, person, platform) * total;
    let mut reached = 0.0;
    let mut home = NOWHERE;
    for (voice, voice_home) in voices.filter(|(voice, _)| *voice > 0.0) {
        home = voice_home;
        reached += voice;
        if target < reached {
            break;
        }
    }
    home
}
