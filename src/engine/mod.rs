//! Time: the day as a numbered list, its parallel schedule, and checkpoints.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use crate::error::Error;
use crate::metrics::record::RunRecord;
use crate::scenario::Scenario;

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
}

/// Lives one replicate of a scenario. The same scenario, seed and replicate give the same record, bit for bit, on any number of threads, stopped and resumed or not.
pub fn run(scenario: &Scenario, replicate: u32, control: &Control) -> Result<RunRecord, Error> {
    let _ = (scenario, replicate, control);
    Err(Error::request("the engine is not built yet"))
}
