//! L19, and events that do a little after all.

use moatsim::laws::Lab;
use moatsim::scenario::{Act, Scenario};

use super::{check, check_notices, few};

#[test]
fn events_that_do_nothing_leave_every_bit() {
    check("L19");
}

/// The act of the event of this name.
fn act_of<'a>(scenario: &'a mut Scenario, name: &str) -> &'a mut Act {
    let event = scenario.events.iter_mut().find(|event| event.name == name).expect("an event of the file");
    &mut event.acts[0]
}

/// A wrong number that stands for a wrong rule: a little is promoted after all.
#[test]
fn a_little_promotion_is_noticed() {
    check_notices(
        "L19",
        &Lab::new(few()).with_wrong_numbers(&|scenario| {
            if let Act::Promote { bonus, .. } = act_of(scenario, "nothing promoted") {
                *bonus = 0.01;
            }
        }),
    );
}

/// A wrong number that stands for a wrong rule: one in a hundred messages fails.
#[test]
fn a_small_outage_is_noticed() {
    check_notices(
        "L19",
        &Lab::new(few()).with_wrong_numbers(&|scenario| {
            if let Act::Outage { share, .. } = act_of(scenario, "nothing down") {
                *share = 0.01;
            }
        }),
    );
}
