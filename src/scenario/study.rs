//! A study past the door: one scenario, and what is varied.

use serde::{Deserialize, Serialize};

use super::{Quantity, Scenario};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Study {
    /// The file's stem.
    pub name: String,
    pub title: String,
    /// The question that it answers; empty where the title says it.
    pub asks: String,
    /// `grid`, `list` or `latin-hypercube`.
    pub design: String,
    /// The scenario that is varied, as it stands in its file.
    pub base: Scenario,
    pub replicates: u32,
    /// What is varied, in file order: a path as the user wrote it, and its values in order.
    pub axes: Vec<Axis>,
    /// Every point of the design, in order; each is a complete scenario.
    pub points: Vec<Point>,
    pub measures: Vec<NamedMeasure>,
}

impl Study {
    /// What the study is, apart from names, words, seeds and replicates: the hashes of its points, what is varied, and what is measured there.
    pub fn hash(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        for point in &self.points {
            hasher.update(point.scenario.hash().as_bytes());
        }
        let rest = serde_json::to_vec(&(&self.axes, &self.measures)).expect("a study is plain data");
        hasher.update(&rest).finalize()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    pub path: String,
    pub unit: String,
    pub values: Vec<f64>,
    /// Values that the user gave in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<(f64, String)>,
}

impl Axis {
    /// A value as the user wrote it: in a word where it was given in one, and otherwise to all its places.
    pub fn written(&self, value: f64) -> String {
        word_for(&self.words, value).map_or_else(|| value.to_string(), str::to_owned)
    }
}

/// The word that a value was given in, if it was in one.
pub fn word_for(words: &[(f64, String)], value: f64) -> Option<&str> {
    words.iter().find(|(of, _)| *of == value).map(|(_, word)| word.as_str())
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// One value an axis.
    pub values: Vec<f64>,
    pub scenario: Scenario,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NamedMeasure {
    pub name: String,
    pub what: Quantity,
    /// Index into the scenario's compares: the paired difference to it is measured.
    pub against: Option<usize>,
    /// With a threshold, the measure is the share of replicates above it.
    pub above: Option<f64>,
}
