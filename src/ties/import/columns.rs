//! Which column of a file holds what, decided by its first lines.

use crate::ids::Layer;

/// What lies between the fields of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    Character(char),
    Spaces,
}

impl Separator {
    /// The first of comma, semicolon and tab that a line holds; else spaces.
    pub fn of(line: &str) -> Separator {
        let found = [',', ';', '\t'].into_iter().find(|separator| line.contains(*separator));
        found.map_or(Separator::Spaces, Separator::Character)
    }

    pub fn name(self) -> &'static str {
        match self {
            Separator::Character(',') => "commas",
            Separator::Character(';') => "semicolons",
            Separator::Character(_) => "tabs",
            Separator::Spaces => "spaces",
        }
    }

    /// The fields of a line without the blanks and quotation marks around them.
    pub fn split(self, line: &str) -> Vec<&str> {
        match self {
            Separator::Spaces => line.split_whitespace().map(bare).collect(),
            Separator::Character(separator) => line.split(separator).map(|field| bare(field.trim())).collect(),
        }
    }
}

fn bare(field: &str) -> &str {
    field.strip_prefix('"').and_then(|field| field.strip_suffix('"')).unwrap_or(field)
}

/// Where the parts of a tie stand in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub ends: [usize; 2],
    pub layer: Option<usize>,
    pub weight: Option<usize>,
}

/// Names of a first line that tell it from a tie between two people named by text.
const END_NAMES: [&str; 20] = [
    "u", "v", "source", "target", "src", "dst", "from", "to", "id1", "id2", "id_1", "id_2", "node1", "node2", "node_1", "node_2",
    "person1", "person2", "user1", "user2",
];

/// Whether the fields of a first line can only be names of columns.
pub(super) fn are_names(fields: &[&str]) -> bool {
    let lower: Vec<String> = fields.iter().map(|field| field.to_lowercase()).collect();
    let known = |name: &String| END_NAMES.contains(&name.as_str());
    let extra = |name: &String| name == "layer" || name == "weight";
    fields.len() >= 2 && lower.iter().all(|name| name.parse::<f64>().is_err()) && (lower[..2].iter().all(known) || lower.iter().any(extra))
}

impl Columns {
    /// From names: `layer` and `weight` are what they say, and the first two others are the ends of a tie.
    pub fn named(fields: &[&str]) -> Result<Columns, String> {
        let place = |name: &str| fields.iter().position(|field| field.eq_ignore_ascii_case(name));
        let (layer, weight) = (place("layer"), place("weight"));
        let mut ends = (0..fields.len()).filter(|column| Some(*column) != layer && Some(*column) != weight);
        match (ends.next(), ends.next()) {
            (Some(one), Some(other)) => Ok(Columns { ends: [one, other], layer, weight }),
            _ => Err("this line names the columns, but not two for the ends of a tie".to_owned()),
        }
    }

    /// From the first tie of a file without names. A third and a fourth column are a layer where they hold the name of one, and a weight
    /// where they hold a number.
    pub fn guessed(fields: &[&str]) -> Result<Columns, String> {
        let mut columns = Columns { ends: [0, 1], layer: None, weight: None };
        for (place, field) in fields.iter().enumerate().skip(2) {
            let slot = if layer_named(field).is_some() { &mut columns.layer } else { &mut columns.weight };
            let fits = layer_named(field).is_some() || field.parse::<f64>().is_ok();
            if !fits || slot.is_some() {
                return Err(format!(
                    "column {} holds `{field}`; without a line of names, a tie has two ids and then at most a layer ({}) and a weight",
                    place + 1,
                    layer_names()
                ));
            }
            *slot = Some(place);
        }
        Ok(columns)
    }

    /// How many columns a line needs.
    pub fn needed(&self) -> usize {
        [self.ends[0], self.ends[1], self.layer.unwrap_or(0), self.weight.unwrap_or(0)].into_iter().max().unwrap_or(1) + 1
    }
}

pub(super) fn layer_named(name: &str) -> Option<Layer> {
    Layer::ALL.into_iter().find(|layer| layer.name().eq_ignore_ascii_case(name))
}

pub(super) fn layer_names() -> String {
    Layer::ALL.map(Layer::name).join(", ")
}
