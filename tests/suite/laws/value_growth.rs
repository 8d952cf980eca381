//! L16, and circles or crowds that are not as said.

use moatsim::laws::Lab;
use moatsim::scenario::{Act, TieSource};

use super::{check, check_notices, few};

#[test]
fn active_ties_grow_with_the_square_and_in_proportion() {
    check("L16");
}

/// A wrong number that stands for a wrong rule: circles that are not closed.
#[test]
fn open_circles_are_noticed() {
    let open = |source: &mut TieSource| {
        if let TieSource::Blocks { inside, .. } = source {
            *inside = 0.9;
        }
    };
    check_notices("L16", &Lab::new(few()).with_wrong_numbers(&|scenario| open(&mut scenario.population.source)));
}

/// A wrong number that stands for a wrong rule: who joins brings a friend along.
#[test]
fn friends_who_come_along_are_noticed() {
    let lab = Lab::new(few());
    check_notices(
        "L16",
        &lab.with_wrong_numbers(&|scenario| {
            let platform = scenario.platform("New").expect("the platform of the file");
            scenario.events[0].acts.push(Act::Mandate { platform, share: 1.0, contacts: 1, layer: None, bonus: 0.0 });
        }),
    );
}
