//! L20, and a rule that knows how large the town is.

use moatsim::laws::Lab;

use super::{check, check_notices, dozen};

#[test]
fn towns_of_different_sizes_behave_alike() {
    check("L20");
}

/// A wrong rule: in large towns people are more curious.
#[test]
fn curiosity_that_grows_with_the_town_is_noticed() {
    check_notices(
        "L20",
        &Lab::new(dozen()).with_wrong_rule(&|life| {
            let more = 1.0 + life.world.people() as f32 / 5_000.0;
            life.today.curiosity.fill(more);
        }),
    );
}
