//! A scenario past the door: complete, immutable, with every default filled in and every name turned into a number.

use serde::{Deserialize, Serialize};

use super::{Behaviour, Measure};
use crate::ids::{Layer, PlatformId, Topic};

/// What tables call the scenario among its comparisons.
pub const ITSELF: &str = "scenario";

/// What tables call the main platform of people who have none.
pub const NO_PLATFORM: &str = "none";

/// What tables call the home of ties that have none.
pub const NO_HOME: &str = "nowhere";

/// Everything a run needs to know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// The file's stem, or the name a caller gave.
    pub name: String,
    pub title: String,
    /// The question that the scenario answers.
    pub asks: String,
    /// Where its facts come from.
    pub source: Vec<String>,
    pub run: Run,
    pub population: Population,
    /// At most [`crate::ids::PLATFORMS_MAX`].
    pub platforms: Vec<Platform>,
    pub events: Vec<Event>,
    pub compares: Vec<Compare>,
    pub expects: Vec<Expect>,
    pub behaviour: Behaviour,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    pub people: u32,
    /// Days 0..days are simulated; the state on day `days` is what is left after the last.
    pub days: u32,
    /// The calendar date of day 0.
    pub start: Option<jiff::civil::Date>,
    pub replicates: u32,
    pub seed: u64,
    /// Days lived before day 0 with adoption, leaving and events off, so that habits and homes start settled.
    pub settle_days: u32,
}

/// Who there is and who knows whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Population {
    pub source: TieSource,
    /// Never empty; shares sum to one.
    pub segments: Vec<Segment>,
    pub groups: GroupMix,
    /// Share of people who are creators, with heavy-tailed audiences of fans.
    pub creators: f64,
    /// Mean number of fans of a creator.
    pub fans_mean: f64,
    /// Free slots a person has for ties that arise in the run. Zero when nothing in the scenario makes strangers meet.
    pub stranger_slots: u32,
}

/// Where ties come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum TieSource {
    /// The documented default: households, friends, workplaces, acquaintances, in communities.
    City { ties_per_person: f64, community_size: f64 },
    /// Every pair alike (Erdős–Rényi); all ties of one layer.
    Random { ties_per_person: f64, layer: Layer },
    /// Everybody knows equally many, spread over all (a random circulant graph).
    Mixed { ties_per_person: f64, layer: Layer },
    /// Watts–Strogatz.
    SmallWorld { ties_per_person: f64, rewired: f64, layer: Layer },
    /// Barabási–Albert.
    PreferentialAttachment { ties_per_person: f64, layer: Layer },
    /// A stochastic block model: a share of each person's ties inside their block.
    Blocks { ties_per_person: f64, block_size: u32, inside: f64, layer: Layer },
    /// No ties at all.
    None,
    /// A real edge list; its people number is the population.
    File(TieFile),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TieFile {
    /// Resolved against the scenario's folder.
    pub path: std::path::PathBuf,
    /// The layer of ties whose file names none.
    pub layer: Layer,
    /// The hash of what stands in it; empty where it cannot be read.
    content: String,
}

impl TieFile {
    pub fn new(path: std::path::PathBuf, layer: Layer) -> TieFile {
        let content = std::fs::read(&path).map_or_else(|_| String::new(), |bytes| blake3::hash(&bytes).to_hex().to_string());
        TieFile { path, layer, content }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    pub name: String,
    pub share: f64,
    /// Multiplies what content is worth to them (mean of the person trait g).
    pub content_taste: f64,
    /// Scales dislike of being watched by acquaintances (scale of the person trait ξ).
    pub exposure_dislike: f64,
    /// Multiplies how often word of mouth and promotion convince them.
    pub curiosity: f64,
    /// Multiplies how readily they remove what they do not use.
    pub leaving: f64,
    /// Minutes a day they have for apps.
    pub minutes: f64,
}

/// Mean groups a person belongs to, by topic (fan groups follow from creators).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupMix {
    pub family: f64,
    pub class: f64,
    pub work: f64,
    pub interest: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Platform {
    pub name: String,
    /// The day it starts; 0 when it is there from the beginning, the number of days when it never does.
    pub opens: u32,
    /// Share of each segment already using it on day 0, in the order of segments.
    pub users: Vec<f64>,
    pub attributes: Attributes,
}

/// A fit of this or less means that there is no conversation at all; the level `none`.
pub const NO_CONVERSATION: f64 = -4.0;

/// What a platform is like; events change these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attributes {
    /// How well conversation of each layer fits, in utility.
    pub fit: [f64; Layer::COUNT],
    /// How well group conversation fits, by topic.
    pub fit_group: [f64; Topic::COUNT],
    /// Extra fit of its own content when shared in app.
    pub share_fit: f64,
    /// Shares added a talk: how many clips a tie gets, for each of its talks, when one end opened the platform.
    pub share_rate: f64,
    /// What it is worth alone: content, tools, games; in utility.
    pub solo: f64,
    /// Largest group; 0 when it has none.
    pub group_cap: u32,
    /// How strongly activity is shown to acquaintances, 0..
    pub exposure: f64,
    /// Cost of a message, in utility.
    pub price: f64,
    /// Share of history kept each day; below 1 for what vanishes.
    pub keeps: f64,
    /// ι: how much harder its users spread it, on top of plain word of mouth.
    pub invite: f64,
    /// Standing promotion: adoptions a day of those without it, without any word of mouth.
    pub awareness: f64,
    /// Chance of meeting a stranger on a day that a user opens it.
    pub meet: f64,
    /// Share of a person's contacts that are found at once on joining; others are found by and by.
    pub contacts: f64,
    /// How visible the entry of fan groups is, as joins a day of those who opened the platform; 0 when there are none.
    pub group_entry: f64,
    /// Days on the platform before a fan may join a group.
    pub group_gate_days: u32,
    /// Share of fans whose level suffices to join.
    pub group_gate_level: f64,
}

