//! What people read of their groups in the morning: what waits there, and which sessions they attend. Memberships of people side by side are gone
//! through as one list, as their ties are.

use crate::ids::LANES;
use crate::world::{MEMBER, Row};

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
        if size_of_val(self.met) > scan::NEAR {
            self.ask_for_notices(places.start + AHEAD);
        }
        for start in places.clone().step_by(STRETCH) {
            let stretch = start..(start + STRETCH).min(places.end);
            scan::name_people(bounds, &stretch, &mut found.stretch.of);
            self.read_notices(block, &self.member_of.group[stretch], found, &mut calls);
        }
        calls
    }

    #[inline(always)]
    fn ask_for_notices(&self, place: usize) {
        for &entry in self.member_of.group.get(place..place + TOGETHER).unwrap_or_default() {
            scan::ask_for(self.met, (entry & MEMBER) as usize);
        }
    }

    /// The same of a stretch of memberships.
    #[inline(always)]
    fn read_notices(&self, block: &Block, memberships: &[u32], found: &mut Found, calls: &mut [u8; LANES]) {
        for (entry, lane) in found.add_groups(memberships, self.met) {
            let (group, lane) = (entry & MEMBER, usize::from(lane) % LANES);
            let session = self.met[group as usize].session();
            let attends = session.holds(self.today, self.audiences, group, block.person[lane], Row(block.row[lane]));
            calls[lane] |= u8::from(attends) << session.venue().expect("it meets");
        }
    }
}
