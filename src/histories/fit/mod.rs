//! The numbers of behaviour that all histories together ask for: draws from the prior, a surrogate of what comes out of them, proposals where it
//! expects most expectations to be met, and what all that says about which numbers the histories identify.

mod design;
mod evaluate;
mod learn;
mod loss;
mod session;
mod surrogate;

pub use session::{Fit, Plan};
