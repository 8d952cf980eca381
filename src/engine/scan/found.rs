//! What was found of the ties and groups of people side by side.

use crate::ids::{LANES, Layer, NOWHERE, PLATFORMS_MAX, Topic};
use crate::rules::Today;
use crate::rules::gather::Notice;
use crate::rules::weight::Weights;
use crate::world::{JOINED, MEMBER, Row};

use super::{STRETCH, Stretch};

/// Codes of layers and of topics, and sums by home, code and lane.
const CODES: usize = 8;
const SUMS: usize = (PLATFORMS_MAX + 1) * CODES * LANES;

/// What was found, a lane a person.
pub(in crate::engine) struct Found {
    /// Nothing was.
    pub is_clear: bool,
    /// Weight times partner's presence, by home and layer of the tie.
    pub waiting: [[[u64; LANES]; CODES]; PLATFORMS_MAX + 1],
    /// Vitality of groups, by home and topic.
    pub groups: [[[u32; LANES]; CODES]; PLATFORMS_MAX + 1],
    /// Memberships whose groups meet today, with their lanes.
    meeting: [(u32, u8); STRETCH],
    /// What waits on days with bridges, where it depends on what can be read elsewhere.
    pub bridged: [[f32; LANES]; PLATFORMS_MAX],
    /// Acquaintances, and the sum of their presences by platform.
    pub acquaintances: [u32; LANES],
    pub watching: [[u32; PLATFORMS_MAX]; LANES],
    pub(in crate::engine) stretch: Stretch,
    /// Where the widest code works out a stretch of ties.
    #[cfg(target_arch = "x86_64")]
    pub(super) wide: super::wide::Stretch,
}

impl Default for Found {
    fn default() -> Found {
        Found {
            is_clear: true,
            waiting: [[[0; LANES]; CODES]; PLATFORMS_MAX + 1],
            groups: [[[0; LANES]; CODES]; PLATFORMS_MAX + 1],
            meeting: [(0, 0); STRETCH],
            bridged: [[0.0; LANES]; PLATFORMS_MAX],
            acquaintances: [0; LANES],
            watching: [[0; PLATFORMS_MAX]; LANES],
            stretch: Stretch::ZERO,
            #[cfg(target_arch = "x86_64")]
            wide: super::wide::Stretch::ZERO,
        }
    }
}

impl Found {
    /// Makes ready for the next people in a world of so many platforms: the places of others are never written.
    #[inline(always)]
    pub fn clear(&mut self, platforms: usize) {
        if self.is_clear {
            return;
        }
        for home in (0..platforms).chain([NOWHERE.index()]) {
            self.waiting[home][..Layer::COUNT].fill([0; LANES]);
            self.groups[home][..Topic::COUNT].fill([0; LANES]);
        }
        self.bridged = [[0.0; LANES]; PLATFORMS_MAX];
        self.acquaintances = [0; LANES];
        self.watching = [[0; PLATFORMS_MAX]; LANES];
        self.is_clear = true;
    }

    /// Where it is added up what has a home and, in the three bits below it, a code of layer or topic, for the person in a lane.
    #[inline(always)]
    pub fn place(home_and_code: usize, lane: u8) -> u32 {
        (home_and_code * LANES) as u32 | u32::from(lane)
    }

    /// Looks up what so many ties of a stretch weigh, and adds up what waits at their homes.
    #[inline(always)]
    pub fn add_up(&mut self, weights: &[u16; Weights::PLACES], presences: &[u8], ties: usize) {
        let (stretch, sums) = (&mut self.stretch, self.waiting.as_flattened_mut().as_flattened_mut());
        let greatest = |places: &[u32; STRETCH]| places[..ties].iter().fold(0, |last, &place| place.max(last)) as usize;
        let (weight, presence, sum) = (greatest(&stretch.weight_at), greatest(&stretch.presence_at), greatest(&stretch.sum_at));
        assert!(weight < weights.len() && presence < presences.len() && sum < sums.len(), "all tables hold all places");
        // SAFETY: no place is beyond the greatest, and a stretch has no more ties.
        unsafe { add_each(stretch, weights, presences, sums, ties) };
    }

