//! L12, and days that say more of each other than they should.

use moatsim::laws::Lab;

use super::{check, check_notices, few};

#[test]
fn the_month_follows_from_the_day() {
    check("L12");
}

/// A wrong number that stands for a wrong rule: a habit that outlives a day.
#[test]
fn habits_that_last_two_days_are_noticed() {
    check_notices("L12", &Lab::new(few()).with_wrong_numbers(&|scenario| scenario.behaviour.habit_days = 2.0));
}

/// A wrong rule: who opened yesterday opens today a little more often.
#[test]
fn days_that_know_of_each_other_are_noticed() {
    check_notices("L12", &Lab::new(few()).with_wrong_rule(&|life| life.today.opening.habit += 0.5));
}
