//! Events: what they make of the platforms today, and what they do at once.

use crate::ids::{Layer, PLATFORMS_MAX, PlatformId, Topic, WEIGHT_PARTS};
use crate::metrics::record::DayRecord;
use crate::population::{STEPS, TraitTables};
use crate::rng::{self, Below, Chance, DayKey, Purpose};
use crate::rules::adopt;
use crate::rules::gather::{self, CROWD_MAX};
use crate::rules::home::Decay;
use crate::rules::weight::Weights;
use crate::rules::{Brought, Keys, Mandate, Opening, Promotion, Race, Today};
use crate::scenario::behaviour::Talk;
use crate::scenario::{Act, Attributes, Event, Platform, Scenario};
use crate::ties::Tie;
use crate::walk::{LEAF, TieRows, walk};
use crate::world::{Audiences, World};

use super::life::Life;
use super::tally::TenureCounts;

/// The constants of a run, on the first settling day.
pub fn first_day(scenario: &Scenario, chance: Chance) -> Today {
    let behaviour = &scenario.behaviour;
    let day = -(scenario.run.settle_days as i32);
    let attributes: Vec<Attributes> = scenario.platforms.iter().map(|platform| platform.attributes.clone()).collect();
    let novelty = |tenure: usize| behaviour.novelty_weight * libm::exp(-(tenure as f64) / behaviour.novelty_days);
    let segments = &scenario.population.segments;
    let tags = std::array::from_fn(|p| scenario.platforms.get(p).map_or(0, |platform| rng::tag(&platform.name)));
    let mut order: Vec<usize> = (0..attributes.len()).collect();
    order.sort_by_key(|&p| tags[p]);
    let mut today = Today {
        day,
        settling: Some(0),
        platforms: attributes.len(),
        open: 0,
        opening_bound: [1.0; PLATFORMS_MAX],
        willing: [[0.0; PLATFORMS_MAX]; Topic::COUNT],
        adoption_bound: std::array::from_fn(|_| vec![1.0; scenario.population.segments.len()]),
        may_adopt: [Below::ALL; PLATFORMS_MAX],
        spread: [0.0; PLATFORMS_MAX],
        resisted: std::array::from_fn(|p| scenario.platforms.get(p).map_or(Vec::new(), |platform| resisted(platform, behaviour.retry))),
        behaviour: behaviour.clone(),
        tags,
        order,
        keys: Keys::new(chance, day),
        weights: Weights::new(behaviour),
        traits: TraitTables::new(scenario),
        minutes: segments.iter().map(|segment| segment.minutes as f32).collect(),
        curiosity: segments.iter().map(|segment| segment.curiosity as f32).collect(),
        leaving: segments.iter().map(|segment| segment.leaving as f32).collect(),
        install_presence: libm::round(behaviour.install_presence * 255.0).clamp(1.0, 255.0) as u8,
        faint: libm::ceilf(behaviour.leave_presence as f32 * 255.0).clamp(0.0, 255.0) as u8,
        may_leave: Below::new(adopt::leaving_bound(behaviour, segments).into()),
        sharing: Vec::new(),
        share_bound: [0; 8],
        promotions: Vec::new(),
        mandates: Vec::new(),
        brought: Vec::new(),
        stranger_slots: scenario.population.stranger_slots,
        outages: Vec::new(),
        imports: Vec::new(),
        blocked: [[0.0; PLATFORMS_MAX + 1]; PLATFORMS_MAX],
        bridge: [[0.0; PLATFORMS_MAX]; PLATFORMS_MAX],
        has_bonus: false,
        has_blocks: false,
        has_bridges: false,
        has_exposure: false,
        has_search: false,
        race: Race::new(behaviour, &attributes, &tags),
        decay: Decay::new(behaviour.history_half_life),
        meets: Topic::ALL.map(|topic| gather::meeting(behaviour, topic)),
        attends: [1.0, behaviour.group_follow].map(|follow| std::array::from_fn(|presence| gather::attending(presence as u8, follow))),
        crowd: (0..CROWD_MAX).map(|n| gather::crowd(behaviour, n)).collect(),
        opening: Opening {
            cost: behaviour.opening_cost as f32,
            habit: behaviour.habit_weight as f32,
            multihoming: behaviour.multihoming_cost as f32,
            loneliness: behaviour.loneliness_cost as f32,
            // Where nobody talks nothing waits.
            pull: if behaviour.talk == Talk::None { 0.0 } else { behaviour.pull_weight as f32 },
            pull_scale: behaviour.pull_scale as f32,
        },
        tie_pull: Layer::ALL.map(|layer| (behaviour.value(layer) / (WEIGHT_PARTS as f64 * 255.0)) as f32),
        message_worth: Layer::ALL.map(|layer| (behaviour.value(layer) * WEIGHT_PARTS as f64) as i64),
        group_pull: Topic::ALL.map(|topic| (behaviour.value_group * behaviour.sessions(topic) / 255.0) as f32),
        has_conversation: [false; PLATFORMS_MAX],
        best_fit: [0.0; PLATFORMS_MAX],
        solo: [0.0; PLATFORMS_MAX],
        stranger_talks: libm::ceil(behaviour.stranger_talks) as u32,
        keeps: [1.0; PLATFORMS_MAX + 1],
        alone: std::array::from_fn(|p| if p < attributes.len() { vec![[0.0; STEPS]; segments.len()] } else { Vec::new() }),
        novelty: std::array::from_fn(|tenure| if tenure < 127 { novelty(tenure) as f32 } else { 0.0 }),
        attributes,
    };
    // What closes on day 0 is open while habits settle.
    today.open = mask_of(scenario, |platform| platform.opens == 0);
    today.attributes_changed();
    today
}