impl Attributes {
    /// Whether people can talk to each other there.
    pub fn has_conversation(&self) -> bool {
        self.fit.iter().any(|&fit| fit > NO_CONVERSATION)
    }

    /// What is said of groups, beside how large they may be.
    fn group_keys(&self) -> Vec<&'static str> {
        let said = [
            ("fit_group", self.fit_group.iter().any(|&fit| fit > NO_CONVERSATION)),
            ("group_entry", self.group_entry > 0.0),
            ("group_gate_days", self.group_gate_days > 0),
            ("group_gate_level", self.group_gate_level < 1.0),
        ];
        said.into_iter().filter(|(_, is_said)| *is_said).map(|(key, _)| key).collect()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub name: String,
    /// First day.
    pub from: u32,
    /// Day after the last; `None`: never ends. Instant verbs act on `from` alone.
    pub until: Option<u32>,
    pub to: Audience,
    /// In file order; each names its own platforms.
    pub acts: Vec<Act>,
}

/// What an event does.
#[allow(clippy::large_enum_variant)] // A scenario has a handful of acts; a box would only be in the way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Act {
    /// Changes attributes of a platform from the first day on (and back at the end, where there is one).
    Set { platform: PlatformId, change: AttributeChange },
    /// Awareness: adoptions a day in the audience; bonus: extra utility of opening and talking there.
    Promote { platform: PlatformId, awareness: f64, bonus: f64 },
    /// The audience must install and open it; a share obeys each day. `contacts`: how many of their ties each brings along on the first day.
    /// `layer`: ties of this layer between two in the audience, whether they obey or not, get `bonus` in the choice of venue.
    Mandate { platform: PlatformId, share: f64, contacts: u32, layer: Option<Layer>, bonus: f64 },
    /// Content and invitations of `platform` do not travel on `on`, for a share of them.
    Block { platform: PlatformId, on: PlatformId, share: f64 },
    /// χ: what of the conversation on `from` reaches people on `to`.
    Interop { from: PlatformId, to: PlatformId, share: f64 },
    /// Openings and messages fail with this probability.
    Outage { platform: PlatformId, share: f64 },
    /// On the first day: this share of history on the platform is lost in the audience.
    Wipe { platform: PlatformId, share: f64 },
    /// On the first day: ties homed on `from` whose both ends use `to` move there, carrying this share of their history.
    Export { from: PlatformId, to: PlatformId, share: f64 },
    /// While it lasts: this share of the ties homed on `of` is found at once on `platform`, and invites as plain word of mouth does, but at once.
    ImportContacts { platform: PlatformId, of: PlatformId, share: f64 },
    /// From the first day on, nobody can open it.
    Close { platform: PlatformId },
}

/// New values for some attributes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AttributeChange {
    pub fit: [Option<f64>; Layer::COUNT],
    pub fit_group: [Option<f64>; Topic::COUNT],
    pub share_fit: Option<f64>,
    pub share_rate: Option<f64>,
    pub solo: Option<f64>,
    pub group_cap: Option<u32>,
    pub exposure: Option<f64>,
    pub price: Option<f64>,
    pub keeps: Option<f64>,
    pub invite: Option<f64>,
    pub awareness: Option<f64>,
    pub meet: Option<f64>,
    pub contacts: Option<f64>,
    pub group_entry: Option<f64>,
    pub group_gate_days: Option<u32>,
    pub group_gate_level: Option<f64>,
}

