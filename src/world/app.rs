//! What a person's phone and memory hold of a platform.

use bytemuck::{Pod, Zeroable};

/// Tenure of who has had it longer than can be counted, day-0 users among them.
pub const TENURE_SETTLED: u16 = 127;

const IDLE_LONG: u16 = 31;

/// Installed or not, for how long, and when opened last.
///
/// | bits | what |
/// |---|---|
/// | 0–1 | never, installed, left |
/// | 2–8 | tenure in days; 127 is settled |
/// | 9–13 | days since the last opening; 31 is longer or never |
/// | 14 | opened in the month before |
/// | 15 | exposure switched off |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(transparent)]
pub struct App(pub u16);

impl App {
    pub const NEVER: App = App(IDLE_LONG << 9);

    /// Somebody who has used it for long.
    pub fn settled() -> App {
        App(1).with_tenure(TENURE_SETTLED)
    }

    #[inline(always)]
    pub fn is_installed(self) -> bool {
        self.0 & 3 == 1
    }

    #[inline(always)]
    pub fn has_left(self) -> bool {
        self.0 & 3 == 2
    }

    #[inline(always)]
    pub fn is_new(self) -> bool {
        self.0 & 3 == 0
    }

    #[inline(always)]
    pub fn tenure(self) -> u16 {
        self.0 >> 2 & 127
    }

    #[inline(always)]
    pub fn idle(self) -> u16 {
        self.0 >> 9 & 31
    }

    #[inline(always)]
    pub fn was_active_last_month(self) -> bool {
        self.0 >> 14 & 1 == 1
    }

    #[inline(always)]
    pub fn has_opted_out(self) -> bool {
        self.0 >> 15 == 1
    }

    /// Installed today, with nothing remembered but last month's activity.
    #[must_use]
    #[inline(always)]
    pub fn installed(self) -> App {
        App(self.0 & 1 << 14 | 1)
    }

    /// Removed; what was opened when stays known.
    #[must_use]
    pub fn removed(self) -> App {
        App(self.0 & !(3 | 1 << 15) | 2)
    }

    #[must_use]
    #[inline(always)]
    pub fn with_tenure(self, days: u16) -> App {
        App(self.0 & !(127 << 2) | days.min(TENURE_SETTLED) << 2)
    }

    #[must_use]
    #[inline(always)]
    pub fn with_idle(self, days: u16) -> App {
        App(self.0 & !(31 << 9) | days.min(IDLE_LONG) << 9)
    }

    #[must_use]
    pub fn with_last_month(self, month: Month) -> App {
        App(self.0 & !(1 << 14) | u16::from(month.days() > 0) << 14)
    }

    #[must_use]
    pub fn opted_out(self) -> App {
        App(self.0 | 1 << 15)
    }
}

/// Days active this month, and how lonely the last openings were.
///
/// Bits 0–4: days of this month on which it was opened. Bits 5–7: voluntary openings in a row that met nobody, to 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(transparent)]
pub struct Month(pub u8);

impl Month {
    /// Lonely openings in a row that are remembered.
    pub const LONELY_MAX: u8 = 7;

    #[inline(always)]
    pub fn days(self) -> u8 {
        self.0 & 31
    }

    #[inline(always)]
    pub fn lonely(self) -> u8 {
        self.0 >> 5
    }

    #[must_use]
    #[inline(always)]
    pub fn with_days(self, days: u8) -> Month {
        Month(self.0 & !31 | days)
    }

    #[must_use]
    #[inline(always)]
    pub fn with_lonely(self, openings: u8) -> Month {
        Month(self.0 & 31 | openings.min(Month::LONELY_MAX) << 5)
    }
}
