//! What single rules add to a day: the whole model beside the same without one of them, day by day in turn.

use rayon::ThreadPool;

use moatsim::engine::Life;
use moatsim::scenario::{Scenario, TieSource};

use crate::Outcome;
use crate::bound::{Bound, TIES};
use crate::clock::{Spread, time};
use crate::day;
use crate::making::without_groups;
use crate::report::{Figure, Report};

/// More people than this say nothing more about rules, and a dozen lives are lived.
const MOST_PEOPLE: u32 = 20_000;
const DAYS: u32 = 28;

/// How a rule is taken out of a scenario.
type LeaveOut = fn(&mut Scenario);

/// A day costs so much less with one of these left out.
const RULES: &[(&str, LeaveOut)] = &[
    ("groups", |scenario| *scenario = without_groups(scenario)),
    ("sharing", |scenario| scenario.platforms.iter_mut().for_each(|platform| platform.attributes.share_rate = 0.0)),
    ("exposure", |scenario| scenario.platforms.iter_mut().for_each(|platform| platform.attributes.exposure = 0.0)),
    ("finding contacts", |scenario| scenario.platforms.iter_mut().for_each(|platform| platform.attributes.contacts = 1.0)),
    ("strangers and places for them", |scenario| {
        scenario.platforms.iter_mut().for_each(|platform| platform.attributes.meet = 0.0);
        scenario.population.stranger_slots = 0;
    }),
    ("promotion", |scenario| scenario.events.clear()),
    ("adoption", |scenario| {
        scenario.events.clear();
        scenario.behaviour.word_of_mouth = 0.0;
        scenario.platforms.iter_mut().for_each(|platform| platform.attributes.awareness = 0.0);
    }),
    ("leaving", |scenario| scenario.behaviour.leave = 0.0),
    ("the third platform", |scenario| {
        scenario.events.clear();
        scenario.platforms.truncate(2);
        scenario.population.stranger_slots = 0;
    }),
    ("half of the ties", |scenario| {
        if let TieSource::City { ties_per_person, .. } = &mut scenario.population.source {
            *ties_per_person /= 2.0;
        }
    }),
];

pub fn measure(people: u32, pool: &ThreadPool, bound: &Bound, report: &mut Report) -> Outcome<()> {
    let people = people.min(MOST_PEOPLE);
    let threads = pool.current_num_threads();
    if report.median("rules", "all", people, threads).is_some() {
        return Ok(());
    }
    let town = day::town(people, DAYS)?;
    let mut scenarios = vec![town.clone()];
    for (_, leave_out) in RULES {
        let mut scenario = town.clone();
        leave_out(&mut scenario);
        scenarios.push(scenario);
    }
    let begin = |scenario| pool.install(|| Life::begin(scenario, 0)).map_err(|error| error.to_string());
    let mut lives: Vec<Life> = scenarios.iter().map(begin).collect::<Outcome<_>>()?;
    let mut seconds: Vec<Vec<f64>> = vec![Vec::new(); lives.len()];
    for _ in 0..DAYS {
        for (life, seconds) in lives.iter_mut().zip(&mut seconds) {
            seconds.push(time(|| pool.install(|| life.live_day())).1.wall);
        }
    }
    let least = bound.nanoseconds(TIES, threads);
    let mut add = |part: &str, seconds: Vec<f64>| {
        let value = Spread::of(seconds).times(1e9 / f64::from(people));
        report.add(Figure::new("rules", part, "ns a person-day", people, threads, value).against(least));
    };
    add("all", seconds[0].clone());
    for ((name, _), without) in RULES.iter().zip(&seconds[1..]) {
        let saved = seconds[0].iter().zip(without).map(|(with, without)| with - without);
        add(&format!("{name}: adds"), saved.collect());
    }
    Ok(())
}
