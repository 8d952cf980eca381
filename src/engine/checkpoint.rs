//! Checkpoints: the state of an unfinished run on disk. Chance is keyed, so it has no state to save; ties and groups as they were made are made again.

use std::io::{Read, Write};
use std::path::Path;

use bytemuck::Pod;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::ids::PlatformId;
use crate::metrics::record::SurveyRecord;

use super::{Life, RESULTS_VERSION};

/// Changes whenever the sections of a checkpoint mean something else.
const LAYOUT: u32 = 1;

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
            scenario: life.scenario.hash().to_hex().to_string(),
            seed: life.scenario.run.seed,
            replicate: life.replicate,
            ties: lasting_ties(life).to_hex().to_string(),
            day,
        }
    }
}

/// Rows of ties without the places for strangers, which alone change hands in a run.
fn lasting_ties(life: &Life) -> blake3::Hash {
    let graph = &life.world.graph;
    let slots = life.scenario.population.stranger_slots as usize;
    let mut hash = blake3::Hasher::new();
    hash.update(bytemuck::cast_slice(&graph.first));
    for ends in graph.first.windows(2) {
        hash.update(bytemuck::cast_slice(&graph.neighbour[ends[0] as usize..ends[1] as usize - slots]));
    }
    hash.finalize()
}

/// Writes the state beside its place and moves it there, so that a kill leaves either the old one or the new one.
pub fn save(life: &Life, path: &Path) -> Result<(), Error> {
    let fail = |cause: std::io::Error| Error::file("write the checkpoint", path, cause);
    let beside = path.with_extension("part.new");
    let file = std::fs::File::create(&beside).map_err(fail)?;
    let mut out = zstd::Encoder::new(std::io::BufWriter::new(file), 1).map_err(fail)?;
    write(life, &mut out).map_err(fail)?;
    let mut file = out.finish().map_err(fail)?;
    file.flush().map_err(fail)?;
    file.into_inner().map_err(|cause| fail(cause.into_error()))?.sync_all().map_err(fail)?;
    std::fs::rename(&beside, path).map_err(fail)
}

/// Continues from a checkpoint of the same run; `false` when there is none that fits and is whole.
pub fn resume(life: &mut Life, path: &Path) -> bool {
    let Ok(file) = std::fs::File::open(path) else { return false };
    let Ok(mut input) = zstd::Decoder::new(file) else { return false };
    let mut bytes = Vec::new();
    if input.read_to_end(&mut bytes).is_err() || bytes.len() < HASH {
        return false;
    }
    let (content, hash) = bytes.split_at(bytes.len() - HASH);
    if blake3::hash(content).as_bytes() != hash {
        return false;
    }
    read(life, content).is_some()
}

const HASH: usize = 32;

/// Writes and hashes at once.
struct Hashed<'a, W> {
    out: &'a mut W,
    hash: blake3::Hasher,
}

impl<W: Write> Hashed<'_, W> {
    fn section(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        for part in [&(bytes.len() as u64).to_le_bytes(), bytes] {
            self.hash.update(part);
            self.out.write_all(part)?;
        }
        Ok(())
    }

    fn column<T: Pod>(&mut self, column: &[T]) -> std::io::Result<()> {
        self.section(bytemuck::cast_slice(column))
    }
}

fn write(life: &Life, out: &mut impl Write) -> std::io::Result<()> {
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
    out.column(&world.groups.messages)?;
    out.column(&world.groups.member)?;
    out.column(&world.groups.of.group)?;
    let hash = out.hash.finalize();
    out.out.write_all(hash.as_bytes())
}

/// Takes the sections in the order in which they were written. Nothing of `life` is touched before the header fits.
fn read(life: &mut Life, content: &[u8]) -> Option<()> {
    let mut rest = content;
    let mut section = || {
        let (length, after) = rest.split_at_checked(8)?;
        let length = u64::from_le_bytes(length.try_into().ok()?);
        let (bytes, after) = after.split_at_checked(usize::try_from(length).ok()?)?;
        rest = after;
        Some(bytes)
    };
    let header: Header = serde_json::from_slice(section()?).ok()?;
    if header != Header::of(life, header.day) {
        return None;
    }
    let surveys: Vec<SurveyRecord> = serde_json::from_slice(section()?).ok()?;
    let daily = column(section()?)?;
    let tenure: Vec<u64> = column(section()?)?;
    life.tenure.set_words(&tenure);
    life.surveys = surveys;
    life.daily = daily;
    let world = &mut life.world;
    world.rows.bytes_mut().copy_from_slice(section()?);
    fill(world.app.lanes_mut(), section()?)?;
    fill(world.month.lanes_mut(), section()?)?;
    world.main_first = section()?.iter().map(|&main| PlatformId(main)).collect();
    fill(&mut world.graph.neighbour, section()?)?;
    fill(&mut world.graph.tie, section()?)?;
    fill(&mut world.ties_born, section()?)?;
    fill(&mut world.groups.state, section()?)?;
    fill(&mut world.groups.messages, section()?)?;
    fill(&mut world.groups.member, section()?)?;
    fill(&mut world.groups.of.group, section()?)
}

fn column<T: Pod>(bytes: &[u8]) -> Option<Vec<T>> {
    bytes.len().is_multiple_of(size_of::<T>().max(1)).then(|| bytemuck::pod_collect_to_vec(bytes))
}

fn fill<T: Pod>(column: &mut [T], bytes: &[u8]) -> Option<()> {
    let target: &mut [u8] = bytemuck::cast_slice_mut(column);
    (target.len() == bytes.len()).then(|| target.copy_from_slice(bytes))
}
