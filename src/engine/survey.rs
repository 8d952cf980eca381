//! The survey: what the world looks like at the end of a month.

use std::ops::Range;

use bytemuck::Zeroable;

use crate::ids::{Layer, NOWHERE, PLATFORMS_MAX, PlatformId, Topic};
use crate::metrics::core;
use crate::metrics::record::{ByPlatform, MONTH, SegmentRecord, SurveyRecord, TopicRecord};
use crate::rng::{Chance, Purpose};
use crate::rules::Today;
use crate::walk::walk;
use crate::world::{App, GroupMonth, JOINED, Month, SPOKE, World};

/// What a survey closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closes {
    Nothing,
    Month,
}

/// How deep a survey looks. What holds a platform's graph together costs about a day of stepping, so it is worked out at the start and the end alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    Plain,
    Cores,
}

/// How many people one task of a survey looks at: its record is larger than a day's.
const PART: usize = 1 << 14;

/// Takes stock after so many days. `today` is the last day lived.
pub fn survey(world: &World, today: &Today, chance: Chance, after_days: u32, closes: Closes, depth: Depth) -> SurveyRecord {
    let visit = |part| count(world, today, part, after_days, closes);
    let mut record = walk(0..world.people(), PART, &visit, &SurveyRecord::merged);
    record.ties_born = world.ties_born;
    groups(world, &mut record);
    if depth == Depth::Cores {
        cores(world, today, chance, &mut record);
    }
    record
}

/// What can be counted of a part of the people alone.
fn count(world: &World, today: &Today, part: Range<usize>, after_days: u32, closes: Closes) -> SurveyRecord {
    let mut record = blank(today, after_days, closes);
    people(world, today, part.clone(), &mut record, closes);
    ties(world, today, part, &mut record);
    record
}

/// A record in which nothing is counted yet.
fn blank(today: &Today, after_days: u32, closes: Closes) -> SurveyRecord {
    SurveyRecord {
        after_days,
        opened_sets: vec![0; 1 << PLATFORMS_MAX],
        days_active: vec![[0; PLATFORMS_MAX]; if closes == Closes::Month { MONTH + 1 } else { 0 }],
        month_new: [0; PLATFORMS_MAX],
        month_returned: [0; PLATFORMS_MAX],
        month_churned: [0; PLATFORMS_MAX],
        main_flow: [[0; PLATFORMS_MAX + 1]; PLATFORMS_MAX + 1],
        homes: [[0; PLATFORMS_MAX + 1]; Layer::COUNT],
        home_weights: [[0; PLATFORMS_MAX + 1]; Layer::COUNT],
        home_flow: [[[0; PLATFORMS_MAX + 1]; PLATFORMS_MAX + 1]; Layer::COUNT],
        ties_born: [0; PLATFORMS_MAX + 1],
        born_acquaintances: [0; PLATFORMS_MAX + 1],
        history: [0; PLATFORMS_MAX],
        active_ties: [0; PLATFORMS_MAX],
        groups: vec![TopicRecord::default(); Topic::COUNT],
        core: Default::default(),
        segments: vec![SegmentRecord::default(); today.minutes.len()],
    }
}

impl SurveyRecord {
    /// Tells those who came for the first time this month from those who came back. Whoever installs a platform opens it on that day.
    pub fn tell_new_ones(&mut self, new: &ByPlatform<u64>) {
        self.month_new = *new;
        for (returned, new) in self.month_returned.iter_mut().zip(new) {
            *returned -= new;
        }
    }
}