/// Who did not use on day 0 what everybody used had years to try it; where few used it, few had heard of it.
fn resisted(platform: &Platform, retry: f64) -> Vec<f32> {
    let known = |&share: &f64| if platform.opens == 0 { share } else { 0.0 };
    platform.users.iter().map(|share| (1.0 - (1.0 - retry) * known(share)) as f32).collect()
}

/// Makes a settling day, before day 0.
pub fn settling_day(today: &mut Today, scenario: &Scenario, chance: Chance, number: u32) {
    today.settling = Some(number);
    today.day = number as i32 - scenario.run.settle_days as i32;
    today.keys = Keys::new(chance, today.day);
}

/// Makes a day of the run: everything that events say of it.
pub fn dawn(today: &mut Today, scenario: &Scenario, chance: Chance, day: u32) {
    today.settling = None;
    today.day = day as i32;
    today.keys = Keys::new(chance, today.day);
    today.open = open_platforms(scenario, day);
    for (attributes, platform) in today.attributes.iter_mut().zip(&scenario.platforms) {
        attributes.clone_from(&platform.attributes);
    }
    today.promotions.clear();
    today.mandates.clear();
    today.brought.clear();
    today.outages.clear();
    today.imports.clear();
    today.blocked = [[0.0; PLATFORMS_MAX + 1]; PLATFORMS_MAX];
    today.bridge = [[0.0; PLATFORMS_MAX]; PLATFORMS_MAX];
    for (number, event) in scenario.events.iter().enumerate().filter(|(_, event)| event.is_on(day)) {
        for act in &event.acts {
            apply(today, number, event, act, day);
        }
    }
    today.has_bonus = !(today.promotions.is_empty() && today.mandates.is_empty());
    today.has_blocks = today.blocked.iter().flatten().any(|&share| share > 0.0);
    today.has_bridges = today.bridge.iter().flatten().any(|&share| share > 0.0);
    today.attributes_changed();
    today.bound_draws();
}

