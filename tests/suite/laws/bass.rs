//! Bass diffusion, and rules that are wrong.

use moatsim::laws::Lab;

use super::{check, check_notices, few};

#[test]
fn diffusion_follows_bass() {
    check("L1");
}

/// A wrong number that stands for a wrong rule: newcomers count for half on their first days.
#[test]
fn newcomers_who_count_for_half_are_noticed() {
    check_notices("L1", &Lab::new(few()).with_wrong_numbers(&|scenario| scenario.behaviour.install_presence = 0.5));
}

/// A wrong rule: everybody is half as curious again.
#[test]
fn curiosity_that_counts_by_half_more_is_noticed() {
    check_notices("L1", &Lab::new(few()).with_wrong_rule(&|life| life.today.curiosity.fill(1.5)));
}
