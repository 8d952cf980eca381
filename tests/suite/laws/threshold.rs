//! Cascades, and rules that are wrong.

use moatsim::laws::Lab;
use moatsim::scenario::behaviour::Contagion;

use super::{check, check_notices, few};

#[test]
fn cascades_run_within_the_window_alone() {
    check("L5");
}

/// A wrong rule: each contact counts.
#[test]
fn simple_contagion_is_noticed() {
    check_notices("L5", &Lab::new(few()).with_wrong_rule(&|life| life.today.behaviour.contagion = Contagion::Simple));
}

/// A wrong number that stands for a wrong rule: it takes half as many contacts again.
#[test]
fn a_threshold_that_is_too_high_is_noticed() {
    check_notices("L5", &Lab::new(few()).with_wrong_numbers(&|scenario| scenario.behaviour.threshold *= 1.5));
}
