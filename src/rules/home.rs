//! Home: the place a tie keeps picking stores its history. A majority vote in constant memory (Boyer and Moore 1981) with a bar above one half.

use crate::ids::{LANES, Layer, PlatformId};
use crate::rng;
use crate::ties::Tie;

use super::Today;
use super::venues::{BATCH, NO_VENUE, lanes_of, lanes_of_mut};
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
    if history <= 0.0 { (behaviour.history_gain.min(behaviour.history_cap) as f32, venue) } else { (history, home) }
}

/// What is left today of the history stored at a home.
#[inline(always)]
pub fn history_left(today: &Today, home: PlatformId, history: u32, idle_days: u32) -> f32 {
    today.decay.left(history, idle_days, today.keeps[home.index()])
}

/// A tie after a message at `venue`; `draw` rounds its history.
#[inline(always)]
pub fn after_message(today: &Today, tie: Tie, venue: PlatformId, draw: u32) -> Tie {
    let left = history_left(today, tie.home(), tie.history(), tie.idle_days(today.day));
    let (history, home) = vote(today, tie.home(), left, venue);
    let tie = tie.with_home(home).with_history(rng::round32(draw, history)).with_last(today.day);
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
pub fn after_silence(today: &Today, tie: Tie, draw: u32) -> Tie {
    if MEET >> tie.layer_code() & 1 == 0 {
        return tie;
    }
    let left = history_left(today, tie.home(), tie.history(), tie.idle_days(today.day));
    tie.with_history(rng::round32(draw, left)).with_last(today.day)
}

/// Layers whose people meet anyway, a bit each.
const MEET: u32 = 1 << Layer::Kin as u32 | 1 << Layer::Friend as u32 | 1 << Layer::Work as u32;

/// The first ties of a batch after their messages, side by side: [`after_message`], or where there was no venue [`after_silence`] for talk and
/// nothing for shares.
#[inline(always)]
pub fn after_messages(today: &Today, ties: &mut [u32; BATCH], venues: &[u32; BATCH], draws: &[u32; BATCH], len: usize, is_talk: bool) {
    if today.keeps.iter().any(|&keeps| keeps < 1.0) {
        for ((tie, &venue), &draw) in ties.iter_mut().zip(venues).zip(draws).take(len) {
            *tie = match venue {
                NO_VENUE if is_talk => after_silence(today, Tie(*tie), draw).0,
                NO_VENUE => *tie,
                _ => after_message(today, Tie(*tie), PlatformId(venue as u8), draw).0,
            };
        }
        return;
    }
    for ((ties, venues), draws) in lanes_of_mut(ties).iter_mut().zip(lanes_of(venues)).zip(lanes_of(draws)).take(len.div_ceil(LANES)) {
        *ties = lanes_after_messages(today, ties, venues, draws, is_talk);
    }
}

#[inline(always)]
fn lanes_after_messages(today: &Today, ties: &[u32; LANES], venues: &[u32; LANES], draws: &[u32; LANES], is_talk: bool) -> [u32; LANES] {
    let behaviour = &today.behaviour;
    let (gain, loss, cap) = (behaviour.history_gain as f32, behaviour.history_loss as f32, behaviour.history_cap as f32);
    // What is stored at a new home.
    let first = if gain < cap { gain } else { cap };
    let (mut history, mut home) = ([0.0_f32; LANES], [0_u32; LANES]);
    for lane in 0..LANES {
        let tie = Tie(ties[lane]);
        let (at, venue) = (u32::from(tie.home().0), venues[lane]);
        let left = tie.history() as f32 * today.decay.by_days[tie.idle_days(today.day) as usize];
        let lost = left - loss;
        let gained = left + gain;
        let gained = if gained < cap { gained } else { cap };
        let moves = (at != venue) & (venue != NO_VENUE) & (lost <= 0.0);
        let elsewhere = if lost <= 0.0 { first } else { lost };
        let voted = if at == venue { gained } else { elsewhere };
        history[lane] = if venue == NO_VENUE { left } else { voted };
        home[lane] = if moves { venue } else { at };
    }
    let mut rounded = [0_u32; LANES];
    for lane in 0..LANES {
        rounded[lane] = rng::round32(draws[lane], history[lane]);
    }
    let mut after = [0_u32; LANES];
    for lane in 0..LANES {
        let (tie, is_silent) = (Tie(ties[lane]), venues[lane] == NO_VENUE);
        let talked = tie.with_home(PlatformId(home[lane] as u8)).with_last(today.day).with_history(rounded[lane]);
        // Strangers count their talks until they are acquainted.
        let talks = (tie.talks() + 1).min(Tie::BORN - 1);
        let counted = talked.with_talks(talks);
        let acquainted = talked.with_layer(Layer::Acquaintance).with_talks(Tie::BORN);
        let met = if talks >= today.stranger_talks { acquainted.0 } else { counted.0 };
        let talked = if !is_silent & (tie.layer_code() == Layer::Stranger.index()) { met } else { talked.0 };
        let stays = is_silent & (!is_talk | (MEET >> tie.layer_code() & 1 == 0));
        after[lane] = if stays { tie.0 } else { talked };
    }
    after
}
