//! Bytes a person, a half-tie and a membership, as the system sees them: each world grows in a fresh process.

use std::process::Command;

use clap::ValueEnum;

use moatsim::engine::Life;
use moatsim::scenario::TieSource;

use crate::Outcome;
use crate::arguments::Grow;
use crate::clock::Spread;
use crate::day;
use crate::making::without_groups;
use crate::report::{Figure, Report};

/// Fewer people than this drown in what the program itself takes.
const LEAST_PEOPLE: u32 = 200_000;

/// A half-tie is a neighbour and a tie.
const HALF_TIE_BUDGET: f64 = 8.0;

/// What a fresh process found: bytes it grew by, the most it had grown by, and what of which there is.
struct Grown {
    bytes: f64,
    most: f64,
    platforms: f64,
    half_ties: f64,
    memberships: f64,
}

pub fn measure(people: u32, report: &mut Report) -> Outcome<()> {
    let people = people.max(LEAST_PEOPLE);
    if report.median("memory", PEAK, people, 1).is_some() {
        return Ok(());
    }
    if resident().is_none() {
        report.note("Memory: not measured; this system does not tell in /proc/self/status how much a program takes.".to_owned());
        return Ok(());
    }
    let count = f64::from(people);
    let (alone, tied, whole) = (fresh(Grow::People, people)?, fresh(Grow::Ties, people)?, fresh(Grow::Groups, people)?);
    let mut add = |part, unit, bytes, budget: Option<f64>| {
        let figure = Figure::new("memory", part, unit, people, 1, Spread::one(bytes));
        report.add(if let Some(budget) = budget { figure.against(budget) } else { figure });
    };
    add("a person without ties", "bytes (× budget)", alone.bytes / count, Some(12.0 + 4.0 * alone.platforms));
    add("a half-tie or free place", "bytes (× budget)", (tied.bytes - alone.bytes) / tied.half_ties, Some(HALF_TIE_BUDGET));
    add("a group membership", "bytes", (whole.bytes - tied.bytes) / whole.memberships, None);
    let budget = 12.0 + 4.0 * whole.platforms + HALF_TIE_BUDGET * whole.half_ties / count;
    add("a person with ties and groups", "bytes (× budget without groups)", whole.bytes / count, Some(budget));
    add(PEAK, "bytes", whole.most / count, None);
    report.note(format!(
        "A person of {people} has {:.1} half-ties and free places, {:.1} memberships and {} platforms.",
        whole.half_ties / count,
        whole.memberships / count,
        whole.platforms
    ));
    Ok(())
}

const PEAK: &str = "a person, the most while a world is made";

/// Has a fresh process make a world of so much and tell what it took.
fn fresh(kind: Grow, people: u32) -> Outcome<Grown> {
    let program = std::env::current_exe().map_err(|cause| format!("cannot find this program: {cause}"))?;
    let name = kind.to_possible_value().expect("no kind is hidden").get_name().to_owned();
    let output = Command::new(program).args(["--grow", &name, "--people", &people.to_string()]).output();
    let output = output.map_err(|cause| format!("cannot start a fresh process: {cause}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let &[bytes, most, platforms, half_ties, memberships] = numbers.as_slice() else {
        return Err(format!("the process that grows {name} said: {text}{}", String::from_utf8_lossy(&output.stderr)));
    };
    Ok(Grown { bytes, most, platforms, half_ties, memberships })
}

/// Makes a world, lives a day so that every page is used, and says what it took.
pub fn grow(kind: Grow, people: u32) -> Outcome<()> {
    let town = day::town(people, 1)?;
    let mut scenario = if kind == Grow::Groups { town } else { without_groups(&town) };
    scenario.run.settle_days = 0;
    if kind == Grow::People {
        scenario.population.source = TieSource::None;
        scenario.population.stranger_slots = 0;
    }
    // What the program itself takes comes before the first look: threads, tables, the like.
    let mut small = scenario.clone();
    small.run.people = 1_000;
    Life::begin(&small, 0).map_err(|error| error.to_string())?.live_day();
    let before = resident().ok_or("the system does not tell how much a program takes")?;
    let mut life = Life::begin(&scenario, 0).map_err(|error| error.to_string())?;
    life.live_day();
    let bytes = resident().unwrap_or(before).saturating_sub(before);
    let most = most_resident().unwrap_or(before).saturating_sub(before);
    println!("{bytes} {most} {} {} {}", life.world.platforms, life.world.graph.half_ties(), life.world.groups.member.len());
    Ok(())
}

/// Bytes of memory that the program has now.
fn resident() -> Option<u64> {
    in_status("VmRSS:")
}

/// The most that it has had.
fn most_resident() -> Option<u64> {
    in_status("VmHWM:")
}

fn in_status(key: &str) -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
