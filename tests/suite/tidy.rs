//! The house's own rules, held against the source: rooms import only rooms above them, files stay short, nothing is left unfinished.

use std::path::{Path, PathBuf};

/// Rooms, lowest first, each with what it may import. `ARCHITECTURE.md` says why.
const ROOMS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("ids", &[]),
    ("bits", &[]),
    ("cache", &[]),
    ("float", &[]),
    ("width", &[]),
    ("rng", &["float", "width"]),
    ("stats", &[]),
    ("scenario", &["error", "ids", "rng", "ties"]),
    ("population", &["scenario", "rng"]),
    ("ties", &["error", "ids", "bits", "cache", "scenario", "population", "width", "rng"]),
    ("walk", &["ties"]),
    ("world", &["ids", "scenario", "ties", "rng"]),
    ("rules", &["ids", "bits", "float", "population", "scenario", "ties", "world", "rng"]),
    ("metrics", &["ids", "scenario", "stats"]),
    (
        "engine",
        &["error", "ids", "bits", "cache", "float", "population", "scenario", "ties", "walk", "width", "world", "rules", "metrics", "rng"],
    ),
    ("output", &["error", "ids", "scenario", "stats"]),
    ("study", &["error", "ids", "engine", "metrics", "output", "population", "scenario", "stats", "ties", "world"]),
    ("laws", &["error", "ids", "engine", "metrics", "output", "population", "rng", "rules", "scenario", "stats", "study", "ties", "world"]),
    ("histories", &["error", "engine", "metrics", "output", "rng", "scenario", "study"]),
    ("cli", &["error", "engine", "histories", "ids", "laws", "metrics", "output", "scenario", "study", "ties"]),
];

const LINES_MAX: usize = 800;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder of source").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            sources(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(entry);
        }
    }
}

fn all_sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    sources(&root.join("src"), &mut found);
    sources(&root.join("tests"), &mut found);
    sources(&root.join("benches/speed"), &mut found);
    let read = |path: &PathBuf| std::fs::read_to_string(path).expect("source is text");
    let name = |path: &PathBuf| path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
    found.iter().map(|path| (name(path), read(path))).collect()
}

/// The room of a file in `src`; `None` for the roots of the crate.
fn room(name: &str) -> Option<&str> {
    let inside = name.strip_prefix("src/")?;
    let room = inside.split('/').next().expect("a first part").trim_end_matches(".rs");
    (room != "lib" && room != "main").then_some(room)
}

#[test]
fn a_room_imports_only_what_it_may() {
    let mut faults = Vec::new();
    for (name, text) in all_sources() {
        let Some(room) = room(&name) else { continue };
        let Some((_, allowed)) = ROOMS.iter().find(|(known, _)| *known == room) else {
            faults.push(format!("{name}: room `{room}` is not in the table"));
            continue;
        };
        // Tests inside a file may look anywhere.
        let code = text.split("#[cfg(test)]").next().expect("a first part");
        for part in code.split("crate::").skip(1) {
            let imported: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            let is_room = ROOMS.iter().any(|(known, _)| *known == imported);
            if is_room && imported != room && !allowed.contains(&imported.as_str()) {
                faults.push(format!("{name}: `{room}` may not import `{imported}`"));
            }
        }
    }
    faults.dedup();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_own() {
    let mut faults = Vec::new();
    for (name, text) in all_sources() {
        let lines = text.lines().count();
        if lines > LINES_MAX {
            faults.push(format!("{name}: {lines} lines; at most {LINES_MAX}"));
        }
        if !text.starts_with("//!") {
            faults.push(format!("{name}: the first line should say what the file owns (`//!`)"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nothing_is_left_unfinished() {
    let unfinished = ["todo", "unimplemented", "dbg"].map(|word| format!("{word}!("));
    let ignored = format!("#[{}", "ignore");
    for (name, text) in all_sources() {
        for word in unfinished.iter().chain([&ignored]) {
            assert!(!text.contains(word.as_str()), "{name} holds {word}");
        }
    }
}

#[test]
fn the_documents_name_commands_that_exist() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("a readme");
    let definition = moatsim::cli::definition();
    let known: Vec<&str> = definition.get_subcommands().map(|command| command.get_name()).collect();
    for line in readme.lines().filter(|line| line.starts_with("moat ")) {
        let command = line.split_whitespace().nth(1).expect("a command");
        assert!(known.contains(&command), "README names `moat {command}`");
    }
}
