//! Habit: opening makes presence, not opening unmakes it.

/// At a lower rate a day without opening leaves presence as it is: what is taken from it is less than half of its last bit.
pub const LEAST_RATE: f32 = 1.0 / 67_108_864.0;

/// Presence in the evening, in 1/255, before rounding.
#[inline(always)]
pub fn evening(presence: u8, opened: bool, rate: f32) -> f32 {
    let goal = if opened { 255.0 } else { 0.0 };
    f32::from(presence) + (goal - f32::from(presence)) * rate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_the_least_rate_nothing_is_lost_in_a_day() {
        for presence in 0..=255 {
            assert_eq!(evening(presence, false, LEAST_RATE), f32::from(presence));
        }
        assert!(evening(255, false, LEAST_RATE * 8.0) < 255.0, "but soon above it");
    }
}
