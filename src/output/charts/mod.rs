//! The charts of a run, one kind a file. Each draws from the manifest and the tables alone, and is absent when there is nothing to show.

mod activity;
mod by_age;
mod churn;
mod cohort_triangle;
mod daily_users_and_homes;
mod difference;
mod flows;
mod frame;
mod groups;
mod histories;
mod laws;
mod leakage;
mod over_time;
mod overlap;
mod retention;
mod sweep_curves;
mod sweep_heat;
mod time_and_messages;
mod value_growth;

use super::figure::Figure;
use super::{Manifest, Tables};

/// A kind of chart.
pub type Chart = fn(&Manifest, &Tables) -> Option<Figure>;

/// Every kind, in the order in which a reader wants them.
pub const ALL: &[Chart] = &[
    daily_users_and_homes::draw,
    difference::draw,
    time_and_messages::draw,
    retention::draw,
    cohort_triangle::draw,
    churn::draw,
    activity::draw,
    flows::draw,
    overlap::draw,
    leakage::draw,
    groups::draw,
    value_growth::draw,
    sweep_heat::draw,
    sweep_curves::draw,
    histories::draw,
];

/// Every chart that has something to show.
pub fn draw_all(manifest: &Manifest, tables: &Tables) -> Vec<Figure> {
    ALL.iter().filter_map(|chart| chart(manifest, tables)).chain(laws::draw_all(manifest, tables)).collect()
}
