//! Runs of several scenarios with several replicates, side by side, as many at a time as threads and memory allow.
//!
//! Jobs are begun in the order they are given, so that a study that is stopped has whole pairs. A replicate that fails does not take the others with it.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use super::memory::{self, Needs};
use super::progress::{Ending, Progress};
use super::store::{Found, RunKey, Store};
use crate::engine::Control;
use crate::error::{Error, Result};
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
    let of_replicate =
        |replicate| variants.iter().enumerate().map(move |(place, (variant, scenario))| Job { variant, place, scenario, replicate });
    (0..replicates).flat_map(of_replicate).collect()
}

/// Runs every job and hands each record to `take`, in whatever order they finish.
pub fn run_all(jobs: &[Job], setting: &Setting, take: &mut dyn FnMut(&Job, RunRecord)) -> Result<Outcome> {
    let keys = keys_of(jobs)?;
    let lanes = lanes(jobs, setting)?;
    setting.progress.begin(jobs.len() as u64, jobs.iter().map(|job| Needs::of(job.scenario).person_days).sum());
    let queue = Mutex::new((0..jobs.len()).map(|index| Waiting { index, elsewhere: false }).collect::<VecDeque<_>>());
    let halt = AtomicBool::new(false);
    let mut outcome = Outcome::default();
    let mut refused = None;
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel(lanes.len());
        for threads in &lanes {
            let lane = Lane { jobs, keys: &keys, setting, queue: &queue, halt: &halt, threads: *threads };
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
                Message::Failed(failure) => outcome.failures.push(failure),
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
    outcome.failures.sort_by(|one, other| (one.replicate, &one.variant).cmp(&(other.replicate, &other.variant)));
    outcome.notes.sort();
    outcome.stopped |= setting.stop.load(Ordering::Relaxed) && outcome.finished + outcome.failures.len() < jobs.len();
    refused.map_or(Ok(outcome), Err)
}

/// The key of every job; each scenario is hashed once.
fn keys_of(jobs: &[Job]) -> Result<Vec<RunKey>> {
    let mut of_place: Vec<Option<RunKey>> = Vec::new();
    let mut keys = Vec::with_capacity(jobs.len());
    for job in jobs {
        if of_place.len() <= job.place {
            of_place.resize(job.place + 1, None);
        }
        let key = match of_place[job.place] {
            Some(key) => key,
            None => *of_place[job.place].insert(RunKey::of(job.scenario, 0)?),
        };
        keys.push(key.with_replicate(job.replicate));
    }
    Ok(keys)
}

/// How many runs go on at a time, and the threads of each.
fn lanes(jobs: &[Job], setting: &Setting) -> Result<Vec<usize>> {
    let Some(largest) = jobs.iter().max_by_key(|job| Needs::of(job.scenario).world_bytes) else {
        return Ok(Vec::new());
    };
    let most = setting.threads.clamp(1, jobs.len());
    let most = memory::worlds_at_once(largest.scenario, most, setting.available_bytes)?;
    // Even rounds: 9 jobs for 8 lanes would leave 7 idle in the second round.
    let rounds = jobs.len().div_ceil(most);
    let lanes = jobs.len().div_ceil(rounds);
    let threads = setting.threads.max(1);
    Ok((0..lanes).map(|lane| threads / lanes + usize::from(lane < threads % lanes)).collect())
}

struct Waiting {
    index: usize,
    /// Another process is at it.
    elsewhere: bool,
}

enum Message {
    Record(usize, Box<RunRecord>),
    Note(String),
    Failed(Failure),
    Refused(Error),
    Stopped,
}

/// Runs one job after the other with its own threads.
struct Lane<'a> {
    jobs: &'a [Job<'a>],
    keys: &'a [RunKey],
    setting: &'a Setting<'a>,
    queue: &'a Mutex<VecDeque<Waiting>>,
    halt: &'a AtomicBool,
    threads: usize,
}