    /// Lets groups wait for those who joined them, whose lanes lie ready. The memberships whose groups meet today, and their lanes.
    #[inline(always)]
    pub fn add_groups(&mut self, memberships: &[u32], met: &[Notice]) -> impl Iterator<Item = (u32, u8)> {
        self.is_clear &= memberships.is_empty();
        let count = add_each_group(&mut self.groups, &mut self.meeting, memberships, &self.stretch.of, met);
        self.meeting[..count].iter().copied()
    }

    /// Adds an acquaintance to those who see a person.
    #[inline(always)]
    pub fn see(&mut self, lane: usize, acquaintance: Row, platforms: usize) {
        self.acquaintances[lane] += 1;
        for (p, presence) in self.watching[lane].iter_mut().enumerate().take(platforms) {
            *presence += u32::from(acquaintance.at(p));
        }
    }

    /// Messages a day times value that wait for each person on a platform.
    #[inline(always)]
    pub fn pull(&self, today: &Today, p: usize) -> [f32; LANES] {
        let mut pull = self.bridged[p];
        let waiting = &self.waiting[p][..Layer::COUNT];
        // Nearly all fit 31 bits, for which more machines have vectors.
        let is_small = waiting.as_flattened().iter().fold(0, |bits, sum| bits | sum) >> 31 == 0;
        for (waiting, &weight) in waiting.iter().zip(&today.tie_pull) {
            let waiting = if is_small { waiting.map(|sum| sum as i32 as f32) } else { large_numbers(waiting) };
            for lane in 0..LANES {
                pull[lane] += weight * waiting[lane];
            }
        }
        for (vitality, &weight) in self.groups[p].iter().zip(&today.group_pull) {
            for lane in 0..LANES {
                pull[lane] += weight * vitality[lane] as i32 as f32;
            }
        }
        pull
    }
}

/// Looks up what each of so many ties weighs, and adds that times the other end's presence to the sum at its place. Apart from the rest, so that all it
/// needs stays in registers.
///
/// # Safety
/// A stretch must have so many ties, and the tables all of their places.
#[inline(never)]
unsafe fn add_each(stretch: &mut Stretch, weights: &[u16; Weights::PLACES], presences: &[u8], sums: &mut [u64], ties: usize) {
    let mut add = |tie: usize| {
        // SAFETY: the caller's.
        unsafe {
            let weight = u32::from(*weights.get_unchecked(*stretch.weight_at.get_unchecked(tie) as usize));
            let presence = u32::from(*presences.get_unchecked(*stretch.presence_at.get_unchecked(tie) as usize));
            *stretch.weight.get_unchecked_mut(tie) = weight;
            *sums.get_unchecked_mut(*stretch.sum_at.get_unchecked(tie) as usize) += u64::from(weight * presence);
        }
    };
    // Ties beside each other often belong to one sum, and additions to it have to wait for each other: so four parts take turns.
    let part = ties / 4;
    for tie in 0..part {
        (0..4).for_each(|turn| add(turn * part + tie));
    }
    (4 * part..ties).for_each(add);
}

/// Adds the vitality of each membership's group to its sum, and lists those whose groups meet; how many. Apart like [`add_each`].
#[inline(never)]
fn add_each_group(
    groups: &mut [[[u32; LANES]; CODES]; PLATFORMS_MAX + 1],
    meeting: &mut [(u32, u8); STRETCH],
    memberships: &[u32],
    lanes: &[u8],
    met: &[Notice],
) -> usize {
    let sums = groups.as_flattened_mut().as_flattened_mut();
    let mut count = 0;
    for (&entry, &lane) in memberships.iter().zip(lanes) {
        let notice = if entry & JOINED == 0 { Notice::NONE } else { met[(entry & MEMBER) as usize] };
        sums[Found::place(notice.home_and_topic(), lane) as usize % SUMS] += notice.vitality();
        // Whether a group meets is anybody's guess, and a wrong guess of the machine costs more than writing it down for nothing.
        meeting[count % STRETCH] = (entry, lane);
        count += usize::from(notice.session().venue().is_some());
    }
    count
}

#[cold]
fn large_numbers(sums: &[u64; LANES]) -> [f32; LANES] {
    sums.map(|sum| sum as f32)
}
