//! A person's presences, one byte a platform, and the mask of what was opened voluntarily yesterday: together one load of eight bytes.

use crate::ids::PlatformId;

use super::columns::Columns;

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

    /// The rows of so many people from one on, byte by byte.
    #[inline(always)]
    pub fn columns(&self, first: usize, count: usize) -> Columns {
        Columns::read(&self.bytes()[first * self.stride..(first + count) * self.stride], self.stride)
    }
}