impl Event {
    /// Whether an event lasts on a day.
    pub fn is_on(&self, day: u32) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

fn apply(today: &mut Today, event_number: usize, event: &Event, act: &Act, day: u32) {
    match *act {
        Act::Set { platform, ref change } => change.apply(&mut today.attributes[platform.index()]),
        Act::Promote { platform, awareness, bonus } => {
            today.promotions.push(Promotion { platform, awareness: awareness as f32, bonus: bonus as f32, event: event_number });
        }
        Act::Mandate { platform, share, contacts, layer, bonus } => {
            today.mandates.push(Mandate { platform, share: share as f32, layer, bonus: bonus as f32, event: event_number });
            if contacts > 0 && event.from == day {
                today.brought.push(Brought { platform, share: share as f32, contacts, event: event_number });
            }
        }
        Act::Block { platform, on, share } => {
            let blocked = &mut today.blocked[platform.index()][on.index()];
            *blocked = blocked.max(share as f32);
        }
        Act::Interop { from, to, share } => today.bridge[from.index()][to.index()] = share as f32,
        Act::Outage { platform, share } => today.outages.push((platform, share as f32)),
        Act::ImportContacts { platform, of, share } => today.imports.push((platform, of, share as f32)),
        Act::Wipe { .. } | Act::Export { .. } | Act::Close { .. } => {}
    }
}

/// Platforms that have opened and not been closed, as a mask.
fn open_platforms(scenario: &Scenario, day: u32) -> u8 {
    let closed = |p: PlatformId| scenario.events.iter().any(|event| event.from <= day && event.acts.iter().any(|act| closes(act, p)));
    let mut open = mask_of(scenario, |platform| platform.opens <= day);
    for p in (0..scenario.platforms.len() as u8).filter(|&p| closed(PlatformId(p))) {
        open &= !(1 << p);
    }
    open
}

fn mask_of(scenario: &Scenario, holds: impl Fn(&Platform) -> bool) -> u8 {
    scenario.platforms.iter().enumerate().fold(0, |mask, (p, platform)| mask | u8::from(holds(platform)) << p)
}

fn closes(act: &Act, p: PlatformId) -> bool {
    matches!(act, Act::Close { platform } if *platform == p)
}

/// Does what events of today do at once: wipe, export, close.
pub fn strike(life: &mut Life, day: u32, count: &mut DayRecord) {
    let Life { scenario, chance, world, audiences, tenure, .. } = life;
    let chance = *chance;
    for (number, event) in scenario.events.iter().enumerate().filter(|(_, event)| event.from == day) {
        for act in &event.acts {
            match *act {
                Act::Wipe { platform, share } => wipe(world, rounding(chance, event, day, "wipe"), audiences, number, platform, share),
                Act::Export { from, to, share } => {
                    export(world, rounding(chance, event, day, "export"), audiences, number, [from, to], share)
                }
                Act::Close { platform } => close(world, day, platform, count, tenure),
                _ => {}
            }
        }
    }
}

/// How an event rounds what it leaves of a tie's history: each act by draws of its own, as two of one day may come upon the same tie.
fn rounding(chance: Chance, event: &Event, day: u32, act: &str) -> impl Fn(u32, u32) -> u64 + Sync {
    let key = chance.on(Purpose::EventRounding, day as i32);
    let tag = rng::tag(&format!("{}/{act}", event.name));
    move |person, other| DayKey::with(key.tie(person, other), tag)
}

fn wipe(world: &mut World, draw: impl Fn(u32, u32) -> u64 + Sync, audiences: &Audiences, event: usize, platform: PlatformId, share: f64) {
    let neighbour = &world.graph.neighbour;
    let visit = |rows: TieRows| {
        rows.for_each(|person, start, ties| {
            for (tie, &other) in ties.iter_mut().zip(&neighbour[start..]) {
                if tie.home() == platform && (audiences.hold(event, person) || audiences.hold(event, other)) {
                    let left = tie.history() as f32 * (1.0 - share) as f32;
                    *tie = tie.with_history(rng::round(draw(person, other), left));
                }
            }
        });
    };
    walk(TieRows::new(&world.graph.first, &mut world.graph.tie), LEAF, &visit, &|(), ()| ());
}

fn export(
    world: &mut World,
    draw: impl Fn(u32, u32) -> u64 + Sync,
    audiences: &Audiences,
    event: usize,
    between: [PlatformId; 2],
    share: f64,
) {
    let [from, to] = between;
    let (neighbour, rows_of_people) = (&world.graph.neighbour, &world.rows);
    let visit = |rows: TieRows| {
        rows.for_each(|person, start, ties| {
            let uses = rows_of_people.read(person).presence(to) > 0;
            for (tie, &other) in ties.iter_mut().zip(&neighbour[start..]).filter(|_| uses) {
                let reached = audiences.hold(event, person) || audiences.hold(event, other);
                if tie.home() == from && reached && rows_of_people.read(other).presence(to) > 0 {
                    let carried = rng::round(draw(person, other), tie.history() as f32 * share as f32);
                    *tie = tie.with_home(to).with_history(carried);
                }
            }
        });
    };
    walk(TieRows::new(&world.graph.first, &mut world.graph.tie), LEAF, &visit, &|(), ()| ());
}

/// Nobody has the platform any more. What lived there lives on in name until it talks elsewhere.
fn close(world: &mut World, day: u32, platform: PlatformId, count: &mut DayRecord, tenure: &TenureCounts) {
    let (platforms, stride) = (world.platforms, world.rows.stride());
    for row in world.rows.bytes_mut().chunks_mut(stride) {
        row[platform.index()] = 0;
        row[platforms] &= !(1 << platform.0);
    }
    for app in world.app.of_platform(platform.index()).filter(|app| app.is_installed()) {
        tenure.cut_short(*app, day, platform.index());
        *app = app.removed();
        count.uninstalls[platform.index()] += 1;
    }
}

/// On the evening of every 128th day the last talk of long idle ties moves forward, so that counts of idle days do not wrap; ties
/// that are gone are cleared away.
pub fn refresh_idle(world: &mut World, today: &Today, chance: Chance) {
    let key = chance.on(Purpose::IdleRounding, today.day);
    let neighbour = &world.graph.neighbour;
    let visit = |rows: TieRows| {
        rows.for_each(|person, start, ties| {
            for (tie, &other) in ties.iter_mut().zip(&neighbour[start..]) {
                let idle_days = tie.idle_days(today.day);
                if tie.is_empty() || idle_days <= IDLE_LONG {
                    continue;
                }
                if today.weights.of(*tie, idle_days + 1) == 0 {
                    *tie = Tie::empty();
                } else {
                    let left = crate::rules::home::history_left(today, tie.home(), tie.history(), REFRESH_DAYS);
                    let last = today.day - (idle_days - REFRESH_DAYS) as i32;
                    *tie = tie.with_history(rng::round(key.tie(person, other), left)).with_last(last);
                }
            }
        });
    };
    walk(TieRows::new(&world.graph.first, &mut world.graph.tie), LEAF, &visit, &|(), ()| ());
}

/// How often idle ties are refreshed.
pub const REFRESH_DAYS: u32 = 128;
const IDLE_LONG: u32 = 256;

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use crate::engine::life::tests::lived;

    #[test]
    fn nobody_was_alone_before_there_was_conversation() {
        let text = "
            [run]
            settle_days = 0
            [population]
            preset = \"random\"
            ties_per_person = 4
            [[platform]]
            name = \"Shop\"
            users = 1
            solo = 4
            fit = \"none\"
            [[event]]
            name = \"chat\"
            on = 3
            platform = \"Shop\"
            set = { fit = \"poor\" }
        ";
        let loneliest = RefCell::new(Vec::new());
        lived(text, 100, 5, |life| {
            let months = life.world.month.lanes().as_flattened();
            loneliest.borrow_mut().push(months.iter().map(|month| month.lonely()).max().expect("there are people"));
        });
        assert_eq!(loneliest.into_inner(), [0, 0, 0, 1, 2]);
    }
}
