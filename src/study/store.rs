//! The run store: one checked file for every finished run, named by what the run was, so that work done once is found again.
//!
//! A file is one line of plain text that says what it holds, then the record as zstd-compressed JSON. It appears under its name
//! only when it is whole (written aside and renamed), so a killed process leaves nothing half-finished to be trusted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use crate::engine::RESULTS_VERSION;
use crate::error::{Error, Result};
use crate::metrics::record::RunRecord;
use crate::scenario::Scenario;

const MAGIC: &str = "moat-run 1";

/// No header is longer.
const HEADER_MOST: u64 = 1_000;

/// Letters of the scenario's hash in a name.
const HASH_LETTERS: usize = 16;

/// A good ratio at a speed that the disk does not notice.
const COMPRESSION_LEVEL: i32 = 3;

/// What a run is: which world, which chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RunKey {
    pub scenario: blake3::Hash,
    pub seed: u64,
    pub replicate: u32,
}

impl RunKey {
    /// The key of the world that a scenario describes, whatever it is compared with.
    pub fn of(scenario: &Scenario, replicate: u32) -> RunKey {
        RunKey { scenario: scenario.hash_alone(), seed: scenario.run.seed, replicate }
    }

    pub fn with_replicate(self, replicate: u32) -> RunKey {
        RunKey { replicate, ..self }
    }

    /// The stem of the files of this run.
    pub fn stem(&self) -> String {
        format!("{}-seed{}-{:04}", &self.scenario.to_hex()[..HASH_LETTERS], self.seed, self.replicate)
    }

    fn header(&self, body: &[u8]) -> String {
        let RunKey { scenario, seed, replicate } = self;
        format!("{MAGIC} results {RESULTS_VERSION} scenario {scenario} seed {seed} replicate {replicate} body {}\n", blake3::hash(body))
    }
}

/// What the store holds under a key.
#[derive(Debug)]
pub enum Found {
    Record(Box<RunRecord>),
    Nothing,
    /// There is a file, but it cannot be trusted; the text says which and why.
    Unusable(String),
    /// There is a file, and the machine does not give it.
    Unreadable(Error),
}

/// A folder of finished runs. Several processes may use one at a time.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    pub fn open(folder: &Path) -> Result<Store> {
        std::fs::create_dir_all(folder).map_err(|cause| Error::file("create the folder of runs", folder, cause))?;
        Ok(Store { folder: folder.to_owned() })
    }

    /// The stems of all runs in a folder, finished, unfinished or just begun. Other files are passed over, and where there is no folder there are no runs.
    pub fn stems(folder: &Path) -> Result<BTreeSet<String>> {
        Ok(files(folder)?.into_iter().map(|(stem, _)| stem).collect())
    }

    /// Those of these runs that another version of the model made, each with the version of its results.
    pub fn of_another_version(folder: &Path, stems: &BTreeSet<String>) -> BTreeMap<String, u32> {
        let version = |stem: &String| results_version(&folder.join(format!("{stem}.run"))).filter(|version| *version != RESULTS_VERSION);
        stems.iter().filter_map(|stem| Some((stem.clone(), version(stem)?))).collect()
    }

    /// Lets go of all runs but those with these stems.
    pub fn retain(&self, stems: &BTreeSet<String>) -> Result<()> {
        for (_, path) in files(&self.folder)?.into_iter().filter(|(stem, _)| !stems.contains(stem)) {
            std::fs::remove_file(&path).map_err(|cause| Error::file("replace", &path, cause))?;
        }
        Ok(())
    }

    pub fn find(&self, key: &RunKey) -> Found {
        let path = self.record_path(key);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Found::Nothing,
            Err(cause) => return Found::Unreadable(Error::file("read the run", &path, cause)),
        };
        match unpack(key, &bytes) {
            Ok(record) => Found::Record(Box::new(record)),
            Err(why) => Found::Unusable(format!("{} {why}", path.display())),
        }
    }

    /// Keeps a finished run, and lets go of its checkpoint.
    pub fn keep(&self, key: &RunKey, record: &RunRecord) -> Result<()> {
        let path = self.record_path(key);
        let aside = self.folder.join(format!("{}.{}.new", key.stem(), std::process::id()));
        let write = || -> std::io::Result<()> {
            let body = zstd::encode_all(serde_json::to_vec(record)?.as_slice(), COMPRESSION_LEVEL)?;
            let mut file = File::create(&aside)?;
            file.write_all(key.header(&body).as_bytes())?;
            file.write_all(&body)?;
            // Without this a machine that loses power may keep the name and lose the content.
            file.sync_all()?;
            std::fs::rename(&aside, &path)
        };
        write().map_err(|cause| {
            let _ = std::fs::remove_file(&aside);
            Error::file("keep the run", &path, cause)
        })?;
        let _ = std::fs::remove_file(self.checkpoint_path(key));
        Ok(())
    }

    /// Where the engine keeps the state of this run while it is unfinished.
    pub fn checkpoint_path(&self, key: &RunKey) -> PathBuf {
        self.folder.join(format!("{}.part", key.stem()))
    }

    pub fn record_path(&self, key: &RunKey) -> PathBuf {
        self.folder.join(format!("{}.run", key.stem()))
    }

    /// Takes a run for this process, so that two processes do not do the same work; `None` while another has it.
    pub fn claim(&self, key: &RunKey) -> Option<Claim> {
        let path = self.folder.join(format!("{}.lock", key.stem()));
        // Where the file system knows no locks the work may be done twice, which costs time and nothing else.
        let Ok(file) = File::create(&path) else {
            return Some(Claim { _file: None, path });
        };
        match file.try_lock() {
            Err(std::fs::TryLockError::WouldBlock) => None,
            Ok(()) | Err(std::fs::TryLockError::Error(_)) => Some(Claim { _file: Some(file), path }),
        }
    }
}

