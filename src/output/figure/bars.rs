//! Bars from zero, each with its interval.

use super::super::font::{self, Weight};
use super::super::palette::{BLACK, DIM, FAINT, GREY};
use super::canvas::{Anchor, Canvas, Dash};
use super::ticks::{self, Settled};
use super::{Axis, Bars, Frame};

const TICK: f64 = 12.5;

/// The vertical axis of some bars.
pub fn axis(bars: &Bars) -> Axis {
    Axis::from_zero("", bars.form)
}

/// Every height that a panel must show.
pub fn heights(bars: &Bars) -> impl Iterator<Item = f64> {
    bars.bars.iter().flat_map(|bar| [bar.mean, bar.high])
}

pub fn draw(canvas: &mut Canvas<'_>, bars: &Bars, inside: &Frame, common: Option<&Settled>) {
    if bars.bars.iter().all(|bar| !bar.mean.is_finite()) {
        let (x, y) = inside.centre();
        canvas.text("nothing was measured", x, y, 14.0, GREY, Anchor::Middle, Weight::Regular);
        return;
    }
    let up = common.cloned().unwrap_or_else(|| ticks::settle(&axis(bars), heights(bars), ticks::UP));
    let tick_width = up.ticks.iter().map(|(_, text)| font::width(text, TICK, Weight::Regular)).fold(0.0, f64::max);
    let plot = Frame { left: inside.left + tick_width + 10.0, top: inside.top + 4.0, right: inside.right, bottom: inside.bottom - 42.0 };
    let y = |value: f64| plot.bottom - up.along(value) * plot.height();
    for (value, text) in &up.ticks {
        canvas.line(&[(plot.left, y(*value)), (plot.right, y(*value))], FAINT, 1.0, Dash::Whole);
        canvas.text(text, plot.left - 7.0, y(*value) + 4.4, TICK, DIM, Anchor::End, Weight::Regular);
    }
    let width = plot.width() / bars.bars.len() as f64;
    let widest = bars.labels.iter().map(|label| font::width(label, TICK, Weight::Regular)).fold(0.0, f64::max);
    let every = every(bars.bars.len(), ((widest + 6.0) / width).ceil() as usize);
    for (place, (bar, label)) in bars.bars.iter().zip(&bars.labels).enumerate() {
        let left = plot.left + width * place as f64;
        let middle = left + width / 2.0;
        if bar.mean.is_finite() {
            canvas.rectangle(left + width * 0.12, y(bar.mean), left + width * 0.88, y(0.0), bars.ink, 0.85);
        }
        if bar.low.is_finite() && bar.high.is_finite() {
            canvas.line(&[(middle, y(bar.low.max(0.0))), (middle, y(bar.high))], BLACK, 1.3, Dash::Whole);
        }
        if place.is_multiple_of(every) {
            canvas.text(label, middle, plot.bottom + 17.0, TICK, DIM, Anchor::Middle, Weight::Regular);
        }
    }
    canvas.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], GREY, 1.2, Dash::Whole);
    canvas.text(&bars.across, plot.centre().0, plot.bottom + 36.0, 13.0, DIM, Anchor::Middle, Weight::Regular);
}

/// Of so many bars each how manieth is labelled, at least: such that the first and the last are.
fn every(count: usize, least: usize) -> usize {
    let gaps = count.saturating_sub(1).max(1);
    (least.max(1)..gaps).find(|&every| gaps.is_multiple_of(every)).unwrap_or(gaps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_the_last_bar_are_labelled() {
        let every_of_28 = [1, 2, 4, 10, 40].map(|least| every(28, least));
        assert_eq!(every_of_28, [1, 3, 9, 27, 27]);
        assert_eq!([every(1, 2), every(0, 0)], [1, 1]);
    }
}
