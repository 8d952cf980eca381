//! Adopting, opening and leaving, against results by hand.

use moatsim::ids::{Layer, NOWHERE};
use moatsim::rng::Purpose;
use moatsim::scenario::behaviour::Contagion;

use super::adopt::mouth;
use super::model::{Standing, Use};
use super::open::pull;
use super::tiny::{P, Q, heavy, platform, scenario, set_presence, world};
use super::today::{Phase, Today};
use super::weigh::first_history;

#[track_caller]
fn check_close(value: f64, expected: f64) {
    assert!((value - expected).abs() < 1e-12, "{value} is not {expected}");
}

#[test]
fn word_of_mouth_counts_weighted_presence() {
    let scenario = scenario(3, vec![platform("P", 0.0), platform("Q", 0.0)]);
    let mut run = world(&scenario, &[(0, 1, heavy(Layer::Friend)), (0, 2, heavy(Layer::Work))], Vec::new());
    set_presence(&mut run, 1, P, 51);
    let mut today = Today::plain(&run.scene, &run.world.closed, 0, Phase::Lived);
    check_close(mouth(&run.scene, &run.world, &today, 0, 0), 0.1);
    check_close(mouth(&run.scene, &run.world, &today, 2, 0), 0.0);
    today.block[0][1] = 0.75;
    run.world.links.get_mut(&(0, 1)).unwrap().home = Q;
    check_close(mouth(&run.scene, &run.world, &today, 0, 0), 0.025);
}

#[test]
fn complex_contagion_counts_circles_beyond_the_first() {
    let mut scenario = scenario(4, vec![platform("P", 0.0)]);
    scenario.behaviour.contagion = Contagion::Complex;
    let ties = [(0, 1, heavy(Layer::Kin)), (0, 2, heavy(Layer::Friend)), (0, 3, heavy(Layer::Work))];
    let mut run = world(&scenario, &ties, Vec::new());
    let today = Today::plain(&run.scene, &run.world.closed, 0, Phase::Lived);
    for (person, expected) in [(1, 0.0), (2, 1.0 / 3.0), (3, 2.0 / 3.0)] {
        set_presence(&mut run, person, P, 255);
        check_close(mouth(&run.scene, &run.world, &today, 0, 0), expected);
    }
}

#[test]
fn an_invitation_is_followed_by_an_opening_and_a_first_presence() {
    let mut scenario = scenario(2, vec![platform("P", 0.0), platform("Q", 1.0)]);
    scenario.behaviour.word_of_mouth = 1e9;
    let mut run = world(&scenario, &[(0, 1, heavy(Layer::Friend))], Vec::new());
    set_presence(&mut run, 0, P, 255);
    let counts = run.live_day();
    assert_eq!(counts.invited[0][Q.index()], 1, "the tie lived on Q");
    let fresh = Use { standing: Standing::Installed, presence: 38, tenure: 1, idle: 0, lonely: 0, hidden: false };
    assert_eq!(*run.world.use_of(1, 0), fresh);
    assert!(run.world.people[1].opened_yesterday[0]);
    assert_eq!(counts.messages[Layer::Friend.index()], [0, 1], "who installs today is not called there today");
}

#[test]
fn promotion_gets_its_credit() {
    let mut scenario = scenario(2, vec![platform("P", 0.0)]);
    scenario.platforms[0].attributes.awareness = 1e9;
    scenario.behaviour.word_of_mouth = 1e9;
    let mut run = world(&scenario, &[], Vec::new());
    let counts = run.live_day();
    assert_eq!((counts.promoted[0], counts.invited[0][NOWHERE.index()]), (2, 0));
}

#[test]
fn who_stayed_away_on_day_0_resists_the_more_the_more_did_not() {
    let mut scenario = scenario(40, vec![platform("P", 0.999), platform("Q", 0.0)]);
    scenario.behaviour.retry = 0.0;
    for platform in &mut scenario.platforms {
        platform.attributes.awareness = 0.9;
    }
    scenario.platforms[1].attributes.awareness = 1e9;
    let mut run = world(&scenario, &[], Vec::new());
    assert_eq!(run.live_day().promoted, [0, 40]);
}

#[test]
fn opening_alone_makes_lonely_to_seven() {
    let mut scenario = scenario(1, vec![platform("P", 1.0)]);
    scenario.platforms[0].attributes.solo = 100.0;
    let mut run = world(&scenario, &[], Vec::new());
    for day in 1..10 {
        run.live_day();
        assert_eq!(run.world.use_of(0, 0).lonely, day.min(7));
    }
}

#[test]
fn what_is_weak_is_removed() {
    let mut scenario = scenario(2, vec![platform("P", 0.0)]);
    scenario.behaviour.leave = 1e9;
    let mut run = world(&scenario, &[], Vec::new());
    set_presence(&mut run, 0, P, 12);
    set_presence(&mut run, 1, P, 13);
    assert_eq!(run.live_day().removed[0], 1, "12/255 lies below 0.05, 13/255 does not");
    assert_eq!((run.world.use_of(0, 0).standing, run.world.use_of(0, 0).presence), (Standing::Left, 0));
}

#[test]
fn settling_takes_the_running_mean_of_openings() {
    let mut scenario = scenario(1, vec![platform("P", 0.0)]);
    scenario.run.settle_days = 1;
    scenario.platforms[0].attributes.solo = 100.0;
    let mut run = world(&scenario, &[], Vec::new());
    run.world.people[0].habit_rate = 0.01;
    set_presence(&mut run, 0, P, 55);
    run.live_day();
    assert_eq!(run.world.use_of(0, 0).presence, 95, "a fifth of the way from 55 to 255");
}

#[test]
fn a_bridge_takes_from_the_pull_where_it_reaches_and_gives_where_it_does_not() {
    let scenario = scenario(2, vec![platform("P", 0.0), platform("Q", 0.0)]);
    let mut run = world(&scenario, &[(0, 1, heavy(Layer::Friend))], Vec::new());
    run.world.links.get_mut(&(0, 1)).unwrap().home = P;
    set_presence(&mut run, 1, P, 51);
    set_presence(&mut run, 0, Q, 102);
    let mut today = Today::plain(&run.scene, &run.world.closed, 0, Phase::Lived);
    assert_eq!(pull(&run.scene, &run.world, &today, 0), [0.0, 0.0], "who has neither reads nothing");
    today.crossing[0][1] = 0.5;
    check_close(pull(&run.scene, &run.world, &today, 0)[1], 0.2 * 0.5);
    set_presence(&mut run, 0, P, 255);
    let both = pull(&run.scene, &run.world, &today, 0);
    check_close(both[0], 0.2 * (1.0 - 0.5 * 0.4));
    check_close(both[1], 0.0);
}

#[test]
fn the_draw_of_adoption_is_compared_with_the_hazard() {
    let mut scenario = scenario(200, vec![platform("P", 0.0)]);
    scenario.platforms[0].attributes.awareness = 0.3;
    let mut run = world(&scenario, &[], Vec::new());
    let counts = run.live_day();
    let below = |person: &u32| run.scene.person_unit(Purpose::Adopt, 0, *person, 0) < 1.0 - libm::exp(-0.3);
    assert_eq!(counts.promoted[0], (0..200).filter(below).count() as u64);
}

#[test]
fn first_history_is_years_of_talk_to_the_cap() {
    let mut behaviour = scenario(1, Vec::new()).behaviour;
    behaviour.history_years = 1.0;
    assert_eq!(first_history(&behaviour, 0.1), 36);
    assert_eq!(first_history(&behaviour, 1.0), 255);
}
