//! Tables in memory: looked up at many places, and asked for ahead where they are far away.

/// Bytes that a core's own cache holds beside what streams through it: what is read from no more is not asked for ahead.
const NEAR: usize = 1 << 19;

/// Asks for what is read soon, so that it is at hand when its turn comes: in a large world it lies far away.
#[inline(always)]
pub fn ask_for<T>(table: &[T], place: usize) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: nothing is read, whatever stands there; every machine of this kind can ask.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(table.as_ptr().wrapping_add(place).cast()) }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (table, place);
}

/// Asks for what a table holds at some places, unless it is near in any case.
#[inline(always)]
pub fn ask_for_each<T>(table: &[T], places: impl IntoIterator<Item = usize>) {
    if size_of_val(table) > NEAR {
        places.into_iter().for_each(|place| ask_for(table, place));
    }
}

/// What a table holds at some places.
#[inline(always)]
pub fn look_up<T: Copy, U: From<T>>(table: &[T], places: &[u32], found: &mut [U]) {
    let last = places.iter().fold(0, |last, &place| place.max(last));
    assert!(places.is_empty() || (last as usize) < table.len(), "the table holds all places");
    for (found, &place) in found.iter_mut().zip(places) {
        // SAFETY: no place is beyond the last, which the table holds.
        *found = U::from(unsafe { *table.get_unchecked(place as usize) });
    }
}
