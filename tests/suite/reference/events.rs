//! The morning: events edit attributes and the world, in the order of the file.

use moatsim::ids::Topic;
use moatsim::rng::{DayKey, Purpose, happens, tag, unit};
use moatsim::scenario::{Act, Audience, Event};

use super::model::{Scene, World};
use super::today::{LayerBonus, Phase, Today};
use super::weigh::to_byte;

/// The audience of each event, by the ties that people start with.
pub type Audiences = Vec<Vec<bool>>;

pub fn audiences(scene: &Scene, world: &World) -> Audiences {
    scene.scenario.events.iter().map(|event| audience(scene, world, event)).collect()
}

/// Lets the events of a day act on the world, and says what holds that day. Counts removals by closing.
pub fn morning(scene: &Scene, world: &mut World, audiences: &Audiences, day: i32, removed: &mut [u64]) -> Today {
    let starts = |event: &Event| i64::from(event.from) == i64::from(day);
    for (number, event) in scene.scenario.events.iter().enumerate() {
        if starts(event) {
            for act in &event.acts {
                act_once(scene, world, (event, act), &audiences[number], day, removed);
            }
        }
    }
    let mut today = Today::plain(scene, &world.closed, day, Phase::Lived);
    for (number, event) in scene.scenario.events.iter().enumerate() {
        let over = event.until.is_some_and(|until| i64::from(until) <= i64::from(day));
        let begun = i64::from(event.from) <= i64::from(day);
        if begun && !over {
            for act in &event.acts {
                act_today(scene, &mut today, act, &audiences[number]);
            }
        }
        if starts(event) {
            for act in &event.acts {
                bring(scene, world, &mut today, act, &audiences[number]);
            }
        }
    }
    today
}

/// Who an event reaches: all that is stated must hold.
fn audience(scene: &Scene, world: &World, event: &Event) -> Vec<bool> {
    let to = &event.to;
    let whole = scene.community_first.len() - 1;
    let share = to.community_share.map(|share| libm::round(share * whole as f64).max(1.0) as usize);
    let wanted = match (to.communities.map(|count| count as usize), share) {
        (Some(count), Some(share)) => Some(count.min(share)),
        (count, share) => count.or(share),
    };
    let communities = wanted.map(|count| drawn_communities(scene, event, count));
    world.numbers().map(|person| reaches(scene, world, event, to, communities.as_deref(), person)).collect()
}

fn reaches(scene: &Scene, world: &World, event: &Event, to: &Audience, communities: Option<&[bool]>, person: u32) -> bool {
    let of_segment = |segment: u16| world.people[person as usize].segment == usize::from(segment);
    let drawn = |share: f64| happens(scene.chance.ever(Purpose::Audience).tagged(person, tag(&event.name)), share);
    let in_drawn = |drawn: &[bool]| {
        let community = scene.community_first.iter().rposition(|first| *first <= person);
        community.is_some_and(|community| drawn[community])
    };
    let is_fan = world.groups.iter().any(|group| group.topic == Topic::Fan && group.owner != person && group.circle.contains(&person));
    to.segment.is_none_or(of_segment)
        && to.share.is_none_or(drawn)
        && communities.is_none_or(in_drawn)
        && to.layer.is_none_or(|layer| world.links_of(person).iter().any(|(_, link)| link.layer == layer))
        && (!to.followers_of_creators || is_fan)
}

/// The communities with the smallest draws.
fn drawn_communities(scene: &Scene, event: &Event, count: usize) -> Vec<bool> {
    let communities = scene.community_first.len() - 1;
    let key = scene.chance.ever(Purpose::Audience);
    let mut order: Vec<(u64, usize)> =
        (0..communities).map(|number| (key.tagged(number as u32, tag(&format!("{}/communities", event.name))), number)).collect();
    order.sort_unstable();
    let mut drawn = vec![false; communities];
    for (_, number) in order.into_iter().take(count) {
        drawn[number] = true;
    }
    drawn
}

