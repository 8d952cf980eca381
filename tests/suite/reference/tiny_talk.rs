//! Talk, homes, groups and strangers, against results by hand.

use moatsim::ids::{Layer, NOWHERE, Topic};
use moatsim::ties::Tie;

use super::model::Link;
use super::talk::shared;
use super::tiny::{P, Q, heavy, platform, scenario, set_presence, world};
use super::today::{Phase, Today};
use super::weigh::{WHOLE, is_gone, units, vote};

fn link(layer: Layer, weight_class: u32) -> Link {
    Link { layer, weight_class, home: NOWHERE, origin: NOWHERE, history: 0, last: 0, talks: 0 }
}

#[test]
fn two_friends_on_one_platform_talk_there_every_day() {
    let scenario = scenario(2, vec![platform("P", 1.0)]);
    let mut run = world(&scenario, &[(0, 1, heavy(Layer::Friend))], Vec::new());
    assert_eq!(run.world.links[&(0, 1)].home, P);
    for day in 0..5 {
        let counts = run.live_day();
        assert_eq!((counts.messages[Layer::Friend.index()][0], counts.opened[0]), (1, 2));
        let link = run.world.links[&(0, 1)];
        assert_eq!((link.history, link.last), (day as u32 + 1, day), "a talk at home adds one");
        assert!(run.world.people.iter().all(|person| person.uses[0].lonely == 0));
    }
}

#[test]
fn a_friend_without_the_platform_cannot_be_reached() {
    let scenario = scenario(2, vec![platform("P", 0.0)]);
    let mut run = world(&scenario, &[(0, 1, heavy(Layer::Friend))], Vec::new());
    set_presence(&mut run, 0, P, 255);
    let counts = run.live_day();
    assert_eq!((counts.silent[Layer::Friend.index()], counts.messages[Layer::Friend.index()][0]), (1, 0));
    assert_eq!(run.world.links[&(0, 1)].last, 0, "friends meet outside");
}

#[test]
fn only_kin_friends_and_colleagues_meet_outside() {
    let scenario = scenario(2, vec![platform("P", 0.0)]);
    for layer in Layer::ALL {
        let mut run = world(&scenario, &[(0, 1, heavy(layer))], Vec::new());
        assert_eq!(run.live_day().silent[layer.index()], 1);
        assert_eq!(run.world.links[&(0, 1)].last == 0, layer < Layer::Acquaintance, "{}", layer.name());
    }
}

#[test]
fn a_home_moves_when_its_history_is_voted_down() {
    let behaviour = scenario(1, Vec::new()).behaviour;
    assert_eq!(vote(&behaviour, P, 5.0, P), (P, 6.0));
    assert_eq!(vote(&behaviour, P, 5.0, Q), (P, 3.0));
    assert_eq!(vote(&behaviour, P, 2.0, Q), (Q, 1.0), "two talks elsewhere weigh up to four at home");
    assert_eq!(vote(&behaviour, P, 255.0, P), (P, 255.0));
    assert_eq!(vote(&behaviour, NOWHERE, 0.0, P), (P, 1.0));
}

#[test]
fn weights_double_and_halve_the_plain_class() {
    let mut behaviour = scenario(1, Vec::new()).behaviour;
    behaviour.rate_friend = 3.0 / f64::from(WHOLE);
    let at = |weight_class, idle| units(&behaviour, &link(Layer::Friend, weight_class), idle);
    assert_eq!([at(0, 0), at(1, 0), at(2, 0), at(3, 0)], [1, 3, 6, 12], "a half rounds down");
    behaviour.rate_friend = 0.9;
    assert_eq!(units(&behaviour, &link(Layer::Friend, 3), 0), WHOLE, "no tie talks more than once a day");
}

#[test]
fn a_stranger_fades_and_leaves_a_free_place() {
    let mut scenario = scenario(2, vec![platform("P", 0.0)]);
    scenario.behaviour.strength_days_stranger = 2.0;
    let mut run = world(&scenario, &[(0, 1, Tie::new(Layer::Stranger))], Vec::new());
    // The last talk is that of day −1; e^(−6/2) is the first strength below 0.05, on the morning of day 5.
    for day in 0..5 {
        assert!(run.world.links.contains_key(&(0, 1)), "on the morning of day {day}");
        run.live_day();
    }
    assert!(run.world.links.is_empty());
    assert_eq!(run.world.people[0].places, [None]);
    assert!(!is_gone(&scenario.behaviour, &link(Layer::Kin, 1), 500), "kin stay");
}

#[test]
fn a_stranger_becomes_an_acquaintance() {
    let scenario = scenario(2, vec![platform("P", 1.0)]);
    let mut run = world(&scenario, &[(0, 1, heavy(Layer::Stranger))], Vec::new());
    for day in 0..10 {
        assert_eq!((run.world.links[&(0, 1)].layer, run.world.links[&(0, 1)].talks), (Layer::Stranger, day));
        run.live_day();
    }
    assert_eq!((run.world.links[&(0, 1)].layer, run.world.links[&(0, 1)].talks), (Layer::Acquaintance, Tie::BORN));
}

