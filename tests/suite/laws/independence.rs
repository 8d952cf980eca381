//! L13, and apps that know of each other.

use moatsim::laws::Lab;

use super::{check, check_notices, few};

#[test]
fn apps_are_opened_together_by_chance() {
    check("L13");
}

/// A wrong rule: one draw decides on all apps of a person.
#[test]
fn one_draw_for_all_apps_is_noticed() {
    check_notices("L13", &Lab::new(few()).with_wrong_rule(&|life| life.today.tags = [1; 7]));
}

/// A wrong rule: other apps that are kept stand in the way.
#[test]
fn apps_that_stand_in_each_others_way_are_noticed() {
    check_notices("L13", &Lab::new(few()).with_wrong_rule(&|life| life.today.opening.multihoming = 1.0));
}

/// A wrong number that stands for a wrong rule: people of a segment differ in what all apps are worth to them.
#[test]
fn people_who_are_not_alike_are_noticed() {
    check_notices("L13", &Lab::new(few()).with_wrong_numbers(&|scenario| scenario.behaviour.content_spread = 0.6));
}
