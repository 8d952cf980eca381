//! Segments and traits have the distributions that are declared.

use moatsim::population::{TraitTables, segment_of, segments};
use moatsim::rng::{Purpose, tag};

use super::*;

const PEOPLE: u32 = 100_000;

fn two_segments() -> Scenario {
    let mut scenario = scenario(PEOPLE, TieSource::None);
    let first = scenario.population.segments[0].clone();
    scenario.population.segments = vec![
        Segment { share: 0.3, content_taste: 1.5, exposure_dislike: 2.0, ..first.clone() },
        Segment { share: 0.0, ..first.clone() },
        Segment { share: 0.7, content_taste: 0.8, exposure_dislike: 0.0, ..first },
    ];
    scenario
}

#[test]
fn segments_have_their_shares() {
    let population = two_segments().population;
    let segments = segments(&population, chance(), PEOPLE);
    let share = |segment| segments.iter().filter(|other| **other == segment).count() as f64 / f64::from(PEOPLE);
    assert!((share(0) - 0.3).abs() < 0.005, "{} are in the first segment", share(0));
    assert_eq!(share(1), 0.0);
    assert!((0..100).all(|person| segment_of(&population, chance(), person) == u16::from(segments[person as usize])));
}

#[test]
fn traits_have_their_means_and_medians() {
    let scenario = two_segments();
    let tables = TraitTables::new(&scenario);
    let key = chance().ever(Purpose::Traits);
    let mean = |value: &dyn Fn(u32) -> f32| (0..PEOPLE).map(|person| f64::from(value(person))).sum::<f64>() / f64::from(PEOPLE);
    let content = mean(&|person| tables.contents(&[0], &[key.one(person)]).taste[0]);
    assert!((content - 1.5).abs() < 0.01, "the mean content taste is {content}");
    // A half-normal has mean σ √(2/π).
    let exposure = mean(&|person| tables.exposure_dislike(0, key.one(person)));
    let expected = 2.0 * scenario.behaviour.exposure_scale * (2.0 / std::f64::consts::PI).sqrt();
    assert!((exposure / expected - 1.0).abs() < 0.02, "mean dislike {exposure}, not {expected}");
    assert!((0..1000).all(|person| tables.exposure_dislike(2, key.one(person)) == 0.0));
    let mut days: Vec<f32> = (0..PEOPLE).map(|person| 1.0 / tables.habit_rates(&[key.one(person)])[0]).collect();
    days.sort_unstable_by(f32::total_cmp);
    let median = f64::from(days[days.len() / 2]);
    assert!((median / scenario.behaviour.habit_days - 1.0).abs() < 0.02, "the median habit takes {median} days");
    let high = f64::from(days[days.len() * 9 / 10]);
    let expected = scenario.behaviour.habit_days * libm::exp(1.2816 * scenario.behaviour.habit_days_spread);
    assert!((high / expected - 1.0).abs() < 0.04, "the ninth decile takes {high} days, not {expected}");
}

#[test]
fn tastes_for_two_platforms_are_unrelated() {
    let scenario = two_segments();
    let tables = TraitTables::new(&scenario);
    let key = chance().ever(Purpose::Taste);
    let (mut sum, mut squares, mut products) = (0.0, 0.0, 0.0);
    for person in 0..PEOPLE {
        let one = f64::from(tables.platform_tastes::<1>(key, person, tag("one"))[0]);
        let other = f64::from(tables.platform_tastes::<1>(key, person, tag("other"))[0]);
        sum += one;
        squares += one * one;
        products += one * other;
    }
    let n = f64::from(PEOPLE);
    let spread = scenario.behaviour.taste_spread;
    assert!((sum / n).abs() < 0.02 && ((squares / n).sqrt() / spread - 1.0).abs() < 0.02);
    assert!((products / n / spread / spread).abs() < 0.02);
}
