//! What a key of a file is: its kind and range, its default, its unit and its meaning. Reader, schema, patches and lists all read this.

use std::sync::LazyLock;

/// One key of a table.
#[derive(Clone, Copy)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    pub fallback: Fallback,
    pub unit: &'static str,
    pub meaning: &'static str,
}

/// What stands for a key that is not given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fallback {
    /// The key must be given.
    Required,
    /// Nothing; the meaning says what happens then.
    Nothing,
    Number(f64),
    Word(&'static str),
}

/// What a key may hold.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A text with at least one character.
    Text,
    /// A list of texts; a single one will do.
    Texts,
    Truth,
    Whole(u64, u64),
    Number(f64, f64),
    /// A date of the calendar.
    Date,
    /// A day of the run, or a date when the run has a start.
    Day,
    /// A day of the run, or `"never"`.
    Opening,
    /// One of these words.
    Choice(fn() -> Vec<&'static str>),
    /// A level or a number.
    Level,
    /// A level or a number, or a table of them with these keys.
    Fit(fn() -> Vec<&'static str>),
    /// A share, or a table of shares by segment.
    Users,
    /// `[least, most]`.
    Range,
    /// A table.
    Part(&'static Section),
    /// A list of tables with names.
    Parts(&'static Section),
    /// What a study varies: any path.
    Axes,
    /// A table of tables, each under a name of the user's choice.
    Named(&'static Section),
}

/// A table of a file.
pub struct Section {
    /// What one such table is called in a message: "a platform".
    pub what: &'static str,
    pub keys: LazyLock<Vec<Key>>,
}

impl Section {
    pub fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    pub fn names(&self) -> Vec<&'static str> {
        self.keys.iter().map(|key| key.name).collect()
    }

    /// Its keys, for a message.
    pub fn keys_shown(&self) -> String {
        const SHOWN_MAX: usize = 24;
        if self.keys.len() > SHOWN_MAX {
            return format!("it has {} keys; `moat schema` tells them", self.keys.len());
        }
        format!("its keys: {}", self.names().join(", "))
    }

    /// The key by which tables of this kind are told apart in a list.
    pub fn name_key(&self) -> &'static str {
        if self.key("name").is_some() { "name" } else { "that" }
    }
}

/// A key that must be given.
pub fn required(name: &'static str, kind: Kind, meaning: &'static str) -> Key {
    Key { name, kind, fallback: Fallback::Required, unit: "", meaning }
}

/// A key whose absence means something of its own.
pub fn optional(name: &'static str, kind: Kind, meaning: &'static str) -> Key {
    Key { name, kind, fallback: Fallback::Nothing, unit: "", meaning }
}

/// A number with its range, default and unit.
pub fn number(name: &'static str, range: (f64, f64), default: f64, unit: &'static str, meaning: &'static str) -> Key {
    Key { name, kind: Kind::Number(range.0, range.1), fallback: Fallback::Number(default), unit, meaning }
}

/// A whole number with its range, default and unit.
pub fn whole(name: &'static str, range: (u64, u64), default: u64, unit: &'static str, meaning: &'static str) -> Key {
    Key { name, kind: Kind::Whole(range.0, range.1), fallback: Fallback::Number(default as f64), unit, meaning }
}

/// One of some words.
pub fn choice(name: &'static str, words: fn() -> Vec<&'static str>, default: &'static str, meaning: &'static str) -> Key {
    Key { name, kind: Kind::Choice(words), fallback: Fallback::Word(default), unit: "", meaning }
}

/// A level of fit in words, which keeps hindsight out of numbers.
pub struct Level {
    pub name: &'static str,
    pub value: f64,
    pub meaning: &'static str,
}

pub const LEVELS: &[Level] = &[
    Level { name: "none", value: -4.0, meaning: "no such conversation is possible in practice" },
    Level { name: "poor", value: -1.5, meaning: "possible, but clumsy" },
    Level { name: "par", value: 0.0, meaning: "as good as the messengers people know" },
    Level { name: "better", value: 0.6, meaning: "people would say it is better" },
    Level { name: "leap", value: 1.8, meaning: "a new kind: what voice and pictures were to text" },
];

pub fn level(name: &str) -> Option<f64> {
    LEVELS.iter().find(|level| level.name == name).map(|level| level.value)
}

pub fn level_names() -> Vec<&'static str> {
    LEVELS.iter().map(|level| level.name).collect()
}
