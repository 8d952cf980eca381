//! Fads, and rules that are wrong.

use moatsim::laws::Lab;

use super::{check, check_notices, few};

#[test]
fn a_fad_reaches_its_final_size() {
    check("L6");
}

/// A wrong rule: who is done with it takes it up again.
#[test]
fn taking_it_up_again_is_noticed() {
    check_notices("L6", &Lab::new(few()).with_wrong_rule(&|life| life.today.behaviour.retry = 0.5));
}

/// A wrong number that stands for a wrong rule: two days of speaking of it instead of one.
#[test]
fn a_longer_life_is_noticed() {
    check_notices("L6", &Lab::new(few()).with_wrong_numbers(&|scenario| scenario.behaviour.habit_days = 1.5));
}
