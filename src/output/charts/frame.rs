//! What every chart says alike: the scenario, its people and replicates, where the numbers come from, and what happened when.

use super::super::figure::{Body, Dash, Figure, Heights, KeyEntry, Mark, Panel};
use super::super::font;
use super::super::manifest::EventMark;
use super::super::number;
use super::super::palette;
use super::super::tables::Point;
use super::super::{Manifest, Tables};

/// Comparisons beside the scenario in one picture; more cannot be told apart.
pub const COMPARISONS_MOST: usize = 3;

/// A figure with its words filled in and no key.
pub fn figure(manifest: &Manifest, name: &str, title: &str, panels: Vec<Panel>, columns: usize, heights: Heights) -> Figure {
    let has_intervals = panels.iter().any(shows_intervals);
    let has_fewer = panels.iter().flat_map(points).any(|point| point.mean.is_finite() && is_fewer(manifest, point.n));
    Figure {
        name: name.to_owned(),
        title: title.to_owned(),
        subtitle: subtitle(manifest, has_intervals, has_fewer),
        footer: footer(manifest, has_intervals),
        key: Vec::new(),
        marks: marks(manifest),
        panels,
        columns,
        heights,
    }
}

/// Whether a mean over so many replicates says something of all of them: where a run has several, one alone does not.
pub fn tells(manifest: &Manifest, n: i64) -> bool {
    n != 1 || manifest.replicates < 2
}

/// A series without the means that are of one replicate of several; gaps are where they were.
pub fn told(manifest: &Manifest, mut points: Vec<Point>) -> Vec<Point> {
    let alone = points.iter_mut().filter(|point| !tells(manifest, point.n));
    alone.for_each(|point| (point.mean, point.low, point.high) = (f64::NAN, f64::NAN, f64::NAN));
    points
}

/// Whether a mean is of some replicates only.
fn is_fewer(manifest: &Manifest, n: i64) -> bool {
    (1..i64::from(manifest.replicates)).contains(&n)
}

fn points(panel: &Panel) -> Vec<&Point> {
    match &panel.body {
        Body::Lines(lines) => lines.curves.iter().flat_map(|curve| &curve.points).collect(),
        Body::Bars(bars) => bars.bars.iter().collect(),
        Body::Heat(_) => Vec::new(),
    }
}

/// Whether a panel draws intervals, and not means alone.
fn shows_intervals(panel: &Panel) -> bool {
    match &panel.body {
        Body::Lines(lines) => lines.curves.iter().any(|curve| curve.points.iter().any(|point| point.low.is_finite())),
        Body::Heat(_) => false,
        Body::Bars(_) => true,
    }
}

fn subtitle(manifest: &Manifest, has_intervals: bool, has_fewer: bool) -> String {
    let fewer = if has_fewer { ", or of the fewer that have a value," } else { "" };
    let mut parts = vec![legible(&manifest.title)];
    parts.extend(manifest.size());
    parts.push(match manifest.replicates {
        0 | 1 => "one replicate, so no intervals".to_owned(),
        count if has_intervals => format!("mean of {count} replicates{fewer} with its 95 % interval"),
        count => format!("mean of {count} replicates{}", fewer.trim_end_matches(',')),
    });
    parts.retain(|part| !part.is_empty());
    parts.join("  ·  ")
}

fn footer(manifest: &Manifest, has_intervals: bool) -> String {
    let hash: String = manifest.scenario_hash.chars().take(8).collect();
    let replicates = number::counted(u64::from(manifest.replicates), "replicate");
    let mut parts = vec![format!("{} {}", manifest.program, manifest.version), format!("seed {}", manifest.seed)];
    parts.push(if hash.is_empty() { manifest.scenario.clone() } else { format!("{} {hash}", manifest.scenario) });
    parts.push(replicates);
    if manifest.replicates > 1 && has_intervals {
        parts.push("95 % intervals".to_owned());
    }
    parts.retain(|part| !part.trim().is_empty());
    parts.join(" · ")
}

/// Events of the run and of the comparisons that are drawn beside it, in the colour of their platforms.
fn marks(manifest: &Manifest) -> Vec<Mark> {
    let shown = shown_variants(manifest);
    let is_shown = |event: &EventMark| event.only_in.is_empty() || event.only_in.iter().any(|name| shown.contains(&name.as_str()));
    let mark = |event: &EventMark| Mark {
        label: match &event.only_in[..] {
            [] => event.name.clone(),
            names => {
                let names: Vec<String> = names.iter().map(|name| legible(name)).collect();
                format!("{} (only in \"{}\")", legible(&event.name), names.join("\", \""))
            }
        },
        when: manifest.day_text(i64::from(event.from)),
        from: f64::from(event.from),
        until: event.until.map(f64::from),
        ink: event.platform.as_deref().map_or(palette::DIM, |platform| manifest.ink(platform)),
    };
    let mut events: Vec<_> = manifest.events.iter().filter(|event| event.from <= manifest.days && is_shown(event)).collect();
    events.sort_by_key(|event| event.from);
    events.into_iter().map(mark).collect()
}

/// What dashes mean; empty where there is only the scenario.
pub fn key(manifest: &Manifest) -> Vec<KeyEntry> {
    if manifest.comparisons().next().is_none() {
        return Vec::new();
    }
    let shown = shown_variants(manifest).into_iter().enumerate();
    let mut key: Vec<KeyEntry> = shown
        .map(|(place, variant)| KeyEntry {
            label: if place == 0 { "as it is in the scenario".to_owned() } else { variant.to_owned() },
            dash: Some(Dash::at(place)),
        })
        .collect();
    key.extend(left_out(manifest.comparisons().count()));
    key.extend(at_ends(manifest));
    key
}

/// What the key says of the intervals of lines that are not whole.
pub fn at_ends(manifest: &Manifest) -> Option<KeyEntry> {
    (manifest.replicates > 1).then(|| KeyEntry { label: "intervals of broken lines at their ends".to_owned(), dash: None })
}

/// What the key says of comparisons that are not drawn.
pub fn left_out(comparisons: usize) -> Option<KeyEntry> {
    let more = comparisons.checked_sub(COMPARISONS_MOST).filter(|more| *more > 0)?;
    Some(KeyEntry { label: format!("and {more} more in the tables"), dash: None })
}

/// The scenario and the comparisons that are drawn beside it, in order of dashes.
pub fn shown_variants(manifest: &Manifest) -> Vec<&str> {
    std::iter::once(super::super::tables::SCENARIO).chain(manifest.comparisons().take(COMPARISONS_MOST)).collect()
}

/// The comparisons against which differences were taken, in manifest order.
pub fn compared<'a>(manifest: &'a Manifest, tables: &Tables) -> Vec<&'a str> {
    let taken = |name: &&str| tables.differences.iter().any(|row| *row.against == **name);
    manifest.comparisons().filter(taken).collect()
}

/// A name as it can be drawn, for words that are put together of several: what remains of the others must not stand for it.
pub fn legible(name: &str) -> String {
    font::legible(name).0
}

/// A panel with its unit beside its title.
pub fn panel(title: &str, unit: &str, body: Body) -> Panel {
    Panel { title: title.to_owned(), unit: unit.to_owned(), body }
}
