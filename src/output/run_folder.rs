//! The folder of a run: filled in one go, read back and drawn again.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use super::figure::{self, Figure};
use super::folder_lock::FolderLock;
use super::layout::{Row, Sweep};
use super::manifest::FORMAT;
use super::table::Kind;
use super::{Manifest, Tables, charts, csv_file, font, parquet_file, summary, whole_file};
use crate::error::{Error, Result};

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const SUMMARY: &str = "summary.txt";
pub(super) const CHARTS: &str = "charts";

/// About how many bytes a run's tables and charts will take.
pub fn bytes_expected(manifest: &Manifest) -> u64 {
    use crate::ids::{Layer, Topic};
    use crate::scenario::Measure;
    use crate::scenario::measure::{Pace, Scope};
    // Widths of rows as CSV, with the Parquet beside it, met in runs of three platforms; a chart is drawn twice.
    const ROW: u64 = 125;
    const CHART: u64 = 700_000;
    let platforms = manifest.platforms.len() as u64;
    let days = u64::from(manifest.days);
    let rows = |scope: Scope| match scope {
        Scope::World => 1,
        Scope::Platform => platforms,
        Scope::PlatformLayer => platforms * (1 + Layer::COUNT as u64),
        Scope::PlatformTopic => platforms * (1 + Topic::COUNT as u64),
        Scope::Pair => platforms * platforms,
    };
    let surveys = days / 28 + 2;
    let at = |pace: Pace| if pace == Pace::Daily { days } else { surveys };
    let a_variant: u64 = Measure::ALL.iter().map(|info| rows(info.scope) * at(info.pace)).sum();
    let a_replicate: u64 = Measure::ALL.iter().map(|info| rows(info.scope) * surveys).sum();
    let variants = manifest.variants.len() as u64;
    let weeks = days / 7 + 1;
    let triangle = platforms * weeks * (weeks + 1) / 2;
    let tables = a_variant * (2 * variants - 1) + a_replicate * u64::from(manifest.replicates) * variants + triangle * variants;
    tables * ROW + charts::ALL.len() as u64 * CHART
}

/// Writes tables, charts, summary and manifest; the manifest comes back with its files and notes.
pub fn save_all(folder: &Path, manifest: &Manifest, tables: &Tables) -> Result<Manifest> {
    let saved = tables.save_order();
    let mut files: Vec<String> =
        saved.iter().flat_map(|table| [format!("{}.csv", table.name), format!("{}.parquet", table.name)]).collect();
    for file in &manifest.files {
        let is_ours = file.starts_with(CHARTS) || [MANIFEST, SUMMARY].contains(&file.as_str()) || files.contains(file);
        if !is_ours {
            files.push(file.clone());
        }
    }
    // Until all is written, what lies there is of this run and of an earlier one, whose files are not forgotten.
    let mut all = [vec![MANIFEST.to_owned()], files.clone(), listed(folder)?].concat();
    all.sort_unstable();
    all.dedup();
    write_manifest(folder, &Manifest { files: all, unfinished: true, ..manifest.clone() })?;
    saved.par_iter().try_for_each(|table| {
        csv_file::write(&folder.join(format!("{}.csv", table.name)), table)?;
        parquet_file::write(&folder.join(format!("{}.parquet", table.name)), table)
    })?;
    let (manifest, drawn) = draw(&Manifest { files, ..manifest.clone() }, tables);
    forget_old(folder, &manifest)?;
    write_drawn(folder, &manifest, tables, &drawn)?;
    write_manifest(folder, &manifest)?;
    Ok(manifest)
}

/// Charts and summary again, from the saved tables.
pub fn redraw(folder: &Path) -> Result<Manifest> {
    // Where there is nothing to draw, nothing is locked.
    read_manifest(folder)?;
    let _lock = FolderLock::take(folder)?;
    let (mut manifest, tables) = load_all(folder)?;
    manifest.files.retain(|file| !file.starts_with(CHARTS) && ![MANIFEST, SUMMARY].contains(&file.as_str()));
    let (manifest, drawn) = draw(&manifest, &tables);
    forget_old(folder, &manifest)?;
    write_manifest(folder, &manifest)?;
    write_drawn(folder, &manifest, &tables, &drawn)?;
    Ok(manifest)
}

/// The manifest and the tables of a folder.
pub fn load_all(folder: &Path) -> Result<(Manifest, Tables)> {
    let manifest = read_manifest(folder)?;
    if manifest.unfinished {
        return Err(Error::request(format!(
            "the results in {} were not written to the end: some of its tables may be of an earlier run
\
             give the command again with --resume, which writes them from the runs that are kept",
            folder.display()
        )));
    }
    let tables = Tables {
        daily: load(folder, &manifest)?,
        differences: load(folder, &manifest)?,
        replicates: load(folder, &manifest)?,
        retention: load(folder, &manifest)?,
        cohorts: load(folder, &manifest)?,
        churn: load(folder, &manifest)?,
        activity: load(folder, &manifest)?,
        flows: load(folder, &manifest)?,
        expect: load(folder, &manifest)?,
        tipping: load(folder, &manifest)?,
        sweep: load_sweep(folder, &manifest)?,
        histories: load(folder, &manifest)?,
        numbers: load(folder, &manifest)?,
        patterns: load(folder, &manifest)?,
        laws: load(folder, &manifest)?,
        law_points: load(folder, &manifest)?,
    };
    Ok((manifest, tables))
}

fn load<R: Row>(folder: &Path, manifest: &Manifest) -> Result<Vec<R>> {
    let file = format!("{}.csv", R::TABLE);
    if !manifest.files.contains(&file) {
        return Ok(Vec::new());
    }
    let kind_of = |name: &str| R::COLUMNS.iter().find(|(known, _)| *known == name).map_or(Kind::Text, |(_, kind)| *kind);
    let path = folder.join(file);
    let table = csv_file::read(&path, R::TABLE, kind_of)?;
    R::from_table(&table).map_err(|cause| Error::file("read", &path, cause))
}

