//! Keyed randomness: every draw is a function of (seed, purpose, day, entity, draw) and of nothing else, so results do not depend on
//! threads or order, and two scenarios share every draw that means the same thing.
//!
//! Two generators serve two needs. [`Stream`] is Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011) behind the traits of `rand`: it makes
//! populations. [`DayKey`] is a keyed mix for the day loop, where a draw must cost a nanosecond: of 64 bits, or cheaply of 32.

use rand::rand_core::{Infallible, TryRng};

use crate::float;

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

/// Blocks of a stream that are worked out together.
const BLOCKS: usize = 8;
const WORDS: usize = 4;

/// Philox4x32-10 for one entity: 2⁶⁴ blocks of four words.
#[derive(Clone, Debug)]
pub struct Stream {
    key: [u32; 2],
    entity: [u32; 2],
    block: u64,
    words: [u32; BLOCKS * WORDS],
    /// How many of them there are, and how many of those were drawn.
    ready: usize,
    used: usize,
}

impl Stream {
    pub fn new(key: u64, entity: u64) -> Stream {
        let halves = |whole: u64| [whole as u32, (whole >> 32) as u32];
        Stream { key: halves(key), entity: halves(entity), block: 0, words: [0; BLOCKS * WORDS], ready: 0, used: 0 }
    }

    /// A number in [0, 1) with 53 bits.
    pub fn unit(&mut self) -> f64 {
        (self.word64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// A whole number in 0..bound, without bias (Lemire 2019).
    pub fn below(&mut self, bound: u32) -> u32 {
        assert!(bound > 0, "an empty range has no number");
        loop {
            let product = u64::from(self.word()) * u64::from(bound);
            if product as u32 >= bound.wrapping_neg() % bound {
                return (product >> 32) as u32;
            }
        }
    }

    /// Puts things into an order in which all orders are alike (Fisher and Yates 1938).
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last as u32 + 1) as usize);
        }
    }

    /// A standard normal (Box and Muller 1958), with the same bits on every machine.
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }

    /// A Poisson count: by products for small means (Knuth 1969), by halves of a split mean for large ones.
    pub fn poisson(&mut self, mean: f64) -> u32 {
        if mean > 30.0 {
            return self.poisson(mean / 2.0) + self.poisson(mean / 2.0);
        }
        let limit = libm::exp(-mean);
        let mut product = 1.0;
        let mut count = 0;
        loop {
            product *= 1.0 - self.unit();
            if product <= limit {
                return count;
            }
            count += 1;
        }
    }

    /// The next 64-bit draws, as many as lie ready and at most `N`, but one at least; they are drawn only when [`Stream::skip`] says so.
    #[inline(always)]
    pub fn peek<const N: usize>(&mut self) -> ([u64; N], usize) {
        if self.ready - self.used < 2 {
            self.refill();
        }
        let mut draws = [0; N];
        let words = self.words[self.used..self.ready].as_chunks().0;
        for (draw, [low, high]) in draws.iter_mut().zip(words) {
            *draw = u64::from(*low) | u64::from(*high) << 32;
        }
        (draws, words.len().min(N))
    }

    /// Draws what was seen, so many 64-bit draws.
    #[inline(always)]
    pub fn skip(&mut self, draws: usize) {
        debug_assert!(self.used + 2 * draws <= self.ready, "they lie ready");
        self.used += 2 * draws;
    }

    #[inline(always)]
    fn word(&mut self) -> u32 {
        if self.used == self.ready {
            self.refill();
        }
        self.used += 1;
        self.words[(self.used - 1) % (BLOCKS * WORDS)]
    }

    #[inline(always)]
    fn word64(&mut self) -> u64 {
        u64::from(self.word()) | u64::from(self.word()) << 32
    }

    /// Keeps what was not drawn, a word at most, and works out what comes next: two blocks at first, as many streams need no more, and then several.
    #[inline(never)]
    fn refill(&mut self) {
        let kept = self.ready - self.used;
        if kept > 0 {
            self.words[0] = self.words[self.used];
        }
        let most = if self.block == 0 { 2 } else { BLOCKS };
        let room = self.words[kept..].as_chunks_mut::<WORDS>().0.as_chunks_mut::<2>().0;
        (self.used, self.ready) = (0, kept);
        for two in room.iter_mut().take(most / 2) {
            let [low, high] = self.entity.map(u64::from);
            let counters = [self.block, self.block + 1];
            let made = philox([counters.map(|block| block & LOW), counters.map(|block| block >> 32), [low; 2], [high; 2]], self.key);
            for (lane, words) in two.iter_mut().enumerate() {
                *words = made.map(|word| word[lane] as u32);
            }
            self.block += 2;
            self.ready += 2 * WORDS;
        }
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.word())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.word64())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(4) {
            let word = self.word().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

const LOW: u64 = u32::MAX as u64;

/// Two blocks side by side, word by word. Words lie in 64 bits, as vectors multiply them there; with more blocks at once there are too few registers.
#[inline(always)]
fn philox(mut counter: [[u64; 2]; WORDS], mut key: [u32; 2]) -> [[u64; 2]; WORDS] {
    for _ in 0..10 {
        for lane in 0..2 {
            // All are below 2³² already; said so that the compiler knows.
            let first = (counter[0][lane] & LOW) * 0xd251_1f53;
            let second = (counter[2][lane] & LOW) * 0xcd9e_8d57;
            counter[0][lane] = second >> 32 ^ counter[1][lane] ^ u64::from(key[0]);
            counter[1][lane] = second & LOW;
            counter[2][lane] = first >> 32 ^ counter[3][lane] ^ u64::from(key[1]);
            counter[3][lane] = first & LOW;
        }
        key = [key[0].wrapping_add(0x9e37_79b9), key[1].wrapping_add(0xbb67_ae85)];
    }
    counter
}
