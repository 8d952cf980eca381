//! What holds a platform's graph of active ties together: coreness, and what is left when a few people go.

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
/// active ties goes too, and so on. What is left does not depend on the order. Takes 16 bytes a person for the time of the call.
pub fn core(people: usize, first: &[u32], neighbour: &[u32], active: impl Fn(usize) -> bool, removal: impl Fn(u32) -> u64) -> CoreRecord {
    assert_eq!(first.len(), people + 1, "a row a person");
    let graph = Graph { people, first, neighbour, active };
    let degree: Vec<u32> = (0..people).map(|person| graph.active_neighbours(person).count() as u32).collect();
    let coreness = graph.coreness(&degree);
    let connected = degree.iter().filter(|&&degree| degree > 0).count() as u64;
    let going = connected / GONE_OF;

    let connected_people = || (0..people as u32).filter(|&person| degree[person as usize] > 0);
    let random = lowest(connected_people, &removal, going);
    let left_random = graph.peeled(&degree, |person| degree[person as usize] > 0 && random.takes(person, &removal));

    let (level, above) = highest_level(&coreness, going);
    let at_level = || connected_people().filter(|&person| coreness[person as usize] == level);
    let rest = lowest(at_level, &removal, going - above);
    let left_targeted = graph.peeled(&degree, |person| {
        let own = coreness[person as usize];
        own > level || own == level && degree[person as usize] > 0 && rest.takes(person, &removal)
    });

    CoreRecord {
        people: connected,
        coreness: coreness.iter().map(|&own| u64::from(own)).sum(),
        ties: degree.iter().map(|&degree| u64::from(degree)).sum::<u64>() / 2,
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

impl<A: Fn(usize) -> bool> Graph<'_, A> {
    fn active_neighbours(&self, person: usize) -> impl Iterator<Item = usize> {
        let row = self.first[person] as usize..self.first[person + 1] as usize;
        row.filter(|&half| (self.active)(half)).map(|half| self.neighbour[half] as usize)
    }

    /// The coreness of everybody, in time linear in people and ties (Batagelj and Zaversnik 2003): people are kept sorted by what is left of their degree, and taken from the front.
    fn coreness(&self, degree: &[u32]) -> Vec<u32> {
        let mut left = degree.to_vec();
        let greatest = left.iter().copied().max().unwrap_or(0) as usize;
        // `start[d]` is the place of the first person with degree d in `order`; `place` is the inverse of `order`.
        let mut start = vec![0_u32; greatest + 2];
        for &degree in &left {
            start[degree as usize + 1] += 1;
        }
        for degree in 0..=greatest {
            start[degree + 1] += start[degree];
        }
        let mut next = start.clone();
        let mut order = vec![0_u32; self.people];
        let mut place = vec![0_u32; self.people];
        for person in 0..self.people {
            let own = &mut next[left[person] as usize];
            order[*own as usize] = person as u32;
            place[person] = *own;
            *own += 1;
        }
        for turn in 0..self.people {
            let person = order[turn] as usize;
            for other in self.active_neighbours(person) {
                if left[other] > left[person] {
                    // The neighbour changes places with the first of its degree, whose bin then starts one later.
                    let degree = left[other] as usize;
                    let (from, to) = (place[other], start[degree]);
                    let displaced = order[to as usize];
                    order.swap(from as usize, to as usize);
                    place[displaced as usize] = from;
                    place[other] = to;
                    start[degree] += 1;
                    left[other] -= 1;
                }
            }
        }
        left
    }

    /// Ties left when these people go, and then whoever keeps less than half of their degree.
    fn peeled(&self, degree: &[u32], goes: impl Fn(u32) -> bool) -> u64 {
        const GONE: u32 = u32::MAX;
        let mut left = degree.to_vec();
        let mut going: Vec<u32> = (0..self.people as u32).filter(|&person| goes(person)).collect();
        for &person in &going {
            left[person as usize] = GONE;
        }
        while let Some(person) = going.pop() {
            for other in self.active_neighbours(person as usize) {
                if left[other] == GONE {
                    continue;
                }
                left[other] -= 1;
                if 2 * u64::from(left[other]) < u64::from(degree[other]) {
                    left[other] = GONE;
                    going.push(other as u32);
                }
            }
        }
        left.iter().filter(|&&left| left != GONE).map(|&left| u64::from(left)).sum::<u64>() / 2
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
fn lowest<I: Iterator<Item = u32>>(candidates: impl Fn() -> I, draw: impl Fn(u32) -> u64, count: u64) -> Lowest {
    if count == 0 {
        return Lowest { limit: (0, 0) };
    }
    let mut bins = vec![0_u64; 1 << 16];
    for person in candidates() {
        bins[(draw(person) >> 48) as usize] += 1;
    }
    let mut below = 0;
    let mut bin = 0;
    while bin + 1 < bins.len() && below + bins[bin] <= count {
        below += bins[bin];
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
        let degree: Vec<u32> = (0..people).map(|person| graph.active_neighbours(person).count() as u32).collect();
        graph.coreness(&degree)
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
