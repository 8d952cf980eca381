//! Keyed randomness: every draw is a function of (seed, purpose, day, entity, draw) and of nothing else, so results do not depend on
//! threads or order, and two scenarios share every draw that means the same thing.
//!
//! Two generators serve two needs. [`Stream`] is Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011) behind the traits of `rand`: it makes
//! populations. [`DayKey`] is a keyed mix for the day loop, where a draw must cost a nanosecond: of 64 bits, or cheaply of 32.

use crate::float;

mod philox;
mod poisson;
mod stream;

pub use poisson::Poisson;
pub use stream::Stream;

/// What chance decides. Numbers are part of every result: a new use gets a new number, and none is used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// Which segment a person belongs to.
    Segment = 1,
    /// The traits of a person: content taste, habit time, dislike of exposure.
    Traits = 2,
    /// A person's taste for a platform.
    Taste = 3,
    /// Who uses a platform on day 0.
    FirstUsers = 4,
    /// Where a tie lives on day 0.
    FirstHome = 5,
    /// Whether an audience drawn at random holds a person or a community.
    Audience = 6,
    /// Adoption of a platform.
    Adopt = 7,
    /// Whose invitation it was.
    Inviter = 8,
    /// Opening a platform.
    Open = 9,
    /// Whether a tie talks today, and whether it gets a share.
    Talk = 10,
    /// Where a tie talks, and unbiased rounding of its history.
    Venue = 11,
    /// Where the share is sent, and rounding of the history on this second message of the day.
    ShareVenue = 13,
    /// Whether a contact is found on a platform.
    Found = 16,
    /// Whether a blocked link gets through.
    Blocked = 17,
    /// Unbiased rounding of presence.
    HabitRounding = 18,
    /// Uninstalling.
    Leave = 19,
    /// Whether a platform that is down fails a person.
    Outage = 20,
    /// Whether a mandated person obeys.
    Obey = 21,
    /// Whether a group meets today.
    Session = 22,
    /// Where a group meets.
    SessionVenue = 23,
    /// Whether a member joins a session.
    Join = 24,
    /// Whether a member who joined speaks.
    Speak = 25,
    /// How talkative a member is in a group.
    Voice = 26,
    /// Whether a fan joins a group today.
    FanJoin = 27,
    /// Whether a fan's level suffices.
    FanLevel = 28,
    /// Unbiased rounding of a group's history.
    GroupRounding = 29,
    /// Who meets whom.
    Meet = 30,
    /// Switching off exposure.
    OptOut = 31,
    /// Which contacts a mandated person brings along.
    Bring = 32,
    /// Random removal in the measure of what holds a platform's graph together.
    Removal = 33,
    /// History lost by ties that lie idle for long.
    IdleRounding = 34,
    /// Whether an export or a wipe rounds history up.
    EventRounding = 35,
    /// Unbiased rounding of a group's vitality.
    VitalityRounding = 36,
    /// Population: households, communities, and each layer of ties.
    Households = 64,
    Communities = 65,
    Workplaces = 66,
    FriendTies = 67,
    WorkTies = 68,
    AcquaintanceTies = 69,
    PlainTies = 70,
    Groups = 71,
    Creators = 72,
    Fans = 73,
    TieWeight = 74,
}

/// All chance of one replicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chance {
    key: u64,
}

impl Chance {
    /// Replicates of one seed have unrelated draws.
    pub fn new(seed: u64, replicate: u32) -> Chance {
        Chance { key: mix(mix(seed ^ 0x6d6f_6174_7369_6d31).wrapping_add(u64::from(replicate).wrapping_mul(GOLDEN))) }
    }

    /// The draws of one purpose on one day. Days before day 0 are negative.
    pub fn on(self, purpose: Purpose, day: i32) -> DayKey {
        let day = u64::from(day as u32);
        DayKey(mix(mix(self.key ^ (purpose as u64).wrapping_mul(ODD_A)).wrapping_add(day.wrapping_mul(ODD_B))))
    }

