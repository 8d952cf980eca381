//! The default population: as many ties as were asked for, in layers, clustered, with heavy tails.

use moatsim::ids::Layer;

use super::*;

fn by_layer(ties: &TieGraph) -> [f64; Layer::COUNT] {
    let mut count = [0.0; Layer::COUNT];
    for tie in &ties.tie {
        count[tie.layer_code()] += 1.0 / f64::from(ties.people());
    }
    count
}

#[track_caller]
fn check_means(people: u32, ties_per_person: f64, community_size: f64) {
    let ties = ties_of(people, TieSource::City { ties_per_person, community_size });
    let mean = mean_degree(&ties);
    assert!((mean / ties_per_person - 1.0).abs() < 0.02, "{mean} ties a person instead of {ties_per_person}");
    for (layer, share) in Layer::ALL.into_iter().zip([0.15, 0.25, 0.25, 0.35]) {
        let found = by_layer(&ties)[layer.index()] / ties_per_person;
        assert!((found / share - 1.0).abs() < 0.06, "{found} of ties are {} instead of {share}", layer.name());
    }
}

#[test]
fn as_many_ties_as_asked_for_in_the_layers_that_are_documented() {
    check_means(60_000, 20.0, 150.0);
    check_means(20_000, 6.0, 150.0);
    check_means(10_000, 50.0, 150.0);
    check_means(20_000, 20.0, 60.0);
    check_means(20_000, 20.0, 4000.0);
}

#[test]
fn a_small_city_has_nearly_as_many_ties_as_asked_for() {
    for people in [1000, 3000] {
        let mean = mean_degree(&ties_of(people, city(20.0)));
        assert!((0.97..1.03).contains(&(mean / 20.0)), "{mean} ties a person among {people}");
    }
    let mean = mean_degree(&ties_of(10, city(20.0)));
    assert!(mean > 5.0, "ten people should nearly all know each other, not {mean} each");
}

#[test]
fn communities_are_of_the_size_asked_for() {
    let ties = ties_of(60_000, city(20.0));
    let sizes: Vec<u32> = ties.community_first.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let mean = 60_000.0 / sizes.len() as f64;
    assert!((140.0..165.0).contains(&mean), "communities have {mean} people");
    assert!(sizes.iter().any(|size| *size < 100) && sizes.iter().any(|size| *size > 220), "sizes vary");
}

#[test]
fn friends_of_friends_are_friends() {
    let ties = ties_of(20_000, city(20.0));
    let clustering = local_clustering(&ties);
    assert!((0.1..0.35).contains(&clustering), "clustering is {clustering}");
    assert_eq!(giant_component(&ties), 20_000);
}

#[test]
fn a_few_know_very_many() {
    let ties = ties_of(60_000, city(20.0));
    let mut acquaintances: Vec<u32> = (0..ties.people())
        .map(|person| ties.ties_of(person).filter(|(_, tie)| tie.layer() == Some(Layer::Acquaintance)).count() as u32)
        .collect();
    acquaintances.sort_unstable();
    let mean = acquaintances.iter().sum::<u32>() as f64 / 60_000.0;
    let top = f64::from(acquaintances[59_400]);
    // A lognormal with spread .9 has its 99th percentile at exp(.9 · 2.326 − .405) = 5.4 means.
    assert!((4.6..6.2).contains(&(top / mean)), "the hundredth with most acquaintances has {top}, the mean is {mean}");
    assert!(acquaintances[59_999] > 80, "nobody knows more than {}", acquaintances[59_999]);
}

#[test]
fn rates_of_ties_have_mean_one() {
    let ties = ties_of(20_000, city(20.0));
    let mean = ties.tie.iter().map(|tie| f64::from(moatsim::ties::Tie::WEIGHTS[tie.weight_class()])).sum::<f64>() / ties.tie.len() as f64;
    assert!((mean - 1.0).abs() < 0.01, "the mean weight is {mean}");
}

/// Who is known in a community does not depend on where one stands in it: in each fifth there are as many acquaintances.
#[test]
fn acquaintances_are_found_all_over_a_community() {
    let ties = ties_of(60_000, city(20.0));
    let mut within = [0.0_f64; 5];
    for community in ties.community_first.windows(2) {
        let (members, size) = (community[0]..community[1], community[1] - community[0]);
        for person in members.clone() {
            let acquaintances =
                ties.ties_of(person).filter(|(other, tie)| members.contains(other) && tie.layer() == Some(Layer::Acquaintance));
            within[((person - members.start) * 5 / size) as usize] += acquaintances.count() as f64;
        }
    }
    let mean = within.iter().sum::<f64>() / 5.0;
    for (fifth, count) in within.into_iter().enumerate() {
        assert!((count / mean - 1.0).abs() < 0.05, "fifth {fifth} has {count} ends of acquaintances, the mean is {mean}");
    }
}
