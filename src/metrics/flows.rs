//! Who and what moved: people between main platforms, ties and groups between homes. The rows of a flow add up to what began
//! at their place: people at the start, ties and groups when they were born.

use super::moment::Moment;
use super::record::{ByHome, RunRecord};
use super::share::share;
use crate::ids::{Layer, NOWHERE, PlatformId, Topic};

/// A cell of a flow; [`NOWHERE`] stands for no main platform, and for no home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    pub from: PlatformId,
    pub to: PlatformId,
    pub count: u64,
    /// What started at `from`, wherever it is now.
    pub stock: u64,
}

impl Flow {
    /// Of what started at `from`, the share that is at `to` now.
    pub fn share(&self) -> Option<f64> {
        share(self.count, self.stock)
    }
}

/// People by main platform at the start and in the last whole month at or before the day.
pub fn people_flow(record: &RunRecord, day: u32) -> Vec<Flow> {
    let survey = Moment::new(record, day).whole_month();
    survey.map_or(Vec::new(), |survey| cells(record.platforms, |from| survey.main_flow[from]))
}

/// Living ties by the home they were born with and their home at the last survey at or before the day; of one layer.
pub fn home_flow(record: &RunRecord, layer: Layer, day: u32) -> Vec<Flow> {
    let survey = Moment::new(record, day).survey();
    survey.map_or(Vec::new(), |survey| cells(record.platforms, |from| survey.home_flow[layer.index()][from]))
}

/// Groups by the home they were born with and their home at the last survey at or before the day; of one topic.
pub fn group_flow(record: &RunRecord, topic: Topic, day: u32) -> Vec<Flow> {
    let topic = Moment::new(record, day).survey().and_then(|survey| survey.groups.get(topic.index()));
    topic.map_or(Vec::new(), |topic| cells(record.platforms, |from| topic.home_flow[from]))
}

fn cells(platforms: usize, row: impl Fn(usize) -> ByHome<u64>) -> Vec<Flow> {
    let places: Vec<PlatformId> = (0..platforms as u8).map(PlatformId).chain([NOWHERE]).collect();
    let mut flows = Vec::with_capacity(places.len() * places.len());
    for &from in &places {
        let row = row(from.index());
        let stock = row.iter().sum();
        flows.extend(places.iter().map(|&to| Flow { from, to, count: row[to.index()], stock }));
    }
    flows
}
