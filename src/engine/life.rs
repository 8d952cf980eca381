//! One replicate as it is lived, day by day.

use crate::error::Error;
use crate::metrics::record::{ByPlatform, DayRecord, MONTH, RunRecord, SurveyRecord};
use crate::population;
use crate::rng::Chance;
use crate::rules::Today;
use crate::scenario::Scenario;
use crate::ties::{self, GroupGraph, TieGraph};
use crate::world::{Audiences, World};

use super::fork::Snapshot;
use super::survey::{Closes, Depth, remember_start, survey, turn_month};
use super::tally::TenureCounts;
use super::{Evening, Forks, begin, checkpoint, encounters, evening, events, meetings, people};

/// What a day consists of, for whoever measures it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    Events,
    Groups,
    /// Over people and their ties: adopt, open, talk and home.
    Walk,
    Encounters,
    /// Habit, leaving and minutes.
    Evening,
    /// Of ties that lie idle for long.
    Upkeep,
    Survey,
}

/// A world with its calendar and its records.
pub struct Life<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) replicate: u32,
    pub(super) chance: Chance,
    /// The hash of who was tied to whom at first: a checkpoint is of the same people.
    pub(super) ties_made: blake3::Hash,
    pub world: World,
    pub today: Today,
    pub audiences: Audiences,
    pub(super) evening: Evening,
    /// Audiences of the comparisons, which need the ties as they were at first.
    sibling_audiences: Vec<Audiences>,
    pub(super) daily: Vec<DayRecord>,
    pub(super) surveys: Vec<SurveyRecord>,
    pub(super) tenure: TenureCounts,
}

