//! The way in: from a file, or a text, to a [`Scenario`], or to everything that is wrong.

use std::collections::BTreeSet;
use std::path::Path;

use super::check::{self, Door};
use super::file::extends;
use super::file::node::{Node, Table, Value};
use super::file::patch::named_mut;
use super::problem::{Findings, Place, Problems, Source};
use super::resolved::Scenario;

/// What a command line says instead of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    pub people: Option<u32>,
    pub days: Option<u32>,
    pub replicates: Option<u32>,
    pub seed: Option<u64>,
}

/// A tree with the files it was read from.
pub(super) struct Loaded {
    pub tree: Node,
    pub sources: Vec<Source>,
    /// The days that the file gives, where the request gives others.
    pub days_in_file: Option<u32>,
}

/// Reads, checks and completes a scenario file. Overrides act before the checks.
///
/// When an override makes the run shorter, events that would begin and expectations that would look beyond its end are dropped rather than
/// refused, spans are cut at the end, and platforms that would open later never do; all of them are first checked against the file's own days.
pub fn load_scenario(path: &Path, overrides: &Overrides) -> Result<Scenario, Problems> {
    let mut sources = Vec::new();
    let findings = Findings::default();
    let tree = extends::load(path, &mut sources, &findings);
    finish(tree, sources, findings, &stem(path), overrides)
}

/// How many events, openings of platforms and expectations of a file a shorter run leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    pub events: usize,
    pub openings: usize,
    pub expects: usize,
}

impl std::ops::AddAssign for LeftOut {
    fn add_assign(&mut self, other: LeftOut) {
        self.events += other.events;
        self.openings += other.openings;
        self.expects += other.expects;
    }
}

/// What overrides leave out of a file that is read with them. What several of the scenario and its comparisons lose counts once.
pub fn left_out(path: &Path, overrides: &Overrides, scenario: &Scenario) -> LeftOut {
    let whole = overrides.days.and_then(|_| load_scenario(path, &Overrides { days: None, ..*overrides }).ok());
    whole.map_or_else(LeftOut::default, |whole| LeftOut {
        events: names_lost(&whole, scenario, |of| of.events.iter().map(|event| event.name.as_str()).collect()),
        openings: names_lost(&whole, scenario, |of| {
            of.platforms.iter().filter(|platform| platform.opens < of.run.days).map(|platform| platform.name.as_str()).collect()
        }),
        expects: whole.expects.len().saturating_sub(scenario.expects.len()),
    })
}

/// How many names the scenario or one of its comparisons has in the whole run and not in the shorter one.
fn names_lost(whole: &Scenario, shorter: &Scenario, names: impl Fn(&Scenario) -> BTreeSet<&str>) -> usize {
    let compared = whole.compares.iter().zip(&shorter.compares).map(|(whole, shorter)| (&whole.scenario, &shorter.scenario));
    let lost = std::iter::once((whole, shorter)).chain(compared).flat_map(|(whole, shorter)| {
        let kept = names(shorter);
        names(whole).into_iter().filter(move |name| !kept.contains(name))
    });
    lost.collect::<BTreeSet<&str>>().len()
}

/// Reads a scenario from a text. The name is used for the scenario and in messages; files that it names are looked for in the folder.
pub fn parse_scenario(text: &str, name: &str, folder: &Path) -> Result<Scenario, Problems> {
    let findings = Findings::default();
    let mut sources = Vec::new();
    let source = Source { name: name.to_owned(), text: text.to_owned(), folder: folder.to_owned() };
    let tree = extends::load_text(source, &mut sources, &findings);
    finish(tree, sources, findings, &stem(Path::new(name)), &Overrides::default())
}

fn finish(tree: Option<Node>, sources: Vec<Source>, findings: Findings, name: &str, overrides: &Overrides) -> Result<Scenario, Problems> {
    // A tree that cannot be had leaves a finding, so the place that stands for it is never looked at.
    let tree = tree.unwrap_or(Node { value: Value::Table(Table::default()), place: Place { source: 0, start: 0, end: 0 } });
    if !findings.is_empty() && tree.table().is_some_and(|table| table.entries.is_empty()) {
        return Err(findings.settle((), sources).expect_err("there are findings"));
    }
    let loaded = override_run(Loaded { tree, sources, days_in_file: None }, overrides);
    let scenario = resolve(&loaded.tree, &loaded.sources, &findings, name, loaded.days_in_file);
    findings.settle(scenario, loaded.sources)
}

pub(super) fn resolve(tree: &Node, sources: &[Source], findings: &Findings, name: &str, days_in_file: Option<u32>) -> Scenario {
    check::scenario(tree, Door { name, sources, findings, days_in_file })
}

/// The file's name without its ending.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| "scenario".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// A number of the run that comparisons repeat is another in all of them.
pub(super) fn set_in_comparisons(table: &mut Table, key: &str, node: &Node) {
    for compare in named_mut(table, "compare") {
        let run = compare.table_mut().and_then(|compare| compare.get_mut("run")).and_then(Node::table_mut);
        if let Some(old) = run.and_then(|run| run.get_mut(key)) {
            *old = node.clone();
        }
    }
}

/// Writes overrides into the tree; they have a source of their own, so that a fault in one is shown where it was typed.
pub(super) fn override_run(mut loaded: Loaded, overrides: &Overrides) -> Loaded {
    let given = [
        ("people", overrides.people.map(u64::from)),
        ("days", overrides.days.map(u64::from)),
        ("replicates", overrides.replicates.map(u64::from)),
        ("seed", overrides.seed),
    ];
    let source = loaded.sources.len();
    let table = loaded.tree.table_mut().expect("a file is a table");
    let mut text = String::new();
    for (key, value) in given {
        let Some(value) = value else { continue };
        text.push_str(&format!("{}--{key} ", if text.is_empty() { "" } else { " " }));
        let start = text.len();
        text.push_str(&value.to_string());
        let place = Place { source, start, end: text.len() };
        if table.get("run").is_none() {
            table.set("run", Node { value: Value::Table(Table::default()), place });
        }
        let Some(run) = table.get_mut("run").and_then(Node::table_mut) else { continue };
        if key == "days" {
            loaded.days_in_file = match run.get("days").map(|node| &node.value) {
                Some(Value::Whole(days)) => u32::try_from(*days).ok().filter(|days| *days <= super::file::sections::DAYS_MAX as u32),
                _ => Some(super::file::sections::DAYS_DEFAULT as u32),
            };
        }
        let node = Node { value: Value::Whole(i128::from(value)), place };
        run.set(key, node.clone());
        set_in_comparisons(table, key, &node);
    }
    loaded.sources.push(Source { name: "command line".to_owned(), text, folder: std::path::PathBuf::new() });
    loaded
}
