//! A tidy table: named columns of equal length, ready for CSV and Parquet, and read back for redrawing.

use std::sync::Arc;

/// A text that many rows share.
pub type Word = Arc<str>;

/// One table of a run or a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The file's stem.
    pub name: String,
    pub columns: Vec<Column>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub name: String,
    pub values: Values,
}

/// Values of one kind. An absent number is `NaN` here, an empty cell in CSV and a null in Parquet.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    Text(Vec<Word>),
    Whole(Vec<i64>),
    Number(Vec<f64>),
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Whole,
    Number,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Whole => "whole number",
            Kind::Number => "number",
        }
    }
}

impl Table {
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }

    pub fn column(&self, name: &str) -> Option<&Values> {
        self.columns.iter().find(|column| column.name == name).map(|column| &column.values)
    }
}

impl Values {
    pub fn empty(kind: Kind) -> Values {
        match kind {
            Kind::Text => Values::Text(Vec::new()),
            Kind::Whole => Values::Whole(Vec::new()),
            Kind::Number => Values::Number(Vec::new()),
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Values::Text(values) => values.len(),
            Values::Whole(values) => values.len(),
            Values::Number(values) => values.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn kind(&self) -> Kind {
        match self {
            Values::Text(_) => Kind::Text,
            Values::Whole(_) => Kind::Whole,
            Values::Number(_) => Kind::Number,
        }
    }
}

/// Names, each once, in the order in which they are met.
pub fn distinct<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut met: Vec<&str> = Vec::new();
    for name in names {
        if !met.contains(&name) {
            met.push(name);
        }
    }
    met
}
