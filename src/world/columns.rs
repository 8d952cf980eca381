//! Rows of people side by side, turned: what is worked out lane by lane reads one byte of sixteen people at once.

use crate::ids::{LANES, PLATFORMS_MAX};

/// Bytes of the longest row.
const LONGEST: usize = PLATFORMS_MAX + 1;

/// Rows of [`LANES`] people, byte by byte: presences on each platform, then what was opened. Of a person who is missing, and beyond the end of a row,
/// they are zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Columns([[u8; LANES]; LONGEST]);

impl Columns {
    /// Turns the rows of at most so many people, one after another.
    #[inline(always)]
    pub fn read(rows: &[u8], stride: usize) -> Columns {
        match stride {
            2 => of_power::<2, { 2 * LANES }>(rows),
            3 => of_any::<3, { 3 * LANES }>(rows),
            4 => of_power::<4, { 4 * LANES }>(rows),
            5 => of_any::<5, { 5 * LANES }>(rows),
            6 => of_any::<6, { 6 * LANES }>(rows),
            7 => of_any::<7, { 7 * LANES }>(rows),
            _ => of_power::<8, { 8 * LANES }>(rows),
        }
    }

    /// The reverse.
    #[inline(always)]
    pub fn write(&self, rows: &mut [u8], stride: usize) {
        match stride {
            2 => put(rows, self.power_rows::<2, { 2 * LANES }>()),
            3 => put(rows, self.any_rows::<3, { 3 * LANES }>()),
            4 => put(rows, self.power_rows::<4, { 4 * LANES }>()),
            5 => put(rows, self.any_rows::<5, { 5 * LANES }>()),
            6 => put(rows, self.any_rows::<6, { 6 * LANES }>()),
            7 => put(rows, self.any_rows::<7, { 7 * LANES }>()),
            _ => put(rows, self.power_rows::<8, { 8 * LANES }>()),
        }
    }

    /// The byte at a place of each row.
    #[inline(always)]
    pub fn at(&self, place: usize) -> [u8; LANES] {
        self.0[place]
    }

    #[inline(always)]
    pub fn of_lane(&self, lane: usize, place: usize) -> u8 {
        self.0[place][lane]
    }

    /// Replaces them; whether that changes any.
    #[inline(always)]
    pub fn replace(&mut self, place: usize, bytes: [u8; LANES]) -> bool {
        let changes = self.0[place] != bytes;
        self.0[place] = bytes;
        changes
    }

    /// Rows whose length is a power of two: each weaving takes the highest bit of a byte's place below the bits of its lane.
    #[inline(always)]
    fn power_rows<const STRIDE: usize, const BYTES: usize>(&self) -> [u8; BYTES] {
        let mut columns: [[u8; LANES]; STRIDE] = *self.0.first_chunk().expect("no row is longer");
        for _ in 0..STRIDE.ilog2() {
            columns = woven(columns);
        }
        *columns.as_flattened().first_chunk().expect("as many bytes")
    }

    #[inline(always)]
    fn any_rows<const STRIDE: usize, const BYTES: usize>(&self) -> [u8; BYTES] {
        let (mut rows, all) = ([[0; STRIDE]; LANES], self.power_rows::<LONGEST, { LONGEST * LANES }>());
        for (row, all) in rows.iter_mut().zip(all.as_chunks::<LONGEST>().0) {
            row.copy_from_slice(&all[..STRIDE]);
        }
        *rows.as_flattened().first_chunk().expect("as many bytes")
    }
}

/// Bytes that are there, and nothing beyond.
#[inline(always)]
fn filled<const BYTES: usize>(rows: &[u8]) -> [u8; BYTES] {
    rows.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; BYTES];
        bytes[..rows.len()].copy_from_slice(rows);
        bytes
    })
}

#[inline(always)]
fn put<const BYTES: usize>(rows: &mut [u8], bytes: [u8; BYTES]) {
    match rows.first_chunk_mut() {
        Some(rows) => *rows = bytes,
        None => rows.copy_from_slice(&bytes[..rows.len()]),
    }
}

/// Rows whose length is a power of two.
#[inline(always)]
fn of_power<const STRIDE: usize, const BYTES: usize>(rows: &[u8]) -> Columns {
    turned::<STRIDE>(*filled::<BYTES>(rows).as_chunks().0.first_chunk().expect("as many vectors as bytes in a row"))
}

