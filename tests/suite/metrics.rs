//! Measures against values worked out by hand.

#[path = "metrics/expectations.rs"]
mod expectations;
#[path = "metrics/synthetic.rs"]
mod synthetic;
#[path = "metrics/tables.rs"]
mod tables;
#[path = "metrics/values.rs"]
mod values;
