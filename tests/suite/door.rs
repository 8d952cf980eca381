//! The door: good files come out complete, bad files with every problem, and nothing makes it panic.

use std::path::{Path, PathBuf};

use moatsim::scenario::{Overrides, load_scenario, parse_scenario, resolved_text};

fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(toml_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn every_scenario_loads_and_reads_the_same_when_written_out() {
    let files = toml_files(Path::new("scenarios"));
    assert!(!files.is_empty());
    for path in files.into_iter().filter(|path| !path.starts_with("scenarios/studies")) {
        let scenario = load_scenario(&path, &Overrides::default()).unwrap_or_else(|problems| panic!("{problems}"));
        let text = resolved_text(&scenario);
        let again = parse_scenario(&text, &scenario.name, Path::new("")).unwrap_or_else(|problems| panic!("{problems}\n{text}"));
        assert_eq!(again, scenario);
    }
}
