//! Churn: how likely a user is to leave on a day, by how long they have been there.

use super::super::figure::{Figure, Heights};
use super::super::layout::ChurnRow;
use super::super::tables::Point;
use super::super::{Manifest, Tables};
use super::{by_age, frame};
use crate::metrics::record::TENURE_MAX;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    // All longer tenures are no age.
    let is_age = |row: &&ChurnRow| row.people > 0.0 && row.tenure_days < TENURE_MAX as i64 - 1;
    let points = |platform: &str, variant: &str| {
        let of_it = tables.churn.iter().filter(is_age).filter(|row| *row.platform == *platform && *row.variant == *variant);
        of_it.map(|row| Point { x: row.tenure_days as f64, mean: row.mean, low: row.low, high: row.high }).collect()
    };
    let panels = vec![by_age::panel(manifest, "Hazard of leaving", "share of those still there, a day, by week", points)?];
    let figure = frame::figure(manifest, "churn", "Who leaves when: hazard of leaving by tenure", panels, 1, Heights::Own);
    Some(Figure { key: frame::key(manifest), marks: Vec::new(), ..figure })
}
