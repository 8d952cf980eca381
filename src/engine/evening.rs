//! The evening: what the day decided is applied to people. Habit, leaving and minutes; and the day's counts of users.

use std::hint;

use crate::bits;
use crate::cache::look_up;
use crate::float;
use crate::ids::{LANES, PLATFORMS_MAX, WEIGHT_PARTS};
use crate::metrics::record::{DayRecord, MONTH};
use crate::population::Contents;
use crate::rng::{self, unit32};
use crate::rules::gather::Notice;
use crate::rules::{Today, adopt, habit, minutes, open};
use crate::walk::{LEAF, Part, walk};
use crate::width::Width;
use crate::world::{App, Columns, Month, TENURE_SETTLED, World};

use super::lanes;
use super::messages::{self, TALLIES};
use super::room::{self, Room};
use super::tally::{MONTHLY, OPENED, TenureCounts, TenureDay, WEEKLY};

/// What a day decided, before it is applied; kept from day to day so that nothing is allocated.
pub struct Evening {
    /// By person: platforms opened of their own accord, called to by messages, and installed.
    pub voluntary: Vec<u8>,
    pub called: Vec<u8>,
    pub adopted: Vec<u8>,
    /// By group: where it met, and what else members read of it.
    pub met: Vec<Notice>,
    /// What is counted of messages, by who is to answer.
    pub(super) tally: [u64; TALLIES],
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
            tally: messages::tallies(),
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
    /// By block of people and platform.
    app: &'a mut [[App; LANES]],
    month: &'a mut [[Month; LANES]],
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
        debug_assert!(at.is_multiple_of(LANES), "people side by side stay together");
        let (start, platforms) = (self.start, self.platforms);
        let places = at / LANES * platforms;
        let (rows, rows_after) = self.rows.split_at_mut(at * (platforms + 1));
        let (app, app_after) = self.app.split_at_mut(places);
        let (month, month_after) = self.month.split_at_mut(places);
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
        app: world.app.lanes_mut(),
        month: world.month.lanes_mut(),
        segment: &world.segment,
        voluntary: &evening.voluntary,
        called: &evening.called,
        adopted: &evening.adopted,
    }
}

/// The same code on the widest vectors that the machine has. Nothing is fused or reordered, so the bits are the same.
#[cfg(target_arch = "x86_64")]
mod wide {
    use super::{DayRecord, Share, TenureCounts, Today, Workplace};

    #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,bmi1,bmi2,lzcnt,popcnt")]
    pub fn avx512(share: Share, today: &Today, tenure: &TenureCounts, workplace: &mut Workplace) -> DayRecord {
        share.settle_all(today, tenure, workplace)
    }

    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    pub fn avx2(share: Share, today: &Today, tenure: &TenureCounts, workplace: &mut Workplace) -> DayRecord {
        share.settle_all(today, tenure, workplace)
    }
}

