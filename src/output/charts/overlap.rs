//! Overlap of platforms over time: of the people who opened either in the month, the share who opened both.

use super::super::figure::{Axis, Body, Figure, Heights, Lines, label_of_pair};
use super::super::number::Form;
use super::super::palette;
use super::super::tables::What;
use super::super::{Manifest, Tables};
use super::{frame, over_time};
use crate::scenario::Measure;

/// Pairs that can be told apart in one panel.
const PAIRS_MOST: usize = 7;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let info = Measure::Overlap.info();
    let names: Vec<&str> = manifest.platforms.iter().map(|platform| platform.name.as_str()).collect();
    let series =
        |variant, one, other| frame::told(manifest, tables.series(variant, What { measure: info.name, platform: one, other, layer: "" }));
    let mut pairs = Vec::new();
    for (place, one) in names.iter().enumerate() {
        for other in &names[place + 1..] {
            let forward = series(super::super::tables::SCENARIO, one, other);
            // The measure is symmetric; a table may hold a pair in either order.
            let (one, other) = if forward.is_empty() { (*other, *one) } else { (*one, *other) };
            let last =
                series(super::super::tables::SCENARIO, one, other).iter().rfind(|point| point.mean.is_finite()).map(|point| point.mean);
            pairs.extend(last.map(|last| (one, other, last)));
        }
    }
    pairs.sort_by(|one, other| other.2.total_cmp(&one.2));
    let mut curves = Vec::new();
    for (pair, (one, other, _)) in pairs.iter().take(PAIRS_MOST).enumerate() {
        let variants = frame::shown_variants(manifest).into_iter().map(|variant| series(variant, one, other));
        curves.extend(over_time::curves(&label_of_pair(&frame::legible(one), &frame::legible(other)), palette::at(pair), variants));
    }
    let across = Axis::days(manifest.start, manifest.days);
    let lines = Lines { across, up: Axis::from_zero("", Form::Share), curves };
    if !lines.has_points() {
        return None;
    }
    let unit = "of the people who opened either in the month, the share who opened both (Jaccard)";
    let unit =
        if pairs.len() > PAIRS_MOST { format!("{unit}; {PAIRS_MOST} of {} pairs, the greatest", pairs.len()) } else { unit.to_owned() };
    let panels = vec![frame::panel("Overlap of monthly users", &unit, Body::Lines(lines))];
    let mut figure = frame::figure(manifest, "overlap", "Who uses both: overlap of platforms", panels, 1, Heights::Own);
    // Colours are pairs here, and no platform's.
    figure.marks.iter_mut().for_each(|mark| mark.ink = palette::DIM);
    Some(Figure { key: frame::key(manifest), ..figure })
}
