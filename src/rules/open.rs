//! Open: whether a person opens an app of their own accord. Several people are worked out side by side.

use crate::float;
use crate::ids::LANES;
use crate::world::Month;

use super::Today;

/// What people see of a platform this morning, a lane each.
#[derive(Clone, Copy, Debug, Default)]
// Each field is a line of the cache.
#[repr(align(64))]
pub struct View {
    /// 0..1.
    pub presence: [f32; LANES],
    pub novelty: [f32; LANES],
    /// Openings in a row that met nobody, 0..7.
    pub lonely: [f32; LANES],
    /// Taste for the platform.
    pub taste: [f32; LANES],
    /// e^(solo · taste for content).
    pub alone: [f32; LANES],
    /// Messages that wait there and cannot be read elsewhere, a day.
    pub pull: [f32; LANES],
    /// b − ξ · exposure · K.
    pub extra: [f32; LANES],
}

/// What nobody's probability of opening platform `p` exceeds, where that is plain to see: where nothing waits, nobody is watched, and no cost is a
/// gain. One elsewhere.
pub fn chance_max(today: &Today, p: usize) -> f32 {
    /// More than rounding could make of a utility.
    const SLACK: f32 = 0.01;
    let c = &today.opening;
    let is_plain = c.pull == 0.0 && today.attributes[p].exposure == 0.0 && c.loneliness >= 0.0 && c.multihoming >= 0.0;
    if !is_plain {
        return 1.0;
    }
    let greatest = |numbers: &[f32]| numbers.iter().fold(0.0_f32, |greatest, &number| greatest.max(number));
    let promised: f32 =
        today.promotions.iter().filter(|promotion| promotion.platform.index() == p).map(|promotion| promotion.bonus.max(0.0)).sum();
    // e^(solo · g) is greatest where solo · g is.
    let alone = today.alone[p].as_flattened().iter().fold(f32::MIN_POSITIVE, |greatest, &alone| greatest.max(alone));
    let utility = float::ln(alone) + today.traits.taste_max() + c.habit.max(0.0) + greatest(&today.novelty) + promised - c.cost;
    float::logistic(utility + SLACK)
}

/// L: how much it weighs that the last openings met nobody. Who comes for content is not disappointed, so it counts by the logit share of talk among the
/// reasons to open: `talk` is e^F, `alone` e^(solo · taste for content).
#[inline(always)]
pub fn loneliness(lonely: f32, talk: f32, alone: f32) -> f32 {
    lonely * (1.0 / Month::LONELY_MAX as f32) * talk / (talk + alone)
}

/// The probability that each opens platform `p`. Their taste for content, and how many other platforms they have, are the same for all platforms.
#[inline(always)]
pub fn chances(today: &Today, p: usize, content_taste: &[f32; LANES], other_apps: &[f32; LANES], view: &View) -> [f32; LANES] {
    let c = &today.opening;
    let (solo, talk) = (today.solo[p], today.best_fit[p]);
    let mut chances = [0.0; LANES];
    for (lane, chance) in chances.iter_mut().enumerate() {
        let alone = solo * content_taste[lane];
        let loneliness = loneliness(view.lonely[lane], talk, view.alone[lane]);
        let mut utility = alone + view.taste[lane] - c.cost;
        utility += c.habit * view.presence[lane];
        utility += view.extra[lane] - c.multihoming * other_apps[lane];
        utility += view.novelty[lane] * (1.0 - loneliness) - c.loneliness * loneliness;
        utility += c.pull * float::ln(1.0 + c.pull_scale * view.pull[lane]);
        *chance = float::logistic(utility);
    }
    chances
}
