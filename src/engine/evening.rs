//! The evening: what the day decided is applied to people. Habit, leaving and minutes; and the day's counts of users.

use crate::ids::{PLATFORMS_MAX, WEIGHT_PARTS};
use crate::metrics::record::{AGE_WEEKS, DayRecord, KEPT_DAYS, MONTH, TENURE_MAX};
use crate::population::TraitTables;
use crate::rng::{self, unit};
use crate::rules::gather::Notice;
use crate::rules::{Today, adopt, habit, minutes};
use crate::walk::{LEAF, Part, walk};
use crate::world::{App, Month, TENURE_SETTLED, World};

use super::people::delays;
use super::tally::{TenureCounts, TenureDay};

/// What a day decided, before it is applied; kept from day to day so that nothing is allocated.
pub struct Evening {
    /// By person: platforms opened of their own accord, called to by messages, and installed.
    pub voluntary: Vec<u8>,
    pub called: Vec<u8>,
    pub adopted: Vec<u8>,
    /// By group: where it met, and what else members read of it.
    pub met: Vec<Notice>,
    pub delay: [u16; 256],
    /// Who is out to meet somebody.
    pub out: Vec<u32>,
}

impl Evening {
    pub fn new(people: usize, groups: usize) -> Evening {
        let mask = || vec![0; people];
        Evening { voluntary: mask(), called: mask(), adopted: mask(), met: vec![Notice::NONE; groups], delay: delays(), out: Vec::new() }
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
    let share = Share {
        start: 0,
        platforms: world.platforms,
        rows: world.rows.bytes_mut(),
        app: &mut world.app,
        month: &mut world.month,
        segment: &world.segment,
        voluntary: &evening.voluntary,
        called: &evening.called,
        adopted: &evening.adopted,
    };
    let visit = |share: Share| {
        let mut counts = Counts { day: DayRecord::default(), flags: Flags::default(), newcomers: TenureDay::new(), tenure };
        for offset in 0..share.count() {
            let platforms = share.platforms;
            let person = Person {
                person: (share.start + offset) as u32,
                segment: share.segment[offset],
                voluntary: share.voluntary[offset],
                called: share.called[offset],
                adopted: share.adopted[offset],
            };
            let row = &mut share.rows[offset * (platforms + 1)..(offset + 1) * (platforms + 1)];
            let places = offset * platforms..(offset + 1) * platforms;
            person.settle(today, row, &mut share.app[places.clone()], &mut share.month[places], &mut counts);
            if offset % Flags::ROOM == Flags::ROOM - 1 {
                counts.flags.hand_over(&mut counts.day);
            }
        }
        counts.flags.hand_over(&mut counts.day);
        counts.newcomers.hand_over(tenure);
        counts.day
    };
    walk(share, PART, &visit, &DayRecord::merged)
}

/// What is counted of a part of the people.
struct Counts<'a> {
    day: DayRecord,
    flags: Flags,
    newcomers: TenureDay,
    tenure: &'a TenureCounts,
}

