//! From a study file to a [`Study`]: every point of the design is a scenario that has passed the door.

use std::path::Path;

use toml::de::DeTable;

use super::check;
use super::file::extends;
use super::file::fields::{Calendar, Fields, check_name, day, level_or_number, number};
use super::file::node::{Entry, Node, Table, Value, parse};
use super::file::sections::{STEPS, STUDY};
use super::file::source;
use super::load::{Loaded, Overrides, override_run, resolve, set_in_comparisons, stem};
use super::problem::{Findings, Place, Problem, Problems, Source};
use super::resolved::Scenario;
use super::study::{Axis, NamedMeasure, Point, Study};
use super::vary::{Target, Values, find};
use crate::rng::Stream;

/// More points than this are a mistake in the ranges.
const POINTS_MAX: usize = 16_384;

/// How the values of axes make points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Design {
    Grid,
    List,
    /// Each path's values in an order of their own, so that every value is met equally often, with whatever else (McKay, Beckman and Conover 1979).
    Hypercube,
}

/// An axis that is being read: where its path leads, and its values where they stand.
struct Reading {
    path: String,
    place: Place,
    target: Target,
    values: Vec<Node>,
    words: Vec<(f64, String)>,
}

/// Reads a study and the scenario it varies. Overrides act on the scenario, at every point.
pub fn load_study(path: &Path, overrides: &Overrides) -> Result<Study, Problems> {
    let findings = Findings::default();
    let mut sources = Vec::new();
    match read(path, overrides, &mut sources, &findings) {
        Some(study) => findings.settle(study, sources),
        None => Err(findings.settle((), sources).expect_err("a study that cannot be read leaves a finding")),
    }
}

/// Whether a file is a study: it names the scenario that it varies. One that cannot be opened is none.
pub fn is_study(path: &Path) -> bool {
    let text = source::read(path).map(|source| source.text).unwrap_or_default();
    // What is wrong in it does not make it another kind of file.
    let keys = DeTable::parse_recoverable(&text).0;
    ["scenario", "vary"].iter().any(|key| keys.get_ref().contains_key(*key))
}

fn read(path: &Path, overrides: &Overrides, sources: &mut Vec<Source>, findings: &Findings) -> Option<Study> {
    let text = source::read(path).map_err(|problem| findings.add(problem)).ok()?;
    let folder = text.folder.clone();
    sources.push(text);
    let tree = parse(&sources[0], 0, findings)?;
    let given = Fields::of(&tree, &STUDY, findings)?;
    let design = design(&given);
    let replicates = given.count_given("replicates");
    let scenario = given.text_given("scenario");
    let place = given.node("scenario")?.place;
    let base_path = folder.join(scenario?);
    let base_tree = extends::load_named(&base_path, place, sources, findings)?;
    let overrides = Overrides { replicates: overrides.replicates.or(replicates), ..*overrides };
    let loaded = override_run(Loaded { tree: base_tree, sources: std::mem::take(sources), days_in_file: None }, &overrides);
    *sources = loaded.sources;
    let name = stem(&base_path);
    let point = |tree: &Node| resolve(tree, sources, findings, &name, loaded.days_in_file);
    let base = point(&loaded.tree);
    let calendar = Calendar { start: base.run.start, days: base.run.days, longest: None };
    let mut readings = axes(&given, loaded.tree.table()?, calendar, findings);
    let measures = measures(&given, &base, of_all_runs(calendar, &readings), findings);
    settled_once(&readings, &overrides, findings);
    // An axis that has no values left has said why.
    readings.retain(|reading| !reading.values.is_empty());
    let combinations = combine(&readings, design?, base.run.seed, &given)?;
    // Points repeat the faults of what they are made from, which are kept once, and have faults of their own.
    let points = points(&readings, combinations, &loaded.tree, point);
    let axes = readings.into_iter().map(Reading::axis).collect();
    let title = given.line_given("title");
    // Below a title of the study's own, the scenario's question would seem to be the study's.
    let asks = given.line_given("asks").unwrap_or(if title.is_some() { "" } else { &base.asks }).to_owned();
    let title = title.map_or_else(|| stem(path), str::to_owned);
    let design = given.word("design").unwrap_or_default().to_owned();
    Some(Study { name: stem(path), title, asks, design, replicates: base.run.replicates, base, axes, points, measures })
}

fn design(given: &Fields<'_>) -> Option<Design> {
    let not_yet = ["random", "sobol", "morris"];
    if let Some(node) = given.node("design")
        && let Some(name) = node.text().filter(|name| not_yet.contains(name))
    {
        given.report(Problem::at(
            node.place,
            format!("design `{name}` is not available yet"),
            "needed: `grid`, `list` or `latin-hypercube`",
        ));
        return None;
    }
    given.word("design").map(|word| match word {
        "list" => Design::List,
        "latin-hypercube" => Design::Hypercube,
        _ => Design::Grid,
    })
}

