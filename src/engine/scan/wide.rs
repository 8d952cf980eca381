//! [`Morning::scan`] for sixteen ties at a time by the instructions of AVX-512: the same bits.

use std::arch::x86_64::*;

use crate::bits;
use crate::cache::ask_for_each;
use crate::ids::{LANES, Layer, WEIGHT_PARTS};
use crate::metrics::record::DayRecord;
use crate::rng::{GATE_AGAIN, GATE_MIX, GATE_SPREAD};
use crate::rules::Today;
use crate::rules::weight::IDLE_MAX;
use crate::ties::Tie;
use crate::world::Row;

use super::super::messages::{Batch, Ends, Queue};
use super::super::people::{Block, Morning};
use super::{Found, GATE_SHIFT, ROW, STRETCH, Wants, ask_for_ties, name_people};

/// Platforms whose presences fit one lane.
const PLATFORMS: usize = 4;

/// Whether today's ties can be scanned this way.
pub fn is_enough(today: &Today) -> bool {
    today.platforms <= PLATFORMS && !today.has_bridges && !today.nobody_talks()
}

/// Room for working out a stretch.
pub struct Stretch {
    /// Weight times presence by home and layer, and by person, in copies, as additions to one place have to wait for each other: nothing but zeros
    /// between two stretches.
    waiting: [[[u32; LANES]; 8 * PLATFORMS]; COPIES],
    /// The lane of each tie's person.
    of: [u8; STRETCH + ROW],
}

const COPIES: usize = 4;

/// What is the same for all ties of people side by side.
struct People {
    first: u32,
    /// The part's first person, and of how many of the part messages are handed on.
    start: u32,
    known: u32,
    wants: Wants,
    /// Each one's end of the gates.
    own: __m512i,
}

/// Up to sixteen ties.
struct Ties {
    /// Lanes that hold a tie or a free place.
    here: __mmask16,
    /// Of the first, among those of the part.
    place: usize,
    /// The lane of each tie's person.
    of: __m512i,
    neighbour: __m512i,
    tie: __m512i,
    layer: __m512i,
    class: __m512i,
}

