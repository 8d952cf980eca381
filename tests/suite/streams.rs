//! Keyed chance looks like chance: from draw to draw, from day to day, from purpose to purpose and from pair to pair; and Philox is Philox.

use moatsim::rng::{
    Below, Chance, DayKey, Purpose, Stream, UNIT_LEAST, gate, gate_again, gate_end, gate_tagged, happens, mix, round, round32, unit, unit32,
};
use rand::Rng;

/// Bounds of χ², of counts and of correlations lie this many standard deviations away: passed by chance about once in 10⁶ bounds.
const DEVIATIONS: f64 = 5.0;

fn chance() -> Chance {
    Chance::new(7, 3)
}

/// χ² of counts that should all be alike (Pearson 1900) lies near its mean, the number of counts less one.
#[track_caller]
fn check_even(what: &str, counts: &[u64]) {
    let all: u64 = counts.iter().sum();
    let expected = all as f64 / counts.len() as f64;
    let square: f64 = counts.iter().map(|&count| (count as f64 - expected) * (count as f64 - expected) / expected).sum();
    let freedom = counts.len() as f64 - 1.0;
    // The upper tail is a little longer than a normal one.
    let reach = DEVIATIONS * libm::sqrt(2.0 * freedom) + DEVIATIONS * DEVIATIONS * 2.0 / 3.0;
    assert!((square - freedom).abs() < reach, "{what}: χ² is {square} with {freedom} degrees of freedom");
}

/// Each bit is 1 in half of the words.
#[track_caller]
fn check_bits(what: &str, width: u32, words: impl Iterator<Item = u64>) {
    let mut ones = vec![0_u64; width as usize];
    let mut all = 0_u64;
    for word in words {
        all += 1;
        ones.iter_mut().enumerate().for_each(|(bit, ones)| *ones += word >> bit & 1);
    }
    for (bit, &ones) in ones.iter().enumerate() {
        let deviation = (ones as f64 - 0.5 * all as f64) / (0.5 * libm::sqrt(all as f64));
        assert!(deviation.abs() < DEVIATIONS, "{what}: bit {bit} is 1 in {ones} of {all} words");
    }
}

/// Pairs of numbers from 0 to 1 that should have nothing to do with each other: no correlation, and even counts on a 16 × 16 board.
#[track_caller]
fn check_unrelated(what: &str, pairs: impl Iterator<Item = (f32, f32)>) {
    let mut board = vec![0_u64; 256];
    let (mut product, mut all) = (0.0, 0.0);
    for (x, y) in pairs {
        board[(x * 16.0) as usize * 16 + (y * 16.0) as usize] += 1;
        product += (f64::from(x) - 0.5) * (f64::from(y) - 0.5);
        all += 1.0;
    }
    let correlation = 12.0 * product / all;
    assert!(correlation.abs() < DEVIATIONS / libm::sqrt(all), "{what}: correlation is {correlation} among {all} pairs");
    check_even(what, &board);
}

#[test]
fn no_draw_is_less_than_the_least_or_as_much_as_one() {
    assert_eq!(unit(0), UNIT_LEAST);
    assert!(unit(u64::MAX) < 1.0 && UNIT_LEAST > 0.0);
}

fn gate_unit(key: u32, a: u32, b: u32) -> f32 {
    unit32(gate(gate_end(key, a).wrapping_add(gate_end(key, b))))
}

#[test]
fn draws_are_even() {
    let key = chance().on(Purpose::Open, 12);
    let mut counts = vec![0_u64; 1000];
    for person in 0..1_000_000 {
        counts[(unit(key.tagged(person, 99)) * 1000.0) as usize] += 1;
    }
    check_even("draws of people", &counts);
    counts.fill(0);
    for person in 0..1_000_000 {
        counts[(unit32(key.cheap(person, 99)) * 1000.0) as usize] += 1;
    }
    check_even("cheap draws of people", &counts);
    let mut counts = vec![0_u64; 1000];
    for day in 0..1_000 {
        let key = chance().on(Purpose::Open, day);
        (0..1_000).for_each(|person| counts[(unit(key.one(person)) * 1000.0) as usize] += 1);
    }
    check_even("draws of days", &counts);
}

