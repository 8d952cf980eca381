//! Ties that leave the community: kin and friends near by, friends and acquaintances anywhere.

use rand::rand_core::TryRng;

use super::City;
use super::community::Left;
use crate::bits;
use crate::cache::look_up;
use crate::ids::Layer;
use crate::rng::{Poisson, Purpose, Stream};
use crate::ties::build::TieList;
use crate::width::Width;

/// Share of friends of other communities who live near; distance thins friendship (Liben-Nowell et al. 2005 find two thirds of friendships
/// to follow from where people live).
const FRIENDS_NEAR: f64 = 0.67;
/// Share of acquaintances of other communities who live near, and of those who live anywhere.
const ACQUAINTANCES_EITHER: f64 = 0.5;

/// Streams of one community's ties at home and abroad differ by this bit.
const ABROAD: u64 = 1 << 40;

/// Bits of a 64-bit draw that choose somebody; the rest decides whether the choice holds.
const CHOICE_BITS: u32 = 40;
const SHARE_BITS: u32 = u64::BITS - CHOICE_BITS;

/// Choices of a sociable acquaintance that are made at once.
const CHOICES: usize = 16;

#[derive(Clone, Copy)]
enum Reach {
    Near,
    Anywhere,
}

/// Whom a person may meet: those who are near, or all.
#[derive(Clone, Copy)]
struct Others {
    person: u64,
    /// People of the world.
    people: u64,
    /// How many others there are to choose from.
    count: u64,
    /// How many of them follow the person on the ring; the rest lies before the person, so many steps further.
    to_the_right: u64,
    gap: u64,
}

impl Others {
    /// One of them, each alike. A scaled draw of 40 bits favours nobody by more than one part in 2⁴⁰ / people.
    #[inline(always)]
    fn choose(self, draw: u64) -> u32 {
        const HALF: u32 = CHOICE_BITS / 2;
        // The product takes 72 bits: its halves are made apart, of numbers below 2³², as vectors multiply them.
        let (high, low) = (draw >> (SHARE_BITS + HALF), draw >> SHARE_BITS & ((1 << HALF) - 1));
        let count = self.count & u64::from(u32::MAX);
        let chosen = (high * count + ((low * count) >> HALF)) >> HALF;
        let step = 1 + chosen + if chosen >= self.to_the_right { self.gap } else { 0 };
        let other = self.person + step;
        (other - if other < self.people { 0 } else { self.people }) as u32
    }
}

impl City {
    /// Ties of a community's people with other communities, `left` of them on average.
    pub(super) fn ties_abroad(&self, community: usize, left: &Left, ties: &mut TieList) {
        if self.people < 2 {
            return;
        }
        let members = self.members(community);
        let stream = |purpose| self.chance.stream(purpose, ABROAD | community as u64);
        let each = 1.0 / members.len() as f64;
        let friends = left.friends * each;
        let plain = [
            (Layer::Kin, Reach::Near, left.kin * each),
            (Layer::Friend, Reach::Near, FRIENDS_NEAR * friends),
            (Layer::Friend, Reach::Anywhere, (1.0 - FRIENDS_NEAR) * friends),
        ]
        .map(|(layer, reach, mean)| (layer, reach, Poisson::new(mean)));
        let acquaintances = self.crowding * left.acquaintances * each;
        let (mut of_kin, mut of_friends) = (stream(Purpose::Households), stream(Purpose::FriendTies));
        let mut of_acquaintances = stream(Purpose::AcquaintanceTies);
        for person in members {
            for (layer, reach, count) in plain {
                let stream = if layer == Layer::Kin { &mut of_kin } else { &mut of_friends };
                for _ in 0..count.draw(stream) {
                    let Ok(draw) = stream.try_next_u64();
                    let other = self.others(person, reach).choose(draw);
                    ties.add(person, other, self.kind(layer, person, other));
                }
            }
            let mean = acquaintances * f64::from(self.sociability.of(person));
            let count = Poisson::new(ACQUAINTANCES_EITHER * mean);
            for reach in [Reach::Near, Reach::Anywhere] {
                let others = self.others(person, reach);
                for _ in 0..count.draw(&mut of_acquaintances) {
                    let other = self.somebody_sociable(others, &mut of_acquaintances);
                    ties.add(person, other, self.kind(Layer::Acquaintance, person, other));
                }
            }
        }
    }

    fn others(&self, person: u32, reach: Reach) -> Others {
        let (people, near) = (u64::from(self.people), u64::from(self.near));
        let (count, to_the_right, gap) = match reach {
            Reach::Near if near > 0 => (2 * near, near, people - 1 - 2 * near),
            _ => (people - 1, people, 0),
        };
        Others { person: u64::from(person), people, count, to_the_right, gap }
    }

