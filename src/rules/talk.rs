//! Talk: where a tie that talks today does so. A logit choice among the platforms that reach both ends, and outside.
//!
//! The greatest V + Gumbel/β is found as the least E · e^(−βV) with E exponential: the same choice, with one logarithm instead of two.

use crate::float;
use crate::ids::{LANES, Layer, PLATFORMS_MAX};
use crate::rng::{DayKey, gate_tagged, unit, unit32};
use crate::ties::Tie;
use crate::world::{Audiences, Row};

use super::Today;
use super::venues::NO_VENUE;

/// The tag of talking offline, or not at all.
pub const OUTSIDE: u32 = u32::MAX;

/// One end of a tie this morning.
#[derive(Clone, Copy, Debug)]
pub struct End {
    pub person: u32,
    pub row: Row,
}

/// Where a message goes, and on which platform each end reads it (another one only across a bridge).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Venue {
    pub platform: usize,
    pub read_by: [usize; 2],
}

/// The lane of talking offline, after those of the platforms.
const OUTSIDE_LANE: usize = PLATFORMS_MAX;

/// E of each platform, and of outside, from a message's pair of ends.
#[inline(always)]
pub fn races(today: &Today, pair: u32) -> [f32; PLATFORMS_MAX + 1] {
    let mut races = [0.0; PLATFORMS_MAX + 1];
    for (race, &tag) in races.iter_mut().zip(&today.race.tags) {
        *race = -float::ln(unit32(gate_tagged(pair, tag)));
    }
    races
}

/// Chooses the venue of one message. `share` is the platform whose content is shared; `races` are the message's.
#[inline(always)]
pub fn venue(
    today: &Today,
    audiences: &Audiences,
    tie: Tie,
    ends: [End; 2],
    share: Option<usize>,
    races: &[f32; PLATFORMS_MAX + 1],
) -> Option<Venue> {
    let layer = tie.layer_code();
    let home = tie.home().index();
    let persons = ends.map(|end| end.person);
    let mut best = races[OUTSIDE_LANE] * today.race.outside[layer];
    let mut chosen = None;
    for p in 0..today.platforms {
        if today.open >> p & 1 == 0 {
            continue;
        }
        let (mut presence, mut read_by, mut crossing) = ([ends[0].row.at(p), ends[1].row.at(p)], [p, p], 0.0);
        if today.has_bridges {
            for end in 0..2 {
                crossing += cross(today, p, ends[end], &mut presence[end], &mut read_by[end]);
            }
        }
        // A bridge needs somebody at the other side.
        let is_empty = ends[0].row.at(p) == 0 && ends[1].row.at(p) == 0;
        if presence[0] == 0 || presence[1] == 0 || is_empty {
            continue;
        }
        if today.has_search && !found(today, tie, persons, p, presence) {
            continue;
        }
        let mut cost = today.race.fit[layer][p] * (today.race.reach[usize::from(presence[0])] * today.race.reach[usize::from(presence[1])]);
        if home == p {
            cost *= today.race.history[tie.history() as usize];
        }
        if share == Some(p) {
            cost *= today.race.share[p];
        }
        if let Some(c) = share
            && today.has_blocks
            && is_blocked(today, persons, c, p)
        {
            continue;
        }
        let extra = if today.has_bonus { bonus(today, audiences, tie, persons, p) } else { 0.0 } - crossing;
        if extra != 0.0 {
            cost *= today.cost(extra);
        }
        if (0..2).any(|end| fails(today, ends[end].person, p)) {
            continue;
        }
        let race = races[p] * cost;
        if race < best {
            best = race;
            chosen = Some(Venue { platform: p, read_by });
        }
    }
    chosen
}

/// Presence at a venue through a bridge where that is greater; the utility that the crossing costs.
fn cross(today: &Today, venue: usize, end: End, presence: &mut u8, read_by: &mut usize) -> f32 {
    let mut cost = 0.0;
    for &q in &today.order {
        let share = today.bridge[venue][q];
        if q == venue || share == 0.0 || today.open >> q & 1 == 0 || fails(today, end.person, q) {
            continue;
        }
        let through = (share * f32::from(end.row.at(q))) as u8;
        if through > *presence {
            *presence = through;
            *read_by = q;
            cost = today.behaviour.bridge_cost as f32 * (1.0 - share);
        }
    }
    cost
}