#[test]
fn draws_of_many_are_those_of_each() {
    let key = chance().on(Purpose::Leave, 7);
    for first in [0, 5, 16_777_209, u32::MAX - 15] {
        let each = |tag: u32| -> [u32; 16] { std::array::from_fn(|step| key.cheap(first + step as u32, tag)) };
        for tag in [0, 1, 0x8000_0001, u32::MAX] {
            assert_eq!(key.all_cheap::<16>(first, tag), each(tag), "from {first} on, tag {tag}");
        }
        assert_eq!(key.ones::<16>(first), std::array::from_fn(|step| key.one(first + step as u32)));
    }
}

#[test]
fn gates_are_even() {
    let key = chance().on(Purpose::Talk, 12).gate_key();
    let mut counts = vec![0_u64; 1000];
    for a in 0..1_000 {
        (0..a).for_each(|b| counts[(gate_unit(key, a, b) * 1000.0) as usize] += 1);
    }
    check_even("gates of pairs", &counts);
    let mut counts = vec![0_u64; 1000];
    for day in 0..400_000 {
        counts[(gate_unit(chance().on(Purpose::Talk, day).gate_key(), 17, 90_210) * 1000.0) as usize] += 1;
    }
    check_even("gates of days", &counts);
}

/// A rare tie talks as often as it should, and a common one too.
#[test]
fn gates_pass_as_many_as_they_should() {
    for bound in [1_u64 << 18, 1 << 22, 1 << 28, 3 << 30] {
        let (mut passed, mut all) = (0.0, 0.0);
        for day in 0..40 {
            let key = chance().on(Purpose::Talk, day).gate_key();
            for a in 0..400 {
                for b in 0..a {
                    passed += f64::from(u8::from(u64::from(gate(gate_end(key, a).wrapping_add(gate_end(key, b)))) < bound));
                    all += 1.0;
                }
            }
        }
        let share = bound as f64 / 4_294_967_296.0;
        let reach = DEVIATIONS * libm::sqrt(all * share * (1.0 - share));
        assert!((passed - all * share).abs() < reach, "{passed} of {all} gates pass a bound of {share}");
    }
}

#[test]
fn every_bit_is_a_coin() {
    let key = chance().on(Purpose::Adopt, 3);
    check_bits("people", 64, (0..400_000).map(|person| key.one(person)));
    check_bits("people and tags", 64, (0..400_000).map(|person| key.tagged(person % 1000, person / 1000)));
    check_bits("people and tags, cheap", 32, (0..400_000).map(|person| u64::from(key.cheap(person % 1000, person / 1000))));
    check_bits("days, cheap", 32, (0..400_000).map(|day| u64::from(chance().on(Purpose::Adopt, day).cheap(5, 77))));
    check_bits("ties", 64, (0..400_000).map(|tie| key.tie(tie % 633, 1000 + tie / 633)));
    check_bits("days", 64, (0..400_000).map(|day| chance().on(Purpose::Adopt, day).one(5)));
    check_bits("replicates", 64, (0..400_000).map(|replicate| Chance::new(1, replicate).on(Purpose::Adopt, 0).one(5)));
    check_bits("seeds", 64, (0..400_000).map(|seed| Chance::new(seed, 0).on(Purpose::Adopt, 0).one(5)));
    let key = chance().on(Purpose::Talk, 3).gate_key();
    check_bits(
        "gates",
        32,
        (0..400_000).map(|tie| u64::from(gate(gate_end(key, tie % 633).wrapping_add(gate_end(key, 1000 + tie / 633))))),
    );
    let key = chance().on(Purpose::Venue, 3);
    check_bits("venues", 32, (0..400_000).map(|tie| u64::from(gate_tagged(key.pair(tie % 633, 1000 + tie / 633), 77))));
}