fn load_sweep(folder: &Path, manifest: &Manifest) -> Result<Sweep> {
    let file = format!("{}.csv", Sweep::TABLE);
    if !manifest.files.contains(&file) {
        return Ok(Sweep::default());
    }
    let path = folder.join(file);
    let table = csv_file::read(&path, Sweep::TABLE, Sweep::kind_of)?;
    Sweep::from_table(&table).map_err(|cause| Error::file("read", &path, cause))
}

pub(super) fn read_manifest(folder: &Path) -> Result<Manifest> {
    let path = folder.join(MANIFEST);
    let bytes = fs::read(&path).map_err(|cause| match cause.kind() {
        ErrorKind::NotFound => Error::request(format!("{} holds no {MANIFEST}, so it is not the output of a run", folder.display())),
        _ => Error::file("read", &path, cause),
    })?;
    // The format comes first: what a newer program wrote may not fit our fields.
    let plain: serde_json::Value = serde_json::from_slice(&bytes).map_err(|cause| Error::file("read", &path, cause))?;
    let format = plain.get("format").and_then(serde_json::Value::as_u64).unwrap_or(0);
    if format != u64::from(FORMAT) {
        let cause = format!("found format {format}, this program reads format {FORMAT}");
        return Err(Error::file("read", &path, cause));
    }
    serde_json::from_value(plain).map_err(|cause| Error::file("read", &path, cause))
}

fn write_manifest(folder: &Path, manifest: &Manifest) -> Result<()> {
    let mut text = serde_json::to_string_pretty(manifest).expect("a manifest is plain data");
    text.push('\n');
    whole_file::write_bytes(&folder.join(MANIFEST), text.as_bytes())
}

/// The files that the manifest in the folder lists; none where there is no manifest.
pub fn listed(folder: &Path) -> Result<Vec<String>> {
    if folder.join(MANIFEST).is_file() { read_manifest(folder).map(|manifest| manifest.files) } else { Ok(Vec::new()) }
}

/// Removes what an earlier manifest lists and the new one does not: files of the folder itself, never what a path leads out to.
fn forget_old(folder: &Path, manifest: &Manifest) -> Result<()> {
    for file in listed(folder)? {
        let is_inside = Path::new(&file).components().all(|part| matches!(part, Component::Normal(_)));
        if manifest.files.contains(&file) || !is_inside {
            continue;
        }
        let path = folder.join(&file);
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => return Err(Error::file("replace", &path, cause)),
            _ => {}
        }
    }
    Ok(())
}

/// A chart, ready to be written.
struct Drawn {
    name: String,
    svg: String,
    png: std::result::Result<Vec<u8>, String>,
}

/// Draws every chart; the manifest gets their files, and a note on characters that could not be drawn.
fn draw(manifest: &Manifest, tables: &Tables) -> (Manifest, Vec<Drawn>) {
    let mut manifest = manifest.clone();
    let figures = charts::draw_all(&manifest, tables);
    let pictures: Vec<(Drawn, Vec<char>)> = figures.par_iter().map(picture).collect();
    let mut files = vec![MANIFEST.to_owned(), SUMMARY.to_owned()];
    files.append(&mut manifest.files);
    let mut lacking = std::collections::BTreeSet::new();
    let mut drawn = Vec::new();
    for (picture, lacks) in pictures {
        files.extend([format!("{CHARTS}/{}.svg", picture.name), format!("{CHARTS}/{}.png", picture.name)]);
        lacking.extend(lacks);
        drawn.push(picture);
    }
    manifest.files = files;
    // Names that charts put together with others are legible before.
    let names = manifest.platforms.iter().map(|platform| &platform.name).chain(&manifest.variants);
    let names = names.chain(manifest.events.iter().map(|event| &event.name)).chain([&manifest.title]);
    names.filter(|_| !drawn.is_empty()).for_each(|name| lacking.extend(font::legible(name).1));
    // What an older program could not draw, this one may.
    const LACKS: &str = "the font of the charts lacks ";
    manifest.notes.retain(|note| !note.starts_with(LACKS));
    if !lacking.is_empty() {
        let characters: Vec<String> = lacking.iter().map(|character| format!("{character} (U+{:04X})", u32::from(*character))).collect();
        manifest.notes.push(format!("{LACKS}{}: dropped there, or written as a code", characters.join(", ")));
    }
    (manifest, drawn)
}

fn picture(figure: &Figure) -> (Drawn, Vec<char>) {
    let drawing = figure.draw();
    let png = figure::to_png(&drawing.svg);
    (Drawn { name: figure.name.clone(), svg: drawing.svg, png }, drawing.lacking)
}

fn write_drawn(folder: &Path, manifest: &Manifest, tables: &Tables, drawn: &[Drawn]) -> Result<()> {
    whole_file::write_bytes(&folder.join(SUMMARY), summary::text(manifest, tables, None).as_bytes())?;
    let charts: PathBuf = folder.join(CHARTS);
    if !drawn.is_empty() {
        fs::create_dir_all(&charts).map_err(|cause| Error::file("make the folder", &charts, cause))?;
    }
    drawn.par_iter().try_for_each(|picture| {
        whole_file::write_bytes(&charts.join(format!("{}.svg", picture.name)), picture.svg.as_bytes())?;
        let path = charts.join(format!("{}.png", picture.name));
        let png = picture.png.as_ref().map_err(|cause| Error::file("draw", &path, cause))?;
        whole_file::write_bytes(&path, png)
    })
}