fn people(world: &World, today: &Today, part: Range<usize>, record: &mut SurveyRecord, closes: Closes) {
    for person in part {
        let mut opened = 0;
        let segment = &mut record.segments[usize::from(world.segment[person])];
        for p in 0..world.platforms {
            let (app, days) = (world.app[(person, p)], world.month[(person, p)].days());
            let is_monthly = !app.is_new() && usize::from(app.idle()) < MONTH;
            opened |= u8::from(is_monthly) << p;
            segment.monthly[p] += u64::from(is_monthly);
            segment.daily[p] += u64::from(!app.is_new() && app.idle() == 0);
            if closes == Closes::Month {
                record.days_active[usize::from(days)][p] += 1;
                let is_active = days > 0;
                let was_active = app.was_active_last_month();
                // All who came: see `tell_new_ones`.
                record.month_returned[p] += u64::from(is_active && !was_active);
                record.month_churned[p] += u64::from(was_active && !is_active);
            }
        }
        record.opened_sets[usize::from(opened)] += 1;
        let main = main_platform(world, today, person).index();
        record.main_flow[world.main_first[person].index()][main] += 1;
        let segment = &mut record.segments[usize::from(world.segment[person])];
        segment.people += 1;
        segment.main[main] += 1;
    }
}

/// The installed platform opened on most days of this month, then the one with the greatest presence; chance (a name's tag) breaks ties.
pub fn main_platform(world: &World, today: &Today, person: usize) -> PlatformId {
    let row = world.rows.read(person as u32);
    let rank = |p: usize| (world.month[(person, p)].days(), row.at(p), today.tags[p]);
    let used = (0..world.platforms).filter(|&p| row.at(p) > 0 && usize::from(world.app[(person, p)].idle()) < MONTH);
    used.max_by_key(|&p| rank(p)).map_or(NOWHERE, |p| PlatformId(p as u8))
}

/// What each has and remembers of each platform.
fn people_with_platforms(world: &mut World) -> impl Iterator<Item = (&mut App, &mut Month)> {
    world.app.lanes_mut().as_flattened_mut().iter_mut().zip(world.month.lanes_mut().as_flattened_mut())
}

/// Starts a month: remembers who was active in the one that ends.
pub fn turn_month(world: &mut World) {
    for (app, month) in people_with_platforms(world) {
        *app = app.with_last_month(*month);
        *month = month.with_days(0);
    }
    forget_talk_of_groups(world);
}

/// What was said in groups, and by how many, is counted by the month.
fn forget_talk_of_groups(world: &mut World) {
    for entry in &mut world.groups.member {
        *entry &= !SPOKE;
    }
    world.groups.month.fill(GroupMonth::zeroed());
    for state in &mut world.groups.state {
        state.owner_messages = 0;
    }
}

/// Before day 0: whoever opened lately counts as active in the month before, and a month begins of which nothing has passed.
pub fn remember_start(world: &mut World, today: &Today) {
    for person in 0..world.people() {
        world.main_first[person] = main_platform(world, today, person);
    }
    for (app, month) in people_with_platforms(world) {
        let was_active = !app.is_new() && usize::from(app.idle()) < MONTH;
        *app = app.with_last_month(month.with_days(u8::from(was_active)));
        *month = month.with_days(0);
    }
    forget_talk_of_groups(world);
}

fn ties(world: &World, today: &Today, part: Range<usize>, record: &mut SurveyRecord) {
    for person in part.start as u32..part.end as u32 {
        let row = world.graph.first[person as usize] as usize..world.graph.first[person as usize + 1] as usize;
        for place in row {
            let tie = world.graph.tie[place];
            let idle_days = tie.idle_days(today.day);
            let weight = today.weights.of(tie, idle_days);
            if person > world.graph.neighbour[place] || weight == 0 {
                continue;
            }
            let (layer, home, origin) = (tie.layer_code(), tie.home().index(), tie.origin().index());
            record.homes[layer][home] += 1;
            record.home_weights[layer][home] += u64::from(weight);
            record.home_flow[layer][origin][home] += 1;
            record.born_acquaintances[home] += u64::from(tie.layer() == Some(Layer::Acquaintance) && tie.talks() == crate::ties::Tie::BORN);
            if home < PLATFORMS_MAX {
                record.history[home] += u64::from(tie.history());
                record.active_ties[home] += u64::from(idle_days < MONTH as u32);
            }
        }
    }
}

