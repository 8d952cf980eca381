//! What the scenario changes: its paired difference to each comparison, replicate by replicate with the same chance.

use super::super::figure::{Axis, Body, Dash, Figure, Heights, KeyEntry, Lines, Panel};
use super::super::number::Form;
use super::super::tables::What;
use super::super::{Manifest, Tables};
use super::{frame, over_time};
use crate::scenario::Measure;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let all = frame::compared(manifest, tables);
    let compared = &all[..all.len().min(frame::COMPARISONS_MOST)];
    let of = [
        (Measure::DailyUsers, "Daily users"),
        (Measure::HomeShare, "Homes of ties"),
        (Measure::MinutesAPerson, "Minutes of all people"),
        (Measure::Messages, "Messages"),
    ];
    let panels: Vec<Panel> = of.into_iter().filter_map(|(measure, title)| panel(manifest, tables, compared, measure, title)).collect();
    if panels.is_empty() {
        return None;
    }
    let title = match compared {
        [only] => format!("What it changes: the scenario less the comparison \"{}\"", frame::legible(only)),
        _ => "What it changes: the scenario less each comparison".to_owned(),
    };
    let columns = panels.len().min(2);
    let key = compared
        .iter()
        .enumerate()
        .map(|(place, name)| KeyEntry { label: format!("less: {}", frame::legible(name)), dash: Some(Dash::at(place)) });
    let key = if compared.len() > 1 { key.chain(frame::left_out(all.len())).chain(frame::at_ends(manifest)).collect() } else { Vec::new() };
    let figure = frame::figure(manifest, "difference", &title, panels, columns, Heights::Own);
    Some(Figure { key, ..figure })
}

fn panel(manifest: &Manifest, tables: &Tables, compared: &[&str], measure: Measure, title: &str) -> Option<Panel> {
    let info = measure.info();
    let mut curves = Vec::new();
    for platform in &manifest.platforms {
        let what = What { measure: info.name, platform: &platform.name, ..What::default() };
        let series = compared.iter().map(|against| frame::told(manifest, tables.difference(against, what)));
        curves.extend(over_time::curves(&platform.name, manifest.ink(&platform.name), series));
    }
    let up = Axis::from_zero("", Form::of(info.unit).difference());
    let lines = Lines { across: Axis::days(manifest.start, manifest.days), up, curves };
    lines.has_points().then(|| frame::panel(title, info.unit, Body::Lines(lines)))
}
