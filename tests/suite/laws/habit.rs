//! Habits, and rules that are wrong.

use moatsim::engine::Life;
use moatsim::laws::Lab;

use super::{check, check_notices, few};

#[test]
fn habits_grow_and_do_not_freeze() {
    check("L9");
}

/// A wrong rule: presence is rounded to the nearest step, so that slow habits never begin.
#[test]
fn freezing_is_noticed() {
    check_notices("L9", &Lab::new(few()).with_wrong_rule(&freeze));
}

/// A wrong number that stands for a wrong rule: habits form a tenth more slowly.
#[test]
fn slower_habits_are_noticed() {
    check_notices("L9", &Lab::new(few()).with_wrong_numbers(&|scenario| scenario.behaviour.habit_days *= 1.1));
}

/// Presence by the day, rounded to the nearest step every evening.
fn freeze(life: &mut Life) {
    let days = life.today.behaviour.habit_days;
    let step = |presence: f64| libm::round(presence + (255.0 - presence) / days);
    let presence = (1..life.day()).fold(1.0, |presence, _| step(presence)) as u8;
    if life.day() > 0 {
        life.world.rows.bytes_mut().chunks_exact_mut(2).for_each(|row| row[0] = presence);
    }
}
