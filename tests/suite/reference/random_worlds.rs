//! Small worlds drawn at random, with every mechanism at work, for two engines to be held against each other.

use moatsim::ids::{Layer, PlatformId, Topic};
use moatsim::rng::Stream;
use moatsim::scenario::behaviour::{Contagion, Talk};
use moatsim::scenario::{
    Act, Attributes, Audience, Behaviour, Event, GroupMix, Platform, Population, Run, Scenario, Segment, TieFile, TieSource,
};
use moatsim::ties::{GroupGraph, Tie, TieGraph};

use super::graphs::{group_graph, tie_graph};
use super::random_events::change;

/// One world a seed: a scenario past the door, and the ties and groups it starts from.
pub fn random_world(seed: u64) -> (Scenario, TieGraph, GroupGraph) {
    let mut dice = Dice::new(seed);
    // A few worlds are small and long, so that ties lie idle for longer than a cycle of the calendar.
    let long = dice.happens(0.08);
    let people = if long { dice.between(2, 8) } else { dice.between(2, 60) };
    let days = if long { dice.between(400, 560) } else { dice.between(20, 60) };
    let segments = segments(&mut dice);
    let platforms: Vec<Platform> = (0..dice.between(1, 4)).map(|number| platform(&mut dice, number, segments.len(), days)).collect();
    let communities = communities(&mut dice, people);
    let events =
        (0..dice.between(0, 7)).map(|number| event(&mut dice, number, days, platforms.len(), segments.len(), &communities)).collect();
    let slots = dice.between(0, 4);
    let ties = ties(&mut dice, people, slots, communities);
    let groups = groups(&mut dice, people);
    let scenario = Scenario {
        name: format!("world {seed}"),
        title: String::new(),
        asks: String::new(),
        source: Vec::new(),
        run: Run { people, days, start: None, replicates: 1, seed: seed ^ 0x5eed, settle_days: dice.between(0, 12) },
        population: population(segments, slots),
        platforms,
        events,
        compares: Vec::new(),
        expects: Vec::new(),
        behaviour: behaviour(&mut dice),
    };
    (scenario, ties, groups)
}

/// Chance that makes worlds, apart from the chance that lives in them.
pub struct Dice(Stream);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(Stream::new(seed, 0x0077_6f72_6c64))
    }

    pub fn happens(&mut self, share: f64) -> bool {
        self.0.unit() < share
    }

    /// A number from..to.
    pub fn real(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.0.unit()
    }

    /// A whole number from..=to.
    pub fn between(&mut self, from: u32, to: u32) -> u32 {
        from + self.0.below(to - from + 1)
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.0.below(from.len() as u32) as usize]
    }

    /// Nothing most of the time, so that plain platforms are common too.
    pub fn sometimes(&mut self, share: f64, from: f64, to: f64) -> f64 {
        if self.happens(share) { self.real(from, to) } else { 0.0 }
    }
}

fn segments(dice: &mut Dice) -> Vec<Segment> {
    let parts: Vec<f64> = (0..dice.between(1, 3)).map(|_| dice.real(0.2, 1.0)).collect();
    let total: f64 = parts.iter().sum();
    let segment = |(number, part): (usize, &f64)| Segment {
        name: format!("segment {number}"),
        share: part / total,
        content_taste: dice.real(0.5, 1.5),
        exposure_dislike: dice.real(0.0, 2.0),
        curiosity: dice.real(0.5, 2.0),
        leaving: 0.5 + part / total,
        minutes: dice.real(30.0, 240.0),
    };
    parts.iter().enumerate().map(segment).collect()
}

fn platform(dice: &mut Dice, number: u32, segments: usize, days: u32) -> Platform {
    let late = number > 0 && dice.happens(0.3);
    let users = |dice: &mut Dice| if late { 0.0 } else { dice.sometimes(0.7, 0.0, 1.1).min(1.0) };
    Platform {
        name: format!("{}{number}", dice.pick(&["Post", "Wall", "Reel", "Talk"])),
        opens: if late { dice.between(1, days / 2) } else { 0 },
        users: (0..segments).map(|_| users(dice)).collect(),
        attributes: attributes(dice),
    }
}

