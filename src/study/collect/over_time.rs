//! Measures over time: every variant by day, its differences to comparisons, and single replicates.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{Gathered, Variant};
use crate::ids::{Layer, PlatformId, Topic};
use crate::metrics::expect::cut;
use crate::metrics::record::RunRecord;
use crate::metrics::{Subject, series, value};
use crate::output::layout::{DailyRow, DifferenceRow, ReplicateRow};
use crate::output::table::Word;
use crate::scenario::Scenario;
use crate::scenario::measure::{MeasureInfo, Pace, Scope};
use crate::stats::{interval, paired_interval};

/// Measures by layer are written on the first day of every week and on the last day, so that tables stay of a size that can be looked at.
const LAYER_EVERY_DAYS: u32 = 7;

#[derive(Default)]
pub(super) struct OverTime {
    pub daily: Vec<DailyRow>,
    pub differences: Vec<DifferenceRow>,
    pub replicates: Vec<ReplicateRow>,
}

/// One measure of one subject, whose platforms are places among all that the scenario and its comparisons have.
struct Asked {
    info: &'static MeasureInfo,
    of: Subject,
}

pub(super) fn tables(gathered: &Gathered) -> OverTime {
    let words = Words::of(gathered);
    let asked = asked(words.platforms.len());
    // Each subject is computed by itself and they are put together in order, so threads leave no trace.
    let parts: Vec<Vec<OverTime>> = asked.par_iter().map(|asked| part(gathered, &words, asked)).collect();
    let mut whole = OverTime::default();
    let mut by_variant: Vec<Vec<OverTime>> = gathered.variants.iter().map(|_| Vec::new()).collect();
    for part in parts {
        for (variant, part) in part.into_iter().enumerate() {
            by_variant[variant].push(part);
        }
    }
    for part in by_variant.into_iter().flatten() {
        whole.daily.extend(part.daily);
        whole.differences.extend(part.differences);
        whole.replicates.extend(part.replicates);
    }
    whole
}

/// Every measure of every subject.
fn asked(platforms: usize) -> Vec<Asked> {
    let platforms: Vec<PlatformId> = (0..platforms as u8).map(PlatformId).collect();
    let mut asked = Vec::new();
    for info in crate::scenario::Measure::ALL {
        let mut push = |of| asked.push(Asked { info, of });
        match info.scope {
            Scope::World => push(Subject::WORLD),
            Scope::Platform => platforms.iter().for_each(|p| push(Subject::platform(*p))),
            Scope::PlatformLayer => {
                platforms.iter().for_each(|p| push(Subject::platform(*p)));
                platforms.iter().for_each(|p| Layer::ALL.iter().for_each(|layer| push(Subject::layer(*p, *layer))));
            }
            Scope::PlatformTopic => {
                platforms.iter().for_each(|p| push(Subject::platform(*p)));
                platforms.iter().for_each(|p| Topic::ALL.iter().for_each(|topic| push(Subject::topic(*p, *topic))));
            }
            Scope::Pair => {
                platforms.iter().for_each(|p| platforms.iter().filter(|q| *q != p).for_each(|q| push(Subject::pair(*p, *q))));
            }
        }
    }
    asked
}

/// Texts that many rows share.
struct Words {
    empty: Word,
    platforms: Vec<Word>,
    layers: Vec<Word>,
    topics: Vec<Word>,
    variants: Vec<Word>,
    /// Of days 0 to the last.
    dates: Vec<Word>,
}

impl Words {
    fn of(gathered: &Gathered) -> Words {
        let scenario = gathered.scenario();
        let empty = Word::from("");
        let date = |day: u32| match scenario.run.start.and_then(|start| start.checked_add(jiff::Span::new().days(day)).ok()) {
            Some(date) => Word::from(date.to_string()),
            None => empty.clone(),
        };
        Words {
            platforms: scenario.all_platforms().into_iter().map(Word::from).collect(),
            layers: Layer::ALL.iter().map(|layer| Word::from(layer.name())).collect(),
            topics: Topic::ALL.iter().map(|topic| Word::from(topic.name())).collect(),
            variants: gathered.variants.iter().map(|variant| Word::from(variant.name)).collect(),
            dates: (0..=scenario.run.days).map(date).collect(),
            empty,
        }
    }

    fn platform(&self, platform: Option<PlatformId>) -> Word {
        platform.map_or_else(|| self.empty.clone(), |platform| self.platforms[platform.index()].clone())
    }

    /// A subject as a variant knows it; `None` where the variant lacks one of its platforms.
    fn in_variant(&self, of: Subject, scenario: &Scenario) -> Option<Subject> {
        let own = |platform: Option<PlatformId>| match platform {
            Some(platform) => scenario.platform(&self.platforms[platform.index()]).map(Some),
            None => Some(None),
        };
        Some(Subject { platform: own(of.platform)?, other: own(of.other)?, ..of })
    }

    /// Layers and topics share a column; the measure tells which is meant.
    fn layer(&self, of: Subject) -> Word {
        match (of.layer, of.topic) {
            (Some(layer), _) => self.layers[layer.index()].clone(),
            (None, Some(topic)) => self.topics[topic.index()].clone(),
            (None, None) => self.empty.clone(),
        }
    }

