//! Checkpoints: the state of an unfinished run on disk. Chance is keyed, so it has no state to save; ties and groups as they were made are made again.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use bytemuck::Pod;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::ids::PlatformId;
use crate::ties::TieGraph;

use super::{Life, RESULTS_VERSION};

/// Changes whenever the sections of a checkpoint mean something else.
const LAYOUT: u32 = 2;

/// Bytes of the hash that stands behind the content.
const HASH: usize = 32;

/// What a checkpoint must agree with to be continued.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Header {
    results_version: u32,
    layout: u32,
    scenario: String,
    seed: u64,
    replicate: u32,
    /// Who is tied to whom from the start: a file of ties may have changed since.
    ties: String,
    day: u32,
}

impl Header {
    fn of(life: &Life, day: u32) -> Header {
        Header {
            results_version: RESULTS_VERSION,
            layout: LAYOUT,
            scenario: life.scenario.hash_alone().to_hex().to_string(),
            seed: life.scenario.run.seed,
            replicate: life.replicate,
            ties: life.ties_made.to_hex().to_string(),
            day,
        }
    }
}

/// The hash of who is tied to whom, by large parts side by side.
pub fn hash_of(graph: &TieGraph) -> blake3::Hash {
    const PART: usize = 1 << 20;
    let parts = graph.first.par_chunks(PART).chain(graph.neighbour.par_chunks(PART));
    let hashes: Vec<[u8; HASH]> = parts.map(|part| *blake3::hash(bytemuck::cast_slice(part)).as_bytes()).collect();
    blake3::hash(hashes.as_flattened())
}

/// Writes the state beside its place and moves it there, so that a kill leaves either the old one or the new one.
pub fn save(life: &Life, path: &Path) -> Result<()> {
    let fail = |cause: io::Error| Error::file("write the checkpoint", path, cause);
    let beside = path.with_extension("part.new");
    let file = File::create(&beside).map_err(fail)?;
    let mut out = zstd::Encoder::new(io::BufWriter::new(file), 1).map_err(fail)?;
    write(life, &mut out).map_err(fail)?;
    let mut file = out.finish().map_err(fail)?;
    file.flush().map_err(fail)?;
    file.into_inner().map_err(|cause| fail(cause.into_error()))?.sync_all().map_err(fail)?;
    std::fs::rename(&beside, path).map_err(fail)
}

/// Continues from a checkpoint of the same run, where there is one that fits and is whole.
pub fn resume(life: &mut Life, path: &Path) -> Result<()> {
    let Ok(mut file) = File::open(path) else { return Ok(()) };
    // Read twice, as the whole of a large world in memory would take as much again as the world.
    if !is_whole(&file) {
        return Ok(());
    }
    let content = file.rewind().and_then(|()| zstd::Decoder::new(file));
    content.and_then(|mut content| read(life, &mut content)).map_err(|cause| Error::file("read the checkpoint", path, cause))
}

/// Whether the content has the hash that stands behind it.
fn is_whole(file: &File) -> bool {
    let Ok(mut content) = zstd::Decoder::new(file) else { return false };
    let (mut hash, mut part) = (blake3::Hasher::new(), vec![0; 1 << 16]);
    // What may be the hash at the end, and not content, is kept back.
    let mut kept = 0;
    loop {
        match content.read(&mut part[kept..]) {
            Ok(0) => return kept == HASH && *hash.finalize().as_bytes() == part[..HASH],
            Ok(more) => {
                let len = kept + more;
                let known = len.saturating_sub(HASH);
                hash.update(&part[..known]);
                part.copy_within(known..len, 0);
                kept = len - known;
            }
            Err(_) => return false,
        }
    }
}

/// Writes and hashes at once.
struct Hashed<'a, W> {
    out: &'a mut W,
    hash: blake3::Hasher,
}

impl<W: Write> Hashed<'_, W> {
    fn section(&mut self, bytes: &[u8]) -> io::Result<()> {
        for part in [&(bytes.len() as u64).to_le_bytes(), bytes] {
            self.hash.update(part);
            self.out.write_all(part)?;
        }
        Ok(())
    }

    fn column<T: Pod>(&mut self, column: &[T]) -> io::Result<()> {
        self.section(bytemuck::cast_slice(column))
    }
}

fn write(life: &Life, out: &mut impl Write) -> io::Result<()> {
    let mut out = Hashed { out, hash: blake3::Hasher::new() };
    out.section(&serde_json::to_vec(&Header::of(life, life.day()))?)?;
    out.section(&serde_json::to_vec(&life.surveys)?)?;
    out.column(&life.daily)?;
    out.column(&life.tenure.to_words())?;
    let world = &life.world;
    out.section(world.rows.bytes())?;
    out.column(world.app.lanes())?;
    out.column(world.month.lanes())?;
    out.section(&world.main_first.iter().map(|main| main.0).collect::<Vec<u8>>())?;
    out.column(&world.graph.neighbour)?;
    out.column(&world.graph.tie)?;
    out.column(&world.ties_born)?;
    out.column(&world.groups.state)?;
    out.column(&world.groups.month)?;
    out.column(&world.groups.member)?;
    out.column(&world.groups.of.group)?;
    let hash = out.hash.finalize();
    out.out.write_all(hash.as_bytes())
}

/// Takes the sections in the order in which they were written. Nothing of `life` is touched before the header fits.
fn read(life: &mut Life, content: &mut impl Read) -> io::Result<()> {
    let header: Option<Header> = serde_json::from_slice(&section(content)?).ok();
    if header.is_none_or(|header| header != Header::of(life, header.day)) {
        return Ok(());
    }
    life.surveys = serde_json::from_slice(&section(content)?)?;
    life.daily = bytemuck::pod_collect_to_vec(&section(content)?);
    life.tenure.set_words(&bytemuck::pod_collect_to_vec::<u8, u64>(&section(content)?));
    let world = &mut life.world;
    fill(world.rows.bytes_mut(), content)?;
    fill(world.app.lanes_mut(), content)?;
    fill(world.month.lanes_mut(), content)?;
    world.main_first = section(content)?.into_iter().map(PlatformId).collect();
    fill(&mut world.graph.neighbour, content)?;
    fill(&mut world.graph.tie, content)?;
    fill(&mut world.ties_born, content)?;
    fill(&mut world.groups.state, content)?;
    fill(&mut world.groups.month, content)?;
    fill(&mut world.groups.member, content)?;
    fill(&mut world.groups.of.group, content)
}

fn length(content: &mut impl Read) -> io::Result<usize> {
    let mut length = [0; 8];
    content.read_exact(&mut length)?;
    usize::try_from(u64::from_le_bytes(length)).map_err(io::Error::other)
}

fn section(content: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length(content)?];
    content.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Reads a section to where it belongs.
fn fill<T: Pod>(column: &mut [T], content: &mut impl Read) -> io::Result<()> {
    let target: &mut [u8] = bytemuck::cast_slice_mut(column);
    if length(content)? != target.len() {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is of a world of another size"));
    }
    content.read_exact(target)
}
