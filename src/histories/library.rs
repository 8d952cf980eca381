//! The files of histories: those named, and all of a folder.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::scenario::{LeftOut, Overrides, Problems, Scenario, left_out, load_scenario};

/// Why histories cannot be had: something outside of the files, or what is wrong in them, all at once.
pub enum Refusal {
    Error(Error),
    Problems(Vec<Problems>),
}

/// Reads the files, and every scenario of the folders, in the order of their names; and what overrides leave out of them.
pub fn load(paths: &[PathBuf], overrides: &Overrides) -> std::result::Result<(Vec<Scenario>, LeftOut), Refusal> {
    let (mut scenarios, mut all_left_out) = (Vec::new(), LeftOut::default());
    let mut refused = Vec::new();
    for path in files(paths).map_err(Refusal::Error)? {
        match load_scenario(&path, overrides) {
            Ok(scenario) => {
                all_left_out += left_out(&path, overrides, &scenario);
                scenarios.push(scenario);
            }
            Err(problems) => refused.push(problems),
        }
    }
    if !refused.is_empty() {
        return Err(Refusal::Problems(refused));
    }
    if scenarios.iter().all(|scenario| scenario.expects.is_empty()) {
        return Err(Refusal::Error(Error::request(match all_left_out.expects {
            0 => "none of these scenarios says what must come out (`[[expect]]`)",
            _ => "every expectation of these scenarios looks beyond the end of its run\nleave out --days, or give more of them",
        })));
    }
    Ok((scenarios, all_left_out))
}

fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(scenarios_in(path)?);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn scenarios_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(|cause| Error::file("look into", folder, cause))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|cause| Error::file("look into", folder, cause))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Error::request(format!("{} holds no scenario (no file that ends in .toml)", folder.display())));
    }
    Ok(files)
}
