//! L18, and rules that lose or invent something.

use moatsim::engine::Life;
use moatsim::ids::PlatformId;
use moatsim::laws::Lab;
use moatsim::scenario::parse_scenario;
use moatsim::world::App;

use super::{check, check_notices, few};

#[test]
fn nothing_is_lost_and_nothing_appears() {
    check("L18");
}

/// The first month once held a day of settling: nobody could be gone in it, and all had one day active too many.
#[test]
fn the_first_month_begins_on_day_0() {
    let text = "[run]\npeople = 50\ndays = 28\nsettle_days = 2\n[population]\npreset = \"none\"\n[[platform]]\nname = \"Dull\"\nusers = 1\nsolo = -20\n";
    let scenario = parse_scenario(text, "dull", std::path::Path::new("")).unwrap_or_else(|problems| panic!("{problems}"));
    let mut life = Life::begin(&scenario, 0).expect("the world can be made");
    (0..28).for_each(|_| life.live_day());
    let record = life.record();
    let month = &record.surveys[1];
    assert_eq!((month.after_days, month.days_active[0][0], month.month_churned[0]), (28, 50, 50));
}

/// The invariants of the world, which it derives from scratch, hold every evening.
#[test]
fn the_world_is_sound_every_evening() {
    let text = include_str!("../../../scenarios/laws/everything.toml");
    let scenario = parse_scenario(text, "everything", std::path::Path::new("")).unwrap_or_else(|problems| panic!("{problems}"));
    for seed in 0..3 {
        let mut life = Life::begin(&scenario, seed).expect("the world can be made");
        for _ in 0..scenario.run.days {
            life.world.check();
            life.live_day();
        }
        life.world.check();
    }
}

/// A wrong rule: one end of a tie moves without the other.
#[test]
fn half_a_tie_that_moves_alone_is_noticed() {
    check_notices(
        "L18",
        &Lab::new(few()).with_wrong_rule(&|life| {
            if life.day() == 30 {
                let tie = &mut life.world.graph.tie[0];
                *tie = tie.with_home(PlatformId(u8::from(tie.home().0 == 0)));
            }
        }),
    );
}

/// A wrong rule: somebody loses an app and nobody counts it.
#[test]
fn an_app_that_vanishes_is_noticed() {
    check_notices(
        "L18",
        &Lab::new(few()).with_wrong_rule(&|life| {
            if life.day() == 30 {
                let app = &life.world.app;
                let (person, platform) = app.places().find(|&place| app[place].is_installed()).expect("somebody has something");
                life.world.app[(person, platform)] = App::NEVER;
                let stride = life.world.rows.stride();
                life.world.rows.bytes_mut()[person * stride + platform] = 0;
            }
        }),
    );
}

/// A wrong rule: a group forgets where it comes from.
#[test]
fn a_group_that_forgets_its_origin_is_noticed() {
    check_notices(
        "L18",
        &Lab::new(few()).with_wrong_rule(&|life| {
            if life.day() == 30 {
                let group = &mut life.world.groups.state[0];
                group.origin = u8::from(group.origin == 0);
            }
        }),
    );
}
