//! The evening: what the day decided is applied to people. Habit, leaving and minutes; and the day's counts of users.

use crate::float;
use crate::ids::{PLATFORMS_MAX, WEIGHT_PARTS};
use crate::metrics::record::{DayRecord, MONTH, TENURE_MAX};
use crate::population::TraitTables;
use crate::rng::{self, unit};
use crate::rules::gather::Notice;
use crate::rules::open::LANES;
use crate::rules::{Today, adopt, habit, minutes};
use crate::walk::{LEAF, Part, walk};
use crate::world::{App, Month, TENURE_SETTLED, World};

use super::bits;
use super::people::delays;
use super::room::{self, Room};
use super::tally::{MONTHLY, OPENED, TenureCounts, TenureDay, WEEKLY};
use super::width::Width;

/// What a day decided, before it is applied; kept from day to day so that nothing is allocated.
pub struct Evening {
    /// By person: platforms opened of their own accord, called to by messages, and installed.
    pub voluntary: Vec<u8>,
    pub called: Vec<u8>,
    pub adopted: Vec<u8>,
    /// By group: where it met, and what else members read of it.
    pub met: Vec<Notice>,
    pub delay: [u16; 256],
    /// Who is out to meet somebody: a bit a person, and those people with their draws.
    pub is_out: Vec<u64>,
    pub out: Vec<(u64, u32)>,
}

impl Evening {
    pub fn new(people: usize, groups: usize) -> Evening {
        let mask = || vec![0; people];
        Evening {
            voluntary: mask(),
            called: mask(),
            adopted: mask(),
            met: vec![Notice::NONE; groups],
            delay: delays(),
            is_out: vec![0; people.div_ceil(bits::WORD)],
            out: Vec::new(),
        }
    }
}

/// A run of people in the evening.
struct Share<'a> {
    start: usize,
    platforms: usize,
    rows: &'a mut [u8],
    app: &'a mut [App],
    month: &'a mut [Month],
    segment: &'a [u8],
    voluntary: &'a [u8],
    called: &'a [u8],
    adopted: &'a [u8],
}

impl Part for Share<'_> {
    fn count(&self) -> usize {
        self.segment.len()
    }

    fn split(self, at: usize) -> (Self, Self) {
        let (start, platforms) = (self.start, self.platforms);
        let (rows, rows_after) = self.rows.split_at_mut(at * (platforms + 1));
        let (app, app_after) = self.app.split_at_mut(at * platforms);
        let (month, month_after) = self.month.split_at_mut(at * platforms);
        let (segment, segment_after) = self.segment.split_at(at);
        let (voluntary, voluntary_after) = self.voluntary.split_at(at);
        let (called, called_after) = self.called.split_at(at);
        let (adopted, adopted_after) = self.adopted.split_at(at);
        (
            Share { start, platforms, rows, app, month, segment, voluntary, called, adopted },
            Share {
                start: start + at,
                platforms,
                rows: rows_after,
                app: app_after,
                month: month_after,
                segment: segment_after,
                voluntary: voluntary_after,
                called: called_after,
                adopted: adopted_after,
            },
        )
    }
}

/// How many people one task handles: enough that counting newcomers apart costs little.
const PART: usize = 4 * LEAF;

/// Applies the day to everybody.
pub fn settle(world: &mut World, today: &Today, evening: &Evening, tenure: &TenureCounts) -> DayRecord {
    walk(everybody(world, evening), PART, &|share: Share| share.settle(today, tenure), &DayRecord::merged)
}

fn everybody<'a>(world: &'a mut World, evening: &'a Evening) -> Share<'a> {
    Share {
        start: 0,
        platforms: world.platforms,
        rows: world.rows.bytes_mut(),
        app: &mut world.app,
        month: &mut world.month,
        segment: &world.segment,
        voluntary: &evening.voluntary,
        called: &evening.called,
        adopted: &evening.adopted,
    }
}

/// The same code on the widest vectors that the machine has. Nothing is fused or reordered, so the bits are the same.
#[cfg(target_arch = "x86_64")]
mod wide {
    use super::{DayRecord, Share, TenureCounts, TenureDay, Today};

