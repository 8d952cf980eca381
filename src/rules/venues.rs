//! The venues of many messages side by side: the choice of [`talk::venue`] on a day without bridges and outages. The same bits, platform by
//! platform over all messages instead of message by message.

use bytemuck::Zeroable;

use crate::bits;
use crate::float;
use crate::ids::{LANES, PLATFORMS_MAX};
use crate::rng::{DayKey, gate_tagged, unit, unit32};
use crate::ties::Tie;
use crate::world::Audiences;

use super::weight::of_layer;
use super::{Today, talk};

/// Messages handled together.
pub const BATCH: usize = 512;

/// No venue: silence.
pub const NO_VENUE: u32 = 255;

/// What a batch of messages is decided by, a place each.
#[derive(Zeroable)]
pub struct Choices {
    /// Pairs of the messages' ends, of which all their draws are made.
    pub pair: [u32; BATCH],
    pub person: [u32; BATCH],
    pub other: [u32; BATCH],
    /// The ends' rows.
    pub mine: [u64; BATCH],
    pub theirs: [u64; BATCH],
    /// The ties as they were in the morning.
    pub tie: [u32; BATCH],
    /// The platform whose content is shared; [`NO_VENUE`] for talk.
    pub share: [u32; BATCH],
}

impl Choices {
    pub fn forget(&mut self) {
        self.person.fill(0);
        self.other.fill(0);
    }

    /// Copies the messages at some places of another batch.
    #[inline(always)]
    fn pick(&mut self, from: &Choices, places: &[u32]) {
        for (m, &place) in places.iter().enumerate() {
            let place = place as usize;
            self.pair[m] = from.pair[place];
            self.person[m] = from.person[place];
            self.other[m] = from.other[place];
            self.mine[m] = from.mine[place];
            self.theirs[m] = from.theirs[place];
            self.tie[m] = from.tie[place];
            self.share[m] = from.share[place];
        }
    }
}

/// Room for working out the venues of a batch.
#[derive(Zeroable)]
pub struct Contest {
    /// Messages that could be sent on the platform looked at, when they are few: their places, and what they are decided by.
    places: [u32; BATCH],
    few: Choices,
    /// E · e^(−βV) of the best venue so far.
    best: [f32; BATCH],
    entry: Entry,
}

impl Contest {
    pub fn forget(&mut self) {
        self.few.forget();
    }
}

/// E · e^(−βV) of one platform for some messages.
#[derive(Zeroable)]
struct Entry {
    race: [f32; BATCH],
    /// What reaching both ends costs, and what a history elsewhere does.
    reach: [f32; BATCH],
    history: [f32; BATCH],
    /// How much history there is here.
    level: [u8; BATCH],
    /// What costs are multiplied with.
    factor: [f32; BATCH],
    /// What promotions promise the other end.
    promised: [f32; BATCH],
}

/// Whether today's venues can be chosen side by side.
pub fn is_plain(today: &Today) -> bool {
    !today.has_bridges && today.outages.is_empty()
}

/// As many messages at a time as are worked out side by side. So many are known to the compiler, which makes vectors of them without loops for a rest.
#[inline(always)]
pub fn lanes_of<T>(messages: &[T]) -> &[[T; LANES]] {
    messages.as_chunks().0
}

#[inline(always)]
pub fn lanes_of_mut<T>(messages: &mut [T]) -> &mut [[T; LANES]] {
    messages.as_chunks_mut().0
}

/// E of one platform, or of outside, for each of the first messages.
#[inline(always)]
fn races(tag: u32, pair: &[u32], race: &mut [f32]) {
    for (race, pair) in lanes_of_mut(race).iter_mut().zip(lanes_of(pair)) {
        for lane in 0..LANES {
            race[lane] = -float::ln(unit32(gate_tagged(pair[lane], tag)));
        }
    }
}

