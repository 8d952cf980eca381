//! Paths that name what a study varies, such as `platform.Douyin.fit.friend`: found by names, which may hold spaces and dots, and set in a tree.

use super::file::key::{Kind, Section};
use super::file::node::{Node, Table, Value};
use super::file::patch::spread;
use super::file::sections::{BEHAVIOUR, SCENARIO};
use super::problem::{did_you_mean, nearest};

/// What a path leads to.
#[derive(Clone, Debug)]
pub struct Target {
    steps: Vec<Step>,
    pub unit: &'static str,
    pub values: Values,
}

/// What values it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    Whole,
    /// Days of the run, or dates.
    Days,
    Numbers,
    /// Numbers, or levels in words.
    Levels,
}

#[derive(Clone, Debug)]
enum Step {
    /// Into a table, or to a value.
    Key(&'static str),
    /// Into the table of this name in a list.
    Named { list: &'static str, name: String },
    /// To one part of a value that may be one for all parts.
    PartOf { key: &'static str, part: String, all: Vec<&'static str> },
}

/// Why a path leads nowhere.
pub struct Astray {
    pub needed: String,
    pub help: Option<String>,
}

/// Follows a path through the sections; names of platforms, events and segments are those of the tree.
pub fn find(path: &str, tree: &Table) -> Result<Target, Astray> {
    let mut steps = Vec::new();
    let mut section: &'static Section = &SCENARIO;
    let mut here = Some(tree);
    let mut rest = path;
    loop {
        let (word, after) = rest.split_once('.').map_or((rest, None), |(word, after)| (word, Some(after)));
        let Some(key) = section.key(word).filter(|key| leads_somewhere(section, key.name)) else {
            let names: Vec<&str> = section.names().into_iter().filter(|name| leads_somewhere(section, name)).collect();
            let help = did_you_mean(word, names.iter().copied()).unwrap_or_else(|| format!("there are: {}", names.join(", ")));
            return Err(Astray { needed: format!("there is no `{word}` in {}", section.what), help: Some(help) });
        };
        match (&key.kind, after) {
            (Kind::Part(inner), Some(after)) => {
                steps.push(Step::Key(key.name));
                here = here.and_then(|table| table.get(key.name)).and_then(Node::table);
                (section, rest) = (inner, after);
            }
            (Kind::Parts(inner), Some(after)) => {
                let nodes = here.and_then(|table| table.get(key.name)).and_then(Node::list).unwrap_or_default();
                let (name, found, after) = named(nodes, after, key.name)?;
                steps.push(Step::Named { list: key.name, name });
                here = found.table();
                (section, rest) = (inner, after);
            }
            (Kind::Part(_) | Kind::Parts(_), None) => return Err(Astray { needed: format!("of `{word}`, what?"), help: None }),
            (kind, after) => return leaf(key.name, key.unit, kind, after, steps),
        }
    }
}

/// A study varies one scenario: not its comparisons, and not how often a point is repeated.
fn leads_somewhere(section: &'static Section, key: &str) -> bool {
    let within =
        section.key(key).is_some_and(|key| !matches!(key.kind, Kind::Text | Kind::Texts | Kind::Truth | Kind::Date | Kind::Choice(_)));
    within
        && !["compare", "expect", "replicates"].contains(&key)
        && !(std::ptr::eq(section, &BEHAVIOUR) && ["contagion", "talk"].contains(&key))
}

/// The longest name of the list that the rest of a path begins with.
fn named<'a, 'p>(nodes: &'a [Node], rest: &'p str, list: &str) -> Result<(String, &'a Node, &'p str), Astray> {
    let matching = nodes.iter().filter_map(|node| {
        let name = node.name("name")?;
        let after = rest.strip_prefix(name)?;
        (after.is_empty() || after.starts_with('.')).then(|| (name, node, after.strip_prefix('.').unwrap_or(after)))
    });
    match matching.max_by_key(|(name, ..)| name.len()) {
        Some((name, _, "")) => Err(Astray { needed: format!("of `{name}`, what?"), help: None }),
        Some((name, node, after)) => Ok((name.to_owned(), node, after)),
        None => {
            let known: Vec<&str> = nodes.iter().filter_map(|node| node.name("name")).collect();
            // Names may hold dots, so every beginning of the rest may be the name that was meant.
            let ends = rest.match_indices('.').map(|(at, _)| at).chain([rest.len()]);
            let near = ends.take(8).find_map(|end| nearest(&rest[..end], known.iter().copied()));
            let help = near.map_or_else(|| format!("there are: {}", known.join(", ")), |name| format!("did you mean `{name}`?"));
            Err(Astray { needed: format!("no {list} has this name"), help: Some(help) })
        }
    }
}

fn leaf(key: &'static str, unit: &'static str, kind: &Kind, after: Option<&str>, mut steps: Vec<Step>) -> Result<Target, Astray> {
    let (values, all) = match kind {
        Kind::Whole(..) => (Values::Whole, None),
        Kind::Day | Kind::Opening => (Values::Days, None),
        Kind::Number(..) => (Values::Numbers, None),
        Kind::Level => (Values::Levels, None),
        Kind::Fit(parts) => (Values::Levels, Some(parts().into_iter().filter(|part| *part != "group").collect::<Vec<_>>())),
        Kind::Users => (Values::Numbers, Some(vec!["others"])),
        _ => return Err(Astray { needed: format!("`{key}` cannot be varied"), help: None }),
    };
    match (after, all) {
        (None, _) => steps.push(Step::Key(key)),
        (Some(part), Some(all)) => steps.push(Step::PartOf { key, part: part.to_owned(), all }),
        (Some(part), None) => return Err(Astray { needed: format!("`{key}` is a number and has no `{part}`"), help: None }),
    }
    let unit = if values == Values::Days { "day" } else { unit };
    Ok(Target { steps, unit, values })
}

impl Target {
    /// Puts a value where the path leads, making tables on the way where there are none.
    pub fn set(&self, tree: &mut Table, value: Node) {
        let mut here = tree;
        let (last, way) = self.steps.split_last().expect("a path has a step");
        for step in way {
            let next = match step {
                Step::Key(key) => {
                    if here.get(key).is_none() {
                        here.set(key, Node { value: Value::Table(Table::default()), place: value.place });
                    }
                    here.get_mut(key)
                }
                Step::Named { list, name } => match here.get_mut(list).map(|node| &mut node.value) {
                    Some(Value::List(nodes)) => nodes.iter_mut().find(|node| node.name("name") == Some(name)),
                    _ => None,
                },
                Step::PartOf { .. } => unreachable!("a part is the last step"),
            };
            // Where a file has something else than a table, the door has said so.
            let Some(table) = next.and_then(Node::table_mut) else { return };
            here = table;
        }
        match last {
            Step::Key(key) => here.set(key, value),
            Step::PartOf { key, part, all } => {
                if here.get(key).is_none() {
                    here.set(key, Node { value: Value::Table(Table::default()), place: value.place });
                }
                let whole = here.get_mut(key).expect("it was just made");
                spread(whole, all);
                if let Some(table) = whole.table_mut() {
                    table.set(part, value);
                }
            }
            Step::Named { .. } => unreachable!("a path ends in a value"),
        }
    }
}