    #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,bmi2,lzcnt,popcnt")]
    pub fn avx512(share: Share, today: &Today, tenure: &TenureCounts, newcomers: &mut TenureDay) -> DayRecord {
        share.settle_all(today, tenure, newcomers)
    }

    #[target_feature(enable = "avx2,bmi2,lzcnt,popcnt")]
    pub fn avx2(share: Share, today: &Today, tenure: &TenureCounts, newcomers: &mut TenureDay) -> DayRecord {
        share.settle_all(today, tenure, newcomers)
    }
}

impl Share<'_> {
    fn settle(self, today: &Today, tenure: &TenureCounts) -> DayRecord {
        room::lend(&NEWCOMERS, |newcomers| match Width::of_this_machine() {
            // SAFETY: the machine has the instructions.
            #[cfg(target_arch = "x86_64")]
            Width::Avx512 => unsafe { wide::avx512(self, today, tenure, newcomers) },
            // SAFETY: the machine has the instructions.
            #[cfg(target_arch = "x86_64")]
            Width::Avx2 => unsafe { wide::avx2(self, today, tenure, newcomers) },
            Width::Plain => self.settle_all(today, tenure, newcomers),
        })
    }

    #[inline(always)]
    fn settle_all(mut self, today: &Today, tenure: &TenureCounts, newcomers: &mut TenureDay) -> DayRecord {
        let mut counts = Counts { day: DayRecord::default(), flags: Flags::default(), newcomers, tenure };
        for (block, first) in (0..self.count()).step_by(LANES).enumerate() {
            self.settle_block(today, first, &mut counts);
            if block % Flags::ROOM == Flags::ROOM - 1 {
                counts.flags.hand_over(&mut counts.day);
            }
        }
        counts.flags.hand_over(&mut counts.day);
        counts.newcomers.hand_over(today.day as usize, &mut counts.day, tenure);
        counts.day
    }

    /// Settles as many people as are worked out side by side, of whom this is the first.
    #[inline(always)]
    fn settle_block(&mut self, today: &Today, first: usize, counts: &mut Counts) {
        let platforms = self.platforms;
        let lanes = LANES.min(self.count() - first);
        let people = People::of(self, today, first, lanes);
        let these = first * platforms..(first + lanes) * platforms;
        let (apps, months) = (&mut self.app[these.clone()], &mut self.month[these]);
        let rows = &mut self.rows[first * (platforms + 1)..(first + lanes) * (platforms + 1)];
        let mut weights = [[0.0; LANES]; PLATFORMS_MAX];
        for (p, weights) in weights.iter_mut().enumerate().take(platforms) {
            let mut memory = Memory::NONE;
            let theirs = apps.chunks_exact(platforms).zip(months.chunks_exact(platforms)).zip(rows.chunks_exact(platforms + 1));
            for (lane, ((app, month), row)) in theirs.take(LANES).enumerate() {
                (memory.app[lane], memory.month[lane], memory.presence[lane]) = (app[p], month[p], row[p]);
            }
            *weights = people.settle(today, p, &mut memory, counts);
            let theirs = apps.chunks_exact_mut(platforms).zip(months.chunks_exact_mut(platforms)).zip(rows.chunks_exact_mut(platforms + 1));
            for (lane, ((app, month), row)) in theirs.take(LANES).enumerate() {
                (app[p], month[p], row[p]) = (memory.app[lane], memory.month[lane], memory.presence[lane]);
            }
        }
        let mut budget = [0.0; LANES];
        for (lane, row) in rows.chunks_exact_mut(platforms + 1).take(LANES).enumerate() {
            row[platforms] = people.voluntary[lane];
            budget[lane] = today.minutes[usize::from(people.segment[lane])];
        }
        minutes::share(&budget, &weights, &today.order, &mut counts.day.minutes);
    }
}

thread_local! {
    /// Between two parts of the people nobody is counted in it.
    static NEWCOMERS: Room<TenureDay> = const { Room::new(None) };
}

/// What is counted of a part of the people.
struct Counts<'a> {
    day: DayRecord,
    flags: Flags,
    newcomers: &'a mut TenureDay,
    tenure: &'a TenureCounts,
}

