//! All integration tests in one binary, one module a room.

mod door;
mod fake_tables;
mod laws;
mod metrics;
mod output;
mod reference;
mod sample;
mod study;
mod ties;
