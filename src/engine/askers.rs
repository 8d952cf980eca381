//! Those who may install something today, and what their ties say of it: put aside first, so that many are worked out at once.

use std::ops::Range;

use bytemuck::Zeroable;

use crate::cache::{ask_for_each, look_up};
use crate::ids::{LANES, PLATFORMS_MAX};
use crate::rules::adopt::Voices;
use crate::rules::weight::Weights;
use crate::ties::Tie;

use super::messages::Ends;
use super::people::Morning;

/// Ties of people who ask at once. Of so many, weight times presence adds up to less than 2³²: 512 · 255 · 2¹⁴.
const TIES: usize = 512;

/// Ties added up together; the rows of those who ask begin at multiples of it.
const TOGETHER: usize = 8;

/// Ties copied together.
const COPIED: usize = 16;

/// Somebody who may install a platform.
#[derive(Clone, Copy, Debug, Zeroable)]
pub(super) struct Asker {
    /// Among the people who are worked out.
    pub place: u32,
    pub platform: u32,
    /// Where the row of their ties begins, and how long it is.
    pub start: u32,
    pub len: u32,
    /// What decides it.
    pub draw: f32,
    pub awareness: f32,
    pub curiosity: f32,
    /// What is left of the hazard for those who tried it before, or did not want it.
    pub retry: f32,
}

impl Asker {
    #[inline(always)]
    pub fn row(&self) -> Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }
}

/// Those who ask, and room for what their ties say.
#[derive(Zeroable)]
pub(super) struct Askers {
    waiting: [Asker; Askers::ROOM],
    len: usize,
    /// Their ties, row after row with empty ones between, and where each weighs and each other end's presence is read.
    tie: [u32; TIES + COPIED],
    weight_at: [u32; TIES],
    presence_at: [u32; TIES + COPIED],
    weight: [u32; TIES],
    /// Weight times presence.
    heard: [u32; TIES],
    /// What some ties beside each other weigh together, and what is heard of them.
    sums: [[u32; 2]; TIES / TOGETHER],
    /// Where the sums of those who are heard together begin and end.
    rows: [[u32; 2]; Askers::ROOM],
}

impl Askers {
    /// People side by side find room, however many platforms each may install.
    const ROOM: usize = 2 * LANES * PLATFORMS_MAX;

    #[inline(always)]
    pub fn push(&mut self, asker: Asker) {
        self.waiting[self.len] = asker;
        self.len += 1;
    }

    /// Whether people side by side may not find room.
    #[inline(always)]
    pub fn is_full(&self) -> bool {
        self.len > Askers::ROOM / 2
    }

    #[inline(always)]
    pub fn forget(&mut self) {
        self.len = 0;
    }

    /// All who wait.
    #[inline(always)]
    pub fn waiting(&self) -> &[Asker] {
        &self.waiting[..self.len]
    }

    /// Lays out the ties of those who wait from one on, as many as find room, and works out what they say. Who was not heard then waits.
    ///
    /// Rows that are longer than all the room are left out: see [`Askers::voices`].
    #[inline(always)]
    pub fn hear(&mut self, from: usize, morning: &Morning, ends: &Ends) -> Range<usize> {
        let (bytes, stride) = morning.rows.padded();
        let (mut until, mut used) = (from, 0);
        while until < self.len {
            let Asker { platform, start, len, .. } = self.waiting[until];
            let (start, len) = (start as usize, len as usize);
            let room = if len <= TIES { len.next_multiple_of(TOGETHER) } else { 0 };
            if used + room > TIES {
                break;
            }
            self.rows[until] = [used, used + room].map(|place| (place / TOGETHER) as u32);
            if room > 0 {
                lay_out(&ends.ties[start - ends.first_tie..], len, &mut self.tie[used..], |tie| tie.0, Tie::empty().0);
                lay_out(&morning.neighbour[start..], len, &mut self.presence_at[used..], |other| other * stride as u32 + platform, 0);
            }
            used += room;
            until += 1;
        }
        let presence_at = &self.presence_at[..used];
        ask_for_each(bytes, presence_at.iter().map(|&place| place as usize));
        let (tie, weight_at, weight, heard) =
            (&self.tie[..used], &mut self.weight_at[..used], &mut self.weight[..used], &mut self.heard[..used]);
        Weights::find_places(tie, morning.today.day, weight_at);
        look_up(morning.today.weights.by_class(), weight_at, weight);
        look_up(bytes, presence_at, heard);
        for ((sums, heard), weight) in self.sums.iter_mut().zip(heard.as_chunks_mut::<TOGETHER>().0).zip(weight.as_chunks::<TOGETHER>().0) {
            for tie in 0..TOGETHER {
                heard[tie] *= weight[tie];
            }
            *sums = [weight.iter().sum(), heard.iter().sum()];
        }
        from..until
    }

    /// What the ties of one who was heard say; nothing of a row that was too long.
    #[inline(always)]
    pub fn voices(&self, asker: usize) -> Option<Voices> {
        let [start, end] = self.rows[asker];
        let (mut whole, mut heard) = (0, 0);
        for sums in &self.sums[start as usize..end as usize] {
            whole += sums[0];
            heard += sums[1];
        }
        (start < end).then(|| Voices { weight: whole.into(), heard: heard.into(), ..Voices::default() })
    }
}

/// Lays out so many of what lies ready, and `none` beyond, up to a multiple of [`TOGETHER`].
#[inline(always)]
fn lay_out<T: Copy>(from: &[T], count: usize, to: &mut [u32], each: impl Fn(T) -> u32, none: u32) {
    if let Some(some) = from.first_chunk().filter(|_| count <= COPIED) {
        *to.first_chunk_mut::<COPIED>().expect("room for all") = some.map(each);
    } else {
        lay_out_long(&from[..count], to, each);
    }
    *to[count..].first_chunk_mut::<TOGETHER>().expect("room for all") = [none; TOGETHER];
}

/// The same of a long row, or of one of the last.
#[cold]
fn lay_out_long<T: Copy>(row: &[T], to: &mut [u32], each: impl Fn(T) -> u32) {
    to.iter_mut().zip(row).for_each(|(to, &one)| *to = each(one));
}