/// The days that measures may look at: those of every run, as a shorter one would give its last for a later one.
fn of_all_runs(calendar: Calendar, readings: &[Reading]) -> Calendar {
    let days = readings.iter().filter(|reading| reading.path == "run.days").flat_map(|reading| &reading.values);
    // A number of days that cannot be is told of where runs are made.
    let days: Vec<u32> = days.map(|node| as_number(node) as u32).filter(|days| *days > 0).collect();
    let (shortest, longest) = (days.iter().copied().min(), days.iter().copied().max());
    Calendar { days: shortest.unwrap_or(calendar.days), longest, ..calendar }
}

fn measures(given: &Fields<'_>, base: &Scenario, calendar: Calendar, findings: &Findings) -> Vec<NamedMeasure> {
    let Some(node) = given.node("measure") else { return Vec::new() };
    let Some(table) = node.table() else {
        given.report(Problem::at(node.place, format!("`measure` is {}", node.shown()), "needed: a table of named measures"));
        return Vec::new();
    };
    if table.entries.is_empty() {
        given.report(Problem::at(node.place, "`measure` is empty", "needed: a name, and what is measured under it"));
    }
    for entry in &table.entries {
        check_name(&entry.key, "the name of a measure", entry.key_place, findings);
    }
    table.entries.iter().filter_map(|entry| check::measure(&entry.key, &entry.node, base, calendar, findings)).collect()
}

/// What is varied cannot be given on the command line as well: one of the two would go unheard.
fn settled_once(readings: &[Reading], overrides: &Overrides, findings: &Findings) {
    let given = [("people", overrides.people.is_some()), ("days", overrides.days.is_some()), ("seed", overrides.seed.is_some())];
    for (key, _) in given.into_iter().filter(|(_, is_given)| *is_given) {
        if let Some(reading) = readings.iter().find(|reading| reading.path == format!("run.{key}")) {
            findings.add(Problem::at(
                reading.place,
                format!("`run.{key}` is varied here, and `--{key}` says what it is"),
                format!("needed: one of the two; leave out `--{key}`, or this line"),
            ));
        }
    }
}

fn axes(given: &Fields<'_>, scenario: &Table, calendar: Calendar, findings: &Findings) -> Vec<Reading> {
    let Some(node) = given.node("vary") else { return Vec::new() };
    let Some(table) = node.table() else {
        given.report(Problem::at(node.place, format!("`vary` is {}", node.shown()), "needed: a table of paths and their values"));
        return Vec::new();
    };
    let mut leaves = Vec::new();
    flatten(table, "", &mut leaves);
    if leaves.is_empty() {
        given.report(Problem::at(node.place, "`vary` is empty", "needed: a path and its values"));
    }
    let mut readings: Vec<Reading> = Vec::new();
    for (path, entry) in leaves {
        let target = match find(&path, scenario) {
            Ok(target) => target,
            Err(astray) => {
                findings.add(Problem::at(entry.key_place, format!("`{path}` leads nowhere"), astray.needed).maybe_help(astray.help));
                continue;
            }
        };
        if let Some(first) = readings.iter().find(|reading| reading.path == path) {
            let problem = Problem::at(entry.key_place, format!("`{path}` is varied twice"), "the same path");
            findings.add(problem.also(first.place, "here first"));
            continue;
        }
        let values = values(&entry.node, &path, target.values, calendar, findings);
        let words = words(&entry.node, &values);
        readings.push(Reading { path, place: entry.key_place, target, values, words });
    }
    readings
}

/// Paths may be written as one quoted key or as nested tables.
fn flatten<'a>(table: &'a Table, above: &str, leaves: &mut Vec<(String, &'a Entry)>) {
    for entry in &table.entries {
        let path = if above.is_empty() { entry.key.clone() } else { format!("{above}.{}", entry.key) };
        let is_steps = |inner: &Table| {
            inner.get("steps").is_some() || matches!(inner.get("from").map(|node| &node.value), Some(Value::Number(_) | Value::Whole(_)))
        };
        match entry.node.table() {
            Some(inner) if !is_steps(inner) => flatten(inner, &path, leaves),
            _ => leaves.push((path, entry)),
        }
    }
}

fn values(node: &Node, path: &str, kind: Values, calendar: Calendar, findings: &Findings) -> Vec<Node> {
    match &node.value {
        Value::List(list) => {
            if list.is_empty() {
                findings.add(Problem::at(node.place, format!("`{path}` has no values"), "needed: at least one value"));
            }
            list.iter().filter_map(|node| value(node, path, kind, calendar, findings)).collect()
        }
        Value::Table(_) => Fields::of(node, &STEPS, findings).and_then(|given| steps(&given, kind)).unwrap_or_default(),
        _ => {
            let found = format!("`{path}` is {}", node.shown());
            findings.add(Problem::at(node.place, found, "needed: a list, or { from = …, to = …, steps = … }"));
            Vec::new()
        }
    }
}

/// What stands for values in words, where all could be read.
fn words(node: &Node, values: &[Node]) -> Vec<(f64, String)> {
    match &node.value {
        Value::List(list) if list.len() == values.len() => {
            let word = |node: &Node| match &node.value {
                Value::Date(date) => Some(date.to_string()),
                _ => node.text().map(str::to_owned),
            };
            list.iter().zip(values).filter_map(|(node, value)| Some((as_number(value), word(node)?))).collect()
        }
        _ => Vec::new(),
    }
}

