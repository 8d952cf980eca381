//! A study over the points of a design: all points with all replicates, each world run once, and one table.
//!
//! Replicates have the same seeds at every point, so points differ by what is varied and not by chance. Records are turned into the
//! study's measures as they come and are not kept in memory.

use std::collections::BTreeMap;

use super::replicates::{Job, Outcome, Setting, run_all};
use super::store::RunKey;
use crate::error::Result;
use crate::metrics::expect::cut;
use crate::metrics::quantity;
use crate::metrics::record::RunRecord;
use crate::output::layout::{Sweep, SweepRow, told_apart};
use crate::output::table::Word;
use crate::output::tables::SHARE_OF_REPLICATES;
use crate::scenario::Scenario;
use crate::scenario::study::{NamedMeasure, Study};
use crate::stats::{Interval, interval, wilson};

/// A world that the study needs: at a point, the scenario itself or one of its comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Use {
    point: usize,
    /// 0 is the scenario, k + 1 its comparison k.
    variant: usize,
}

/// A world with everything it is used for; points may share one.
struct World<'a> {
    name: String,
    scenario: &'a Scenario,
    /// The first point that uses it.
    family: usize,
    uses: Vec<Use>,
}

/// Values of the study's measures by use and replicate.
type Values = BTreeMap<(Use, u32), Vec<f64>>;

/// What a study comes to: its worlds, each to be run with every replicate.
pub struct Plan<'a> {
    study: &'a Study,
    worlds: Vec<World<'a>>,
}

pub fn plan(study: &Study) -> Plan<'_> {
    Plan { study, worlds: worlds(study) }
}

impl Plan<'_> {
    /// All points with replicate 0 first, so that a study that is stopped has the whole design.
    pub fn jobs(&self) -> Vec<Job<'_>> {
        let mut jobs = Vec::new();
        for replicate in 0..self.study.replicates {
            for (place, world) in self.worlds.iter().enumerate() {
                jobs.push(Job { variant: &world.name, place, family: world.family, scenario: world.scenario, replicate });
            }
        }
        jobs
    }

    pub fn scenarios(&self) -> Vec<&Scenario> {
        self.worlds.iter().map(|world| world.scenario).collect()
    }
}

/// Runs the study; the table holds the points that have any replicate.
pub fn run(plan: &Plan, setting: &Setting) -> Result<(Sweep, Outcome)> {
    let study = plan.study;
    let mut values = Values::new();
    let mut take = |job: &Job, record: RunRecord| {
        let measured: Vec<f64> = study.measures.iter().map(|measure| quantity(&record, &measure.what).unwrap_or(f64::NAN)).collect();
        for of in &plan.worlds[job.place].uses {
            values.insert((*of, job.replicate), measured.clone());
        }
    };
    let outcome = run_all(&plan.jobs(), setting, &mut take)?;
    Ok((table(study, &values), outcome))
}

fn worlds(study: &Study) -> Vec<World<'_>> {
    let mut worlds: Vec<World> = Vec::new();
    let mut known: BTreeMap<(String, u64), usize> = BTreeMap::new();
    for (number, point) in study.points.iter().enumerate() {
        for variant in variants_used(study) {
            let scenario = match variant.checked_sub(1) {
                None => &point.scenario,
                Some(compare) => &point.scenario.compares[compare].scenario,
            };
            let key = RunKey::of(scenario, 0);
            let place = *known.entry((key.scenario.to_hex().to_string(), key.seed)).or_insert(worlds.len());
            if place == worlds.len() {
                worlds.push(World { name: name(study, number, variant), scenario, family: number, uses: Vec::new() });
            }
            worlds[place].uses.push(Use { point: number, variant });
        }
    }
    worlds
}

/// The scenario, and the comparisons that a measure needs.
fn variants_used(study: &Study) -> Vec<usize> {
    let mut used: Vec<usize> = study.measures.iter().filter_map(|measure| Some(measure.against? + 1)).collect();
    used.push(0);
    used.sort_unstable();
    used.dedup();
    used
}

/// A world as progress and failures call it: `solo = 2.2, fit = par`, in the words of the study; keys that are the same stand with the names they
/// are of.
fn name(study: &Study, point: usize, variant: usize) -> String {
    let paths: Vec<&str> = study.axes.iter().map(|axis| axis.path.as_str()).collect();
    let values = study.axes.iter().zip(&study.points[point].values).map(|(axis, &value)| axis.written(value));
    let at: Vec<String> = told_apart(&paths).into_iter().zip(values).map(|(label, value)| format!("{label} = {value}")).collect();
    let mut name = at.join(", ");
    if let Some(compare) = variant.checked_sub(1) {
        name += &format!(" “{}”", study.points[point].scenario.compares[compare].name);
    }
    name
}

fn table(study: &Study, values: &Values) -> Sweep {
    let axes = study.axes.iter().map(|axis| Word::from(axis.path.as_str())).collect();
    let mut rows = Vec::new();
    for (number, point) in study.points.iter().enumerate() {
        for (place, measure) in study.measures.iter().enumerate() {
            let of_replicates: Vec<f64> =
                (0..study.replicates).filter_map(|replicate| at(values, number, replicate, place, measure)).collect();
            if of_replicates.is_empty() {
                continue;
            }
            let over = over_replicates(measure, &of_replicates);
            rows.push(SweepRow {
                point: number as i64,
                at: point.values.clone(),
                measure: Word::from(measure.name.as_str()),
                unit: Word::from(unit(measure)),
                mean: over.mean,
                low: over.low,
                high: over.high,
                n: over.n as i64,
            });
        }
    }
    Sweep { axes, rows }
}

/// The value of a measure in one replicate; with a comparison, less that of the same replicate there.
fn at(values: &Values, point: usize, replicate: u32, place: usize, measure: &NamedMeasure) -> Option<f64> {
    let of = |variant: usize| values.get(&(Use { point, variant }, replicate)).map(|values| values[place]);
    match measure.against {
        None => of(0),
        Some(compare) => Some(of(0)? - of(compare + 1)?),
    }
}

fn over_replicates(measure: &NamedMeasure, values: &[f64]) -> Interval {
    if let Some(threshold) = measure.above {
        let defined: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        let above = wilson(defined.iter().filter(|value| **value > threshold).count(), defined.len());
        return Interval { mean: above.share, low: above.low, high: above.high, n: above.n };
    }
    match measure.against {
        None => cut(interval(values), measure.what.measure.range()),
        Some(_) => interval(values),
    }
}

fn unit(measure: &NamedMeasure) -> String {
    let unit = measure.what.measure.info().unit;
    match (measure.above, measure.against) {
        (Some(_), _) => SHARE_OF_REPLICATES.to_owned(),
        (None, None) => unit.to_owned(),
        (None, Some(_)) => format!("difference in {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PlatformId;
    use crate::scenario::{Measure, Quantity, When};

    #[test]
    fn a_measure_that_no_replicate_has_has_no_interval_either() {
        let (platform, when) = (Some(PlatformId(0)), When::On(1));
        let what = Quantity { measure: Measure::Retention90, platform, other: None, layer: None, topic: None, segment: None, when };
        for above in [None, Some(0.5)] {
            let measure = NamedMeasure { name: "kept".to_owned(), what, against: None, above };
            let over = over_replicates(&measure, &[f64::NAN, f64::NAN]);
            assert!(over.n == 0 && [over.mean, over.low, over.high].iter().all(|number| number.is_nan()), "{over:?}");
        }
    }
}
