//! From the ids of a file to people 0..n.

use std::collections::BTreeMap;

use super::IdStyle;

/// Ids as a file gives them, in pairs.
pub(super) enum Ids {
    Numbers(Vec<[u64; 2]>),
    /// Already people, in the order in which they were first mentioned.
    Text {
        people: BTreeMap<Box<str>, u32>,
        pairs: Vec<[u32; 2]>,
    },
}

impl Ids {
    pub fn len(&self) -> usize {
        match self {
            Ids::Numbers(pairs) => pairs.len(),
            Ids::Text { pairs, .. } => pairs.len(),
        }
    }

    /// Adds a pair of text ids.
    pub fn name(people: &mut BTreeMap<Box<str>, u32>, id: &str) -> u32 {
        if let Some(person) = people.get(id) {
            return *person;
        }
        let person = people.len() as u32;
        people.insert(id.into(), person);
        person
    }

    /// The pairs as people, the number of people, and the style; `None` where there are more people than 32 bits can number.
    pub fn into_people(self) -> Option<(Vec<[u32; 2]>, u32, IdStyle)> {
        match self {
            Ids::Text { people, pairs } => Some((pairs, people.len() as u32, IdStyle::Text)),
            Ids::Numbers(pairs) => numbered(pairs),
        }
    }
}

fn numbered(pairs: Vec<[u64; 2]>) -> Option<(Vec<[u32; 2]>, u32, IdStyle)> {
    let mut known: Vec<u64> = pairs.iter().flatten().copied().collect();
    known.sort_unstable();
    known.dedup();
    let count = u32::try_from(known.len()).ok()?;
    let (first, last) = (*known.first()?, *known.last()?);
    // Few gaps: no more numbers unmentioned than mentioned.
    if first == 0 && last < 2 * u64::from(count) {
        let people = u32::try_from(last + 1).ok()?;
        return Some((pairs.into_iter().map(|pair| pair.map(|id| id as u32)).collect(), people, IdStyle::FromZero));
    }
    let style = if first == 1 && last == u64::from(count) { IdStyle::FromOne } else { IdStyle::Numbers };
    let person = |id: u64| known.partition_point(|other| *other < id) as u32;
    Some((pairs.into_iter().map(|pair| pair.map(person)).collect(), count, style))
}
