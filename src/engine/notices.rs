//! What people read of their groups in the morning: what waits there, and which sessions they attend. Memberships of people side by side are gone
//! through as one list, as their ties are.

use crate::cache::ask_for_each;
use crate::ids::LANES;
use crate::world::MEMBER;

use super::people::{Block, Morning};
use super::scan::{self, Found, STRETCH};

/// So many memberships ahead, and so many at once, what groups say is asked for.
const AHEAD: usize = 64;
const TOGETHER: usize = 64;

impl Morning<'_> {
    /// Adds up what waits in the groups of people side by side. The platforms that sessions call each of them to, as masks.
    #[inline(always)]
    pub(super) fn gather(&self, block: &Block, found: &mut Found) -> [u8; LANES] {
        let mut calls = [0; LANES];
        // Without groups nobody is a member of any.
        if self.met.is_empty() {
            return calls;
        }
        let first = block.person[0] as usize;
        let bounds = &self.member_of.first[first..=first + block.lanes];
        let places = bounds[0] as usize..bounds[block.lanes] as usize;
        let next = self.member_of.group.get(places.start + AHEAD..places.start + AHEAD + TOGETHER).unwrap_or_default();
        ask_for_each(self.met, next.iter().map(|&entry| (entry & MEMBER) as usize));
        for start in places.clone().step_by(STRETCH) {
            let stretch = start..(start + STRETCH).min(places.end);
            scan::name_people(bounds, &stretch, &mut found.stretch.of);
            self.read_notices(block, &self.member_of.group[stretch], found, &mut calls);
        }
        calls
    }

    /// The same of a stretch of memberships.
    #[inline(always)]
    fn read_notices(&self, block: &Block, memberships: &[u32], found: &mut Found, calls: &mut [u8; LANES]) {
        for (entry, lane) in found.add_groups(memberships, self.met) {
            let (group, lane) = (entry & MEMBER, usize::from(lane) % LANES);
            let session = self.met[group as usize].session();
            let attends = session.holds(self.today, group, block.person[lane], |p| block.columns.of_lane(lane, p));
            calls[lane] |= u8::from(attends) << session.venue().expect("it meets");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::engine::Evening;
    use crate::engine::life::tests::lived;
    use crate::engine::meetings::meet;
    use crate::engine::people::dawn;
    use crate::world::JOINED;

    #[test]
    fn groups_gone_through_as_a_list_say_what_they_say_one_by_one() {
        const PEOPLE: usize = 603;
        let town = include_str!("../../scenarios/bench/town.toml");
        // So many creators that people side by side have more memberships than are gone through together.
        let creators = town.replace("creators = 0.001\nfans_mean = 100\n", "creators = 0.9\nfans_mean = 200\n");
        for (text, is_long) in [(town, false), (&creators, true)] {
            let (called, most) = (Cell::new(0), Cell::new(0));
            lived(text, PEOPLE as u32, 21, |life| {
                if life.day() % 10 != 0 {
                    return;
                }
                let (mut world, mut evening) = (life.world.clone(), Evening::new(PEOPLE, life.world.groups.state.len()));
                meet(&mut world, &life.today, &life.audiences, &mut evening);
                let (morning, _) = dawn(&mut world, &life.today, &life.audiences, &mut evening);
                let mut found = Box::new(Found::default());
                for first in (0..PEOPLE).step_by(LANES) {
                    let block = morning.block(first, LANES.min(PEOPLE - first));
                    let (calls, mut waits) = (morning.gather(&block, &mut found), Found::default().groups);
                    let mut memberships = 0;
                    for lane in 0..block.lanes {
                        let mut expected = 0;
                        for &entry in &morning.member_of.group[morning.member_of.row(first + lane)] {
                            memberships += 1;
                            if entry & JOINED == 0 {
                                continue;
                            }
                            let notice = morning.met[(entry & MEMBER) as usize];
                            let (session, place) = (notice.session(), notice.home_and_topic());
                            waits[place >> 3][place & 7][lane] += notice.vitality();
                            if let Some(p) = session.venue()
                                && session.holds(&life.today, entry & MEMBER, block.person[lane], |p| block.columns.of_lane(lane, p))
                            {
                                expected |= 1 << p;
                            }
                        }
                        assert_eq!(calls[lane], expected, "person {} on day {}", first + lane, life.day());
                        called.set(called.get() + expected.count_ones());
                    }
                    assert!(found.groups == waits, "people from {first} on, on day {}", life.day());
                    found.clear(life.today.platforms);
                    most.set(most.get().max(memberships));
                }
            });
            assert!(called.get() > 0, "some are called");
            assert_eq!(most.get() > STRETCH, is_long, "{} memberships at most", most.get());
        }
    }
}
