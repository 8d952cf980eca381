//! Who and what moved until each survey: people between main platforms since the start, ties between homes since they were born.

use super::{Gathered, Variant, shares};
use crate::ids::{Layer, NOWHERE, PlatformId};
use crate::metrics::record::RunRecord;
use crate::metrics::{home_flow, people_flow};
use crate::output::layout::FlowRow;
use crate::output::table::Word;
use crate::scenario::{NO_HOME, NO_PLATFORM, Scenario};

/// How the absence of a platform is called, by kind of flow.
const KINDS: [(&str, &str, Counts); 2] = [("people", NO_PLATFORM, people), ("homes", NO_HOME, homes)];

/// What moved, from and to, in the order of the platforms and then nowhere.
type Counts = fn(&RunRecord, u32) -> Vec<(PlatformId, PlatformId, u64)>;

pub(super) fn flows(gathered: &Gathered) -> Vec<FlowRow> {
    let mut rows = Vec::new();
    for variant in &gathered.variants {
        let Some(first) = variant.records.first() else { continue };
        let name = Word::from(variant.name);
        for (kind, nowhere, counts) in KINDS {
            let names = Names::of(variant.scenario, nowhere);
            for after_days in first.surveys.iter().map(|survey| survey.after_days).filter(|days| *days > 0) {
                push(&mut rows, variant, &name, Word::from(kind), &names, after_days, counts);
            }
        }
    }
    rows
}

struct Names {
    platforms: Vec<Word>,
    nowhere: Word,
}

impl Names {
    fn of(scenario: &Scenario, nowhere: &str) -> Names {
        let platforms = scenario.platforms.iter().map(|platform| Word::from(platform.name.as_str())).collect();
        Names { platforms, nowhere: Word::from(nowhere) }
    }

    fn at(&self, place: PlatformId) -> Word {
        if place == NOWHERE { self.nowhere.clone() } else { self.platforms[place.index()].clone() }
    }
}

fn push(rows: &mut Vec<FlowRow>, variant: &Variant, name: &Word, kind: Word, names: &Names, after_days: u32, counts: Counts) {
    let replicates: Vec<Vec<(PlatformId, PlatformId, u64)>> = variant.records.iter().map(|record| counts(record, after_days)).collect();
    let wholes: Vec<u64> = replicates.iter().map(|cells| cells.iter().map(|(_, _, count)| count).sum()).collect();
    let Some(first) = replicates.first() else { return };
    for (at, (from, to, _)) in first.iter().enumerate() {
        let share = |(cells, whole): (&Vec<(PlatformId, PlatformId, u64)>, &u64)| (*whole > 0).then(|| cells[at].2 as f64 / *whole as f64);
        let over = shares(replicates.iter().zip(&wholes).map(share));
        rows.push(FlowRow {
            variant: name.clone(),
            kind: kind.clone(),
            from_day: 0,
            to_day: i64::from(after_days),
            from: names.at(*from),
            to: names.at(*to),
            mean: over.mean,
            low: over.low,
            high: over.high,
            n: over.n as i64,
        });
    }
}

fn people(record: &RunRecord, day: u32) -> Vec<(PlatformId, PlatformId, u64)> {
    people_flow(record, day).into_iter().map(|flow| (flow.from, flow.to, flow.count)).collect()
}

/// Ties of all layers together.
fn homes(record: &RunRecord, day: u32) -> Vec<(PlatformId, PlatformId, u64)> {
    let mut sum: Vec<(PlatformId, PlatformId, u64)> = Vec::new();
    for layer in Layer::ALL {
        for (at, flow) in home_flow(record, layer, day).into_iter().enumerate() {
            match sum.get_mut(at) {
                Some(cell) => cell.2 += flow.count,
                None => sum.push((flow.from, flow.to, flow.count)),
            }
        }
    }
    sum
}
