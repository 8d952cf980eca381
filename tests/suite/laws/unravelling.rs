//! People who need company, and rules that are wrong.

use moatsim::laws::Lab;

use super::{check, check_notices, few};

#[test]
fn exactly_the_core_stays() {
    check("L7");
}

/// A wrong rule: a contact too few is enough.
#[test]
fn a_contact_too_few_is_noticed() {
    check_notices("L7", &Lab::new(few()).with_wrong_rule(&|life| life.today.opening.cost -= 70.0));
}

/// A wrong number that stands for a wrong rule: who lost their contacts may stay.
#[test]
fn staying_without_contacts_is_noticed() {
    check_notices("L7", &Lab::new(few()).with_wrong_numbers(&|scenario| scenario.behaviour.leave = 0.0));
}
