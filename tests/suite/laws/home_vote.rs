//! L11, and votes with another bar or a memory that fades.

use moatsim::laws::Lab;

use super::{check, check_notices, few};

#[test]
fn homes_fall_as_walks_are_ruined() {
    check("L11");
}

/// A wrong rule: a plain majority, in which a talk elsewhere weighs no more than one at home.
#[test]
fn a_bar_at_one_half_is_noticed() {
    check_notices("L11", &Lab::new(few()).with_wrong_rule(&|life| life.today.behaviour.history_loss = 1.0));
}

/// A wrong rule: history is forgotten while ties talk.
#[test]
fn history_that_fades_is_noticed() {
    check_notices("L11", &Lab::new(few()).with_wrong_numbers(&|scenario| scenario.behaviour.history_half_life = 100.0));
}