fn attributes(dice: &mut Dice) -> Attributes {
    let is_for_content = dice.happens(0.25);
    Attributes {
        fit: if is_for_content { [-4.0; 5] } else { std::array::from_fn(|_| fit(dice)) },
        fit_group: std::array::from_fn(|_| fit(dice)),
        share_fit: dice.real(-1.0, 2.0),
        share_rate: dice.sometimes(0.5, 0.0, 2.0) * dice.pick(&[1.0, 1.0, 10.0]),
        solo: dice.real(-1.0, 3.0),
        group_cap: dice.pick(&[0, 2, 5, 10, 500]),
        exposure: dice.sometimes(0.5, 0.0, 2.0),
        price: dice.sometimes(0.3, 0.0, 1.0),
        keeps: dice.pick(&[1.0, 1.0, 0.98, 0.5, 0.0]),
        invite: dice.sometimes(0.4, 0.0, 4.0),
        awareness: dice.sometimes(0.5, 0.0, 0.05),
        meet: dice.sometimes(0.5, 0.0, 0.6),
        contacts: dice.pick(&[0.0, 0.3, 0.7, 1.0]),
        group_entry: dice.sometimes(0.5, 0.0, 0.6),
        group_gate_days: dice.pick(&[0, 0, 3, 20, 127]),
        group_gate_level: dice.pick(&[0.2, 0.7, 1.0]),
    }
}

fn fit(dice: &mut Dice) -> f64 {
    if dice.happens(0.2) { -4.0 } else { dice.real(-2.0, 2.0) }
}

fn behaviour(dice: &mut Dice) -> Behaviour {
    let plain = Behaviour::default();
    let [rate_kin, rate_friend, rate_work, rate_acquaintance, rate_stranger] = rates(dice, &plain);
    Behaviour {
        rate_kin,
        rate_friend,
        rate_work,
        rate_acquaintance,
        rate_stranger,
        choice_sharpness: dice.pick(&[plain.choice_sharpness, plain.choice_sharpness, 0.4, 8.0]),
        strength_days_kin: dice.pick(&[plain.strength_days_kin, 15.0]),
        strength_days_friend: dice.pick(&[plain.strength_days_friend, 15.0, 1e6]),
        // Days are few and people too, so that what is rare must be made common.
        word_of_mouth: dice.real(0.02, 0.3),
        import_invite: dice.real(0.05, 0.5),
        opening_cost: dice.real(1.5, 4.0),
        opt_out: dice.real(0.0, 0.2),
        leave: dice.real(0.02, 0.2),
        leave_presence: dice.pick(&[0.05, 0.2, 0.4]),
        habit_days: dice.pick(&[3.0, 8.0, 22.0]),
        taste_spread: dice.real(0.3, 1.0),
        multihoming_cost: dice.real(0.0, 1.0),
        strength_days_stranger: dice.pick(&[2.0, 5.0, 12.0]),
        strength_days_acquaintance: dice.pick(&[10.0, 100.0, 250.0]),
        stranger_talks: dice.pick(&[2.0, 4.0, 10.0]),
        history_cap: dice.pick(&[20.0, 255.0]),
        history_gain: dice.pick(&[1.0, 2.5]),
        history_half_life: dice.pick(&[20.0, 250.0]),
        history_years: dice.pick(&[0.0, 0.1, 3.0]),
        vitality_days: dice.pick(&[0.4, 5.0, 14.0]),
        contagion: match dice.real(0.0, 1.0) {
            ..0.3 => Contagion::Complex,
            ..0.5 => Contagion::Threshold,
            _ => Contagion::Simple,
        },
        notice: dice.sometimes(0.5, 0.05, 0.6),
        talk: if dice.happens(0.1) { Talk::None } else { Talk::Ordinary },
        ..plain
    }
}

/// Of each layer in turn: as they are; alike, so that contacts of all layers speak with one voice; or rare, so that weights are hardly more than nothing.
fn rates(dice: &mut Dice, plain: &Behaviour) -> [f64; 5] {
    match dice.real(0.0, 1.0) {
        ..0.2 => [dice.pick(&[0.5, 1.7]); 5],
        ..0.4 => std::array::from_fn(|_| dice.pick(&[0.0001, 0.0003, 0.002, 0.02])),
        _ => [plain.rate_kin, plain.rate_friend, plain.rate_work, plain.rate_acquaintance, plain.rate_stranger],
    }
}

