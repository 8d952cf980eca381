//! The pass over groups: where each meets, and what that does to it.

use crate::bits;
use crate::cache::ask_for_each;
use crate::ids::{PLATFORMS_MAX, Topic};
use crate::metrics::record::DayRecord;
use crate::rules::gather::{CROWD_MAX, Notice, Session};
use crate::rules::{Today, gather};
use crate::walk::{Part, walk};
use crate::world::{Audiences, GroupMonth, GroupState, JOINED, MEMBER, Row, Rows, SPOKE, World};

use super::Evening;

/// Groups that one task handles.
const GROUPS: usize = 256;

/// Members of a group whose rows are kept while it meets, a bit each.
const NEAR: usize = bits::WORD;

struct Share<'a> {
    start: usize,
    first: &'a [u32],
    state: &'a mut [GroupState],
    month: &'a mut [GroupMonth],
    met: &'a mut [Notice],
    member: &'a mut [u32],
}

impl Part for Share<'_> {
    fn count(&self) -> usize {
        self.state.len()
    }

    fn split(self, at: usize) -> (Self, Self) {
        let (state, state_after) = self.state.split_at_mut(at);
        let (month, month_after) = self.month.split_at_mut(at);
        let (met, met_after) = self.met.split_at_mut(at);
        let (member, member_after) = self.member.split_at_mut((self.first[at] - self.first[0]) as usize);
        (
            Share { start: self.start, first: &self.first[..=at], state, month, met, member },
            Share {
                start: self.start + at,
                first: &self.first[at..],
                state: state_after,
                month: month_after,
                met: met_after,
                member: member_after,
            },
        )
    }
}

/// Lets groups meet; leaves in `evening.met` what members read of each.
pub fn meet(world: &mut World, today: &Today, audiences: &Audiences, evening: &mut Evening) -> DayRecord {
    let rows = &world.rows;
    let groups = &mut world.groups;
    if groups.state.is_empty() {
        return DayRecord::default();
    }
    let share = Share {
        start: 0,
        first: &groups.member_first,
        state: &mut groups.state,
        month: &mut groups.month,
        met: &mut evening.met,
        member: &mut groups.member,
    };
    let visit = |share: Share| {
        let mut count = DayRecord::default();
        let Share { start, first, state, month, met, member } = share;
        let (mut meeting, mut listed) = ([0; GROUPS], 0);
        for (offset, (state, (month, met))) in state.iter().zip(month.iter_mut().zip(met.iter_mut())).enumerate() {
            month.member_days += state.members;
            *met = Notice::new(Session::SILENT, state);
            // Whether it meets is anybody's guess, and a wrong guess of the machine costs more than writing it down for nothing.
            meeting[listed] = offset;
            listed += usize::from((state.members > 0) & gather::meets(today, (start + offset) as u32, state));
        }
        let row = |offset: usize| (first[offset] - first[0]) as usize..(first[offset + 1] - first[0]) as usize;
        let (bytes, stride) = rows.padded();
        for (at, &offset) in meeting[..listed].iter().enumerate() {
            if let Some(&next) = meeting[..listed].get(at + 1) {
                ask_for_each(bytes, member[row(next)].iter().take(NEAR).map(|&entry| (entry & MEMBER) as usize * stride));
            }
            let group = Group { number: (start + offset) as u32, today, audiences, rows };
            let state = &mut state[offset];
            let session = group.session(state, &mut member[row(offset)], &mut month[offset].messages, &mut count);
            met[offset] = Notice::new(session, state);
        }
        count
    };
    walk(share, GROUPS, &visit, &DayRecord::merged)
}

struct Group<'a> {
    number: u32,
    today: &'a Today,
    audiences: &'a Audiences,
    rows: &'a Rows,
}

