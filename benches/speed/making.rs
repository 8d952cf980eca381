//! The making of a world: people, ties of each preset, and groups.

use rayon::ThreadPool;

use moatsim::ids::Layer;
use moatsim::population;
use moatsim::rng::Chance;
use moatsim::scenario::{GroupMix, Scenario, TieSource};
use moatsim::ties;

use crate::Outcome;
use crate::arguments::Arguments;
use crate::bound::{Bound, TIES};
use crate::clock::{Spread, time};
use crate::day::{self, WHOLE_DAY};
use crate::report::{Figure, Report};

/// Other networks than the town's, with as many ties.
fn others() -> [(&'static str, TieSource); 5] {
    let (ties_per_person, layer) = (TIES, Layer::Friend);
    [
        ("ties: random", TieSource::Random { ties_per_person, layer }),
        ("ties: mixed", TieSource::Mixed { ties_per_person, layer }),
        ("ties: small-world", TieSource::SmallWorld { ties_per_person, rewired: 0.1, layer }),
        ("ties: preferential-attachment", TieSource::PreferentialAttachment { ties_per_person, layer }),
        ("ties: blocks", TieSource::Blocks { ties_per_person, block_size: 100, inside: 0.8, layer }),
    ]
}

/// What one making took, and how much was made.
struct Made {
    seconds: f64,
    tie_ends: f64,
    memberships: f64,
}

pub fn measure(people: u32, arguments: &Arguments, pools: &[ThreadPool], bound: &Bound, report: &mut Report) -> Outcome<()> {
    let town = day::town(people, 1)?;
    let bare = without_groups(&town);
    for pool in pools {
        let threads = pool.current_num_threads();
        let least = bound.nanoseconds(1.0, threads);
        let chance = Chance::new(town.run.seed, 0);
        let segments = || time(|| pool.install(|| population::segments(&town.population, chance, people))).1.wall;
        let segments = Spread::of((0..arguments.runs(people)).map(|_| segments()).collect());
        let (mut ties, mut groups, mut whole) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..arguments.runs(people) {
            let plain = make(&bare, pool)?;
            let full = make(&town, pool)?;
            ties.push(plain.seconds / plain.tie_ends);
            groups.push((full.seconds - plain.seconds) / full.memberships);
            whole.push((full.seconds + segments.median) / full.tie_ends);
        }
        let mut add = |part: &str, unit, value: Spread, bound| {
            report.add(Figure::new("making", part, unit, people, threads, value.times(1e9)).against(bound));
        };
        add("people", "ns a person", segments.times(1.0 / f64::from(people)), bound.nanoseconds(TIES, threads));
        add("ties: city", "ns a tie-end", Spread::of(ties), least);
        add("groups of the city", "ns a membership", Spread::of(groups), least);
        let whole = Spread::of(whole);
        add("a whole town", "ns a tie-end", whole, least);
        for (name, source) in others() {
            let mut scenario = bare.clone();
            scenario.population.source = source;
            let made: Outcome<Vec<Made>> = (0..arguments.runs(people).min(3)).map(|_| make(&scenario, pool)).collect();
            add(name, "ns a tie-end", Spread::of(made?.iter().map(|made| made.seconds / made.tie_ends).collect()), least);
        }
        if let Some(day) = report.median("day", WHOLE_DAY, people, threads) {
            let days = whole.median * 1e9 * TIES / day;
            report.note(format!("A town of {people} people takes {days:.1} days of stepping to make (threads: {threads})."));
        }
    }
    Ok(())
}

/// The same people and ties, and nothing else.
pub fn without_groups(scenario: &Scenario) -> Scenario {
    let mut bare = scenario.clone();
    bare.population.groups = GroupMix { family: 0.0, class: 0.0, work: 0.0, interest: 0.0 };
    bare.population.creators = 0.0;
    bare
}

fn make(scenario: &Scenario, pool: &ThreadPool) -> Outcome<Made> {
    let chance = Chance::new(scenario.run.seed, 0);
    let (made, lap) = time(|| pool.install(|| ties::generate(scenario, chance)));
    let (graph, groups) = made.map_err(|error| error.to_string())?;
    let tie_ends = graph.tie.iter().filter(|tie| !tie.is_empty()).count() as f64;
    Ok(Made { seconds: lap.wall, tie_ends, memberships: groups.member.len() as f64 })
}
