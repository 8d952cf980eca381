//! Many runs: variants and replicates side by side, studies over a grid, the store of finished runs, and their tables.

pub mod collect;
mod lane;
pub mod memory;
pub mod progress;
pub mod provenance;
pub mod replicates;
pub mod store;
pub mod sweep;

pub use lane::panic_text;
