//! Traits: what differs between people. None is stored: a byte of keyed chance points into a table of 256 quantiles.

use std::hint;

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
    /// Taste for content or the habit rate differs between people of a segment; and so does taste for a platform.
    traits_differ: bool,
    tastes_differ: bool,
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
        let content: Vec<Table> = segments.iter().map(|segment| scaled(&content, segment.content_taste)).collect();
        let habit_rate = scaled(&habit, 1.0);
        let taste = scaled(&quantiles(normal_quantile), behaviour.taste_spread);
        let differs = |table: &Table| table.iter().any(|&value| value != table[0]);
        TraitTables {
            traits_differ: content.iter().any(differs) || differs(&habit_rate),
            tastes_differ: differs(&taste),
            content,
            habit_rate,
            exposure: segments.iter().map(|segment| scaled(&half_normal, behaviour.exposure_scale * segment.exposure_dislike)).collect(),
            taste,
            voice: scaled(&unit_mean(quantiles(|share| -libm::log(1.0 - share))), 1.0),
        }
    }

    /// What decides the traits of people from one on; nothing where these are everybody's. `traits` is `Chance::ever(Purpose::Traits)`.
    #[inline(always)]
    pub fn draws<const N: usize>(&self, traits: DayKey, first: u32) -> [u64; N] {
        if self.traits_differ { traits.ones(first) } else { [0; N] }
    }

    /// What content is worth to people of some segments: lognormal, with the segment's mean.
    #[inline(always)]
    pub fn contents<const N: usize>(&self, segments: &[u8; N], draws: &[u64; N]) -> Contents<N> {
        let mut contents = Contents::default();
        for lane in 0..N {
            contents.place[lane] = u32::from(segments[lane]) * STEPS as u32 + u32::from(draws[lane] as u8);
        }
        contents.taste = look_up(&self.content, &contents.place);
        contents
    }

    /// What content is worth to a segment's people, in the steps of [`Contents`].
    pub fn content_tastes(&self, segment: usize) -> &[f32; STEPS] {
        &self.content[segment]
    }

    /// 1/τ: the share of the way that presence goes towards today's behaviour; τ is lognormal.
    #[inline(always)]
    pub fn habit_rates<const N: usize>(&self, draws: &[u64; N]) -> [f32; N] {
        let mut rates = [self.habit_rate[0]; N];
        if self.traits_differ {
            for lane in 0..N {
                rates[lane] = self.habit_rate[(draws[lane] >> 8 & 255) as usize];
            }
        }
        rates
    }

    pub fn habit_rate_max(&self) -> f32 {
        greatest(&self.habit_rate)
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
        greatest(&self.taste)
    }

    /// Tastes of people from one on for a platform, normal around zero. `taste` is `Chance::ever(Purpose::Taste)`, `tag` the platform's tag.
    #[inline(always)]
    pub fn platform_tastes<const N: usize>(&self, taste: DayKey, first: u32, tag: u32) -> [f32; N] {
        if !self.tastes_differ {
            return [self.taste[0]; N];
        }
        let draws: [u32; N] = taste.all_cheap(first, tag);
        let (draws, mut found) = (hidden(&draws), [0.0; N]);
        for lane in 0..N {
            found[lane] = self.taste[(draws[lane] & 255) as usize];
        }
        found
    }
}

/// What content is worth to people side by side.
#[derive(Clone, Copy, Debug)]
pub struct Contents<const N: usize> {
    pub taste: [f32; N],
    /// Where it stands in tables by segment and step.
    place: [u32; N],
}

impl<const N: usize> Default for Contents<N> {
    fn default() -> Contents<N> {
        Contents { taste: [0.0; N], place: [0; N] }
    }
}

impl<const N: usize> Contents<N> {
    /// What a table by segment and step says of these tastes.
    #[inline(always)]
    pub fn look_up(&self, table: &[Table]) -> [f32; N] {
        look_up(table, &self.place)
    }
}

fn greatest(table: &Table) -> f32 {
    table.iter().fold(f32::NEG_INFINITY, |greatest, &value| greatest.max(value))
}

#[inline(always)]
fn look_up<const N: usize>(table: &[Table], places: &[u32; N]) -> [f32; N] {
    let table = table.as_flattened();
    let mut is_beyond = false;
    for lane in 0..N {
        is_beyond |= places[lane] as usize >= table.len();
    }
    assert!(!is_beyond, "the table holds all places");
    let (places, mut found) = (hidden(places), [0.0; N]);
    for lane in 0..N {
        // SAFETY: no place is beyond the table.
        found[lane] = unsafe { *table.get_unchecked(places[lane] as usize) };
    }
    found
}

/// What was worked out side by side and is now to be looked up one by one: the compiler, if it knew, would take vectors apart lane by lane, and
/// make them shorter for that.
#[inline(always)]
fn hidden<const N: usize>(lanes: &[u32; N]) -> &[u32; N] {
    hint::black_box(lanes)
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
    // Nothing has one sign.
    table.map(|value| (value * by + 0.0) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Chance, Purpose};
    use crate::scenario::parse_scenario;

    #[test]
    fn what_is_everybodys_is_not_drawn() {
        let people: [u32; 64] = std::array::from_fn(|person| person as u32);
        let keys = [Purpose::Traits, Purpose::Taste].map(|purpose| Chance::new(7, 0).ever(purpose));
        let alike = include_str!("../../scenarios/bench/network-adoption.toml");
        for (text, is_drawn) in [(alike, false), (include_str!("../../scenarios/bench/town.toml"), true)] {
            let scenario = parse_scenario(text, "test", "".as_ref()).unwrap_or_else(|problems| panic!("{problems}"));
            let tables = TraitTables::new(&scenario);
            let (drawn, draws) = (people.map(|person| keys[0].one(person)), tables.draws(keys[0], 0));
            assert_eq!(draws != [0; 64], is_drawn);
            assert_eq!(tables.contents(&[0; 64], &draws).taste, tables.contents(&[0; 64], &drawn).taste);
            assert_eq!(tables.habit_rates(&draws), drawn.map(|draw| tables.habit_rate[(draw >> 8 & 255) as usize]));
            let tastes = people.map(|person| tables.taste[(keys[1].cheap(person, 3) & 255) as usize]);
            assert_eq!(tables.platform_tastes::<64>(keys[1], 0, 3).map(f32::to_bits), tastes.map(f32::to_bits));
        }
    }
}
