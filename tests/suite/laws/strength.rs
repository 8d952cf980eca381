//! The strength of ties, and rules that are wrong.

use moatsim::engine::Life;
use moatsim::laws::Lab;
use moatsim::rules::weight::Weights;

use super::{check, check_notices, few};

#[test]
fn ties_are_as_strong_as_they_are_used() {
    check("L10");
}

/// A wrong rule: ties fade a tenth more slowly than they say.
#[test]
fn slower_fading_is_noticed() {
    check_notices("L10", &Lab::new(few()).with_wrong_rule(&fade_slowly));
}

/// A wrong number that stands for a wrong rule: a talk too many is held outside.
#[test]
fn talks_that_do_not_count_are_noticed() {
    check_notices("L10", &Lab::new(few()).with_wrong_numbers(&|scenario| scenario.behaviour.outside_acquaintance = 0.1));
}

fn fade_slowly(life: &mut Life) {
    let mut behaviour = life.today.behaviour.clone();
    behaviour.strength_days_friend *= 1.1;
    life.today.weights = Weights::new(&behaviour);
}
