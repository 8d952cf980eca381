//! L14, and bridges that leak or remember.

use moatsim::laws::Lab;
use moatsim::scenario::Act;

use super::{check, check_notices, few};

#[test]
fn the_installed_base_has_no_meaning_where_everything_crosses() {
    check("L14");
}

/// A wrong number that stands for a wrong rule: a tenth of what is said does not cross.
#[test]
fn a_bridge_that_leaks_is_noticed() {
    let leak = |act: &mut Act| {
        if let Act::Interop { share, .. } = act {
            *share = 0.9;
        }
    };
    let lab = Lab::new(few());
    check_notices(
        "L14",
        &lab.with_wrong_numbers(&|scenario| scenario.events.iter_mut().for_each(|event| event.acts.iter_mut().for_each(leak))),
    );
}

/// A wrong rule: habit of place counts where nothing is remembered.
#[test]
fn a_memory_is_noticed() {
    check_notices("L14", &Lab::new(few()).with_wrong_rule(&|life| life.today.race.history[1..].fill(0.5)));
}
