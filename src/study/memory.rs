//! What a study will need of the machine: bytes a world, time a run, and how many worlds fit beside each other.

use crate::error::{Error, Result};
use crate::scenario::Scenario;
use crate::ties;

/// What one run is expected to need. Rough: it is for plans and refusals, never for results.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Needs {
    pub world_bytes: u64,
    pub person_days: u64,
    /// On one thread.
    pub seconds: f64,
}

/// Nanoseconds of one thread for a person-day. Rough: 200,000 people of a city with two platforms took 500 on a 2.5 GHz Xeon (November 2026); two
/// machines differ by half, and so do days on which much or little is said.
const PERSON_DAY_NANOSECONDS: f64 = 500.0;
/// Nanoseconds of one thread to make a half-tie of a population. As rough: of a city it takes 65 on machines with AVX-512.
const HALF_TIE_BUILD_NANOSECONDS: f64 = 100.0;

const HALF_TIE_BYTES: u64 = 8;
/// A day's record with its lists.
const DAY_RECORD_BYTES: u64 = 2_600;
/// What the program needs besides its worlds: charts, fonts, tables.
const PROGRAM_BYTES: u64 = 64 << 20;

impl Needs {
    pub fn of(scenario: &Scenario) -> Needs {
        let people = u64::from(scenario.run.people);
        let platforms = scenario.platforms.len() as u64;
        // Presence and yesterday's openings, states, days of the month, segment, masks, main platform.
        let person_bytes = (platforms + 1) + 2 * platforms + platforms + 1 + 3 + 1;
        let graph_bytes = ties::memory_bytes(scenario);
        let days = u64::from(scenario.run.days + scenario.run.settle_days);
        let person_days = people * days;
        let half_ties = (graph_bytes / HALF_TIE_BYTES) as f64;
        Needs {
            // While the graph is built more of it is used, but people's own bytes are not there yet.
            world_bytes: people * person_bytes + graph_bytes + graph_bytes / 8 + u64::from(scenario.run.days) * DAY_RECORD_BYTES,
            person_days,
            seconds: (person_days as f64 * PERSON_DAY_NANOSECONDS + half_ties * HALF_TIE_BUILD_NANOSECONDS) * 1e-9,
        }
    }
}

/// Bytes that can still be taken without pushing anything out; `None` where the system does not say.
pub fn available_bytes() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    available_in(&text)
}

fn available_in(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// How many worlds may exist at a time, at most `wanted`; or why not even one.
pub fn worlds_at_once(scenario: &Scenario, wanted: usize, available: Option<u64>) -> Result<usize> {
    let Some(available) = available else {
        return Ok(wanted);
    };
    let needs = Needs::of(scenario);
    let free = available.saturating_sub(PROGRAM_BYTES);
    let fits = free / needs.world_bytes.max(1);
    if fits >= 1 {
        return Ok(wanted.min(usize::try_from(fits).unwrap_or(usize::MAX)));
    }
    let people = u64::from(scenario.run.people);
    let people_that_fit = (people as f64 * (free as f64 / needs.world_bytes as f64) * 0.9) as u64;
    Err(Error::request(format!(
        "{people} people need about {} of memory and {} are free\n  \
         try: --people {}, fewer ties a person, or a machine with more memory",
        in_words(needs.world_bytes),
        in_words(available),
        round_down(people_that_fit.max(1)),
    )))
}

/// Bytes as people write them.
pub fn in_words(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// Two leading digits: a number that a person would type.
fn round_down(number: u64) -> u64 {
    let scale = 10_u64.pow(number.checked_ilog10().unwrap_or(0).saturating_sub(1));
    number / scale * scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn available_memory_is_read_from_its_line() {
        let text = "MemTotal:       24000000 kB\nMemFree:         1000 kB\nMemAvailable:   2048 kB\n";
        assert_eq!(available_in(text), Some(2048 * 1024));
        assert_eq!(available_in("nothing of the kind"), None);
    }

    #[test]
    fn suggestions_are_round() {
        assert_eq!(round_down(123_456), 120_000);
        assert_eq!(round_down(7), 7);
    }
}
