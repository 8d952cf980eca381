//! A file that extends another: the chain is followed to its end, and each file is laid over the one it names.

use std::path::{Path, PathBuf};

use super::fields::texts;
use super::node::{Node, Value, parse};
use super::patch::{leave_out, merge};
use super::sections::SCENARIO;
use super::source::read;
use crate::scenario::problem::{Findings, Place, Problem, Source};

/// The tree of a scenario file with all that it extends.
pub fn load(path: &Path, sources: &mut Vec<Source>, findings: &Findings) -> Option<Node> {
    match read(path) {
        Ok(source) => follow(source, path, &mut Vec::new(), sources, findings),
        Err(problem) => {
            findings.add(problem);
            None
        }
    }
}

/// The tree of a scenario file that another file names.
pub fn load_named(path: &Path, place: Place, sources: &mut Vec<Source>, findings: &Findings) -> Option<Node> {
    follow_named(path, place, &mut Vec::new(), sources, findings)
}

/// The tree of a text with all that it extends.
pub fn load_text(source: Source, sources: &mut Vec<Source>, findings: &Findings) -> Option<Node> {
    let name = PathBuf::from(&source.name);
    follow(source, &name, &mut Vec::new(), sources, findings)
}

fn follow(source: Source, path: &Path, chain: &mut Vec<PathBuf>, sources: &mut Vec<Source>, findings: &Findings) -> Option<Node> {
    let index = sources.len();
    let folder = source.folder.clone();
    sources.push(source);
    chain.push(path.to_owned());
    let mut tree = parse(&sources[index], index, findings)?;
    let table = tree.table_mut().expect("a file is a table");
    let without = table.get("without").cloned();
    let Some(extends) = table.get("extends").cloned() else {
        if let Some(entry) = table.entry("without") {
            let needed = "it acts with `extends` only";
            findings.add(Problem::at(entry.key_place, "`without` in a file that extends nothing", needed));
        }
        return Some(tree);
    };
    table.remove("extends");
    table.remove("without");
    let Value::Text(name) = &extends.value else {
        findings.add(Problem::at(extends.place, format!("`extends` is {}", extends.shown()), "needed: the name of a file in quotes"));
        return Some(tree);
    };
    let mut base = follow_named(&folder.join(name), extends.place, chain, sources, findings)?;
    let below = base.table_mut().expect("a file is a table");
    let patch = tree.table().expect("a file is a table");
    if let Some(without) = without {
        leave_out(below, &texts(&without, "without", findings), patch, findings);
    }
    merge(below, patch, &SCENARIO);
    Some(base)
}

fn follow_named(path: &Path, place: Place, chain: &mut Vec<PathBuf>, sources: &mut Vec<Source>, findings: &Findings) -> Option<Node> {
    if let Some(first) = chain.iter().position(|known| same(known, path)) {
        let names: Vec<String> = chain[first..].iter().map(PathBuf::as_path).chain([path]).map(shown).collect();
        let problem = Problem::at(place, "files extend each other in a circle", "this leads back to where it began");
        findings.add(problem.help(names.join(" → ")));
        return None;
    }
    match read(path) {
        Ok(source) => follow(source, path, chain, sources, findings),
        Err(problem) => {
            findings.add(Problem { place: Some(place), needed: "needed: the name of a scenario file".to_owned(), ..problem });
            None
        }
    }
}

fn shown(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn same(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}
