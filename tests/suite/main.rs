//! All integration tests in one binary, one module a room.

mod door;
mod laws;
mod metrics;
mod reference;
mod ties;
