//! What holds a platform's graph of active ties together: coreness, and what is left when a few people go.

use std::sync::atomic::{AtomicI32, AtomicU32, AtomicU64, Ordering::Relaxed};

use rayon::prelude::*;

use super::moment::Moment;
use super::record::CoreRecord;
use super::share::share;

/// `coreness` = Σ coreness / people, over people with an active tie at home on it. A person's coreness is the largest k such that they belong to a part of the graph in which everybody
/// has k ties within the part (Seidman 1983).
pub(super) fn coreness(at: &Moment, platform: usize) -> Option<f64> {
    let core = &at.survey()?.core[platform];
    share(core.coreness, core.people)
}

/// `core_loss_random`, `core_loss_targeted` = 1 − active ties left / active ties, when 5 % of people go and others peel off.
pub(super) fn core_loss(at: &Moment, platform: usize, left: fn(&CoreRecord) -> u64) -> Option<f64> {
    let core = &at.survey()?.core[platform];
    share(core.ties.saturating_sub(left(core)), core.ties)
}

/// One person in so many goes.
const GONE_OF: u64 = 20;

/// Measures one graph, given as rows of half ties (`first[i]..first[i + 1]` are those of person i).
///
/// `active` says of a half tie whether it counts; it must say the same of both halves. `removal` is a draw of a person. One in twenty of the people with an active tie go
/// (rounded down): those with the lowest draws, or those of the highest coreness, the lowest draws first among equals. Then whoever has kept less than half of their
/// active ties goes too, and so on. What is left depends neither on the order nor on the number of threads. Takes 13 bytes a person for the time of the call.
pub fn core(
    people: usize,
    first: &[u32],
    neighbour: &[u32],
    active: impl Fn(usize) -> bool + Sync,
    removal: impl Fn(u32) -> u64 + Sync,
) -> CoreRecord {
    assert_eq!(first.len(), people + 1, "a row a person");
    let graph = Graph { people, first, neighbour, active };
    let degree = graph.degrees();
    let coreness = graph.coreness(&degree);
    let is_connected = |person: u32| degree[person as usize] > 0;
    let connected = degree.par_iter().filter(|&&degree| degree > 0).count() as u64;
    let going = connected / GONE_OF;

    let random = lowest(people, is_connected, &removal, going);
    let left_random = graph.peeled(&degree, |person| is_connected(person) && random.takes(person, &removal));

    let (level, above) = highest_level(&coreness, going);
    let is_at_level = |person: u32| is_connected(person) && coreness[person as usize] == level;
    let rest = lowest(people, is_at_level, &removal, going - above);
    let left_targeted =
        graph.peeled(&degree, |person| coreness[person as usize] > level || is_at_level(person) && rest.takes(person, &removal));

    CoreRecord {
        people: connected,
        coreness: coreness.par_iter().map(|&own| u64::from(own)).sum(),
        ties: degree.par_iter().map(|&degree| u64::from(degree)).sum::<u64>() / 2,
        left_random,
        left_targeted,
    }
}

struct Graph<'a, A> {
    people: usize,
    first: &'a [u32],
    neighbour: &'a [u32],
    active: A,
}

/// A set of people: a bit each.
struct Crowd {
    words: Vec<u64>,
}

/// How many people one word holds, and how many words one task handles at least.
const WORD: usize = 64;
const WORDS: usize = 64;

impl Crowd {
    fn new(people: usize) -> Crowd {
        Crowd { words: vec![0; people.div_ceil(WORD)] }
    }

    fn fill(&mut self, people: usize, belongs: impl Fn(usize) -> bool + Sync) {
        self.words.par_iter_mut().with_min_len(WORDS).enumerate().for_each(|(word, bits)| {
            let those = word * WORD..people.min((word + 1) * WORD);
            *bits = those.rev().fold(0, |bits, person| bits << 1 | u64::from(belongs(person)));
        });
    }
}