impl Lane<'_> {
    fn work(&self, sender: &mpsc::SyncSender<Message>) {
        // Own threads: with shared ones, a worker that waits inside one run would pick up the whole of another.
        let pool = match rayon::ThreadPoolBuilder::new().num_threads(self.threads).build() {
            Ok(pool) => pool,
            Err(cause) => {
                let error = Error::Machine { doing: format!("start {} threads", self.threads), path: None, cause: cause.to_string() };
                let _ = sender.send(Message::Refused(error));
                return;
            }
        };
        while !self.setting.stop.load(Ordering::Relaxed) && !self.halt.load(Ordering::Relaxed) {
            let next = self.queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some(waiting) = next else { return };
            // The receiver outlives every lane.
            for message in self.do_job(&pool, waiting) {
                let _ = sender.send(message);
            }
        }
    }

    fn do_job(&self, pool: &rayon::ThreadPool, waiting: Waiting) -> Vec<Message> {
        let (job, key, store) = (&self.jobs[waiting.index], &self.keys[waiting.index], self.setting.store);
        let mut messages = Vec::new();
        let reuse = self.setting.past == Past::Continue || waiting.elsewhere;
        if reuse && let Some(message) = self.look(waiting.index, &mut messages) {
            return vec![message];
        }
        let Some(_claim) = store.claim(key) else {
            std::thread::sleep(Duration::from_millis(200));
            self.queue.lock().unwrap_or_else(PoisonError::into_inner).push_back(Waiting { elsewhere: true, ..waiting });
            return Vec::new();
        };
        // Another process may have finished it between the look and the claim.
        if reuse
            && store.record_path(key).exists()
            && messages.is_empty()
            && let Some(message) = self.look(waiting.index, &mut messages)
        {
            return vec![message];
        }
        let checkpoint = store.checkpoint_path(key);
        if self.setting.past == Past::Redo {
            let _ = std::fs::remove_file(&checkpoint);
        }
        let started = Instant::now();
        let lived = self.live(pool, job, &checkpoint).and_then(|record| {
            store.keep(key, &record)?;
            Ok(record)
        });
        let ending = |ending| self.setting.progress.run_ended(job.variant, job.replicate, ending, started.elapsed());
        messages.push(match lived {
            Ok(record) => {
                ending(Ending::Lived);
                Message::Record(waiting.index, Box::new(record))
            }
            Err(Trouble::Error(Error::Stopped(_))) => Message::Stopped,
            Err(Trouble::Error(error @ Error::Request(_))) => Message::Refused(error),
            Err(trouble) => {
                ending(Ending::Failed);
                Message::Failed(trouble.of(job))
            }
        });
        messages
    }

    /// The record in the store, where there is one that can be used.
    fn look(&self, index: usize, messages: &mut Vec<Message>) -> Option<Message> {
        let job = &self.jobs[index];
        match self.setting.store.find(&self.keys[index]) {
            Found::Record(record) => {
                self.setting.progress.found(Needs::of(job.scenario).person_days);
                self.setting.progress.run_ended(job.variant, job.replicate, Ending::Found, Duration::ZERO);
                Some(Message::Record(index, record))
            }
            Found::Unusable(why) => {
                messages.push(Message::Note(format!("{why}; the run is done again")));
                None
            }
            Found::Nothing => None,
        }
    }

    /// One replicate, with the panics of our own defects caught.
    fn live(&self, pool: &rayon::ThreadPool, job: &Job, checkpoint: &std::path::Path) -> std::result::Result<RunRecord, Trouble> {
        let people = u64::from(job.scenario.run.people);
        let counted = AtomicU64::new(0);
        let control = Control {
            stop: self.setting.stop,
            lived: &|days| {
                counted.fetch_add(u64::from(days), Ordering::Relaxed);
                self.setting.progress.lived(people * u64::from(days));
            },
            checkpoint: Some(checkpoint),
            checkpoint_days: checkpoint_days(job.scenario),
        };
        let run = || pool.install(|| (self.setting.runner)(job.scenario, job.replicate, &control));
        let record = catch_unwind(AssertUnwindSafe(run)).map_err(|payload| Trouble::Panic(panic_text(&*payload)))??;
        // Days that the run did not report, because it went on from a checkpoint, were found.
        let person_days = Needs::of(job.scenario).person_days;
        self.setting.progress.found(person_days.saturating_sub(people * counted.load(Ordering::Relaxed)));
        Ok(record)
    }
}

enum Trouble {
    Error(Error),
    Panic(String),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Trouble {
        Trouble::Error(error)
    }
}

impl Trouble {
    fn of(self, job: &Job) -> Failure {
        let (why, fault) = match self {
            Trouble::Error(error) => (error.to_string(), Fault::Machine),
            Trouble::Panic(text) => (text, Fault::Defect),
        };
        Failure { variant: job.variant.to_owned(), replicate: job.replicate, why, fault }
    }
}

/// What a panic said.
pub fn panic_text(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "no words were given".to_owned()
    }
}

/// About a minute of work lies between two checkpoints.
fn checkpoint_days(scenario: &Scenario) -> u32 {
    let needs = Needs::of(scenario);
    let days = f64::from(scenario.run.days + scenario.run.settle_days);
    (60.0 * days / needs.seconds.max(1e-9)).clamp(1.0, 1e9) as u32
}