/// Flipping one bit of the entity flips each bit of the draw half of the time (Webster and Tavares 1985).
#[test]
fn each_bit_of_an_entity_reaches_each_bit_of_its_draw() {
    let key = chance().on(Purpose::Venue, 40);
    for bit in 0..32 {
        let flips = |person: u32| key.one(person) ^ key.one(person ^ 1 << bit);
        check_bits(&format!("flips by bit {bit}"), 64, (0..40_000).map(|person| flips(person * 3)));
        let flips = |person: u32| u64::from(key.cheap(person, 77) ^ key.cheap(person ^ 1 << bit, 77));
        check_bits(&format!("flips of cheap draws by bit {bit}"), 32, (0..40_000).map(|person| flips(person * 3)));
    }
    for bit in 0..64 {
        check_bits(
            &format!("flips of the mix by bit {bit}"),
            64,
            (0..20_000).map(|word: u64| mix(word * 7919) ^ mix((word * 7919) ^ (1 << bit))),
        );
    }
}

/// The serial test (Knuth 1969): what follows has nothing to do with what came before.
#[test]
fn neighbours_days_and_replicates_have_nothing_to_do_with_each_other() {
    check_serial("draws", |key, entity, tag| unit(key.tagged(entity, tag)));
    check_serial("cheap draws", |key, entity, tag| unit32(key.cheap(entity, tag)));
}

fn check_serial(what: &str, draw: fn(DayKey, u32, u32) -> f32) {
    let on = |day: i32| chance().on(Purpose::Open, day);
    let check = |of: &str, pair: &dyn Fn(u32) -> (f32, f32)| check_unrelated(&format!("{what} of {of}"), (0..400_000).map(pair));
    check("one person and the next", &|i| (draw(on(0), i, 31), draw(on(0), i + 1, 31)));
    for days in [1, 7, 28, 256] {
        check("one day and a later one", &|i| (draw(on(0), i, 31), draw(on(days), i, 31)));
    }
    check("one person on consecutive days", &|day| (draw(on(day as i32), 9, 31), draw(on(day as i32 + 1), 9, 31)));
    for (name, chance) in [("replicate", Chance::new(7, 4)), ("seed", Chance::new(8, 3))] {
        let other = chance.on(Purpose::Open, 0);
        check(&format!("one {name} and the next"), &|i| (draw(on(0), i, 31), draw(other, i, 31)));
    }
    for tag in [2, 3, 1 << 12 | 1, 1 << 31 | 1, !1, 0x9e37_79b1] {
        check(&format!("platform 1 and platform {tag}"), &|i| (draw(on(0), i, 1), draw(on(0), i, tag)));
        check(&format!("platform 1, and platform {tag} of the next person"), &|i| (draw(on(0), i, 1), draw(on(0), i + 1, tag)));
    }
}

#[test]
fn purposes_have_nothing_to_do_with_each_other() {
    let all =
        [Purpose::Adopt, Purpose::Open, Purpose::Venue, Purpose::HabitRounding, Purpose::EventRounding, Purpose::Found, Purpose::Taste];
    for (place, &one) in all.iter().enumerate() {
        for &other in &all[..place] {
            let keys = [one, other].map(|purpose| chance().on(purpose, 5));
            let pairs = (0..100_000).map(|person| (unit(keys[0].tagged(person, 31)), unit(keys[1].tagged(person, 31))));
            check_unrelated(&format!("{one:?} and {other:?}"), pairs);
            let pairs = (0..100_000).map(|person| (unit32(keys[0].cheap(person, 31)), unit32(keys[1].cheap(person, 31))));
            check_unrelated(&format!("cheap {one:?} and {other:?}"), pairs);
        }
    }
}

