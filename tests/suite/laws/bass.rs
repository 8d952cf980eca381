//! Bass diffusion, and a rule that is wrong.

use moatsim::laws::{Lab, Size};

use super::{check, check_notices};

#[test]
fn diffusion_follows_bass() {
    check("L1");
}

/// A wrong number that stands for a wrong rule: newcomers count for half on their first days.
#[test]
fn newcomers_who_count_for_half_are_noticed() {
    check_notices("L1", &Lab::new(Size::quick()).with_wrong_numbers(&|scenario| scenario.behaviour.install_presence = 0.5));
}

/// A wrong rule: promotion reaches people twice as often as it says.
#[test]
fn promotion_that_counts_twice_is_noticed() {
    let lab = Lab::new(Size::quick()).with_wrong_rule(&|life| life.today.curiosity.iter_mut().for_each(|curiosity| *curiosity = 1.1));
    check_notices("L1", &lab);
}