/// A run that this process is at. The system lets go of it when the process ends, in whatever way.
#[derive(Debug)]
pub struct Claim {
    _file: Option<File>,
    path: PathBuf,
}

impl Drop for Claim {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// The files of runs in a folder, each with its stem.
fn files(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let entries = match std::fs::read_dir(folder) {
        Err(cause) if [ErrorKind::NotFound, ErrorKind::NotADirectory].contains(&cause.kind()) => return Ok(Vec::new()),
        entries => entries.map_err(|cause| Error::file("look into", folder, cause))?,
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    Ok(paths.filter_map(|path| Some((stem_of(path.file_name()?.to_str()?)?.to_owned(), path))).collect())
}

/// The stem of a file of a run, by its name.
pub fn stem_of(name: &str) -> Option<&str> {
    let (stem, _) = name.split_once('.')?;
    let (hash, chance) = stem.split_once("-seed")?;
    let (seed, replicate) = chance.split_once('-')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_hash = hash.len() == HASH_LETTERS && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_hash && is_number(seed) && is_number(replicate)).then_some(stem)
}

/// The version of the results that a run belongs to, where the file says one.
fn results_version(path: &Path) -> Option<u32> {
    let mut header = Vec::new();
    BufReader::new(File::open(path).ok()?.take(HEADER_MOST)).read_until(b'\n', &mut header).ok()?;
    let (version, _) = std::str::from_utf8(&header).ok()?.strip_prefix(MAGIC)?.strip_prefix(" results ")?.split_once(' ')?;
    version.parse().ok()
}

fn unpack(key: &RunKey, bytes: &[u8]) -> std::result::Result<RunRecord, String> {
    let end = bytes.iter().position(|byte| *byte == b'\n').ok_or("is not a run of moat")?;
    let (header, body) = (&bytes[..end + 1], &bytes[end + 1..]);
    let text = std::str::from_utf8(header).map_err(|_| "is not a run of moat")?;
    if !text.starts_with(MAGIC) {
        return Err("is not a run of moat".to_owned());
    }
    if !text.starts_with(&format!("{MAGIC} results {RESULTS_VERSION} ")) {
        return Err("was made by another version of the model".to_owned());
    }
    if text != key.header(body) {
        return Err("is damaged, or holds another run than its name says".to_owned());
    }
    let plain = zstd::decode_all(body).map_err(|cause| format!("cannot be unpacked ({cause})"))?;
    let record: RunRecord = serde_json::from_slice(&plain).map_err(|cause| format!("does not hold a record that can be read ({cause})"))?;
    if record.replicate != key.replicate {
        return Err(format!("holds replicate {} instead of {}", record.replicate, key.replicate));
    }
    Ok(record)
}
