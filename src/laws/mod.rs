//! Laws: results that theory demands of the engine when all else is switched off. One law a file, with its formula, author and year; its worlds
//! are ordinary scenario files in `scenarios/laws/`.

mod bass;
mod conservation;
mod coordination;
mod final_size;
mod generators;
mod habit;
mod home_vote;
mod hysteresis;
mod independence;
mod interop;
mod lab;
mod logit;
mod mean_field;
mod mirror;
mod null_events;
pub mod report;
mod retention;
mod scale;
mod stickiness;
mod strength;
mod threshold;
mod unravelling;
mod value_growth;
mod verdict;

pub use lab::{Lab, Size, Trial};
pub use verdict::{Axis, Curve, Dot, Finding, Line, Verdict};

use crate::error::Result;
use verdict::four_deviations;

/// A result that theory demands, and how the engine is held to it.
pub struct Law {
    /// `L1`, `L2`, …
    pub code: &'static str,
    /// A few words.
    pub title: &'static str,
    /// What must come out, in one sentence.
    pub says: &'static str,
    /// Author and year.
    pub source: &'static str,
    /// The text of its scenario file.
    pub scenario: &'static str,
    pub check: fn(&Lab) -> Result<Verdict>,
}

/// All laws, in the order of their codes.
pub const LAWS: &[Law] = &[
    bass::LAW,
    logit::LAW,
    coordination::LAW,
    hysteresis::LAW,
    threshold::LAW,
    final_size::LAW,
    unravelling::LAW,
    retention::LAW,
    habit::LAW,
    strength::LAW,
    home_vote::LAW,
    stickiness::LAW,
    independence::LAW,
    interop::LAW,
    mirror::LAW,
    value_growth::LAW,
    generators::LAW,
    conservation::LAW,
    null_events::LAW,
    scale::LAW,
];

/// What came of a law: its verdict, or why there is none.
pub type Checked = (&'static Law, Result<Verdict>);

/// Holds the engine to these laws. `tell` is called with each law before it is checked.
pub fn verify(laws: &[&'static Law], size: Size, tell: &dyn Fn(&Law)) -> Vec<Checked> {
    let lab = Lab::new(size);
    let check = |law: &&'static Law| {
        tell(law);
        (*law, (law.check)(&lab))
    };
    laws.iter().map(check).collect()
}