/// What is true of a person and a platform tonight, a bit each; the first three are those of [`TenureDay`].
const VOLUNTARY: u8 = 1 << 3;
const LONELY: u8 = 1 << 4;
const EVER: u8 = 1 << 5;
const INSTALLED: u8 = 1 << 6;
const OPTED_OUT: u8 = 1 << 7;

/// How many people each bit was true of, a byte each: one addition counts them all.
#[derive(Default)]
struct Flags {
    sums: [u64; PLATFORMS_MAX],
}

/// The bits of a byte, a byte each.
const SPREAD: [u64; 256] = {
    let mut spread = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            spread[byte] |= (byte as u64 >> bit & 1) << (8 * bit);
            bit += 1;
        }
        byte += 1;
    }
    spread
};

impl Flags {
    /// Blocks of people whose counts fit a byte.
    const ROOM: usize = 255 / LANES;

    #[inline(always)]
    fn add(&mut self, p: usize, flags: u8) {
        self.sums[p] += SPREAD[usize::from(flags)];
    }

    fn hand_over(&mut self, count: &mut DayRecord) {
        for (p, sum) in self.sums.iter_mut().enumerate() {
            let counts = [
                &mut count.opened,
                &mut count.weekly,
                &mut count.monthly,
                &mut count.voluntary,
                &mut count.lonely,
                &mut count.ever,
                &mut count.installed,
                &mut count.opted_out,
            ];
            for (count, byte) in counts.into_iter().zip(sum.to_le_bytes()) {
                count[p] += u64::from(byte);
            }
            *sum = 0;
        }
    }
}

/// People side by side, and what the day decided for them. Lanes without a person decide nothing.
#[derive(Default)]
struct People {
    person: [u32; LANES],
    segment: [u8; LANES],
    voluntary: [u8; LANES],
    called: [u8; LANES],
    adopted: [u8; LANES],
    /// How fast habits form.
    rate: [f32; LANES],
    /// Taste for content, and where what it makes of platforms stands, by segment and step.
    content: [f32; LANES],
    place: [usize; LANES],
}

/// What these people have and remember of a platform.
struct Memory {
    app: [App; LANES],
    month: [Month; LANES],
    presence: [u8; LANES],
}

/// What happened between them and the platform. Who never had it and does not install it today has nothing to settle.
struct PlatformDay {
    adopts: [bool; LANES],
    has: [bool; LANES],
    opened: [bool; LANES],
}

/// What is left to count of it.
struct Night {
    /// What is true of each, a bit each.
    is_true: [u8; LANES],
    /// Days since installing it.
    ages: [u32; LANES],
    /// Lanes that installed it not long ago, and that have it.
    newcomers: u64,
    installed: u64,
}

impl Memory {
    const NONE: Memory = Memory { app: [App::NEVER; LANES], month: [Month(0); LANES], presence: [0; LANES] };
}

impl People {
    #[inline(always)]
    fn of(share: &Share, today: &Today, first: usize, lanes: usize) -> People {
        let mut people = People::default();
        let these = first..first + lanes;
        people.segment[..lanes].copy_from_slice(&share.segment[these.clone()]);
        people.voluntary[..lanes].copy_from_slice(&share.voluntary[these.clone()]);
        people.called[..lanes].copy_from_slice(&share.called[these.clone()]);
        people.adopted[..lanes].copy_from_slice(&share.adopted[these]);
        // Habits form faster while they settle.
        let rate_least = today.settling.map_or(0.0, |day| 1.0 / (day as f32 + 5.0));
        let mut traits = [0; LANES];
        for lane in 0..LANES {
            people.person[lane] = (share.start + first + lane) as u32;
            traits[lane] = today.keys.traits.one(people.person[lane]);
        }
        for lane in 0..LANES {
            let (segment, traits) = (people.segment[lane], traits[lane]);
            people.rate[lane] = today.traits.habit_rate(traits).max(rate_least);
            people.content[lane] = today.traits.content_taste(segment, traits);
            people.place[lane] = TraitTables::content_place(segment, traits);
        }
        people
    }

