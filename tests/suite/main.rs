//! All integration tests in one binary, one module a room.

mod cli;
mod collect;
mod door;
mod fake_tables;
mod metrics;
mod output;
mod reference;
mod sample;
mod study;
mod ties;