/// Ties with a common end, ties of consecutive people, and a tie on consecutive days: their gates and draws say nothing of each other.
#[test]
fn pairs_have_nothing_to_do_with_each_other() {
    let key = |day: i32| chance().on(Purpose::Talk, day).gate_key();
    let pairs = |f: &dyn Fn(u32, u32) -> (f32, f32)| {
        (0..600_u32).flat_map(|a| (0..600_u32).map(move |b| (a, 1000 + b))).map(|(a, b)| f(a, b)).collect::<Vec<_>>()
    };
    let k = key(4);
    check_unrelated("gates with a common end", pairs(&|a, b| (gate_unit(k, a, b), gate_unit(k, a, b + 1))).into_iter());
    check_unrelated("gates of pairs side by side", pairs(&|a, b| (gate_unit(k, a, b), gate_unit(k, a + 1, b + 1))).into_iter());
    check_unrelated("gates of two pairs of four people", pairs(&|a, b| (gate_unit(k, a, b), gate_unit(k, a + 5000, b + 5000))).into_iter());
    for later in [5, 11, 32] {
        let k2 = key(later);
        check_unrelated("gates of two days", pairs(&|a, b| (gate_unit(k, a, b), gate_unit(k2, a, b))).into_iter());
    }
    let share = |a: u32, b: u32| unit32(gate_again(gate_end(k, a).wrapping_add(gate_end(k, b))));
    check_unrelated("gates to talk and to share", pairs(&|a, b| (gate_unit(k, a, b), share(a, b))).into_iter());
    let venue = chance().on(Purpose::Venue, 4);
    let (on, outside) = (|tag: u32| move |a: u32, b: u32| unit32(gate_tagged(venue.pair(a, b), tag)), u32::MAX);
    check_unrelated("a gate and its venue", pairs(&|a, b| (gate_unit(k, a, b), on(77)(a, b))).into_iter());
    for tag in [78, 77 ^ 1 << 16, 77 ^ 1 << 31, outside] {
        check_unrelated("two platforms of a venue", pairs(&|a, b| (on(77)(a, b), on(tag)(a, b))).into_iter());
    }
    check_unrelated("a venue and its rounding", pairs(&|a, b| (on(77)(a, b), unit32(gate(venue.pair(a, b))))).into_iter());
    check_unrelated("venues with a common end", pairs(&|a, b| (on(77)(a, b), on(77)(a, b + 1))).into_iter());
    check_unrelated("venues with a common end and two platforms", pairs(&|a, b| (on(77)(a, b), on(78)(a, b + 1))).into_iter());
    for later in [5, 11, 32] {
        let tomorrow = chance().on(Purpose::Venue, later);
        check_unrelated("venues of two days", pairs(&|a, b| (on(77)(a, b), unit32(gate_tagged(tomorrow.pair(a, b), 77)))).into_iter());
    }
}

/// Among three platforms each is the first of a race as often as it should be, also where one is far ahead, and the rounding does not depend on which.
#[test]
fn races_are_won_as_often_as_they_should_be() {
    for costs in [[1.0, 1.0, 1.0], [1.0, 3.0, 20.0], [1.0, 1.0, 400.0]] {
        let (mut won, mut up, mut all) = ([0.0; 3], [0.0; 3], 0.0);
        for day in 0..400 {
            let key = chance().on(Purpose::Venue, day);
            for (a, b) in (0..40).flat_map(|a| (0..40).map(move |b| (a, 7000 + b))) {
                let pair = key.pair(a, b);
                let time = |p: usize| -libm::log(f64::from(unit32(gate_tagged(pair, [0x1234_5678, 0x9abc_def0, u32::MAX][p])))) * costs[p];
                let first = (0..3).min_by(|&p, &q| time(p).total_cmp(&time(q))).unwrap();
                won[first] += 1.0;
                up[first] += f64::from(round32(gate(pair), 4.5) - 4);
                all += 1.0;
            }
        }
        let speeds: f64 = costs.iter().map(|cost| 1.0 / cost).sum();
        for p in 0..3 {
            let share = 1.0 / costs[p] / speeds;
            assert!((won[p] - all * share).abs() < DEVIATIONS * libm::sqrt(all * share * (1.0 - share)), "{costs:?}: {won:?} of {all}");
            assert!((up[p] - won[p] / 2.0).abs() < DEVIATIONS * libm::sqrt(won[p] / 4.0), "{costs:?}: {up:?} of {won:?} are rounded up");
        }
    }
}