    /// Applies the day to what people have of a platform; e^(solo · g) of those who opened it, 0 of the others.
    #[inline(always)]
    fn settle(&self, today: &Today, p: usize, memory: &mut Memory, counts: &mut Counts) -> [f32; LANES] {
        let was_lonely = memory.month.map(Month::lonely);
        let mut day = PlatformDay { adopts: [false; LANES], has: [false; LANES], opened: [false; LANES] };
        for lane in 0..LANES {
            day.adopts[lane] = self.adopted[lane] >> p & 1 == 1;
            day.has[lane] = day.adopts[lane] | !memory.app[lane].is_new();
            day.opened[lane] = day.has[lane] & ((self.voluntary[lane] | self.called[lane]) >> p & 1 == 1);
        }
        if day.has == [false; LANES] {
            return [0.0; LANES];
        }
        let least = today.behaviour.leave_presence as f32 * 255.0;
        let faint = bits::of(memory.presence.map(|presence| (presence > 0) & (f32::from(presence) < least)));
        self.form_habits(today, p, &day, &mut memory.presence);
        let mut night = self.remember(p, &day, memory);
        if today.settling.is_none() {
            for lane in bits::set(night.newcomers) {
                counts.newcomers.lived(p, night.ages[lane], night.is_true[lane]);
            }
            let faint = faint & night.installed;
            let leaves = if faint == 0 { 0 } else { self.leave(today, p, faint, &was_lonely) };
            for lane in bits::set(leaves) {
                let age = memory.app[lane].tenure() as usize - 1;
                memory.presence[lane] = 0;
                memory.app[lane] = memory.app[lane].removed();
                memory.month[lane] = memory.month[lane].with_lonely(0);
                night.is_true[lane] &= !(INSTALLED | OPTED_OUT);
                counts.day.uninstalls[p] += 1;
                if age < TENURE_MAX - 1 {
                    counts.tenure.left(age, p);
                }
            }
        }
        for lane in 0..LANES {
            let is_installed = night.is_true[lane] & INSTALLED != 0;
            counts.day.presence[p] += u64::from(if is_installed { memory.presence[lane] } else { 0 });
            counts.flags.add(p, night.is_true[lane]);
        }
        self.enjoy(today, p, &day.opened, counts)
    }

    /// Counts the day in what is remembered of a platform that people have or had.
    #[inline(always)]
    fn remember(&self, p: usize, day: &PlatformDay, memory: &mut Memory) -> Night {
        // Arrays of their own: of fields of a whole the compiler makes no vectors, which costs 7 % of a day.
        let (mut is_true, mut ages) = ([0; LANES], [0; LANES]);
        let (mut newcomers, mut installed) = (0_u64, 0_u64);
        for lane in 0..LANES {
            let (adopts, has, opened) = (day.adopts[lane], day.has[lane], day.opened[lane]);
            let app = if adopts { memory.app[lane].installed().with_tenure(0) } else { memory.app[lane] };
            let month = memory.month[lane];
            let is_installed = app.is_installed();
            let is_voluntary = self.voluntary[lane] >> p & 1 == 1;
            let is_called = self.called[lane] >> p & 1 == 1;
            let is_lonely = is_installed & is_voluntary & !is_called & !adopts;
            let idle = if opened { 0 } else { app.idle() + 1 };
            let age = app.tenure();
            let aged = if is_installed { age + 1 } else { age };
            let lonely = if is_lonely { month.lonely() + 1 } else { 0 };
            let lonely = if is_installed & opened { lonely } else { month.lonely() };
            let days = (month.days() + u32::from(opened)).min(MONTH as u32);
            let flags = [
                (OPENED, opened),
                (WEEKLY, idle < 7),
                (MONTHLY, idle < MONTH as u32),
                (VOLUNTARY, is_voluntary),
                (LONELY, is_lonely),
                (EVER, true),
                (INSTALLED, is_installed),
                (OPTED_OUT, is_installed & app.has_opted_out()),
            ];
            for (flag, is_set) in flags {
                is_true[lane] |= if has & is_set { flag } else { 0 };
            }
            ages[lane] = age;
            installed |= u64::from(has & is_installed) << lane;
            newcomers |= u64::from(has & is_installed & (age < TENURE_SETTLED)) << lane;
            memory.app[lane] = if has { app.with_idle(idle).with_tenure(aged) } else { memory.app[lane] };
            memory.month[lane] = if has { month.with_days(days).with_lonely(lonely) } else { month };
        }
        Night { is_true, ages, newcomers, installed }
    }

