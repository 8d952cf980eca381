//! From the records of a scenario and its comparisons to the tables of a run.

mod by_age;
mod expects;
mod flows;
mod notes;
mod over_time;
mod tipping;

pub use expects::findings;
pub use notes::{notes, scenario_notes, shortened_note};

use crate::ids::PlatformId;
use crate::metrics::record::RunRecord;
use crate::output::Tables;
use crate::output::table::Word;
use crate::output::tables::SCENARIO;
use crate::scenario::Scenario;
use crate::stats::{Interval, interval};

/// The replicates of one variant.
pub struct Variant<'a> {
    pub name: &'a str,
    pub scenario: &'a Scenario,
    /// By rising replicate; some may be missing.
    pub records: Vec<RunRecord>,
}

/// The scenario and its comparisons.
pub struct Gathered<'a> {
    /// The scenario first, then its comparisons in file order.
    pub variants: Vec<Variant<'a>>,
}

impl<'a> Gathered<'a> {
    /// The variants of a scenario, without records.
    pub fn of(scenario: &'a Scenario) -> Gathered<'a> {
        let variants = names(scenario).into_iter().map(|(name, scenario)| Variant { name, scenario, records: Vec::new() });
        Gathered { variants: variants.collect() }
    }

    /// Adds a run, in whatever order they come.
    pub fn add(&mut self, variant: usize, record: RunRecord) {
        let records = &mut self.variants[variant].records;
        let place = records.partition_point(|known| known.replicate < record.replicate);
        records.insert(place, record);
    }

    pub fn scenario(&self) -> &'a Scenario {
        self.variants[0].scenario
    }

    /// Every table that can be made of the records.
    pub fn tables(&self) -> Tables {
        let over_time = over_time::tables(self);
        Tables {
            daily: over_time.daily,
            differences: over_time.differences,
            replicates: over_time.replicates,
            retention: by_age::retention(self),
            cohorts: by_age::cohorts(self),
            churn: by_age::churn(self),
            activity: by_age::activity(self),
            flows: flows::flows(self),
            expect: expects::expects(self),
            tipping: tipping::tipping_rows(self),
            ..Tables::default()
        }
    }
}

/// What a scenario and its comparisons are called in tables.
pub fn names(scenario: &Scenario) -> Vec<(&str, &Scenario)> {
    let compares = scenario.compares.iter().map(|compare| (compare.name.as_str(), &compare.scenario));
    std::iter::once((SCENARIO, scenario)).chain(compares).collect()
}

/// Platforms with their names as tables write them.
fn platforms(scenario: &Scenario) -> Vec<(PlatformId, Word)> {
    (0..).zip(&scenario.platforms).map(|(index, platform)| (PlatformId(index), Word::from(platform.name.as_str()))).collect()
}

/// The mean and interval of shares over replicates. No share is below 0 or above 1.
fn shares(values: impl Iterator<Item = Option<f64>>) -> Interval {
    let values: Vec<f64> = values.map(|value| value.unwrap_or(f64::NAN)).collect();
    crate::metrics::expect::cut(interval(&values), (0.0, 1.0))
}

fn mean(values: impl Iterator<Item = u64>) -> f64 {
    let (sum, n) = values.fold((0_u64, 0_u64), |(sum, n), value| (sum + value, n + 1));
    sum as f64 / n.max(1) as f64
}