/// Among three people, that two ties talk says nothing of the third: triangles are as frequent as chance makes them.
#[test]
fn the_third_tie_of_a_triangle_is_as_free_as_any() {
    let share = 0.2;
    let (mut talk, mut all) = (0.0, 0.0);
    for day in 0..60 {
        let key = chance().on(Purpose::Talk, day).gate_key();
        let talks = |a: u32, b: u32| gate_unit(key, a, b) < share;
        for a in 0..60 {
            for b in 0..a {
                for c in 0..b {
                    if talks(a, b) && talks(b, c) {
                        talk += f64::from(u8::from(talks(a, c)));
                        all += 1.0;
                    }
                }
            }
        }
    }
    // Triangles share ties, which widens the spread a little.
    let reach = 2.0 * DEVIATIONS * libm::sqrt(all * 0.16);
    assert!((talk - 0.2 * all).abs() < reach, "{talk} of {all} triangles are closed");
}

#[test]
fn both_ends_draw_the_same() {
    let key = chance().on(Purpose::Venue, 4);
    for (a, b) in [(0, 1), (3, 900), (70_000, 12), (u32::MAX >> 2, 5)] {
        assert_eq!(key.tie(a, b), key.tie(b, a));
        let gates = chance().on(Purpose::Talk, 4).gate_key();
        assert_eq!(gate(gate_end(gates, a).wrapping_add(gate_end(gates, b))), gate(gate_end(gates, b).wrapping_add(gate_end(gates, a))));
        assert_eq!(key.pair(a, b), key.pair(b, a));
    }
}

#[test]
fn certain_and_impossible_are_exact() {
    let key = chance().on(Purpose::Open, 0);
    for person in 0..10_000 {
        assert!(happens(key.one(person), 1.0) && !happens(key.one(person), 0.0));
        let share = unit(key.one(person));
        assert!(share > 0.0 && share < 1.0);
        assert_eq!(round(key.one(person), 7.0), 7);
    }
    assert!(unit(0) > 0.0 && unit(u64::MAX) < 1.0);
    assert!(happens(u64::MAX, 1.0) && !happens(0, 0.0));
}

#[test]
fn rounding_has_no_bias() {
    let key = chance().on(Purpose::HabitRounding, 0);
    for number in [0.01_f32, 0.5, 3.25, 200.9] {
        let people = 400_000;
        let sum: f64 = (0..people).map(|person| f64::from(round(key.one(person), number))).sum();
        let fraction = f64::from(number).fract();
        let reach = DEVIATIONS * libm::sqrt(f64::from(people) * fraction * (1.0 - fraction));
        assert!(
            (sum - f64::from(people) * f64::from(number)).abs() < reach,
            "the mean of roundings of {number} is {}",
            sum / f64::from(people)
        );
    }
}

#[test]
fn draws_that_were_seen_come_next() {
    for words_before in 0..4 {
        let (mut seen, mut drawn) = (Stream::new(5, 9), Stream::new(5, 9));
        for _ in 0..words_before {
            assert_eq!(seen.next_u32(), drawn.next_u32());
        }
        for turn in 0..100 {
            let (draws, ready) = seen.peek::<7>();
            assert!((1..=7).contains(&ready), "{ready} lie ready");
            let taken = turn % (ready + 1);
            for draw in &draws[..taken] {
                assert_eq!(*draw, drawn.next_u64(), "turn {turn}, after {words_before} words");
            }
            seen.skip(taken);
        }
    }
}

