//! The venues of many messages side by side: the choice of [`talk::venue`] on a day without bridges and outages. The same bits, platform by
//! platform over all messages instead of message by message.

use crate::float;
use crate::ids::PLATFORMS_MAX;
use crate::rng::{DayKey, unit};
use crate::ties::Tie;
use crate::world::Audiences;

use super::{Today, talk};

/// Messages handled together.
pub const BATCH: usize = 256;

/// No venue: silence.
pub const NO_VENUE: u32 = 255;

/// What a batch of messages is decided by, a place each.
pub struct Choices {
    /// Draws of the messages, from which those of platforms follow.
    pub draw: [u64; BATCH],
    pub person: [u32; BATCH],
    pub other: [u32; BATCH],
    /// The ends' rows.
    pub mine: [u64; BATCH],
    pub theirs: [u64; BATCH],
    /// The ties as they were in the morning.
    pub tie: [u32; BATCH],
    /// The platform whose content is shared; [`NO_VENUE`] for talk.
    pub share: [u32; BATCH],
    /// Whether the two have found each other, on platforms where that takes time: the draw of the tie.
    found: [u64; BATCH],
    /// E of the best venue so far, and of the one looked at; and what its cost is multiplied with.
    best: [f32; BATCH],
    race: [f32; BATCH],
    factor: [f32; BATCH],
}

impl Default for Choices {
    fn default() -> Choices {
        Choices {
            draw: [0; BATCH],
            person: [0; BATCH],
            other: [0; BATCH],
            mine: [0; BATCH],
            theirs: [0; BATCH],
            tie: [Tie::empty().0; BATCH],
            share: [NO_VENUE; BATCH],
            found: [0; BATCH],
            best: [0.0; BATCH],
            race: [0.0; BATCH],
            factor: [1.0; BATCH],
        }
    }
}

/// Whether today's venues can be chosen side by side.
pub fn is_plain(today: &Today) -> bool {
    !today.has_bridges && today.outages.is_empty()
}

/// E of one platform, or of outside, for each of the first messages.
#[inline(always)]
fn races(tag: u32, draw: &[u64], race: &mut [f32]) {
    for (race, &draw) in race.iter_mut().zip(draw) {
        *race = -float::ln(unit(DayKey::with(draw, tag)));
    }
}

/// The venue of each of the first messages, [`NO_VENUE`] where there is none.
#[inline(always)]
pub fn choose(today: &Today, audiences: &Audiences, choices: &mut Choices, venue: &mut [u32]) {
    let len = venue.len();
    let outside = by_layer(|layer| today.race.outside[layer]);
    races(today.race.tags[PLATFORMS_MAX], &choices.draw[..len], &mut choices.best[..len]);
    for ((best, venue), &tie) in choices.best[..len].iter_mut().zip(venue.iter_mut()).zip(&choices.tie) {
        *best *= outside[(tie & 7) as usize];
        *venue = NO_VENUE;
    }
    if today.has_search {
        for m in 0..len {
            choices.found[m] = today.keys.found.tie(choices.person[m], choices.other[m]);
        }
    }
    for p in (0..today.platforms).filter(|&p| today.open >> p & 1 == 1) {
        races(today.race.tags[p], &choices.draw[..len], &mut choices.race[..len]);
        let has_factor = factors(today, audiences, p, choices, len);
        enter(today, p, choices, has_factor, venue);
    }
}

/// Looks at one platform as the venue of each message.
#[inline(always)]
fn enter(today: &Today, p: usize, choices: &mut Choices, has_factor: bool, venue: &mut [u32]) {
    let len = venue.len();
    let fit = by_layer(|layer| today.race.fit[layer][p]);
    let sharing = today.race.share[p];
    let (mine, theirs) = (&choices.mine[..len], &choices.theirs[..len]);
    let (tie, share, factor, race) = (&choices.tie[..len], &choices.share[..len], &choices.factor[..len], &choices.race[..len]);
    let best = &mut choices.best[..len];
    for m in 0..len {
        let (a, b) = ((mine[m] >> (8 * p)) as u8, (theirs[m] >> (8 * p)) as u8);
        let tie = Tie(tie[m]);
        // A presence of 0 costs infinitely much.
        let mut cost = fit[tie.layer_code()] * (today.race.reach[usize::from(a)] * today.race.reach[usize::from(b)]);
        cost *= if tie.home().index() == p { today.race.history[tie.history() as usize] } else { 1.0 };
        cost *= if share[m] == p as u32 { sharing } else { 1.0 };
        cost *= if has_factor { factor[m] } else { 1.0 };
        let raced = race[m] * cost;
        let is_best = raced < best[m];
        best[m] = if is_best { raced } else { best[m] };
        venue[m] = if is_best { p as u32 } else { venue[m] };
    }
}

/// What each message's cost at a platform is multiplied with: infinite where contacts are not found or shares are stopped, and less by bonuses.
/// False where nothing of the kind is on.
#[inline(always)]
fn factors(today: &Today, audiences: &Audiences, p: usize, choices: &mut Choices, len: usize) -> bool {
    let has_bonus = talk::has_bonus(today, p);
    let has_search = today.attributes[p].contacts < 1.0;
    let has_blocks = today.has_blocks && today.blocked.iter().any(|by_venue| by_venue[p] > 0.0);
    if !(has_bonus || has_search || has_blocks) {
        return false;
    }
    choices.factor[..len].fill(1.0);
    if has_bonus {
        for m in 0..len {
            choices.factor[m] = talk::bonus(today, audiences, Tie(choices.tie[m]), [choices.person[m], choices.other[m]], p);
        }
        for factor in &mut choices.factor[..len] {
            *factor = today.cost(*factor);
        }
    }
    if has_search {
        find(today, p, choices, len);
    }
    if has_blocks {
        for m in (0..len).filter(|&m| choices.share[m] != NO_VENUE) {
            if talk::is_blocked(today, [choices.person[m], choices.other[m]], choices.share[m] as usize, p) {
                choices.factor[m] = f32::INFINITY;
            }
        }
    }
    true
}

/// Closes a platform to those who have not found each other there.
#[inline(always)]
fn find(today: &Today, p: usize, choices: &mut Choices, len: usize) {
    let contacts = today.attributes[p].contacts as f32;
    let mut imported = [0.0_f32; PLATFORMS_MAX + 1];
    for &(_, of, share) in today.imports.iter().filter(|(platform, ..)| platform.index() == p) {
        imported[of.index()] = imported[of.index()].max(share);
    }
    for m in 0..len {
        let (a, b) = ((choices.mine[m] >> (8 * p)) as u8, (choices.theirs[m] >> (8 * p)) as u8);
        let draw = unit(DayKey::with(choices.found[m], today.tags[p]));
        let is_found = draw < talk::known(contacts, a.min(b)).max(imported[Tie(choices.tie[m]).home().index()]);
        choices.factor[m] = if is_found { choices.factor[m] } else { f32::INFINITY };
    }
}

/// Constants of layers by their codes; what is no layer never talks.
fn by_layer(constant: impl Fn(usize) -> f32) -> [f32; 8] {
    std::array::from_fn(|code| if code < crate::ids::Layer::COUNT { constant(code) } else { f32::INFINITY })
}
