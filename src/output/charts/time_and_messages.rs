//! Shares of time beside shares of messages: an app can hold the one without the other.

use super::super::figure::{Figure, Heights};
use super::super::{Manifest, Tables};
use super::{frame, over_time};
use crate::scenario::Measure;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let panels: Vec<_> = [(Measure::TimeShare, "Time"), (Measure::MessageShare, "Messages between ties")]
        .into_iter()
        .filter_map(|(measure, title)| over_time::panel(manifest, tables, measure, title))
        .collect();
    let columns = panels.len();
    let title = "Where time goes, and where messages go: shares of minutes and of messages";
    let figure = frame::figure(manifest, "time_and_messages", title, panels, columns, Heights::Shared);
    (columns > 0).then(|| Figure { key: frame::key(manifest), ..figure })
}