impl Share<'_> {
    fn settle(self, today: &Today, tenure: &TenureCounts) -> DayRecord {
        // SAFETY: the machine has it.
        unsafe { self.settle_on(Width::of_this_machine(), today, tenure) }
    }

    /// # Safety
    /// The machine must have vectors of this width.
    unsafe fn settle_on(self, width: Width, today: &Today, tenure: &TenureCounts) -> DayRecord {
        room::lend(&ROOM, |workplace| match width {
            // SAFETY: the caller's.
            #[cfg(target_arch = "x86_64")]
            Width::Avx512 => unsafe { wide::avx512(self, today, tenure, workplace) },
            // SAFETY: the caller's.
            #[cfg(target_arch = "x86_64")]
            Width::Avx2 => unsafe { wide::avx2(self, today, tenure, workplace) },
            Width::Plain => self.settle_all(today, tenure, workplace),
        })
    }

    #[inline(always)]
    fn settle_all(mut self, today: &Today, tenure: &TenureCounts, workplace: &mut Workplace) -> DayRecord {
        let fades = today.presence_fades();
        let Workplace { newcomers, desk } = workplace;
        let mut counts = Counts { day: DayRecord::default(), flags: Flags::default(), newcomers, tenure };
        for (block, first) in (0..self.count()).step_by(LANES).enumerate() {
            self.settle_block(today, fades, first, desk, &mut counts);
            if block % Flags::ROOM == Flags::ROOM - 1 {
                counts.flags.hand_over(&mut counts.day);
            }
        }
        counts.flags.hand_over(&mut counts.day);
        counts.newcomers.hand_over(self.platforms, today.day as usize, &mut counts.day, tenure);
        counts.day
    }

    /// Settles as many people as are worked out side by side, of whom this is the first.
    #[inline(always)]
    fn settle_block(&mut self, today: &Today, fades: bool, first: usize, desk: &mut Desk, counts: &mut Counts) {
        let platforms = self.platforms;
        let lanes = LANES.min(self.count() - first);
        let people = People::of(self, first);
        if fades || people.somebody_opens() {
            desk.read_minds(today, &people);
        }
        let stride = platforms + 1;
        let rows = &mut self.rows[first * stride..(first + lanes) * stride];
        let mut columns = Columns::read(rows, stride);
        let mut changes = columns.replace(platforms, people.voluntary);
        let mut weights = None;
        let places = first / LANES * platforms..(first / LANES + 1) * platforms;
        let apps = self.app[places.clone()].iter_mut().zip(&mut self.month[places]);
        for (p, (app, month)) in apps.enumerate() {
            let mut presence = columns.at(p);
            let memory = Memory { app, month, presence: &mut presence };
            if let Some(alone) = people.settle(today, p, memory, fades, desk, counts) {
                weights.get_or_insert([[0.0; LANES]; PLATFORMS_MAX])[p] = alone;
            }
            changes |= columns.replace(p, presence);
        }
        if changes {
            columns.write(rows, stride);
        }
        if let Some(weights) = weights {
            // At once, and not lane by lane: what was written so is not at hand for a vector before all that was written earlier has gone to memory, which
            // takes long where another core had it.
            let mut budget = [0.0; LANES];
            look_up(&today.minutes, &people.segment.map(u32::from), &mut budget);
            minutes::share(&budget, &weights, &today.order, &mut counts.day.minutes);
        }
    }
}

thread_local! {
    static ROOM: Room<Workplace> = const { Room::new(None) };
}

/// What a part of the people is worked out in. Between two parts no newcomer is counted.
#[derive(Default)]
struct Workplace {
    newcomers: TenureDay,
    desk: Desk,
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
struct People {
    first: u32,
    segment: [u8; LANES],
    voluntary: [u8; LANES],
    called: [u8; LANES],
    adopted: [u8; LANES],
}

/// What people side by side are worked out on.
// In the workplace, and not local: the compiler would keep it in registers and take it apart lane by lane.
#[derive(Default)]
struct Desk {
    /// How fast habits form, and what content is worth to them: read where somebody opens something, or where presence fades.
    rates: [f32; LANES],
    contents: Contents<LANES>,
}

impl Desk {
    /// Where some use what lies there: the compiler, if it knew what, would get it ready for all people, whether they open anything or not.
    #[inline(always)]
    fn hidden(&self) -> &Desk {
        hint::black_box(self)
    }

    /// Reads what does not change about people.
    #[inline(always)]
    fn read_minds(&mut self, today: &Today, people: &People) {
        let draws = today.traits.draws(today.keys.traits, people.first);
        let (rates, least) = (today.traits.habit_rates(&draws), today.habit_rate_least());
        for lane in 0..LANES {
            self.rates[lane] = rates[lane].max(least);
        }
        self.contents = today.traits.contents(&people.segment, &draws);
    }
}

/// What these people have and remember of a platform.
struct Memory<'a> {
    app: &'a mut [App; LANES],
    month: &'a mut [Month; LANES],
    presence: &'a mut [u8; LANES],
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
    /// Where those who installed it not long ago are counted, and who they are.
    lived_at: [u16; LANES],
    is_newcomer: [bool; LANES],
}

