//! A file is written under another name and then renamed: a reader never meets half of one.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Writes `path` in one piece; what `fill` says went wrong is told with the path.
pub fn write(path: &Path, fill: impl FnOnce(&mut BufWriter<File>) -> std::result::Result<(), String>) -> Result<()> {
    let part = part_of(path);
    let told = |cause: String| Error::file("write", path, cause);
    let file = File::create(&part).map_err(|cause| told(cause.to_string()))?;
    let mut writer = BufWriter::new(file);
    let done = fill(&mut writer)
        .and_then(|()| writer.flush().map_err(|cause| cause.to_string()))
        .and_then(|()| fs::rename(&part, path).map_err(|cause| cause.to_string()));
    if done.is_err() {
        // The fault that is told is the first one; a part that cannot be removed either is left where it lies.
        let _ = fs::remove_file(&part);
    }
    done.map_err(told)
}

/// Writes text or bytes that are already complete.
pub fn write_bytes(path: &Path, bytes: &[u8]) -> Result<()> {
    write(path, |writer| writer.write_all(bytes).map_err(|cause| cause.to_string()))
}

fn part_of(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".part");
    path.with_file_name(name)
}
