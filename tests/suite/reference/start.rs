//! Initialization (section 5): who uses what, and where ties and groups live at first.

use moatsim::ids::{Layer, NOWHERE, PlatformId, Topic};
use moatsim::population::{TraitTables, segment_of};
use moatsim::rng::{Chance, DayKey, Purpose, happens};
use moatsim::scenario::Scenario;
use moatsim::ties::{GroupGraph, TieGraph};

use super::gather::reach;
use super::model::{Group, Link, Person, Scene, Standing, Use, World, id, pair, tags};
use super::race::Race;
use super::talk::noticed;
use super::weigh::{conversation, first_history, rate, session_rate};

/// Presence of day-0 users: 0.9.
const FIRST_PRESENCE: u32 = 230;

const FIRST_VITALITY: u32 = 128;

pub fn scene<'a>(scenario: &'a Scenario, replicate: u32, ties: &TieGraph) -> Scene<'a> {
    Scene {
        scenario,
        chance: Chance::new(scenario.run.seed, replicate),
        tags: tags(scenario),
        traits: TraitTables::new(scenario),
        community_first: ties.community_first.clone(),
        first_degrees: (0..scenario.run.people)
            .map(|person| row(ties, person).filter(|place| !ties.tie[*place].is_empty()).count() as u32)
            .collect(),
    }
}

/// The world before the first day that is lived.
pub fn world(scene: &Scene, ties: &TieGraph, groups: &GroupGraph) -> World {
    let people: Vec<Person> = (0..scene.scenario.run.people).map(|number| person(scene, ties, number)).collect();
    let mut world = World { people, links: Default::default(), groups: Vec::new(), closed: vec![false; scene.platforms()] };
    let before = -(scene.scenario.run.settle_days as i32) - 1;
    for number in world.numbers() {
        for place in row(ties, number) {
            let other = ties.neighbour[place];
            if !ties.tie[place].is_empty() && number < other {
                let link = link(scene, &world, ties, place, number, before);
                world.links.insert(pair(number, other), link);
            }
        }
    }
    world.groups = (0..groups.topic.len()).map(|number| group(scene, &world, groups, number, before)).collect();
    world
}

fn row(ties: &TieGraph, person: u32) -> std::ops::Range<usize> {
    ties.first[person as usize] as usize..ties.first[person as usize + 1] as usize
}

fn person(scene: &Scene, ties: &TieGraph, number: u32) -> Person {
    let segment = segment_of(&scene.scenario.population, scene.chance, number);
    let draw = scene.chance.ever(Purpose::Traits).one(number);
    let taste = scene.chance.ever(Purpose::Taste);
    let first_use = |platform: usize| {
        let draw = scene.chance.ever(Purpose::FirstUsers).tagged(number, scene.tags[platform]);
        let platform = &scene.scenario.platforms[platform];
        if platform.opens == 0 && happens(draw, platform.users[usize::from(segment)]) {
            Use { standing: Standing::Installed, presence: FIRST_PRESENCE, tenure: 127, idle: 0, lonely: 0, hidden: false }
        } else {
            Use::NEVER
        }
    };
    Person {
        segment: usize::from(segment),
        content_taste: f64::from(scene.traits.contents(&[segment as u8], &[draw]).taste[0]),
        habit_rate: f64::from(scene.traits.habit_rates(&[draw])[0]),
        exposure_dislike: f64::from(scene.traits.exposure_dislike(segment as u8, draw)),
        taste: scene.tags.iter().map(|tag| f64::from(scene.traits.platform_tastes::<1>(taste, number, *tag)[0])).collect(),
        uses: (0..scene.platforms()).map(first_use).collect(),
        opened_yesterday: vec![false; scene.platforms()],
        places: row(ties, number).map(|place| (!ties.tie[place].is_empty()).then_some(ties.neighbour[place])).collect(),
    }
}

fn link(scene: &Scene, world: &World, ties: &TieGraph, place: usize, number: u32, before: i32) -> Link {
    let behaviour = scene.behaviour();
    let (tie, other) = (ties.tie[place], ties.neighbour[place]);
    let layer = tie.layer().expect("a place that is not free has a layer");
    let draw = scene.chance.ever(Purpose::FirstHome).tie(number, other);
    let mut race = Race::new(behaviour.choice_sharpness);
    for platform in (0..scene.platforms()).filter(|platform| world.has(number, *platform) && world.has(other, *platform)) {
        let attributes = &scene.scenario.platforms[platform].attributes;
        let both = noticed(behaviour, world.use_of(number, platform).presence_share())
            * noticed(behaviour, world.use_of(other, platform).presence_share());
        let watched = if layer == Layer::Acquaintance { attributes.exposure } else { 0.0 };
        let utility = conversation(attributes.fit[layer.index()]) + behaviour.reach_weight * libm::log(both)
            - attributes.price
            - behaviour.exposure_talk * watched;
        race.enter(Some(platform), DayKey::with(draw, scene.tags[platform]), utility);
    }
    let weight_class = tie.weight_class() as u32;
    let (home, history) = settled(race, first_history(behaviour, rate(behaviour, layer) * [0.5, 1.0, 2.0, 4.0][weight_class as usize]));
    Link { layer, weight_class, home, origin: home, history, last: before, talks: tie.talks() }
}

fn group(scene: &Scene, world: &World, groups: &GroupGraph, number: usize, before: i32) -> Group {
    let behaviour = scene.behaviour();
    let row = groups.member_first[number] as usize..groups.member_first[number + 1] as usize;
    let circle = groups.member[row].to_vec();
    let topic = groups.topic[number];
    let mut group = Group {
        topic,
        owner: groups.owner[number],
        joined: if topic == Topic::Fan { Vec::new() } else { circle.clone() },
        circle,
        home: NOWHERE,
        origin: NOWHERE,
        history: 0,
        vitality: FIRST_VITALITY,
        last: before,
    };
    if group.unborn() {
        return group;
    }
    let key = scene.chance.ever(Purpose::FirstHome);
    let mut race = Race::new(behaviour.choice_sharpness);
    for platform in 0..scene.platforms() {
        let attributes = &scene.scenario.platforms[platform].attributes;
        if let Some(reach) = reach(world, &group, platform).filter(|_| attributes.group_cap as usize >= group.joined.len()) {
            let utility = conversation(attributes.fit_group[topic.index()]) + behaviour.reach_weight * libm::log(reach) - attributes.price;
            race.enter(Some(platform), key.tagged(number as u32, scene.tags[platform]), utility);
        }
    }
    (group.home, group.history) = settled(race, first_history(behaviour, session_rate(behaviour, topic)));
    group.origin = group.home;
    group
}

/// Where somebody lives at first, with history only where there is a home.
fn settled(race: Race, history: u32) -> (PlatformId, u32) {
    race.winner().map_or((NOWHERE, 0), |platform| (id(platform), history))
}