    /// The draws of one purpose that do not change from day to day.
    pub fn ever(self, purpose: Purpose) -> DayKey {
        self.on(purpose, i32::MIN)
    }

    /// A generator with the traits of `rand`, for one entity and one purpose.
    pub fn stream(self, purpose: Purpose, entity: u64) -> Stream {
        Stream::new(self.key, (purpose as u64) << 48 ^ entity)
    }
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
const ODD_A: u64 = 0xd6e8_feb8_6659_fd93;
const ODD_B: u64 = 0xa076_1d64_78bd_642f;

/// Two rounds of xor-shift-multiply: a bijection of 64 bits in which each bit of the input reaches each bit of the output.
#[inline(always)]
pub fn mix(mut x: u64) -> u64 {
    x ^= x >> 32;
    x = x.wrapping_mul(0xe9846af9b1a615d);
    x ^= x >> 32;
    x = x.wrapping_mul(0xe9846af9b1a615d);
    x ^ x >> 28
}

/// The draws of one purpose on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayKey(u64);

impl DayKey {
    /// The draw of one entity.
    #[inline(always)]
    pub fn one(self, entity: u32) -> u64 {
        mix(self.0 ^ u64::from(entity).wrapping_mul(GOLDEN))
    }

    /// The draw of one entity about something with a tag (a platform).
    #[inline(always)]
    pub fn tagged(self, entity: u32, tag: u32) -> u64 {
        mix(self.0 ^ (u64::from(tag) << 32 | u64::from(entity)).wrapping_mul(GOLDEN))
    }

    /// [`DayKey::one`] of so many entities from one on.
    #[inline(always)]
    pub fn ones<const N: usize>(self, first: u32) -> [u64; N] {
        let first = u64::from(first).wrapping_mul(GOLDEN);
        let mut draws = [0; N];
        for (draw, step) in draws.iter_mut().zip(const { golden_steps::<N>() }) {
            *draw = mix(self.0 ^ first.wrapping_add(step));
        }
        draws
    }

    /// A cheap draw of one entity about something with a tag: 32 bits, of which machines mix twice as many side by side, with fewer steps.
    #[inline(always)]
    pub fn cheap(self, entity: u32, tag: u32) -> u32 {
        gate_end(self.gate_key() ^ tag, entity)
    }

    /// [`DayKey::cheap`] of so many entities from one on.
    #[inline(always)]
    pub fn all_cheap<const N: usize>(self, first: u32, tag: u32) -> [u32; N] {
        let mut draws = [0; N];
        for (lane, draw) in draws.iter_mut().enumerate() {
            *draw = self.cheap(first.wrapping_add(lane as u32), tag);
        }
        draws
    }

    /// The draw of a tie, the same from both ends.
    #[inline(always)]
    pub fn tie(self, a: u32, b: u32) -> u64 {
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        mix(self.0 ^ (u64::from(low) << 32 | u64::from(high)).wrapping_mul(GOLDEN))
    }

    /// The draw of a tie about something with a tag, from the tie's own draw.
    #[inline(always)]
    pub fn with(draw: u64, tag: u32) -> u64 {
        mix(draw ^ u64::from(tag).wrapping_mul(ODD_B))
    }

    /// What cheap draws of a tie are made of, the same from both ends: see [`gate`].
    #[inline(always)]
    pub fn pair(self, a: u32, b: u32) -> u32 {
        gate_end(self.gate_key(), a).wrapping_add(gate_end(self.gate_key(), b))
    }

