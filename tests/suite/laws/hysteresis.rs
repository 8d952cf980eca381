//! Fields that turn people, and rules that are wrong.

use moatsim::laws::Lab;

use super::{check, check_notices, few};

#[test]
fn a_field_turns_people_where_it_should() {
    check("L4");
}

/// A wrong rule: what people did yesterday holds them there.
#[test]
fn inertia_is_noticed() {
    check_notices("L4", &Lab::new(few()).with_wrong_rule(&|life| life.today.opening.habit = 0.5));
}