impl Group<'_> {
    /// Where a group that meets today does so.
    fn session(&self, state: &mut GroupState, members: &mut [u32], messages: &mut u32, count: &mut DayRecord) -> Session {
        let today = self.today;
        let mut near = [Row(0); NEAR];
        let reach = self.reach(state, members, &mut near);
        let owner = self.rows.read(state.owner);
        let venue = gather::venue(today, self.audiences, self.number, state, owner, &reach[..today.platforms]);
        let session = venue.map_or(Session::SILENT, |p| Session::new(today, state, p));
        let (first, others) = members.split_at_mut(members.len().min(NEAR));
        // Of the first members it is remembered, for when it is asked who of them speaks.
        let mut known = 0;
        for (place, (entry, &row)) in first.iter().zip(&near).enumerate() {
            known |= u64::from(entry & JOINED != 0 && self.attends(entry & MEMBER, row, session)) << place;
        }
        let comes = |entry: u32| entry & JOINED != 0 && self.attends(entry & MEMBER, self.rows.read(entry & MEMBER), session);
        let attending = known.count_ones() + others.iter().filter(|&&entry| comes(entry)).count() as u32;
        let vitality_draw = today.keys.vitality.one(self.number);
        let Some(p) = venue.filter(|_| attending >= 2) else {
            gather::after_attendance(today, state, 0.0, vitality_draw);
            return Session::SILENT;
        };
        let readiness = today.crowd[attending.min(CROWD_MAX - 1) as usize] * today.willing[usize::from(state.topic)][p];
        let mut speak_up = |entry: &mut u32| {
            let member = *entry & MEMBER;
            // Who speaks is anybody's guess too.
            let speaks = u8::from(gather::speaks(today, self.number, member, state.owner, readiness));
            *entry |= SPOKE * u32::from(speaks);
            *messages += u32::from(speaks);
            count.group_messages[p] += u64::from(speaks);
            if member == state.owner {
                state.owner_messages = state.owner_messages.saturating_add(speaks);
            }
        };
        bits::set(known).for_each(|place| speak_up(&mut first[place]));
        others.iter_mut().filter(|entry| comes(**entry)).for_each(speak_up);
        gather::after_session(today, state, p, today.keys.group_history.one(self.number));
        gather::after_attendance(today, state, attending as f32 / state.members as f32, vitality_draw);
        session
    }

    #[inline(always)]
    fn attends(&self, member: u32, row: Row, session: Session) -> bool {
        session.holds(self.today, self.number, member, |p| row.at(p))
    }

    /// Mean presence of the members by platform; rows of the first ones are left in `near`.
    fn reach(&self, state: &GroupState, members: &[u32], near: &mut [Row; NEAR]) -> [u8; PLATFORMS_MAX] {
        let mut sum = [0_u32; PLATFORMS_MAX];
        let mut near = near.iter_mut();
        for members in members.chunks(Sums::ROOM) {
            let mut sums = Sums::default();
            for &entry in members {
                let row = if entry & JOINED == 0 { Row(0) } else { self.rows.read(entry & MEMBER) };
                sums.add(row);
                if let Some(near) = near.next() {
                    *near = row;
                }
            }
            for (p, sum) in sum.iter_mut().enumerate().take(self.today.platforms) {
                *sum += sums.at(p);
            }
        }
        sum.map(|sum| (sum / state.members) as u8)
    }
}

/// Sums of presences, sixteen bits a platform: those at even places, and those at odd ones.
#[derive(Default)]
struct Sums([u64; 2]);

impl Sums {
    /// Rows whose sums fit.
    const ROOM: usize = 65_535 / 255;

    #[inline(always)]
    fn add(&mut self, row: Row) {
        const EVEN: u64 = 0x00ff_00ff_00ff_00ff;
        self.0[0] += row.0 & EVEN;
        self.0[1] += row.0 >> 8 & EVEN;
    }

    fn at(&self, p: usize) -> u32 {
        u32::from((self.0[p % 2] >> (16 * (p / 2))) as u16)
    }
}

/// Whether a group is one of fans, who join in the run.
pub fn is_of_fans(state: &GroupState) -> bool {
    state.topic() == Topic::Fan
}
