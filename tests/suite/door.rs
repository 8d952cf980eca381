//! The door: good files come out complete, bad files with every problem, and nothing makes it panic.
//!
//! Each bad file in `tests/door/` has its exact message beside it. `MOAT_UPDATE=1` writes the messages anew.

mod bad_files;
mod fuzz;
mod good_files;
mod overrides;
mod schema;
mod studies;

use std::path::{Path, PathBuf};

/// All TOML files below a folder, in order.
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