/// See [`Morning::scan`]. Sixteen ties may be several people's, so that short rows leave no lanes empty.
#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,bmi1,bmi2,lzcnt,popcnt")]
pub fn scan(
    morning: &Morning,
    block: &Block,
    bounds: &[u32],
    ends: &mut Ends,
    batch: &mut Batch,
    found: &mut Found,
    count: &mut DayRecord,
) {
    let looks = block.wants.any() != 0;
    let places = bounds[0] as usize - ends.first_tie..bounds[bounds.len() - 1] as usize - ends.first_tie;
    let known = batch.known(block.person[0] - ends.start, places.len());
    let people = people(morning, block, ends.start, known);
    let mut stretch = places.start;
    while stretch < places.end {
        let stretch_end = (stretch + STRETCH).min(places.end);
        name_people(bounds, &(ends.first_tie + stretch..ends.first_tie + stretch_end), &mut found.wide.of);
        let mut from = stretch;
        while from < stretch_end {
            if batch.is_full(LANES) {
                morning.send::<512>(batch, false, ends, count);
            }
            let to = (from + LANES).min(stretch_end);
            ask_for_ties(morning, ends, from + TIES_AHEAD);
            if looks {
                prefetch_rows(morning, ends.first_tie + from + AHEAD);
            }
            let neighbours = &morning.neighbour[ends.first_tie + from..ends.first_tie + to];
            let of = &found.wide.of[from - stretch..from - stretch + LANES];
            let ties = load(neighbours, &ends.ties[from..to], of, from);
            sixteen(morning, &people, &ties, batch, found);
            from = to;
        }
        if looks {
            found.is_clear = false;
            add_up(found, morning.today.platforms);
        }
        stretch = stretch_end;
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn people(morning: &Morning, block: &Block, start: u32, known: u32) -> People {
    let person = _mm512_add_epi32(splat(block.person[0]), counting());
    let end = _mm512_xor_si512(_mm512_mullo_epi32(person, splat(GATE_SPREAD)), splat(morning.today.keys.gate));
    People { first: block.person[0], start, known, wants: block.wants, own: mix(end) }
}

/// So many ties ahead, rows of neighbours are asked for: two or three people's.
const AHEAD: usize = 4 * LANES;

/// So many ties ahead, ties themselves are: by then they must be there.
const TIES_AHEAD: usize = 2 * AHEAD;

/// Asks for the rows of sixteen neighbours from a place on.
#[inline]
#[target_feature(enable = "avx512f")]
fn prefetch_rows(morning: &Morning, place: usize) {
    let (bytes, stride) = morning.rows.padded();
    let neighbours = morning.neighbour.get(place..place + LANES).unwrap_or_default();
    ask_for_each(bytes, neighbours.iter().map(|&other| other as usize * stride));
}

#[inline]
#[target_feature(enable = "avx512f")]
fn splat(word: u32) -> __m512i {
    _mm512_set1_epi32(word as i32)
}

#[inline]
#[target_feature(enable = "avx512f")]
fn mix(x: __m512i) -> __m512i {
    let x = _mm512_xor_si512(x, _mm512_srli_epi32::<16>(x));
    let x = _mm512_mullo_epi32(x, splat(GATE_MIX[0]));
    let x = _mm512_xor_si512(x, _mm512_srli_epi32::<15>(x));
    let x = _mm512_mullo_epi32(x, splat(GATE_MIX[1]));
    _mm512_xor_si512(x, _mm512_srli_epi32::<15>(x))
}

#[inline]
#[target_feature(enable = "avx512f")]
fn counting() -> __m512i {
    _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
}

#[inline]
#[target_feature(enable = "avx512f")]
fn load(neighbour: &[u32], ties: &[Tie], of: &[u8], place: usize) -> Ties {
    let lanes = neighbour.len().min(ties.len()).min(LANES);
    let here = (0xffff_u32 >> (LANES - lanes)) as __mmask16;
    let of: &[u8; LANES] = of.try_into().expect("as many as lanes");
    // SAFETY: as many lanes are read as both slices have words, and sixteen bytes of sixteen.
    let (neighbour, tie, of) = unsafe {
        let empty = splat(Tie::empty().0);
        (
            _mm512_maskz_loadu_epi32(here, neighbour.as_ptr().cast()),
            _mm512_mask_loadu_epi32(empty, here, ties.as_ptr().cast()),
            _mm512_cvtepu8_epi32(_mm_loadu_si128(of.as_ptr().cast())),
        )
    };
    Ties { here, place, of, neighbour, tie, layer: _mm512_and_si512(tie, splat(7)), class: _mm512_srli_epi32::<{ Tie::CLASS_AT }>(tie) }
}

/// Constants of layers by their codes.
#[inline]
#[target_feature(enable = "avx512f")]
fn by_layer(constants: &[u32; 8], ties: &Ties) -> __m512i {
    // SAFETY: eight words are read of eight; layer codes are below eight.
    let table = unsafe { _mm256_loadu_si256(constants.as_ptr().cast()) };
    _mm512_permutexvar_epi32(ties.layer, _mm512_castsi256_si512(table))
}

/// Weights of a weight class from those of class 1.
#[inline]
#[target_feature(enable = "avx512f")]
fn classed(base: __m512i, ties: &Ties) -> __m512i {
    let doubled = _mm512_sllv_epi32(base, ties.class);
    _mm512_min_epu32(_mm512_srli_epi32::<1>(doubled), splat(WEIGHT_PARTS as u32))
}

/// Four bytes of a table at each of sixteen places. The machine's own instruction for this is slower where it takes its lanes one by one.
///
/// # Safety
/// The table must have four bytes at each place.
#[inline]
#[target_feature(enable = "avx512f")]
unsafe fn gather(table: *const u8, places: __m512i) -> __m512i {
    let mut place = [0_u32; LANES];
    store(&mut place, 0, places);
    // SAFETY: the caller's.
    let at = |lane: usize| unsafe { table.add(place[lane] as usize).cast::<i32>().read_unaligned() };
    _mm512_setr_epi32(at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9), at(10), at(11), at(12), at(13), at(14), at(15))
}

/// Weights of some ties; 0 elsewhere, and for what is gone.
#[inline]
#[target_feature(enable = "avx512f")]
fn weights(today: &Today, ties: &Ties, lanes: __mmask16) -> __m512i {
    const { assert!(IDLE_MAX == 512) };
    let idle = _mm512_and_si512(_mm512_sub_epi32(splat(today.day as u32), _mm512_srli_epi32::<{ Tie::LAST_AT }>(ties.tie)), splat(511));
    let place = _mm512_or_si512(_mm512_slli_epi32::<9>(ties.layer), idle);
    // SAFETY: a layer code is below 8 and idle days below 512, as the table has them, four bytes each.
    let base = unsafe { gather(today.weights.by_days().as_ptr().cast(), _mm512_slli_epi32::<2>(place)) };
    let base = _mm512_maskz_mov_epi32(lanes, base);
    // What is not gone weighs something, in the lightest class too.
    _mm512_max_epu32(classed(base, ties), _mm512_min_epu32(base, splat(1)))
}

/// The first four bytes of each neighbour's row.
#[inline]
#[target_feature(enable = "avx512f")]
fn rows(morning: &Morning, ties: &Ties) -> __m512i {
    let (bytes, stride) = morning.rows.padded();
    let place = _mm512_mullo_epi32(ties.neighbour, splat(stride as u32));
    // SAFETY: neighbours are people, empty lanes say 0, and rows are padded so that each can be read as eight bytes.
    unsafe { gather(bytes.as_ptr(), place) }
}

/// Draws of up to sixteen ties that are below bounds of weights.
#[inline]
#[target_feature(enable = "avx512f")]
fn below(draw: __m512i, weight: __m512i) -> __mmask16 {
    // A weight of one wraps to the greatest bound, so that it always talks.
    let bound = _mm512_sub_epi32(_mm512_slli_epi32::<GATE_SHIFT>(weight), splat(1));
    _mm512_cmple_epu32_mask(draw, bound) & _mm512_test_epi32_mask(weight, weight)
}

#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,bmi1,bmi2,lzcnt,popcnt")]
fn sixteen(morning: &Morning, people: &People, ties: &Ties, batch: &mut Batch, found: &mut Found) {
    let today = morning.today;
    let end = mix(_mm512_xor_si512(_mm512_mullo_epi32(ties.neighbour, splat(GATE_SPREAD)), splat(today.keys.gate)));
    let pair = _mm512_add_epi32(_mm512_permutexvar_epi32(ties.of, people.own), end);
    let talk = mix(pair);
    let mut may_share = 0;
    if !today.sharing.is_empty() {
        let share = mix(_mm512_xor_si512(pair, splat(GATE_AGAIN)));
        // Bounds are kept in the upper 24 bits, so that a weight class cannot overflow them.
        let bound = _mm512_sllv_epi32(by_layer(&today.share_bound, ties), ties.class);
        may_share = _mm512_cmplt_epu32_mask(_mm512_srli_epi32::<8>(share), bound) & ties.here;
    }
    let looking = ties.of_those(people.wants.any());
    let lanes = if looking == ties.here {
        looking
    } else {
        // Nothing but messages matters of the others: weights are looked up where the draw is below the greatest.
        below(talk, classed(by_layer(today.weights.by_layer(), ties), ties)) & ties.here | looking
    };
    if lanes | may_share == 0 {
        return;
    }
    let weight = weights(today, ties, lanes);
    if looking != 0 {
        let alive = _mm512_test_epi32_mask(weight, weight);
        look_around(people.wants, today.platforms, ties, weight, alive, rows(morning, ties), found);
    }
    // Whether there is something to be put aside is anybody's guess, and a wrong guess of the machine costs more than doing it for nothing.
    let person = _mm512_add_epi32(splat(people.first), ties.of);
    let is_second = is_second(people, ties, person);
    put(batch.talks.queue(), ties, below(talk, weight) & !is_second, person);
    if !today.sharing.is_empty() {
        put(batch.may_share.queue(), ties, may_share & !is_second, person);
    }
}

/// Lanes whose other end is one of the part's people before the person, and before those whose messages are not handed on.
#[inline]
#[target_feature(enable = "avx512f")]
fn is_second(people: &People, ties: &Ties, person: __m512i) -> __mmask16 {
    let [other, before] = [ties.neighbour, person].map(|whom| _mm512_sub_epi32(whom, splat(people.start)));
    _mm512_cmplt_epu32_mask(other, _mm512_min_epu32(before, splat(people.known)))
}

/// Puts some ties aside: which they are, and whose.
#[inline]
#[target_feature(enable = "avx512f,bmi1,bmi2,popcnt")]
fn put(queue: Queue, ties: &Ties, lanes: __mmask16, person: __m512i) {
    let at = *queue.len;
    let place = _mm512_add_epi32(counting(), splat(ties.place as u32));
    store(queue.place, at, _mm512_maskz_compress_epi32(lanes, place));
    store(queue.person, at, _mm512_maskz_compress_epi32(lanes, person));
    *queue.len += lanes.count_ones() as usize;
}

#[inline]
#[target_feature(enable = "avx512f")]
fn store(words: &mut [u32], at: usize, lanes: __m512i) {
    let room = &mut words[at..at + LANES];
    // SAFETY: there is room for sixteen words.
    unsafe { _mm512_storeu_si512(room.as_mut_ptr().cast(), lanes) }
}

/// See [`Morning::look_around`].
#[inline]
#[target_feature(enable = "avx512f,popcnt")]
fn look_around(wants: Wants, platforms: usize, ties: &Ties, weight: __m512i, alive: __mmask16, rows: __m512i, found: &mut Found) {
    let pulled = ties.of_those(wants.pull);
    if pulled != 0 {
        // Nowhere shifts all of the row away.
        let home_bits = _mm512_and_si512(ties.tie, splat(7 << Tie::HOME_AT));
        let presence = _mm512_and_si512(_mm512_srlv_epi32(rows, home_bits), splat(255));
        let home_and_layer = _mm512_and_si512(ties.tie, splat(8 * PLATFORMS as u32 - 1));
        let (mut waiting, mut place) = ([0; LANES], [0; LANES]);
        store(&mut waiting, 0, _mm512_maskz_mullo_epi32(pulled, weight, presence));
        store(&mut place, 0, _mm512_add_epi32(_mm512_slli_epi32::<4>(home_and_layer), ties.of));
        for lane in 0..LANES {
            found.wide.waiting[lane % COPIES].as_flattened_mut()[place[lane] as usize % (8 * PLATFORMS * LANES)] += waiting[lane];
        }
    }
    let seen = _mm512_mask_cmpeq_epi32_mask(alive & ties.of_those(wants.watched), ties.layer, splat(Layer::Acquaintance as u32));
    if seen != 0 {
        let (mut of, mut row) = ([0; LANES], [0; LANES]);
        store(&mut of, 0, ties.of);
        store(&mut row, 0, rows);
        for lane in bits::set(seen.into()) {
            found.see(of[lane] as usize, Row(row[lane].into()), platforms);
        }
    }
}

impl Ties {
    /// Lanes whose person is among some.
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn of_those(&self, people: u64) -> __mmask16 {
        _mm512_mask_test_epi32_mask(self.here, _mm512_sllv_epi32(splat(1), self.of), splat(people as u32))
    }
}

impl Stretch {
    pub const ZERO: Stretch = Stretch { waiting: [[[0; LANES]; 8 * PLATFORMS]; COPIES], of: [0; STRETCH + ROW] };
}

/// Adds the sums of a stretch to what waits.
#[inline]
#[target_feature(enable = "avx512f")]
fn add_up(found: &mut Found, platforms: usize) {
    for (home, waiting) in found.waiting.iter_mut().enumerate().take(platforms.min(PLATFORMS)) {
        for (layer, waiting) in waiting.iter_mut().enumerate().take(Layer::COUNT) {
            let mut sum = _mm512_setzero_si512();
            for copy in &mut found.wide.waiting {
                let place = copy[8 * home + layer].as_mut_ptr();
                // SAFETY: sixteen words are read of sixteen, and written to them.
                unsafe {
                    sum = _mm512_add_epi32(sum, _mm512_loadu_si512(place.cast()));
                    _mm512_storeu_si512(place.cast(), _mm512_setzero_si512());
                }
            }
            let halves = [_mm512_castsi512_si256(sum), _mm512_extracti64x4_epi64::<1>(sum)];
            for (waiting, half) in waiting.as_chunks_mut::<{ LANES / 2 }>().0.iter_mut().zip(halves) {
                // SAFETY: eight double words are read of eight, and written to them.
                unsafe {
                    let before = _mm512_loadu_si512(waiting.as_ptr().cast());
                    _mm512_storeu_si512(waiting.as_mut_ptr().cast(), _mm512_add_epi64(before, _mm512_cvtepu32_epi64(half)));
                }
            }
        }
    }
}
