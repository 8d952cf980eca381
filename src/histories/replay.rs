//! Replays: every history with its comparisons and replicates, whole or without a mechanism, and what came of each expectation.

use super::mechanism::Mechanism;
use crate::error::Result;
use crate::metrics::expect::Finding;
use crate::scenario::Scenario;
use crate::study::collect::{Gathered, findings, names};
use crate::study::replicates::{Job, Outcome, Setting, run_all};

/// Histories that are to be lived, the same ones once for each mechanism that is off.
pub struct Replay<'a> {
    worlds: Vec<World<'a>>,
}

struct World<'a> {
    history: usize,
    without: Option<&'a Mechanism>,
    scenario: Scenario,
    /// What its runs are called while they go on.
    labels: Vec<String>,
}

/// What came of a history.
pub struct Replayed<'a> {
    pub history: &'a Scenario,
    pub without: Option<&'a Mechanism>,
    /// In the order of its expectations; empty where no replicate was finished.
    pub findings: Vec<Finding>,
}

impl<'a> Replay<'a> {
    /// The histories whole, and then without each of these mechanisms.
    pub fn new(histories: &[Scenario], without: &[&'a Mechanism]) -> Replay<'a> {
        let variants = std::iter::once(None).chain(without.iter().copied().map(Some));
        let worlds = variants.flat_map(|without| {
            histories.iter().enumerate().map(move |(history, scenario)| {
                let scenario = without.map_or_else(|| scenario.clone(), |mechanism| mechanism.without(scenario));
                let off = without.map_or_else(String::new, |mechanism| format!(" without {}", mechanism.name));
                let label = |(name, _): (&str, &Scenario)| format!("{}{off}: {name}", scenario.name);
                let labels = names(&scenario).into_iter().map(label).collect();
                World { history, without, scenario, labels }
            })
        });
        Replay { worlds: worlds.collect() }
    }

    /// Every run that is needed: all histories with replicate 0 first, so that a study that is stopped has something of each.
    pub fn jobs(&self) -> Vec<Job<'_>> {
        let replicates = self.worlds.iter().map(|world| world.scenario.run.replicates).max().unwrap_or(0);
        let mut jobs = Vec::new();
        for replicate in 0..replicates {
            let mut place = 0;
            for (family, world) in self.worlds.iter().enumerate() {
                for (variant, (_, scenario)) in world.labels.iter().zip(names(&world.scenario)) {
                    if replicate < world.scenario.run.replicates {
                        jobs.push(Job { variant, place, family, scenario, replicate });
                    }
                    place += 1;
                }
            }
        }
        jobs
    }

    /// Lives them all, and judges every expectation.
    pub fn run<'h>(&self, histories: &'h [Scenario], setting: &Setting) -> Result<(Vec<Replayed<'h>>, Outcome)>
    where
        'a: 'h,
    {
        let mut gathered: Vec<Gathered> = self.worlds.iter().map(|world| Gathered::of(&world.scenario)).collect();
        let places: Vec<(usize, usize)> = gathered
            .iter()
            .enumerate()
            .flat_map(|(world, gathered)| (0..gathered.variants.len()).map(move |variant| (world, variant)))
            .collect();
        let outcome = run_all(&self.jobs(), setting, &mut |job, record| {
            let (world, variant) = places[job.place];
            gathered[world].add(variant, record);
        })?;
        let replayed = self.worlds.iter().zip(&gathered).map(|(world, gathered)| Replayed {
            history: &histories[world.history],
            without: world.without,
            findings: if gathered.variants[0].records.is_empty() { Vec::new() } else { findings(gathered) },
        });
        Ok((replayed.collect(), outcome))
    }
}
