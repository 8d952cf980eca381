//! Many runs: variants and replicates side by side, studies over a grid, the store of finished runs, and their tables.

mod lane;
pub mod memory;
pub mod progress;
pub mod replicates;
pub mod store;

pub use lane::panic_text;
