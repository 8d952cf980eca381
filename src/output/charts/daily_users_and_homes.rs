//! Daily users beside homes: who is used and where ties live are two different things.

use super::super::figure::{Figure, Heights};
use super::super::{Manifest, Tables};
use super::{frame, over_time};
use crate::scenario::Measure;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let panels: Vec<_> = [(Measure::DailyUsers, "Daily users"), (Measure::HomeShare, "Homes of ties")]
        .into_iter()
        .filter_map(|(measure, title)| over_time::panel(manifest, tables, measure, title))
        .collect();
    let columns = panels.len();
    let title = "Who is used, and where ties live: daily users and homes";
    let figure = frame::figure(manifest, "daily_users_and_homes", title, panels, columns, Heights::Shared);
    (columns > 0).then(|| Figure { key: frame::key(manifest), ..figure })
}