/// The venue of each of the first messages, whole lanes of them; [`NO_VENUE`] where there is none.
#[inline(always)]
pub fn choose(today: &Today, audiences: &Audiences, choices: &Choices, contest: &mut Contest, venue: &mut [u32]) {
    let len = venue.len();
    let Contest { places, few, best, entry } = contest;
    races(today.race.tags[PLATFORMS_MAX], &choices.pair[..len], &mut best[..len]);
    for (best, tie) in lanes_of_mut(&mut best[..len]).iter_mut().zip(lanes_of(&choices.tie)) {
        for lane in 0..LANES {
            best[lane] *= of_layer(&today.race.outside, f32::INFINITY, Tie(tie[lane]).layer_code());
        }
    }
    venue.fill(NO_VENUE);
    for p in (0..today.platforms).filter(|&p| today.open >> p & 1 == 1) {
        let both = both_have(p, choices, len);
        let reached = both.iter().map(|word| word.count_ones()).sum::<u32>() as usize;
        if reached * 2 > len {
            entry.enter(today, audiences, p, choices, len);
            for ((best, venue), race) in lanes_of_mut(best).iter_mut().zip(lanes_of_mut(venue)).zip(lanes_of(&entry.race)) {
                // Copies, as the compiler would ask for each lane whether it has to be written.
                let (mut least, mut chosen) = (*best, *venue);
                for lane in 0..LANES {
                    let is_best = race[lane] < least[lane];
                    least[lane] = if is_best { race[lane] } else { least[lane] };
                    chosen[lane] = if is_best { p as u32 } else { chosen[lane] };
                }
                (*best, *venue) = (least, chosen);
            }
        } else if reached > 0 {
            bits::list(both, places);
            few.pick(choices, &places[..reached]);
            entry.enter(today, audiences, p, few, reached);
            for (&place, &race) in places[..reached].iter().zip(&entry.race) {
                let place = place as usize;
                if race < best[place] {
                    best[place] = race;
                    venue[place] = p as u32;
                }
            }
        }
    }
}

/// Which of the first messages, whole lanes of them, have a platform at both ends: a bit each.
#[inline(always)]
fn both_have(p: usize, choices: &Choices, len: usize) -> [u64; BATCH / bits::WORD] {
    let mut both = [0; BATCH / bits::WORD];
    for (some, (mine, theirs)) in lanes_of(&choices.mine[..len]).iter().zip(lanes_of(&choices.theirs)).enumerate() {
        let (mine, theirs) = (of_platform(p, mine), of_platform(p, theirs));
        let mut is_reached = [false; LANES];
        for lane in 0..LANES {
            is_reached[lane] = (mine[lane] != 0) & (theirs[lane] != 0);
        }
        bits::put(&mut both, some, is_reached);
    }
    both
}

/// The presences on a platform that rows hold.
#[inline(always)]
fn of_platform(p: usize, rows: &[u64; LANES]) -> [u8; LANES] {
    rows.map(|row| (row >> (8 * p)) as u8)
}

impl Entry {
    /// Works out one platform as the venue of each of the first messages.
    #[inline(always)]
    fn enter(&mut self, today: &Today, audiences: &Audiences, p: usize, choices: &Choices, len: usize) {
        // Whole lanes: what stands after the last message is worked out for nothing, which is less than what a short vector costs.
        let len = len.next_multiple_of(LANES).min(BATCH);
        races(today.race.tags[p], &choices.pair[..len], &mut self.race[..len]);
        let has_factor = self.factors(today, audiences, p, choices, len);
        let Entry { race, factor, reach, level, history, .. } = self;
        let (race, factor, reach, history) = (&mut race[..len], &factor[..len], &mut reach[..len], &mut history[..len]);
        let (mine, theirs) = (&choices.mine[..len], &choices.theirs[..len]);
        let (tie, share) = (&choices.tie[..len], &choices.share[..len]);
        // What has to be looked up comes first, so that the rest is worked out side by side.
        for ((reach, mine), theirs) in reach.iter_mut().zip(mine).zip(theirs) {
            // A presence of 0 costs infinitely much.
            let (a, b) = ((mine >> (8 * p)) as u8, (theirs >> (8 * p)) as u8);
            *reach = today.race.reach[usize::from(a)] * today.race.reach[usize::from(b)];
        }
        for (level, &tie) in level[..len].iter_mut().zip(tie) {
            // No history costs nothing.
            *level = if Tie(tie).home().index() == p { Tie(tie).history() as u8 } else { 0 };
        }
        for (history, &level) in history.iter_mut().zip(&*level) {
            *history = today.race.history[usize::from(level)];
        }
        let fit = today.race.fit.map(|by_platform| by_platform[p]);
        let sharing = today.race.share[p];
        let costs = lanes_of(reach).iter().zip(lanes_of(history)).zip(lanes_of(factor));
        let messages = lanes_of(tie).iter().zip(lanes_of(share));
        for ((race, (tie, share)), ((reach, history), factor)) in lanes_of_mut(race).iter_mut().zip(messages).zip(costs) {
            for lane in 0..LANES {
                let mut cost = of_layer(&fit, f32::INFINITY, Tie(tie[lane]).layer_code()) * reach[lane];
                cost *= history[lane];
                cost *= if share[lane] == p as u32 { sharing } else { 1.0 };
                cost *= if has_factor { factor[lane] } else { 1.0 };
                race[lane] *= cost;
            }
        }
    }