    /// The key of [`gate`] for this purpose and day.
    #[inline(always)]
    pub fn gate_key(self) -> u32 {
        upper(self.0)
    }
}

/// What one entity after another adds to the first one's product.
const fn golden_steps<const N: usize>() -> [u64; N] {
    let mut steps = [0; N];
    let mut step = 0;
    while step < N {
        steps[step] = (step as u64).wrapping_mul(GOLDEN);
        step += 1;
    }
    steps
}

/// What gates are made with.
pub const GATE_SPREAD: u32 = 0x9e37_79b1;
pub const GATE_AGAIN: u32 = 0x6a09_e667;
pub const GATE_MIX: [u32; 2] = [0x21f0_aaad, 0xd35a_2d97];

/// One end's part of the gate of its ties; beside other keys, a cheap draw of its own.
#[inline(always)]
pub fn gate_end(gate_key: u32, person: u32) -> u32 {
    mix32(person.wrapping_mul(GATE_SPREAD) ^ gate_key)
}

/// A cheap draw for the many ties that stay silent: 32 bits, the same from both ends, from the (wrapping) sum of the two ends' parts.
///
/// The sum of two mixed words differs for every pair and day; the second mix hides what pairs with a common end share.
#[inline(always)]
pub fn gate(ends: u32) -> u32 {
    mix32(ends)
}

/// A second draw from the same ends, unrelated to the first.
#[inline(always)]
pub fn gate_again(ends: u32) -> u32 {
    gate_tagged(ends, GATE_AGAIN)
}

/// A draw from the same ends about something with a tag, unrelated to the others.
#[inline(always)]
pub fn gate_tagged(ends: u32, tag: u32) -> u32 {
    mix32(ends ^ tag)
}

#[inline(always)]
fn mix32(mut x: u32) -> u32 {
    x ^= x >> 16;
    x = x.wrapping_mul(GATE_MIX[0]);
    x ^= x >> 15;
    x = x.wrapping_mul(GATE_MIX[1]);
    x ^ x >> 15
}

/// The least number that [`unit`] makes.
pub const UNIT_LEAST: f32 = 0.5 / 8_388_608.0;

/// A number in (0, 1) from the upper bits of a draw: never 0, never 1, exact in `f32`.
#[inline(always)]
pub fn unit(draw: u64) -> f32 {
    // By way of 32 bits, as few machines have vectors that turn whole numbers of 64 bits into others.
    unit32(upper(draw))
}

/// The same of a cheap draw.
#[inline(always)]
pub fn unit32(draw: u32) -> f32 {
    ((draw >> 9) as i32 as f32 + 0.5) * (1.0 / 8_388_608.0)
}

/// The draws whose number ([`unit`], [`unit32`]) is below one: comparing them needs no fractions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Below(u32);

impl Below {
    /// Every draw.
    pub const ALL: Below = Below(1 << 23);

    pub fn new(number: f64) -> Below {
        // Of the numbers (k + ½) / 2²³, how many are below.
        Below(libm::ceil(number * f64::from(Below::ALL.0) - 0.5).clamp(0.0, f64::from(Below::ALL.0)) as u32)
    }

    #[inline(always)]
    pub fn holds_long(self, draw: u64) -> bool {
        self.holds(upper(draw))
    }

    #[inline(always)]
    pub fn holds(self, draw: u32) -> bool {
        draw >> 9 < self.0
    }
}

#[inline(always)]
fn upper(draw: u64) -> u32 {
    (draw >> 32) as u32
}

/// Whether an event of this probability happens. Exact at 0 and at 1.
#[inline(always)]
pub fn happens(draw: u64, probability: f64) -> bool {
    ((draw >> 11) as f64) < probability * 9_007_199_254_740_992.0
}

/// Rounds a number of 0 to 2³⁰ down or up at random, so that the mean is the number itself. Exact for whole numbers.
#[inline(always)]
pub fn round(draw: u64, number: f32) -> u32 {
    round32(upper(draw), number)
}

/// The same by a cheap draw.
#[inline(always)]
pub fn round32(draw: u32, number: f32) -> u32 {
    let floor = float::whole(number);
    floor as u32 + u32::from(unit32(draw) < number - floor as f32)
}

/// A platform's tag: chance goes with its name, so that the order of platforms in a file has no meaning.
pub fn tag(name: &str) -> u32 {
    let hash = blake3::hash(name.as_bytes());
    u32::from_le_bytes(hash.as_bytes()[..4].try_into().expect("four bytes"))
}