impl<A: Fn(usize) -> bool + Sync> Graph<'_, A> {
    fn active_neighbours(&self, person: usize) -> impl Iterator<Item = usize> {
        let row = self.first[person] as usize..self.first[person + 1] as usize;
        row.filter(|&half| (self.active)(half)).map(|half| self.neighbour[half] as usize)
    }

    fn degrees(&self) -> Vec<u32> {
        let degree = |person| self.active_neighbours(person).count() as u32;
        (0..self.people).into_par_iter().with_min_len(WORD * WORDS).map(degree).collect()
    }

    /// Some people go. Each of their neighbours loses a tie by it, and goes at once where `lose` says so, which it may say but once of a person.
    fn go(&self, crowd: &Crowd, lose: impl Fn(usize) -> bool + Sync) {
        crowd.words.par_iter().with_min_len(WORDS).enumerate().for_each_init(Vec::new, |going: &mut Vec<u32>, (word, &bits)| {
            going.extend((0..WORD).filter(|bit| bits >> bit & 1 == 1).map(|bit| (word * WORD + bit) as u32));
            while let Some(person) = going.pop() {
                going.extend(self.active_neighbours(person as usize).filter(|&other| lose(other)).map(|other| other as u32));
            }
        });
    }

    /// The coreness of everybody: from the lowest level up, whoever has no more ties left than the level goes, and keeps it as their coreness.
    fn coreness(&self, degree: &[u32]) -> Vec<u32> {
        let left: Vec<AtomicU32> = degree.par_iter().map(|&degree| AtomicU32::new(degree)).collect();
        let mut crowd = Crowd::new(self.people);
        let mut level = 0;
        while let Some(next) = left.par_iter().map(|left| left.load(Relaxed)).filter(|&left| left > level).min() {
            level = next;
            crowd.fill(self.people, |person| left[person].load(Relaxed) == level);
            self.go(&crowd, |other| {
                let mut own = left[other].load(Relaxed);
                // Who has gone loses nothing more, whichever thread was faster.
                while own > level {
                    match left[other].compare_exchange_weak(own, own - 1, Relaxed, Relaxed) {
                        Ok(_) => return own == level + 1,
                        Err(now) => own = now,
                    }
                }
                false
            });
        }
        left.into_par_iter().map(AtomicU32::into_inner).collect()
    }

    /// Ties left when these people go, and then whoever keeps less than half of their degree.
    fn peeled(&self, degree: &[u32], goes: impl Fn(u32) -> bool + Sync) -> u64 {
        const GONE: i32 = i32::MIN / 2;
        let mut crowd = Crowd::new(self.people);
        crowd.fill(self.people, |person| goes(person as u32));
        // How many ties each can lose and stay; below 0 for who goes.
        let spare = |(person, &degree): (usize, &u32)| {
            let is_going = crowd.words[person / WORD] >> (person % WORD) & 1 == 1;
            AtomicI32::new(if is_going { GONE } else { (degree / 2) as i32 })
        };
        let spare: Vec<AtomicI32> = degree.par_iter().enumerate().map(spare).collect();
        self.go(&crowd, |other| spare[other].load(Relaxed) >= 0 && spare[other].fetch_sub(1, Relaxed) == 0);
        let left = |(&degree, spare): (&u32, AtomicI32)| {
            let spare = spare.into_inner();
            if spare < 0 { 0 } else { u64::from(degree - degree / 2) + spare as u64 }
        };
        degree.par_iter().zip(spare).map(left).sum::<u64>() / 2
    }
}

/// The coreness at which the people that go run out, and how many stand above it.
fn highest_level(coreness: &[u32], going: u64) -> (u32, u64) {
    let greatest = coreness.iter().copied().max().unwrap_or(0);
    let mut people = vec![0_u64; greatest as usize + 1];
    for &own in coreness {
        people[own as usize] += 1;
    }
    let mut above = 0;
    for level in (1..=greatest).rev() {
        if above + people[level as usize] >= going {
            return (level, above);
        }
        above += people[level as usize];
    }
    (0, above)
}

/// The lowest draws: those before this one in the order of draw and person.
struct Lowest {
    limit: (u64, u32),
}

impl Lowest {
    fn takes(&self, person: u32, draw: impl Fn(u32) -> u64) -> bool {
        (draw(person), person) < self.limit
    }
}

