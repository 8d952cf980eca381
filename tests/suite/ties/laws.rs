//! The plain graphs obey the laws that theory knows of them.

use super::*;

#[test]
fn plain_graphs_have_the_degree_asked_for() {
    for (source, wanted) in [
        (random(12.0), 12.0),
        (small_world(10.0, 0.3), 10.0),
        (small_world(7.3, 0.0), 7.3),
        (preferential(10.0), 10.0),
        (preferential(5.5), 5.5),
        (blocks(15.0, 80, 0.7), 15.0),
        (blocks(15.0, 333, 0.0), 15.0),
    ] {
        let mean = mean_degree(&ties_of(20_000, source.clone()));
        assert!((mean / wanted - 1.0).abs() < 0.02, "{source:?} has {mean} ties a person");
    }
}

#[test]
fn degrees_of_a_random_graph_are_poisson() {
    let people = 40_000;
    let mean = 6.0;
    let degrees = degrees(&ties_of(people, random(mean)));
    let mut chi_square = 0.0;
    let mut share = libm::exp(-mean);
    for degree in 0..16u32 {
        let expected = share * f64::from(people);
        let found = degrees.iter().filter(|other| **other == degree).count() as f64;
        chi_square += (found - expected) * (found - expected) / expected;
        share *= mean / f64::from(degree + 1);
    }
    // Sixteen classes: a χ² of 39 is passed once in a thousand.
    assert!(chi_square < 39.0, "χ² is {chi_square}");
}

#[test]
fn every_pair_is_as_likely_as_every_other() {
    // A hundred worlds of nine people, a third of pairs tied: each of 36 pairs about 33 times.
    let scenario = scenario(9, random(8.0 / 3.0));
    let mut times = [[0u32; 9]; 9];
    for replicate in 0..900 {
        let (ties, _) = generate(&scenario, Chance::new(5, replicate)).expect("the world can be made");
        for person in 0..9 {
            ties.ties_of(person).for_each(|(other, _)| times[person as usize][other as usize] += 1);
        }
    }
    let chi_square: f64 =
        (0..9).flat_map(|a| (0..a).map(move |b| (a, b))).map(|(a, b)| (f64::from(times[a][b]) - 300.0).powi(2) / 200.0).sum();
    assert!((12.0..68.0).contains(&chi_square), "χ² of 36 pairs is {chi_square}");
}

#[test]
fn the_giant_component_is_as_large_as_theory_says() {
    for mean in [0.5, 1.5, 3.0] {
        let people = 40_000;
        let found = f64::from(giant_component(&ties_of(people, random(mean)))) / f64::from(people);
        // S = 1 − exp(−z S), Erdős and Rényi 1960.
        let mut expected = 0.9;
        for _ in 0..500 {
            expected = 1.0 - libm::exp(-mean * expected);
        }
        assert!((found - expected).abs() < 0.015, "with {mean} ties a person the largest component holds {found}, not {expected}");
    }
}

#[test]
fn a_ring_clusters_as_watts_and_strogatz_say() {
    let ring = ties_of(2000, small_world(10.0, 0.0));
    assert!((local_clustering(&ring) - 2.0 / 3.0).abs() < 1e-12);
    assert!(degrees(&ring).iter().all(|degree| *degree == 10));
    // C(p) = C(0) (1 − p)³, Barrat and Weigt 2000.
    let thrown = transitivity(&ties_of(20_000, small_world(10.0, 0.1)));
    assert!((thrown - 2.0 / 3.0 * 0.9f64.powi(3)).abs() < 0.02, "clustering is {thrown}");
    assert!(transitivity(&ties_of(20_000, small_world(10.0, 1.0))) < 0.01);
}

#[test]
fn preferential_attachment_has_the_tail_of_barabasi_and_albert() {
    let people = 40_000;
    let mut degrees = degrees(&ties_of(people, preferential(8.0)));
    degrees.sort_unstable();
    assert_eq!(degrees[0], 4);
    // The share with k or more ties is m (m + 1) / (k (k + 1)), Dorogovtsev, Mendes and Samukhin 2000.
    for k in [5.0, 10.0, 30.0, 80.0] {
        let expected = 4.0 * 5.0 / (k * (k + 1.0));
        let found = degrees.iter().filter(|degree| f64::from(**degree) >= k).count() as f64 / f64::from(people);
        assert!((found / expected - 1.0).abs() < 0.12, "{found} of people have {k} ties or more, not {expected}");
    }
    assert!(degrees[people as usize - 1] > 300, "the greatest hub has {} ties", degrees[people as usize - 1]);
}

#[test]
fn blocks_keep_their_share_inside() {
    for inside in [0.0, 0.3, 0.9] {
        let ties = ties_of(20_000, blocks(12.0, 100, inside));
        assert!(ties.community_first.windows(2).all(|pair| pair[1] - pair[0] == 100));
        let within = (0..ties.people()).flat_map(|person| ties.ties_of(person).map(move |(other, _)| person / 100 == other / 100));
        let found = within.filter(|within| *within).count() as f64 / ties.half_ties() as f64;
        assert!((found - inside).abs() < 0.01, "{found} of ties are inside, not {inside}");
    }
}

#[test]
fn communities_without_a_meaning_are_consecutive_people() {
    let ties = ties_of(1000, random(4.0));
    assert_eq!(ties.community_first, [0, 142, 285, 428, 571, 714, 857, 1000]);
}