    /// One of others, with probability proportional to sociability: a choice among all holds with its share of the greatest. One in twenty does, so many
    /// choices are made at once, and most are thrown away by a look at a byte.
    fn somebody_sociable(&self, others: Others, stream: &mut Stream) -> u32 {
        let scale = self.sociability.most() / (1u64 << SHARE_BITS) as f32;
        loop {
            let (draws, ready) = stream.peek();
            let mut chosen = [0; CHOICES];
            // SAFETY: the machine has it.
            let may_hold = unsafe { choose_on(Width::of_this_machine(), &self.sociability_bound, others, &draws, &mut chosen) };
            let may_hold = may_hold & ((1 << ready) - 1);
            let holds = |&choice: &usize| (share_of(draws[choice]) as f32) * scale < self.sociability.of(chosen[choice]);
            match bits::set(may_hold).find(holds) {
                Some(choice) => {
                    stream.skip(choice + 1);
                    return chosen[choice];
                }
                None => stream.skip(ready),
            }
        }
    }
}

/// Whom draws choose, and which of them may hold, a bit each.
///
/// # Safety
/// The machine must have vectors of this width.
#[inline(always)]
unsafe fn choose_on(width: Width, bounds: &[u8], others: Others, draws: &[u64; CHOICES], chosen: &mut [u32; CHOICES]) -> u64 {
    match width {
        // SAFETY: the caller's.
        #[cfg(target_arch = "x86_64")]
        Width::Avx512 => unsafe { wide::avx512(bounds, others, draws, chosen) },
        // SAFETY: the caller's.
        #[cfg(target_arch = "x86_64")]
        Width::Avx2 => unsafe { wide::avx2(bounds, others, draws, chosen) },
        Width::Plain => choose(bounds, others, draws, chosen),
    }
}

#[cfg(target_arch = "x86_64")]
mod wide {
    use super::{CHOICES, Others};

    #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw")]
    pub fn avx512(bounds: &[u8], others: Others, draws: &[u64; CHOICES], chosen: &mut [u32; CHOICES]) -> u64 {
        super::choose(bounds, others, draws, chosen)
    }

    #[target_feature(enable = "avx2")]
    pub fn avx2(bounds: &[u8], others: Others, draws: &[u64; CHOICES], chosen: &mut [u32; CHOICES]) -> u64 {
        super::choose(bounds, others, draws, chosen)
    }
}

/// The part of a draw that decides whether a choice holds.
#[inline(always)]
fn share_of(draw: u64) -> u64 {
    draw & ((1 << SHARE_BITS) - 1)
}

#[inline(always)]
fn choose(bounds: &[u8], others: Others, draws: &[u64; CHOICES], chosen: &mut [u32; CHOICES]) -> u64 {
    for (chosen, &draw) in chosen.iter_mut().zip(draws) {
        *chosen = others.choose(draw);
    }
    let (mut bound, mut may_hold) = ([0; CHOICES], [false; CHOICES]);
    look_up(bounds, chosen, &mut bound);
    for choice in 0..CHOICES {
        may_hold[choice] = (share_of(draws[choice]) >> (SHARE_BITS - u8::BITS)) as u8 <= bound[choice];
    }
    bits::of(may_hold)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Chance;

    /// The same by a product of 72 bits and a step along the ring.
    fn chosen(city: &City, person: u32, reach: Reach, draw: u64) -> u32 {
        let (people, near) = (u128::from(city.people), u128::from(city.near));
        let is_near = near > 0 && matches!(reach, Reach::Near);
        let count = if is_near { 2 * near } else { people - 1 };
        let choice = (u128::from(draw >> SHARE_BITS) * count) >> CHOICE_BITS;
        let step = if is_near && choice >= near { people - 2 * near + choice } else { choice + 1 };
        ((u128::from(person) + step) % people) as u32
    }

    #[test]
    fn all_vectors_choose_whom_plain_code_chooses() {
        let mut stream = Stream::new(3, 4);
        for (people, community_size) in [(2, 1.0), (3, 150.0), (20_000, 150.0), (100_000, 20_000.0)] {
            let city = City::new(people, 20.0, community_size, Chance::new(1, 0));
            for person in (0..people).step_by(people as usize / 40 + 1).chain([people - 1]) {
                for reach in [Reach::Near, Reach::Anywhere] {
                    let mut draws: [u64; CHOICES] = std::array::from_fn(|_| stream.try_next_u64().unwrap_or_default());
                    (draws[0], draws[1]) = (0, u64::MAX);
                    let others = city.others(person, reach);
                    let on = |width| {
                        let mut chosen = [0; CHOICES];
                        // SAFETY: the machine has it.
                        let may_hold = unsafe { choose_on(width, &city.sociability_bound, others, &draws, &mut chosen) };
                        (chosen, may_hold)
                    };
                    let plain = on(Width::Plain);
                    assert_eq!(plain.0, draws.map(|draw| chosen(&city, person, reach, draw)), "{person} of {people}");
                    assert!(plain.0.iter().all(|&other| other != person));
                    for width in Width::those_of_this_machine() {
                        assert_eq!(on(width), plain, "{person} of {people} on {width:?}");
                    }
                }
            }
        }
    }
}
