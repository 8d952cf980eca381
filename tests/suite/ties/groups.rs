//! Groups: as many memberships as asked for, along the ties that suit the topic, audiences with heavy tails.

use moatsim::ids::{Layer, Topic};

use super::*;

fn of_topic(groups: &GroupGraph, topic: Topic) -> impl Iterator<Item = usize> + '_ {
    (0..groups.groups()).filter(move |group| groups.topic[*group] == topic)
}

fn memberships(groups: &GroupGraph, topic: Topic) -> f64 {
    of_topic(groups, topic).map(|group| groups.members(group).len()).sum::<usize>() as f64
}

#[test]
fn as_many_memberships_as_asked_for() {
    for source in [city(20.0), random(8.0), preferential(6.0), TieSource::None] {
        for people in [2_000, 20_000] {
            let scenario = scenario(people, source.clone());
            let mix = &scenario.population.groups;
            let (_, groups) = made(&scenario);
            for (topic, wanted) in
                [(Topic::Family, mix.family), (Topic::Class, mix.class), (Topic::Work, mix.work), (Topic::Interest, mix.interest)]
            {
                let found = memberships(&groups, topic) / f64::from(people);
                assert!((found / wanted - 1.0).abs() < 0.05, "{people} people: {found} {} groups each, not {wanted}", topic.name());
            }
        }
    }
}

/// Share of a topic's members who know another member by one of these layers.
fn held_together(ties: &TieGraph, groups: &GroupGraph, topic: Topic, layers: &[Layer]) -> f64 {
    let mut known = 0.0;
    for group in of_topic(groups, topic) {
        let members = groups.members(group);
        let has = |person: u32| {
            ties.ties_of(person)
                .any(|(other, tie)| layers.iter().any(|layer| tie.layer() == Some(*layer)) && members.binary_search(&other).is_ok())
        };
        known += members.iter().filter(|member| has(**member)).count() as f64;
    }
    known / memberships(groups, topic)
}

#[test]
fn groups_follow_the_ties_of_their_topic() {
    let (ties, groups) = made(&scenario(20_000, city(20.0)));
    let families = held_together(&ties, &groups, Topic::Family, &[Layer::Kin]);
    let work = held_together(&ties, &groups, Topic::Work, &[Layer::Work]);
    let class = held_together(&ties, &groups, Topic::Class, &[Layer::Friend, Layer::Work]);
    assert!(families > 0.85 && work > 0.85 && class > 0.95, "{families} of families, {work} of work, {class} of classes know each other");
}

/// A comparison in which strangers cannot meet is of the same people in the same groups.
#[test]
fn places_for_strangers_change_no_group() {
    for source in [city(20.0), random(8.0)] {
        let mut scenario = scenario(3_000, source);
        let [none, some] = [0, 4].map(|slots| {
            scenario.population.stranger_slots = slots;
            made(&scenario)
        });
        assert!(some.0.half_ties() > none.0.half_ties(), "there are places for strangers");
        assert!(none.1 == some.1, "groups differ");
    }
}

#[test]
fn interest_groups_reach_across_communities() {
    let (ties, groups) = made(&scenario(20_000, city(20.0)));
    let community = |person: u32| ties.community_first.partition_point(|first| *first <= person);
    let mut sizes: Vec<usize> = Vec::new();
    let mut spread = 0.0;
    for group in of_topic(&groups, Topic::Interest) {
        let members = groups.members(group);
        let mut places: Vec<usize> = members.iter().map(|member| community(*member)).collect();
        places.dedup();
        spread += places.len() as f64 / members.len().min(ties.community_first.len()) as f64;
        sizes.push(members.len());
    }
    assert!(spread / sizes.len() as f64 > 0.6, "members live in {} as many communities as they could", spread / sizes.len() as f64);
    sizes.sort_unstable();
    assert!(sizes[0] >= 5 && sizes[sizes.len() - 1] <= 500);
    assert!(sizes[sizes.len() - 1] > 250 && sizes[sizes.len() / 2] < 15, "sizes are heavy-tailed");
}

#[test]
fn audiences_are_heavy_tailed_with_the_mean_asked_for() {
    let scenario = scenario(20_000, city(20.0));
    let (_, groups) = made(&scenario);
    let mut fans: Vec<usize> = of_topic(&groups, Topic::Fan).map(|group| groups.members(group).len() - 1).collect();
    let creators = fans.len() as f64 / 20_000.0;
    assert!((creators / 0.01 - 1.0).abs() < 0.2, "{creators} of people are creators");
    let mean = fans.iter().sum::<usize>() as f64 / fans.len() as f64;
    assert!((mean / 80.0 - 1.0).abs() < 0.01, "creators have {mean} fans");
    fans.sort_unstable();
    let (median, most) = (fans[fans.len() / 2], fans[fans.len() - 1]);
    assert!(median < 45 && most > 1500 && most <= 10_000, "median {median}, most {most}");
}

#[test]
fn nobody_has_more_fans_than_half_of_the_people() {
    let mut scenario = scenario(40, city(5.0));
    scenario.population.creators = 1.0;
    scenario.population.fans_mean = 1e9;
    let (_, groups) = made(&scenario);
    assert!(of_topic(&groups, Topic::Fan).all(|group| groups.members(group).len() == 21));
    assert_eq!(of_topic(&groups, Topic::Fan).count(), 40);
}
