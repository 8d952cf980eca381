//! Comparisons: each is a patch of the scenario, and is checked as a whole world.

use super::super::file::fields::Fields;
use super::super::file::node::{Node, Table, Value};
use super::super::file::patch::{leave_out, merge, named};
use super::super::file::sections::{COMPARE, SCENARIO};
use super::super::problem::{Problem, meant};
use super::super::resolved::{Compare, Scenario, Segment};
use super::population::{OTHERS, nobody_in};
use super::{Door, named_tables, world};

/// Those of a scenario that is read otherwise.
pub fn compares(fields: &Fields<'_>, base: &Scenario, door: Door<'_>) -> Vec<Compare> {
    let nodes = named_tables(fields, "compare", &COMPARE, door.findings);
    let read = |(name, node): (String, &Node)| {
        let scenario = compare(fields.table(), &base.population.segments, &name, node, door)?;
        refuse_other_people(&name, node, scenario.run.people, base.run.people, door);
        Some(Compare { name, scenario })
    };
    nodes.into_iter().filter_map(read).collect()
}

fn compare(base: &Table, segments: &[Segment], name: &str, node: &Node, door: Door<'_>) -> Option<Scenario> {
    let fields = Fields::of(node, &COMPARE, door.findings)?;
    fields.part("run");
    let mut patch = fields.table().clone();
    patch.remove("name");
    patch.remove("without");
    let without = fields.texts("without");
    if without.is_empty() && !patch.entries.iter().any(|entry| says_something(&entry.node)) {
        let problem = Problem::at(fields.place(), "this comparison changes nothing", "needed: what is different");
        door.findings.add(
            problem.help("`without = [\"an event\"]` leaves something out; other keys change what they name, as in `[compare.behaviour]`"),
        );
    }
    patch.entries.retain(|entry| COMPARE.key(&entry.key).is_some());
    refuse_slips(base, &patch, name, door);
    let mut variant = base.clone();
    variant.remove("compare");
    variant.remove("expect");
    leave_out(&mut variant, &without, &patch, door.findings);
    merge(&mut variant, &patch, &SCENARIO);
    let variant = Node { value: Value::Table(variant), place: node.place };
    let scenario = world(&variant, segments, door);
    refuse_gone_segments(&variant, segments, &scenario, name, door);
    Some(scenario)
}

/// People whom the scenario does not declare may be declared, all of them, in a comparison: what is still said of their segment would reach nobody.
fn refuse_gone_segments(variant: &Node, known: &[Segment], scenario: &Scenario, comparison: &str, door: Door<'_>) {
    let Some(variant) = variant.table() else { return };
    let population = variant.get("population").and_then(Node::table);
    let is_declared = |name: &str| population.is_some_and(|of| named(of, "segment").any(|node| node.name("name") == Some(name)));
    let are_gone = known.iter().zip(&scenario.population.segments).filter(|(known, here)| here.share == 0.0 && !is_declared(&known.name));
    for name in are_gone.map(|(known, _)| known.name.as_str()) {
        let refuse = |place, needed| door.findings.add(nobody_in(name, comparison, scenario, place, needed));
        for event in named(variant, "event") {
            let to = event.table().and_then(|event| event.get("to")?.table()?.get("segment"));
            if let Some(node) = to.filter(|node| node.text() == Some(name)) {
                refuse(node.place, "nobody is in this audience");
            }
        }
        for platform in named(variant, "platform").filter(|_| name != OTHERS) {
            let share = platform.table().and_then(|platform| platform.get("users")?.table()?.entry(name));
            if let Some(entry) = share {
                refuse(entry.key_place, "this is a share of nobody");
            }
        }
    }
}

/// Empty tables say nothing, nor does a name alone.
fn says_something(node: &Node) -> bool {
    match &node.value {
        Value::List(items) => items.iter().any(says_something),
        Value::Table(table) => table.entries.iter().any(|entry| entry.key != "name" && says_something(&entry.node)),
        _ => true,
    }
}

/// Replicates are compared person by person and draw by draw: in a world of another size nobody has a counterpart.
fn refuse_other_people(comparison: &str, node: &Node, found: u32, needed: u32, door: Door<'_>) {
    if found == needed {
        return;
    }
    let part = |key: &str| node.table()?.get(key);
    let said = |part: &Node, key: &str| Some(part.table()?.get(key)?.place);
    let place = part("run").and_then(|run| said(run, "people")).or_else(|| part("population").and_then(|of| said(of, "ties")));
    let problem = Problem::at(
        place.unwrap_or(node.place),
        format!("comparison `{comparison}` has {found} people, the scenario {needed}"),
        "needed: as many people as in the scenario, or no person has a counterpart",
    );
    door.findings.add(problem.help("what more people change is asked by a study that varies `run.people`"));
}

/// A name that the scenario does not have adds something. Where it has one that is nearly the same, that one was meant.
fn refuse_slips(base: &Table, patch: &Table, comparison: &str, door: Door<'_>) {
    let ways = [
        ("platform", "a platform", "to add one that is called so, declare it in the scenario with `opens = \"never\"`, and open it here"),
        ("event", "an event", "to add one, give it a name that is less alike"),
    ];
    for (key, what, way) in ways {
        let known: Vec<&str> = named(base, key).filter_map(|node| node.name("name")).collect();
        for node in named(patch, key).filter_map(|node| node.table()?.get("name")) {
            let Some(name) = node.text().filter(|name| !known.contains(name)) else { continue };
            if let Some(near) = meant(name, known.iter().copied()) {
                let found = format!("comparison `{comparison}` adds {what} `{name}`");
                let problem = Problem::at(node.place, found, format!("no {key} of the scenario has this name"));
                door.findings.add(problem.help(format!("did you mean `{near}`? {way}")));
            }
        }
    }
}
