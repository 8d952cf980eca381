//! A lane does one unit of work after the other with threads of its own: the runs of a family with one replicate, from the store or lived.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use super::memory::Needs;
use super::progress::Ending;
use super::replicates::{Failure, Fault, Job, Past, Setting};
use super::store::{Found, RunKey};
use crate::engine::{Control, Forks};
use crate::error::Error;
use crate::metrics::record::RunRecord;
use crate::scenario::Scenario;

/// Runs of one family and replicate, as places in the list of jobs.
pub(super) struct Unit {
    pub jobs: Vec<usize>,
    /// Another process was at it.
    pub elsewhere: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Families {
    /// What scenarios share is lived once, and the state is kept until they part.
    Together,
    Apart,
}

pub(super) enum Message {
    Record(usize, Box<RunRecord>),
    Note(String),
    Failed(usize, Failure),
    Refused(Error),
    Stopped,
}

pub(super) struct Lane<'a> {
    pub jobs: &'a [Job<'a>],
    pub keys: &'a [RunKey],
    pub setting: &'a Setting<'a>,
    pub queue: &'a Mutex<VecDeque<Unit>>,
    /// Set when the request turned out to be wrong.
    pub halt: &'a AtomicBool,
    pub threads: usize,
    pub families: Families,
}

/// A run among those of its unit that are to be lived.
#[derive(Clone, Copy)]
struct Turn<'a> {
    index: usize,
    family: Option<(&'a Forks<'a>, usize)>,
}

