//! A day of the whole model, pass by pass.

use std::time::Instant;

use rayon::ThreadPool;

use moatsim::engine::{Life, Pass};
use moatsim::scenario::{Overrides, Scenario, load_scenario};

use crate::Outcome;
use crate::arguments::Arguments;
use crate::bound::{Bound, TIES};
use crate::clock::{Spread, processor_seconds};
use crate::report::{Figure, Report};

const TOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/bench/town.toml");

/// Days in a month, on whose last one a survey is taken.
const MONTH: u32 = moatsim::metrics::record::MONTH as u32;
/// Every so many days, ties that lie idle are looked after.
const UPKEEP_DAYS: u32 = moatsim::engine::events::REFRESH_DAYS;

/// Passes of every day, in their order.
const DAILY: [(Pass, &str); 5] = [
    (Pass::Events, "events"),
    (Pass::Groups, "groups"),
    (Pass::Walk, "walk over people and ties"),
    (Pass::Encounters, "encounters"),
    (Pass::Evening, "evening"),
];

/// Days that a pool lives before it is the next one's turn. The first of them finds its threads asleep and what they read in the caches of others,
/// so that it is no sample of a day.
const SPELL: u32 = 4;

/// Threads that have less of their cores than this were kept waiting by others, or by too little to do.
const HAD_LEAST: f64 = 0.8;

pub const WHOLE_DAY: &str = "a whole day";

/// The town at a size. The run is longer than what is lived, so that what only its end needs is not part of any day.
pub fn town(people: u32, days: u32) -> Outcome<Scenario> {
    let overrides = Overrides { people: Some(people), days: Some(days + 1), ..Overrides::default() };
    load_scenario(TOWN.as_ref(), &overrides).map_err(|problems| problems.to_string())
}

/// Seconds of one day, by pass.
struct DayLap {
    day: u32,
    place: usize,
    passes: Vec<(Pass, f64)>,
}

impl DayLap {
    fn of(&self, pass: Pass) -> f64 {
        self.passes.iter().filter(|(of, _)| *of == pass).map(|(_, seconds)| seconds).sum()
    }

    fn is_first_of_spell(&self) -> bool {
        self.day.is_multiple_of(SPELL)
    }

    fn daily(&self) -> f64 {
        DAILY.iter().map(|(pass, _)| self.of(*pass)).sum()
    }
}

pub fn measure(people: u32, arguments: &Arguments, pools: &[ThreadPool], bound: &Bound, report: &mut Report) -> Outcome<()> {
    let days = arguments.days(people).max(SPELL * pools.len() as u32);
    let scenario = town(people, days)?;
    let widest = pools.iter().max_by_key(|pool| pool.current_num_threads()).expect("there is a pool");
    let mut life = widest.install(|| Life::begin(&scenario, 0)).map_err(|error| error.to_string())?;
    let mut laps = Vec::new();
    let mut processor = vec![0.0; pools.len()];
    let mut has_processor = true;
    for day in 0..days {
        const { assert!((MONTH / SPELL) % 2 == 1, "each of two pools has surveys") };
        // One life, lived by the pools in turn.
        let place = (day / SPELL) as usize % pools.len();
        let before = processor_seconds();
        let lap = DayLap { day, place, passes: pools[place].install(|| watch(&mut life)) };
        match before.zip(processor_seconds()) {
            Some((before, after)) if !lap.is_first_of_spell() => processor[place] += after - before,
            Some(_) => {}
            None => has_processor = false,
        }
        laps.push(lap);
    }
    for (place, pool) in pools.iter().enumerate() {
        let own: Vec<&DayLap> = laps.iter().filter(|lap| lap.place == place).collect();
        let days = own.iter().filter(|lap| !lap.is_first_of_spell()).count();
        if days == 0 {
            continue;
        }
        let each = 1e9 / f64::from(people);
        let processor = has_processor.then(|| processor[place] * each / days as f64);
        tell(people, pool.current_num_threads(), &own, each, processor, bound, report);
    }
    tell_gain(people, pools, report);
    Ok(())
}

fn watch(life: &mut Life) -> Vec<(Pass, f64)> {
    let mut passes = Vec::with_capacity(8);
    let mut last = Instant::now();
    life.live_day_watched(&mut |pass| {
        let now = Instant::now();
        passes.push((pass, (now - last).as_secs_f64()));
        last = now;
    });
    passes
}

fn tell(people: u32, threads: usize, laps: &[&DayLap], each: f64, processor: Option<f64>, bound: &Bound, report: &mut Report) {
    let least = bound.nanoseconds(TIES, threads);
    let mut add = |part: &str, samples: Vec<f64>, processor| {
        let value = Spread::of(samples).times(each);
        report.add(Figure::new("day", part, "ns a person-day", people, threads, value).against(least).with_processor(processor));
    };
    let settled: Vec<&&DayLap> = laps.iter().filter(|lap| !lap.is_first_of_spell()).collect();
    for (pass, name) in DAILY {
        add(name, settled.iter().map(|lap| lap.of(pass)).collect(), None);
    }
    let is_end_of_month = |lap: &&&DayLap| (lap.day + 1).is_multiple_of(MONTH);
    let surveys: Vec<f64> = laps.iter().filter(is_end_of_month).map(|lap| lap.of(Pass::Survey) / f64::from(MONTH)).collect();
    if !surveys.is_empty() {
        add("survey, a month's share", surveys, None);
    }
    let upkeep: Vec<f64> =
        laps.iter().filter(|lap| lap.day.is_multiple_of(UPKEEP_DAYS)).map(|lap| lap.of(Pass::Upkeep) / f64::from(UPKEEP_DAYS)).collect();
    if !upkeep.is_empty() {
        add("upkeep of ties, a share of 128 days", upkeep, None);
    }
    let days: Vec<f64> = settled.iter().map(|lap| lap.daily()).collect();
    let mean = days.iter().sum::<f64>() / days.len() as f64 * each;
    add(WHOLE_DAY, days, processor);
    if let Some(had) = processor.map(|processor| processor / mean).filter(|&had| had < HAD_LEAST * threads as f64) {
        report.note(format!(
            "A day of {people} people on {threads} threads had only {had:.1} cores: what is said of {threads} threads is not about them."
        ));
    }
}

fn tell_gain(people: u32, pools: &[ThreadPool], report: &mut Report) {
    let threads: Vec<usize> = pools.iter().map(ThreadPool::current_num_threads).collect();
    let Some(one) = report.median("day", WHOLE_DAY, people, 1) else { return };
    for threads in threads.into_iter().filter(|&threads| threads > 1) {
        if let Some(more) = report.median("day", WHOLE_DAY, people, threads) {
            report.note(format!("A day of {people} people is {:.2}× as fast on {threads} threads as on one.", one / more));
        }
    }
}
