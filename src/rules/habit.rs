//! Habit: opening makes presence, not opening unmakes it.

/// Presence in the evening, in 1/255, before rounding.
#[inline(always)]
pub fn evening(presence: u8, opened: bool, rate: f32) -> f32 {
    let goal = if opened { 255.0 } else { 0.0 };
    f32::from(presence) + (goal - f32::from(presence)) * rate
}
