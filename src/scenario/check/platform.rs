//! The apps: when each opens, who uses it on day 0, and what it is like.

use super::super::file::fields::{Calendar, Fields, day, number};
use super::super::file::node::{Node, Value};
use super::super::file::sections::PLATFORM;
use super::super::problem::{Problem, did_you_mean};
use super::super::resolved::{Platform, Population, Run};
use super::attributes::{GroupFit, attributes};
use super::population::OTHERS;
use super::{Door, named_tables};
use crate::ids::PLATFORMS_MAX;

/// A platform, and what its file left to the defaults.
pub struct Known {
    pub platform: Platform,
    pub group_fit: GroupFit,
    /// The day it opens in its file, before any shortening of the run.
    pub opens_in_file: u32,
}

pub fn platforms(fields: &Fields<'_>, population: &Population, calendar: Calendar, run: &Run, door: Door<'_>) -> Vec<Known> {
    let nodes = named_tables(fields, "platform", &PLATFORM, door.findings);
    if fields.node("platform").is_none_or(|node| node.list().is_some_and(<[Node]>::is_empty)) {
        let name = &door.sources[fields.place().source].name;
        door.findings.add(Problem::nowhere(format!("`{name}` has no platform")).help("add one: [[platform]] with a `name`"));
    }
    if let Some((name, node)) = nodes.get(PLATFORMS_MAX) {
        let place = node.table().and_then(|table| table.get("name")).map_or(node.place, |name| name.place);
        let found = format!("{} platforms; `{name}` is one too many", nodes.len());
        door.findings.add(Problem::at(place, found, format!("at most {PLATFORMS_MAX} are possible")));
    }
    nodes
        .into_iter()
        // A number of a platform has to fit its type even in a file that is refused.
        .take(PLATFORMS_MAX)
        .filter_map(|(name, node)| {
            let given = Fields::of(node, &PLATFORM, door.findings)?;
            let opens_in_file = opens(&given, calendar, door);
            let (attributes, group_fit) = attributes(&given);
            let users = users(&given, population, opens_in_file, door);
            let platform = Platform { name, opens: opens_in_file.min(run.days), users, attributes };
            Some(Known { platform, group_fit, opens_in_file })
        })
        .collect()
}

/// A platform that never opens has the day after the last.
fn opens(given: &Fields<'_>, calendar: Calendar, door: Door<'_>) -> u32 {
    match given.node("opens") {
        None => 0,
        Some(Node { value: Value::Text(text), .. }) if text == "never" => calendar.days,
        Some(node) => day(node, "opens", calendar, calendar.days - 1, door.findings).unwrap_or(0),
    }
}

fn users(given: &Fields<'_>, population: &Population, opens: u32, door: Door<'_>) -> Vec<f64> {
    let nobody = vec![0.0; population.segments.len()];
    let Some(node) = given.node("users") else { return nobody };
    let users = match node.table() {
        None => number(node, "users", (0.0, 1.0), door.findings).map(|share| vec![share; population.segments.len()]),
        Some(table) => {
            for entry in &table.entries {
                let names = population.segments.iter().map(|segment| segment.name.as_str()).chain([OTHERS]);
                if !names.clone().any(|name| name == entry.key) {
                    let problem = Problem::at(entry.key_place, format!("unknown segment `{}`", entry.key), "no segment has this name");
                    let known: Vec<&str> = names.clone().collect();
                    let help = did_you_mean(&entry.key, names).unwrap_or_else(|| format!("there are: {}", known.join(", ")));
                    door.findings.add(problem.help(help));
                }
            }
            let share = |name: &str| number(table.get(name)?, &format!("users.{name}"), (0.0, 1.0), door.findings);
            let others = share(OTHERS).unwrap_or(0.0);
            Some(population.segments.iter().map(|segment| share(&segment.name).unwrap_or(others)).collect())
        }
    };
    let users = users.unwrap_or(nobody);
    if opens > 0 && users.iter().any(|share| *share > 0.0) {
        let problem = Problem::at(node.place, "users on day 0 of a platform that is not open yet", "nobody can use it before it opens");
        door.findings.add(problem.help("remove `users`, or `opens`"));
    }
    users
}
