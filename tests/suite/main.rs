//! All integration tests in one binary, one module a room.

mod acts;
mod bench_scenarios;
mod charts;
mod cli;
mod collect;
mod door;
mod every_scenario;
mod fake_tables;
mod folders;
mod laws;
mod metrics;
mod output;
mod page;
mod parity;
mod reference;
mod sample;
mod streams;
mod study;
mod tables;
mod tenure;
mod tidy;
mod ties;