/// Where ties come from is for the generator; both engines are given the graph.
fn population(segments: Vec<Segment>, stranger_slots: u32) -> Population {
    let unused = TieFile::new(Default::default(), Layer::Friend);
    Population {
        source: TieSource::File(unused),
        segments,
        groups: GroupMix { family: 0.0, class: 0.0, work: 0.0, interest: 0.0 },
        creators: 0.0,
        fans_mean: 0.0,
        stranger_slots,
    }
}

/// First people of communities, then the number of people.
fn communities(dice: &mut Dice, people: u32) -> Vec<u32> {
    let mut first = vec![0];
    loop {
        let next = first[first.len() - 1] + dice.between(1, 15);
        if next >= people {
            first.push(people);
            return first;
        }
        first.push(next);
    }
}

fn ties(dice: &mut Dice, people: u32, slots: u32, communities: Vec<u32>) -> TieGraph {
    let share = (dice.real(1.0, 16.0) / f64::from(people)).min(1.0);
    let mut ties = Vec::new();
    for a in 0..people {
        for b in a + 1..people {
            if dice.happens(share) {
                let layer = dice.pick(&Layer::ALL);
                ties.push((a, b, Tie::weighted(layer, dice.between(0, 3))));
            }
        }
    }
    tie_graph(people, slots, communities, &ties)
}

fn groups(dice: &mut Dice, people: u32) -> GroupGraph {
    let groups = (0..dice.between(0, 1 + people / 5)).filter_map(|_| {
        let topic = dice.pick(&Topic::ALL);
        let share = dice.real(0.05, 0.5);
        let members: Vec<u32> = (0..people).filter(|_| dice.happens(share)).collect();
        let owner = *members.get(dice.between(0, members.len() as u32) as usize)?;
        (members.len() >= 2).then_some((topic, owner, members))
    });
    group_graph(groups.collect())
}

fn event(dice: &mut Dice, number: u32, days: u32, platforms: usize, segments: usize, communities: &[u32]) -> Event {
    let from = dice.between(0, days - 1);
    let until = dice.happens(0.7).then(|| from + dice.between(1, days / 2));
    Event {
        name: format!("event {number}"),
        from,
        until,
        to: audience(dice, segments, communities.len() as u32 - 1),
        acts: (0..dice.between(1, 2)).map(|_| act(dice, platforms)).collect(),
    }
}

fn audience(dice: &mut Dice, segments: usize, communities: u32) -> Audience {
    let mut to = Audience::default();
    if dice.happens(0.2) {
        to.segment = Some(dice.between(0, segments as u32 - 1) as u16);
    }
    if dice.happens(0.3) {
        to.share = Some(dice.real(0.0, 1.0));
    }
    if dice.happens(0.2) {
        to.communities = Some(dice.between(1, communities));
    }
    if communities > 0 && dice.happens(0.1) {
        to.community_share = Some(dice.real(0.0, 1.0));
    }
    if dice.happens(0.2) {
        to.layer = Some(dice.pick(&Layer::ALL));
    }
    to.followers_of_creators = dice.happens(0.1);
    to
}

/// Every verb; a verb between two platforms falls to one of one platform where there is only one.
fn act(dice: &mut Dice, platforms: usize) -> Act {
    let platform = PlatformId(dice.between(0, platforms as u32 - 1) as u8);
    let other = PlatformId(((usize::from(platform.0) + dice.between(1, platforms.max(2) as u32 - 1) as usize) % platforms) as u8);
    let share = dice.pick(&[0.1, 0.5, 0.9, 1.0]);
    let verb = if platforms > 1 { dice.between(0, 9) } else { dice.between(0, 5) };
    match verb {
        0 => Act::Set { platform, change: change(dice) },
        1 => Act::Promote { platform, awareness: dice.real(0.0, 0.2), bonus: dice.real(0.0, 2.0) },
        2 => Act::Mandate {
            platform,
            share,
            contacts: dice.between(0, 3),
            layer: dice.happens(0.6).then(|| dice.pick(&Layer::ALL)),
            bonus: 2.0,
        },
        3 => Act::Outage { platform, share },
        4 => Act::Wipe { platform, share },
        // Closing ends much of what is to be compared, so it is the rarer one.
        5 if dice.happens(0.3) => Act::Close { platform },
        5 => Act::Promote { platform, awareness: 0.05, bonus: -0.5 },
        6 => Act::Block { platform, on: other, share },
        7 => Act::Interop { from: platform, to: other, share },
        8 => Act::Export { from: platform, to: other, share },
        _ => Act::ImportContacts { platform, of: other, share },
    }
}
