//! Many runs: variants and replicates side by side, studies over a grid, the store of finished runs, and their tables.

pub mod memory;
pub mod progress;
pub mod replicates;
pub mod store;
