//! What a measure is taken of: a platform, a pair, a layer, a topic, or the whole world.

use std::ops::Range;

use crate::ids::{Layer, PlatformId, Topic};
use crate::scenario::measure::Scope;
use crate::scenario::{Measure, Quantity};

/// Whose value is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    pub platform: Option<PlatformId>,
    /// The other platform of a measure between two.
    pub other: Option<PlatformId>,
    pub layer: Option<Layer>,
    pub topic: Option<Topic>,
    /// People of one segment, by its place in the scenario.
    pub segment: Option<u16>,
}

impl Subject {
    pub const WORLD: Subject = Subject { platform: None, other: None, layer: None, topic: None, segment: None };

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
        let Quantity { platform, other, layer, topic, segment, .. } = *quantity;
        Subject { platform, other, layer, topic, segment }
    }

    /// Whether a measure can be taken of it: it names all that is needed and nothing that would be passed over.
    pub fn fits(self, measure: Measure) -> bool {
        let Subject { platform, other, layer, topic, segment } = self;
        if segment.is_some() && !measure.is_by_segment() {
            return false;
        }
        match measure.info().scope {
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
