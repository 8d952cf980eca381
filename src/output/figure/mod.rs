//! One small kind of picture: a title, what it shows and for whom, panels, and where it comes from. Charts fill it in; drawing is done here.

mod bars;
mod canvas;
mod heat;
mod labels;
mod legible;
mod lines;
mod marks;
mod page;
mod picture;
mod pieces;
mod ticks;

use super::number::Form;
use super::palette::Ink;
use super::tables::Point;

pub use canvas::Dash;
pub use lines::{label_of_pair, label_with};
pub use picture::to_png;

/// Width and height in the units of the SVG: a slide's proportions.
pub const WIDTH: f64 = 1280.0;
pub const HEIGHT: f64 = 720.0;

/// A picture, before it is drawn.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The file's stem.
    pub name: String,
    /// The subject, in the words of the measures.
    pub title: String,
    /// Units, people, replicates, and what bands mean.
    pub subtitle: String,
    pub footer: String,
    /// What dashes mean, where there is more than one kind of line.
    pub key: Vec<KeyEntry>,
    /// Things that happened, marked in every panel with days.
    pub marks: Vec<Mark>,
    /// Row by row.
    pub panels: Vec<Panel>,
    /// Panels side by side.
    pub columns: usize,
    pub heights: Heights,
}

/// Whether panels can be compared by height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heights {
    /// Panels with lines or bars share one vertical axis.
    Shared,
    Own,
}

#[derive(Clone, Debug)]
pub struct KeyEntry {
    pub label: String,
    /// `None`: words alone.
    pub dash: Option<Dash>,
}

/// Something that happened, on a day or from one day to another.
#[derive(Clone, Debug)]
pub struct Mark {
    pub label: String,
    /// The day in the reader's words, for the key.
    pub when: String,
    pub from: f64,
    pub until: Option<f64>,
    pub ink: Ink,
}

#[derive(Clone, Debug)]
pub struct Panel {
    pub title: String,
    /// Stands beside the title.
    pub unit: String,
    pub body: Body,
}

#[derive(Clone, Debug)]
pub enum Body {
    Lines(Lines),
    Heat(Heat),
    Bars(Bars),
}

/// Curves with bands over a common axis.
#[derive(Clone, Debug)]
pub struct Lines {
    pub across: Axis,
    pub up: Axis,
    pub curves: Vec<Curve>,
}

#[derive(Clone, Debug)]
pub struct Axis {
    /// Empty where the panel's title or the ticks say it.
    pub label: String,
    /// The same in fewer words, where the panel has no room for it; empty for none.
    pub short: String,
    /// Stands behind the label and is never cut.
    pub ending: String,
    pub scale: Scale,
    pub reading: Reading,
    /// What must be in view at least; `None`: what the curves need.
    pub span: Option<(f64, f64)>,
    /// What is possible, beyond which the axis does not go.
    pub bounds: Option<(f64, f64)>,
    /// Values that have names, at which the ticks are; empty where ticks are round numbers.
    pub named: Vec<(f64, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    Linear,
    /// Only what is above zero is drawn.
    Log,
}

/// How the numbers of an axis are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading {
    /// Days, as dates where day 0 has one.
    Days(Option<jiff::civil::Date>),
    Number(Form),
}

#[derive(Clone, Debug)]
pub struct Curve {
    /// Stands at the end of the line, of a guide at its start; empty for none.
    pub label: String,
    pub ink: Ink,
    pub dash: Dash,
    pub shape: Shape,
    pub points: Vec<Point>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A line with the band of its interval.
    Banded,
    /// A thinner line that has its interval at its end alone: what something is compared with.
    Thin,
    /// Dots with interval bars, not joined.
    Dots,
    /// A straight line that explains, thin and grey.
    Guide,
}

/// A matrix of values shown by colour, and in figures where there is room.
#[derive(Clone, Debug)]
pub struct Heat {
    pub across: String,
    pub down: String,
    pub columns: Vec<String>,
    pub rows: Vec<String>,
    /// What stands behind the rows' names and is never cut; empty for nothing.
    pub row_endings: Vec<String>,
    /// Row by row; `None` where nothing can be, `NaN` where nothing was measured.
    pub cells: Vec<Option<f64>>,
    /// Cells that may be nothing, which have no colour; empty where none is marked.
    pub may_be_nothing: Vec<bool>,
    pub form: Form,
    /// The values of the first and the last colour; `None`: nothing and the greatest value, of differences as far below zero as above.
    pub span: Option<(f64, f64)>,
}

/// Bars with intervals.
#[derive(Clone, Debug)]
pub struct Bars {
    pub across: String,
    pub form: Form,
    pub ink: Ink,
    pub labels: Vec<String>,
    pub bars: Vec<Point>,
}

/// A drawn figure.
#[derive(Clone, Debug)]
pub struct Drawing {
    pub svg: String,
    /// Characters that the font lacks, told to the reader.
    pub lacking: Vec<char>,
}

impl Figure {
    pub fn draw(&self) -> Drawing {
        let (figure, lacking) = legible::legible(self);
        Drawing { svg: page::draw(&figure), lacking }
    }
}

impl Axis {
    pub fn days(start: Option<jiff::civil::Date>, days: u32) -> Axis {
        Axis { reading: Reading::Days(start), span: Some((0.0, f64::from(days))), ..Axis::number("", Form::Plain) }
    }

    pub fn number(label: &str, form: Form) -> Axis {
        Axis {
            label: label.to_owned(),
            short: String::new(),
            ending: String::new(),
            scale: Scale::Linear,
            reading: Reading::Number(form),
            span: None,
            bounds: (form == Form::ShareDifference).then_some((-1.0, 1.0)),
            named: Vec::new(),
        }
    }

    /// An axis that starts at zero.
    pub fn from_zero(label: &str, form: Form) -> Axis {
        Axis { span: Some((0.0, 0.0)), ..Axis::number(label, form) }
    }

    pub fn log(label: &str, form: Form) -> Axis {
        Axis { scale: Scale::Log, ..Axis::number(label, form) }
    }
}

impl Lines {
    /// Whether any curve has a point to show.
    pub fn has_points(&self) -> bool {
        self.curves.iter().any(Curve::has_points)
    }
}

impl Curve {
    /// Whether it has a point to show.
    pub fn has_points(&self) -> bool {
        self.points.iter().any(|point| point.mean.is_finite())
    }

    /// Its last point that can be shown.
    fn end(&self) -> Option<Point> {
        self.points.iter().rfind(|point| point.mean.is_finite()).copied()
    }
}

/// A rectangle of the page.
#[derive(Clone, Copy, Debug)]
struct Frame {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Frame {
    fn width(&self) -> f64 {
        self.right - self.left
    }

    fn height(&self) -> f64 {
        self.bottom - self.top
    }

    fn centre(&self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }
}
