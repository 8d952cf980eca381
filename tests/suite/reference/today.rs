//! What holds on one day: attributes, what is open and what is down, and what events do to people.

use moatsim::ids::{Layer, PlatformId};
use moatsim::scenario::Attributes;

use super::model::Scene;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Day d of the days lived before day 0.
    Settling(u32),
    Lived,
}

/// A mandate's help to ties of a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerBonus {
    pub platform: usize,
    pub layer: Layer,
    pub bonus: f64,
    pub audience: Vec<bool>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Today {
    pub day: i32,
    pub phase: Phase,
    pub attributes: Vec<Attributes>,
    /// Platforms in the order of the tags of their names.
    pub order: Vec<usize>,
    pub open: Vec<bool>,
    /// By person and platform, as are the four that follow.
    pub down: Vec<Vec<bool>>,
    pub obeys: Vec<Vec<bool>>,
    pub brought: Vec<Vec<bool>>,
    /// Awareness by promotion, on top of the platform's own.
    pub awareness: Vec<Vec<f64>>,
    pub bonus: Vec<Vec<f64>>,
    pub layer_bonus: Vec<LayerBonus>,
    /// What is blocked, by the platform and the one that blocks it.
    pub block: Vec<Vec<f64>>,
    /// χ, from a platform to another.
    pub crossing: Vec<Vec<f64>>,
    /// What is found at once, by the platform and the one whose contacts it imports.
    pub imports: Vec<Vec<f64>>,
}

impl Today {
    /// A day without events.
    pub fn plain(scene: &Scene, closed: &[bool], day: i32, phase: Phase) -> Today {
        let (people, platforms) = (scene.scenario.run.people as usize, scene.platforms());
        let never = vec![vec![false; platforms]; people];
        let nothing = vec![vec![0.0; platforms]; people];
        let between = vec![vec![0.0; platforms]; platforms];
        let begun = |opens: u32| i64::from(opens) <= i64::from(day.max(0));
        let mut order: Vec<usize> = (0..platforms).collect();
        order.sort_by_key(|platform| scene.tags[*platform]);
        Today {
            day,
            phase,
            attributes: scene.scenario.platforms.iter().map(|platform| platform.attributes.clone()).collect(),
            order,
            open: scene.scenario.platforms.iter().zip(closed).map(|(platform, closed)| begun(platform.opens) && !closed).collect(),
            down: never.clone(),
            obeys: never.clone(),
            brought: never,
            awareness: nothing.clone(),
            bonus: nothing,
            layer_bonus: Vec::new(),
            block: between.clone(),
            crossing: between.clone(),
            imports: between,
        }
    }

    /// Whether a platform is open, and does not fail this person today.
    pub fn up(&self, person: u32, platform: usize) -> bool {
        self.open[platform] && !self.down[person as usize][platform]
    }

    /// What a person's promotions add to a platform.
    pub fn bonus_of(&self, person: u32, platform: usize) -> f64 {
        self.bonus[person as usize][platform]
    }

    /// What mandates add to a venue for a tie of a layer with both ends in the audience.
    pub fn mandate_bonus(&self, a: u32, b: u32, layer: Layer, platform: usize) -> f64 {
        let both = |help: &&LayerBonus| help.audience[a as usize] && help.audience[b as usize];
        let fitting = self.layer_bonus.iter().filter(|help| help.platform == platform && help.layer == layer);
        fitting.filter(both).map(|help| help.bonus).sum()
    }

    /// What of a tie's contacts is imported to a platform from its home.
    pub fn imported(&self, platform: usize, home: PlatformId) -> f64 {
        self.imports[platform].get(home.index()).copied().unwrap_or(0.0)
    }

    /// What is blocked of a platform on a tie's home.
    pub fn blocked(&self, platform: usize, home: PlatformId) -> f64 {
        self.block[platform].get(home.index()).copied().unwrap_or(0.0)
    }
}
