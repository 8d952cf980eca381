//! Moat simulates social platforms competing for people.
//!
//! The rooms, bottom to top, and what each owns are in `ARCHITECTURE.md`; the model is in `MODEL.md`.

pub mod bits;
pub mod cache;
pub mod cli;
pub mod engine;
pub mod error;
pub mod float;
pub mod histories;
pub mod ids;
pub mod laws;
pub mod metrics;
pub mod output;
pub mod population;
pub mod rng;
pub mod rules;
pub mod scenario;
pub mod stats;
pub mod study;
pub mod ties;
pub mod walk;
pub mod width;
pub mod world;
