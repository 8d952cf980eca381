//! The choice of venues, and rules that are wrong.

use moatsim::laws::Lab;

use super::{check, check_notices, few};

#[test]
fn venues_are_chosen_by_logit() {
    check("L2");
}

/// A wrong rule: choice is a little sharper than it says.
#[test]
fn choice_that_is_too_sharp_is_noticed() {
    check_notices("L2", &Lab::new(few()).with_wrong_rule(&|life| life.today.behaviour.choice_sharpness = 1.55));
}

/// A wrong number that stands for a wrong rule: staying outside takes the part of the platform that left.
#[test]
fn an_outside_that_draws_is_noticed() {
    check_notices("L2", &Lab::new(few()).with_wrong_numbers(&|scenario| scenario.behaviour.history_weight = 0.1));
}
