//! Open: whether a person opens an app of their own accord. All platforms are worked out side by side.

use crate::float;
use crate::ids::PLATFORMS_MAX;

use super::Today;

/// One lane a platform, and one to spare.
pub const LANES: usize = PLATFORMS_MAX + 1;

/// What a person sees of the platforms this morning, a lane each.
#[derive(Clone, Copy, Debug, Default)]
pub struct View {
    /// 0..1.
    pub presence: [f32; LANES],
    pub novelty: [f32; LANES],
    /// Openings in a row that met nobody, 0..7.
    pub lonely: [f32; LANES],
    /// Taste for the platform.
    pub taste: [f32; LANES],
    /// Messages that wait there and cannot be read elsewhere, a day.
    pub pull: [f32; LANES],
    /// ξ · exposure · K.
    pub exposed: [f32; LANES],
    /// b, by promotions.
    pub bonus: [f32; LANES],
    /// Taste for content.
    pub content_taste: f32,
    pub other_apps: f32,
}

/// The probability of opening each platform.
#[inline(always)]
pub fn chances(today: &Today, view: &View) -> [f32; LANES] {
    let c = &today.opening;
    let mut chances = [0.0; LANES];
    for (p, chance) in chances.iter_mut().enumerate() {
        let alone = today.solo[p] * view.content_taste;
        // Who comes for content is not disappointed to meet nobody: loneliness counts by the logit share of talk among the reasons to open.
        let talk = today.best_fit[p];
        let loneliness = view.lonely[p] * (1.0 / 7.0) * talk / (talk + float::exp(alone));
        let mut utility = alone + view.taste[p] - c.cost;
        utility += c.habit * view.presence[p];
        utility += view.bonus[p] - view.exposed[p] - c.multihoming * view.other_apps;
        utility += view.novelty[p] * (1.0 - loneliness) - c.loneliness * loneliness;
        utility += c.pull * float::ln(1.0 + c.pull_scale * view.pull[p]);
        *chance = float::logistic(utility);
    }
    chances
}
