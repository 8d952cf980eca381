//! The lab: worlds of a law's scenario, one a seed, lived by the engine as any other. Tests slip wrong rules and wrong numbers in here, to see
//! that the laws notice.

use std::path::Path;

use rayon::prelude::*;

use crate::engine::Life;
use crate::error::Result;
use crate::metrics::record::RunRecord;
use crate::scenario::{Scenario, parse_scenario};
use crate::ties::{GroupGraph, TieGraph};

/// How large the worlds are, and how many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Multiplies the people of each scenario file.
    pub people_factor: u32,
    pub seeds: u32,
    /// People at least, for laws of the large.
    pub least_people: u32,
}

impl Size {
    /// What tests can afford.
    pub fn quick() -> Size {
        Size { people_factor: 1, seeds: 20, least_people: 0 }
    }

    pub fn full() -> Size {
        Size { people_factor: 3, seeds: 30, least_people: 100_000 }
    }
}

type Alter<'a> = &'a (dyn Fn(&mut Scenario) + Sync);
type Meddle<'a> = &'a (dyn Fn(&mut Life) + Sync);

/// Where a law's worlds are made and lived.
pub struct Lab<'a> {
    pub size: Size,
    alter: Alter<'a>,
    meddle: Meddle<'a>,
}

impl<'a> Lab<'a> {
    pub fn new(size: Size) -> Lab<'static> {
        Lab { size, alter: &|_| {}, meddle: &|_| {} }
    }

    /// A lab with wrong numbers in its scenarios, for numbers that stand for a wrong rule. They are altered before a check makes its own changes.
    #[must_use]
    pub fn with_wrong_numbers(self, alter: Alter<'a>) -> Lab<'a> {
        Lab { alter, ..self }
    }

    /// A lab in which a life is meddled with every morning: constants of the rules, or the world itself.
    #[must_use]
    pub fn with_wrong_rule(self, meddle: Meddle<'a>) -> Lab<'a> {
        Lab { meddle, ..self }
    }

    /// The scenario of a law, at the lab's size.
    pub fn scenario(&self, name: &str, text: &str) -> Result<Scenario> {
        let mut scenario = self.scenario_as_written(name, text)?;
        scenario.run.people *= self.size.people_factor;
        Ok(scenario)
    }

    /// The scenario of a law that holds in the large.
    pub fn large_scenario(&self, name: &str, text: &str) -> Result<Scenario> {
        let mut scenario = self.scenario(name, text)?;
        scenario.run.people = scenario.run.people.max(self.size.least_people);
        Ok(scenario)
    }

    /// The scenario of a law, with as many people as its file says.
    pub fn scenario_as_written(&self, name: &str, text: &str) -> Result<Scenario> {
        let mut scenario = parse_scenario(text, name, Path::new(""))?;
        (self.alter)(&mut scenario);
        Ok(scenario)
    }

    /// Calls with a fresh life of each seed; what comes of them is in the order of seeds.
    pub fn each_seed<T: Send>(&self, scenario: &Scenario, live: impl Fn(Trial) -> T + Sync) -> Result<Vec<T>> {
        self.worlds(scenario, self.size.seeds, live)
    }

    /// The same for another number of seeds.
    pub fn worlds<T: Send>(&self, scenario: &Scenario, seeds: u32, live: impl Fn(Trial) -> T + Sync) -> Result<Vec<T>> {
        let seeds = (0..seeds).into_par_iter();
        seeds.map(|seed| Ok(live(Trial { life: Life::begin(scenario, seed)?, meddle: self.meddle }))).collect()
    }

    /// A life among ties that are given.
    pub fn begin_with<'s>(&'s self, scenario: &'s Scenario, seed: u32, ties: TieGraph) -> Trial<'s> {
        let no_groups = GroupGraph { member_first: vec![0], ..GroupGraph::default() };
        Trial { life: Life::begin_with(scenario, seed, ties, &no_groups), meddle: self.meddle }
    }

    /// The records of whole runs, one a seed.
    pub fn records(&self, scenario: &Scenario) -> Result<Vec<RunRecord>> {
        self.each_seed(scenario, |mut trial| {
            trial.live(scenario.run.days);
            trial.life.record()
        })
    }
}

/// One life in the lab.
pub struct Trial<'a> {
    pub life: Life<'a>,
    meddle: Meddle<'a>,
}

impl Trial<'_> {
    pub fn live(&mut self, days: u32) {
        for _ in 0..days {
            (self.meddle)(&mut self.life);
            self.life.live_day();
        }
    }
}