impl People {
    #[inline(always)]
    fn of(share: &Share, first: usize) -> People {
        People {
            first: (share.start + first) as u32,
            segment: lanes::from(share.segment, first),
            voluntary: lanes::from(share.voluntary, first),
            called: lanes::from(share.called, first),
            adopted: lanes::from(share.adopted, first),
        }
    }

    /// Whether any of them opens anything.
    #[inline(always)]
    fn somebody_opens(&self) -> bool {
        let mut opened = [0; LANES];
        for lane in 0..LANES {
            opened[lane] = self.voluntary[lane] | self.called[lane];
        }
        lanes::differ(&opened, &[0; LANES])
    }

    /// Applies the day to what people have of a platform; e^(solo · g) of those who opened it and 0 of the others, where somebody did.
    #[inline(always)]
    fn settle(&self, today: &Today, p: usize, memory: Memory, fades: bool, desk: &Desk, counts: &mut Counts) -> Option<[f32; LANES]> {
        let mut day = PlatformDay { adopts: [false; LANES], has: [false; LANES], opened: [false; LANES] };
        for lane in 0..LANES {
            day.adopts[lane] = self.adopted[lane] >> p & 1 == 1;
            day.has[lane] = day.adopts[lane] | !memory.app[lane].is_new();
            day.opened[lane] = day.has[lane] & ((self.voluntary[lane] | self.called[lane]) >> p & 1 == 1);
        }
        if bits::of(day.has) == 0 {
            return None;
        }
        let was_present = *memory.presence;
        let mut was_lonely = [0; LANES];
        for lane in 0..LANES {
            was_lonely[lane] = memory.month[lane].lonely();
        }
        if fades || bits::of(day.opened) != 0 {
            self.form_habits(today, p, &day, desk, memory.presence);
        }
        let mut night = self.remember(today, p, &day, memory.app, memory.month);
        if today.settling.is_none() {
            let newcomers = bits::of(night.is_newcomer);
            if newcomers == lanes::mask(LANES) {
                night.lived_at.iter().for_each(|&place| counts.newcomers.lived(p, place));
            } else {
                bits::set(newcomers).for_each(|lane| counts.newcomers.lived(p, night.lived_at[lane]));
            }
            for lane in bits::set(self.leave(today, p, &was_present, &night, &was_lonely)) {
                let age = usize::from(memory.app[lane].tenure()) - 1;
                counts.tenure.cut_short(memory.app[lane], today.day as u32 + 1, p);
                memory.presence[lane] = 0;
                memory.app[lane] = memory.app[lane].removed();
                memory.month[lane] = memory.month[lane].with_lonely(0);
                night.is_true[lane] &= !(INSTALLED | OPTED_OUT);
                counts.day.uninstalls[p] += 1;
                counts.tenure.left(age, p);
            }
        }
        // Who has not installed it has no presence.
        counts.day.presence[p] += u64::from(bits::sum(*memory.presence));
        for flags in night.is_true {
            counts.flags.add(p, flags);
        }
        if bits::of(day.opened) == 0 {
            return None;
        }
        Some(self.enjoy(today, p, &day.opened, desk, counts))
    }

