//! L15, and rules that prefer a name or a place.

use moatsim::laws::Lab;

use super::{check, check_notices, few};

#[test]
fn two_of_a_kind_change_places_to_the_bit() {
    check("L15");
}

/// A wrong rule: chance goes with places instead of names.
#[test]
fn chance_by_place_is_noticed() {
    check_notices("L15", &Lab::new(few()).with_wrong_rule(&|life| life.today.tags = [1, 2, 3, 4, 5, 6, 7]));
}

/// A wrong number that stands for a wrong rule: the first in the file is a little better.
#[test]
fn a_better_first_is_noticed() {
    check_notices("L15", &Lab::new(few()).with_wrong_numbers(&|scenario| scenario.platforms[0].attributes.solo += 0.05));
}
