//! Traits: what differs between people. None is stored: a byte of keyed chance points into a table of 256 quantiles.

use super::normal_quantile;
use crate::rng::DayKey;
use crate::scenario::Scenario;

/// Steps of a table: one for each value of a byte.
pub const STEPS: usize = 256;

type Table = [f32; STEPS];

/// The tables of one scenario.
///
/// `draw` is always `Chance::ever(Purpose::Traits).one(person)`; its first byte decides content taste, its second the habit rate and its
/// third dislike of exposure. Taste for a platform has a draw of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct TraitTables {
    /// By segment.
    content: Vec<Table>,
    habit_rate: Table,
    /// By segment.
    exposure: Vec<Table>,
    taste: Table,
    voice: Table,
}

impl TraitTables {
    pub fn new(scenario: &Scenario) -> TraitTables {
        let behaviour = &scenario.behaviour;
        let segments = &scenario.population.segments;
        let spread = behaviour.content_spread;
        let content = unit_mean(quantiles(|share| libm::exp(spread * normal_quantile(share))));
        let habit = quantiles(|share| {
            let days = behaviour.habit_days * libm::exp(behaviour.habit_days_spread * normal_quantile(share));
            (1.0 / days).min(1.0)
        });
        let half_normal = quantiles(|share| normal_quantile(0.5 + 0.5 * share));
        TraitTables {
            content: segments.iter().map(|segment| scaled(&content, segment.content_taste)).collect(),
            habit_rate: scaled(&habit, 1.0),
            exposure: segments.iter().map(|segment| scaled(&half_normal, behaviour.exposure_scale * segment.exposure_dislike)).collect(),
            taste: scaled(&quantiles(normal_quantile), behaviour.taste_spread),
            voice: scaled(&unit_mean(quantiles(|share| -libm::log(1.0 - share))), 1.0),
        }
    }

    /// What content is worth to a person: lognormal, with the segment's mean.
    #[inline(always)]
    pub fn content_taste(&self, segment: u8, draw: u64) -> f32 {
        self.content[usize::from(segment)][usize::from(TraitTables::content_step(draw))]
    }

    /// What content is worth to a segment's people, in the steps of [`TraitTables::content_step`].
    pub fn content_tastes(&self, segment: usize) -> &[f32; STEPS] {
        &self.content[segment]
    }

    /// Where in its table a person's taste for content stands.
    #[inline(always)]
    pub fn content_step(draw: u64) -> u8 {
        draw as u8
    }

    /// The same in a table by segment and step.
    #[inline(always)]
    pub fn content_place(segment: u8, draw: u64) -> usize {
        usize::from(segment) * STEPS + usize::from(TraitTables::content_step(draw))
    }

    /// 1/τ: the share of the way that presence goes towards today's behaviour; τ is lognormal.
    #[inline(always)]
    pub fn habit_rate(&self, draw: u64) -> f32 {
        self.habit_rate[(draw >> 8 & 255) as usize]
    }

    /// ξ: dislike of being watched by acquaintances: half-normal, with the segment's scale.
    #[inline(always)]
    pub fn exposure_dislike(&self, segment: u8, draw: u64) -> f32 {
        self.exposure[usize::from(segment)][(draw >> 16 & 255) as usize]
    }

    /// How talkative somebody is in a group: exponential with mean one. `draw` is `Chance::ever(Purpose::Voice)` for group and member.
    #[inline(always)]
    pub fn voice(&self, draw: u64) -> f32 {
        self.voice[(draw & 255) as usize]
    }

    /// The greatest taste for a platform.
    pub fn taste_max(&self) -> f32 {
        self.taste.iter().fold(f32::NEG_INFINITY, |greatest, &taste| greatest.max(taste))
    }

    /// People's tastes for a platform, normal around zero. `taste` is `Chance::ever(Purpose::Taste)`, `tag` the platform's tag.
    #[inline(always)]
    pub fn platform_tastes<const N: usize>(&self, taste: DayKey, people: &[u32; N], tag: u32) -> [f32; N] {
        // First all draws, side by side, and then what they point to.
        let (mut draw, mut found) = ([0; N], [0.0; N]);
        for lane in 0..N {
            draw[lane] = taste.tagged(people[lane], tag);
        }
        for lane in 0..N {
            found[lane] = self.taste[(draw[lane] & 255) as usize];
        }
        found
    }
}

/// The middle quantile of each of 256 equal shares.
fn quantiles(quantile: impl Fn(f64) -> f64) -> [f64; STEPS] {
    std::array::from_fn(|step| quantile((step as f64 + 0.5) / STEPS as f64))
}

/// A table cannot hold a tail, so its mean falls short of the law's; this puts it at one.
fn unit_mean(table: [f64; STEPS]) -> [f64; STEPS] {
    let mean = table.iter().sum::<f64>() / STEPS as f64;
    table.map(|value| value / mean)
}

fn scaled(table: &[f64; STEPS], by: f64) -> Table {
    table.map(|value| (value * by) as f32)
}