    /// Presence after the day.
    #[inline(always)]
    fn form_habits(&self, today: &Today, p: usize, day: &PlatformDay, presence: &mut [u8; LANES]) {
        let installed = libm::round(today.behaviour.install_presence * 255.0).clamp(1.0, 255.0) as u8;
        for lane in 0..LANES {
            let draw = today.keys.habit.tagged(self.person[lane], today.tags[p]);
            let after = rng::round(draw, habit::evening(presence[lane], day.opened[lane], self.rate[lane])).clamp(1, 255) as u8;
            let after = if presence[lane] > 0 { after } else { 0 };
            presence[lane] = if day.adopts[lane] { installed } else { after };
        }
    }

    /// Who of some whose presence is faint removes a platform, by the loneliness of the morning; a bit each.
    #[inline(always)]
    fn leave(&self, today: &Today, p: usize, faint: u64, was_lonely: &[u32; LANES]) -> u64 {
        let (mut draw, mut leaving) = ([0.0; LANES], [0.0; LANES]);
        for lane in 0..LANES {
            draw[lane] = unit(today.keys.leave.tagged(self.person[lane], today.tags[p]));
        }
        for lane in 0..LANES {
            leaving[lane] = today.leaving[usize::from(self.segment[lane])];
        }
        let mut leaves = [false; LANES];
        for lane in 0..LANES {
            let hazard = today.behaviour.leave as f32 * leaving[lane] * (1.0 + was_lonely[lane] as f32);
            leaves[lane] = draw[lane] < adopt::within_a_day(hazard);
        }
        bits::of(leaves) & faint
    }

    /// e^(solo · g) of those who opened a platform; what its content is worth to them adds to welfare.
    #[inline(always)]
    fn enjoy(&self, today: &Today, p: usize, opened: &[bool; LANES], counts: &mut Counts) -> [f32; LANES] {
        if *opened == [false; LANES] {
            return [0.0; LANES];
        }
        let taste = today.traits.platform_tastes(today.keys.taste, &self.person, today.tags[p]);
        let by_place = today.alone[p].as_flattened();
        let mut alone = [0.0; LANES];
        for lane in 0..LANES {
            alone[lane] = by_place[self.place[lane]];
        }
        let mut weights = [0.0; LANES];
        for lane in 0..LANES {
            weights[lane] = if opened[lane] { alone[lane] } else { 0.0 };
            let worth = (today.solo[p] * self.content[lane] + taste[lane]) * WEIGHT_PARTS as f32;
            counts.day.welfare += if opened[lane] { i64::from(float::whole(worth)) } else { 0 };
        }
        weights
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::life::tests::lived;

    #[test]
    fn the_widest_vectors_settle_what_plain_code_settles() {
        for (text, days) in
            [(include_str!("../../scenarios/bench/town.toml"), 40), (include_str!("../../scenarios/laws/everything.toml"), 90)]
        {
            // Not a multiple of the people side by side.
            lived(text, 1_203, days, |life| {
                // Another evening like the last.
                let today = Today { day: life.today.day + 1, ..life.today.clone() };
                let settle = |is_plain: bool| {
                    let (mut world, tenure) = (life.world.clone(), TenureCounts::new(days + 1));
                    let visit = |share: Share| {
                        if is_plain { share.settle_all(&today, &tenure, &mut TenureDay::default()) } else { share.settle(&today, &tenure) }
                    };
                    let count = walk(everybody(&mut world, &life.evening), PART, &visit, &DayRecord::merged);
                    (count, world, tenure.to_words())
                };
                assert!(settle(true) == settle(false), "day {} differs", life.day());
            });
        }
    }
}
