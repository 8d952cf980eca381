//! The pass over people and their ties: adopt, open, talk and home, all read from one morning.

use crate::metrics::record::{DELAY_PARTS, DayRecord};
use crate::rules::Today;
use crate::rules::gather::Session;
use crate::walk::{LEAF, Part, TieRows, walk};
use crate::world::{App, Audiences, GroupState, JOINED, MEMBER, Membership, Month, Row, Rows, World};

use super::Evening;
use super::messages::{Batch, Ends, Waiting};
use super::openings::Views;

/// What everybody can read this morning.
#[derive(Clone, Copy)]
pub(super) struct Morning<'a> {
    pub(super) today: &'a Today,
    pub(super) audiences: &'a Audiences,
    pub(super) rows: &'a Rows,
    pub(super) segment: &'a [u8],
    pub(super) month: &'a [Month],
    pub(super) neighbour: &'a [u32],
    pub(super) first: &'a [u32],
    pub(super) groups: &'a [GroupState],
    pub(super) member_of: &'a Membership,
    /// Where each group meets today.
    pub(super) met: &'a [Session],
    /// Expected wait for an opening, by presence, in [`DELAY_PARTS`].
    pub(super) delay: &'a [u16; 256],
}

/// What is decided for a run of people.
struct Share<'a> {
    rows: TieRows<'a>,
    app: &'a mut [App],
    platforms: usize,
    voluntary: &'a mut [u8],
    called: &'a mut [u8],
    adopted: &'a mut [u8],
}

impl Part for Share<'_> {
    fn count(&self) -> usize {
        self.voluntary.len()
    }

    fn split(self, at: usize) -> (Self, Self) {
        let platforms = self.platforms;
        let (rows, rows_after) = self.rows.split(at);
        let (app, app_after) = self.app.split_at_mut(at * platforms);
        let (voluntary, voluntary_after) = self.voluntary.split_at_mut(at);
        let (called, called_after) = self.called.split_at_mut(at);
        let (adopted, adopted_after) = self.adopted.split_at_mut(at);
        (
            Share { rows, app, platforms, voluntary, called, adopted },
            Share { rows: rows_after, app: app_after, platforms, voluntary: voluntary_after, called: called_after, adopted: adopted_after },
        )
    }
}

/// Decides the day of everybody: half-ties are updated in place, the rest lies in `evening` until it is applied.
pub fn decide(world: &mut World, today: &Today, audiences: &Audiences, evening: &mut Evening) -> DayRecord {
    let morning = Morning {
        today,
        audiences,
        rows: &world.rows,
        segment: &world.segment,
        month: &world.month,
        neighbour: &world.graph.neighbour,
        first: &world.graph.first,
        groups: &world.groups.state,
        member_of: &world.groups.of,
        met: &evening.met,
        delay: &evening.delay,
    };
    let share = Share {
        rows: TieRows::new(&world.graph.first, &mut world.graph.tie),
        app: &mut world.app,
        platforms: world.platforms,
        voluntary: &mut evening.voluntary,
        called: &mut evening.called,
        adopted: &mut evening.adopted,
    };
    walk(share, LEAF, &|share: Share| morning.decide(share), &DayRecord::merged)
}

/// The same code on the widest vectors that the machine has. Nothing is fused or reordered, so the bits are the same.
#[cfg(target_arch = "x86_64")]
mod wide {
    use super::{DayRecord, Morning, Share};

    #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,bmi2,lzcnt")]
    pub fn avx512(morning: &Morning, share: Share) -> DayRecord {
        morning.decide_all(share)
    }

    #[target_feature(enable = "avx2,bmi2,lzcnt")]
    pub fn avx2(morning: &Morning, share: Share) -> DayRecord {
        morning.decide_all(share)
    }
}

impl Morning<'_> {
    fn decide(&self, share: Share) -> DayRecord {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512dq") && is_x86_feature_detected!("avx512vl") && is_x86_feature_detected!("avx512bw") {
                // SAFETY: the instructions were found on this machine; all that have these have the others named there.
                return unsafe { wide::avx512(self, share) };
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2") && is_x86_feature_detected!("lzcnt") {
                // SAFETY: the instructions were found on this machine.
                return unsafe { wide::avx2(self, share) };
            }
        }
        self.decide_all(share)
    }

    #[inline(always)]
    fn decide_all(&self, share: Share) -> DayRecord {
        let mut count = DayRecord::default();
        let Share { rows, app, platforms, voluntary, called, adopted } = share;
        let first_tie = rows.first[0] as usize;
        let mut ends = Ends { ties: rows.ties, called, first_tie };
        let mut batch = Batch::new();
        let mut views = Views::new();
        // A closure would not be compiled for the wide vectors, so this is a loop.
        for offset in 0..voluntary.len() {
            let person = (rows.start + offset) as u32;
            let places = rows.first[offset] as usize - first_tie..rows.first[offset + 1] as usize - first_tie;
            let row = self.rows.read(person);
            let apps = &mut app[offset * platforms..(offset + 1) * platforms];
            let mut waiting = Waiting::default();
            // People adopt and are watched by the ties of this morning: messages are put aside until then.
            let start = first_tie + places.start;
            let adopts = self.adopt(person, row, apps, start, &ends.ties[places.clone()], &mut count);
            let watched = self.watched(start, &ends.ties[places.clone()]);
            ends.called[offset] = 0;
            self.gather(person, row, &mut waiting, &mut ends.called[offset]);
            self.talk(person, offset, row, places, &mut ends, &mut batch, &mut waiting, &mut count);
            self.look(person, offset, row, apps, &watched, &waiting, &mut views);
            voluntary[offset] = adopts;
            adopted[offset] = adopts;
        }
        self.send(&mut batch, &mut ends, &mut count);
        self.open(rows.start, &views, app, voluntary);
        count
    }

    /// The person's part in the groups that meet today, and what their groups let wait.
    #[inline(always)]
    fn gather(&self, person: u32, row: Row, waiting: &mut Waiting, calls: &mut u8) {
        for &entry in &self.member_of.group[self.member_of.row(person as usize)] {
            if entry & JOINED == 0 {
                continue;
            }
            let group = entry & MEMBER;
            let state = &self.groups[group as usize];
            waiting.groups[usize::from(state.home)][usize::from(state.topic)] += u32::from(state.vitality);
            let session = self.met[group as usize];
            if let Some(p) = session.venue()
                && session.holds(self.today, self.audiences, group, person, row)
            {
                *calls |= 1 << p;
            }
        }
    }
}

/// The expected wait, in days after the message, of somebody who opens with this presence; at most a month.
pub fn delays() -> [u16; 256] {
    std::array::from_fn(|presence| {
        let days = if presence == 0 { 28.0 } else { (255.0 / presence as f64 - 1.0).min(28.0) };
        (days * DELAY_PARTS as f64) as u16
    })
}
