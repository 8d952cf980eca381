//! People who do as others do, and rules that are wrong.

use moatsim::laws::Lab;

use super::{check, check_notices, few};

#[test]
fn coordination_settles_where_brock_and_durlauf_say() {
    check("L3");
}

/// A wrong rule: what people did yesterday moves them beside what others did.
#[test]
fn inertia_is_noticed() {
    check_notices("L3", &Lab::new(few()).with_wrong_rule(&|life| life.today.opening.habit = 0.5));
}

/// A wrong number that stands for a wrong rule: the one half of messages that wait does not pull.
#[test]
fn contacts_that_count_for_half_are_noticed() {
    check_notices("L3", &Lab::new(few()).with_wrong_numbers(&|scenario| scenario.behaviour.value_friend *= 0.5));
}
