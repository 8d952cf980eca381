//! Comparisons: each is a patch of the scenario, and is checked as a whole world.

use super::super::file::fields::Fields;
use super::super::file::node::{Node, Table, Value};
use super::super::file::patch::{leave_out, merge, named};
use super::super::file::sections::{COMPARE, SCENARIO};
use super::super::problem::{Problem, meant};
use super::super::resolved::{Compare, Scenario};
use super::{Door, named_tables, world};

pub fn compares(fields: &Fields<'_>, door: Door<'_>) -> Vec<Compare> {
    let nodes = named_tables(fields, "compare", &COMPARE, door.findings);
    let read = |(name, node): (String, &Node)| {
        let scenario = compare(fields.table(), &name, node, door)?;
        Some(Compare { name, scenario })
    };
    nodes.into_iter().filter_map(read).collect()
}

fn compare(base: &Table, name: &str, node: &Node, door: Door<'_>) -> Option<Scenario> {
    let fields = Fields::of(node, &COMPARE, door.findings)?;
    fields.part("run");
    let mut patch = fields.table().clone();
    patch.remove("name");
    patch.remove("without");
    let without = fields.texts("without");
    if without.is_empty() && patch.entries.is_empty() {
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
    Some(world(&Node { value: Value::Table(variant), place: node.place }, door))
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
