//! How one day's step is decided: one rule a file, in the words of `MODEL.md`. Rules read the morning of a day and say what happens; the
//! engine applies it.

pub mod adopt;
pub mod gather;
pub mod habit;
pub mod home;
pub mod minutes;
pub mod open;
pub mod talk;
mod today;
pub mod venues;
pub mod weight;

pub use today::{Brought, Keys, Mandate, Opening, Promotion, Race, Today};