impl Lane<'_> {
    pub fn work(&self, sender: &mpsc::SyncSender<Message>) {
        // Own threads: with shared ones, a worker that waits inside one run would pick up the whole of another.
        let pool = match rayon::ThreadPoolBuilder::new().num_threads(self.threads).build() {
            Ok(pool) => pool,
            Err(cause) => {
                let error = Error::Machine { doing: format!("start {} threads", self.threads), path: None, cause: cause.to_string() };
                let _ = sender.send(Message::Refused(error));
                return;
            }
        };
        // The receiver outlives every lane, so sending cannot fail.
        let tell = |message| drop(sender.send(message));
        while self.goes_on() {
            let next = self.queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some(unit) = next else { return };
            self.do_unit(&pool, &unit, &tell);
        }
    }

    fn goes_on(&self) -> bool {
        !self.setting.stop.load(Ordering::Relaxed) && !self.halt.load(Ordering::Relaxed)
    }

    fn do_unit(&self, pool: &rayon::ThreadPool, unit: &Unit, tell: &dyn Fn(Message)) {
        let reuse = self.setting.past == Past::Continue || unit.elsewhere;
        let is_to_be_lived = |index: &usize| !(reuse && self.look(*index, tell));
        let open: Vec<usize> = unit.jobs.iter().copied().filter(is_to_be_lived).collect();
        // The first to be lived hands its state to the others where they part from it.
        let scenarios: Vec<&Scenario> = open.iter().map(|index| self.jobs[*index].scenario).collect();
        let forks = (self.families == Families::Together && open.len() > 1).then(|| Forks::new(scenarios));
        for (place, index) in open.into_iter().enumerate() {
            if !self.goes_on() {
                return;
            }
            let turn = Turn { index, family: forks.as_ref().map(|forks| (forks, place)) };
            self.do_job(pool, turn, reuse, tell);
        }
    }

    /// Takes the record from the store, where there is one that can be used. A run that cannot be read stays as it is and has failed; nothing is left to do.
    fn look(&self, index: usize, tell: &dyn Fn(Message)) -> bool {
        let job = &self.jobs[index];
        match self.setting.store.find(&self.keys[index]) {
            Found::Record(record) => {
                // An `--overwrite` that was stopped leaves the state of a run whose record of before is still there.
                let _ = std::fs::remove_file(self.setting.store.checkpoint_path(&self.keys[index]));
                self.setting.progress.found(Needs::of(job.scenario).person_days);
                self.setting.progress.run_ended(job.variant, job.replicate, Ending::Found, Duration::ZERO);
                tell(Message::Record(index, record));
                true
            }
            Found::Unusable(why) => {
                tell(Message::Note(format!("{why}; the run is done again")));
                // It is told once.
                let _ = std::fs::remove_file(self.setting.store.record_path(&self.keys[index]));
                false
            }
            Found::Unreadable(error) => {
                self.setting.progress.run_ended(job.variant, job.replicate, Ending::Failed, Duration::ZERO);
                tell(Message::Failed(index, Trouble::Error(error).of(job)));
                true
            }
            Found::Nothing => false,
        }
    }

    fn do_job(&self, pool: &rayon::ThreadPool, turn: Turn, reuse: bool, tell: &dyn Fn(Message)) {
        let (job, key, store) = (&self.jobs[turn.index], &self.keys[turn.index], self.setting.store);
        let Some(_claim) = store.claim(key) else {
            std::thread::sleep(Duration::from_millis(200));
            let unit = Unit { jobs: vec![turn.index], elsewhere: true };
            self.queue.lock().unwrap_or_else(PoisonError::into_inner).push_back(unit);
            return;
        };
        // Another process may have finished it between the look and the claim, or it is the same world as one that is done: a comparison
        // whose difference lies beyond the last day.
        let is_done_here = self.keys[..turn.index].contains(key);
        if (reuse || is_done_here) && self.look(turn.index, tell) {
            return;
        }
        let checkpoint = store.checkpoint_path(key);
        if !reuse {
            let _ = std::fs::remove_file(&checkpoint);
        }
        let started = Instant::now();
        let lived = self.live(pool, job, turn.family, &checkpoint).and_then(|record| {
            store.keep(key, &record)?;
            Ok(record)
        });
        let ending = |ending| self.setting.progress.run_ended(job.variant, job.replicate, ending, started.elapsed());
        match lived {
            Ok(record) => {
                ending(Ending::Lived);
                tell(Message::Record(turn.index, Box::new(record)));
            }
            Err(Trouble::Error(Error::Stopped(_))) => tell(Message::Stopped),
            Err(Trouble::Error(error @ Error::Request(_))) => tell(Message::Refused(error)),
            Err(trouble) => {
                ending(Ending::Failed);
                tell(Message::Failed(turn.index, trouble.of(job)));
            }
        }
    }

    /// One replicate, with the panics of our own defects caught.
    fn live(
        &self,
        pool: &rayon::ThreadPool,
        job: &Job,
        family: Option<(&Forks, usize)>,
        checkpoint: &Path,
    ) -> std::result::Result<RunRecord, Trouble> {
        let run = &job.scenario.run;
        let (people, settle_days) = (u64::from(run.people), u64::from(run.settle_days));
        let progress = self.setting.progress;
        let counted = AtomicU64::new(0);
        let is_begun = AtomicBool::new(false);
        let control = Control {
            stop: self.setting.stop,
            lived: &|days| {
                // The first report comes after settling, with the days that a checkpoint or a scenario that began alike has lived before.
                let (days, is_first) = (u64::from(days), !is_begun.swap(true, Ordering::Relaxed));
                match (is_first, days) {
                    (true, 0) => progress.lived(people * settle_days),
                    (true, _) => progress.found(people * (settle_days + days)),
                    (false, _) => progress.lived(people * days),
                }
                counted.fetch_add(if is_first { settle_days + days } else { days }, Ordering::Relaxed);
            },
            checkpoint: Some(checkpoint),
            checkpoint_days: checkpoint_days(job.scenario),
            family,
        };
        let run = || pool.install(|| (self.setting.runner)(job.scenario, job.replicate, &control));
        let record = catch_unwind(AssertUnwindSafe(run)).map_err(|payload| Trouble::Panic(panic_text(&*payload)))??;
        // Whatever the run did not report, so that the whole adds up.
        let person_days = Needs::of(job.scenario).person_days;
        progress.found(person_days.saturating_sub(people * counted.load(Ordering::Relaxed)));
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

/// Bytes of a world that are packed and written in a second. Rough: 20 GB took 85 s (EPYC, November 2026).
const WRITTEN_A_SECOND: f64 = 240e6;

/// About a minute of work lies between two checkpoints, and ten times as much as one of them takes: that of a large world takes longer than its day.
fn checkpoint_days(scenario: &Scenario) -> u32 {
    let needs = Needs::of(scenario);
    let days = f64::from(scenario.run.days + scenario.run.settle_days);
    let between = (10.0 * needs.world_bytes as f64 / WRITTEN_A_SECOND).max(60.0);
    (between * days / needs.seconds.max(1e-9)).clamp(1.0, 1e9) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse_scenario;

    #[test]
    fn a_checkpoint_costs_a_tenth_at_most() {
        let days_between = |people: u32| {
            let text = include_str!("../../scenarios/bench/country.toml");
            let mut scenario = parse_scenario(text, "test", Path::new("")).unwrap_or_else(|problems| panic!("{problems}"));
            (scenario.run.people, scenario.run.days) = (people, 365);
            checkpoint_days(&scenario)
        };
        // A day of a hundred million people is about a minute of one thread, and their state is written in a minute and a half.
        assert!((10..30).contains(&days_between(100_000_000)), "{}", days_between(100_000_000));
        // That of a hundred thousand is written in a moment: a minute of work may be lost, which is years of them.
        assert!((365..5_000).contains(&days_between(100_000)), "{}", days_between(100_000));
    }
}
