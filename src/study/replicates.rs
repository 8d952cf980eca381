//! Runs of several scenarios with several replicates, side by side, as many at a time as threads and memory allow.
//!
//! Jobs are begun in the order they are given, so that a study that is stopped has whole pairs. A replicate that fails does not take the others with it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, mpsc};

use super::lane::{Families, Lane, Message, Unit};
use super::memory::{self, Needs};
use super::progress::Progress;
use super::store::{RunKey, Store};
use crate::engine::Control;
use crate::error::Result;
use crate::metrics::record::RunRecord;
use crate::scenario::Scenario;

/// What lives a replicate: [`crate::engine::run`], or a stand-in for tests.
pub type Runner<'a> = dyn Fn(&Scenario, u32, &Control) -> Result<RunRecord> + Sync + 'a;

/// One replicate of one scenario.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    /// What the scenario is called among those of the study.
    pub variant: &'a str,
    /// Its place among them.
    pub place: usize,
    /// A scenario and what it is compared with are a family: what they share is lived once.
    pub family: usize,
    pub scenario: &'a Scenario,
    pub replicate: u32,
}

/// What to do with runs that are in the store already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Past {
    /// Finished runs count, unfinished ones go on.
    Continue,
    /// Everything is lived again.
    Redo,
}

/// How runs are run.
pub struct Setting<'a> {
    pub runner: &'a Runner<'a>,
    pub store: &'a Store,
    pub past: Past,
    pub progress: &'a Progress,
    pub stop: &'a AtomicBool,
    pub threads: usize,
    /// Memory for worlds; `None` where the system does not say.
    pub available_bytes: Option<u64>,
}

/// What became of the jobs.
#[derive(Debug, Default)]
pub struct Outcome {
    pub finished: usize,
    pub failures: Vec<Failure>,
    pub notes: Vec<String>,
    /// The user asked to stop before everything was done.
    pub stopped: bool,
}

/// A run that gave no record.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    pub variant: String,
    pub replicate: u32,
    pub why: String,
    pub fault: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Machine,
    /// A panic: ours.
    Defect,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Failure { variant, replicate, why, fault } = self;
        match fault {
            Fault::Machine => write!(f, "{variant}, replicate {replicate}: {why}"),
            Fault::Defect => write!(f, "{variant}, replicate {replicate}: a defect in moat: {why}"),
        }
    }
}

/// Every replicate of every scenario: replicate 0 of each first, then replicate 1, so that pairs are whole from the beginning.
pub fn in_pairs<'a>(variants: &[(&'a str, &'a Scenario)], replicates: u32) -> Vec<Job<'a>> {
    let of_replicate = |replicate| {
        variants.iter().enumerate().map(move |(place, (variant, scenario))| Job { variant, place, family: 0, scenario, replicate })
    };
    (0..replicates).flat_map(of_replicate).collect()
}

/// Runs every job and hands each record to `take`, in whatever order they finish.
pub fn run_all(jobs: &[Job], setting: &Setting, take: &mut dyn FnMut(&Job, RunRecord)) -> Result<Outcome> {
    let keys = keys_of(jobs);
    let Plan { lanes, families } = plan(jobs, setting)?;
    setting.progress.begin(jobs.len() as u64, jobs.iter().map(|job| Needs::of(job.scenario).person_days).sum());
    let queue = Mutex::new(units(jobs).into());
    let halt = AtomicBool::new(false);
    let mut outcome = Outcome::default();
    let mut failures = Vec::new();
    let mut refused = None;
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel(lanes.len());
        for threads in &lanes {
            let lane = Lane { jobs, keys: &keys, setting, queue: &queue, halt: &halt, threads: *threads, families };
            let sender = sender.clone();
            scope.spawn(move || lane.work(&sender));
        }
        drop(sender);
        for message in receiver {
            match message {
                Message::Record(index, record) => {
                    outcome.finished += 1;
                    take(&jobs[index], *record);
                }
                Message::Note(text) => {
                    setting.progress.note(&text);
                    outcome.notes.push(text);
                }
                Message::Failed(index, failure) => failures.push((index, failure)),
                Message::Refused(error) => {
                    // What is wrong with the request is wrong for every replicate.
                    halt.store(true, Ordering::Relaxed);
                    refused.get_or_insert(error);
                }
                Message::Stopped => outcome.stopped = true,
            }
        }
    });
    setting.progress.end();
    failures.sort_by_key(|(index, _)| *index);
    outcome.failures = failures.into_iter().map(|(_, failure)| failure).collect();
    outcome.notes.sort();
    outcome.stopped |= setting.stop.load(Ordering::Relaxed) && outcome.finished + outcome.failures.len() < jobs.len();
    refused.map_or(Ok(outcome), Err)
}

/// The key of every job; each scenario is hashed once.
pub fn keys_of(jobs: &[Job]) -> Vec<RunKey> {
    let mut of_place: Vec<Option<RunKey>> = Vec::new();
    let mut keys = Vec::with_capacity(jobs.len());
    for job in jobs {
        if of_place.len() <= job.place {
            of_place.resize(job.place + 1, None);
        }
        let key = match of_place[job.place] {
            Some(key) => key,
            None => *of_place[job.place].insert(RunKey::of(job.scenario, 0)),
        };
        keys.push(key.with_replicate(job.replicate));
    }
    keys
}

/// Jobs of one family and replicate that stand together are one unit of work, done one after the other.
fn units(jobs: &[Job]) -> Vec<Unit> {
    let indexes: Vec<usize> = (0..jobs.len()).collect();
    let same = |one: &usize, other: &usize| (jobs[*one].family, jobs[*one].replicate) == (jobs[*other].family, jobs[*other].replicate);
    indexes.chunk_by(same).map(|unit| Unit { jobs: unit.to_vec(), elsewhere: false }).collect()
}

struct Plan {
    /// The threads of each unit that goes on at a time.
    lanes: Vec<usize>,
    families: Families,
}

/// How much goes on at a time.
fn plan(jobs: &[Job], setting: &Setting) -> Result<Plan> {
    let Some(largest) = jobs.iter().max_by_key(|job| Needs::of(job.scenario).world_bytes) else {
        return Ok(Plan { lanes: Vec::new(), families: Families::Apart });
    };
    let units = units(jobs);
    let members = units.iter().map(|unit| unit.jobs.len()).max().unwrap_or(1);
    let threads = setting.threads.max(1);
    let wanted = threads.min(units.len());
    let worlds = memory::worlds_at_once(largest.scenario, wanted * members, setting.available_bytes)?;
    // A family holds the states that its comparisons will start from; without the memory for them each run starts from the beginning.
    let (most, families) = if worlds >= members { (worlds / members, Families::Together) } else { (worlds.min(wanted), Families::Apart) };
    // Even rounds: 9 units on 8 lanes would leave 7 idle in the second round.
    let rounds = units.len().div_ceil(most);
    let lanes = units.len().div_ceil(rounds);
    Ok(Plan { lanes: (0..lanes).map(|lane| threads / lanes + usize::from(lane < threads % lanes)).collect(), families })
}