#[test]
fn streams_are_philox() {
    for (key, entity) in [(0_u64, 0_u64), (u64::MAX, u64::MAX), (0x299f_31d0_a409_3822, 0x0370_7344_1319_8a2e), (42, 7)] {
        let mut stream = Stream::new(key, entity);
        for block in 0..50_u64 {
            let counter = [block as u32, (block >> 32) as u32, entity as u32, (entity >> 32) as u32];
            for word in rand_philox::philox4x32_10(counter, [key as u32, (key >> 32) as u32]) {
                assert_eq!(stream.next_u32(), word, "block {block} of entity {entity}");
            }
        }
    }
    // The known answer of Random123 (Salmon, Moraes, Dror and Shaw 2011) for a counter and a key of zeros.
    let mut stream = Stream::new(0, 0);
    assert_eq!([(); 4].map(|()| stream.next_u32()), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
}

#[test]
fn streams_have_the_moments_of_their_laws() {
    let mut stream = chance().stream(Purpose::PlainTies, 12);
    let n = 200_000.0;
    let moments = |values: &mut dyn FnMut() -> f64| {
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..n as u32 {
            let value = values();
            sum += value;
            squares += value * value;
        }
        (sum / n, squares / n - (sum / n) * (sum / n))
    };
    let (mean, variance) = moments(&mut || stream.unit());
    assert!((mean - 0.5).abs() < DEVIATIONS / libm::sqrt(12.0 * n) && (variance - 1.0 / 12.0).abs() < DEVIATIONS * 0.075 / libm::sqrt(n));
    let (mean, variance) = moments(&mut || stream.normal());
    assert!(mean.abs() < DEVIATIONS / libm::sqrt(n) && (variance - 1.0).abs() < DEVIATIONS * libm::sqrt(2.0 / n));
    for expected in [0.3, 4.0, 75.0] {
        let (mean, variance) = moments(&mut || f64::from(stream.poisson(expected)));
        assert!((mean - expected).abs() < DEVIATIONS * libm::sqrt(expected / n), "the mean of counts is {mean}, not {expected}");
        let reach = DEVIATIONS * expected * libm::sqrt((2.0 + 1.0 / expected) / n);
        assert!((variance - expected).abs() < reach, "the variance of counts is {variance}, not {expected}");
    }
    let mut counts = vec![0_u64; 7];
    (0..700_000).for_each(|_| counts[stream.below(7) as usize] += 1);
    check_even("whole numbers below 7", &counts);
}

#[test]
fn streams_of_different_entities_have_nothing_to_do_with_each_other() {
    let first = |purpose, entity| chance().stream(purpose, entity).unit() as f32 * 0.999_999;
    let pairs = (0..200_000).map(|entity| (first(Purpose::PlainTies, entity), first(Purpose::PlainTies, entity + 1)));
    check_unrelated("one entity and the next", pairs);
    let pairs = (0..200_000).map(|entity| (first(Purpose::PlainTies, entity), first(Purpose::Groups, entity)));
    check_unrelated("one purpose and another", pairs);
}

#[test]
fn draws_are_below_a_number_as_their_own_numbers_are() {
    let key = Chance::new(1, 0).on(Purpose::Leave, 0);
    let ends = [0, 1, 0x1ff, 0x200, 0x3ff, 0x400, 0x7fff_ffff, 0x8000_0000, u32::MAX - 0x200, u32::MAX - 0x1ff, u32::MAX];
    let numbers = ends.into_iter().chain((0..500).map(|entity| key.cheap(entity, 5))).map(unit32);
    for number in numbers.flat_map(|number| [number.next_down(), number, number.next_up()]).chain([-1.0, 0.0, 1.0, 2.0, f32::NAN]) {
        let below = Below::new(number.into());
        for draw in ends.into_iter().chain((0..500).map(|entity| key.cheap(entity, 5))) {
            assert_eq!(below.holds(draw), unit32(draw) < number, "draw {draw:#x}, number {number}");
            assert_eq!(below.holds_long(u64::from(draw) << 32 | 7), below.holds(draw));
        }
    }
    assert!((0..500).all(|entity| Below::ALL.holds(key.cheap(entity, 6))) && Below::ALL.holds(u32::MAX));
}
