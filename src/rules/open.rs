//! Open: whether a person opens an app of their own accord. Several people are worked out side by side.

use crate::float;

use super::Today;

/// People side by side.
pub const LANES: usize = 16;

/// What people see of a platform this morning, a lane each.
#[derive(Clone, Copy, Debug, Default)]
pub struct View {
    /// 0..1.
    pub presence: [f32; LANES],
    pub novelty: [f32; LANES],
    /// Openings in a row that met nobody, 0..7.
    pub lonely: [f32; LANES],
    /// Taste for the platform, and for content.
    pub taste: [f32; LANES],
    pub content_taste: [f32; LANES],
    /// e^(solo · taste for content).
    pub alone: [f32; LANES],
    /// Messages that wait there and cannot be read elsewhere, a day.
    pub pull: [f32; LANES],
    /// b − ξ · exposure · K.
    pub extra: [f32; LANES],
    pub other_apps: [f32; LANES],
}

/// The probability that each opens platform `p`.
#[inline(always)]
pub fn chances(today: &Today, p: usize, view: &View) -> [f32; LANES] {
    let c = &today.opening;
    let (solo, talk) = (today.solo[p], today.best_fit[p]);
    let mut chances = [0.0; LANES];
    for (lane, chance) in chances.iter_mut().enumerate() {
        let alone = solo * view.content_taste[lane];
        // Who comes for content is not disappointed to meet nobody: loneliness counts by the logit share of talk among the reasons to open.
        let loneliness = view.lonely[lane] * (1.0 / 7.0) * talk / (talk + view.alone[lane]);
        let mut utility = alone + view.taste[lane] - c.cost;
        utility += c.habit * view.presence[lane];
        utility += view.extra[lane] - c.multihoming * view.other_apps[lane];
        utility += view.novelty[lane] * (1.0 - loneliness) - c.loneliness * loneliness;
        utility += c.pull * float::ln(1.0 + c.pull_scale * view.pull[lane]);
        *chance = float::logistic(utility);
    }
    chances
}
