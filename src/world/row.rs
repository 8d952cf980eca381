//! A person's presences, one byte a platform, and the mask of what was opened voluntarily yesterday: together one load of eight bytes.

use crate::ids::{LANES, PlatformId};

/// What others read of a person: presence by platform in the low bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row(pub u64);

impl Row {
    /// Presence on a platform, 0..255; 0 exactly when it is not installed.
    #[inline(always)]
    pub fn presence(self, platform: PlatformId) -> u8 {
        self.at(platform.index())
    }

    #[inline(always)]
    pub fn at(self, platform: usize) -> u8 {
        (self.0 >> (8 * platform)) as u8
    }
}

/// Rows of all people, `platforms + 1` bytes each.
// Invariant: eight bytes of padding follow the last row, so that every row can be read as eight bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    stride: usize,
    bytes: Vec<u8>,
}

const PADDING: usize = 8;

impl Rows {
    pub fn new(people: usize, platforms: usize) -> Rows {
        Rows { stride: platforms + 1, bytes: vec![0; people * (platforms + 1) + PADDING] }
    }

    /// The row of a person; bytes above the mask belong to others and mean nothing.
    #[inline(always)]
    pub fn read(&self, person: u32) -> Row {
        let start = person as usize * self.stride;
        let bytes: [u8; 8] = self.bytes[start..start + 8].try_into().expect("eight bytes");
        Row(u64::from_le_bytes(bytes))
    }

    /// The rows of some people, [`Row`] as a word.
    #[inline(always)]
    pub fn read_all(&self, people: &[u32], rows: &mut [u64]) {
        let last = people.iter().fold(0, |last, &person| person.max(last));
        assert!(people.is_empty() || (last as usize * self.stride + PADDING) <= self.bytes.len(), "they are people");
        for (row, &person) in rows.iter_mut().zip(people) {
            // SAFETY: eight bytes can be read of the last of them, and so of all.
            let bytes = unsafe { self.bytes.as_ptr().add(person as usize * self.stride).cast::<[u8; 8]>().read() };
            *row = u64::from_le_bytes(bytes);
        }
    }

    /// What a person opened voluntarily yesterday, as a mask over platforms.
    #[inline(always)]
    pub fn opened(&self, row: Row) -> u8 {
        row.at(self.stride - 1)
    }

    /// [`Rows::opened`] of people side by side.
    #[inline(always)]
    pub fn all_opened(&self, rows: &[u64; LANES]) -> [u8; LANES] {
        bytes_of(rows, self.stride - 1)
    }

    /// Bytes of each person: presences, then the mask.
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// All rows, without the padding.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        let length = self.bytes.len() - PADDING;
        &mut self.bytes[..length]
    }

    /// All rows with the padding, and the bytes of each person.
    pub fn padded(&self) -> (&[u8], usize) {
        (&self.bytes, self.stride)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.bytes.len() - PADDING]
    }

    /// The rows of so many people from one on, as [`read_together`] has them.
    #[inline(always)]
    pub fn together(&self, first: usize, count: usize) -> [u64; LANES] {
        read_together(&self.bytes()[first * self.stride..(first + count) * self.stride], self.stride)
    }
}

/// The rows of at most [`LANES`] people one after another, each [`Row`] as a word; of a person who is missing, nothing.
#[inline(always)]
pub fn read_together(rows: &[u8], stride: usize) -> [u64; LANES] {
    match stride {
        2 => words::<2>(rows),
        3 => words::<3>(rows),
        4 => words::<4>(rows),
        5 => words::<5>(rows),
        6 => words::<6>(rows),
        7 => words::<7>(rows),
        _ => words::<8>(rows),
    }
}

/// One byte of each of such rows: the presences on a platform, or what was opened.
#[inline(always)]
pub fn bytes_of(rows: &[u64; LANES], place: usize) -> [u8; LANES] {
    let mut bytes = [0; LANES];
    for lane in 0..LANES {
        bytes[lane] = Row(rows[lane]).at(place);
    }
    bytes
}

/// The reverse of [`read_together`].
#[inline(always)]
pub fn write_together(rows: &mut [u8], stride: usize, of: &[u64; LANES]) {
    match stride {
        2 => put::<2>(rows, of),
        3 => put::<3>(rows, of),
        4 => put::<4>(rows, of),
        5 => put::<5>(rows, of),
        6 => put::<6>(rows, of),
        7 => put::<7>(rows, of),
        _ => put::<8>(rows, of),
    }
}

#[inline(always)]
fn words<const STRIDE: usize>(rows: &[u8]) -> [u64; LANES] {
    let rows = rows.as_chunks::<STRIDE>().0;
    let mut filled = [[0; STRIDE]; LANES];
    let rows = rows.first_chunk().unwrap_or_else(|| {
        filled[..rows.len()].copy_from_slice(rows);
        &filled
    });
    let mut words = [0; LANES];
    for (word, row) in words.iter_mut().zip(rows) {
        let mut bytes = [0; 8];
        bytes[..STRIDE].copy_from_slice(row);
        *word = u64::from_le_bytes(bytes);
    }
    words
}

#[inline(always)]
fn put<const STRIDE: usize>(rows: &mut [u8], of: &[u64; LANES]) {
    let rows = rows.as_chunks_mut::<STRIDE>().0;
    let row = |word: &u64| *word.to_le_bytes().first_chunk().expect("a row is no longer than a word");
    match rows.first_chunk_mut::<LANES>() {
        Some(rows) => rows.iter_mut().zip(of).for_each(|(to, word)| *to = row(word)),
        None => rows.iter_mut().zip(of).for_each(|(to, word)| *to = row(word)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PLATFORMS_MAX;

    #[test]
    fn rows_that_are_read_together_are_those_read_one_by_one() {
        for platforms in 1..=PLATFORMS_MAX {
            let people = LANES + 5;
            let stride = platforms + 1;
            let mut rows = Rows::new(people, platforms);
            for (place, byte) in rows.bytes_mut().iter_mut().enumerate() {
                *byte = (place % 251) as u8 + 1;
            }
            for (first, count) in [(0, LANES), (LANES, 5)] {
                let part = first * stride..(first + count) * stride;
                let words = read_together(&rows.bytes()[part.clone()], stride);
                for (lane, word) in words.into_iter().enumerate() {
                    let expected = if lane < count { rows.read((first + lane) as u32).0 } else { 0 };
                    let shift = 64 - 8 * stride as u32;
                    assert_eq!(word, expected << shift >> shift, "person {lane} of {count}, {platforms} platforms");
                }
                let mut again = vec![0; part.len()];
                write_together(&mut again, stride, &words);
                assert_eq!(again, rows.bytes()[part], "{platforms} platforms");
            }
        }
    }
}
