//! Memory that is far away, and is asked for before its turn comes.

/// Bytes that a core's own cache holds beside what streams through it: what is read from no more is not asked for ahead.
pub const NEAR: usize = 1 << 19;

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