/// What an act does to the world on its first morning.
fn act_once(scene: &Scene, world: &mut World, (event, act): (&Event, &Act), audience: &[bool], day: i32, removed: &mut [u64]) {
    let reached = |a: u32, b: u32| audience[a as usize] || audience[b as usize];
    let rounding =
        |a, b, what: &str| DayKey::with(scene.chance.on(Purpose::EventRounding, day).tie(a, b), tag(&format!("{}/{what}", event.name)));
    match act {
        Act::Wipe { platform, share } => {
            for ((a, b), link) in &mut world.links {
                if link.home == *platform && reached(*a, *b) {
                    link.history = to_byte(rounding(*a, *b, "wipe"), f64::from(link.history) * (1.0 - share));
                }
            }
        }
        Act::Export { from, to, share } => {
            for ((a, b), link) in &mut world.links {
                let both = [a, b].iter().all(|end| world.people[**end as usize].uses[to.index()].installed());
                if link.home == *from && both && reached(*a, *b) {
                    link.home = *to;
                    link.history = to_byte(rounding(*a, *b, "export"), f64::from(link.history) * share);
                }
            }
        }
        Act::Close { platform } => {
            world.closed[platform.index()] = true;
            for person in &mut world.people {
                person.opened_yesterday[platform.index()] = false;
                if person.uses[platform.index()].installed() {
                    person.uses[platform.index()].remove();
                    removed[platform.index()] += 1;
                }
            }
        }
        _ => {}
    }
}

/// What an act changes while it lasts.
fn act_today(scene: &Scene, today: &mut Today, act: &Act, audience: &[bool]) {
    let reached = || (0..audience.len()).filter(|person| audience[*person]);
    let draw = |purpose, person: usize, platform: usize| scene.person_unit(purpose, today.day, person as u32, platform);
    match act {
        Act::Set { platform, change } => change.apply(&mut today.attributes[platform.index()]),
        Act::Promote { platform, awareness, bonus } => {
            for person in reached() {
                today.awareness[person][platform.index()] += awareness;
                today.bonus[person][platform.index()] += bonus;
            }
        }
        Act::Mandate { platform, share, layer, bonus, .. } => {
            for person in reached() {
                let obeys = draw(Purpose::Obey, person, platform.index()) < *share;
                today.obeys[person][platform.index()] |= obeys;
            }
            if let Some(layer) = *layer {
                today.layer_bonus.push(LayerBonus { platform: platform.index(), layer, bonus: *bonus, audience: audience.to_vec() });
            }
        }
        Act::Block { platform, on, share } => raise(&mut today.block[platform.index()][on.index()], *share),
        Act::ImportContacts { platform, of, share } => raise(&mut today.imports[platform.index()][of.index()], *share),
        Act::Interop { from, to, share } => today.crossing[from.index()][to.index()] = *share,
        Act::Outage { platform, share } => {
            for person in 0..audience.len() {
                let fails = draw(Purpose::Outage, person, platform.index()) < *share;
                today.down[person][platform.index()] |= fails;
            }
        }
        Act::Wipe { .. } | Act::Export { .. } | Act::Close { .. } => {}
    }
}

/// Of several acts at once, the strongest holds.
fn raise(value: &mut f64, to: f64) {
    *value = value.max(to);
}

/// On a mandate's first day, those of its audience who obey bring contacts along.
fn bring(scene: &Scene, world: &World, today: &mut Today, act: &Act, audience: &[bool]) {
    let Act::Mandate { platform, share: obedient, contacts, .. } = act else { return };
    let key = scene.chance.on(Purpose::Bring, today.day);
    let obeys = |person: u32| scene.person_unit(Purpose::Obey, today.day, person, platform.index()) < *obedient;
    for bringer in world.numbers().filter(|person| audience[*person as usize] && obeys(*person)) {
        let links = world.links_of(bringer);
        let share = f64::from(*contacts) / f64::from(scene.first_degrees[bringer as usize]);
        for (other, _) in &links {
            if f64::from(unit(key.tie(bringer, *other))) < share {
                today.brought[*other as usize][platform.index()] = true;
            }
        }
    }
}
