//! Communities where the source of ties has none of its own.

/// People in a community of that kind: about as many as a person can keep relations with (Hill and Dunbar 2003).
const SIZE: u32 = 150;

/// About 150 consecutive people each, all sizes equal within one. They say nothing about who knows whom.
pub(super) fn consecutive(people: u32) -> Vec<u32> {
    equal(people, rounded_count(people, SIZE))
}

/// How many communities of about this size there are.
pub(super) fn rounded_count(people: u32, size: u32) -> u32 {
    let size = u64::from(size.max(1));
    let count = (u64::from(people) + size / 2) / size;
    (count.max(1) as u32).min(people)
}

/// First persons of `count` equal runs, then the number of people.
pub(super) fn equal(people: u32, count: u32) -> Vec<u32> {
    (0..count).map(|run| (u64::from(run) * u64::from(people) / u64::from(count)) as u32).chain([people]).collect()
}
