//! From a tree to a [`Scenario`]: one file a section. Every fault is reported, and reading goes on with a default in its place.

mod attributes;
mod compare;
mod event;
mod expect;
mod platform;
mod population;
mod run;
mod sharpness;

pub use attributes::{PLAIN, PlainValue};
pub use expect::measure;

use super::file::fields::Fields;
use super::file::key::Section;
use super::file::node::Node;
use super::file::sections::SCENARIO;
use super::problem::{Findings, Place, Problem, Source, did_you_mean};
use super::resolved::{ITSELF, NO_HOME, NO_PLATFORM, Scenario, Segment};

/// What checking a tree needs beside the tree.
#[derive(Clone, Copy)]
pub struct Door<'a> {
    pub name: &'a str,
    pub sources: &'a [Source],
    pub findings: &'a Findings,
    /// The days that the file itself gives, when the request shortens the run: what lies beyond the shorter run is dropped.
    pub days_in_file: Option<u32>,
}

/// The whole scenario, with its comparisons and expectations.
pub fn scenario(tree: &Node, door: Door<'_>) -> Scenario {
    let mut scenario = world(tree, &[], door);
    let Some(fields) = Fields::of(tree, &SCENARIO, door.findings) else { return scenario };
    scenario.compares = compare::compares(&fields, &scenario, door);
    scenario.expects = expect::expects(&fields, &scenario, door);
    scenario
}

/// What lives in one run: no comparisons, no expectations. Segments that are `known` already keep their places.
fn world(tree: &Node, known: &[Segment], door: Door<'_>) -> Scenario {
    let fields = Fields::of(tree, &SCENARIO, door.findings).unwrap_or_else(|| Fields::absent(&SCENARIO, tree.place, door.findings));
    let mut run = run::run(&fields);
    let behaviour = run::behaviour(&fields);
    let calendar = run::calendar(&run, door.days_in_file);
    let mut population = population::population(&fields, known, door);
    if let Some(people) = population::people_of_file(&fields, &population) {
        run.people = people;
    }
    let platforms = platform::platforms(&fields, &population, calendar, &run, door);
    let events = event::events(&fields, &platforms, &population, calendar, &run, door);
    let platforms: Vec<_> = platforms.into_iter().map(|known| known.platform).collect();
    if !fields.part("population").is_some_and(|part| part.is_given("stranger_slots")) {
        population.stranger_slots = population::stranger_slots(&platforms, &events);
    }
    event::refuse_absent_layers(&fields, &population, door);
    population::check_size(&fields, &population, run.people);
    sharpness::check(&fields, &behaviour, &platforms, &events);
    Scenario {
        name: door.name.to_owned(),
        title: fields.line_given("title").unwrap_or(door.name).to_owned(),
        asks: fields.line_given("asks").unwrap_or_default().to_owned(),
        source: fields.lines("source").into_iter().map(str::to_owned).collect(),
        run,
        population,
        platforms,
        events,
        compares: Vec::new(),
        expects: Vec::new(),
        behaviour,
    }
}

/// Names that tables need for something else, by list.
const TAKEN: [(&str, &str, &str); 3] = [
    ("compare", ITSELF, "in tables this is the scenario itself"),
    ("platform", NO_PLATFORM, "in tables this is that people have no main platform"),
    ("platform", NO_HOME, "in tables this is that ties live on no platform"),
];

/// The tables of a list with their names, in order; reports what is no list, has no name, or a name that another has.
fn named_tables<'a>(fields: &Fields<'a>, key: &str, section: &'static Section, findings: &Findings) -> Vec<(String, &'a Node)> {
    let Some(list) = fields.node(key) else { return Vec::new() };
    let Some(nodes) = list.list() else {
        let problem = Problem::at(list.place, format!("`{key}` is {}", list.shown()), "needed: a list of tables");
        findings.add(problem.help(format!("write [[{key}]] with double brackets, once for each")));
        return Vec::new();
    };
    let mut known: Vec<(String, &Node)> = Vec::new();
    let mut firsts: Vec<(&str, Place)> = Vec::new();
    for node in nodes {
        let Some(table) = Fields::of(node, section, findings) else { continue };
        let name_key = section.name_key();
        let name = table.name_given(name_key);
        if let (Some(name), Some(at)) = (name, table.node(name_key)) {
            if let Some((.., why)) = TAKEN.iter().find(|(of, taken, _)| *of == key && *taken == name) {
                findings.add(Problem::at(at.place, format!("{} is called `{name}`", section.what), format!("needed: another name; {why}")));
            }
            if let Some((_, first)) = firsts.iter().find(|(other, _)| *other == name) {
                let problem = Problem::at(at.place, format!("two of `{key}` are called `{name}`"), "this name is taken");
                findings.add(problem.also(*first, "here first"));
                continue;
            }
            firsts.push((name, at.place));
        }
        known.push((name.unwrap_or_default().to_owned(), node));
    }
    known
}

/// The place of a name in a list, or a problem.
fn find(what: &str, node: &Node, key: &str, known: &[&str], findings: &Findings) -> Option<usize> {
    let Some(name) = node.text() else {
        findings.add(Problem::at(node.place, format!("`{key}` is {}", node.shown()), format!("needed: the name of a {what} in quotes")));
        return None;
    };
    let found = known.iter().position(|other| *other == name);
    if found.is_none() {
        let help =
            did_you_mean(name, known.iter().copied()).or_else(|| (!known.is_empty()).then(|| format!("there are: {}", known.join(", "))));
        findings.add(Problem::at(node.place, format!("unknown {what} `{name}`"), format!("no {what} has this name")).maybe_help(help));
    }
    found
}