/// Finds the limit below which so many candidates lie. Two passes, so that only the draws near the limit have to be sorted.
fn lowest(people: usize, is_candidate: impl Fn(u32) -> bool + Sync, draw: impl Fn(u32) -> u64 + Sync, count: u64) -> Lowest {
    if count == 0 {
        return Lowest { limit: (0, 0) };
    }
    let bins: Vec<AtomicU64> = (0..1 << 16).map(|_| AtomicU64::new(0)).collect();
    let candidates = || (0..people as u32).into_par_iter().with_min_len(WORD * WORDS).filter(|&person| is_candidate(person));
    candidates().for_each(|person| {
        bins[(draw(person) >> 48) as usize].fetch_add(1, Relaxed);
    });
    let mut below = 0;
    let mut bin = 0;
    while bin + 1 < bins.len() && below + bins[bin].load(Relaxed) <= count {
        below += bins[bin].load(Relaxed);
        bin += 1;
    }
    let mut near: Vec<(u64, u32)> =
        candidates().map(|person| (draw(person), person)).filter(|(draw, _)| (draw >> 48) as usize == bin).collect();
    near.sort_unstable();
    // Where the bin of the limit has nobody at that rank, everybody goes.
    let limit = near.get((count - below) as usize).copied().unwrap_or((u64::MAX, u32::MAX));
    Lowest { limit }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Stream, mix};

    struct Rows {
        first: Vec<u32>,
        neighbour: Vec<u32>,
    }

    fn rows(people: usize, ties: &[(u32, u32)]) -> Rows {
        let mut lists = vec![Vec::new(); people];
        for &(a, b) in ties {
            lists[a as usize].push(b);
            lists[b as usize].push(a);
        }
        let mut first = vec![0];
        let mut neighbour = Vec::new();
        for list in lists {
            neighbour.extend(list);
            first.push(neighbour.len() as u32);
        }
        Rows { first, neighbour }
    }

    /// The record in which nobody is removed says what the coreness is.
    fn coreness_of(people: usize, ties: &[(u32, u32)]) -> Vec<u32> {
        let rows = rows(people, ties);
        let graph = Graph { people, first: &rows.first, neighbour: &rows.neighbour, active: |_| true };
        graph.coreness(&graph.degrees())
    }

    fn complete(people: u32) -> Vec<(u32, u32)> {
        (0..people).flat_map(|a| (0..a).map(move |b| (a, b))).collect()
    }

    fn random(people: u32, ties: u32, stream: &mut Stream) -> Vec<(u32, u32)> {
        let mut drawn: Vec<(u32, u32)> = (0..ties).map(|_| (stream.below(people), stream.below(people))).filter(|(a, b)| a < b).collect();
        drawn.sort_unstable();
        drawn.dedup();
        drawn
    }

    /// Repeated deletion of people with fewer than k ties, for each k.
    fn coreness_by_deletion(people: usize, ties: &[(u32, u32)]) -> Vec<u32> {
        let mut coreness = vec![0; people];
        for k in 1..people as u32 {
            let mut stays = vec![true; people];
            loop {
                let mut degree = vec![0; people];
                for &(a, b) in ties.iter().filter(|(a, b)| stays[*a as usize] && stays[*b as usize]) {
                    degree[a as usize] += 1;
                    degree[b as usize] += 1;
                }
                let before = stays.clone();
                for person in 0..people {
                    stays[person] &= degree[person] >= k;
                }
                if stays == before {
                    break;
                }
            }
            for person in (0..people).filter(|&person| stays[person]) {
                coreness[person] = k;
            }
        }
        coreness
    }

    /// Rounds of removal until nobody else goes.
    fn left_by_rounds(people: usize, ties: &[(u32, u32)], gone: &[u32]) -> u64 {
        let mut stays = vec![true; people];
        for &person in gone {
            stays[person as usize] = false;
        }
        let degree = |stays: &[bool]| {
            let mut degree = vec![0_u32; people];
            for &(a, b) in ties.iter().filter(|(a, b)| stays[*a as usize] && stays[*b as usize]) {
                degree[a as usize] += 1;
                degree[b as usize] += 1;
            }
            degree
        };
        let original = degree(&vec![true; people]);
        loop {
            let now = degree(&stays);
            let leaving: Vec<usize> = (0..people).filter(|&person| stays[person] && 2 * now[person] < original[person]).collect();
            if leaving.is_empty() {
                return ties.iter().filter(|(a, b)| stays[*a as usize] && stays[*b as usize]).count() as u64;
            }
            for person in leaving {
                stays[person] = false;
            }
        }
    }

    #[test]
    fn known_graphs_have_their_coreness() {
        assert_eq!(coreness_of(6, &complete(6)), vec![5; 6]);
        assert_eq!(coreness_of(5, &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)]), vec![2; 5], "a ring");
        assert_eq!(coreness_of(5, &[(0, 1), (0, 2), (0, 3), (0, 4)]), vec![1; 5], "a star");
        let mut petersen = Vec::new();
        for i in 0..5 {
            petersen.extend([(i, (i + 1) % 5), (i, i + 5), (5 + i, 5 + (i + 2) % 5)]);
        }
        assert_eq!(coreness_of(10, &petersen), vec![3; 10], "the Petersen graph is cubic");
        let mut tailed = complete(4);
        tailed.extend([(3, 4), (4, 5)]);
        assert_eq!(coreness_of(7, &tailed), vec![3, 3, 3, 3, 1, 1, 0], "a clique, its tail, and somebody alone");
    }

    #[test]
    fn random_graphs_agree_with_deletion_by_hand() {
        let mut stream = Stream::new(3, 1);
        for case in 0..60_u64 {
            let people = 5 + case as u32 % 60;
            let ties = random(people, people * (1 + case as u32 % 7), &mut stream);
            let rows = rows(people as usize, &ties);
            let expected = coreness_by_deletion(people as usize, &ties);
            assert_eq!(coreness_of(people as usize, &ties), expected);

            // Few different draws, so that equal ones are put in order by person.
            let draw = |person: u32| mix(u64::from(person) ^ (case << 32)) % 16 * if case.is_multiple_of(2) { 1 << 59 } else { 1 };
            let found = core(people as usize, &rows.first, &rows.neighbour, |_| true, draw);
            let mut connected: Vec<u32> =
                (0..people).filter(|&person| rows.first[person as usize] < rows.first[person as usize + 1]).collect();
            let going = connected.len() / 20;
            assert_eq!((found.people, found.ties), (connected.len() as u64, ties.len() as u64));
            assert_eq!(found.coreness, expected.iter().map(|&own| u64::from(own)).sum::<u64>());
            connected.sort_by_key(|&person| (draw(person), person));
            assert_eq!(found.left_random, left_by_rounds(people as usize, &ties, &connected[..going]));
            connected.sort_by_key(|&person| (std::cmp::Reverse(expected[person as usize]), draw(person), person));
            assert_eq!(found.left_targeted, left_by_rounds(people as usize, &ties, &connected[..going]));
        }
    }

    /// The k-core of a random graph of mean degree 10 (Pittel, Spencer and Wormald 1996): shares .9972 for k = 3, .9686 for k = 5, none for k = 8.
    #[test]
    fn a_large_random_graph_has_the_cores_of_theory() {
        let people = 40_000_u32;
        let ties = random(people, people * 10, &mut Stream::new(8, 2));
        let coreness = coreness_of(people as usize, &ties);
        let share = |k: u32| coreness.iter().filter(|&&own| own >= k).count() as f64 / f64::from(people);
        let tolerance = 5.0 / f64::from(people).sqrt();
        assert!((share(3) - 0.9972).abs() < tolerance && (share(5) - 0.9686).abs() < tolerance, "{} {}", share(3), share(5));
        assert_eq!(share(8), 0.0);
    }

    #[test]
    fn threads_do_not_matter() {
        let people = 30_000_u32;
        let mut stream = Stream::new(11, 3);
        // Hubs among the first people, so that what one thread peels is another's neighbour.
        let mut ties = random(people, people * 4, &mut stream);
        ties.extend((0..people * 4).map(|_| (stream.below(300), 300 + stream.below(people - 300))));
        ties.sort_unstable();
        ties.dedup();
        let rows = rows(people as usize, &ties);
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            let draw = |person: u32| mix(u64::from(person));
            pool.install(|| core(people as usize, &rows.first, &rows.neighbour, |_| true, draw))
        };
        let alone = on(1);
        assert!(alone.left_targeted < alone.left_random && alone.left_random < alone.ties, "{alone:?}");
        for _ in 0..5 {
            assert_eq!(on(4), alone);
        }
    }

    #[test]
    fn only_active_ties_count() {
        let mut ties = complete(30);
        ties.push((29, 30));
        let rows = rows(31, &ties);
        // Half ties of the thirtieth and thirty-first person are passive at both ends.
        let owner = |half: usize| rows.first.partition_point(|&first| first as usize <= half) - 1;
        let active = |half: usize| owner(half) < 29 && rows.neighbour[half] < 29;
        let found = core(31, &rows.first, &rows.neighbour, active, u64::from);
        // One of 29 goes; the others keep 27 of 28 ties.
        assert_eq!(found, CoreRecord { people: 29, coreness: 29 * 28, ties: 406, left_random: 378, left_targeted: 378 });
        assert_eq!(core(3, &[0, 0, 0, 0], &[], |_| true, |_| 0), CoreRecord::default());
    }
}
