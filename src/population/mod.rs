//! Who people are: segments, and traits that are regenerated from keyed chance rather than stored.

mod normal;
mod segment;
mod traits;

pub use normal::normal_quantile;
pub use segment::{segment_of, segments};
pub use traits::{Contents, STEPS, TraitTables};
