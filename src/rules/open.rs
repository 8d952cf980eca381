//! Open: whether a person opens an app of their own accord.

use crate::float;

use super::Today;

/// What a person sees of a platform this morning.
#[derive(Clone, Copy, Debug)]
pub struct View {
    pub platform: usize,
    /// 0..255.
    pub presence: u8,
    pub tenure: u32,
    /// Openings in a row that met nobody.
    pub lonely: u32,
    /// Taste for content, and for the platform.
    pub content_taste: f32,
    pub taste: f32,
    /// Messages that wait there and cannot be read elsewhere, a day.
    pub pull: f32,
    /// ξ · exposure · K.
    pub exposed: f32,
    /// b, by promotions.
    pub bonus: f32,
    pub other_apps: u32,
}

/// The probability of opening.
pub fn chance(today: &Today, view: &View) -> f32 {
    float::logistic(utility(today, view))
}

/// U of opening.
pub fn utility(today: &Today, view: &View) -> f32 {
    let c = &today.opening;
    let mut novelty = today.novelty[view.tenure as usize];
    let mut utility = today.solo[view.platform] * view.content_taste + view.taste - c.cost;
    utility += c.habit * (f32::from(view.presence) * (1.0 / 255.0));
    utility += view.bonus - view.exposed - c.multihoming * view.other_apps as f32;
    if today.for_talk >> view.platform & 1 == 1 {
        let loneliness = view.lonely as f32 * (1.0 / 7.0);
        novelty *= 1.0 - loneliness;
        utility -= c.loneliness * loneliness;
    }
    utility + novelty + c.pull * float::ln(1.0 + c.pull_scale * view.pull)
}
