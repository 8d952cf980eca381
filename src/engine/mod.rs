//! Time: the day as a numbered list, its parallel schedule, and checkpoints.

mod adoption;
mod askers;
mod begin;
mod checkpoint;
mod encounters;
mod evening;
pub mod events;
mod fork;
mod lanes;
mod life;
mod meetings;
mod messages;
mod notices;
mod openings;
mod people;
mod room;
mod scan;
mod sharing;
mod survey;
mod tally;
mod twins;

pub use evening::Evening;
pub use fork::{Forks, parting_day};
pub use life::{Life, Pass};

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::Error;
use crate::metrics::record::RunRecord;
use crate::scenario::Scenario;

/// Changes whenever the same scenario and seed give other numbers; see "Results change" in the changelog.
pub const RESULTS_VERSION: u32 = 13;

/// What a caller holds in its hands while a run goes on.
pub struct Control<'a> {
    /// Set from outside (Ctrl-C): the run writes a checkpoint, where it has a place for one, and returns [`Error::Stopped`].
    pub stop: &'a AtomicBool,
    /// Called with the number of days just lived.
    pub lived: &'a (dyn Fn(u32) + Sync),
    /// Where the state of an unfinished run is kept, and looked for at the start.
    pub checkpoint: Option<&'a Path>,
    /// How many days lie between two checkpoints.
    pub checkpoint_days: u32,
    /// The scenario's family and its place in it, so that what starts alike is lived once.
    pub family: Option<(&'a Forks<'a>, usize)>,
}

/// Lives one replicate of a scenario. The same scenario, seed and replicate give the same record, bit for bit, on any number of threads,
/// stopped and resumed or not.
pub fn run(scenario: &Scenario, replicate: u32, control: &Control) -> Result<RunRecord, Error> {
    let mut life = match control.family.and_then(|(forks, place)| forks.take(place, replicate)) {
        Some(snapshot) => Life::resume(scenario, replicate, snapshot),
        None => {
            let siblings = control.family.filter(|&(_, place)| place == 0).map_or(&[][..], |(forks, _)| &forks.variants[1..]);
            Life::begin_in_family(scenario, replicate, siblings)?
        }
    };
    if let Some(path) = control.checkpoint {
        checkpoint::resume(&mut life, path)?;
    }
    (control.lived)(life.day());
    while life.day() < scenario.run.days {
        let is_due = life.day() > 0 && life.day() % control.checkpoint_days.max(1) == 0;
        let is_stopped = control.stop.load(Ordering::Relaxed);
        if let Some(path) = control.checkpoint.filter(|_| is_due || is_stopped) {
            checkpoint::save(&life, path)?;
        }
        if is_stopped {
            return Err(Error::Stopped(format!("stopped on day {} of {}", life.day(), scenario.run.days)));
        }
        if let Some((forks, 0)) = control.family {
            life.hand_over(forks);
        }
        life.live_day();
        (control.lived)(1);
    }
    Ok(life.record())
}
