//! Measures: what a run leaves behind ([`record`]), and how each measure is computed from it.
//!
//! [`value()`] is the one table that names them all; the formula of each stands where it is computed, one family a file. What is not a single number
//! (curves, cohorts, hazards, flows) has a function of its own.

mod churn;
mod cohorts;
pub mod compare;
mod core;
pub mod expect;
mod flows;
mod groups;
mod growth;
mod homes;
mod invitations;
mod main_platform;
mod messages;
mod minutes;
mod moment;
mod months;
mod overlap;
mod promotion;
pub mod record;
mod relist;
mod retention;
mod segments;
mod share;
mod subject;
mod users;
mod value;
mod welfare;
mod wording;

pub use self::churn::churn_hazard;
pub use self::cohorts::{CohortCell, cohort_triangle};
pub use self::core::core;
pub use self::flows::{Flow, group_flow, home_flow, people_flow};
pub use self::months::{Activity, activity, unaccounted};
pub use self::retention::{AgePoint, retention_curve, rolling_retention_curve};
pub use self::subject::Subject;
pub use self::value::{quantity, quantity_when, series, value};
