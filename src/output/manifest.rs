//! The manifest: what was run and how, enough to run it again and to draw it again.

use serde::{Deserialize, Serialize};

use super::number;
use super::palette::{self, Ink};
use crate::scenario::study::word_for;

/// The version of the layout of an output folder; raised when an older reader would misread it.
pub const FORMAT: u32 = 1;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub program: String,
    pub version: String,
    /// The file's stem.
    pub scenario: String,
    pub scenario_hash: String,
    pub title: String,
    pub asks: String,
    pub source: Vec<String>,
    /// How to run it again.
    pub command: String,
    /// What the command line changed in the file, as `key = value`.
    pub overrides: Vec<String>,
    pub seed: u64,
    /// 0 where they are not the same for all that was run.
    pub people: u64,
    pub days: u32,
    pub replicates: u32,
    /// The calendar date of day 0, where there is one.
    pub start: Option<jiff::civil::Date>,
    /// In the order of the scenario; the order decides the colours.
    pub platforms: Vec<PlatformInk>,
    /// `scenario` first, then the comparisons in file order.
    pub variants: Vec<String>,
    pub events: Vec<EventMark>,
    /// What a sweep varies; empty for a run.
    pub axes: Vec<AxisName>,
    /// How a sweep chose its points; empty for a run.
    #[serde(default)]
    pub design: String,
    /// Warnings for the reader.
    pub notes: Vec<String>,
    /// Every file of the folder, relative to it; the only ones that overwriting removes.
    pub files: Vec<String>,
    /// Its files are still being written: some may be those of an earlier run.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unfinished: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlatformInk {
    pub name: String,
    /// As `#rrggbb`.
    pub colour: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventMark {
    pub name: String,
    pub from: u32,
    /// The day after the last; `None`: never ends.
    pub until: Option<u32>,
    /// The platform it acts on, where there is one.
    pub platform: Option<String>,
    /// The comparisons in which it happens, where it does not in the scenario.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_in: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AxisName {
    /// As the user wrote it.
    pub path: String,
    pub unit: String,
    /// Values that the user gave in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<(f64, String)>,
}

impl Default for Manifest {
    fn default() -> Manifest {
        Manifest {
            format: FORMAT,
            program: "moat".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: String::new(),
            scenario_hash: String::new(),
            title: String::new(),
            asks: String::new(),
            source: Vec::new(),
            command: String::new(),
            overrides: Vec::new(),
            seed: 0,
            people: 0,
            days: 0,
            replicates: 0,
            start: None,
            platforms: Vec::new(),
            variants: vec![super::tables::SCENARIO.to_owned()],
            events: Vec::new(),
            axes: Vec::new(),
            design: String::new(),
            notes: Vec::new(),
            files: Vec::new(),
            unfinished: false,
        }
    }
}

impl Manifest {
    /// How many people and days, where they are the same for all that was run.
    pub fn size(&self) -> Vec<String> {
        let people = (self.people > 0).then(|| format!("{} people", number::count(self.people)));
        let days = (self.days > 0).then(|| number::counted(u64::from(self.days), "day"));
        people.into_iter().chain(days).collect()
    }

    /// What is known of an axis.
    pub fn axis(&self, path: &str) -> Option<&AxisName> {
        self.axes.iter().find(|axis| axis.path == path)
    }

    /// A value of an axis as the user gave it.
    pub fn chosen(&self, path: &str, value: f64) -> String {
        let word = self.axis(path).and_then(|axis| word_for(&axis.words, value));
        word.map_or_else(|| number::chosen(value), str::to_owned)
    }

    /// The path of an axis, and what its values in words stand for.
    pub fn with_words(&self, path: &str) -> String {
        let words = self.axis(path).into_iter().flat_map(|axis| &axis.words);
        let words: Vec<String> = words.map(|(value, word)| format!("{word} is {}", number::chosen(*value))).collect();
        if words.is_empty() { path.to_owned() } else { format!("{path} ({})", words.join(", ")) }
    }

    /// Platforms with the colours of their places.
    pub fn coloured<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<PlatformInk> {
        names.into_iter().enumerate().map(|(place, name)| PlatformInk { name: name.to_owned(), colour: palette::at(place).hex() }).collect()
    }

    /// The colour of a platform; grey for what is none.
    pub fn ink(&self, platform: &str) -> Ink {
        let known = self.platforms.iter().find(|known| known.name == platform);
        known.and_then(|known| Ink::from_hex(&known.colour)).unwrap_or(palette::GREY)
    }

    /// The comparisons, in file order.
    pub fn comparisons(&self) -> impl Iterator<Item = &str> {
        self.variants.iter().map(String::as_str).filter(|variant| *variant != super::tables::SCENARIO)
    }

    /// The calendar date of a day, where there is a calendar.
    pub fn date(&self, day: i64) -> Option<jiff::civil::Date> {
        self.start?.checked_add(jiff::Span::new().try_days(day).ok()?).ok()
    }

    /// A day as the reader knows it: its date where there is a calendar.
    pub fn day_text(&self, day: i64) -> String {
        self.date(day).map_or_else(|| format!("day {day}"), |date| date.to_string())
    }
}
