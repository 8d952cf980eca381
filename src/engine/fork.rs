//! Scenarios that start alike are lived once until they part: the state on that morning is handed from the scenario to its comparisons.
//!
//! Chance is keyed, so a comparison that is handed a state has the same bits as one that lives from the start.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::metrics::record::{DayRecord, SurveyRecord};
use crate::scenario::{Event, Scenario};
use crate::world::{Audiences, World};

/// A world on a morning, with what has been recorded so far.
pub(super) struct Snapshot {
    pub ties_made: blake3::Hash,
    pub world: World,
    pub audiences: Audiences,
    pub daily: Vec<DayRecord>,
    pub surveys: Vec<SurveyRecord>,
    pub tenure: Vec<u64>,
}

/// A scenario and its comparisons, with the states that wait to be continued.
pub struct Forks<'a> {
    pub(super) variants: Vec<&'a Scenario>,
    /// The first day on which each may differ from the first.
    pub(super) parting_days: Vec<u32>,
    waiting: Mutex<BTreeMap<(usize, u32), Snapshot>>,
}

impl<'a> Forks<'a> {
    /// `variants` are the scenario, then its comparisons.
    pub fn new(variants: Vec<&'a Scenario>) -> Forks<'a> {
        let parting_days = variants.iter().map(|variant| parting_day(variants[0], variant)).collect();
        Forks { variants, parting_days, waiting: Mutex::default() }
    }

    pub(super) fn keep(&self, variant: usize, replicate: u32, snapshot: Snapshot) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert((variant, replicate), snapshot);
    }

    pub(super) fn take(&self, variant: usize, replicate: u32) -> Option<Snapshot> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&(variant, replicate))
    }
}

/// The first day on which two scenarios may differ; day 0 when anything but events differs.
pub fn parting_day(one: &Scenario, other: &Scenario) -> u32 {
    let start_alike = one.population == other.population
        && one.platforms == other.platforms
        && one.behaviour == other.behaviour
        && one.run.people == other.run.people
        && one.run.settle_days == other.run.settle_days
        && one.run.seed == other.run.seed
        && one.run.days == other.run.days;
    if !start_alike {
        return 0;
    }
    let mut days: Vec<u32> = one.events.iter().chain(&other.events).map(|event| event.from).collect();
    days.sort_unstable();
    days.into_iter().find(|&day| begun_by(&one.events, day) != begun_by(&other.events, day)).unwrap_or(u32::MAX)
}

fn begun_by(events: &[Event], day: u32) -> Vec<&Event> {
    events.iter().filter(|event| event.from <= day).collect()
}
