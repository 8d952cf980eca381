//! A patch on a tree: tables merge, lists of named tables merge by name, everything else is replaced, and `without` leaves things out.

use super::key::{Kind, Section};
use super::node::{Entry, Node, Table, Value};
use crate::scenario::lists::PRESETS;
use crate::scenario::problem::{Findings, Problem, did_you_mean};

/// Lays a patch over a tree, section by section.
pub fn merge(base: &mut Table, patch: &Table, section: &'static Section) {
    if patch.get("on").is_some() && section.key("until").is_some() {
        // A time said anew in the other way replaces the old one.
        base.remove("from");
        base.remove("until");
    }
    if patch.get("from").is_some() {
        base.remove("on");
    }
    forget_other_preset(base, patch, section);
    for entry in &patch.entries {
        let Some(old) = base.get_mut(&entry.key) else {
            base.entries.push(entry.clone());
            continue;
        };
        merge_value(old, &entry.node, section.key(&entry.key).map(|key| &key.kind), &entry.key);
    }
}

fn merge_value(old: &mut Node, new: &Node, kind: Option<&Kind>, key: &str) {
    match kind {
        // Whom an event reaches is said as a whole.
        Some(Kind::Part(inner)) if key != "to" => {
            if let (Some(old), Some(new)) = (old.table_mut(), new.table()) {
                return merge(old, new, inner);
            }
        }
        Some(Kind::Parts(inner)) => {
            if let (Value::List(old), Value::List(new)) = (&mut old.value, &new.value) {
                return merge_named(old, new, inner);
            }
        }
        Some(Kind::Fit(parts)) if new.table().is_some() => {
            spread(old, &parts().into_iter().filter(|part| *part != "group").collect::<Vec<_>>());
            return merge_plain(old, new);
        }
        Some(Kind::Users) if new.table().is_some() => {
            spread(old, &["others"]);
            return merge_plain(old, new);
        }
        _ => {}
    }
    *old = new.clone();
}

fn merge_named(old: &mut Vec<Node>, new: &[Node], section: &'static Section) {
    let key = section.name_key();
    for node in new {
        let found = node.name(key).and_then(|name| old.iter_mut().find(|known| known.name(key) == Some(name)));
        match (found, node.table()) {
            (Some(known), Some(patch)) => {
                if let Some(table) = known.table_mut() {
                    merge(table, patch, section);
                }
            }
            _ => old.push(node.clone()),
        }
    }
}

fn merge_plain(old: &mut Node, new: &Node) {
    if let (Some(old), Some(new)) = (old.table_mut(), new.table()) {
        for entry in &new.entries {
            old.set(&entry.key, entry.node.clone());
        }
    }
}

/// Writes one value for all parts as a table, so that a patch can change one of them.
pub fn spread(node: &mut Node, parts: &[&str]) {
    if node.table().is_some() {
        return;
    }
    let entries = parts.iter().map(|part| Entry { key: (*part).to_owned(), key_place: node.place, node: node.clone() }).collect();
    *node = Node { value: Value::Table(Table { entries }), place: node.place };
}

/// A patch that names another way to make ties takes along the keys that acted with the old one only.
fn forget_other_preset(base: &mut Table, patch: &Table, section: &'static Section) {
    if section.key("preset").is_none() {
        return;
    }
    let acting: &[&str] = if patch.get("ties").is_some() {
        base.remove("preset");
        &["layer"]
    } else if let Some(name) = patch.get("preset").and_then(Node::text) {
        base.remove("ties");
        PRESETS.iter().find(|preset| preset.name == name).map_or(&[], |preset| preset.keys)
    } else {
        return;
    };
    for key in PRESETS.iter().flat_map(|preset| preset.keys) {
        if !acting.contains(key) {
            base.remove(key);
        }
    }
}

/// Takes out of the base what the patch goes `without`, and reports names that point nowhere. A platform is kept in its place, but never
/// opens, so that platforms have the same numbers in both; events about it go with it. An event that the patch also writes anew keeps its
/// place, but nothing else.
pub fn leave_out(base: &mut Table, without: &[(&str, crate::scenario::problem::Place)], patch: &Table, findings: &Findings) {
    for (at, (name, place)) in without.iter().enumerate() {
        if without[..at].iter().any(|(before, _)| before == name) {
            findings.add(Problem::at(*place, format!("`without` names `{name}` twice"), "once is enough"));
            continue;
        }
        let rewritten = named(patch, "event").any(|node| node.name("name") == Some(name));
        if rewritten && let Some(event) = named_mut(base, "event").find(|node| node.name("name") == Some(name)) {
            let kept = event.table().and_then(|table| table.entry("name")).cloned();
            event.value = Value::Table(Table { entries: kept.into_iter().collect() });
            continue;
        }
        let is_event = named(base, "event").any(|node| node.name("name") == Some(name));
        let is_platform = named(base, "platform").any(|node| node.name("name") == Some(name));
        if is_event {
            retain(base, |node| node.name("name") != Some(name));
        }
        if is_platform {
            close_for_good(base, name, *place);
            retain(base, |node| !concerns(node, name));
        }
        if !is_event && !is_platform {
            let known: Vec<&str> =
                ["event", "platform"].into_iter().flat_map(|key| named(base, key).filter_map(|node| node.name("name"))).collect();
            let help = did_you_mean(name, known.iter().copied())
                .or_else(|| (!known.is_empty()).then(|| format!("there are: {}", known.join(", "))));
            findings
                .add(Problem::at(*place, format!("`without` names `{name}`"), "no event and no platform has this name").maybe_help(help));
        }
    }
}

/// The tables of a list.
pub fn named<'a>(table: &'a Table, key: &str) -> impl Iterator<Item = &'a Node> + use<'a> {
    table.get(key).and_then(Node::list).unwrap_or_default().iter()
}

/// The same, to be changed.
pub fn named_mut<'a>(table: &'a mut Table, key: &str) -> impl Iterator<Item = &'a mut Node> + use<'a> {
    let list = table.get_mut(key).and_then(|node| match &mut node.value {
        Value::List(list) => Some(list),
        _ => None,
    });
    list.into_iter().flatten()
}

fn retain(base: &mut Table, keep: impl Fn(&Node) -> bool) {
    if let Some(Node { value: Value::List(events), .. }) = base.get_mut("event") {
        events.retain(keep);
    }
}

fn close_for_good(base: &mut Table, name: &str, place: crate::scenario::problem::Place) {
    for platform in named_mut(base, "platform").filter(|node| node.name("name") == Some(name)) {
        if let Some(table) = platform.table_mut() {
            table.set("opens", Node { value: Value::Text("never".to_owned()), place });
            table.remove("users");
        }
    }
}

/// Whether an event is about a platform, or does something with it.
fn concerns(event: &Node, platform: &str) -> bool {
    let Some(table) = event.table() else { return false };
    let names = |node: &Node| node.text() == Some(platform);
    table.get("platform").is_some_and(names)
        || table
            .entries
            .iter()
            .filter_map(|entry| entry.node.table())
            .any(|verb| ["on", "from", "to", "of"].into_iter().any(|key| verb.get(key).is_some_and(names)))
}
