//! The scenario: what a user writes ([`file`]), how it is checked ([`check`]), and what the rest of the program reads
//! ([`Scenario`]: complete, immutable, every default filled in).

pub mod behaviour;
pub mod measure;
mod resolved;
pub mod study;

pub use behaviour::Behaviour;
pub use measure::Measure;
pub use resolved::*;
