//! What was run and how, as the manifest says it.

use crate::output::Manifest;
use crate::output::manifest::{AxisName, EventMark};
use crate::scenario::study::Study;
use crate::scenario::{Act, Event, Overrides, Run, Scenario};

use super::collect;

/// The manifest of a run, without its notes and files.
pub fn of_run(scenario: &Scenario, command: &str, overrides: &Overrides) -> Manifest {
    Manifest {
        scenario: scenario.name.clone(),
        scenario_hash: scenario.hash().to_hex().to_string(),
        title: scenario.title.clone(),
        asks: scenario.asks.clone(),
        source: scenario.source.clone(),
        command: command.to_owned(),
        overrides: overrides_text(overrides),
        seed: scenario.run.seed,
        people: u64::from(scenario.run.people),
        days: scenario.run.days,
        replicates: scenario.run.replicates,
        start: scenario.run.start,
        platforms: Manifest::coloured(scenario.all_platforms()),
        variants: collect::names(scenario).into_iter().map(|(name, _)| name.to_owned()).collect(),
        events: events(scenario),
        ..Manifest::default()
    }
}

/// What happens in a scenario, and then what happens in its comparisons alone, once for all in which it does.
fn events(scenario: &Scenario) -> Vec<EventMark> {
    let mut marks: Vec<EventMark> = scenario.events.iter().map(|event| mark(event, scenario)).collect();
    for compare in &scenario.compares {
        for event in &compare.scenario.events {
            let mark = mark(event, &compare.scenario);
            match marks.iter_mut().find(|known| (&known.name, known.from, known.until) == (&mark.name, mark.from, mark.until)) {
                Some(known) if known.only_in.is_empty() => {}
                Some(known) => known.only_in.push(compare.name.clone()),
                None => marks.push(EventMark { only_in: vec![compare.name.clone()], ..mark }),
            }
        }
    }
    marks
}

fn mark(event: &Event, scenario: &Scenario) -> EventMark {
    let platform_name = |act: &Act| Some(scenario.platforms.get(act.platforms()[0]?.index())?.name.clone());
    EventMark {
        name: event.name.clone(),
        from: event.from,
        until: event.until,
        platform: event.acts.first().and_then(platform_name),
        only_in: Vec::new(),
    }
}

/// The manifest of a sweep, without its notes and files.
pub fn of_sweep(study: &Study, command: &str, overrides: &Overrides) -> Manifest {
    let runs = || study.points.iter().map(|point| &point.scenario.run);
    let people = |run: &Run| u64::from(run.people);
    let axis =
        |axis: &crate::scenario::study::Axis| AxisName { path: axis.path.clone(), unit: axis.unit.clone(), words: axis.words.clone() };
    Manifest {
        title: study.title.clone(),
        asks: study.asks.clone(),
        replicates: study.replicates,
        people: common(runs().map(people)),
        days: common(runs().map(|run| run.days)),
        scenario: study.name.clone(),
        scenario_hash: study.hash().to_hex().to_string(),
        axes: study.axes.iter().map(axis).collect(),
        design: study.design.clone(),
        ..of_run(&study.base, command, overrides)
    }
}

/// What all of them are; nothing where they differ.
fn common<T: PartialEq + Default>(mut values: impl Iterator<Item = T>) -> T {
    let first = values.next().unwrap_or_default();
    if values.all(|value| value == first) { first } else { T::default() }
}

/// The manifest of a replay of histories, without its notes and files. The hash is that of all scenarios.
pub fn of_histories(histories: &[Scenario], command: &str, overrides: &Overrides) -> Manifest {
    let mut hasher = blake3::Hasher::new();
    for history in histories {
        hasher.update(history.hash().as_bytes());
    }
    Manifest {
        scenario: "histories".to_owned(),
        scenario_hash: hasher.finalize().to_hex().to_string(),
        title: "Histories, replayed with one set of behaviour numbers".to_owned(),
        asks: "Does what happened come out?".to_owned(),
        command: command.to_owned(),
        overrides: overrides_text(overrides),
        seed: histories.first().map_or(0, |history| history.run.seed),
        replicates: histories.iter().map(|history| history.run.replicates).max().unwrap_or(0),
        ..Manifest::default()
    }
}

fn overrides_text(overrides: &Overrides) -> Vec<String> {
    let given = [
        ("people", overrides.people.map(u64::from)),
        ("days", overrides.days.map(u64::from)),
        ("replicates", overrides.replicates.map(u64::from)),
        ("seed", overrides.seed),
    ];
    given.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}", value?))).collect()
}