    /// What each message's cost at a platform is multiplied with: infinite where contacts are not found or shares are stopped, and less by
    /// bonuses. False where nothing of the kind is on.
    #[inline(always)]
    fn factors(&mut self, today: &Today, audiences: &Audiences, p: usize, choices: &Choices, len: usize) -> bool {
        let has_bonus = talk::has_bonus(today, p);
        let has_search = today.attributes[p].contacts < 1.0;
        let has_blocks = today.has_blocks && today.blocked.iter().any(|by_venue| by_venue[p] > 0.0);
        if !(has_bonus || has_search || has_blocks) {
            return false;
        }
        if has_bonus {
            self.reward(today, audiences, p, choices, len);
        } else {
            self.factor[..len].fill(1.0);
        }
        if has_search {
            self.find(today, p, choices, len);
        }
        if has_blocks {
            for m in (0..len).filter(|&m| choices.share[m] != NO_VENUE) {
                if talk::is_blocked(today, [choices.person[m], choices.other[m]], choices.share[m] as usize, p) {
                    self.factor[m] = f32::INFINITY;
                }
            }
        }
        true
    }

    /// Lowers costs by what promotions and mandates add: [`talk::bonus`], one promotion after the other.
    #[inline(always)]
    fn reward(&mut self, today: &Today, audiences: &Audiences, p: usize, choices: &Choices, len: usize) {
        let (bonus, promised) = (&mut self.factor[..len], &mut self.promised[..len]);
        bonus.fill(0.0);
        promised.fill(0.0);
        for promotion in today.promotions.iter().filter(|promotion| promotion.platform.index() == p) {
            audiences.add_to(promotion.event, promotion.bonus, &choices.person, bonus);
            audiences.add_to(promotion.event, promotion.bonus, &choices.other, promised);
        }
        for (bonus, promised) in bonus.iter_mut().zip(promised) {
            *bonus = 0.5 * (*bonus + *promised);
        }
        for mandate in today.mandates.iter().filter(|mandate| mandate.platform.index() == p) {
            let layer = mandate.layer.map(|layer| layer.index());
            for (m, bonus) in bonus.iter_mut().enumerate().filter(|(m, _)| layer == Some(Tie(choices.tie[*m]).layer_code())) {
                if audiences.hold(mandate.event, choices.person[m]) && audiences.hold(mandate.event, choices.other[m]) {
                    *bonus += mandate.bonus;
                }
            }
        }
        for factor in bonus {
            *factor = today.cost(*factor);
        }
    }

    /// Closes a platform to those who have not found each other there.
    #[inline(always)]
    fn find(&mut self, today: &Today, p: usize, choices: &Choices, len: usize) {
        let contacts = today.attributes[p].contacts as f32;
        let mut imported = [0.0_f32; PLATFORMS_MAX + 1];
        for &(_, of, share) in today.imports.iter().filter(|(platform, ..)| platform.index() == p) {
            imported[of.index()] = imported[of.index()].max(share);
        }
        for m in 0..len {
            let (a, b) = ((choices.mine[m] >> (8 * p)) as u8, (choices.theirs[m] >> (8 * p)) as u8);
            let draw = unit(DayKey::with(today.keys.found.tie(choices.person[m], choices.other[m]), today.tags[p]));
            let is_found = draw < talk::known(contacts, a.min(b)).max(imported[Tie(choices.tie[m]).home().index()]);
            self.factor[m] = if is_found { self.factor[m] } else { f32::INFINITY };
        }
    }
}
