//! Home: the place a tie keeps picking stores its history. A majority vote in constant memory (Boyer and Moore 1981) with a bar above one half.

use crate::ids::{Layer, PlatformId};
use crate::rng::{self, unit};
use crate::ties::Tie;

use super::Today;
use super::venues::NO_VENUE;
use super::weight::IDLE_MAX;

/// By which factor history shrinks in a given number of idle days, by platform.
#[derive(Clone, Debug)]
pub struct Decay {
    half_life_days: f64,
    by_days: Box<[f32; IDLE_MAX]>,
}

impl Decay {
    pub fn new(half_life_days: f64) -> Decay {
        let by_days = Box::new(std::array::from_fn(|days| libm::exp2(-(days as f64) / half_life_days) as f32));
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
    if talks >= today.stranger_talks {
        return tie.with_layer(Layer::Acquaintance).with_talks(Tie::BORN);
    }
    tie.with_talks(talks)
}

/// A tie after a talk that found no platform: those who meet anyway stay close.
#[inline(always)]
pub fn after_silence(today: &Today, tie: Tie, draw: u64) -> Tie {
    if MEET >> tie.layer_code() & 1 == 0 {
        return tie;
    }
    let left = history_left(today, tie.home(), tie.history(), tie.idle_days(today.day));
    tie.with_history(rng::round(draw, left)).with_last(today.day)
}

/// Layers whose people meet anyway, a bit each.
const MEET: u32 = 1 << Layer::Kin as u32 | 1 << Layer::Friend as u32 | 1 << Layer::Work as u32;

/// Many ties after their messages, side by side: [`after_message`], or where there was no venue [`after_silence`] for talk and nothing for shares.
#[inline(always)]
pub fn after_messages(today: &Today, ties: &mut [u32], venues: &[u32], draws: &[u64], is_talk: bool) {
    if today.keeps.iter().any(|&keeps| keeps < 1.0) {
        for ((tie, &venue), &draw) in ties.iter_mut().zip(venues).zip(draws) {
            *tie = match venue {
                NO_VENUE if is_talk => after_silence(today, Tie(*tie), draw).0,
                NO_VENUE => *tie,
                _ => after_message(today, Tie(*tie), PlatformId(venue as u8), draw).0,
            };
        }
        return;
    }
    let behaviour = &today.behaviour;
    let (gain, loss, cap) = (behaviour.history_gain as f32, behaviour.history_loss as f32, behaviour.history_cap as f32);
    let by_days = &*today.decay.by_days;
    let (day, stranger_talks) = (today.day, today.stranger_talks);
    for ((word, &venue), &draw) in ties.iter_mut().zip(venues).zip(draws) {
        let tie = Tie(*word);
        let home = u32::from(tie.home().0);
        let left = tie.history() as f32 * by_days[tie.idle_days(day) as usize];
        let lost = left - loss;
        let moves = lost <= 0.0;
        let elsewhere = if moves { gain } else { lost };
        let voted = if home == venue { (left + gain).min(cap) } else { elsewhere };
        let is_silent = venue == NO_VENUE;
        let history = if is_silent { left } else { voted };
        let floor = history as i32;
        let history = floor as u32 + u32::from(unit(draw) < history - floor as f32);
        let home = if is_silent | !moves { home } else { venue };
        let talked = (*word & !(7 << 3 | 511 << 13 | 255 << 22)) | home << 3 | (day as u32 & 511) << 13 | history.min(255) << 22;
        // Strangers count their talks until they are acquainted.
        let talks = (tie.talks() + 1).min(Tie::BORN - 1);
        let met = talked & !(15 << 9) | talks << 9;
        let acquainted = talked & !(7 | 15 << 9) | Layer::Acquaintance as u32 | Tie::BORN << 9;
        let met = if talks >= stranger_talks { acquainted } else { met };
        let talked = if !is_silent & (*word & 7 == Layer::Stranger as u32) { met } else { talked };
        let stays = is_silent & (!is_talk | (MEET >> (*word & 7) & 1 == 0));
        *word = if stays { *word } else { talked };
    }
}
