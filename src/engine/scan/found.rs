//! What was found of the ties and groups of people side by side.

use crate::ids::{Layer, NOWHERE, PLATFORMS_MAX, Topic};
use crate::rules::Today;
use crate::rules::open::LANES;
use crate::world::Row;

/// What was found, a lane a person.
pub(in crate::engine) struct Found {
    /// Nothing was.
    pub is_clear: bool,
    /// Weight times partner's presence, by home and layer of the tie.
    pub waiting: [[[u64; LANES]; Layer::COUNT]; PLATFORMS_MAX + 1],
    /// Vitality of groups, by home and topic.
    pub groups: [[[u32; LANES]; Topic::COUNT]; PLATFORMS_MAX + 1],
    /// What waits on days with bridges, where it depends on what can be read elsewhere.
    pub bridged: [[f32; LANES]; PLATFORMS_MAX],
    /// Acquaintances, and the sum of their presences by platform.
    pub acquaintances: [u32; LANES],
    pub watching: [[u32; PLATFORMS_MAX]; LANES],
    /// Where the widest code works out a stretch of ties.
    #[cfg(target_arch = "x86_64")]
    pub stretch: super::wide::Stretch,
}

impl Default for Found {
    fn default() -> Found {
        Found {
            is_clear: true,
            waiting: [[[0; LANES]; Layer::COUNT]; PLATFORMS_MAX + 1],
            groups: [[[0; LANES]; Topic::COUNT]; PLATFORMS_MAX + 1],
            bridged: [[0.0; LANES]; PLATFORMS_MAX],
            acquaintances: [0; LANES],
            watching: [[0; PLATFORMS_MAX]; LANES],
            #[cfg(target_arch = "x86_64")]
            stretch: super::wide::Stretch::ZERO,
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
            self.waiting[home] = [[0; LANES]; Layer::COUNT];
            self.groups[home] = [[0; LANES]; Topic::COUNT];
        }
        self.bridged = [[0.0; LANES]; PLATFORMS_MAX];
        self.acquaintances = [0; LANES];
        self.watching = [[0; PLATFORMS_MAX]; LANES];
        self.is_clear = true;
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
        for (waiting, &weight) in self.waiting[p].iter().zip(&today.tie_pull) {
            for lane in 0..LANES {
                pull[lane] += weight * waiting[lane] as f32;
            }
        }
        for (vitality, &weight) in self.groups[p].iter().zip(&today.group_pull) {
            for lane in 0..LANES {
                pull[lane] += weight * vitality[lane] as f32;
            }
        }
        pull
    }
}
