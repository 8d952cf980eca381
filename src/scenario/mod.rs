//! The scenario: what a user writes ([`file`]), how it is checked ([`check`]), and what the rest of the program reads
//! ([`Scenario`]: complete, immutable, every default filled in).

pub mod behaviour;
mod check;
pub mod file;
pub mod lists;
mod load;
mod load_study;
pub mod measure;
mod numbers;
pub mod problem;
mod resolved;
mod resolved_text;
mod schema;
pub mod study;
mod vary;

pub use behaviour::Behaviour;
pub use load::{LeftOut, Overrides, left_out, load_scenario, parse_scenario};
pub use load_study::{is_study, load_study};
pub use measure::Measure;
pub use problem::{Look, Problem, Problems};
pub use resolved::*;
pub use resolved_text::resolved_text;
pub use schema::{schema_scenario, schema_study};
