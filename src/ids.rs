//! The small whole numbers that name things: platforms, layers, topics, days.

use serde::{Deserialize, Serialize};

/// Most platforms a scenario may hold. A person's row of presences and the mask of what was opened fit one 8-byte load.
pub const PLATFORMS_MAX: usize = 7;

/// The home of a tie that lives nowhere yet.
pub const NOWHERE: PlatformId = PlatformId(PLATFORMS_MAX as u8);

/// People who are worked out side by side.
pub const LANES: usize = 16;

/// Weights of ties and utilities are counted in this part of one.
pub const WEIGHT_PARTS: u64 = 16_384;

/// Minutes are counted in this part of a minute.
pub const MINUTE_PARTS: u64 = 64;

/// A platform's place in its scenario's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlatformId(pub u8);

impl PlatformId {
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// What kind of relation a tie is. The order is that of closeness; it is part of saved files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Layer {
    Kin = 0,
    Friend = 1,
    /// Colleagues and classmates.
    Work = 2,
    Acquaintance = 3,
    /// Arises in the run, through discovery features.
    Stranger = 4,
}

impl Layer {
    pub const COUNT: usize = 5;
    pub const ALL: [Layer; Layer::COUNT] = [Layer::Kin, Layer::Friend, Layer::Work, Layer::Acquaintance, Layer::Stranger];

    pub fn index(self) -> usize {
        self as usize
    }

    pub fn name(self) -> &'static str {
        match self {
            Layer::Kin => "kin",
            Layer::Friend => "friend",
            Layer::Work => "work",
            Layer::Acquaintance => "acquaintance",
            Layer::Stranger => "stranger",
        }
    }
}

/// What a group is about. The order is part of saved files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Topic {
    Family = 0,
    Class = 1,
    Work = 2,
    Interest = 3,
    Fan = 4,
}

impl Topic {
    pub const COUNT: usize = 5;
    pub const ALL: [Topic; Topic::COUNT] = [Topic::Family, Topic::Class, Topic::Work, Topic::Interest, Topic::Fan];

    pub fn index(self) -> usize {
        self as usize
    }

    pub fn name(self) -> &'static str {
        match self {
            Topic::Family => "family",
            Topic::Class => "class",
            Topic::Work => "work",
            Topic::Interest => "interest",
            Topic::Fan => "fan",
        }
    }
}
