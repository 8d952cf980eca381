//! Home: the place a tie keeps picking stores its history. A majority vote in constant memory (Boyer and Moore 1981) with a bar above one half.

use crate::ids::{Layer, PlatformId};
use crate::rng;
use crate::ties::Tie;

use super::Today;

/// By which factor history shrinks in a given number of idle days, by platform.
#[derive(Clone, Debug)]
pub struct Decay {
    half_life_days: f64,
    by_days: Vec<f32>,
}

impl Decay {
    pub fn new(half_life_days: f64) -> Decay {
        let by_days = (0..512).map(|days| libm::exp2(-f64::from(days) / half_life_days) as f32).collect();
        Decay { half_life_days, by_days }
    }

    /// What is left of a history after idle days on a platform that keeps this share a day.
    #[inline(always)]
    pub fn left(&self, history: u32, idle_days: u32, keeps: f64) -> f32 {
        let kept = if keeps < 1.0 { libm::pow(keeps, f64::from(idle_days)) as f32 } else { 1.0 };
        // Groups may lie idle for longer than ties can.
        let left = self.by_days.get(idle_days as usize).copied();
        history as f32 * left.unwrap_or_else(|| libm::exp2(-f64::from(idle_days) / self.half_life_days) as f32) * kept
    }
}

/// History and home after a message at `venue`: the new history before rounding, and the new home.
#[inline(always)]
pub fn vote(today: &Today, home: PlatformId, history_left: f32, venue: PlatformId) -> (f32, PlatformId) {
    let behaviour = &today.behaviour;
    if home == venue {
        return ((history_left + behaviour.history_gain as f32).min(behaviour.history_cap as f32), home);
    }
    let history = history_left - behaviour.history_loss as f32;
    if history <= 0.0 { (behaviour.history_gain as f32, venue) } else { (history, home) }
}

/// What is left today of the history stored at a home.
#[inline(always)]
pub fn history_left(today: &Today, home: PlatformId, history: u32, idle_days: u32) -> f32 {
    today.decay.left(history, idle_days, today.keeps[home.index()])
}

/// A tie after a message at `venue`; `draw` rounds its history.
#[inline(always)]
pub fn after_message(today: &Today, tie: Tie, venue: PlatformId, draw: u64) -> Tie {
    let left = history_left(today, tie.home(), tie.history(), tie.idle_days(today.day));
    let (history, home) = vote(today, tie.home(), left, venue);
    let tie = tie.with_home(home).with_history(rng::round(draw, history)).with_last(today.day);
    if tie.layer_code() != Layer::Stranger.index() {
        return tie;
    }
    let talks = (tie.talks() + 1).min(Tie::BORN - 1);
    if f64::from(talks) >= today.behaviour.stranger_talks {
        return tie.with_layer(Layer::Acquaintance).with_talks(Tie::BORN);
    }
    tie.with_talks(talks)
}

/// A tie after a talk that found no platform: those who meet anyway stay close.
pub fn after_silence(today: &Today, tie: Tie, draw: u64) -> Tie {
    let meets = [Layer::Kin, Layer::Friend, Layer::Work].iter().any(|layer| layer.index() == tie.layer_code());
    if !meets {
        return tie;
    }
    let left = history_left(today, tie.home(), tie.history(), tie.idle_days(today.day));
    tie.with_history(rng::round(draw, left)).with_last(today.day)
}