/// Rows of any length.
#[inline(always)]
fn of_any<const STRIDE: usize, const BYTES: usize>(rows: &[u8]) -> Columns {
    let (rows, mut longest) = (filled::<BYTES>(rows), [[0; LONGEST]; LANES]);
    for (longest, row) in longest.iter_mut().zip(rows.as_chunks::<STRIDE>().0) {
        longest[..STRIDE].copy_from_slice(row);
    }
    turned::<LONGEST>(*longest.as_flattened().as_chunks().0.first_chunk().expect("as many vectors as bytes in a row"))
}

/// Where a byte stands in rows is written as the bits of its lane and below them those of its place; each weaving takes the highest bit to the lowest
/// place. After four of them lanes are lowest.
#[inline(always)]
fn turned<const STRIDE: usize>(mut rows: [[u8; LANES]; STRIDE]) -> Columns {
    const { assert!(LANES == 16 && STRIDE.is_power_of_two()) };
    for _ in 0..LANES.ilog2() {
        rows = woven(rows);
    }
    let mut columns = Columns([[0; LANES]; LONGEST]);
    columns.0[..STRIDE].copy_from_slice(&rows);
    columns
}

/// The first half of all bytes and the second, in turns.
#[inline(always)]
fn woven<const VECTORS: usize>(vectors: [[u8; LANES]; VECTORS]) -> [[u8; LANES]; VECTORS] {
    let mut woven = [[0; LANES]; VECTORS];
    for at in 0..VECTORS / 2 {
        [woven[2 * at], woven[2 * at + 1]] = in_turns(vectors[at], vectors[at + VECTORS / 2]);
    }
    woven
}

/// Two instructions that every machine of this kind has.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn in_turns(some: [u8; LANES], others: [u8; LANES]) -> [[u8; LANES]; 2] {
    use std::arch::x86_64::{_mm_unpackhi_epi8, _mm_unpacklo_epi8};
    let (some, others) = (bytemuck::cast(some), bytemuck::cast(others));
    // SAFETY: the machine has them.
    unsafe { [bytemuck::cast(_mm_unpacklo_epi8(some, others)), bytemuck::cast(_mm_unpackhi_epi8(some, others))] }
}

#[cfg(not(target_arch = "x86_64"))]
use plain_turns as in_turns;

#[cfg(any(test, not(target_arch = "x86_64")))]
#[inline(always)]
fn plain_turns(some: [u8; LANES], others: [u8; LANES]) -> [[u8; LANES]; 2] {
    let mut turns = [[0; LANES]; 2];
    for lane in 0..LANES {
        for (one, byte) in [some, others].into_iter().enumerate() {
            turns.as_flattened_mut()[2 * lane + one] = byte[lane];
        }
    }
    turns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Rows;

    #[test]
    fn columns_are_what_rows_say_one_by_one() {
        for platforms in 1..=PLATFORMS_MAX {
            let people = LANES + 5;
            let stride = platforms + 1;
            let mut rows = Rows::new(people, platforms);
            for (place, byte) in rows.bytes_mut().iter_mut().enumerate() {
                *byte = (place % 251) as u8 + 1;
            }
            for (first, count) in [(0, LANES), (LANES, 5)] {
                let part = first * stride..(first + count) * stride;
                let mut columns = Columns::read(&rows.bytes()[part.clone()], stride);
                for (place, lane) in (0..LONGEST).flat_map(|place| (0..LANES).map(move |lane| (place, lane))) {
                    let is_there = lane < count && place < stride;
                    let expected = if is_there { rows.read((first + lane) as u32).at(place) } else { 0 };
                    assert_eq!(columns.of_lane(lane, place), expected, "person {lane} of {count}, byte {place} of {stride}");
                    assert_eq!(columns.at(place)[lane], expected);
                }
                let mut again = vec![0; part.len()];
                columns.write(&mut again, stride);
                assert_eq!(again, rows.bytes()[part], "{platforms} platforms");
                assert!(!columns.replace(platforms, columns.at(platforms)), "nothing is another");
                assert!(columns.replace(platforms, [255; LANES]), "each is another");
                columns.write(&mut again, stride);
                assert!(again.iter().skip(platforms).step_by(stride).all(|&opened| opened == 255));
            }
        }
    }

    #[test]
    fn turns_are_the_same_on_all_machines() {
        let some: [u8; LANES] = std::array::from_fn(|lane| lane as u8);
        let others = some.map(|byte| byte + 100);
        assert_eq!(in_turns(some, others), plain_turns(some, others));
        assert_eq!(plain_turns(some, others)[1][14..], [15, 115]);
    }
}