    fn date(&self, day: u32) -> Word {
        self.dates.get(day as usize).unwrap_or(&self.empty).clone()
    }
}

/// The values of one replicate by day, `NaN` where undefined.
type Series = Vec<(u32, f64)>;

/// The rows of one subject, by variant. A subject that is undefined throughout leaves none.
fn part(gathered: &Gathered, words: &Words, asked: &Asked) -> Vec<OverTime> {
    let is_split = asked.of.layer.is_some() || asked.of.topic.is_some();
    let last = gathered.scenario().run.days.saturating_sub(1);
    let is_shown = |day: u32| !(is_split && asked.info.pace == Pace::Daily) || day.is_multiple_of(LAYER_EVERY_DAYS) || day == last;
    let of_record = |record: &RunRecord, of: Subject| -> Series {
        let whole = series(record, asked.info.measure, of);
        whole.into_iter().filter(|(day, _)| is_shown(*day)).map(|(day, value)| (day, value.unwrap_or(f64::NAN))).collect()
    };
    let of_variant = |variant: &Variant| match words.in_variant(asked.of, variant.scenario) {
        Some(of) => variant.records.iter().map(|record| of_record(record, of)).collect(),
        None => Vec::new(),
    };
    let by_variant: Vec<Vec<Series>> = gathered.variants.iter().map(of_variant).collect();
    let is_defined = by_variant.iter().flatten().flatten().any(|(_, value)| !value.is_nan());
    let rows_of = |(place, variant): (usize, &Variant)| {
        if !is_defined {
            return OverTime::default();
        }
        OverTime {
            daily: daily(words, asked, place, &by_variant[place]),
            differences: if place == 0 { Vec::new() } else { differences(words, asked, gathered, place, &by_variant) },
            replicates: if is_split { Vec::new() } else { replicates(words, asked, place, variant) },
        }
    };
    gathered.variants.iter().enumerate().map(rows_of).collect()
}

fn daily(words: &Words, asked: &Asked, variant: usize, replicates: &[Series]) -> Vec<DailyRow> {
    let Some(first) = replicates.first() else { return Vec::new() };
    let row = |(at, (day, _)): (usize, &(u32, f64))| {
        let values: Vec<f64> = replicates.iter().map(|series| series[at].1).collect();
        let over = cut(interval(&values), asked.info.measure.range());
        DailyRow {
            variant: words.variants[variant].clone(),
            day: i64::from(*day),
            date: words.date(*day),
            measure: Word::from(asked.info.name),
            unit: Word::from(asked.info.unit),
            platform: words.platform(asked.of.platform),
            other: words.platform(asked.of.other),
            layer: words.layer(asked.of),
            mean: over.mean,
            low: over.low,
            high: over.high,
            n: over.n as i64,
        }
    };
    first.iter().enumerate().map(row).collect()
}

/// The scenario less a comparison, replicate by replicate.
fn differences(words: &Words, asked: &Asked, gathered: &Gathered, against: usize, by_variant: &[Vec<Series>]) -> Vec<DifferenceRow> {
    let replicates = |variant: usize| gathered.variants[variant].records.iter().map(|record| record.replicate).zip(&by_variant[variant]);
    let partner = |replicate: u32| replicates(against).find(|(other, _)| *other == replicate).map(|(_, series)| series);
    let pairs: Vec<(&Series, &Series)> = replicates(0).filter_map(|(replicate, series)| Some((series, partner(replicate)?))).collect();
    let Some((first, _)) = pairs.first() else { return Vec::new() };
    let row = |(at, (day, _)): (usize, &(u32, f64))| {
        let values: Vec<(f64, f64)> = pairs.iter().map(|(one, other)| (one[at].1, other[at].1)).collect();
        let over = paired_interval(&values);
        DifferenceRow {
            variant: words.variants[0].clone(),
            against: words.variants[against].clone(),
            day: i64::from(*day),
            date: words.date(*day),
            measure: Word::from(asked.info.name),
            unit: Word::from(asked.info.unit),
            platform: words.platform(asked.of.platform),
            other: words.platform(asked.of.other),
            layer: words.layer(asked.of),
            mean: over.mean,
            low: over.low,
            high: over.high,
            n: over.n as i64,
        }
    };
    first.iter().enumerate().map(row).collect()
}

/// Single replicates at the surveys; a daily measure is that of the day of the survey.
fn replicates(words: &Words, asked: &Asked, place: usize, variant: &Variant) -> Vec<ReplicateRow> {
    let mut rows = Vec::new();
    let Some(of) = words.in_variant(asked.of, variant.scenario) else { return rows };
    let measure = Word::from(asked.info.name);
    for record in &variant.records {
        let days: BTreeSet<u32> = record.surveys.iter().map(|survey| survey.after_days).collect();
        for day in days {
            rows.push(ReplicateRow {
                variant: words.variants[place].clone(),
                replicate: i64::from(record.replicate),
                seed: i64::try_from(variant.scenario.run.seed).expect("the door lets no seed pass that a table cannot hold"),
                day: i64::from(day),
                measure: measure.clone(),
                platform: words.platform(asked.of.platform),
                other: words.platform(asked.of.other),
                layer: words.layer(asked.of),
                value: value(record, asked.info.measure, of, day).unwrap_or(f64::NAN),
            });
        }
    }
    rows
}