/// Who an event reaches: people for whom every stated condition holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Audience {
    /// Index into [`Population::segments`].
    pub segment: Option<u16>,
    /// A random share, drawn once for the event.
    pub share: Option<f64>,
    /// This many whole communities, drawn once for the event.
    pub communities: Option<u32>,
    /// This share of whole communities, and one at least: as many in small worlds as in large ones, for their size.
    pub community_share: Option<f64>,
    /// People with a tie of this layer.
    pub layer: Option<Layer>,
    /// Fans of creators.
    pub followers_of_creators: bool,
}

impl Audience {
    pub fn is_everyone(&self) -> bool {
        *self == Audience::default()
    }
}

/// A run in which something is different; a patch, never a copy. Its platforms have the numbers of the baseline's, and new ones come after: one
/// that is left out stays in its place and never opens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compare {
    pub name: String,
    /// The same scenario with the patch applied; its own `compares` and `expects` are empty.
    pub scenario: Scenario,
}

/// What the author says must come out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expect {
    pub that: String,
    pub what: Quantity,
    /// Index into [`Scenario::compares`].
    pub against: Option<usize>,
    pub how: Statement,
    pub source: String,
    /// The best explanation, where it is not met. It judges nothing, so that nothing that was worked out is void when it is reworded.
    #[serde(skip)]
    pub missed: String,
}

/// A measure of a thing at a time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    pub measure: Measure,
    pub platform: Option<PlatformId>,
    /// The other platform of a measure between two.
    pub other: Option<PlatformId>,
    pub layer: Option<Layer>,
    pub topic: Option<Topic>,
    /// People of one segment, by its place in the population.
    pub segment: Option<u16>,
    pub when: When,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum When {
    /// The last value on or before the day.
    On(u32),
    /// The mean of values on days from..until.
    Mean(u32, u32),
    /// The greatest value on days from..until.
    Peak(u32, u32),
}

/// Ranges from the least to the most; an open side is `f64::MIN` or `f64::MAX`, which JSON can hold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Statement {
    /// The value itself lies here.
    Between(f64, f64),
    /// The value relative to the comparison's (value / other − 1) lies here.
    Change(f64, f64),
    /// The value less the comparison's lies here.
    Difference(f64, f64),
    /// The value divided by that of another quantity lies here: the same measure at another time, or of something else.
    Ratio(Quantity, f64, f64),
}

impl Act {
    /// The platforms that it is about; the first is the one it acts on.
    pub fn platforms(&self) -> [Option<PlatformId>; 2] {
        match *self {
            Act::Set { platform, .. }
            | Act::Promote { platform, .. }
            | Act::Mandate { platform, .. }
            | Act::Outage { platform, .. }
            | Act::Wipe { platform, .. }
            | Act::Close { platform } => [Some(platform), None],
            Act::Block { platform, on, .. } => [Some(platform), Some(on)],
            Act::Interop { from, to, .. } | Act::Export { from, to, .. } => [Some(from), Some(to)],
            Act::ImportContacts { platform, of, .. } => [Some(platform), Some(of)],
        }
    }
}

