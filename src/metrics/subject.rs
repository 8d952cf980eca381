//! What a measure is taken of: a platform, a pair, a layer, a topic, or the whole world.

use std::ops::Range;

use crate::ids::{Layer, PlatformId, Topic};
use crate::scenario::Quantity;
use crate::scenario::measure::Scope;

/// Whose value is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    pub platform: Option<PlatformId>,
    /// The other platform of a measure between two.
    pub other: Option<PlatformId>,
    pub layer: Option<Layer>,
    pub topic: Option<Topic>,
}

impl Subject {
    pub const WORLD: Subject = Subject { platform: None, other: None, layer: None, topic: None };

    pub fn platform(platform: PlatformId) -> Subject {
        Subject { platform: Some(platform), ..Subject::WORLD }
    }

    pub fn layer(platform: PlatformId, layer: Layer) -> Subject {
        Subject { layer: Some(layer), ..Subject::platform(platform) }
    }

    pub fn topic(platform: PlatformId, topic: Topic) -> Subject {
        Subject { topic: Some(topic), ..Subject::platform(platform) }
    }

    pub fn pair(platform: PlatformId, other: PlatformId) -> Subject {
        Subject { other: Some(other), ..Subject::platform(platform) }
    }

    pub fn of(quantity: &Quantity) -> Subject {
        Subject { platform: quantity.platform, other: quantity.other, layer: quantity.layer, topic: quantity.topic }
    }

    /// Whether a measure of this scope can be taken of it: it names all that is needed and nothing that would be passed over.
    pub fn fits(self, scope: Scope) -> bool {
        let Subject { platform, other, layer, topic } = self;
        match scope {
            Scope::World => self == Subject::WORLD,
            Scope::Platform => platform.is_some() && other.is_none() && layer.is_none() && topic.is_none(),
            Scope::PlatformLayer => platform.is_some() && other.is_none() && topic.is_none(),
            Scope::PlatformTopic => platform.is_some() && other.is_none() && layer.is_none(),
            Scope::Pair => platform.is_some() && other.is_some() && layer.is_none() && topic.is_none(),
        }
    }

    /// Indexes of the layers it takes together.
    pub(super) fn layers(self) -> Range<usize> {
        self.layer.map_or(0..Layer::COUNT, |layer| layer.index()..layer.index() + 1)
    }

    /// Indexes of the topics it takes together.
    pub(super) fn topics(self) -> Range<usize> {
        self.topic.map_or(0..Topic::COUNT, |topic| topic.index()..topic.index() + 1)
    }
}
