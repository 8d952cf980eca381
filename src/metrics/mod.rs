//! Measures: what a run leaves behind ([`record`]), and how each measure is computed from it.

pub mod core;
pub mod record;