impl Statement {
    /// Where the value that it is about can lie at all, for a quantity of this measure.
    pub fn possible(&self, measure: Measure) -> (f64, f64) {
        let (low, high) = measure.range();
        match self {
            Statement::Between(..) => (low, high),
            Statement::Difference(..) => (low - high, high - low),
            Statement::Change(..) if low == 0.0 => (-1.0, f64::INFINITY),
            Statement::Ratio(..) if low == 0.0 => (0.0, f64::INFINITY),
            Statement::Change(..) | Statement::Ratio(..) => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }

    /// From the least to the most that a value may be, both included. Bounds are included as they are stated, but for a 0 alone of what is relative
    /// to a comparison: with common chance what changes nothing changes exactly nothing, which is not more and not less. There the range begins,
    /// or ends, with the number next to 0. Whatever judges a value goes by this.
    pub fn range(&self) -> (f64, f64) {
        let (low, high) = self.bounds();
        match (self.is_strict(), low == 0.0) {
            (true, true) => (0.0_f64.next_up(), high),
            (true, false) => (low, 0.0_f64.next_down()),
            (false, _) => (low, high),
        }
    }

    /// Whether it asks for more than 0, or for less, than the comparison has.
    pub fn is_strict(&self) -> bool {
        let (low, high) = self.bounds();
        let is_relative = matches!(self, Statement::Change(..) | Statement::Difference(..));
        is_relative && (low == 0.0 && high >= f64::MAX || high == 0.0 && low <= f64::MIN)
    }

    /// The bounds as they are stated.
    pub fn bounds(&self) -> (f64, f64) {
        let (Statement::Between(low, high)
        | Statement::Change(low, high)
        | Statement::Difference(low, high)
        | Statement::Ratio(_, low, high)) = *self;
        (low, high)
    }
}

impl AttributeChange {
    pub fn apply(&self, attributes: &mut Attributes) {
        let each = |new: &[Option<f64>], old: &mut [f64]| {
            for (old, new) in old.iter_mut().zip(new) {
                *old = new.unwrap_or(*old);
            }
        };
        each(&self.fit, &mut attributes.fit);
        each(&self.fit_group, &mut attributes.fit_group);
        let a = attributes;
        a.share_fit = self.share_fit.unwrap_or(a.share_fit);
        a.share_rate = self.share_rate.unwrap_or(a.share_rate);
        a.solo = self.solo.unwrap_or(a.solo);
        a.group_cap = self.group_cap.unwrap_or(a.group_cap);
        a.exposure = self.exposure.unwrap_or(a.exposure);
        a.price = self.price.unwrap_or(a.price);
        a.keeps = self.keeps.unwrap_or(a.keeps);
        a.invite = self.invite.unwrap_or(a.invite);
        a.awareness = self.awareness.unwrap_or(a.awareness);
        a.meet = self.meet.unwrap_or(a.meet);
        a.contacts = self.contacts.unwrap_or(a.contacts);
        a.group_entry = self.group_entry.unwrap_or(a.group_entry);
        a.group_gate_days = self.group_gate_days.unwrap_or(a.group_gate_days);
        a.group_gate_level = self.group_gate_level.unwrap_or(a.group_gate_level);
    }
}

impl Scenario {
    pub fn platform(&self, name: &str) -> Option<PlatformId> {
        let index = self.platforms.iter().position(|p| p.name == name)?;
        Some(PlatformId(index as u8))
    }

    /// Platforms that only comparisons have, each after the name of its comparison.
    pub fn added_platforms(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self.platforms.len();
        self.compares.iter().flat_map(move |compare| {
            let added = compare.scenario.platforms.iter().skip(own);
            added.map(|platform| (compare.name.as_str(), platform.name.as_str()))
        })
    }

    /// What is said of groups on platforms that never have any, in the scenario or in a comparison: the platform, and the keys that do nothing.
    pub fn idle_group_keys(&self) -> impl Iterator<Item = (&str, Vec<&'static str>)> {
        let has_groups = move |place: usize| {
            let mut worlds = std::iter::once(self).chain(self.compares.iter().map(|compare| &compare.scenario));
            worlds.any(|world| world.ever_has_groups(place))
        };
        let without_groups = self.platforms.iter().enumerate().filter(move |(place, _)| !has_groups(*place));
        without_groups.map(|(_, platform)| (platform.name.as_str(), platform.attributes.group_keys())).filter(|(_, keys)| !keys.is_empty())
    }

    fn ever_has_groups(&self, place: usize) -> bool {
        let sets_groups = |act: &Act| match act {
            Act::Set { platform, change } => platform.index() == place && change.group_cap.is_some_and(|cap| cap > 0),
            _ => false,
        };
        self.platforms[place].attributes.group_cap > 0 || self.events.iter().flat_map(|event| &event.acts).any(sets_groups)
    }

    /// Its own platforms, and then those that only comparisons have.
    pub fn all_platforms(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.platforms.iter().map(|platform| platform.name.as_str()).collect();
        for (_, added) in self.added_platforms() {
            if !names.contains(&added) {
                names.push(added);
            }
        }
        names
    }

    /// What the scenario is, apart from its name, its words, its seed and its replicates: two scenarios with the same hash give the same bits
    /// for the same seed. A file of ties counts by its content, wherever it lies.
    pub fn hash(&self) -> blake3::Hash {
        let mut plain = self.clone();
        plain.forget_words();
        plain.compares.iter_mut().for_each(|compare| compare.scenario.forget_words());
        let bytes = serde_json::to_vec(&plain).expect("a scenario is plain data");
        blake3::hash(&bytes)
    }

    /// Leaves what decides the bits of a run with a given seed.
    fn forget_words(&mut self) {
        self.run.seed = 0;
        self.run.replicates = 0;
        self.name.clear();
        self.title.clear();
        self.asks.clear();
        self.source.clear();
        self.expects.clear();
        if let TieSource::File(file) = &mut self.population.source {
            file.path.clear();
        }
    }

    /// The hash of what is lived, whatever it is compared with.
    pub fn hash_alone(&self) -> blake3::Hash {
        Scenario { compares: Vec::new(), ..self.clone() }.hash()
    }
}