fn groups(world: &World, record: &mut SurveyRecord) {
    for (g, state) in world.groups.state.iter().enumerate().filter(|(_, state)| state.members > 0) {
        let (topic, month) = (&mut record.groups[usize::from(state.topic)], &world.groups.month[g]);
        let home = usize::from(state.home);
        topic.home_flow[usize::from(state.origin)][home] += 1;
        topic.members[home] += u64::from(state.members);
        topic.messages[home] += u64::from(month.messages);
        topic.owner_messages[home] += u64::from(state.owner_messages);
        topic.member_days[home] += u64::from(month.member_days);
        let spoke = world.groups.member[world.groups.row(g)].iter().filter(|&&entry| entry & JOINED != 0 && entry & SPOKE != 0);
        topic.speakers[home] += spoke.count() as u64;
    }
}

fn cores(world: &World, today: &Today, chance: Chance, record: &mut SurveyRecord) {
    let key = chance.on(Purpose::Removal, today.day);
    let mut cores: ByPlatform<_> = Default::default();
    for (p, core_record) in cores.iter_mut().enumerate().take(world.platforms) {
        let is_active = |place: usize| {
            let tie = world.graph.tie[place];
            let idle_days = tie.idle_days(today.day);
            tie.home().index() == p && idle_days < MONTH as u32 && today.weights.of(tie, idle_days) > 0
        };
        *core_record = core(world.people(), &world.graph.first, &world.graph.neighbour, is_active, |person| key.one(person));
    }
    record.core = cores;
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::path::Path;

    use super::*;
    use crate::engine::Life;
    use crate::engine::life::tests::lived;
    use crate::scenario::parse_scenario;

    #[test]
    fn parts_add_up_to_everybody() {
        let text = include_str!("../../scenarios/laws/everything.toml");
        let mut scenario = parse_scenario(text, "test", Path::new("")).unwrap_or_else(|problems| panic!("{problems}"));
        scenario.run.people = PART as u32 + PART as u32 / 3;
        scenario.run.days = 30;
        let mut life = Life::begin(&scenario, 0).expect("a world is made");
        for _ in 0..30 {
            life.live_day();
        }
        let (world, today) = (&life.world, &life.today);
        let parts = survey(world, today, life.chance, 30, Closes::Month, Depth::Plain);
        let whole = count(world, today, 0..world.people(), 30, Closes::Month);
        let counted = SurveyRecord { ties_born: parts.ties_born, groups: parts.groups.clone(), ..whole.clone() };
        assert!(parts == counted, "parts differ from the whole");
        assert!(
            parts != SurveyRecord { segments: count(world, today, 0..PART, 30, Closes::Month).segments, ..whole },
            "one part is not everybody"
        );
    }

    /// Whoever joins within the month was no member before.
    #[test]
    fn days_of_membership_are_those_of_members() {
        let (days, members) = (Cell::new(0), Cell::new(0));
        let town = include_str!("../../scenarios/bench/town.toml").replace("creators = 0.001", "creators = 0.02");
        let open = town.replace("group_entry = 0.02", "group_entry = 0.5").replace("group_gate_days = 7", "group_gate_days = 0");
        lived(&open, 1_200, 29, |life| {
            let groups = &life.world.groups;
            let now: u64 = groups.state.iter().map(|state| u64::from(state.members)).sum();
            let lived: u64 = groups.month.iter().map(|month| u64::from(month.member_days)).sum();
            match life.day() {
                // Fans join in the evening; nobody else does, and nobody leaves.
                1 => days.set(lived),
                2..28 => assert_eq!(lived, days.replace(days.get() + members.get()) + members.get(), "day {}", life.day()),
                28 => {
                    let survey = life.surveys.last().expect("a month ends");
                    let counted: u64 = survey.groups.iter().flat_map(|topic| topic.member_days).sum();
                    assert_eq!(counted, days.get() + members.get());
                    assert!(counted < 28 * now, "fans join in the first month");
                }
                _ => assert_eq!(lived, members.get(), "a month begins"),
            }
            members.set(now);
        });
    }
}
