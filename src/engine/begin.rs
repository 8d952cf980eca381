//! Day 0 before anything happened: who uses what, and where ties and groups live.

use bytemuck::Zeroable;
use rayon::prelude::*;

use crate::float;
use crate::ids::{LANES, NOWHERE, PLATFORMS_MAX, PlatformId, Topic};
use crate::rng::{Chance, DayKey, Purpose, happens, unit};
use crate::rules::Today;
use crate::scenario::Scenario;
use crate::ties::{GroupGraph, Tie, TieGraph};
use crate::walk::{LEAF, TieRows, walk};
use crate::world::{App, Blocks, GroupMonth, GroupState, Groups, JOINED, MEMBER, Membership, Month, Row, Rows, World};

/// Presence of who uses a platform on day 0, before it has settled.
const FIRST_PRESENCE: u8 = 230;

/// Vitality of a group before it has settled.
const FIRST_VITALITY: u8 = 128;

/// Makes the state from which settling starts. `today` is the first day to be lived.
pub fn begin(scenario: &Scenario, chance: Chance, graph: TieGraph, group_graph: &GroupGraph, segment: Vec<u8>, today: &Today) -> World {
    let people = segment.len();
    let platforms = scenario.platforms.len();
    let mut world = World {
        platforms,
        rows: Rows::new(people, platforms),
        app: Blocks::new(people, platforms, App::NEVER),
        month: Blocks::new(people, platforms, Month(0)),
        segment,
        main_first: vec![NOWHERE; people],
        groups: first_groups(group_graph, people, today.day),
        graph,
        ties_born: [0; PLATFORMS_MAX + 1],
    };
    install_first_users(&mut world, scenario, chance, today);
    settle_ties(&mut world, chance, today);
    settle_groups(&mut world, chance, today);
    world
}

fn install_first_users(world: &mut World, scenario: &Scenario, chance: Chance, today: &Today) {
    let key = chance.ever(Purpose::FirstUsers);
    let (stride, platforms) = (world.rows.stride(), world.platforms);
    let segment = &world.segment;
    let blocks =
        world.rows.bytes_mut().par_chunks_mut(LANES * stride).zip(world.app.lanes_mut().par_chunks_mut(platforms.max(1))).enumerate();
    blocks.for_each(|(block, (rows, apps))| {
        for (lane, row) in rows.chunks_mut(stride).enumerate() {
            let person = block * LANES + lane;
            for (p, platform) in scenario.platforms.iter().enumerate() {
                let share = platform.users[usize::from(segment[person])];
                if platform.opens == 0 && happens(key.tagged(person as u32, today.tags[p]), share) {
                    row[p] = FIRST_PRESENCE;
                    apps[p][lane] = App::settled().with_idle(0);
                }
            }
        }
    });
}

fn settle_ties(world: &mut World, chance: Chance, today: &Today) {
    let key = chance.ever(Purpose::FirstHome);
    let (rows, graph) = (&world.rows, &mut world.graph);
    let (first, neighbour) = (&graph.first, &graph.neighbour);
    let visit = |rows_of_ties: TieRows| {
        let mut born = [0_u64; PLATFORMS_MAX + 1];
        rows_of_ties.for_each(|person, start, ties| {
            for (tie, &other) in ties.iter_mut().zip(&neighbour[start..]) {
                if tie.is_empty() {
                    continue;
                }
                let home = first_home(today, *tie, rows.read(person), rows.read(other), key.tie(person, other));
                let history = if home == NOWHERE { 0 } else { first_history(today, *tie) };
                *tie = tie.with_home(home).with_origin(home).with_history(history).with_last(today.day - 1);
                born[home.index()] += u64::from(person < other);
            }
        });
        born
    };
    let merge = |a: [u64; PLATFORMS_MAX + 1], b: [u64; PLATFORMS_MAX + 1]| std::array::from_fn(|home| a[home] + b[home]);
    world.ties_born = walk(TieRows::new(first, &mut graph.tie), LEAF, &visit, &merge);
}

/// Where a tie that has talked for years lives, among the platforms that both ends use.
fn first_home(today: &Today, tie: Tie, a: Row, b: Row, draw: u64) -> PlatformId {
    let mut best = f32::INFINITY;
    let mut home = NOWHERE;
    for p in 0..today.platforms {
        if a.at(p) == 0 || b.at(p) == 0 {
            continue;
        }
        let race = -float::ln(unit(DayKey::with(draw, today.tags[p]))) * today.race.fit[tie.layer_code()][p];
        if race < best {
            best = race;
            home = PlatformId(p as u8);
        }
    }
    home
}

fn first_history(today: &Today, tie: Tie) -> u32 {
    let layer = tie.layer().expect("a tie that is there has a layer");
    let talks_a_day = today.behaviour.rate(layer) * f64::from(Tie::WEIGHTS[tie.weight_class()]);
    let talks = 365.0 * today.behaviour.history_years * talks_a_day * today.behaviour.history_gain;
    talks.min(today.behaviour.history_cap) as u32
}

fn first_groups(graph: &GroupGraph, people: usize, day: i32) -> Groups {
    let state = (0..graph.topic.len()).map(|g| {
        let is_fan_group = graph.topic[g] == Topic::Fan;
        let size = graph.member_first[g + 1] - graph.member_first[g];
        GroupState {
            owner: graph.owner[g],
            members: if is_fan_group { 0 } else { size },
            topic: graph.topic[g] as u8,
            home: NOWHERE.0,
            origin: NOWHERE.0,
            history: 0,
            vitality: FIRST_VITALITY,
            owner_messages: 0,
            last: (day - 1) as u16,
        }
    });
    let state: Vec<GroupState> = state.collect();
    let mut member = graph.member.clone();
    for (g, state) in state.iter().enumerate() {
        if state.topic() != Topic::Fan {
            member[graph.member_first[g] as usize..graph.member_first[g + 1] as usize].iter_mut().for_each(|m| *m |= JOINED);
        }
    }
    Groups {
        month: vec![GroupMonth::zeroed(); state.len()],
        state,
        member_first: graph.member_first.clone(),
        member,
        of: Membership::of(graph, people),
    }
}

fn settle_groups(world: &mut World, chance: Chance, today: &Today) {
    let key = chance.ever(Purpose::FirstHome);
    for g in 0..world.groups.state.len() {
        let state = world.groups.state[g];
        if state.topic() == Topic::Fan {
            continue;
        }
        let owner = world.rows.read(state.owner);
        let members = &world.groups.member[world.groups.row(g)];
        let mut best = f32::INFINITY;
        let mut home = NOWHERE;
        for p in 0..today.platforms {
            let reach: u64 = members.iter().map(|&m| u64::from(world.rows.read(m & MEMBER).at(p))).sum();
            let mean = reach / members.len() as u64;
            if owner.at(p) == 0 || mean == 0 || today.attributes[p].group_cap < state.members {
                continue;
            }
            let cost = today.race.group[usize::from(state.topic)][p] * today.race.company[mean as usize];
            let race = -float::ln(unit(key.tagged(g as u32, today.tags[p]))) * cost;
            if race < best {
                best = race;
                home = PlatformId(p as u8);
            }
        }
        let sessions = today.behaviour.sessions(state.topic());
        let talks = 365.0 * today.behaviour.history_years * sessions * today.behaviour.history_gain;
        let state = &mut world.groups.state[g];
        state.home = home.0;
        state.origin = home.0;
        state.history = if home == NOWHERE { 0 } else { talks.min(today.behaviour.history_cap) as u8 };
    }
}