fn value(node: &Node, path: &str, kind: Values, calendar: Calendar, findings: &Findings) -> Option<Node> {
    let value = match (kind, &node.value) {
        (Values::Levels, _) => Value::Number(level_or_number(node, path, findings)?),
        (Values::Whole | Values::Days, Value::Whole(_)) => return Some(node.clone()),
        (Values::Days, _) => Value::Whole(day(node, path, calendar, calendar.days, findings)?.into()),
        _ => Value::Number(number(node, path, (f64::MIN, f64::MAX), findings)?),
    };
    Some(Node { value, place: node.place })
}

/// Evenly spaced values; whole where only whole numbers make sense.
fn steps(given: &Fields<'_>, kind: Values) -> Option<Vec<Node>> {
    let (from, to, steps) = (given.number_given("from"), given.number_given("to"), given.count_given("steps"));
    let (from, to, steps) = (from?, to?, steps?);
    let at = |step: u32| {
        let part = f64::from(step) / f64::from(steps - 1);
        let value = from * (1.0 - part) + to * part;
        match kind {
            Values::Whole | Values::Days => Value::Whole(libm::round(value) as i128),
            Values::Numbers | Values::Levels => Value::Number(value),
        }
    };
    Some((0..steps).map(|step| Node { value: at(step), place: given.place() }).collect())
}

/// The places of the values of each point, in the order of the axes.
fn combine(readings: &[Reading], design: Design, seed: u64, given: &Fields<'_>) -> Option<Vec<Vec<usize>>> {
    let lengths: Vec<usize> = readings.iter().map(|reading| reading.values.len()).collect();
    let place = given.node("vary").map_or(given.place(), |node| node.place);
    match design {
        Design::Grid => {
            let count = lengths.iter().try_fold(1_usize, |all, length| all.checked_mul(*length)).unwrap_or(usize::MAX);
            if count > POINTS_MAX {
                let found = if count == usize::MAX { "far too many points".to_owned() } else { format!("{count} points") };
                given.report(Problem::at(place, found, format!("at most {POINTS_MAX} are possible")));
                return None;
            }
            let mut combinations = vec![Vec::new()];
            for length in lengths {
                let longer =
                    combinations.iter().flat_map(|before| (0..length).map(move |next| before.iter().copied().chain([next]).collect()));
                combinations = longer.collect();
            }
            Some(combinations)
        }
        Design::List => {
            let first = readings.first()?;
            let others: Vec<&Reading> = readings.iter().filter(|reading| reading.values.len() != first.values.len()).collect();
            for reading in &others {
                let found = format!("`{}` has {} values, `{}` has {}", reading.path, reading.values.len(), first.path, first.values.len());
                let needed = "a list goes through all paths together: as many values for each";
                given.report(Problem::at(reading.place, found, needed));
            }
            others.is_empty().then(|| (0..first.values.len()).map(|place| vec![place; readings.len()]).collect())
        }
        Design::Hypercube => {
            let count = lengths.iter().copied().max()?;
            let orders: Vec<Vec<usize>> = (0..lengths.len()).map(|axis| shuffled(count, seed, axis as u64)).collect();
            let place = |axis: usize, point: usize| orders[axis][point] * lengths[axis] / count;
            Some((0..count).map(|point| (0..lengths.len()).map(|axis| place(axis, point)).collect()).collect())
        }
    }
}

/// 0..count in an order that depends on the seed and the axis alone.
fn shuffled(count: usize, seed: u64, axis: u64) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    Stream::new(seed, axis).shuffle(&mut places);
    places
}

fn points(readings: &[Reading], combinations: Vec<Vec<usize>>, tree: &Node, resolve: impl Fn(&Node) -> Scenario) -> Vec<Point> {
    combinations
        .into_iter()
        .map(|places| {
            let mut tree = tree.clone();
            let table = tree.table_mut().expect("a file is a table");
            let chosen: Vec<(&Reading, &Node)> =
                readings.iter().zip(places).map(|(reading, place)| (reading, &reading.values[place])).collect();
            // Where a whole and a part of it are varied, as the fit to all and to friends, the part is set after the whole, which would undo it.
            let mut in_order = chosen.clone();
            in_order.sort_by_key(|(reading, _)| reading.path.len());
            for (reading, node) in in_order {
                reading.target.set(table, node.clone());
                if reading.path == "run.people" {
                    set_in_comparisons(table, "people", node);
                }
            }
            let values = chosen.into_iter().map(|(_, node)| as_number(node)).collect();
            Point { values, scenario: resolve(&tree) }
        })
        .collect()
}

fn as_number(node: &Node) -> f64 {
    match node.value {
        Value::Whole(whole) => whole as f64,
        Value::Number(number) => number,
        _ => unreachable!("values are numbers"),
    }
}

impl Reading {
    fn axis(self) -> Axis {
        let values = self.values.iter().map(as_number).collect();
        Axis { path: self.path, unit: self.target.unit.to_owned(), values, words: self.words }
    }
}
