//! People who differ in how they leave, and rules that are wrong.

use moatsim::laws::Lab;

use super::{check, check_notices, few};

#[test]
fn people_who_differ_stay_as_fader_and_hardie_say() {
    check("L8");
}

/// A wrong rule: everybody leaves as readily as the average.
#[test]
fn people_who_do_not_differ_are_noticed() {
    check_notices("L8", &Lab::new(few()).with_wrong_rule(&|life| life.today.leaving.fill(0.16)));
}

/// A wrong number that stands for a wrong rule: only the less present leave.
#[test]
fn leaving_that_spares_some_is_noticed() {
    check_notices("L8", &Lab::new(few()).with_wrong_numbers(&|scenario| scenario.behaviour.leave_presence = 0.5));
}
