//! Days active: on how many days of the last month its users opened it.

use super::super::figure::{Bars, Body, Figure, Heights, Panel};
use super::super::layout::ActivityRow;
use super::super::number::Form;
use super::super::tables::{Point, SCENARIO};
use super::super::{Manifest, Tables};
use super::frame;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let panels: Vec<Panel> = manifest.platforms.iter().filter_map(|platform| panel(manifest, tables, &platform.name)).collect();
    if panels.is_empty() {
        return None;
    }
    let columns = if panels.len() > 3 { panels.len().div_ceil(2) } else { panels.len() };
    let title = "How often it is opened: days active in the last month";
    let figure = frame::figure(manifest, "activity", title, panels, columns, Heights::Shared);
    Some(Figure { marks: Vec::new(), ..figure })
}

fn panel(manifest: &Manifest, tables: &Tables, platform: &str) -> Option<Panel> {
    let of_it = tables.activity.iter().filter(|row| *row.platform == *platform && *row.variant == *SCENARIO && row.days > 0);
    let point = |row: &ActivityRow| Point { x: row.days as f64, mean: row.mean, low: row.low, high: row.high, n: row.n };
    let mut bars = frame::told(manifest, of_it.map(point).collect());
    bars.sort_by(|one, other| one.x.total_cmp(&other.x));
    if !bars.iter().any(|bar| bar.mean.is_finite()) {
        return None;
    }
    let body = Bars {
        across: "days of 28 on which they opened it".to_owned(),
        form: Form::Share,
        ink: manifest.ink(platform),
        labels: bars.iter().map(|bar| bar.x.to_string()).collect(),
        bars,
    };
    Some(frame::panel(platform, "share of monthly users", Body::Bars(body)))
}
