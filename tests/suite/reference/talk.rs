//! Talk (7.5): which ties talk or get a share today, and where.

use moatsim::ids::Layer;
use moatsim::rng::{DayKey, Purpose, gate, gate_again, gate_end, gate_tagged, unit};
use moatsim::scenario::Behaviour;
use moatsim::scenario::behaviour::Talk;

use super::bridge::{Reach, reach};
use super::dump::Counts;
use super::model::{Deeds, Link, Scene, World, id};
use super::race::{OUTSIDE_TAG, Race};
use super::today::Today;
use super::weigh::{WHOLE, conversation, outside, units};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    Talk,
    /// Something from this platform.
    Share(usize),
}

/// A talk or a share of a tie, and its venue; silence where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    pub ends: (u32, u32),
    pub occasion: Occasion,
    pub venue: Option<usize>,
}

/// Of one tie, the talk stands before the share.
pub fn talk(scene: &Scene, world: &World, today: &Today, deeds: &mut Deeds, counts: &mut Counts) -> Vec<Exchange> {
    let mut exchanges = Vec::new();
    if scene.behaviour().talk == Talk::None {
        return exchanges;
    }
    for (ends, link) in &world.links {
        let talks = talks(scene, today, *ends, link).then_some(Occasion::Talk);
        let shares = shared(scene, world, today, *ends, link).map(Occasion::Share);
        for occasion in talks.into_iter().chain(shares) {
            let venue = venue(scene, world, today, *ends, link, occasion);
            if let Some(venue) = venue {
                for end in [ends.0, ends.1] {
                    let reach = reach(world, today, end, venue).expect("a venue reaches both ends");
                    deeds.called[end as usize][reach.called_to] = true;
                }
            }
            counts.exchange(link.layer, occasion, venue);
            exchanges.push(Exchange { ends: *ends, occasion, venue });
        }
    }
    exchanges
}

/// What the cheap draws of a tie are made of: the two ends' parts.
fn pair(scene: &Scene, purpose: Purpose, today: &Today, ends: (u32, u32)) -> u32 {
    let key = scene.chance.on(purpose, today.day).gate_key();
    gate_end(key, ends.0).wrapping_add(gate_end(key, ends.1))
}

/// The draw of a message that rounds the tie's history.
pub fn rounding(scene: &Scene, occasion: Occasion, today: &Today, ends: (u32, u32)) -> u64 {
    upper(gate(pair(scene, purpose_of(occasion), today, ends)))
}

/// A cheap draw as the upper bits of one that is not.
fn upper(draw: u32) -> u64 {
    u64::from(draw) << 32
}

fn purpose_of(occasion: Occasion) -> Purpose {
    if occasion == Occasion::Talk { Purpose::Venue } else { Purpose::ShareVenue }
}

fn talks(scene: &Scene, today: &Today, ends: (u32, u32), link: &Link) -> bool {
    let weight = units(scene.behaviour(), link, link.idle_days(today.day));
    u64::from(gate(pair(scene, Purpose::Talk, today, ends))) < u64::from(weight) << 18
}

/// The platform whose content one end sends the other today: one draw, divided among platforms and ends.
pub fn shared(scene: &Scene, world: &World, today: &Today, ends: (u32, u32), link: &Link) -> Option<usize> {
    let behaviour = scene.behaviour();
    let share = |units: u32| f64::from(units) / f64::from(WHOLE);
    let now = share(units(behaviour, link, link.idle_days(today.day)));
    let greatest = share(units(behaviour, link, 0));
    let draw = f64::from(gate_again(pair(scene, Purpose::Talk, today, ends))) / 4_294_967_296.0;
    let mut start = 0.0;
    for &platform in &today.order {
        let rate = today.attributes[platform].share_rate;
        for end in [ends.0, ends.1] {
            let stop = (start + now * rate).min(1.0);
            let saw = world.people[end as usize].opened_yesterday[platform];
            if saw && start <= draw && draw < stop {
                return Some(platform);
            }
            start += if saw { greatest * rate } else { 0.0 };
        }
    }
    None
}

/// The venue with the greatest utility and chance, if it beats staying outside.
fn venue(scene: &Scene, world: &World, today: &Today, ends: (u32, u32), link: &Link, occasion: Occasion) -> Option<usize> {
    let pair = pair(scene, purpose_of(occasion), today, ends);
    let mut race = Race::new(scene.behaviour().choice_sharpness);
    for platform in 0..scene.platforms() {
        let (Some(a), Some(b)) = (reach(world, today, ends.0, platform), reach(world, today, ends.1, platform)) else { continue };
        let somebody_there = world.has(ends.0, platform) || world.has(ends.1, platform);
        let found = is_found(scene, today, ends, link, platform, a.presence.min(b.presence));
        if somebody_there && found && !is_blocked(scene, today, ends, occasion, platform) {
            let utility = utility(scene, today, ends, link, occasion, platform, (a, b));
            race.enter(Some(platform), upper(gate_tagged(pair, scene.tags[platform])), utility);
        }
    }
    race.enter(None, upper(gate_tagged(pair, OUTSIDE_TAG)), outside(scene.behaviour(), link.layer));
    race.winner()
}

/// The share of messages that somebody who has an app notices: by habit of opening it, or because it rings.
pub fn noticed(behaviour: &Behaviour, presence: f64) -> f64 {
    behaviour.notice + (1.0 - behaviour.notice) * presence
}

fn utility(
    scene: &Scene,
    today: &Today,
    ends: (u32, u32),
    link: &Link,
    occasion: Occasion,
    platform: usize,
    (a, b): (Reach, Reach),
) -> f64 {
    let behaviour = scene.behaviour();
    let attributes = &today.attributes[platform];
    let content = if occasion == Occasion::Share(platform) { attributes.share_fit } else { 0.0 };
    let history = if link.home == id(platform) { f64::from(link.history) / 255.0 } else { 0.0 };
    let watched = if link.layer == Layer::Acquaintance { attributes.exposure } else { 0.0 };
    conversation(attributes.fit[link.layer.index()])
        + content
        + behaviour.reach_weight * libm::log(noticed(behaviour, a.presence) * noticed(behaviour, b.presence))
        + behaviour.history_weight * history
        + 0.5 * (today.bonus_of(ends.0, platform) + today.bonus_of(ends.1, platform))
        + today.mandate_bonus(ends.0, ends.1, link.layer, platform)
        - attributes.price
        - behaviour.exposure_talk * watched
        - behaviour.bridge_cost * ((1.0 - a.crossing) + (1.0 - b.crossing))
}

/// Whether the two know of each other on a platform; the draw never changes, so who is found stays found as presence grows.
fn is_found(scene: &Scene, today: &Today, ends: (u32, u32), link: &Link, platform: usize, presence: f64) -> bool {
    let draw = f64::from(unit(DayKey::with(scene.chance.ever(Purpose::Found).tie(ends.0, ends.1), scene.tags[platform])));
    let at_once = today.attributes[platform].contacts;
    draw < at_once + (1.0 - at_once) * presence || draw < today.imported(platform, link.home)
}

fn is_blocked(scene: &Scene, today: &Today, ends: (u32, u32), occasion: Occasion, venue: usize) -> bool {
    let Occasion::Share(content) = occasion else { return false };
    let draw = DayKey::with(scene.chance.on(Purpose::Blocked, today.day).tie(ends.0, ends.1), scene.tags[venue]);
    f64::from(unit(draw)) < today.blocked(content, id(venue))
}
