//! Plain adoption on a network: the workload that other programs can run too, and its network as an edge list for them.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use rayon::ThreadPool;

use moatsim::engine::{Life, Pass};
use moatsim::rng::Chance;
use moatsim::scenario::{Overrides, Scenario, load_scenario};
use moatsim::ties::{self, GroupGraph, TieGraph};

use crate::Outcome;
use crate::arguments::Arguments;
use crate::bound::Bound;
use crate::clock::{Lap, Spread, time};
use crate::report::{Figure, Report};

const NETWORK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/bench/network-adoption.toml");
const DEGREE: f64 = 10.0;
/// Days whose share of adopters is told.
const TOLD: [u32; 3] = [20, 50, 100];

fn network(people: u32) -> Outcome<Scenario> {
    let overrides = Overrides { people: Some(people), ..Overrides::default() };
    load_scenario(NETWORK.as_ref(), &overrides).map_err(|problems| problems.to_string())
}

fn ties_of(scenario: &Scenario) -> Outcome<TieGraph> {
    let made = ties::generate(scenario, Chance::new(scenario.run.seed, 0)).map_err(|error| error.to_string())?;
    Ok(made.0)
}

/// One run: what all of it took, what its passes took in all, and how many had adopted.
struct Run {
    whole: Lap,
    walk: f64,
    evening: f64,
    survey: f64,
    adopted: Vec<f64>,
}

pub fn measure(people: u32, arguments: &Arguments, pools: &[ThreadPool], bound: &Bound, report: &mut Report) -> Outcome<()> {
    let scenario = network(people)?;
    let graph = ties_of(&scenario)?;
    let mut runs: Vec<Vec<Run>> = pools.iter().map(|_| Vec::new()).collect();
    for _ in 0..arguments.runs(people) {
        for (pool, runs) in pools.iter().zip(&mut runs) {
            runs.push(pool.install(|| live(&scenario, graph.clone())));
        }
    }
    let each = 1e9 / (f64::from(people) * f64::from(scenario.run.days));
    for (pool, runs) in pools.iter().zip(&runs) {
        let threads = pool.current_num_threads();
        let processor: Option<f64> = runs.iter().map(|run| run.whole.processor).sum();
        let processor = processor.map(|seconds| seconds / runs.len() as f64 * each);
        let spread = |seconds: &dyn Fn(&Run) -> f64| Spread::of(runs.iter().map(seconds).collect()).times(each);
        let figure = |part, value| {
            Figure::new("adoption", part, "ns a person-step", people, threads, value).against(bound.nanoseconds(DEGREE, threads))
        };
        report.add(figure("walk over people and ties", spread(&|run| run.walk)));
        report.add(figure("evening", spread(&|run| run.evening)));
        report.add(figure("100 days, surveys left out", spread(&|run| run.whole.wall - run.survey)));
        report.add(figure("100 days with all that is measured", spread(&|run| run.whole.wall)).with_processor(processor));
    }
    for (day, share) in TOLD.iter().zip(&runs[0][0].adopted) {
        let value = Spread::one(100.0 * share);
        report.add(Figure::new(
            "adoption",
            &format!("adopted after {day} days"),
            "% of people",
            people,
            pools[0].current_num_threads(),
            value,
        ));
    }
    Ok(())
}

fn live(scenario: &Scenario, graph: TieGraph) -> Run {
    let no_groups = GroupGraph { member_first: vec![0], ..GroupGraph::default() };
    let mut life = Life::begin_with(scenario, 0, graph, &no_groups);
    let people = life.world.people() as f64;
    let mut run = Run { whole: Lap::default(), walk: 0.0, evening: 0.0, survey: 0.0, adopted: Vec::new() };
    let ((), whole) = time(|| {
        for day in 1..=scenario.run.days {
            let mut last = Instant::now();
            life.live_day_watched(&mut |pass| {
                let seconds = last.elapsed().as_secs_f64();
                match pass {
                    Pass::Walk => run.walk += seconds,
                    Pass::Evening => run.evening += seconds,
                    Pass::Survey => run.survey += seconds,
                    _ => {}
                }
                last = Instant::now();
            });
            if TOLD.contains(&day) {
                run.adopted.push(life.last_day().map_or(0.0, |count| count.installed[0] as f64 / people));
            }
        }
    });
    Run { whole, ..run }
}

/// Each tie once, a line: two people, numbered from 0.
pub fn write_edges(path: &Path, people: u32) -> Outcome<()> {
    let graph = ties_of(&network(people)?)?;
    let explain = |cause: std::io::Error| format!("cannot write {}: {cause}", path.display());
    let mut file = BufWriter::new(std::fs::File::create(path).map_err(explain)?);
    for person in 0..graph.people() {
        for (other, _) in graph.ties_of(person).filter(|(other, _)| *other > person) {
            writeln!(file, "{person} {other}").map_err(explain)?;
        }
    }
    file.flush().map_err(explain)
}
