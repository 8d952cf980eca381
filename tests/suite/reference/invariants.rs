//! What holds on every evening of every world.

use moatsim::ids::{Layer, NOWHERE};

use super::dump::Counts;
use super::model::{Group, Link, World};
use super::random_worlds::random_world;
use super::run::{Run, live};

#[track_caller]
fn check(world: &World) {
    for person in &world.people {
        for used in &person.uses {
            assert_eq!(used.installed(), used.presence > 0, "presence is 0 exactly when not installed: {used:?}");
            assert!(used.presence <= 255 && used.tenure <= 127 && used.idle <= 31 && used.lonely <= 7, "{used:?}");
            assert!(used.installed() || (used.tenure, used.lonely, used.hidden) == (0, 0, false), "{used:?}");
        }
    }
    let places: usize = world.people.iter().map(|person| person.places.iter().flatten().count()).sum();
    assert_eq!(places, 2 * world.links.len(), "each tie takes a place at either end");
    for ((a, b), link) in &world.links {
        assert!(a < b, "ties stand under the smaller end first");
        for (own, other) in [(a, b), (b, a)] {
            let held = world.people[*own as usize].places.iter().filter(|place| **place == Some(*other)).count();
            assert_eq!(held, 1, "{own} holds the tie with {other} once");
        }
        check_link(link);
    }
    world.groups.iter().for_each(check_group);
}

#[track_caller]
fn check_link(link: &Link) {
    assert!(link.history <= 255, "{link:?}");
    assert!(link.home != NOWHERE || link.history == 0, "nothing is stored nowhere: {link:?}");
    let talks = match link.layer {
        Layer::Stranger => 0..=14,
        Layer::Acquaintance => 0..=15,
        _ => 0..=0,
    };
    assert!(talks.contains(&link.talks), "{link:?}");
}

#[track_caller]
fn check_group(group: &Group) {
    assert!(group.joined.is_sorted_by(|a, b| a < b), "who has joined stands once, in order: {group:?}");
    assert!(group.joined.iter().all(|member| group.circle.contains(member)), "{group:?}");
    assert!(group.unborn() || group.joined.contains(&group.owner), "{group:?}");
    assert!(!group.unborn() || group.home == NOWHERE, "{group:?}");
    assert!(group.vitality <= 255 && group.history <= 255, "{group:?}");
    assert!(group.home != NOWHERE || group.history == 0, "nothing is stored nowhere: {group:?}");
}

fn installed(world: &World, platform: usize) -> u64 {
    world.people.iter().filter(|person| person.uses[platform].installed()).count() as u64
}

fn live_checked(seed: u64) -> Vec<Counts> {
    let (scenario, ties, groups) = random_world(seed);
    let mut run = Run::new(&scenario, 0, &ties, &groups);
    check(&run.world);
    run.settle();
    check(&run.world);
    let mut days = Vec::new();
    for day in 0..scenario.run.days {
        let before: Vec<u64> = (0..scenario.platforms.len()).map(|platform| installed(&run.world, platform)).collect();
        let counts = run.live_day();
        check(&run.world);
        for (platform, before) in before.iter().enumerate() {
            let after = before + counts.installs(platform) - counts.removed[platform];
            assert_eq!(installed(&run.world, platform), after, "installs and removals add up, seed {seed}, day {day}");
            assert!(counts.voluntary[platform] <= counts.opened[platform]);
        }
        days.push(counts);
    }
    days
}

/// A rule that never acts is not compared; over some worlds, each must have acted.
#[test]
fn invariants_hold_each_day_and_every_mechanism_is_at_work() {
    let all: Vec<Counts> = (0..48).flat_map(live_checked).collect();
    let some = |what: &str, of: &dyn Fn(&Counts) -> u64| {
        let total: u64 = all.iter().map(of).sum();
        assert!(total >= 10, "{what} happened {total} times");
    };
    some("obedience", &|day| day.obeyed.iter().sum());
    some("bringing", &|day| day.brought.iter().sum());
    some("promotion", &|day| day.promoted.iter().sum());
    some("invitation", &|day| day.invited.iter().flatten().sum());
    some("removal", &|day| day.removed.iter().sum());
    some("silence", &|day| day.silent.iter().sum());
    some("sharing", &|day| day.shares.iter().sum());
    some("sharing at home", &|day| day.shares_kept.iter().sum());
    some("group talk", &|day| day.group_messages.iter().sum());
    some("joining", &|day| day.group_joins.iter().sum());
    some("meeting", &|day| day.met.iter().sum());
    some("hiding", &|day| day.hidden.iter().sum());
    some("minutes", &|day| day.minutes.iter().sum());
    for layer in Layer::ALL {
        some(layer.name(), &|day| day.messages[layer.index()].iter().sum());
    }
}

#[test]
fn a_run_repeats_itself_and_replicates_differ() {
    let (scenario, ties, groups) = random_world(5);
    let once = live(&scenario, 0, &ties, &groups);
    let again = live(&scenario, 0, &ties, &groups);
    let other = live(&scenario, 1, &ties, &groups);
    assert_eq!(once.iter().zip(&again).find_map(|(ours, theirs)| ours.difference(theirs)), None);
    assert!(once.iter().zip(&other).any(|(ours, theirs)| ours.difference(theirs).is_some()));
}