impl<'a> Life<'a> {
    /// The morning of day 0, with people, ties and groups made by the population's generator, and settled.
    pub fn begin(scenario: &'a Scenario, replicate: u32) -> Result<Life<'a>, Error> {
        Life::begin_in_family(scenario, replicate, &[])
    }

    /// The same; the comparisons' audiences are worked out too, for when they are handed the state.
    pub(super) fn begin_in_family(scenario: &'a Scenario, replicate: u32, siblings: &[&Scenario]) -> Result<Life<'a>, Error> {
        let chance = Chance::new(scenario.run.seed, replicate);
        let (graph, groups) = ties::generate(scenario, chance)?;
        let segment = population::segments(&scenario.population, chance, scenario.run.people);
        let audiences = |sibling: &&Scenario| Audiences::new(sibling, chance, &graph, &groups, &segment);
        let sibling_audiences = siblings.iter().map(audiences).collect();
        Ok(Life { sibling_audiences, ..Life::begin_with(scenario, replicate, graph, &groups) })
    }

    /// The same with ties and groups that are given.
    pub fn begin_with(scenario: &'a Scenario, replicate: u32, graph: TieGraph, groups: &GroupGraph) -> Life<'a> {
        let chance = Chance::new(scenario.run.seed, replicate);
        let people = graph.first.len().saturating_sub(1);
        let segment = population::segments(&scenario.population, chance, people as u32);
        let audiences = Audiences::new(scenario, chance, &graph, groups, &segment);
        let mut today = events::first_day(scenario, chance);
        let ties_made = checkpoint::hash_of(&graph);
        let world = begin::begin(scenario, chance, graph, groups, segment, &today);
        events::settling_day(&mut today, scenario, chance, 0);
        let mut life = Life {
            evening: Evening::new(people, groups.topic.len()),
            tenure: TenureCounts::new(scenario.run.days),
            daily: Vec::with_capacity(scenario.run.days as usize),
            surveys: Vec::new(),
            scenario,
            replicate,
            chance,
            ties_made,
            world,
            today,
            audiences,
            sibling_audiences: Vec::new(),
        };
        life.settle();
        life
    }

    /// Goes on from a state that another member of the family reached.
    pub(super) fn resume(scenario: &'a Scenario, replicate: u32, snapshot: Snapshot) -> Life<'a> {
        let chance = Chance::new(scenario.run.seed, replicate);
        let tenure = TenureCounts::new(scenario.run.days);
        tenure.set_words(&snapshot.tenure);
        Life {
            scenario,
            replicate,
            chance,
            evening: Evening::new(snapshot.world.people(), snapshot.world.groups.state.len()),
            today: events::first_day(scenario, chance),
            ties_made: snapshot.ties_made,
            world: snapshot.world,
            audiences: snapshot.audiences,
            sibling_audiences: Vec::new(),
            daily: snapshot.daily,
            surveys: snapshot.surveys,
            tenure,
        }
    }

    /// On the morning of the day on which comparisons part from this scenario, hands them the state.
    pub(super) fn hand_over(&self, forks: &Forks) {
        for (place, (audiences, &day)) in self.sibling_audiences.iter().zip(&forks.parting_days[1..]).enumerate() {
            if day == self.day() && day > 0 {
                let snapshot = Snapshot {
                    ties_made: self.ties_made,
                    world: self.world.clone(),
                    audiences: audiences.clone(),
                    daily: self.daily.clone(),
                    surveys: self.surveys.clone(),
                    tenure: self.tenure.to_words(),
                };
                forks.keep(place + 1, self.replicate, snapshot);
            }
        }
    }

    /// The next day to be lived.
    pub fn day(&self) -> u32 {
        self.daily.len() as u32
    }

    /// What was counted on the last day that was lived.
    pub fn last_day(&self) -> Option<&DayRecord> {
        self.daily.last()
    }

    fn settle(&mut self) {
        for number in 0..self.scenario.run.settle_days {
            events::settling_day(&mut self.today, self.scenario, self.chance, number);
            self.step(&mut |_| {});
        }
        remember_start(&mut self.world, &self.today);
        self.take_stock(Closes::Nothing);
    }

    /// One day.
    pub fn live_day(&mut self) {
        self.live_day_watched(&mut |_| {});
    }

    /// One day; `done` is called after each pass. The numbers are those of the process overview in `MODEL.md`.
    pub fn live_day_watched(&mut self, done: &mut dyn FnMut(Pass)) {
        let day = self.day();
        // 1 Events
        events::dawn(&mut self.today, self.scenario, self.chance, day);
        let mut count = DayRecord::default();
        events::strike(self, day, &mut count);
        done(Pass::Events);
        // 2–10
        count = count.merged(self.step(done));
        // 11 Measure
        self.daily.push(count);
        let ends_month = (day as usize + 1).is_multiple_of(MONTH);
        if ends_month {
            self.take_stock(Closes::Month);
            turn_month(&mut self.world);
        } else if day + 1 == self.scenario.run.days {
            self.take_stock(Closes::Nothing);
        }
        done(Pass::Survey);
    }

    fn step(&mut self, done: &mut dyn FnMut(Pass)) -> DayRecord {
        let (world, today, evening) = (&mut self.world, &self.today, &mut self.evening);
        // 2 Gather
        let mut count = meetings::meet(world, today, &self.audiences, evening);
        done(Pass::Groups);
        // 3 Adopt, 4 Open, 5 Talk, 6 Home
        count = count.merged(people::decide(world, today, &self.audiences, evening));
        done(Pass::Walk);
        // 10 Meet: decided by the same morning, so it may come before the evening.
        if today.settling.is_none() {
            encounters::strangers(world, today, evening);
            encounters::fans(world, today, &mut count);
        }
        done(Pass::Encounters);
        // 7 Habit, 8 Leave, 9 Minutes
        count = count.merged(evening::settle(world, today, evening, &self.tenure));
        done(Pass::Evening);
        if today.day.rem_euclid(events::REFRESH_DAYS as i32) == 0 {
            events::refresh_idle(world, today, self.chance);
        }
        done(Pass::Upkeep);
        count
    }

    fn take_stock(&mut self, closes: Closes) {
        let is_edge = self.day() == 0 || self.day() == self.scenario.run.days;
        let depth = if is_edge { Depth::Cores } else { Depth::Plain };
        let mut record = survey(&self.world, &self.today, self.chance, self.day(), closes, depth);
        if closes == Closes::Month {
            record.tell_new_ones(&self.new_this_month());
        }
        self.surveys.push(record);
    }

    /// How many have each platform for the first time since the month that ends began.
    fn new_this_month(&self) -> ByPlatform<u64> {
        let (first, today) = (&self.daily[0], self.daily.len() - 1);
        // Before day 0 nobody has left anything to install again.
        let before = |p: usize| today.checked_sub(MONTH).map_or_else(|| first.ever[p] - first.installs[p], |day| self.daily[day].ever[p]);
        std::array::from_fn(|p| self.daily[today].ever[p] - before(p))
    }

    /// What the run leaves behind so far.
    pub fn record(self) -> RunRecord {
        let born: u64 = self.world.graph.tie.iter().filter(|tie| !tie.is_empty()).count() as u64;
        RunRecord {
            people: self.world.people() as u32,
            platforms: self.world.platforms,
            days: self.scenario.run.days,
            replicate: self.replicate,
            half_ties: born,
            tenure: self.tenure.record(&self.daily),
            daily: self.daily,
            surveys: self.surveys,
        }
    }
}

#[cfg(test)]
pub mod tests {
    use std::path::Path;

    use super::Life;
    use crate::scenario::parse_scenario;

    /// Lives a scenario, and looks at it after each day.
    pub fn lived(text: &str, people: u32, days: u32, look: impl Fn(&Life)) {
        let mut scenario = parse_scenario(text, "test", Path::new("")).unwrap_or_else(|problems| panic!("{problems}"));
        scenario.run.people = people;
        scenario.run.days = days;
        let mut life = Life::begin(&scenario, 0).expect("a world is made");
        for _ in 0..days {
            life.live_day();
            look(&life);
        }
    }
}
