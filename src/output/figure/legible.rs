//! Words that can be drawn: every text of a figure, with what the font lacks replaced before anything is measured or placed.

use std::collections::BTreeSet;

use super::super::font;
use super::{Body, Figure, Panel};

/// The figure in words that the font has, and the characters that it lacks.
pub fn legible(figure: &Figure) -> (Figure, Vec<char>) {
    let mut lacking = BTreeSet::new();
    let mut read = |text: &mut String| {
        let (legible, lacks) = font::legible(text);
        *text = legible;
        lacking.extend(lacks);
    };
    let mut figure = figure.clone();
    for text in [&mut figure.title, &mut figure.subtitle, &mut figure.footer] {
        read(text);
    }
    figure.key.iter_mut().for_each(|entry| read(&mut entry.label));
    figure.marks.iter_mut().for_each(|mark| read(&mut mark.label));
    figure.panels.iter_mut().for_each(|panel| read_panel(panel, &mut read));
    (figure, lacking.into_iter().collect())
}

fn read_panel(panel: &mut Panel, read: &mut impl FnMut(&mut String)) {
    read(&mut panel.title);
    read(&mut panel.unit);
    match &mut panel.body {
        Body::Lines(lines) => {
            for axis in [&mut lines.across, &mut lines.up] {
                [&mut axis.label, &mut axis.short, &mut axis.ending].into_iter().for_each(&mut *read);
                axis.named.iter_mut().for_each(|(_, name)| read(name));
            }
            lines.curves.iter_mut().for_each(|curve| read(&mut curve.label));
        }
        Body::Heat(heat) => {
            read(&mut heat.across);
            read(&mut heat.down);
            heat.columns.iter_mut().chain(&mut heat.rows).for_each(&mut *read);
            heat.row_endings.iter_mut().for_each(read);
        }
        Body::Bars(bars) => {
            read(&mut bars.across);
            bars.labels.iter_mut().for_each(read);
        }
    }
}