    /// Counts the day in what is remembered of a platform that people have or had.
    #[inline(always)]
    fn remember(&self, today: &Today, p: usize, day: &PlatformDay, apps: &mut [App; LANES], months: &mut [Month; LANES]) -> Night {
        // Arrays of their own: of fields of a whole the compiler makes no vectors, which costs 7 % of a day; and what stays is written again, as a question
        // for each lane costs more.
        let (mut is_true, mut lived_at, mut is_newcomer) = ([0; LANES], [0; LANES], [false; LANES]);
        let (apps_before, months_before) = (*apps, *months);
        // Who comes where nobody can talk is not disappointed to meet nobody.
        let can_talk = today.has_conversation[p];
        let (mut apps_after, mut months_after) = (apps_before, months_before);
        for lane in 0..LANES {
            let (adopts, has, opened) = (day.adopts[lane], day.has[lane], day.opened[lane]);
            let before = apps_before[lane];
            let app = if adopts { before.installed().with_tenure(0) } else { before };
            let month = months_before[lane];
            let is_installed = app.is_installed();
            let is_voluntary = self.voluntary[lane] >> p & 1 == 1;
            let is_called = self.called[lane] >> p & 1 == 1;
            let is_lonely = is_installed & is_voluntary & !is_called & !adopts;
            let idle = if opened { 0 } else { app.idle() + 1 };
            let age = app.tenure();
            let aged = if is_installed { age + 1 } else { age };
            let lonely = if is_lonely & can_talk { month.lonely() + 1 } else { 0 };
            let lonely = if is_installed & opened { lonely } else { month.lonely() };
            let days = (month.days() + u8::from(opened)).min(MONTH as u8);
            let flags = [
                (OPENED, opened),
                (WEEKLY, idle < 7),
                (MONTHLY, idle < MONTH as u16),
                (VOLUNTARY, is_voluntary),
                (LONELY, is_lonely),
                (EVER, true),
                (INSTALLED, is_installed),
                (OPTED_OUT, is_installed & app.has_opted_out()),
            ];
            for (flag, is_set) in flags {
                is_true[lane] |= if has & is_set { flag } else { 0 };
            }
            lived_at[lane] = TenureDay::place(age, is_true[lane]);
            is_newcomer[lane] = has & is_installed & (age < TENURE_SETTLED);
            apps_after[lane] = if has { app.with_idle(idle).with_tenure(aged) } else { before };
            months_after[lane] = if has { month.with_days(days).with_lonely(lonely) } else { month };
        }
        (*apps, *months) = (apps_after, months_after);
        Night { is_true, lived_at, is_newcomer }
    }

    /// Presence after the day.
    #[inline(always)]
    fn form_habits(&self, today: &Today, p: usize, day: &PlatformDay, desk: &Desk, presence: &mut [u8; LANES]) {
        let (before, rates) = (*presence, &desk.hidden().rates);
        let (mut exact, mut after, mut evening) = ([0.0; LANES], [0; LANES], [0; LANES]);
        let mut is_whole = true;
        for lane in 0..LANES {
            let evening = habit::evening(before[lane], day.opened[lane], rates[lane]);
            exact[lane] = if before[lane] > 0 { evening } else { 0.0 };
            after[lane] = float::whole(exact[lane]) as u32;
            is_whole &= after[lane] as i32 as f32 == exact[lane];
        }
        if !is_whole {
            let draws: [u32; LANES] = today.keys.habit.all_cheap(self.first, today.tags[p]);
            for lane in 0..LANES {
                after[lane] = rng::round32(draws[lane], exact[lane]);
            }
        }
        for lane in 0..LANES {
            // A product, as the compiler would ask for each lane.
            let after = after[lane].clamp(1, 255) as u8 * u8::from(before[lane] > 0);
            evening[lane] = if day.adopts[lane] { today.install_presence } else { after };
        }
        *presence = evening;
    }

