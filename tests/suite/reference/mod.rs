//! The reference engine: the model of `MODEL.md` once more, slow and plain, so that the fast engine can be held against it.
//!
//! One value a thing, one person at a time, each tie stored once, all arithmetic in `f64`, but for presence and
//! history, which the model keeps in single precision until they are rounded at random. Nothing here is taken from the fast engine: both share the scenario, keyed chance,
//! the tables of traits, and the graphs they start from.

mod adopt;
mod bridge;
mod dump;
mod events;
mod gather;
mod graphs;
mod habit;
mod home;
mod idle;
mod invariants;
mod leave;
mod meet;
mod minutes;
mod model;
mod open;
mod race;
mod random_events;
mod random_worlds;
mod run;
mod start;
mod talk;
mod tiny;
mod tiny_adoption;
mod tiny_events;
mod tiny_talk;
mod today;
mod twin;
mod weigh;
