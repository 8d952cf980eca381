//! Tests of the whole, in one binary.

mod metrics;
mod ties;
