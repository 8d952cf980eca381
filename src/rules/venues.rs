//! The venues of many messages side by side: the choice of [`talk::venue`] on a day without bridges, bonuses, blocks, outages and contacts to be
//! found. The same bits, platform by platform over all messages instead of message by message.

use crate::float;
use crate::ids::PLATFORMS_MAX;
use crate::rng::{DayKey, unit};
use crate::ties::Tie;

use super::Today;

/// Messages handled together.
pub const BATCH: usize = 256;

/// No venue: silence.
pub const NO_VENUE: u32 = 255;

/// What a batch of messages is decided by, a place each.
pub struct Choices {
    /// Draws of the messages, from which those of platforms follow.
    pub draw: [u64; BATCH],
    /// The ends' rows.
    pub mine: [u64; BATCH],
    pub theirs: [u64; BATCH],
    /// The ties as they were in the morning.
    pub tie: [u32; BATCH],
    /// The platform whose content is shared; [`NO_VENUE`] for talk.
    pub share: [u32; BATCH],
}

impl Default for Choices {
    fn default() -> Choices {
        Choices { draw: [0; BATCH], mine: [0; BATCH], theirs: [0; BATCH], tie: [Tie::empty().0; BATCH], share: [NO_VENUE; BATCH] }
    }
}

/// Whether today's venues can be chosen side by side.
pub fn is_plain(today: &Today) -> bool {
    !(today.has_bridges || today.has_bonus || today.has_blocks || today.has_search) && today.outages.is_empty()
}

/// E of one platform, or of outside, for each of the first messages.
#[inline(always)]
pub fn races(tag: u32, draw: &[u64], race: &mut [f32]) {
    for (race, &draw) in race.iter_mut().zip(draw) {
        *race = -float::ln(unit(DayKey::with(draw, tag)));
    }
}

/// The venue of each of the first messages, [`NO_VENUE`] where there is none.
#[inline(always)]
pub fn choose(today: &Today, choices: &Choices, venue: &mut [u32]) {
    let len = venue.len();
    let (draw, tie, share) = (&choices.draw[..len], &choices.tie[..len], &choices.share[..len]);
    let (mine, theirs) = (&choices.mine[..len], &choices.theirs[..len]);
    let mut best = [0.0_f32; BATCH];
    let mut race = [0.0_f32; BATCH];
    let outside = by_layer(|layer| today.race.outside[layer]);
    races(today.race.tags[PLATFORMS_MAX], draw, &mut best[..len]);
    for ((best, venue), &tie) in best[..len].iter_mut().zip(venue.iter_mut()).zip(tie) {
        *best *= outside[(tie & 7) as usize];
        *venue = NO_VENUE;
    }
    for p in (0..today.platforms).filter(|&p| today.open >> p & 1 == 1) {
        let fit = by_layer(|layer| today.race.fit[layer][p]);
        let sharing = today.race.share[p];
        races(today.race.tags[p], draw, &mut race[..len]);
        for m in 0..len {
            let (a, b) = ((mine[m] >> (8 * p)) as u8, (theirs[m] >> (8 * p)) as u8);
            let tie = Tie(tie[m]);
            // A presence of 0 costs infinitely much.
            let mut cost = fit[tie.layer_code()] * (today.race.reach[usize::from(a)] * today.race.reach[usize::from(b)]);
            cost *= if tie.home().index() == p { today.race.history[tie.history() as usize] } else { 1.0 };
            cost *= if share[m] == p as u32 { sharing } else { 1.0 };
            let raced = race[m] * cost;
            let is_best = raced < best[m];
            best[m] = if is_best { raced } else { best[m] };
            venue[m] = if is_best { p as u32 } else { venue[m] };
        }
    }
}

/// Constants of layers by their codes; what is no layer never talks.
fn by_layer(constant: impl Fn(usize) -> f32) -> [f32; 8] {
    std::array::from_fn(|code| if code < crate::ids::Layer::COUNT { constant(code) } else { f32::INFINITY })
}