/// What is true of a person and a platform tonight, a bit each.
const OPENED: u8 = 1;
const VOLUNTARY: u8 = 1 << 1;
const LONELY: u8 = 1 << 2;
const EVER: u8 = 1 << 3;
const WEEKLY: u8 = 1 << 4;
const MONTHLY: u8 = 1 << 5;
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
    /// People whose counts fit a byte.
    const ROOM: usize = 255;

    #[inline(always)]
    fn add(&mut self, p: usize, flags: u8) {
        self.sums[p] += SPREAD[usize::from(flags)];
    }

    fn hand_over(&mut self, count: &mut DayRecord) {
        for (p, sum) in self.sums.iter_mut().enumerate() {
            let counts = [
                &mut count.opened,
                &mut count.voluntary,
                &mut count.lonely,
                &mut count.ever,
                &mut count.weekly,
                &mut count.monthly,
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

struct Person {
    person: u32,
    segment: u8,
    voluntary: u8,
    called: u8,
    adopted: u8,
}

impl Person {
    #[inline(always)]
    fn settle(&self, today: &Today, row: &mut [u8], app: &mut [App], month: &mut [Month], counts: &mut Counts) {
        let platforms = app.len();
        let traits = today.keys.traits.one(self.person);
        let mut weights = [0.0; PLATFORMS_MAX];
        let all_opened = self.voluntary | self.called;
        for p in 0..platforms {
            let bit = |mask: u8| mask >> p & 1 == 1;
            if bit(self.adopted) {
                app[p] = app[p].installed().with_tenure(0);
            } else if app[p].is_new() {
                continue;
            }
            let morning = (row[p], month[p].lonely());
            let opened = bit(all_opened);
            if bit(self.adopted) {
                row[p] = libm::round(today.behaviour.install_presence * 255.0).clamp(1.0, 255.0) as u8;
            } else if row[p] > 0 {
                let draw = today.keys.habit.tagged(self.person, today.tags[p]);
                row[p] = rng::round(draw, habit::evening(row[p], opened, self.habit_rate(today, traits))).clamp(1, 255) as u8;
            }
            let mut is_true = if opened { OPENED } else { 0 } | if bit(self.voluntary) { VOLUNTARY } else { 0 };
            if opened {
                let content_taste = today.traits.content_taste(self.segment, traits);
                let step = usize::from(TraitTables::content_step(traits));
                weights[p] = today.alone[p][usize::from(self.segment)][step];
                let taste = today.traits.platform_taste(today.keys.taste, self.person, today.tags[p]);
                counts.day.welfare += ((today.solo[p] * content_taste + taste) * WEIGHT_PARTS as f32) as i64;
            }
            is_true |= self.remember(today, p, opened, &mut app[p], &mut month[p], counts);
            is_true |= self.stay_or_leave(today, p, morning, &mut row[p], &mut app[p], &mut month[p], counts);
            counts.flags.add(p, is_true);
        }
        row[platforms] = self.voluntary;
        if all_opened != 0 {
            minutes::share(today.minutes[usize::from(self.segment)], &weights, &today.order, &mut counts.day.minutes);
        }
    }

    /// Habits form faster while they settle.
    #[inline(always)]
    fn habit_rate(&self, today: &Today, traits: u64) -> f32 {
        let rate = today.traits.habit_rate(traits);
        match today.settling {
            Some(day) => rate.max(1.0 / (day as f32 + 5.0)),
            None => rate,
        }
    }

    /// Counts the day in what is remembered of a platform that somebody has or had; what is true of it.
    #[inline(always)]
    fn remember(&self, today: &Today, p: usize, opened: bool, app: &mut App, month: &mut Month, counts: &mut Counts) -> u8 {
        let idle = if opened { 0 } else { app.idle() + 1 };
        *app = app.with_idle(idle);
        let mut is_true = EVER | if idle < 7 { WEEKLY } else { 0 } | if idle < MONTH as u32 { MONTHLY } else { 0 };
        *month = month.with_days((month.days() + u32::from(opened)).min(MONTH as u32));
        if !app.is_installed() {
            return is_true;
        }
        let is_lonely = self.voluntary >> p & 1 == 1 && self.called >> p & 1 == 0 && self.adopted >> p & 1 == 0;
        is_true |= if is_lonely { LONELY } else { 0 };
        if opened {
            *month = month.with_lonely(if is_lonely { month.lonely() + 1 } else { 0 });
        }
        let age = app.tenure();
        if age < TENURE_SETTLED && today.settling.is_none() {
            count_tenure(today, p, age, opened, idle, counts);
        }
        *app = app.with_tenure(age + 1);
        is_true
    }

    /// Decides by presence and loneliness of the morning whether a platform is removed; what is true of who has it.
    #[allow(clippy::too_many_arguments)]
    #[inline(always)]
    fn stay_or_leave(
        &self,
        today: &Today,
        p: usize,
        morning: (u8, u32),
        presence: &mut u8,
        app: &mut App,
        month: &mut Month,
        counts: &mut Counts,
    ) -> u8 {
        if !app.is_installed() {
            return 0;
        }
        let (was_present, was_lonely) = morning;
        let behaviour = &today.behaviour;
        if today.settling.is_none() && was_present > 0 && f32::from(was_present) < behaviour.leave_presence as f32 * 255.0 {
            let hazard = behaviour.leave as f32 * today.leaving[usize::from(self.segment)] * (1.0 + was_lonely as f32);
            if unit(today.keys.leave.tagged(self.person, today.tags[p])) < adopt::within_a_day(hazard) {
                *presence = 0;
                let age = app.tenure() as usize - 1;
                *app = app.removed();
                *month = month.with_lonely(0);
                counts.day.uninstalls[p] += 1;
                if age < TENURE_MAX - 1 {
                    counts.tenure.left(age, p);
                }
                return 0;
            }
        }
        counts.day.presence[p] += u64::from(*presence);
        INSTALLED | if app.has_opted_out() { OPTED_OUT } else { 0 }
    }
}

#[inline(always)]
fn count_tenure(today: &Today, p: usize, age: u32, opened: bool, idle: u32, counts: &mut Counts) {
    counts.newcomers.lived(age as usize, p, opened);
    if let Some(kept) = KEPT_DAYS.iter().position(|&day| day == age as usize) {
        counts.day.kept[kept][p] += u64::from(opened);
    }
    if age >= 27 && idle < MONTH as u32 {
        counts.newcomers.opened_within_month(age as usize - 27, p);
    }
    let age_week = age as usize / 7;
    if age % 7 == 6 && idle < 7 && age_week < AGE_WEEKS {
        counts.tenure.active_in_week((today.day as usize - age as usize) / 7, age_week, p);
    }
}