    /// Who of those whose presence was faint, and who still have a platform, removes it, by the loneliness of the morning; a bit each.
    #[inline(always)]
    fn leave(&self, today: &Today, p: usize, was_present: &[u8; LANES], night: &Night, was_lonely: &[u8; LANES]) -> u64 {
        let (mut is_faint, mut is_installed) = ([false; LANES], [false; LANES]);
        for lane in 0..LANES {
            is_faint[lane] = (was_present[lane] > 0) & (was_present[lane] < today.faint);
            is_installed[lane] = night.is_true[lane] & INSTALLED != 0;
        }
        let may_leave = bits::of(is_faint) & bits::of(is_installed);
        if may_leave == 0 {
            return 0;
        }
        // Draws come first: hardly anybody passes them, and the others need not be looked at.
        let (drawn, mut is_drawn): ([u32; LANES], _) = (today.keys.leave.all_cheap(self.first, today.tags[p]), [false; LANES]);
        for lane in 0..LANES {
            is_drawn[lane] = today.may_leave.holds(drawn[lane]);
        }
        let may_leave = may_leave & bits::of(is_drawn);
        if may_leave == 0 {
            return 0;
        }
        let leaving = self.segment.map(|segment| today.leaving[usize::from(segment)]);
        let mut is_lonely = [false; LANES];
        for lane in 0..LANES {
            is_lonely[lane] = was_lonely[lane] > 0;
        }
        let loneliness = if may_leave & bits::of(is_lonely) == 0 { [0.0; LANES] } else { self.loneliness(today, p, was_lonely) };
        let mut leaves = [false; LANES];
        for lane in 0..LANES {
            let hazard = today.behaviour.leave as f32 * leaving[lane] * (1.0 + f32::from(Month::LONELY_MAX) * loneliness[lane]);
            leaves[lane] = unit32(drawn[lane]) < adopt::within_a_day(hazard);
        }
        may_leave & bits::of(leaves)
    }

    /// How much it weighs that the last openings met nobody. Apart, as the compiler would get ready for all people what few need.
    #[inline(never)]
    fn loneliness(&self, today: &Today, p: usize, lonely: &[u8; LANES]) -> [f32; LANES] {
        let traits = &today.traits;
        let alone = traits.contents(&self.segment, &traits.draws(today.keys.traits, self.first)).look_up(&today.alone[p]);
        let mut loneliness = [0.0; LANES];
        for lane in 0..LANES {
            loneliness[lane] = open::loneliness(f32::from(lonely[lane]), today.best_fit[p], alone[lane]);
        }
        loneliness
    }

    /// e^(solo · g) of those who opened a platform; what its content is worth to them adds to welfare.
    #[inline(always)]
    fn enjoy(&self, today: &Today, p: usize, opened: &[bool; LANES], desk: &Desk, counts: &mut Counts) -> [f32; LANES] {
        let contents = &desk.hidden().contents;
        let alone = contents.look_up(&today.alone[p]);
        let taste = today.traits.platform_tastes::<LANES>(today.keys.taste, self.first, today.tags[p]);
        let (mut weights, mut worth) = ([0.0; LANES], [0; LANES]);
        for lane in 0..LANES {
            weights[lane] = if opened[lane] { alone[lane] } else { 0.0 };
            let whole = float::whole((today.solo[p] * contents.taste[lane] + taste[lane]) * WEIGHT_PARTS as f32);
            // A product, as the compiler would ask for each lane.
            worth[lane] = whole * i32::from(opened[lane]);
        }
        counts.day.welfare += worth.iter().map(|&worth| i64::from(worth)).sum::<i64>();
        weights
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::life::tests::lived;

    #[test]
    fn all_vectors_settle_what_plain_code_settles() {
        for (text, days) in
            [(include_str!("../../scenarios/bench/town.toml"), 40), (include_str!("../../scenarios/laws/everything.toml"), 90)]
        {
            // Not a multiple of the people side by side.
            lived(text, 1_203, days, |life| {
                // Another evening like the last.
                let today = Today { day: life.today.day + 1, ..life.today.clone() };
                let settle = |width| {
                    let (mut world, tenure) = (life.world.clone(), TenureCounts::new(days + 1));
                    // SAFETY: the machine has it.
                    let visit = |share: Share| unsafe { share.settle_on(width, &today, &tenure) };
                    let count = walk(everybody(&mut world, &life.evening), PART, &visit, &DayRecord::merged);
                    (count, world, tenure.to_words())
                };
                let plain = settle(Width::Plain);
                for width in Width::those_of_this_machine().filter(|&width| width != Width::Plain) {
                    assert!(settle(width) == plain, "day {} differs on {width:?}", life.day());
                }
            });
        }
    }
}
