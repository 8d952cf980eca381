//! Histories: what really happened, replayed with the one set of behaviour numbers, expectation by expectation; what breaks when a mechanism is
//! off; and the numbers that all of them together ask for.

pub mod fit;
mod library;
mod mechanism;
mod page;
mod replay;
mod report;

pub use library::{Refusal, load};
pub use mechanism::{MECHANISMS, Mechanism};
pub use page::{is_page, page};
pub use replay::{Replay, Replayed};
pub use report::rows;
