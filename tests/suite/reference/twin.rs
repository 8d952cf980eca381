//! The two engines held against each other: the fast one must agree with the reference bit for bit on random small worlds with everything at work.

use moatsim::engine::Life;
use moatsim::ids::{Layer, PlatformId};
use moatsim::metrics::record::DayRecord;
use moatsim::world::{App, JOINED, MEMBER};

use super::dump::{Counts, DayDump};
use super::model::{Group, Link, Standing, Use, pair};
use super::random_worlds::random_world;
use super::run;

/// How many worlds are lived twice.
const WORLDS: u64 = 1000;

/// The fast engine compares in single precision, the reference in double: among millions of draws, one may lie between the two
/// bounds. So few worlds may part, and none of them with other chance.
const PARTED_MOST: usize = 3;
const OTHER_CHANCE: std::ops::Range<u32> = 1..5;

#[test]
fn the_fast_engine_agrees_with_the_reference_bit_for_bit() {
    let parted: Vec<(u64, String)> = (0..WORLDS).filter_map(|seed| Some((seed, parting(seed, 0)?))).collect();
    let told: Vec<String> = parted.iter().map(|(seed, difference)| format!("world {seed}: {difference}")).collect();
    println!("{} of {WORLDS} worlds part:\n{}", parted.len(), told.join("\n"));
    assert!(parted.len() <= PARTED_MOST, "{}", told.join("\n"));
    for (seed, _) in parted {
        for replicate in OTHER_CHANCE {
            assert_eq!(parting(seed, replicate), None, "world {seed} parts again with other chance");
        }
    }
}

/// The first difference between the two lives of a world.
fn parting(seed: u64, replicate: u32) -> Option<String> {
    let (scenario, ties, groups) = random_world(seed);
    let reference = run::live(&scenario, replicate, &ties, &groups);
    let mut life = Life::begin_with(&scenario, replicate, ties, &groups);
    life.world.check();
    for day in 0..=scenario.run.days {
        let dump = dump(&life, &groups.member_first, &groups.member);
        if let Some(difference) = difference(&reference[day as usize], &dump) {
            return Some(difference);
        }
        if day < scenario.run.days {
            life.live_day();
            life.world.check();
        }
    }
    None
}

fn difference(reference: &DayDump, fast: &DayDump) -> Option<String> {
    // Minutes are shared in single precision; what the fast engine does not count is left out.
    let counts = Counts {
        obeyed: fast.counts.obeyed.clone(),
        brought: fast.counts.brought.clone(),
        met: fast.counts.met.clone(),
        hidden: fast.counts.hidden.clone(),
        minutes: fast.counts.minutes.clone(),
        ..reference.counts.clone()
    };
    let groups = reference.groups.iter().map(|group| Group { last: group.last.rem_euclid(65_536), ..group.clone() }).collect();
    DayDump { counts, groups, ..reference.clone() }.difference(fast)
}

fn dump(life: &Life, member_first: &[u32], member: &[u32]) -> DayDump {
    let world = &life.world;
    let platforms = world.platforms;
    let day = life.day() as i32 - 1;
    let people = 0..world.people();
    let uses = |person: usize| (0..platforms).map(|p| usage(world.app[(person, p)], world, person, p)).collect();
    let mask = |person: usize| {
        let opened = world.rows.opened(world.rows.read(person as u32));
        (0..platforms).map(|p| opened >> p & 1 == 1).collect()
    };
    let groups = (0..world.groups.state.len()).map(|g| group(life, g, &member[member_first[g] as usize..member_first[g + 1] as usize]));
    DayDump {
        day,
        uses: people.clone().map(uses).collect(),
        opened_yesterday: people.map(mask).collect(),
        ties: ties(life, day),
        groups: groups.collect(),
        counts: life.last_day().map_or_else(|| Counts::none(platforms), |record| counts(record, platforms)),
    }
}

fn usage(app: App, world: &moatsim::world::World, person: usize, p: usize) -> Use {
    let idle = u32::from(app.idle());
    if app.is_new() {
        return Use::NEVER;
    }
    if app.has_left() {
        return Use { standing: Standing::Left, idle, ..Use::NEVER };
    }
    Use {
        standing: Standing::Installed,
        presence: u32::from(world.rows.read(person as u32).at(p)),
        tenure: u32::from(app.tenure()),
        idle,
        lonely: world.month[(person, p)].lonely().into(),
        hidden: app.has_opted_out(),
    }
}

fn ties(life: &Life, day: i32) -> Vec<((u32, u32), Link)> {
    let (graph, today) = (&life.world.graph, &life.today);
    let mut ties = Vec::new();
    for person in 0..life.world.people() as u32 {
        for place in graph.row(person) {
            let (tie, other) = (graph.tie[place], graph.neighbour[place]);
            // Tomorrow finds it gone.
            let is_gone = today.weights.of(tie, (tie.idle_days(day) + 1) & 511) == 0;
            if person > other || is_gone {
                continue;
            }
            let layer = Layer::ALL[tie.layer_code()];
            let last = tie.last() as i32;
            let link = Link {
                layer,
                weight_class: tie.weight_class() as u32,
                home: tie.home(),
                origin: tie.origin(),
                history: tie.history(),
                last,
                talks: tie.talks(),
            };
            ties.push((pair(person, other), link));
        }
    }
    ties.sort_by_key(|(ends, _)| *ends);
    ties
}

fn group(life: &Life, g: usize, circle: &[u32]) -> Group {
    let state = &life.world.groups.state[g];
    let members = &life.world.groups.member[life.world.groups.row(g)];
    Group {
        topic: state.topic(),
        owner: state.owner,
        circle: circle.to_vec(),
        joined: members.iter().filter(|&entry| entry & JOINED != 0).map(|entry| entry & MEMBER).collect(),
        home: state.home(),
        origin: PlatformId(state.origin),
        history: u32::from(state.history),
        vitality: u32::from(state.vitality),
        last: i32::from(state.last),
    }
}

fn counts(record: &DayRecord, platforms: usize) -> Counts {
    let first = |values: &[u64]| values[..platforms].to_vec();
    Counts {
        opened: first(&record.opened),
        voluntary: first(&record.voluntary),
        promoted: first(&record.promoted),
        invited: record.invited[..platforms].to_vec(),
        removed: first(&record.uninstalls),
        messages: std::array::from_fn(|layer| first(&record.messages[layer])),
        silent: record.silent,
        shares: first(&record.shares),
        shares_kept: first(&record.shares_kept),
        group_messages: first(&record.group_messages),
        group_joins: first(&record.group_joins),
        ..Counts::none(platforms)
    }
}