/// Whether the two know that they can reach each other here.
fn found(today: &Today, tie: Tie, ends: [u32; 2], p: usize, presence: [u8; 2]) -> bool {
    let contacts = today.attributes[p].contacts as f32;
    if contacts >= 1.0 {
        return true;
    }
    let draw = unit(DayKey::with(today.keys.found.tie(ends[0], ends[1]), today.tags[p]));
    draw < known(contacts, presence[0].min(presence[1]))
        || today.imports.iter().any(|&(platform, of, share)| platform.index() == p && tie.home() == of && draw < share)
}

/// The share of contacts that know of each other where the one who is there less has this presence.
#[inline(always)]
pub fn known(contacts: f32, presence: u8) -> f32 {
    contacts + (1.0 - contacts) * (f32::from(presence) / 255.0)
}

/// Whether a share of `content` is stopped on `venue`.
pub fn is_blocked(today: &Today, ends: [u32; 2], content: usize, venue: usize) -> bool {
    let share = today.blocked[content][venue];
    share > 0.0 && unit(DayKey::with(today.keys.blocked.tie(ends[0], ends[1]), today.tags[venue])) < share
}

/// Whether some promotion or mandate makes a platform a better venue today.
pub fn has_bonus(today: &Today, p: usize) -> bool {
    today.promotions.iter().any(|promotion| promotion.platform.index() == p && promotion.bonus != 0.0)
        || today.mandates.iter().any(|mandate| mandate.platform.index() == p)
}

/// Extra utility of a venue by promotions and mandates, the same from both ends.
pub fn bonus(today: &Today, audiences: &Audiences, tie: Tie, ends: [u32; 2], p: usize) -> f32 {
    let mut sum = 0.0;
    if !today.promotions.is_empty() {
        sum += 0.5 * (promised(today, audiences, ends[0], p) + promised(today, audiences, ends[1], p));
    }
    for mandate in &today.mandates {
        if mandate.platform.index() == p
            && mandate.layer.map(Layer::index) == Some(tie.layer_code())
            && ends.iter().all(|&end| audiences.hold(mandate.event, end))
        {
            sum += mandate.bonus;
        }
    }
    sum
}

/// b: what promotions add for a person on a platform today.
pub fn promised(today: &Today, audiences: &Audiences, person: u32, p: usize) -> f32 {
    let mut sum = 0.0;
    for promotion in &today.promotions {
        if promotion.platform.index() == p && audiences.hold(promotion.event, person) {
            sum += promotion.bonus;
        }
    }
    sum
}

/// Whether a platform is down for a person today.
#[inline(always)]
pub fn fails(today: &Today, person: u32, p: usize) -> bool {
    !today.outages.is_empty() && is_down(today, person, p)
}

fn is_down(today: &Today, person: u32, p: usize) -> bool {
    let draw = || unit32(today.keys.outage.cheap(person, today.tags[p]));
    today.outages.iter().any(|&(platform, share)| platform.index() == p && draw() < share)
}

/// Which share, if any, each of some ties gets today: the platform whose content it is, or [`NO_VENUE`]. `gates` are cheap draws of the ties; of what
/// their ends opened yesterday, the end with the smaller number comes first.
#[inline(always)]
pub fn shared(
    today: &Today,
    ties: &[u32; LANES],
    weights: &[u32; LANES],
    opened_yesterday: &[[u32; LANES]; 2],
    gates: &[u32; LANES],
) -> [u32; LANES] {
    let (mut point, mut weight, mut greatest) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
    for lane in 0..LANES {
        point[lane] = gates[lane] as f32 * (1.0 / 4_294_967_296.0);
        // Weights have less than 31 bits.
        weight[lane] = weights[lane] as i32 as f32 * WEIGHT_UNIT;
        greatest[lane] = today.weights.fresh(Tie(ties[lane])) as i32 as f32 * WEIGHT_UNIT;
    }
    let (mut start, mut content) = ([0.0; LANES], [NO_VENUE; LANES]);
    for &(c, rate) in &today.sharing {
        for opened in opened_yesterday {
            for lane in 0..LANES {
                // No tie weighs more than a fresh one, so a point lies within one of these stretches at most.
                let is_within = (point[lane] >= start[lane]) & (point[lane] < start[lane] + weight[lane] * rate);
                let has_opened = opened[lane] >> c & 1 == 1;
                content[lane] = if is_within & has_opened { c as u32 } else { content[lane] };
                // Who did not open it takes no part of the draw: what is beyond 1 is lost.
                start[lane] += if has_opened { greatest[lane] * rate } else { 0.0 };
            }
        }
    }
    content
}

/// One part of a weight.
const WEIGHT_UNIT: f32 = 1.0 / crate::ids::WEIGHT_PARTS as f32;
