//! The suite: one module a room, all in one program so that it links once.

mod door;
mod fake_tables;
mod metrics;
mod output;
mod sample;
mod study;
mod ties;
