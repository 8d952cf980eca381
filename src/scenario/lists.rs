//! What may stand in a file, as tables for the program to print: presets, verbs of events, attributes of platforms.

use super::file::key::{Key, Kind, Section};
use super::file::sections;

pub use super::file::key::{LEVELS, Level};

/// A way to make ties.
pub struct Preset {
    pub name: &'static str,
    pub meaning: &'static str,
    /// The keys of `population` that act with it, beside groups, creators and segments.
    pub keys: &'static [&'static str],
}

pub const PRESETS: &[Preset] = &[
    Preset {
        name: "city",
        meaning: "households, friends, workplaces and acquaintances, in communities",
        keys: &["ties_per_person", "community_size"],
    },
    Preset { name: "random", meaning: "every pair alike (Erdős–Rényi)", keys: &["ties_per_person", "layer"] },
    Preset { name: "mixed", meaning: "everybody knows equally many, an even number, spread over all", keys: &["ties_per_person", "layer"] },
    Preset {
        name: "small-world",
        meaning: "a ring with some ties rewired (Watts–Strogatz)",
        keys: &["ties_per_person", "rewired", "layer"],
    },
    Preset {
        name: "preferential-attachment",
        meaning: "newcomers tie to those with many ties (Barabási–Albert)",
        keys: &["ties_per_person", "layer"],
    },
    Preset {
        name: "blocks",
        meaning: "blocks of people who mostly know each other (stochastic block model)",
        keys: &["ties_per_person", "block_size", "inside", "layer"],
    },
    Preset { name: "none", meaning: "no ties at all", keys: &[] },
];

/// Whom a verb reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The audience that `to` states.
    Audience,
    /// The platform itself, for everyone.
    Platform,
}

/// How long a verb acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasting {
    /// From the first day on, until the last where there is one.
    WhileItLasts,
    /// On the first day alone.
    Instant,
    /// For good; an end has no meaning.
    ForGood,
    /// Needs an end.
    NeedsEnd,
}

/// What an event can do.
pub struct Verb {
    pub name: &'static str,
    pub meaning: &'static str,
    /// The keys of its table; `None` when it is a plain value.
    pub fields: Option<&'static Section>,
    /// The kind of the plain value.
    pub plain: fn() -> Kind,
    pub reach: Reach,
    pub lasting: Lasting,
}

fn share() -> Kind {
    Kind::Number(0.0, 1.0)
}

const fn verb(name: &'static str, fields: &'static Section, reach: Reach, lasting: Lasting, meaning: &'static str) -> Verb {
    Verb { name, meaning, fields: Some(fields), plain: share, reach, lasting }
}

pub static VERBS: &[Verb] = &[
    verb("set", &sections::ATTRIBUTES, Reach::Platform, Lasting::WhileItLasts, "changes attributes of the platform, and back at the end"),
    verb("promote", &sections::PROMOTE, Reach::Audience, Lasting::WhileItLasts, "awareness and a bonus in the audience"),
    verb("mandate", &sections::MANDATE, Reach::Audience, Lasting::WhileItLasts, "the audience must install and open it"),
    verb(
        "block",
        &sections::BLOCK,
        Reach::Platform,
        Lasting::WhileItLasts,
        "its content and invitations do not travel on another platform",
    ),
    verb("interop", &sections::INTEROP, Reach::Platform, Lasting::WhileItLasts, "talk on one platform can be read on another"),
    Verb {
        name: "price",
        meaning: "a new price of a message, to a contact or a group, in utility",
        fields: None,
        plain: || Kind::Number(0.0, 20.0),
        reach: Reach::Platform,
        lasting: Lasting::WhileItLasts,
    },
    Verb {
        name: "exposure",
        meaning: "how strongly activity is shown to acquaintances from now on",
        fields: None,
        plain: || Kind::Number(0.0, 10.0),
        reach: Reach::Platform,
        lasting: Lasting::WhileItLasts,
    },
    Verb {
        name: "outage",
        meaning: "openings and messages fail with this probability; needs `from` and `until`",
        fields: None,
        plain: share,
        reach: Reach::Platform,
        lasting: Lasting::NeedsEnd,
    },
    Verb {
        name: "wipe",
        meaning: "this share of history on the platform is lost in the audience, on the first day",
        fields: None,
        plain: share,
        reach: Reach::Audience,
        lasting: Lasting::Instant,
    },
    verb(
        "export",
        &sections::EXPORT,
        Reach::Audience,
        Lasting::Instant,
        "on the first day, ties move to another platform that both ends use",
    ),
    verb(
        "import_contacts",
        &sections::IMPORT_CONTACTS,
        Reach::Platform,
        Lasting::WhileItLasts,
        "ties that live on another platform are found at once",
    ),
    Verb {
        name: "close",
        meaning: "from the first day on, nobody can open it",
        fields: None,
        plain: || Kind::Truth,
        reach: Reach::Platform,
        lasting: Lasting::ForGood,
    },
    verb("open_groups", &sections::OPEN_GROUPS, Reach::Platform, Lasting::WhileItLasts, "fan groups get an entry, gates and a cap"),
];

/// The attributes of a platform, with `name`, `opens` and `users`.
pub fn platform_keys() -> &'static [Key] {
    &sections::PLATFORM.keys
}

/// The keys of a verb's table.
pub fn verb_fields(verb: &Verb) -> &'static [Key] {
    verb.fields.map_or(&[], |fields| fields.keys.as_slice())
}

impl Key {
    /// The default as it would stand in a file.
    pub fn default_text(&self) -> String {
        use super::file::key::Fallback;
        match self.fallback {
            Fallback::Required => "(needed)".to_owned(),
            Fallback::Nothing => String::new(),
            Fallback::Number(value) => format!("{value}"),
            Fallback::Word(word) => format!("\"{word}\""),
        }
    }
}
