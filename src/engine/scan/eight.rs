//! What a stretch of ties is drawn for, eight ties at a time by the instructions of AVX2: the same bits as step by step.

use std::arch::x86_64::*;

use crate::ids::Layer;
use crate::rng::{GATE_AGAIN, GATE_MIX, GATE_SPREAD};
use crate::rules::Today;
use crate::ties::Tie;

use super::{Bits, GATE_SHIFT, STRETCH, Stretch};

/// Ties worked out side by side.
const EIGHT: usize = 8;

/// A byte for each eight ties of a stretch, a bit for each tie.
type Bytes = [u8; STRETCH / EIGHT];

/// What is the same for all ties of people side by side.
struct Gates {
    key: __m256i,
    /// What the ends of all sixteen people come to.
    own: [__m256i; 2],
    /// The part's first person; the first of the sixteen, and whose messages are handed on, counted from there.
    start: __m256i,
    first: __m256i,
    known: __m256i,
    share_bound: __m256i,
    shares: bool,
}

/// What holds for eight ties, a bit each.
struct Drawn {
    talks: u8,
    may_share: u8,
    is_second: u8,
}

/// See [`super::draw_gates`]. `first` of the people side by side, `start` of the part, and of how many of the part messages are `known`; second ends
/// of ties of those are marked.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
pub fn draw_gates(today: &Today, [first, start, known]: [u32; 3], neighbours: &[u32], ties: &[u32], stretch: &mut Stretch) {
    let Stretch { of, pair, weight, talks, may_share, is_second, .. } = stretch;
    let key = splat(today.keys.gate);
    let person = _mm256_add_epi32(splat(first), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    let gates = Gates {
        key,
        own: [gate_end(person, key), gate_end(_mm256_add_epi32(person, splat(EIGHT as u32)), key)],
        start: splat(start),
        first: splat(first - start),
        known: splat(known),
        share_bound: load(&today.share_bound),
        shares: !today.sharing.is_empty(),
    };
    (*talks, *may_share) = (Bits::default(), Bits::default());
    let (talks, may_share, is_second): (&mut Bytes, &mut Bytes, &mut Bytes) =
        (bytemuck::cast_mut(talks), bytemuck::cast_mut(may_share), bytemuck::cast_mut(is_second));
    let (weight, of, pair) = (weight.as_chunks().0, of.as_chunks().0, pair.as_chunks_mut().0);
    let ((neighbours, neighbours_left), (ties, ties_left)) = (neighbours.as_chunks(), ties.as_chunks());
    let full = neighbours.len().min(ties.len()).min(pair.len());
    for eight in 0..full {
        let drawn = gates.draw(&neighbours[eight], &ties[eight], &weight[eight], &of[eight], &mut pair[eight]);
        (talks[eight], may_share[eight], is_second[eight]) = (drawn.talks, drawn.may_share, drawn.is_second);
    }
    if !ties_left.is_empty() {
        let here = (1 << ties_left.len()) - 1;
        let drawn = gates.draw(&filled(neighbours_left), &filled(ties_left), &weight[full], &of[full], &mut pair[full]);
        (talks[full], may_share[full], is_second[full]) = (drawn.talks & here, drawn.may_share & here, drawn.is_second);
    }
}

impl Gates {
    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    fn draw(
        &self,
        neighbour: &[u32; EIGHT],
        tie: &[u32; EIGHT],
        weight: &[u32; EIGHT],
        of: &[u8; EIGHT],
        pair: &mut [u32; EIGHT],
    ) -> Drawn {
        let (neighbour, tie, weight, of) = (load(neighbour), load(tie), load(weight), lanes(of));
        let ends = _mm256_add_epi32(of_person(&self.own, of), gate_end(neighbour, self.key));
        store(pair, ends);
        let is_gone = _mm256_cmpeq_epi32(weight, _mm256_setzero_si256());
        // A weight of one wraps to the greatest bound, so that it always talks.
        let bound = _mm256_sub_epi32(_mm256_slli_epi32::<{ GATE_SHIFT as i32 }>(weight), splat(1));
        let is_below = _mm256_cmpeq_epi32(_mm256_max_epu32(mix(ends), bound), bound);
        let mut may_share = 0;
        if self.shares {
            // Bounds are kept in the upper 24 bits, so that a weight class cannot overflow them.
            let bound = _mm256_permutevar8x32_epi32(self.share_bound, tie);
            let bound = _mm256_sllv_epi32(bound, _mm256_srli_epi32::<{ Tie::CLASS_AT as i32 }>(tie));
            let draw = _mm256_srli_epi32::<8>(mix(_mm256_xor_si256(ends, splat(GATE_AGAIN))));
            may_share = mask(_mm256_andnot_si256(is_gone, _mm256_cmpgt_epi32(bound, draw)));
        }
        // Second are those whose other end is one of the part's people before the person, and before those whose messages are not handed on.
        let other = _mm256_sub_epi32(neighbour, self.start);
        let before = _mm256_min_epu32(_mm256_add_epi32(self.first, of), self.known);
        let is_first = _mm256_cmpeq_epi32(_mm256_max_epu32(other, before), other);
        Drawn { talks: mask(_mm256_andnot_si256(is_gone, is_below)), may_share, is_second: !mask(is_first) }
    }
}

/// See [`super::seen`].
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
pub fn seen(watched: u32, ties: &[u32], stretch: &Stretch) -> Bits {
    let mut seen = Bits::default();
    let bytes: &mut Bytes = bytemuck::cast_mut(&mut seen);
    let (weight, of) = (stretch.weight.as_chunks().0, stretch.of.as_chunks().0);
    let (ties, left) = ties.as_chunks();
    let full = ties.len().min(weight.len());
    for eight in 0..full {
        bytes[eight] = eight_seen(watched, &ties[eight], &weight[eight], &of[eight]);
    }
    if !left.is_empty() {
        bytes[full] = eight_seen(watched, &filled(left), &weight[full], &of[full]) & ((1 << left.len()) - 1);
    }
    seen
}

#[inline]
#[target_feature(enable = "avx2")]
fn eight_seen(watched: u32, tie: &[u32; EIGHT], weight: &[u32; EIGHT], of: &[u8; EIGHT]) -> u8 {
    let is_acquainted = _mm256_cmpeq_epi32(_mm256_and_si256(load(tie), splat(7)), splat(Layer::Acquaintance as u32));
    let is_tie = _mm256_cmpgt_epi32(load(weight), _mm256_setzero_si256());
    // The bit of each one's person, on top.
    let is_watched = _mm256_sllv_epi32(splat(watched), _mm256_sub_epi32(splat(31), lanes(of)));
    mask(_mm256_and_si256(_mm256_and_si256(is_acquainted, is_tie), is_watched))
}

#[inline]
#[target_feature(enable = "avx2")]
fn splat(word: u32) -> __m256i {
    _mm256_set1_epi32(word as i32)
}

/// One end's part of the gates of its ties.
#[inline]
#[target_feature(enable = "avx2")]
fn gate_end(person: __m256i, key: __m256i) -> __m256i {
    mix(_mm256_xor_si256(_mm256_mullo_epi32(person, splat(GATE_SPREAD)), key))
}

#[inline]
#[target_feature(enable = "avx2")]
fn mix(x: __m256i) -> __m256i {
    let x = _mm256_xor_si256(x, _mm256_srli_epi32::<16>(x));
    let x = _mm256_mullo_epi32(x, splat(GATE_MIX[0]));
    let x = _mm256_xor_si256(x, _mm256_srli_epi32::<15>(x));
    let x = _mm256_mullo_epi32(x, splat(GATE_MIX[1]));
    _mm256_xor_si256(x, _mm256_srli_epi32::<15>(x))
}

/// What there is for each tie's person, whose lane is one of sixteen.
#[inline]
#[target_feature(enable = "avx2")]
fn of_person(sixteen: &[__m256i; 2], of: __m256i) -> __m256i {
    let [low, high] = [_mm256_permutevar8x32_epi32(sixteen[0], of), _mm256_permutevar8x32_epi32(sixteen[1], of)];
    let is_high = _mm256_slli_epi32::<28>(of);
    _mm256_castps_si256(_mm256_blendv_ps(_mm256_castsi256_ps(low), _mm256_castsi256_ps(high), _mm256_castsi256_ps(is_high)))
}

/// The highest bit of each lane.
#[inline]
#[target_feature(enable = "avx2")]
fn mask(lanes: __m256i) -> u8 {
    _mm256_movemask_ps(_mm256_castsi256_ps(lanes)) as u8
}

#[inline]
#[target_feature(enable = "avx2")]
fn lanes(bytes: &[u8; EIGHT]) -> __m256i {
    // SAFETY: eight bytes are read of eight.
    _mm256_cvtepu8_epi32(unsafe { _mm_loadl_epi64(bytes.as_ptr().cast()) })
}

#[inline]
#[target_feature(enable = "avx2")]
fn load(words: &[u32; EIGHT]) -> __m256i {
    // SAFETY: eight words are read of eight.
    unsafe { _mm256_loadu_si256(words.as_ptr().cast()) }
}

/// Fewer than eight words, and zeros.
#[inline(always)]
fn filled(words: &[u32]) -> [u32; EIGHT] {
    let mut some = [0; EIGHT];
    some[..words.len()].copy_from_slice(words);
    some
}

#[inline]
#[target_feature(enable = "avx2")]
fn store(words: &mut [u32; EIGHT], lanes: __m256i) {
    // SAFETY: eight words are written to eight.
    unsafe { _mm256_storeu_si256(words.as_mut_ptr().cast(), lanes) }
}