#[test]
fn a_long_idle_tie_is_moved_forward() {
    let mut scenario = scenario(2, vec![platform("P", 0.0)]);
    scenario.behaviour.history_half_life = 128.0;
    let mut run = world(&scenario, &[(0, 1, heavy(Layer::Acquaintance))], Vec::new());
    let link = run.world.links.get_mut(&(0, 1)).unwrap();
    (link.home, link.history) = (P, 100);
    for day in 0..=256 {
        assert_eq!((run.world.links[&(0, 1)].last, run.world.links[&(0, 1)].history), (-1, 100), "on the morning of day {day}");
        run.live_day();
    }
    assert_eq!((run.world.links[&(0, 1)].last, run.world.links[&(0, 1)].history), (127, 50));
}

#[test]
fn shares_divide_one_draw_among_ends() {
    let mut scenario = scenario(2, vec![platform("P", 1.0)]);
    scenario.platforms[0].attributes.share_rate = 0.5;
    let mut run = world(&scenario, &[(0, 1, heavy(Layer::Friend))], Vec::new());
    let mut seen = |saw: [bool; 2]| {
        for (person, saw) in run.world.people.iter_mut().zip(saw) {
            person.opened_yesterday[0] = saw;
        }
        let on = |day: i32| {
            let link = Link { last: day - 1, ..run.world.links[&(0, 1)] };
            let today = Today::plain(&run.scene, &run.world.closed, day, Phase::Lived);
            shared(&run.scene, &run.world, &today, (0, 1), &link).is_some()
        };
        (0..100).map(on).collect::<Vec<bool>>()
    };
    let (first, second) = (seen([true, false]), seen([false, true]));
    assert_eq!(seen([true, true]), [true; 100], "the two halves fill the draw");
    assert_eq!(seen([false, false]), [false; 100]);
    assert_eq!(first, second, "who alone has opened it has the first half");
    let half = first.iter().filter(|shares| **shares).count();
    assert!((30..=70).contains(&half), "{half} of 100 days");
}

#[test]
fn a_group_meets_where_all_are_present() {
    let mut scenario = scenario(3, vec![platform("P", 0.0)]);
    scenario.behaviour.session_family = 1.0;
    scenario.behaviour.vitality_days = 127.0;
    let mut run = world(&scenario, &[], vec![(Topic::Family, 0, vec![0, 1, 2])]);
    assert_eq!(run.world.groups[0].home, NOWHERE);
    let silent = run.live_day();
    assert_eq!(silent.opened[0], 0);
    for person in 0..3 {
        set_presence(&mut run, person, P, 255);
    }
    run.world.groups[0].vitality = 128;
    let counts = run.live_day();
    assert_eq!(counts.opened[0], 3, "a session calls all who attend");
    let group = &run.world.groups[0];
    assert_eq!((group.home, group.history, group.vitality, group.last), (P, 1, 129, 1), "(255 − 128) / 127 is one");
}

#[test]
fn a_group_larger_than_the_cap_does_not_meet() {
    let mut scenario = scenario(3, vec![platform("P", 1.0)]);
    scenario.behaviour.session_family = 1.0;
    scenario.platforms[0].attributes.group_cap = 2;
    let mut run = world(&scenario, &[], vec![(Topic::Family, 0, vec![0, 1, 2])]);
    run.live_day();
    assert_eq!((run.world.groups[0].home, run.world.groups[0].history), (NOWHERE, 0));
}

#[test]
fn two_who_open_meet_and_are_tied_once() {
    let mut scenario = scenario(2, vec![platform("P", 1.0)]);
    scenario.platforms[0].attributes.meet = 1.0;
    scenario.platforms[0].attributes.solo = 100.0;
    scenario.population.stranger_slots = 2;
    let mut run = world(&scenario, &[], Vec::new());
    assert_eq!(run.live_day().met[0], 1);
    let born = Link { home: P, origin: P, ..link(Layer::Stranger, 1) };
    assert_eq!(run.world.links[&(0, 1)], born);
    assert_eq!(run.live_day().met[0], 0);
}

#[test]
fn fans_join_a_group_to_its_cap() {
    let mut scenario = scenario(4, vec![platform("P", 1.0)]);
    let attributes = &mut scenario.platforms[0].attributes;
    (attributes.solo, attributes.group_entry, attributes.group_cap) = (100.0, 1.0, 3);
    let mut run = world(&scenario, &[], vec![(Topic::Fan, 2, vec![0, 1, 2, 3])]);
    assert!(run.world.groups[0].unborn());
    run.live_day();
    assert_eq!((run.world.groups[0].joined.as_slice(), run.world.groups[0].home), ([2].as_slice(), P), "it is born in the evening");
    assert_eq!(run.live_day().group_joins[0], 2);
    assert_eq!(run.world.groups[0].joined, [0, 1, 2], "in the order of people");
}
