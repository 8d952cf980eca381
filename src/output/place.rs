//! The folder that results go into, before any work is done: taken for this process, and looked at for what must not be lost.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

pub use super::folder_lock::FolderLock;
use super::run_folder::{CHARTS, MANIFEST, SUMMARY, read_manifest};
use super::{Manifest, tables};
use crate::error::{Error, Result};

/// What to do with results that are already in the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    Refuse,
    /// Replace the files that the manifest there lists, and what unfinished work has left, and nothing else.
    Overwrite,
    /// Go on with what is kept there.
    Resume,
}

/// What earlier work has kept in the folder to be gone on with, to somebody who is about to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    Nothing,
    /// It counts, and going on gives up nothing of it.
    Counts,
    /// It is of something else; the text says so.
    OfOther(String),
}

/// Makes the folder, takes it for this process and sees that results may be written into it. `kept` is asked what is kept there, beside results or alone.
pub fn take(folder: &Path, existing: Existing, now: &Manifest, kept: impl FnOnce(Option<&Manifest>) -> Result<Kept>) -> Result<FolderLock> {
    fs::create_dir_all(folder).map_err(|cause| match cause.kind() {
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            Error::request(format!("{} is a file; results need a folder", folder.display()))
        }
        _ => Error::file("make the folder", folder, cause),
    })?;
    let lock = FolderLock::take(folder)?;
    if folder.join(MANIFEST).is_file() {
        let there = read_manifest(folder).map_err(|error| unreadable(folder, &error))?;
        beside_results(folder, existing, &there, now, kept)?;
    } else if !is_bare(folder)? {
        beside_no_results(folder, existing, kept(None)?)?;
    }
    Ok(lock)
}

/// A manifest that is damaged, of another program or of a newer moat: anything there may be somebody else's.
fn unreadable(folder: &Path, error: &Error) -> Error {
    Error::request(format!(
        "{error}\nit should say which files of {} are results, so nothing there is replaced\nname another folder with --output, or move away what is there",
        folder.display()
    ))
}

/// Whether nothing is to be seen in the folder; what systems and editors hide there is in nobody's way.
fn is_bare(folder: &Path) -> Result<bool> {
    let entries = fs::read_dir(folder).map_err(|cause| Error::file("look into", folder, cause))?;
    Ok(entries.filter_map(std::io::Result::ok).all(|entry| entry.file_name().as_encoded_bytes().starts_with(b".")))
}

fn beside_results(
    folder: &Path,
    existing: Existing,
    there: &Manifest,
    now: &Manifest,
    kept: impl FnOnce(Option<&Manifest>) -> Result<Kept>,
) -> Result<()> {
    let shown = folder.display();
    let why = match existing {
        Existing::Overwrite => return Ok(()),
        Existing::Refuse => {
            let advice = "name another folder with --output, or replace them with --overwrite";
            return Err(Error::request(format!("{shown} already holds results\n{advice}")));
        }
        Existing::Resume => match kept(Some(there))? {
            Kept::Counts => return Ok(()),
            Kept::Nothing => String::new(),
            Kept::OfOther(why) => format!(": {why}"),
        },
    };
    let named = |manifest: &Manifest| {
        let hash: String = manifest.scenario_hash.chars().take(8).collect();
        format!("{} {hash}, seed {}, by `{}`", manifest.scenario, manifest.seed, manifest.command)
    };
    Err(Error::request(format!(
        "{shown} holds results that --resume cannot go on with{why}\nthere: {}\nnow: {}\nname another folder with --output, or replace them with --overwrite",
        named(there),
        named(now)
    )))
}

fn beside_no_results(folder: &Path, existing: Existing, kept: Kept) -> Result<()> {
    let shown = folder.display();
    let refuse = |text: String| Err(Error::request(text));
    match (kept, existing) {
        (Kept::Nothing, _) => refuse(format!(
            "{shown} is not empty and holds no {MANIFEST}, so nothing in it is replaced\nname another folder with --output, or empty this one yourself"
        )),
        (Kept::OfOther(why), Existing::Refuse | Existing::Resume) => refuse(format!(
            "{shown} holds work that was not finished, of something else: {why}\nname another folder with --output, or replace it with --overwrite"
        )),
        (Kept::Counts, Existing::Refuse) => {
            refuse(format!("{shown} holds work that was not finished\ngo on with it with --resume, or begin again with --overwrite"))
        }
        (Kept::Counts, Existing::Resume) | (_, Existing::Overwrite) => match in_the_way(folder) {
            Some(name) => refuse(format!(
                "{shown} holds {name}, which no {MANIFEST} lists, so it is not replaced\nmove it away, or name another folder with --output"
            )),
            None => Ok(()),
        },
    }
}

/// What is called as a result and may be somebody else's.
fn in_the_way(folder: &Path) -> Option<String> {
    let of_tables = tables::ALL.iter().flat_map(|table| ["csv", "parquet"].map(|ending| format!("{}.{ending}", table.name)));
    [SUMMARY, CHARTS].map(str::to_owned).into_iter().chain(of_tables).find(|name| folder.join(name).exists())
}
