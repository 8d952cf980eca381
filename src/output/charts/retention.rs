//! Retention curves: of those who installed, the share that is there after so many days.

use super::super::figure::{Figure, Heights, Panel};
use super::super::tables::Point;
use super::super::{Manifest, Tables};
use super::{by_age, frame};

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let panels: Vec<_> = [("classic", "Opened on that very day (classic)"), ("rolling", "Opened on that day or the 27 after (rolling)")]
        .into_iter()
        .filter_map(|(definition, title)| panel(manifest, tables, definition, title))
        .collect();
    let columns = panels.len();
    let title = "Who stays: retention by days since installing";
    let figure = frame::figure(manifest, "retention", title, panels, columns, Heights::Shared);
    (columns > 0).then(|| Figure { key: frame::key(manifest), marks: Vec::new(), ..figure })
}

fn panel(manifest: &Manifest, tables: &Tables, definition: &str, title: &str) -> Option<Panel> {
    let points = |platform: &str, variant: &str| {
        let of_it = tables.retention.iter().filter(|row| *row.platform == *platform && *row.variant == *variant);
        let reached = of_it.filter(|row| *row.definition == *definition && row.people > 0.0);
        reached.map(|row| Point { x: row.age_days as f64, mean: row.mean, low: row.low, high: row.high, n: row.n }).collect()
    };
    by_age::panel(manifest, title, "share of installers", points)
}
